"""Forecasters to be compared with, all called alike, none of which sees what was not known on the eve."""

from nuandong.demand.peers.boosting import boosted_residual, boosted_trees
from nuandong.demand.peers.felt import degree_days_and_level
from nuandong.demand.peers.ground import REFIT_EVERY, Peer, PeerMissing
from nuandong.demand.peers.plain import linear_degree_days, persistence

PEERS: dict[str, Peer] = {
    "last known day": persistence,
    "degree days": linear_degree_days,
    "degree days × level": degree_days_and_level,
    "boosted trees": boosted_trees,
    "boosted residual": boosted_residual,
}

__all__ = [
    "PEERS",
    "REFIT_EVERY",
    "Peer",
    "PeerMissing",
    "boosted_residual",
    "boosted_trees",
    "degree_days_and_level",
    "linear_degree_days",
    "persistence",
]
