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


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A twin in whole units: the state before any demand, and demand by rank, step and place."""

    state: State
    demand: IntArray
    scale: float


def nearest_units(expanded: Expanded) -> Whole:
    """Every volume to the nearest unit: for bounds that are taken from a cut, in full precision."""
    return _whole(expanded, offered=0.5, asked=0.5)


def cautious_units(expanded: Expanded) -> Whole:
    """What is offered rounded down, what is asked for rounded up: a flow in units is one in truth."""
    return _whole(expanded, offered=SAME, asked=1.0 - SAME)


def _whole(expanded: Expanded, *, offered: float, asked: float) -> Whole:
    scale = _scale(expanded)
    most = LARGEST_SUM / 4

    def units(volume: FloatArray, lift: float) -> IntArray:
        return np.minimum(np.floor(np.maximum(volume, 0.0) * scale + lift), most).astype(np.int64)

    lack = units(expanded.owed, asked)
    state = State(units(expanded.volume, offered), units(expanded.supply, offered), lack)
    return Whole(state, units(expanded.demand, asked), scale)


def _scale(expanded: Expanded) -> float:
    """Units in one 10^4 m3: supply and need of the whole case fit into a sum."""
    total = float(expanded.supply.sum() + expanded.owed.sum() + expanded.demand.sum())
    scale = FINEST
    while total * scale > LARGEST_SUM / 4 and scale > 1.0:
        scale /= 10.0
    return scale
