"""Bounds of what every rank misses, in milliseconds: which winters certainly cut, which certainly do not.

Without losses the demands that a network can meet form a polymatroid, so that serving rank 0 first, then ranks 0
and 1 together, and so on, is exact (N. Megiddo, Optimal flows in networks with multiple sources and sinks, Math.
Program. 7 (1974)). With boil-off, twins of the case (`stock`) stand on either side of the exact plan.

* `lower[k]`: no plan at all leaves less volume missing in ranks 0 to k together than the hopeful twin. It is the value
  of a cut, summed in full precision, so no rounding of the flow touches it. It says nothing of a single rank above 0:
  a plan that loses gas to boil-off may miss more in rank 0 and less in rank 1.
* `upper[k]`: the exact plan misses no more than the cautious twin, in each rank alone and so in ranks 0 to k together.
  Where the twin is short, all that could come in does; the exact plan can bring no more there, and elsewhere the twin's
  plan can be followed as it is. Decision 0014 has the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.contract import contract
from nuandong.balance.flow.expand import Expanded, expand
from nuandong.balance.flow.jit import IS_COMPILED
from nuandong.balance.flow.kernels import entering, short_side
from nuandong.balance.flow.most import most_by_rank
from nuandong.balance.flow.scale import nearest_units
from nuandong.balance.flow.stock import cautious_stock, hopeful_stock
from nuandong.balance.flow.twin import Twin
from nuandong.balance.solve import solve_tiers
from nuandong.units import BoolArray, FloatArray, Volume

Engine = Literal["flow", "exact"]
NOTHING = 1e-6  # 10^4 m3: less than this is not missing (10 litres)


@dataclass(frozen=True, slots=True, eq=False)
class FlowBounds:
    """What ranks 0 to k together miss at least and at most, (ranks,) each, in 10^4 m3.

    `engine` is "exact" where the exact plan itself was computed: without numba, or because totals, stock targets or
    send-out curves bind, which no flow can hold. `upper` is infinite where
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


def screen(*, case: BalanceCase, followers: int = 0) -> FlowBounds:
    """Bounds of the missing volume of every rank; exact, up to rounding, where nothing boils off.

    With `followers` the upper bound of the first rank that may be short is drawn closer, each time at the price of
    another flow; two or three are enough to tell whether that rank is short at all.
    """
    if not (IS_COMPILED and case.is_plain):
        return exact_bounds(case)
    places = contract(case)
    lower, floor_short = least_missing(expand(case=case, places=places, stock=hopeful_stock(case)))
    upper = np.full(case.ranks, np.inf)
    if floor_short <= NOTHING and keeps_within(case) and cautious_stock(case).is_possible:
        upper = lower.copy()
        if loses_gas(case):
            served = int(np.count_nonzero(lower <= 0.0))
            upper = np.cumsum(most_by_rank(case=case, places=places, served=served, followers=followers))
    return FlowBounds(lower, np.maximum(upper, lower), floor_short, "flow")


def loses_gas(case: BalanceCase) -> bool:
    """Whether any store loses gas to boil-off."""
    return bool(np.any(case.tanks.boil_off > 0.0))


def keeps_within(case: BalanceCase) -> bool:
    """Whether every store can hold what it opens with; the proof of the upper bound asks for it."""
    return bool(np.all(case.tanks.opening <= case.tanks.capacity))


def least_missing(expanded: Expanded) -> tuple[FloatArray, Volume]:
    """Least volume missing in ranks 0 to k, (ranks,), by the cut that proves it; and by which floors are missed."""
    twin = Twin.of(expanded, nearest_units(expanded))
    lower = np.zeros(expanded.demand.shape[0])
    floor_short = _proven(twin, rank=-1)
    begin = 0 if twin.lacks else twin.serve_first(lower.size // 2)
    for rank in range(begin, lower.size):
        twin.serve(range(rank, rank + 1))
        lower[rank] = _proven(twin, rank=rank)
    return np.maximum.accumulate(lower), floor_short


def _proven(twin: Twin, *, rank: int) -> Volume:
    """What ranks up to `rank` and the floors miss for certain: the value of the cut behind what is lacking."""
    if not twin.lacks:
        return 0.0
    inside = short_side(twin.expanded.graph, twin.whole.state)
    return max(cut_volume(twin.expanded, rank=rank, inside=inside), 0.0)


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
