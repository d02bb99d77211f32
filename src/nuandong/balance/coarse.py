"""The same balance in fewer, longer steps, and the way back: where the solver begins on the fine one.

A season has a hundred and fifty gas days that hardly differ from their neighbours. Several days are taken as one long
step, that small program is solved, and each day begins with its step's basis. What comes out only says where to
begin; it moves the time and not the answer.

Source: aggregation and disaggregation of linear programs (Zipkin 1980); multigrid in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np

from nuandong.balance.basis import BASIC, LOWER, basis_of
from nuandong.balance.case import BalanceCase, Steps
from nuandong.balance.constraints import Layout
from nuandong.units import FloatArray, IntArray

DAYS_TOGETHER = 5
WORTH_IT = 10  # fewer steps than this are solved as they are


@dataclass(frozen=True, slots=True, eq=False)
class Coarse:
    """A fine case and its coarse twin; `step_of` (t,) is the coarse step that each fine step lies in."""

    fine: BalanceCase
    case: BalanceCase
    step_of: IntArray

    def basis(self, found: highspy.HighsBasis) -> highspy.HighsBasis:
        """The basis of the fine program that repeats what the coarse one found on every step."""
        columns = self._columns(np.array([int(status) for status in found.col_status]))
        rows = self._rows(np.array([int(status) for status in found.row_status]))
        return basis_of(columns, rows)

    def _columns(self, status: IntArray) -> IntArray:
        layout, coarse = Layout.of(self.fine), Layout.of(self.case)
        stepwise = self._repeated(status[: coarse.firm])
        self._let_stock_stand(stepwise, layout)
        single, room = status[coarse.firm : coarse.room], status[coarse.room :]
        return np.concatenate([stepwise.ravel(), single, self._repeated(room).ravel()])

    def _rows(self, status: IntArray) -> IntArray:
        steps, terms = self.case.steps.count, self.case.totals.count + self.case.targets.count
        begin = (self.case.nodes + self.case.tanks.node.size) * steps
        stepwise, curves = self._repeated(status[:begin]), self._repeated(status[begin + terms :])
        return np.concatenate([stepwise.ravel(), status[begin : begin + terms], curves.ravel()])

    def _repeated(self, status: IntArray) -> IntArray:
        return status.reshape(-1, self.case.steps.count)[:, self.step_of]

    def _let_stock_stand(self, stepwise: IntArray, layout: Layout) -> None:
        """A store that ends a long step at a bound reaches it on the last day and not before.

        On the days before, its inventory is basic in the place of the flow that moves it; otherwise the days
        of the step would lean on each other and the basis were singular.
        """
        tanks = self.fine.tanks.node.size
        withdrawal, injection, inventory = (
            stepwise[begin // layout.steps : begin // layout.steps + tanks]
            for begin in (layout.withdrawal, layout.injection, layout.inventory)
        )
        goes_on = np.append(np.diff(self.step_of) == 0, False)
        moved_by_one = (withdrawal == BASIC) ^ (injection == BASIC)
        between = goes_on[None, :] & (inventory != BASIC) & moved_by_one
        inventory[between] = BASIC
        for flow in (withdrawal, injection):
            flow[between & (flow == BASIC)] = LOWER


def coarse_of(case: BalanceCase) -> Coarse | None:
    """The case with `DAYS_TOGETHER` steps as one: flows by their mean, stocks by the last; None for a short case."""
    if case.steps.count < WORTH_IT:
        return None
    step_of = np.arange(case.steps.count, dtype=np.int64) // DAYS_TOGETHER
    return Coarse(case, _joined(case, step_of), step_of)


def _joined(case: BalanceCase, step_of: IntArray) -> BalanceCase:
    days = case.steps.days
    length = np.bincount(step_of, weights=days)
    first = np.searchsorted(step_of, np.arange(length.size))
    last = np.append(first[1:], step_of.size) - 1

    def mean(amount: FloatArray) -> FloatArray:
        total: FloatArray = np.add.reduceat(amount * days, first, axis=1)
        return total / length

    links, tanks, totals, targets = case.links, case.tanks, case.totals, case.targets
    lost = 1.0 - (1.0 - np.minimum(tanks.boil_off * days.max(initial=0.0), 1.0)) ** DAYS_TOGETHER
    return replace(
        case,
        steps=Steps(np.bincount(step_of, weights=case.steps.hours).astype(np.float64)),
        links=replace(links, capacity=mean(links.capacity), capacity_back=mean(links.capacity_back)),
        supplies=replace(case.supplies, limit=mean(case.supplies.limit)),
        tanks=replace(
            tanks,
            least=tanks.least[:, last],
            sendout=mean(tanks.sendout),
            injection=mean(tanks.injection),
            boil_off=lost / length.max(),
        ),
        demands=replace(case.demands, quantity=mean(case.demands.quantity)),
        totals=replace(
            totals,
            first=step_of[totals.first],
            length=step_of[totals.first + totals.length - 1] - step_of[totals.first] + 1,
        ),
        targets=replace(targets, step=step_of[targets.step]),
    )
