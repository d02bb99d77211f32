"""Forecasters to be compared with, all called alike, none of which sees what was not known on the eve."""

from nuandong.demand.peers.arima import automatic_arima
from nuandong.demand.peers.boosting import boosted_residual, boosted_trees
from nuandong.demand.peers.felt import degree_days_and_level
from nuandong.demand.peers.ground import REFIT_EVERY, Peer, PeerMissing
from nuandong.demand.peers.plain import linear_degree_days, persistence
from nuandong.demand.peers.sigmoid import bdew_sigmoid

PEERS: dict[str, Peer] = {
    "last known day": persistence,
    "degree days": linear_degree_days,
    "BDEW sigmoid": bdew_sigmoid,
    "degree days × level": degree_days_and_level,
    "ARIMA with regressors": automatic_arima,
    "boosted trees": boosted_trees,
    "boosted residual": boosted_residual,
}

__all__ = [
    "PEERS",
    "REFIT_EVERY",
    "Peer",
    "PeerMissing",
    "automatic_arima",
    "bdew_sigmoid",
    "boosted_residual",
    "boosted_trees",
    "degree_days_and_level",
    "linear_degree_days",
    "persistence",
]
