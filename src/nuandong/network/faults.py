"""Findings of the checks of a network: where, what was met, what is wanted."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.units import BoolArray

FIRST_ROW = 2  # row 1 is the header


def place(table: str, row: int, column: str) -> Place:
    """Place of a row, given by its index, as a person counts it in a file with one header row."""
    return Place(table, row + FIRST_ROW, column)


def fault(
    code: str, at: Place, value: str, *, zh: str, en: str, severity: Severity = Severity.ERROR
) -> Finding:
    """One finding, with what is wanted in both languages."""
    return Finding(code, at, value, zh, en, severity)


def findings(found: Iterable[Finding]) -> Findings:
    """Findings as one list."""
    return Findings(tuple(found))


def rows(mask: BoolArray) -> list[int]:
    """Indices of the rows where a check fails."""
    return [int(row) for row in np.flatnonzero(mask)]
