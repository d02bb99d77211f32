"""What comes again every year is ordinary life: holidays, the Spring Festival, the start of heating."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nuandong.units import BoolArray, FloatArray, IntArray

MOVED = 22  # days by which a feast of the moon moves from year to year, and a little more
MONTH = 30  # days
CHANGEABLE = (-6.0, 18.0)  # degC between which heating is switched on or off
TURNING = 1.0  # K by which the month after differs from the month before while a season turns
YEARS = 5  # before and after, whose like dates are looked at
DAYS_PER_YEAR = 365.25
OFF_SEASON = 120  # unknown days on end from which a hole can be the months in which nobody heats
SEASON = 60  # known days on one side of it at least, that make it the hole between two seasons
EDGE_DAYS = 5  # days from which a season is judged: heaters come on and go off as it pleases them
EVER_KNOWN = 0.1  # of the same dates of other years: a record that knows more of them is kept all year


def known_in_other_years(strange: BoolArray, first: int, last: int) -> bool:
    """Whether days as `strange` (D,) as first…last lie near the same date of another year."""
    return any(bool(strange[dates].any()) for dates in other_years(first, last, around=MOVED))


def is_out_of_season(known: BoolArray, first: int, last: int) -> bool:
    """Whether unknown days first…last of `known` (D,) are the months that a record of heating seasons leaves out.

    So long a hole beside a season, on dates of which the record knows next to nothing in any other year.
    """
    if last - first + 1 < OFF_SEASON or max(known[:first].sum(), known[last + 1 :].sum()) < SEASON:
        return False
    dates = [known[days] for days in other_years(first, last)]
    asked = sum(len(days) for days in dates)
    return not asked or sum(int(days.sum()) for days in dates) <= EVER_KNOWN * asked


def season_edges(known: BoolArray) -> BoolArray:
    """The days beside the holes that `is_out_of_season` finds in `known` (n, D): where a season begins and ends."""
    edges = np.zeros(known.shape, dtype=np.bool_)
    for row in range(len(known)):
        begun = np.flatnonzero(known[row])
        holes = np.flatnonzero(np.diff(begun) > OFF_SEASON)
        for first, last in zip(begun[holes] + 1, begun[holes + 1] - 1, strict=True):
            if is_out_of_season(known[row], int(first), int(last)):
                edges[row, first - EDGE_DAYS : first] = True
                edges[row, last + 1 : last + 1 + EDGE_DAYS] = True
    return edges


def other_years(first: int, last: int, *, around: int = 0, reach: int = YEARS) -> Iterator[slice]:
    """The dates of first…last, and `around` days more, in each other year within `reach`; empty off the record."""
    for years in range(-reach, reach + 1):
        moved = round(years * DAYS_PER_YEAR)
        if years:
            yield slice(max(0, first + moved - around), max(0, last + moved + around + 1))


def season_waves(day_of_year: IntArray) -> list[FloatArray]:
    """The wave of a year and of half a year, (D,) each."""
    angle = 2 * np.pi * day_of_year / DAYS_PER_YEAR
    return [wave(times * angle) for times in (1, 2) for wave in (np.cos, np.sin)]


def season_turns(weather: FloatArray, day: int, up: bool) -> bool:
    """Whether heating may be switched on (`up`) or off on `day`: it grows cold, or warm, in weather (D,) degC."""
    before, after = weather[max(0, day - MONTH) : day], weather[day : day + MONTH]
    if not (np.isfinite(before).any() and np.isfinite(after).any()):
        return False
    turn = float(np.nanmean(after) - np.nanmean(before))
    middle = float(np.nanmean(np.concatenate([before, after])))
    return CHANGEABLE[0] < middle < CHANGEABLE[1] and (turn < -TURNING if up else turn > TURNING)


def weekdays_off(rest_day: BoolArray, weekday: IntArray, reach: int = 1) -> BoolArray:
    """Holidays on weekdays and the days within `reach` of them, (D,)."""
    holiday = rest_day & (weekday < 5)
    near = holiday.copy()
    for days in range(1, reach + 1):
        near[days:] |= holiday[:-days]
        near[:-days] |= holiday[days:]
    return near
