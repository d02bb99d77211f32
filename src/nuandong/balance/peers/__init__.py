"""A balance case for other modelling tools, so that analysts can check it against them and go on there.

PyPSA solves one weighted program, not rank after rank; `docs/peers.md` says what that means for a comparison.
"""

from nuandong.balance.peers.network import PeerMissing, to_pypsa
from nuandong.balance.peers.tables import PypsaTables, pypsa_tables
from nuandong.balance.peers.terms import Terms, pypsa_terms
from nuandong.balance.peers.weights import rank_weights, weighted_cost, weighted_objective

__all__ = [
    "PeerMissing",
    "PypsaTables",
    "Terms",
    "pypsa_tables",
    "pypsa_terms",
    "rank_weights",
    "to_pypsa",
    "weighted_cost",
    "weighted_objective",
]
