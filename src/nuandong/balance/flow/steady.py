"""The undisturbed flow after every rank, and what becomes of it when arcs or supply are closed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.balance.flow.expand import Expanded
from nuandong.balance.flow.kernels import State, drain, short_side
from nuandong.balance.flow.scale import Whole, ask, in_units
from nuandong.balance.flow.screen import NOTHING, cut_volume
from nuandong.units import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Closing:
    """Volumes taken from arcs, both ways (m,), and from supply at nodes (p,)."""

    arcs: IntArray
    there: FloatArray
    back: FloatArray
    nodes: IntArray
    supply: FloatArray

    @classmethod
    def of_arcs(cls, arcs: IntArray, there: FloatArray, back: FloatArray) -> Closing:
        """Arcs close; supply stays."""
        return cls(arcs, there, back, np.zeros(0, dtype=np.int64), np.zeros(0))

    @classmethod
    def of_supply(cls, nodes: IntArray, supply: FloatArray) -> Closing:
        """Supply stops; arcs stay."""
        none = np.zeros(0)
        return cls(np.zeros(0, dtype=np.int64), none, none, nodes, supply)


@dataclass(frozen=True, slots=True, eq=False)
class Steady:
    """A twin, its capacities in units, and its state after the floors and after every rank."""

    expanded: Expanded
    room: IntArray
    supply: IntArray
    scale: float
    offered: float
    after: tuple[State, ...]

    @classmethod
    def of(cls, expanded: Expanded, whole: Whole) -> Steady:
        """Run all ranks once and keep every state."""
        state = whole.state
        room, supply = state.room.copy(), state.spare.copy()
        drain(expanded.graph, state)
        after = [_copied(state)]
        for rank in range(whole.demand.shape[0]):
            ask(expanded, whole, rank)
            drain(expanded.graph, state)
            after.append(_copied(state))
        return cls(expanded, room, supply, whole.scale, whole.offered, tuple(after))

    def least(self, closing: Closing) -> tuple[FloatArray, bool]:
        """Least volume missing in ranks 0 to k under a closing, (ranks,), and whether floors can be kept."""
        expanded = self._closed(closing)
        missing = np.zeros(len(self.after))
        for stage, state in enumerate(self._repaired(expanded, closing)):
            if state.lack.any():
                inside = short_side(expanded.graph, state)
                missing[stage] = cut_volume(expanded, rank=stage - 1, inside=inside)
        lower: FloatArray = np.maximum.accumulate(np.maximum(missing[1:], 0.0))
        return lower, bool(missing[0] <= NOTHING)

    def most(self, closing: Closing) -> FloatArray:
        """Volume missing in ranks 0 to k of a flow that can be followed under a closing, (ranks,); infinite where
        floors are missed."""
        expanded = self._closed(closing)
        units = np.array([state.lack.sum() for state in self._repaired(expanded, closing)])
        if units[0] > 0:
            return np.full(units.size - 1, np.inf)
        return np.asarray(units[1:] / self.scale)

    def _closed(self, closing: Closing) -> Expanded:
        volume, supply = self.expanded.volume.copy(), self.expanded.supply.copy()
        volume[closing.arcs] -= closing.there
        volume[self.expanded.graph.twin[closing.arcs]] -= closing.back
        supply[closing.nodes] -= closing.supply
        return replace(self.expanded, volume=np.maximum(volume, 0.0), supply=np.maximum(supply, 0.0))

    def _repaired(self, closed: Expanded, closing: Closing) -> list[State]:
        """Every state with what flowed through closed arcs set free, and moved again."""
        states = []
        for steady in self.after:
            state = _copied(steady)
            self._stop(state, closed, closing.nodes)
            if self._free(state, closed, closing.arcs) or closing.nodes.size:
                drain(closed.graph, state)
            states.append(state)
        return states

    def _stop(self, state: State, closed: Expanded, nodes: IntArray) -> None:
        """Supply that stops: first what was spare, then what was used and is lacking now."""
        left = in_units(closed.supply[nodes], self.scale, self.offered)
        spare = state.spare[nodes] - (self.supply[nodes] - left)
        state.spare[nodes] = np.maximum(spare, 0)
        state.lack[nodes] += np.maximum(-spare, 0)

    def _free(self, state: State, closed: Expanded, arcs: IntArray) -> bool:
        """Gas above the capacity that is left becomes lack where it went and spare where it came from; whether
        there was any."""
        if not arcs.size:
            return False
        graph = closed.graph
        twins, consumer = graph.twin[arcs], graph.head[graph.twin[arcs]]
        source = graph.head[arcs]
        there = in_units(closed.volume[arcs], self.scale, self.offered)
        back = in_units(closed.volume[twins], self.scale, self.offered)
        gas = self.room[arcs] - state.room[arcs]  # against the arc: from `source` to `consumer`
        kept = np.clip(gas, -back, there)
        freed = gas - kept
        state.lack[consumer] += np.maximum(freed, 0)
        state.spare[source] += np.maximum(freed, 0)
        state.lack[source] += np.maximum(-freed, 0)
        state.spare[consumer] += np.maximum(-freed, 0)
        state.room[arcs] = there - kept
        state.room[twins] = back + kept
        return bool(np.any(freed != 0))


def _copied(state: State) -> State:
    return State(state.room.copy(), state.spare.copy(), state.lack.copy())
