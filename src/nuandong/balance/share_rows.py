"""The rows of filling: one common share above the missing part of every use in the race (see `fair`)."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from nuandong.balance.linear import PRIMAL_SIMPLEX, LinearProgram, check
from nuandong.units import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class ShareOptimum:
    """A round of filling: the least common share, duals of its rows and of all others, all column values."""

    share: float
    share_dual: FloatArray
    row_dual: FloatArray
    value: FloatArray


class ShareRows:
    """The rows of one round of filling: unserved_i <= share * quantity_i (see `fair`)."""

    def __init__(self, program: LinearProgram, columns: IntArray, share_of: FloatArray) -> None:
        self._program, self._highs = program, program.solver
        highs = self._highs
        self._share = highs.getNumCol()
        self._first_row = highs.getNumRow()
        self._count = columns.size
        check(highs.addCol(0.0, 0.0, 1.0, 0, np.empty(0, dtype=np.int32), np.empty(0)))
        starts = np.arange(0, 2 * columns.size, 2, dtype=np.int32)
        index = np.empty(2 * columns.size, dtype=np.int32)
        index[0::2], index[1::2] = columns, self._share
        value = np.empty(2 * columns.size)
        value[0::2], value[1::2] = 1.0, -share_of
        infinity = highspy.kHighsInf
        check(
            highs.addRows(
                columns.size,
                np.full(columns.size, -infinity),
                np.zeros(columns.size),
                index.size,
                starts,
                index,
                value,
            )
        )

    def minimise_share(self) -> ShareOptimum:
        """The least common share of the rows in the race."""
        highs = self._highs
        count = highs.getNumCol()
        cost = np.zeros(count)
        cost[self._share] = 1.0
        check(highs.changeColsCost(count, np.arange(count, dtype=np.int32), cost))
        check(highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX))
        self._program.run()
        solution = highs.getSolution()
        dual = np.asarray(solution.row_dual, dtype=np.float64)
        values = np.asarray(solution.col_value, dtype=np.float64)
        last = self._first_row + self._count
        return ShareOptimum(
            share=float(values[self._share]),
            share_dual=np.abs(dual[self._first_row : last]),
            row_dual=dual[: self._first_row],
            value=values,
        )

    def release(self, where: BoolArray) -> None:
        """Take rows out of the race; their columns are held elsewhere."""
        rows = (self._first_row + np.flatnonzero(where)).astype(np.int32)
        infinity = np.full(rows.size, highspy.kHighsInf)
        check(self._highs.changeRowsBounds(rows.size, rows, -infinity, infinity))

    def remove(self) -> None:
        """Take the share and its rows out of the program again; the basis of the rest stays."""
        rows = np.arange(self._first_row, self._first_row + self._count, dtype=np.int32)
        check(self._highs.deleteRows(rows.size, rows))
        check(self._highs.deleteCols(1, np.asarray([self._share], dtype=np.int32)))
