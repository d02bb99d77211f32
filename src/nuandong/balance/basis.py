"""A basis of HiGHS as whole numbers, and back."""

from __future__ import annotations

import highspy

from nuandong.units import IntArray

STATUS = tuple(highspy.HighsBasisStatus(number) for number in range(5))
LOWER = int(highspy.HighsBasisStatus.kLower)
BASIC = int(highspy.HighsBasisStatus.kBasic)
UPPER = int(highspy.HighsBasisStatus.kUpper)


def basis_of(columns: IntArray, rows: IntArray) -> highspy.HighsBasis:
    """The basis with these numbers; where it lacks columns or has too many, the solver mends it."""
    basis = highspy.HighsBasis()
    basis.col_status = [STATUS[number] for number in columns.tolist()]
    basis.row_status = [STATUS[number] for number in rows.tolist()]
    basis.valid = basis.alien = True
    return basis
