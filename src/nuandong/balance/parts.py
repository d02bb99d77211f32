"""Parts of a program that hang together by columns which may still move.

Once ranks are held, most columns stand still, and what is left falls apart into small networks: a county behind a full
pipe, a few days of one store. Each is a linear program of its own; what happens in it concerns no other.
"""

from __future__ import annotations

import numpy as np

from nuandong.balance.basis import BASIC, LOWER, UPPER, basis_of
from nuandong.balance.constraints import Rows
from nuandong.balance.linear import DUAL_TOLERANCE, LinearProgram
from nuandong.units import BoolArray, FloatArray, IntArray


class Part(LinearProgram):
    """Some rows of a program and all of its open columns in them; `columns` and `row_numbers` name them there."""

    def __init__(self, whole: LinearProgram, *, row_numbers: IntArray, columns: IntArray) -> None:
        self.columns, self.row_numbers = columns, row_numbers
        super().__init__(_restricted(whole, row_numbers, columns), whole.lower[columns], whole.upper[columns])
        self.value = whole.value[columns]
        self._begin_here()

    def prices(self, cost: FloatArray) -> FloatArray | None:
        """Duals of the part's rows where it ended."""
        return self._prices(cost) if self._at_vertex else None

    def _begin_here(self) -> None:
        """The present values as a basis; what it lacks of columns the solver makes up with rows."""
        status = np.full(self.value.size, BASIC)
        status[self.upper - self.value <= DUAL_TOLERANCE] = UPPER
        status[self.value - self.lower <= DUAL_TOLERANCE] = LOWER
        self.begin_at(basis_of(status, np.full(self.right.size, LOWER)))


def parts_with(whole: LinearProgram, columns: IntArray) -> list[tuple[IntArray, IntArray]]:
    """The parts that hold some open columns: row numbers and column numbers of each, in no overlap."""
    is_open = whole.upper > whole.lower
    label = _labels(whole.rows, is_open)
    of_column = np.full(is_open.size, -1, dtype=np.int64)
    of_column[whole.rows.column] = label[whole.rows.row]
    of_column[~is_open] = -1
    return [
        (np.flatnonzero(label == number), np.flatnonzero(of_column == number))
        for number in np.unique(of_column[columns])
    ]


def _labels(rows: Rows, is_open: BoolArray) -> IntArray:
    """A number for each row, the same for rows that open columns join: the least row number among them."""
    chosen = is_open[rows.column]
    row, column = rows.row[chosen], rows.column[chosen]
    label = np.arange(rows.right.size, dtype=np.int64)
    while True:
        least = np.full(is_open.size, rows.right.size, dtype=np.int64)
        np.minimum.at(least, column, label[row])
        further = label.copy()
        np.minimum.at(further, row, least[column])
        further = further[further]
        if (further == label).all():
            return label
        label = further


def _restricted(whole: LinearProgram, row_numbers: IntArray, columns: IntArray) -> Rows:
    """The equations of some rows over some columns, with what the others bring as they stand."""
    place = np.full(whole.lower.size, -1, dtype=np.int64)
    place[columns] = np.arange(columns.size)
    inside = place[whole.rows.column] >= 0
    row = np.searchsorted(row_numbers, whole.rows.row[inside])
    column, value = place[whole.rows.column[inside]], whole.rows.value[inside]
    right = np.bincount(row, value * whole.value[columns][column], minlength=row_numbers.size)
    return Rows(row=row, column=column, value=value, right=right.astype(np.float64))
