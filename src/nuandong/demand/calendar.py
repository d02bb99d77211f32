"""Which gas days are rest days: weekends, holidays, and the working weekends that pay for holidays.

The State Council moves working days around holidays each year, so holidays and make-up days are handed in;
without them Saturdays and Sundays rest. Clause: T-022.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from nuandong.units import BoolArray, FloatArray

SATURDAY = 5


def rest_days_among(
    *,
    days: Iterable[date],
    holidays: frozenset[date] = frozenset(),
    make_up_days: frozenset[date] = frozenset(),
) -> frozenset[date]:
    """Saturdays, Sundays and holidays among `days`, less the weekends on which people work (调休)."""
    return frozenset(
        day for day in days if day not in make_up_days and (day.weekday() >= SATURDAY or day in holidays)
    )


def rest_flags(*, days: tuple[date, ...], rest_days: frozenset[date] | None) -> BoolArray:
    """Whether each day is a rest day, (T,); without a calendar Saturdays and Sundays are."""
    resting = rest_days_among(days=days) if rest_days is None else rest_days
    return np.array([day in resting for day in days], dtype=np.bool_)


def calendar_factors(*, rest: BoolArray, rest_day_factor: FloatArray) -> FloatArray:
    """Factor on steady use, (n, T): 1 on working days, the row's own factor on rest days."""
    factors: FloatArray = np.where(rest[None, :], rest_day_factor[:, None], 1.0)
    return factors
