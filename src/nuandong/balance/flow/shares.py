"""Even shares by maximum flow: the missing shares of a rank that cannot be made more even.

The unit is one place on one step, as in `balance.fair`. What a rank can be given, once all ranks before it have had
theirs, is a polymatroid; its most even point is found by halving: ask for the same share everywhere; where that can
be met, it is the answer; where not, a minimum cut parts those who must miss more from those who need not miss so
much, what crosses the cut is settled, and each part is asked again for its own share. All parts of one round are
asked in one maximum flow.

Without boil-off these are the shares of the exact plan; with boil-off they are where filling by the exact engine may
start (`is_exact` is false).

Source: S. Fujishige, Lexicographically optimal base of a polymatroid with respect to a weight vector, Math. Oper.
Res. 5 (1980).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.contract import contract
from nuandong.balance.flow.expand import Expanded, expand
from nuandong.balance.flow.jit import IS_COMPILED
from nuandong.balance.flow.kernels import Graph, State, drain, short_side, supplied_side
from nuandong.balance.flow.scale import Whole, ask, nearest_units
from nuandong.balance.flow.screen import Engine, loses_gas
from nuandong.balance.flow.stock import hopeful_stock
from nuandong.balance.solve import solve_tiers
from nuandong.units import BoolArray, FloatArray, IntArray

SETTLED = -1
ROUNDING = 1.0 - 1e-15


@dataclass(frozen=True, slots=True, eq=False)
class FairShares:
    """Missing part of each demand row on each step, (r, t), 0..1; 0 where nothing is asked for.

    `is_exact`: these are the shares of the exact plan; not so for the flow engine where gas boils off.
    """

    share: FloatArray
    is_exact: bool
    engine: Engine


def fair_shares(*, case: BalanceCase) -> FairShares:
    """Most even missing shares of every rank, each given the ranks before it."""
    if not (IS_COMPILED and case.is_plain):
        return _by_filling(case)
    expanded = expand(case=case, places=contract(case), stock=hopeful_stock(case))
    whole = nearest_units(expanded)
    drain(expanded.graph, whole.state)
    share = np.zeros(case.demands.quantity.shape)
    for rank in range(case.ranks):
        by_node = _shares_of_rank(expanded, whole, rank)
        rows = np.flatnonzero(case.demands.rank == rank)
        at_place = by_node.reshape(expanded.steps, expanded.width)
        share[rows] = at_place[:, expanded.places.of_node[case.demands.node[rows]]].T
    share[case.demands.quantity <= 0.0] = 0.0
    return FairShares(share, not loses_gas(case), "flow")


def _by_filling(case: BalanceCase) -> FairShares:
    """The exact engine's shares, where numba is missing."""
    asked = case.demands.quantity
    missing = solve_tiers(case=case).unserved
    return FairShares(np.divide(missing, asked, out=np.zeros_like(asked), where=asked > 0.0), True, "exact")


def _shares_of_rank(expanded: Expanded, whole: Whole, rank: int) -> FloatArray:
    """Missing shares of a rank by node; `whole` goes on to the state in which the rank has had what it can get."""
    state, stuck = whole.state, int(whole.state.lack.sum())
    start = State(state.room.copy(), state.spare.copy(), np.zeros_like(state.lack))
    ask(expanded, whole, rank)
    drain(expanded.graph, state)
    missing = int(state.lack.sum()) - stuck
    if missing == 0:
        return np.zeros(state.lack.size)
    weight = np.zeros((expanded.steps, expanded.width), dtype=np.int64)
    weight[:, : expanded.places.count] = whole.demand[rank]
    return _fill(expanded.graph, start, (weight.ravel(), missing))


def _fill(graph: Graph, start: State, asked: tuple[IntArray, int]) -> FloatArray:
    """Missing shares by node, where all nodes together miss a known number of units."""
    weight, missing = asked
    share = np.ones(weight.size)  # of whom no supply can be reached
    parts = _Parts.of(graph, start, weight)
    parts.given = [int(weight.sum()) - missing]
    while parts.given:
        wanted = parts.ask_evenly(weight)
        state = State(start.room.copy(), start.spare.copy(), start.lack + wanted)
        drain(graph, state)
        short = short_side(graph, state) if state.lack.any() else np.zeros(weight.size, dtype=np.bool_)
        parts.settle(share, weight, short)
        parts.halve(start, weight, short)
    return share


@dataclass(slots=True)
class _Parts:
    """Parts of the graph that are still to be asked: part by node (`SETTLED` where done), units given to each."""

    graph: Graph
    tail: IntArray
    of_node: IntArray
    given: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, graph: Graph, start: State, weight: IntArray) -> _Parts:
        tail = np.repeat(np.arange(weight.size), np.diff(graph.first))
        of_node = np.where(supplied_side(graph, start), 0, SETTLED)
        start.room[of_node[tail] != of_node[graph.head]] = 0
        return cls(graph, tail, of_node)

    def weights(self, weight: IntArray) -> IntArray:
        """Units that each part asks for in all, (parts,)."""
        total = np.zeros(len(self.given), dtype=np.int64)
        inside = self.of_node >= 0
        np.add.at(total, self.of_node[inside], weight[inside])
        return total

    def ask_evenly(self, weight: IntArray) -> IntArray:
        """Units to ask for, by node: the same share of its weight everywhere in a part, rounded down."""
        ratio = np.asarray(self.given) / np.maximum(self.weights(weight), 1)
        inside = self.of_node >= 0
        wanted = np.zeros_like(weight)
        wanted[inside] = np.floor(weight[inside] * np.minimum(ratio[self.of_node[inside]], 1.0) * ROUNDING)
        return wanted

    def settle(self, share: FloatArray, weight: IntArray, short: BoolArray) -> None:
        """Parts that got what they asked for are done; so is one that cannot be parted any more."""
        total, inside = self.weights(weight), self.of_node >= 0
        short_weight = np.zeros_like(total)
        chosen = inside & short
        np.add.at(short_weight, self.of_node[chosen], weight[chosen])
        is_done = (short_weight == 0) | (short_weight == total)
        missing = 1.0 - np.asarray(self.given) / np.maximum(total, 1)
        done = inside & is_done[self.of_node]
        share[done] = np.clip(missing[self.of_node[done]], 0.0, 1.0)
        self.of_node[done] = SETTLED

    def halve(self, start: State, weight: IntArray, short: BoolArray) -> None:
        """Part the rest along the cut; what crosses it is supply of the short side and owed by the other."""
        graph, inside = self.graph, self.of_node >= 0
        side = inside & short
        crossing = np.flatnonzero(
            side[self.tail] & ~short[graph.head] & (self.of_node[self.tail] == self.of_node[graph.head])
        )
        crossed = start.room[crossing]
        np.add.at(start.spare, self.tail[crossing], crossed)
        np.add.at(start.lack, graph.head[crossing], crossed)
        start.room[crossing] = 0
        start.room[graph.twin[crossing]] = 0
        into = np.zeros(len(self.given), dtype=np.int64)
        np.add.at(into, self.of_node[side], start.spare[side] - start.lack[side])
        numbers, place = np.unique(self.of_node[inside], return_inverse=True)
        rest = np.asarray(self.given, dtype=np.int64)[numbers] - into[numbers]
        self.of_node[inside] = 2 * place + side[inside]
        self.given = np.stack([rest, into[numbers]], axis=1).ravel().tolist()
        start.lack[self.of_node < 0] = 0
