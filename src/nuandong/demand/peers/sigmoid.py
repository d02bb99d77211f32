"""The German gas industry's standard load profile (BDEW, as in demandlib), scaled to a customer's earlier use.

    h(t) = A / (1 + (B / (felt(t) - 40))^C) + D,   use = customer value * h * weekday factor

felt(t) weighs four days 1, 1/2, 1/4, 1/8. Which profile (kinds of dwellings and their age, trades) fits best is
chosen on the use that is known, the customer value from the last year of it, both anew every 28 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from nuandong.demand.peers.ground import BACK, REFIT_EVERY, Asked, PeerMissing, Series, fitted_every
from nuandong.units import BoolArray, FloatArray, IntArray

WEIGHTS = np.array([8.0, 4.0, 2.0, 1.0]) / 15.0
MIDDLE = 40.0  # degC
DWELLINGS = tuple((kind, age) for kind in ("EFH", "MFH") for age in range(1, 12))
TRADES = tuple(
    (kind, 0) for kind in ("GMK", "GPD", "GHA", "GBD", "GKO", "GBH", "GGA", "GBA", "GWA", "GGB", "GMF", "GHD")
)
YEAR = 365
SUNDAY = 6


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A standard profile: the four numbers of its curve and the factors of Monday to Sunday."""

    curve: tuple[float, float, float, float]
    weekday: FloatArray

    def shape(self, felt: FloatArray, weekday: IntArray, rest: BoolArray) -> FloatArray:
        """Use in customer values; holidays count as Sundays."""
        a, b, c, d = self.curve
        h = a / (1 + (b / np.minimum(felt - MIDDLE, -1.0)) ** c) + d
        as_day = np.where(rest & (weekday < SUNDAY - 1), SUNDAY, weekday)
        return np.asarray(h * self.weekday[as_day], dtype=np.float64)


@fitted_every(REFIT_EVERY)
def bdew_sigmoid(asked: Asked) -> FloatArray:
    """The peer: profile and customer value of earlier use."""
    series, eve = asked.series, asked.eve()
    profile, value = _chosen(standard_profiles(), series, asked.learnt)
    out = np.empty((asked.origins.size, len(asked.leads)))
    for number, lead in enumerate(asked.leads):
        at = BACK + lead - 1
        day = np.minimum(eve.day[:, at], series.use.size - 1)
        felt = eve.temperature[:, at - 3 : at + 1] @ WEIGHTS[::-1]
        out[:, number] = value * profile.shape(felt, series.weekday[day], series.rest[day])
    return out


def _chosen(profiles: tuple[Profile, ...], series: Series, learnt: int) -> tuple[Profile, float]:
    """The profile that misses the last two years least, with its customer value from the last year."""
    known = np.flatnonzero(~np.isnan(series.use[:learnt]))
    known = known[known >= max(3, learnt - 2 * YEAR)]
    felt = np.convolve(series.temperature, WEIGHTS)[known]
    year = known >= learnt - YEAR
    best = (np.inf, profiles[0], 1.0)
    for profile in profiles:
        shape = profile.shape(felt, series.weekday[known], series.rest[known])
        value = float(series.use[known][year].sum() / shape[year].sum())
        error = float(np.abs(value * shape - series.use[known]).sum())
        if error < best[0]:
            best = (error, profile, value)
    return best[1], best[2]


@cache
def standard_profiles() -> tuple[Profile, ...]:
    """All profiles that demandlib knows, without wind."""
    return tuple(_profile(kind, age) for kind, age in (*DWELLINGS, *TRADES))


def _profile(kind: str, age: int) -> Profile:
    try:
        import pandas
        from demandlib.bdew import HeatBuilding
    except ImportError as absent:
        raise PeerMissing("demandlib") from absent
    week: Any = pandas.date_range("2024-01-01", periods=7, freq="D")  # a Monday, and no holiday is handed in
    building = HeatBuilding(week, temperature=None, shlp_type=kind, building_class=age, wind_class=0)
    a, b, c, d = (float(number) for number in building.get_sigmoid_parameters())
    return Profile((a, b, c, d), np.asarray(building.get_weekday_parameters(), dtype=np.float64))
