"""The balance case and its plan as arrays.

Axes: n nodes, a links, s supplies, k tanks (stores), r demand rows, t steps. Flows in 10^4 m3/day, volumes
in 10^4 m3; a step of `hours` h carries `flow * hours / 24` of volume, so that gas days and hours of a peak
day obey the same equations (rulings, 6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.balance.proof import Proof
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
    """One balance problem on `nodes` nodes."""

    nodes: int
    steps: Steps
    links: Links
    supplies: Supplies
    tanks: Tanks
    demands: Demands

    @property
    def ranks(self) -> int:
        """Number of ranks, the highest rank plus one."""
        return int(self.demands.rank.max()) + 1 if self.demands.rank.size else 0

    def at_step(self, step: int, *, opening: FloatArray) -> BalanceCase:
        """The case of one step alone, its stores holding `opening` (k,)."""
        here = slice(step, step + 1)
        links, tanks = self.links, self.tanks
        return BalanceCase(
            nodes=self.nodes,
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
        )


@dataclass(frozen=True, slots=True, eq=False)
class BalancePlan:
    """A plan of a balance case: every flow that happens, every use that does not.

    flow (a, t) is net, positive from tail to head; take (s, t); withdrawal and injection (k, t);
    inventory (k, t) at the end of each step; unserved (r, t); `rank_unserved` (ranks,) is the volume missing
    in each rank over the whole horizon; `proofs` are what a checker needs; `proven_ranks`
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
