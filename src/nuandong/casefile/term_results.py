"""The terms of a plan in results: terms.csv, one line a contract volume, shared limit and day, or stock target.

Volumes in 10^4 m3: what the plan takes, carries or holds, what it should at least and may at most.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from nuandong.assess.picture import TermRows
from nuandong.casefile.result_table import Cell, ResultTable


def term_tables(terms: TermRows | None) -> tuple[ResultTable, ...]:
    """The table of a plan's terms; none where the case brings none, or the picture is of an earlier form."""
    if terms is None or not terms.term:
        return ()
    return (ResultTable("terms", "合同、限额与目标", "Contracts, limits, targets",
                        {field.name: _cells(getattr(terms, field.name)) for field in fields(terms)}),)  # fmt: skip


def _cells(column: object) -> list[Cell]:
    return [*column.tolist()] if isinstance(column, np.ndarray) else [*column]  # type: ignore[misc]
