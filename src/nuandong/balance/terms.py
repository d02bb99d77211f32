"""Terms of a balance that reach beyond one node and one step: volumes over a window, stock targets, send-out curves.

All are optional columns of a `BalanceCase`; each constraint that they bring stands in `constraints`. Axes: p totals,
m members, j targets, q curves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from nuandong.units import BoolArray, FloatArray, IntArray

TAKE, WITHDRAWAL, FLOW, UNSERVED = "take", "withdrawal", "flow", "unserved"
MEMBER_KINDS = (TAKE, WITHDRAWAL, FLOW, UNSERVED)


class Flows(Protocol):
    """The flows of a plan that totals add up."""

    @property
    def take(self) -> FloatArray: ...
    @property
    def withdrawal(self) -> FloatArray: ...
    @property
    def flow(self) -> FloatArray: ...
    @property
    def unserved(self) -> FloatArray: ...


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Volumes summed over some flows and a window of steps: season contracts, fleets of tankers, swaps.

    Window of `length` (p,) steps from `first` (p,); the volume lies between 0 and `most` (p,), 10^4 m3, and of it
    the first `least` (p,) are credited with `credit` (p,) in CNY per m3, for they are paid whether taken or not
    (take or pay). Members: `row` (m,) the total, `kind` (m,) one of `MEMBER_KINDS`, `member` (m,) the
    supply, tank, link (net flow from tail to head) or demand row, `weight` (m,) its sign and share.
    """

    first: IntArray
    length: IntArray
    least: FloatArray
    most: FloatArray
    credit: FloatArray
    row: IntArray
    kind: tuple[str, ...]
    member: IntArray
    weight: FloatArray

    @property
    def count(self) -> int:
        """Number of totals."""
        return int(self.first.size)

    def standing_at(self, step: int) -> BoolArray:
        """Which totals' windows hold a step, (p,)."""
        held: BoolArray = (self.first <= step) & (step < self.first + self.length)
        return held

    def of_kind(self, kind: str) -> IntArray:
        """Which members are of one kind, positions in (m,)."""
        return np.flatnonzero(np.asarray([word == kind for word in self.kind], dtype=np.bool_))

    def volumes(self, plan: Flows, *, days: FloatArray, until: int | None = None) -> FloatArray:
        """Volume of each total in a plan over steps of so many `days` (t,), (p,) in 10^4 m3; of the steps before
        `until` alone, where it is given."""
        flows = {TAKE: plan.take, WITHDRAWAL: plan.withdrawal, FLOW: plan.flow, UNSERVED: plan.unserved}
        volume = np.zeros(self.count)
        for row, kind, member, weight in zip(self.row, self.kind, self.member, self.weight, strict=True):
            end = self.first[row] + self.length[row]
            here = slice(self.first[row], end if until is None else min(end, until))
            volume[row] += weight * float(flows[kind][member, here] @ days[here])
        return volume

    def within(self, *, first: int, count: int, used: FloatArray | None = None) -> Totals:
        """What is left of the totals for some steps, when `used` (p,) of their volumes is used before them.

        Totals whose window lies elsewhere fall away. A least volume is asked of the steps in which its window
        ends; until then it may still be taken later.
        """
        used = np.zeros(self.count) if used is None else used
        begin = np.maximum(self.first - first, 0)
        end = np.minimum(self.first + self.length - first, count)
        kept = end > begin
        ends_here = self.first + self.length <= first + count
        place = np.cumsum(kept) - 1
        chosen = kept[self.row]
        return Totals(
            first=begin[kept],
            length=(end - begin)[kept],
            least=np.where(ends_here, np.maximum(self.least - used, 0.0), 0.0)[kept],
            most=np.maximum(self.most - used, 0.0)[kept],
            credit=self.credit[kept],
            row=place[self.row[chosen]],
            kind=tuple(word for word, is_kept in zip(self.kind, chosen, strict=True) if is_kept),
            member=self.member[chosen],
            weight=self.weight[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class StockTargets:
    """What a store shall hold at the end of a step: `tank`, `step`, `rank` (j,), `volume` (j,) in 10^4 m3.

    The rank says what goes first: uses of a higher rank are cut before the stock falls below its target, uses of
    a lower rank are served out of it. So a reserve that only protected classes may touch (a safety monitor)
    stands right behind their rank, and a target that no use shall suffer for stands behind all.
    """

    tank: IntArray
    step: IntArray
    volume: FloatArray
    rank: IntArray

    @property
    def count(self) -> int:
        """Number of targets."""
        return int(self.tank.size)

    def within(self, *, first: int, count: int) -> StockTargets:
        """The targets of some steps, counted from the first of them."""
        kept = (self.step >= first) & (self.step < first + count)
        return StockTargets(self.tank[kept], self.step[kept] - first, self.volume[kept], self.rank[kept])


@dataclass(frozen=True, slots=True, eq=False)
class SendoutCurves:
    """What a store can send out at most with little in it: flow <= empty_flow + slope * inventory before the step.

    `tank` (q,), `empty_flow` (q,) in 10^4 m3/day, `slope` (q,) in 1/day; several curves of one tank are the pieces of a
    concave curve.
    """

    tank: IntArray
    empty_flow: FloatArray
    slope: FloatArray

    @property
    def count(self) -> int:
        """Number of pieces."""
        return int(self.tank.size)

    def without(self, tanks: BoolArray) -> SendoutCurves:
        """The curves of the tanks that are not marked, (k,)."""
        kept = ~tanks[self.tank]
        return replace(self, tank=self.tank[kept], empty_flow=self.empty_flow[kept], slope=self.slope[kept])


def _whole() -> IntArray:
    return np.zeros(0, dtype=np.int64)


NO_TOTALS = Totals(
    _whole(), _whole(), np.zeros(0), np.zeros(0), np.zeros(0), _whole(), (), _whole(), np.zeros(0)
)
NO_TARGETS = StockTargets(_whole(), _whole(), np.zeros(0), _whole())
NO_CURVES = SendoutCurves(_whole(), np.zeros(0), np.zeros(0))
