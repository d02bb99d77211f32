"""A twin of a case that is served rank after rank."""

from __future__ import annotations

from dataclasses import dataclass

from nuandong.balance.flow.expand import Expanded
from nuandong.balance.flow.kernels import State, drain
from nuandong.balance.flow.scale import Whole, ask
from nuandong.units import FloatArray, IntArray, Volume


@dataclass(frozen=True, slots=True, eq=False)
class Twin:
    """A graph with its state in units; `room` is the room that stores' carrying had before anything was moved."""

    expanded: Expanded
    whole: Whole
    room: IntArray

    @classmethod
    def of(cls, expanded: Expanded, whole: Whole) -> Twin:
        """The twin once its stores have what their floors and charges ask for; what they lack is left as lack."""
        room = whole.state.room[expanded.carry_arc]
        drain(expanded.graph, whole.state)
        return cls(expanded, whole, room)

    @property
    def lacks(self) -> bool:
        """Whether anything is lacking."""
        return bool(self.whole.state.lack.any())

    @property
    def missing(self) -> Volume:
        """What is lacking, 10^4 m3."""
        return float(self.whole.state.lack.sum()) / self.whole.scale

    def serve(self, ranks: range) -> None:
        """Serve further ranks together, as far as they can be."""
        for rank in ranks:
            ask(self.expanded, self.whole, rank)
        drain(self.expanded.graph, self.whole.state)

    def serve_if_all(self, ranks: range) -> bool:
        """Serve further ranks together if nothing of them goes missing; otherwise leave everything as it was.

        Ranks that miss nothing are the rule, and quicker served together than one by one.
        """
        before = State(*(part.copy() for part in self.whole.state))
        self.serve(ranks)
        if not self.lacks:
            return True
        for part, kept in zip(self.whole.state, before, strict=True):
            part[:] = kept
        return False

    def serve_first(self, ranks: int) -> int:
        """Serve as many of the first `ranks` ranks as miss nothing, up to a few tries; how many were served."""
        for expected in (ranks, ranks - 1, ranks // 2):
            if expected > 0 and self.serve_if_all(range(expected)):
                return expected
        return 0

    def forget(self) -> None:
        """Let go of what is lacking: nothing that is asked for later can help it."""
        self.whole.state.lack[:] = 0

    def bring_back(self, rank: int) -> None:
        """Bring what is lacking back to where a rank asked for it, so that the state is a plan in which all ranks
        before have what they had."""
        state, asked = self.whole.state, self.whole.state.lack * 0
        places = self.expanded.places.count
        asked.reshape(self.expanded.steps, self.expanded.width)[:, :places] = self.whole.demand[rank]
        drain(self.expanded.graph, State(state.room, asked, state.lack))

    def carried(self) -> FloatArray:
        """What stores carry from step to step beyond their floors, (k, t - 1), 10^4 m3."""
        carried: FloatArray = (self.room - self.whole.state.room[self.expanded.carry_arc]) / self.whole.scale
        return carried
