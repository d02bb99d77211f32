"""What comes again every year is ordinary life: holidays, the Spring Festival, the start of heating."""

from __future__ import annotations

import numpy as np

from nuandong.units import BoolArray, FloatArray, IntArray

MOVED = 22  # days by which a feast of the moon moves from year to year, and a little more
MONTH = 30  # days
CHANGEABLE = (-6.0, 18.0)  # degC between which heating is switched on or off
TURNING = 1.0  # K by which the month after differs from the month before while a season turns
YEARS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)


def known_in_other_years(strange: BoolArray, first: int, last: int) -> bool:
    """Whether days as `strange` (D,) as first…last lie near the same date of another year."""
    for years in YEARS:
        moved = round(years * 365.25)
        low, high = max(0, first + moved - MOVED), min(len(strange), last + moved + MOVED + 1)
        if low < high and strange[low:high].any():
            return True
    return False


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
