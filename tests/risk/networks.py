"""Three nodes by hand, and questions about them; quantities in 10^4 m3/day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nuandong.balance import BalanceCase, Demands, Links, Steps, Supplies, Tanks
from nuandong.risk import LossQuestion
from tests.balance.small import no_tanks, whole

FIRST_PIPE, SECOND_PIPE, BYPASS = 0, 1, 2


def triangle() -> BalanceCase:
    """Gas 12 at the field; field → near → far, and a dear bypass of 5 from field to far.

    Rows: homes near 2, homes far 3, works near 4, works far 4. One is missing: half of it at either works.
    """
    return BalanceCase(
        nodes=3,
        steps=Steps(np.array([24.0])),
        links=Links(
            tail=whole([0, 1, 0]),
            head=whole([1, 2, 2]),
            capacity=np.array([[20.0], [20.0], [5.0]]),
            capacity_back=np.zeros((3, 1)),
            cost=np.array([0.001, 0.001, 1.0]),
        ),
        supplies=Supplies(whole([0]), np.array([[12.0]]), np.array([2.0])),
        tanks=no_tanks(1),
        demands=Demands(whole([1, 2, 1, 2]), whole([0, 0, 1, 1]), np.array([[2.0], [3.0], [4.0], [4.0]])),
    )


def homes_on_stock(*, days: int, opening: float = 6.0, sendout: float = 10.0) -> BalanceCase:
    """A field of 2 a day and a store at one node, homes of 4 a day at the end of one pipe."""
    return BalanceCase(
        nodes=2,
        steps=Steps(np.full(days, 24.0)),
        links=Links(whole([0]), whole([1]), np.full((1, days), 9.0), np.zeros((1, days)), np.array([0.001])),
        supplies=Supplies(whole([0]), np.full((1, days), 2.0), np.array([1.0])),
        tanks=Tanks(
            node=whole([0]),
            opening=np.array([opening]),
            capacity=np.array([20.0]),
            least=np.zeros((1, days)),
            sendout=np.full((1, days), sendout),
            injection=np.zeros((1, days)),
            boil_off=np.array([0.0]),
            cost=np.array([3.0]),  # dearer than the field: drawn on only for what the field lacks
        ),
        demands=Demands(whole([1]), whole([0]), np.full((1, days), 4.0)),
    )


def question(case: BalanceCase, *, released: BalanceCase | None = None) -> LossQuestion:
    """Rank 0 is protected, no safe loads; with everything released the case is `released`, or the same."""
    protected = case.demands.rank == 0
    return LossQuestion(case, protected, np.zeros_like(protected), released or case, protected)


def with_a_locked_store(case: BalanceCase) -> BalanceCase:
    """The case while nobody may draw on its store."""
    return replace(case, tanks=replace(case.tanks, sendout=np.zeros_like(case.tanks.sendout)))
