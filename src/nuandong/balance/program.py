"""The linear program of a balance case: built once as arrays in column order, then kept warm.

Where a few columns of a case were solved again apart from the rest (`parts`), its plan and its duals are put together:
a part touches the rest only by columns that are held, whose reduced costs may have either sign.
"""

from __future__ import annotations

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.constraints import Layout, Rows, all_rows, column_bounds
from nuandong.balance.linear import (
    DUAL_SIMPLEX,
    DUAL_TOLERANCE,
    PRIMAL_SIMPLEX,
    LinearProgram,
    OutOfTime,
    SolverFailure,
)
from nuandong.balance.parts import Part
from nuandong.units import FloatArray

__all__ = [
    "DUAL_SIMPLEX",
    "DUAL_TOLERANCE",
    "PRIMAL_SIMPLEX",
    "OutOfTime",
    "Program",
    "SolverFailure",
]


class Program(LinearProgram):
    """The program of a case, and the parts of it that were solved apart since its last run."""

    def __init__(self, case: BalanceCase) -> None:
        self.case = case
        self.layout = Layout.of(case)
        super().__init__(_stack(all_rows(case, self.layout)), *column_bounds(case, self.layout))
        self._parts: list[Part] = []

    def adopt(self, part: Part) -> None:
        """Take over what a part has come to, and its duals in the place of the former ones."""
        self.value[part.columns] = part.value
        self._parts.append(part)

    @property
    def left(self) -> float:
        """Seconds of wall time that are left of what was given."""
        return max(self.limit - self.spent - sum(part.spent for part in self._parts), 0.0)

    def run(self) -> None:
        """Solve the whole, from where the parts ended."""
        if self._parts:
            self._put_together()
        super().run()

    def _prices(self, cost: FloatArray) -> FloatArray | None:
        priced = super()._prices(cost)
        for part in self._parts:
            inside = None if priced is None else part.prices(cost[part.columns])
            if priced is None or inside is None:
                return None
            priced[part.row_numbers] = inside
        return priced

    def _put_together(self) -> None:
        basis = self.basis
        columns, rows = basis.col_status, basis.row_status
        for part in self._parts:
            inside = part.basis
            for number, status in zip(part.columns, inside.col_status, strict=True):
                columns[number] = status
            for number, status in zip(part.row_numbers, inside.row_status, strict=True):
                rows[number] = status
        basis.col_status, basis.row_status, basis.alien = columns, rows, True
        self._parts = []
        self.begin_at(basis)


def _stack(parts: tuple[Rows, ...]) -> Rows:
    offsets = np.cumsum([0, *[part.right.size for part in parts[:-1]]])
    return Rows(
        row=np.concatenate([part.row + offset for part, offset in zip(parts, offsets, strict=True)]),
        column=np.concatenate([part.column for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        right=np.concatenate([part.right for part in parts]),
    )
