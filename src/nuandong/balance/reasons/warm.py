"""A program whose bounds and right-hand sides may move while its basis stays: for searches over one amount."""

from __future__ import annotations

import highspy
import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.constraints import Layout, all_rows, column_bounds
from nuandong.balance.program import Program, SolverFailure
from nuandong.units import FloatArray


class WarmProgram(Program):
    """The program of a case, to be moved to other cases of the same shape."""

    def set_bounds(self, *, first: int, lower: FloatArray, upper: FloatArray) -> None:
        """New bounds of the columns from `first` on."""
        columns = np.arange(first, first + lower.size, dtype=np.int32)
        self.lower[first : first + lower.size], self.upper[first : first + lower.size] = lower, upper
        checked(self._highs.changeColsBounds(columns.size, columns, lower, upper))

    def move_to(self, case: BalanceCase) -> None:
        """Take the quantities of another case with the same nodes, links, supplies, tanks, rows and steps."""
        layout = Layout.of(case)
        lower, upper = column_bounds(case, layout)
        self.set_bounds(first=0, lower=lower, upper=upper)
        self.right = np.concatenate([part.right for part in all_rows(case, layout)])
        rows = np.arange(self.right.size, dtype=np.int32)
        checked(self._highs.changeRowsBounds(rows.size, rows, self.right, self.right))
        self.case = case


def checked(status: highspy.HighsStatus) -> None:
    """Raise where HiGHS refuses an instruction."""
    if status == highspy.HighsStatus.kError:
        raise SolverFailure(str(status))
