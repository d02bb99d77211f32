"""Networks small enough to be worked out by hand, written as one would say them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance import BalanceCase, Demands, Links, Steps, Supplies, Tanks

Amount = float | tuple[float, ...]  # the same in every step, or one figure a step
AMPLE = 100.0


@dataclass(frozen=True)
class Pipe:
    """A pipe that carries `there` from its first node to its second, and `back` the other way."""

    first: int
    second: int
    there: Amount = AMPLE
    back: Amount = 0.0


@dataclass(frozen=True)
class Gas:
    """Gas that may be taken in at a node, at a price."""

    node: int
    limit: Amount = AMPLE
    price: float = 2.0


@dataclass(frozen=True)
class Store:
    """A store at a node; one that nothing is said of is large, quick and tight."""

    node: int
    opening: float = 0.0
    capacity: float = AMPLE
    least: Amount = 0.0
    sendout: Amount = AMPLE
    injection: Amount = AMPLE
    boil_off: float = 0.0


@dataclass(frozen=True)
class Ask:
    """What a node asks for in a rank."""

    node: int
    amount: Amount
    rank: int = 0


@dataclass(frozen=True)
class Hand:
    """A case by hand, its parts in the order in which its plan lists them."""

    nodes: int
    asks: list[Ask]
    pipes: list[Pipe]
    gas: list[Gas]
    stores: list[Store]
    hours: tuple[float, ...] = (24.0,)

    @property
    def case(self) -> BalanceCase:
        """The balance case that says the same."""
        return BalanceCase(
            nodes=self.nodes,
            steps=Steps(np.array(self.hours)),
            links=Links(
                tail=whole(pipe.first for pipe in self.pipes),
                head=whole(pipe.second for pipe in self.pipes),
                capacity=self._table(pipe.there for pipe in self.pipes),
                capacity_back=self._table(pipe.back for pipe in self.pipes),
                cost=np.full(len(self.pipes), 0.001),
            ),
            supplies=Supplies(
                node=whole(gas.node for gas in self.gas),
                limit=self._table(gas.limit for gas in self.gas),
                cost=np.array([gas.price for gas in self.gas]),
            ),
            tanks=self._tanks,
            demands=Demands(
                node=whole(ask.node for ask in self.asks),
                rank=whole(ask.rank for ask in self.asks),
                quantity=self._table(ask.amount for ask in self.asks),
            ),
        )

    @property
    def _tanks(self) -> Tanks:
        return Tanks(
            node=whole(store.node for store in self.stores),
            opening=np.array([store.opening for store in self.stores]),
            capacity=np.array([store.capacity for store in self.stores]),
            least=self._table(store.least for store in self.stores),
            sendout=self._table(store.sendout for store in self.stores),
            injection=self._table(store.injection for store in self.stores),
            boil_off=np.array([store.boil_off for store in self.stores]),
            cost=np.full(len(self.stores), 0.5),
        )

    def _table(self, amounts: object) -> np.ndarray:
        rows = [np.broadcast_to(np.asarray(amount, dtype=np.float64), len(self.hours)) for amount in amounts]  # type: ignore[attr-defined]
        return np.array(rows).reshape(len(rows), len(self.hours))


def whole(numbers: object) -> np.ndarray:
    return np.array(list(numbers), dtype=np.int64)  # type: ignore[call-overload]
