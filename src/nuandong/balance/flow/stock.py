"""What stores hold and lose in the twins of a case, whose boil-off is fixed in advance.

* The **hopeful** twin charges boil-off on the least that a store can hold. Every plan of the case is one of this twin,
  if some gas may be let out. Where nothing boils off, twin and case are the same.
* The **cautious** twin charges boil-off on the most that a store could hold, as if it were always that full. Every plan
  of this twin is one of the case, if some gas may be let out; and that is never needed.
* A **followed** twin lets no store hold more than it does in a known plan of a cautious twin, and charges boil-off on
  that. Its plans are plans of the case too, and the known plan is one of them.

What a store holds at most and at least, whatever the plan, follows from its own limits (`reach`).

Volumes in 10^4 m3, (k, t). Why the twins enclose the case: decision 0014.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.reach import fewest_held, most_held
from nuandong.units import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Most that stores may hold at the end of a step, what they must hold, and boil-off charged in it, (k, t);
    what they open with, (k,)."""

    most: FloatArray
    least: FloatArray
    charge: FloatArray
    opening: FloatArray

    @property
    def carry(self) -> FloatArray:
        """What may be carried beyond what must stay."""
        return self.most - self.least

    @property
    def free(self) -> FloatArray:
        """What may be drawn in a step, or, below zero, must be brought."""
        before = np.concatenate([self.opening[:, None], self.least[:, :-1]], axis=1)
        free: FloatArray = before[:, : self.least.shape[1]] - self.least - self.charge
        return free

    @property
    def is_possible(self) -> bool:
        """Whether no store must hold more than it can."""
        return bool((self.carry >= 0.0).all())


def hopeful_stock(case: BalanceCase) -> Stock:
    """Stock of the hopeful twin."""
    return _stock(case, most=most_held(case), charged=fewest_held(case))


def cautious_stock(case: BalanceCase) -> Stock:
    """Stock of the cautious twin."""
    most = most_held(case)
    return _stock(case, most=most, charged=most)


def followed_stock(case: BalanceCase, *, held: FloatArray) -> Stock:
    """Stock of the twin that follows a plan's inventories `held` at the end of every step but the last, (k, t - 1)."""
    most = most_held(case)
    most[:, :-1] = np.minimum(most[:, :-1], held)
    return _stock(case, most=most, charged=most)


def _least(case: BalanceCase) -> FloatArray:
    least: FloatArray = np.minimum(case.tanks.least, case.tanks.capacity[:, None])
    return least


def _stock(case: BalanceCase, *, most: FloatArray, charged: FloatArray) -> Stock:
    """Boil-off is charged on what is held at the end of the step before; on the opening stock in the first."""
    tanks = case.tanks
    opening = np.asarray(tanks.opening, dtype=np.float64)
    before = np.concatenate([opening[:, None], charged[:, :-1]], axis=1)[:, : case.steps.count]
    charge = tanks.boil_off[:, None] * case.steps.days * before
    return Stock(most, _least(case), charge, opening)
