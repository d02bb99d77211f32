"""The balance case and its plan as arrays.

Axes: n nodes, a links, s supplies, k tanks (stores), r demand rows, t steps. Flows in 10^4 m3/day, volumes
in 10^4 m3; a step of `hours` h carries `flow * hours / 24` of volume, so that gas days and hours of a peak
day obey the same equations (rulings, 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nuandong.balance.proof import Proof
from nuandong.balance.terms import NO_CURVES, NO_TARGETS, NO_TOTALS, SendoutCurves, StockTargets, Totals
from nuandong.units import HOURS_PER_DAY, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The time axis: length of each step in hours, shape (t,)."""

    hours: FloatArray

    @property
    def days(self) -> FloatArray:
        """Length of each step in days, (t,)."""
        return self.hours / HOURS_PER_DAY

    @property
    def count(self) -> int:
        """Number of steps."""
        return int(self.hours.size)


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Pipes between nodes: ends (a,), capacity each way (a, t), cost of carrying (a,) in CNY per m3."""

    tail: IntArray
    head: IntArray
    capacity: FloatArray
    capacity_back: FloatArray
    cost: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Supplies:
    """Gas that may be taken in: node (s,), limit (s, t), cost (s,) in CNY per m3."""

    node: IntArray
    limit: FloatArray
    cost: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Tanks:
    """Stores: node, opening and capacity (k,), least inventory at the end of each step (k, t),
    send-out and injection (k, t), boil-off as share of inventory per day (k,), cost of withdrawal (k,)."""

    node: IntArray
    opening: FloatArray
    capacity: FloatArray
    least: FloatArray
    sendout: FloatArray
    injection: FloatArray
    boil_off: FloatArray
    cost: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Demands:
    """Demand rows: node (r,), rank (r,) with 0 the last to go short, quantity (r, t).

    Two rows of one node and rank are allowed; a rank is one step of the lexicographic order.
    """

    node: IntArray
    rank: IntArray
    quantity: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class BalanceCase:
    """One balance problem on `nodes` nodes, numbered from 0; every array is a numpy array.

    Axes: `Steps` (t,); `Links` has a rows, `Supplies` s, `Tanks` k, `Demands` r, each with columns of one figure a row
    (a,) or one a row and step (a, t), as its docstring says. What reaches beyond a node and a step is optional:
    `Totals`, `StockTargets`, `SendoutCurves` of `terms`. Flows in 10^4 m3/day, volumes in 10^4 m3, costs in CNY per m3.
    """

    nodes: int
    steps: Steps
    links: Links
    supplies: Supplies
    tanks: Tanks
    demands: Demands
    totals: Totals = NO_TOTALS
    targets: StockTargets = NO_TARGETS
    curves: SendoutCurves = NO_CURVES

    @property
    def ranks(self) -> int:
        """Number of ranks of uses and stock targets, the highest rank plus one."""
        return 1 + int(max(self.demands.rank.max(initial=-1), self.targets.rank.max(initial=-1)))

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the network, stores and uses binds: no totals, targets or curves."""
        return not (self.totals.count or self.targets.count or self.curves.count)

    def at_step(self, step: int, *, opening: FloatArray, used: FloatArray | None = None) -> BalanceCase:
        """The case of one step alone, its stores holding `opening` (k,) and `used` (p,) of its totals gone."""
        return self.window(first=step, count=1, opening=opening, used=used)

    def window(
        self, *, first: int, count: int, opening: FloatArray, used: FloatArray | None = None
    ) -> BalanceCase:
        """Steps `first` to `first + count` alone, stores holding `opening` (k,), `used` (p,) of the totals gone."""
        here = slice(first, first + count)
        links, tanks = self.links, self.tanks
        return replace(
            self,
            steps=Steps(self.steps.hours[here]),
            links=replace(
                links, capacity=links.capacity[:, here], capacity_back=links.capacity_back[:, here]
            ),
            supplies=replace(self.supplies, limit=self.supplies.limit[:, here]),
            tanks=replace(
                tanks,
                opening=opening,
                least=tanks.least[:, here],
                sendout=tanks.sendout[:, here],
                injection=tanks.injection[:, here],
            ),
            demands=replace(self.demands, quantity=self.demands.quantity[:, here]),
            totals=self.totals.within(first=first, count=count, used=used),
            targets=self.targets.within(first=first, count=count),
        )

    def sendout_limit(self, inventory: FloatArray) -> FloatArray:
        """What each store can send out in each step, (k, t), when it holds `inventory` (k, t) at the end of each."""
        tanks, curves = self.tanks, self.curves
        limit: FloatArray = np.array(tanks.sendout, dtype=np.float64)
        if curves.count:
            before = np.concatenate([tanks.opening[:, None], inventory[:, :-1]], axis=1)
            room = curves.empty_flow[:, None] + curves.slope[:, None] * before[curves.tank]
            np.minimum.at(limit, curves.tank, room)
        return limit

    def volumes(self, plan: BalancePlan, *, until: int | None = None) -> FloatArray:
        """Volume of each total in a plan, (p,), in 10^4 m3; of the steps before `until` alone, where it is given."""
        return self.totals.volumes(plan, days=self.steps.days, until=until)


@dataclass(frozen=True, slots=True, eq=False)
class BalancePlan:
    """A plan of a balance case: every flow that happens, every use that does not.

    flow (a, t) is net, positive from tail to head; take (s, t); withdrawal and injection (k, t);
    inventory (k, t) at the end of each step; unserved (r, t); `rank_unserved` (ranks,) is the volume missing
    in each rank over the whole horizon (of a target's rank: the volume by which stock falls short of it, added
    over its steps); `proofs` are what a checker needs; `proven_ranks`
    is None for a finished plan, else the number of ranks that were proven before time ran out.
    """

    flow: FloatArray
    take: FloatArray
    withdrawal: FloatArray
    injection: FloatArray
    inventory: FloatArray
    unserved: FloatArray
    rank_unserved: FloatArray
    proofs: tuple[Proof, ...] = ()
    proven_ranks: int | None = None

    @property
    def is_proven(self) -> bool:
        """Whether every rank, the shares and the cost are proven: nothing was cut short."""
        return self.proven_ranks is None

    @property
    def rank_gap(self) -> FloatArray:
        """How much less each rank might miss at best, (ranks,): zero where proven, all of it where not."""
        proven = self.rank_unserved.size if self.proven_ranks is None else self.proven_ranks
        return np.where(np.arange(self.rank_unserved.size) < proven, 0.0, self.rank_unserved)

    def unserved_of(self, rows: FloatArray | IntArray) -> FloatArray:
        """Missing flow of some rows by step, (t,)."""
        total: FloatArray = np.asarray(self.unserved[rows].sum(axis=0))
        return total


def joined(plans: Sequence[BalancePlan], *, ranks: int) -> BalancePlan:
    """Plans of one step or window after another as one plan; without their proofs, which hold each alone.

    Where a part was cut short, no more ranks of the whole are proven than of that part.
    """

    def whole(name: str) -> FloatArray:
        return np.concatenate([getattr(plan, name) for plan in plans], axis=1)

    missing = np.zeros(ranks)
    for plan in plans:
        missing[: plan.rank_unserved.size] += plan.rank_unserved
    cut_short = [plan.proven_ranks for plan in plans if plan.proven_ranks is not None]
    return BalancePlan(
        flow=whole("flow"),
        take=whole("take"),
        withdrawal=whole("withdrawal"),
        injection=whole("injection"),
        inventory=whole("inventory"),
        unserved=whole("unserved"),
        rank_unserved=missing,
        proven_ranks=min(cut_short, default=None),
    )
