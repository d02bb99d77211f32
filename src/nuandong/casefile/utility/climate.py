"""The weather usual for the time of year, from days before an origin alone: it stands in where no forecast does."""

from __future__ import annotations

from datetime import date

import numpy as np

from nuandong.units import FloatArray

AROUND = 10  # days before and after a day of the year that count as its like
YEAR = 365.25
LATELY = 14  # days that stand in where the season has not been seen yet


def usual_temperature(
    *, temperature: FloatArray, days: tuple[date, ...], known: int, asked: tuple[date, ...]
) -> FloatArray:
    """Mean of the known days around each asked day of the year, (a, T); of the last fortnight where none is known."""
    turn = np.array([day.timetuple().tm_yday for day in days[:known]])
    past = temperature[:, :known]
    usual = np.repeat(_mean(past[:, -LATELY:])[:, None], len(asked), axis=1)
    for at, day in enumerate(asked):
        apart = np.abs(turn - day.timetuple().tm_yday)
        near = np.minimum(apart, YEAR - apart) <= AROUND
        if near.any():
            found = _mean(past[:, near])
            usual[:, at] = np.where(np.isfinite(found), found, usual[:, at])
    return usual


def _mean(values: FloatArray) -> FloatArray:
    """Mean of each row's known values, NaN where there is none."""
    count = np.isfinite(values).sum(axis=1)
    mean: FloatArray = np.where(count > 0, np.nansum(values, axis=1) / np.maximum(count, 1), np.nan)
    return mean
