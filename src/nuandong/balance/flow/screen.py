"""Bounds of what every rank misses, in milliseconds: which winters certainly cut, which certainly do not.

Without losses the demands that a network can meet form a polymatroid, so that serving rank 0 first, then ranks 0
and 1 together, and so on, is exact (N. Megiddo, Optimal flows in networks with multiple sources and sinks, Math.
Program. 7 (1974)). With boil-off the two twins of `expand` stand on either side of the exact plan.

* `lower[k]`: no plan at all leaves less volume missing in ranks 0 to k together than the lossless twin. It is the
  value of a cut, summed in full precision, so no rounding of the flow touches it. It says nothing of a single rank
  above 0: a plan that loses gas to boil-off may miss more in rank 0 and less in rank 1.
* `upper[k]`: the twin that is charged boil-off in full is a plan that can be followed, and the exact plan is no worse
  in the order of ranks. So it misses nothing where the twin misses nothing, and no more than the twin in the first
  rank that the twin leaves short. Of later ranks it promises nothing (to spare an earlier one, the exact plan may
  take from them): there the bound is infinite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.contract import contract
from nuandong.balance.flow.expand import Expanded, expand, lossless_stock, pessimistic_stock
from nuandong.balance.flow.jit import IS_COMPILED
from nuandong.balance.flow.kernels import drain, entering, short_side
from nuandong.balance.flow.scale import Whole, cautious_units, nearest_units
from nuandong.balance.solve import solve_tiers
from nuandong.units import BoolArray, FloatArray, Volume

Engine = Literal["flow", "exact"]
NOTHING = 1e-6  # 10^4 m3: less than this is not missing (10 litres)


@dataclass(frozen=True, slots=True, eq=False)
class FlowBounds:
    """What ranks 0 to k together miss at least and at most, (ranks,) each, in 10^4 m3.

    Sound, not always tight: with boil-off, `upper` is known up to the first rank that may be short.

    `engine` is "exact" where numba is missing and the exact plan itself was computed. `upper` is infinite where
    stores could not be proven to keep their floors; `floor_short` is the volume by which they certainly cannot:
    where it is not zero there is no plan at all.
    """

    lower: FloatArray
    upper: FloatArray
    floor_short: Volume
    engine: Engine

    @property
    def rank_upper(self) -> FloatArray:
        """What each rank alone misses at most, (ranks,)."""
        return _each(self.upper)

    @property
    def rank_lower(self) -> FloatArray:
        """What each rank alone certainly misses, (ranks,): all that ranks up to it miss at least, less what those
        before it miss at most."""
        before = np.concatenate([[0.0], self.upper[:-1]])
        alone: FloatArray = np.maximum(self.lower - before, 0.0)
        return alone

    @property
    def certainly_short(self) -> bool:
        """Whether every plan leaves something missing."""
        return bool(self.lower.size and self.lower[-1] > NOTHING)

    @property
    def certainly_served(self) -> bool:
        """Whether the exact plan leaves nothing missing."""
        return bool(self.upper.size == 0 or self.upper[-1] <= NOTHING)

    def is_decided(self, *, within: Volume) -> bool:
        """Whether the bounds of every rank lie within some volume of each other."""
        return bool(np.all(self.upper - self.lower <= within))


def screen(*, case: BalanceCase) -> FlowBounds:
    """Bounds of the missing volume of every rank; exact, up to rounding, where nothing boils off."""
    if not IS_COMPILED:
        return exact_bounds(case)
    places = contract(case)
    lossless = expand(case=case, places=places, stock=lossless_stock(case))
    lower, floor_short = least_missing(lossless)
    stock = pessimistic_stock(case)
    upper = np.full(case.ranks, np.inf)
    if floor_short <= NOTHING and keeps_within(case) and float(stock.carry.min(initial=0.0)) >= 0.0:
        lossy = loses_gas(case)
        upper = most_missing(expand(case=case, places=places, stock=stock)) if lossy else lower.copy()
    return FlowBounds(lower, np.maximum(upper, lower), floor_short, "flow")


def loses_gas(case: BalanceCase) -> bool:
    """Whether any store loses gas to boil-off."""
    return bool(np.any(case.tanks.boil_off > 0.0))


def keeps_within(case: BalanceCase) -> bool:
    """Whether every store can hold what it opens with; the proof of the upper bound asks for it."""
    return bool(np.all(case.tanks.opening <= case.tanks.capacity))


def least_missing(expanded: Expanded) -> tuple[FloatArray, Volume]:
    """Least volume missing in ranks 0 to k, (ranks,), by the cut that proves it; and by which floors are missed."""
    whole = nearest_units(expanded)
    state = whole.state
    drain(expanded.graph, state)
    floor_short = (
        cut_volume(expanded, rank=-1, inside=short_side(expanded.graph, state)) if state.lack.any() else 0.0
    )
    lower = np.zeros(whole.demand.shape[0])
    for rank in range(lower.size):
        ask(expanded, whole, rank)
        drain(expanded.graph, state)
        if state.lack.any():
            lower[rank] = cut_volume(expanded, rank=rank, inside=short_side(expanded.graph, state))
    return np.maximum.accumulate(np.maximum(lower, 0.0)), max(floor_short, 0.0)


def most_missing(expanded: Expanded) -> FloatArray:
    """What the exact plan misses at most in ranks 0 to k, (ranks,): known up to the first rank that a plan with
    boil-off in full leaves short; infinite after it, and everywhere where floors are missed."""
    whole = cautious_units(expanded)
    drain(expanded.graph, whole.state)
    upper = np.full(whole.demand.shape[0], np.inf)
    if whole.state.lack.any():
        return upper
    for rank in range(upper.size):
        ask(expanded, whole, rank)
        drain(expanded.graph, whole.state)
        upper[rank] = float(whole.state.lack.sum()) / whole.scale
        if upper[rank] > 0.0:
            break
    return upper


def ask(expanded: Expanded, whole: Whole, rank: int) -> None:
    """Add the demand of a rank to what is lacking."""
    lack = whole.state.lack.reshape(expanded.steps, expanded.width)
    lack[:, : expanded.places.count] += whole.demand[rank]


def cut_volume(expanded: Expanded, *, rank: int, inside: BoolArray) -> Volume:
    """By how much ranks 0 to `rank` and the floors inside a set of nodes ask for more than can enter it."""
    within = inside.reshape(expanded.steps, expanded.width)[:, : expanded.places.count]
    asked = float(expanded.demand[: rank + 1].sum(axis=0)[within].sum())
    kept = float((expanded.owed - expanded.supply)[inside].sum())
    return asked + kept - float(entering(expanded.graph, expanded.volume, inside))


def _each(together: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):
        alone: FloatArray = np.diff(together, prepend=0.0)
    return np.where(np.isnan(alone), np.inf, alone)


def exact_bounds(case: BalanceCase) -> FlowBounds:
    """Bounds that the exact engine gives where numba is missing: the plan itself, on both sides."""
    missing = np.cumsum(solve_tiers(case=case, is_fair=False).rank_unserved)
    return FlowBounds(missing, missing.copy(), 0.0, "exact")
