"""What the calendar does to use in four winters: rest days, Spring Festival by the moon, and the winter of 2022."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from nuandong.vocabulary import ConsumerClass as Use

FIRST_DAYS = (date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10))  # first lunar days
HOLIDAYS = frozenset(
    [date(2021, 1, day) for day in (1, 2, 3)]
    + [date(2021, 2, day) for day in range(11, 18)]
    + [date(2022, 1, day) for day in (1, 2, 3, 31)]
    + [date(2022, 2, day) for day in range(1, 7)]
    + [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]
    + [date(2023, 1, day) for day in range(21, 28)]
    + [date(2024, 1, 1)]
    + [date(2024, 2, day) for day in range(10, 18)]
)
MAKE_UP_DAYS = frozenset(
    [date(2021, 2, 7), date(2021, 2, 20), date(2022, 1, 29), date(2022, 1, 30), date(2023, 1, 28),
     date(2023, 1, 29), date(2024, 2, 4), date(2024, 2, 18)]
)  # fmt: skip
# class: (days before and after the first lunar day, share of use that goes; below zero: families come home)
FESTIVAL: dict[Use, tuple[int, int, float]] = {
    Use.IND_FUEL_DISC: (9, 14, 0.50), Use.IND_FUEL_CONT: (4, 9, 0.10), Use.COMM: (2, 7, 0.26),
    Use.COMM_HEAT: (2, 7, 0.14), Use.PUB_OTHER: (3, 8, 0.22), Use.VEH_OTHER: (5, 10, 0.36),
    Use.TAXI: (2, 6, 0.15), Use.BUS: (2, 6, 0.18), Use.RES_COOK: (4, 8, 0.08), Use.RES_HEAT: (3, 8, 0.04),
    Use.C2G: (5, 12, -0.09), Use.POWER: (3, 8, 0.15), Use.CHP_POWER: (2, 6, 0.06),
}  # fmt: skip
# class: share of use that the autumn and December of 2022 took, while people stayed at home
QUIET: dict[Use, float] = {
    Use.BUS: 0.30, Use.TAXI: 0.34, Use.VEH_OTHER: 0.20, Use.COMM: 0.16, Use.COMM_HEAT: 0.10,
}  # fmt: skip
QUIET_SPAN = (date(2022, 11, 1), date(2022, 12, 28))


def is_rest(day: date) -> bool:
    """Weekends and public holidays of the four winters, make-up working days taken out."""
    return (day.weekday() >= 5 or day in HOLIDAYS) and day not in MAKE_UP_DAYS


def festival(kind: Use, days: tuple[date, ...], depth: float) -> np.ndarray:
    """Factor on use by day, (days,): closures come and go within three days; `depth` scales a county's own habit."""
    factor = np.ones(len(days))
    if kind not in FESTIVAL:
        return factor
    before, after, share = FESTIVAL[kind]
    for begin in FIRST_DAYS:
        first, last = begin - timedelta(days=before), begin + timedelta(days=after)
        for place, day in enumerate(days):
            inside = min((day - first).days, (last - day).days) + 1
            if inside > 0:
                factor[place] -= share * depth * min(1.0, inside / 3)
    return factor


def quiet(kind: Use, days: tuple[date, ...]) -> np.ndarray:
    """Factor on use by day of the quiet weeks of 2022, (days,)."""
    lost = QUIET.get(kind, 0.0)
    first, last = QUIET_SPAN
    return np.array([1.0 - lost * (first <= day <= last) for day in days])
