"""Weather forecasts that stand in a file, each with its day of issue: nothing is used before it was known.

Either every row carries a time of issue, or columns carry a lead. Whether a row of leads was issued on its own day
or made for its own day is found by which of the two is nearer to what was then measured; where neither is clearly
nearer it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.units import FloatArray

LONGEST_LEAD = 16  # days; weather forecasts further ahead are climatology
CLEARLY = 0.8  # the better reading's error over the worse one's


@dataclass(frozen=True, slots=True, eq=False)
class StoredWeather:
    """`ahead` (a, D, L): the temperature of a day as forecast L days before (lead 1 first), degC, NaN where none."""

    ahead: FloatArray

    @property
    def leads(self) -> tuple[int, ...]:
        """Leads at which at least one forecast is stored."""
        known = np.isfinite(self.ahead).any(axis=(0, 1))
        return tuple(int(lead) + 1 for lead in np.flatnonzero(known))

    def seen_from(self, origins: tuple[int, ...], reach: int) -> FloatArray:
        """Newest forecast known on the eve of each origin for its day and those after, (a, O, reach), NaN where none.

        A day `h` steps after origin `o` was forecast at lead h + 1 on the eve, or earlier at a longer lead.
        """
        areas, span, longest = self.ahead.shape
        seen = np.full((areas, len(origins), reach), np.nan)
        for row, origin in enumerate(origins):
            for step in range(min(reach, span - origin)):
                for lead in range(step + 1, longest + 1):
                    found = self.ahead[:, origin + step, lead - 1]
                    gap = np.isnan(seen[:, row, step])
                    seen[gap, row, step] = found[gap]
        return seen


def by_lead_columns(columns: dict[int, FloatArray], *, is_issue_day: bool) -> FloatArray:
    """Columns of leads, each (D,), as (D, L) by the day they are for."""
    span = next(iter(columns.values())).size
    ahead = np.full((span, LONGEST_LEAD), np.nan)
    for lead, values in columns.items():
        if 1 <= lead <= LONGEST_LEAD:
            if is_issue_day:
                ahead[lead:, lead - 1] = values[: span - lead]
            else:
                ahead[:, lead - 1] = values
    return ahead


def reading_of_leads(columns: dict[int, FloatArray], measured: FloatArray) -> str | None:
    """`issued` or `target`, whichever brings the forecasts clearly nearer to what was measured; None for neither."""
    errors = []
    for is_issue_day in (True, False):
        miss = by_lead_columns(columns, is_issue_day=is_issue_day) - measured[:, None]
        errors.append(float(np.sqrt(np.nanmean(miss**2))) if np.isfinite(miss).any() else float("nan"))
    issued, target = errors
    if not np.isfinite(issued) or not np.isfinite(target):
        return None
    if issued < CLEARLY * target:
        return "issued"
    return "target" if target < CLEARLY * issued else None


def by_issue(rows: list[tuple[date, date, float]], days: tuple[date, ...]) -> FloatArray:
    """Rows of (day of issue, day it is for, degC), the newest of a day of issue last, as (D, L)."""
    ahead = np.full((len(days), LONGEST_LEAD), np.nan)
    for issued, day, value in rows:
        lead = (day - issued).days
        if 1 <= lead <= LONGEST_LEAD:
            ahead[(day - days[0]).days, lead - 1] = value
    return ahead
