"""Volumes as whole units, so that a maximum flow is exact and ends.

A unit is 1e-8 of 10^4 m3 (a tenth of a millilitre of gas): fine enough that the rounding of a season's hundred
thousand arcs stays below a litre. Where volumes are so large that their sum would not fit, units grow by tens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.flow.expand import Expanded
from nuandong.balance.flow.kernels import State
from nuandong.units import FloatArray, IntArray

FINEST = 1e8  # units in one 10^4 m3
LARGEST_SUM = 4e18  # int64 holds 9.2e18
SAME = 1e-3  # part of a unit by which equal figures may differ in binary


OFFERED_NEAREST = ASKED_NEAREST = 0.5
OFFERED_CAUTIOUS, ASKED_CAUTIOUS = SAME, 1.0 - SAME


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A twin in whole units: the state before any demand, and demand by rank, step and place.

    `scale` units are one 10^4 m3; `offered` is added before capacities and supply are rounded down.
    """

    state: State
    demand: IntArray
    scale: float
    offered: float


def nearest_units(expanded: Expanded) -> Whole:
    """Every volume to the nearest unit: for bounds that are taken from a cut, in full precision."""
    return _whole(expanded, OFFERED_NEAREST, ASKED_NEAREST)


def cautious_units(expanded: Expanded) -> Whole:
    """What is offered rounded down, what is asked for rounded up: a flow in units is one in truth."""
    return _whole(expanded, OFFERED_CAUTIOUS, ASKED_CAUTIOUS)


def in_units(volume: FloatArray, scale: float, lift: float) -> IntArray:
    """Volumes in units, rounded down after `lift` (part of a unit) is added; huge capacities are capped."""
    lifted = np.floor(np.maximum(volume, 0.0) * scale + lift)
    return np.minimum(lifted, LARGEST_SUM / 4).astype(np.int64)


def _whole(expanded: Expanded, offered: float, asked: float) -> Whole:
    scale = _scale(expanded)
    state = State(
        in_units(expanded.volume, scale, offered),
        in_units(expanded.supply, scale, offered),
        in_units(expanded.owed, scale, asked),
    )
    return Whole(state, in_units(expanded.demand, scale, asked), scale, offered)


def _scale(expanded: Expanded) -> float:
    """Units in one 10^4 m3: supply and need of the whole case fit into a sum."""
    total = float(expanded.supply.sum() + expanded.owed.sum() + expanded.demand.sum())
    scale = FINEST
    while total * scale > LARGEST_SUM / 4 and scale > 1.0:
        scale /= 10.0
    return scale


def ask(expanded: Expanded, whole: Whole, rank: int) -> None:
    """Add the demand of a rank to what is lacking."""
    lack = whole.state.lack.reshape(expanded.steps, expanded.width)
    lack[:, : expanded.places.count] += whole.demand[rank]
