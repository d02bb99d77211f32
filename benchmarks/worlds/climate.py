"""Three-hourly weather of made climates: seasons, fronts, cold outbreaks that come fast and leave slowly, wind, sun.

Nothing here is a regression: temperature is a season, two processes of different memory, skewed by outbreaks,
and a day's swing that the clouds decide. All areas of one world share most of their weather.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

STEPS = 8  # three-hourly
HOURS = np.arange(STEPS) * 3.0 + 1.5
SHARED = 0.85  # share of an anomaly that the areas of a world have in common


@dataclass(frozen=True, slots=True)
class Climate:
    """A climate: degC and K, m/s, latitude in degrees (negative: the seasons are turned round)."""

    mean: float
    swing: float  # half of summer minus winter
    winter_sd: float
    summer_sd: float
    diurnal: float  # half of a clear day's range
    latitude: float
    outbreaks: float  # cold outbreaks a winter
    depth: float  # K, mean of an outbreak
    wind: float
    cloud: float  # 0..1


CLIMATES = {
    "taiyuan": Climate(10.5, 15.0, 3.6, 2.6, 7.0, 38.0, 4.0, 4.5, 2.2, 0.40),
    "oceanic": Climate(10.0, 8.0, 3.8, 2.6, 3.5, 51.0, 2.5, 4.0, 4.0, 0.70),
    "very_cold": Climate(4.5, 20.0, 5.2, 3.2, 6.0, 45.5, 5.0, 6.5, 3.4, 0.45),
    "short_winter": Climate(19.0, 9.5, 4.2, 1.8, 6.0, 32.0, 4.0, 7.5, 3.2, 0.35),
    "southern": Climate(13.0, 6.5, 2.8, 2.6, 5.5, -37.5, 2.0, 3.0, 3.6, 0.50),
}


@dataclass(frozen=True, slots=True, eq=False)
class Sky:
    """Weather of a areas, three-hourly: temperature (a, D * 8) in degC, wind in m/s, sun in W/m2 on the ground."""

    temperature: np.ndarray
    wind: np.ndarray
    sun: np.ndarray

    def daily(self, what: str) -> np.ndarray:
        """Daily means (a, D)."""
        values: np.ndarray = getattr(self, what)
        return values.reshape(values.shape[0], -1, STEPS).mean(axis=2)


def season_of(days: tuple[date, ...], latitude: float) -> np.ndarray:
    """-1 at the coldest (about 18 January, half a year later in the south), 1 at the warmest, (D,)."""
    turned = 0.0 if latitude > 0 else np.pi
    number = np.array([day.timetuple().tm_yday for day in days])
    return -np.cos(2 * np.pi * (number - 18) / 365.25 + turned)


def memory(rng: np.random.Generator, shape: tuple[int, int], phi: float) -> np.ndarray:
    """A stationary first-order process of sd 1 along the last axis."""
    shocks = rng.standard_normal(shape) * np.sqrt(1 - phi**2)
    out = np.empty(shape)
    out[:, 0] = rng.standard_normal(shape[0])
    for step in range(1, shape[1]):
        out[:, step] = phi * out[:, step - 1] + shocks[:, step]
    return out


def _shared_memory(rng: np.random.Generator, areas: int, span: int, phi: float) -> np.ndarray:
    common, own = memory(rng, (1, span), phi), memory(rng, (areas, span), phi)
    return np.sqrt(SHARED) * common + np.sqrt(1 - SHARED) * own


def _outbreaks(rng: np.random.Generator, climate: Climate, season: np.ndarray) -> np.ndarray:
    """K below (D,): a fall within a day or two, a stay, and a recovery of days."""
    cold = np.zeros(season.size)
    chance = climate.outbreaks / 120.0 * (season < -0.5)
    for begin in np.flatnonzero(rng.random(season.size) < chance):
        depth = climate.depth * rng.gamma(2.5, 0.4)
        stay = int(rng.integers(1, 6))
        fall = [0.5, 1.0] + [1.0] * stay + [0.6**k for k in range(1, 7)]
        end = min(begin + len(fall), season.size)
        cold[begin:end] = np.maximum(cold[begin:end], depth * np.array(fall[: end - begin]))
    return cold


def make_sky(*, climate: Climate, days: tuple[date, ...], areas: int, seed: int) -> Sky:
    """Seeded weather of some areas on some days."""
    rng = np.random.default_rng(seed)
    span = len(days)
    season = season_of(days, climate.latitude)
    sd = climate.winter_sd + (climate.summer_sd - climate.winter_sd) * (season + 1) / 2
    slow, fast = (_shared_memory(rng, areas, span, phi) for phi in (0.93, 0.62))
    year_drift = memory(rng, (1, span), 0.995) * 0.8
    cloud = 1 / (1 + np.exp(-(1.3 * _shared_memory(rng, areas, span, 0.55) + 3 * (climate.cloud - 0.5))))
    cold = _outbreaks(rng, climate, season)
    daily = climate.mean + climate.swing * season + year_drift + sd * (0.6 * slow + 0.8 * fast) - cold
    daily = daily + 1.2 * (cloud - cloud.mean()) * -season  # clouds warm a winter and cool a summer
    daily += rng.normal(0, 1.0, (areas, 1))
    wind = climate.wind * np.exp(0.45 * _shared_memory(rng, areas, span, 0.5) - 0.1)
    wind *= 1 + 0.12 * np.clip(np.diff(cold, prepend=cold[:1]), 0, 6)
    return Sky(*_three_hourly(climate, season, daily, wind, cloud))


def _three_hourly(
    climate: Climate, season: np.ndarray, daily: np.ndarray, wind: np.ndarray, cloud: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    areas, span = daily.shape
    middle = np.concatenate([daily[:, :1], (daily[:, 1:] + daily[:, :-1]) / 2, daily[:, -1:]], axis=1)
    part = (np.arange(STEPS) + 0.5) / STEPS  # a parabola through midnights that keeps the day's mean
    left, right = middle[:, :-1, None], middle[:, 1:, None]
    bend = 6 * (daily[:, :, None] - (left + right) / 2)
    through = left + (right - left) * part + bend * part * (1 - part)
    through += daily[:, :, None] - through.mean(axis=2, keepdims=True)
    swing = climate.diurnal * (1 - 0.7 * cloud) * (1 + 0.1 * season)
    hour = np.cos(2 * np.pi * (HOURS - 15.0) / 24)
    temperature = through + swing[:, :, None] * hour
    noon = max_height(climate.latitude, season)
    light = np.clip(np.cos(2 * np.pi * (HOURS - 12.5) / 24), 0, None) ** 1.3
    sun = 950 * noon[None, :, None] * light * (1 - 0.75 * cloud)[:, :, None]
    gusts = wind[:, :, None] * (1 + 0.35 * hour)
    return (
        temperature.reshape(areas, span * STEPS),
        gusts.reshape(areas, span * STEPS),
        sun.reshape(areas, span * STEPS),
    )


def max_height(latitude: float, season: np.ndarray) -> np.ndarray:
    """Sine of the sun's height at noon; `season` stands for its declination."""
    height = np.radians(90 - abs(latitude) + 23.4 * season)
    return np.clip(np.sin(height), 0.05, 1.0)
