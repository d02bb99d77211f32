"""Past winters lived again: weather beyond the last forecast day, in many versions, for all areas together.

Each version takes a stretch of one past winter, moved by some days, as departures from what was usual then,
and lays it on what is usual now; the same stretch for every area, so that a cold wave is cold everywhere it
was. It leaves the forecast where the forecast ends and forgets it as fast as weather does.

Clauses: T-022, T-038, T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from nuandong.demand.runs import short_holes_filled
from nuandong.demand.weather_in.climate import WINDOW, TooLittleWeather, places_in_year, what_is_usual
from nuandong.units import BoolArray, FloatArray, IntArray, Share

SHIFT_DAYS = 7  # by which a stretch may be moved; judged: the season hardly changes in a week
LONGEST_HOLE = 3  # days of a past winter that may be filled in straight
DAYS_PER_YEAR = 365.2425


@dataclass(frozen=True, slots=True, eq=False)
class WinterScenarios:
    """S versions of T days in a areas: `temperature` (S, a, T) in degC.

    `source` (S,) is the past day that the first day of each version was; `winters` how many past winters serve;
    `persistence` the share of a day's departure that is left on the next.
    """

    days: tuple[date, ...]
    temperature: FloatArray
    source: tuple[date, ...]
    winters: int
    persistence: Share


def resampled_winters(
    *,
    days: tuple[date, ...],
    temperature: FloatArray,
    ahead: tuple[date, ...],
    count: int,
    seed: int,
    eve: FloatArray | None = None,
) -> WinterScenarios:
    """`count` versions of the weather on `ahead` (T, in a row) by a record of `days` (D, in a row) and
    `temperature` (a, D) in degC, NaN unknown.

        version[s,a,t] = usual[a,t] + past[s,a,t] + r^(t+1) (eve[a] - usual[a,-1] - past[s,a,-1])

    `past` is the departure of a past winter's stretch from the mean of the other winters, moved by at most
    a week; t = -1 is the day before `ahead`; `eve` (a,) is its forecast temperature, and where it is None or NaN
    nothing is joined; r is the persistence of departures in the record. Winters serve equally often; only days of
    the record enter. TooLittleWeather where no past winter covers the stretch.
    """
    usual = what_is_usual(days=days, temperature=temperature, window=WINDOW)
    past = short_holes_filled(usual.anomaly, longest=LONGEST_HOLE)
    starts = _stretches(days, past, ahead)
    if not starts:
        wanted = (
            f"a whole stretch of {len(ahead) + 1} days around {ahead[0]:%m-%d} of an earlier year is wanted"
        )
        raise TooLittleWeather(int(np.isfinite(temperature).all(axis=0).sum()), wanted)
    chosen = _drawn(starts, count, seed)
    rows = chosen[:, None] + np.arange(-1, len(ahead))[None, :]
    departures = past[:, rows].transpose(1, 0, 2)  # (S, a, 1 + T), the eve first
    persistence = _persistence(past)
    laid = usual.mean[:, places_in_year((ahead[0] - timedelta(days=1), *ahead))]
    joined = laid[None, :, 1:] + departures[:, :, 1:]
    if eve is not None:
        apart = np.nan_to_num(eve - laid[:, 0])[None, :] - departures[:, :, 0] * np.isfinite(eve)[None, :]
        joined = joined + apart[:, :, None] * persistence ** np.arange(1, len(ahead) + 1)
    return WinterScenarios(
        days=ahead,
        temperature=joined,
        source=tuple(days[row] for row in chosen),
        winters=len(starts),
        persistence=persistence,
    )


def _stretches(days: tuple[date, ...], past: FloatArray, ahead: tuple[date, ...]) -> dict[int, IntArray]:
    """For each number of years back, the rows of the record at which a whole stretch can begin."""
    whole = np.isfinite(past).all(axis=0)
    known_before = np.concatenate([[0], np.cumsum(whole)])
    length = len(ahead) + 1  # with the eve
    found: dict[int, IntArray] = {}
    years = range(1, int((ahead[0] - days[0]).days / DAYS_PER_YEAR) + 2)
    for back in years:
        first = (ahead[0] - days[0]).days - round(back * DAYS_PER_YEAR)
        begins = np.arange(first - SHIFT_DAYS, first + SHIFT_DAYS + 1)
        begins = begins[(begins >= 1) & (begins + len(ahead) <= len(days))]
        covered: BoolArray = known_before[begins + len(ahead)] - known_before[begins - 1] == length
        if covered.any():
            found[back] = begins[covered].astype(np.int64)
    return found


def _drawn(starts: dict[int, IntArray], count: int, seed: int) -> IntArray:
    """`count` rows to begin at: every winter as often as any other, its days by chance."""
    chance = np.random.default_rng(seed)
    backs = np.array(sorted(starts))
    rounds = -(-count // backs.size)
    order = np.concatenate([chance.permutation(backs) for _ in range(rounds)])[:count]
    return np.array([chance.choice(starts[int(back)]) for back in order], dtype=np.int64)


def _persistence(past: FloatArray) -> Share:
    """Correlation of a day's departure with the next day's, over all areas, between 0 and 1."""
    today, following = past[:, :-1], past[:, 1:]
    both = np.isfinite(today) & np.isfinite(following)
    if both.sum() < 2:
        return 0.0
    share = np.corrcoef(today[both], following[both])[0, 1]
    return float(np.clip(np.nan_to_num(share), 0.0, 1.0))
