"""Worlds made for tests: climates and users from elsewhere, seeded, with what ordinary life does to them.

No user here follows the doctor's own law: heating bends smoothly, weather is remembered with its own lags, noise
clings from day to day, holidays dip, heating is switched on by decree.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from nuandong.demand.doctor import Measure, RawSeries
from nuandong.units import BoolArray, FloatArray

FESTIVALS = {2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22)}


@dataclass(frozen=True)
class Climate:
    """Mean, yearly swing and daily scatter of temperature in degC."""

    mean: float
    swing: float
    scatter: float


SHANXI = Climate(10.0, 15.0, 3.0)
WARM = Climate(22.0, 7.5, 2.2)
MARITIME = Climate(10.5, 6.5, 2.8)
SEVERE = Climate(3.0, 20.0, 4.5)
TROPICS = Climate(27.0, 1.5, 0.9)


def grid(count: int, *, first: date = date(2018, 1, 1)) -> tuple[date, ...]:
    """`count` days in a row."""
    return tuple(first + timedelta(days=step) for step in range(count))


def temperature(days: tuple[date, ...], climate: Climate, rng: np.random.Generator) -> FloatArray:
    """Daily means (D,) with weather that lasts, rounded to a tenth."""
    year = np.array([day.timetuple().tm_yday for day in days])
    scatter = clinging(len(days), 0.72, rng) * climate.scatter
    season = climate.mean - climate.swing * np.cos(2 * np.pi * (year - 18) / 365.25)
    return np.round(season + scatter * (1 + 0.3 * np.cos(2 * np.pi * year / 365.25)), 1)


def clinging(count: int, share: float, rng: np.random.Generator) -> FloatArray:
    """Noise of spread 1 of which `share` stays until the next day."""
    fresh = rng.normal(size=count) * np.sqrt(1 - share**2)
    noise = np.zeros(count)
    for day in range(count):
        noise[day] = (share * noise[day - 1] if day else rng.normal()) + (fresh[day] if day else 0.0)
    return noise


def felt(weather: FloatArray, memory: float) -> FloatArray:
    """What a house feels: the weather with an exponential memory."""
    inside = weather.copy()
    for day in range(1, len(weather)):
        inside[day] = memory * inside[day - 1] + (1 - memory) * weather[day]
    return inside


def festival(days: tuple[date, ...]) -> BoolArray:
    """Fifteen days around the Spring Festival."""
    starts = [date(year, *place) for year, place in FESTIVALS.items()]
    return np.array([any(-5 <= (day - start).days <= 9 for start in starts) for day in days])


def weekend(days: tuple[date, ...]) -> BoolArray:
    """Saturdays and Sundays."""
    return np.array([day.weekday() >= 5 for day in days])


def noise(days: tuple[date, ...], size: float, rng: np.random.Generator) -> FloatArray:
    """Factors with a little that clings, a little that drifts, and tails somewhat heavier than normal."""
    drift = np.cumsum(rng.normal(size=len(days))) * size * 0.02
    heavy = rng.standard_t(6, size=len(days)) * 0.75
    return np.exp(size * (0.7 * clinging(len(days), 0.5, rng) + 0.6 * heavy) + drift - drift.mean())


def households(
    days: tuple[date, ...], weather: FloatArray, rng: np.random.Generator, growth: float = 0.03
) -> FloatArray:
    """Homes that heat softly below 17 degC and use a little more in the feast."""
    need = 3.0 * np.log1p(np.exp((17 - felt(weather, 0.45)) / 3.0))
    use = (20 + 9 * need) * (1 + growth) ** (np.arange(len(days)) / 365) * (1 + 0.05 * festival(days))
    return np.round(use * noise(days, 0.03, rng), 3)


def works(days: tuple[date, ...], rng: np.random.Generator, growth: float = 0.0) -> FloatArray:
    """Industry without heating: quiet weekends, a long dip in the feast."""
    use = 300 * np.where(weekend(days), 0.78, 1.0) * np.where(festival(days), 0.45, 1.0)
    return np.round(use * (1 + growth) ** (np.arange(len(days)) / 365) * noise(days, 0.04, rng), 2)


def boilers(days: tuple[date, ...], weather: FloatArray, rng: np.random.Generator) -> FloatArray:
    """District heating by decree from 1 November to 31 March; a pilot flame in between."""
    on = np.array([day.month >= 11 or day.month <= 3 for day in days])
    need = np.maximum(0.0, 18 - felt(weather, 0.6))
    return np.round((8 + on * (60 + 30 * need)) * noise(days, 0.05, rng), 2)


def shops(days: tuple[date, ...], weather: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Shops and schools: heat on working days, closed in the feast."""
    need = np.maximum(0.0, 15 - felt(weather, 0.3))
    rest = weekend(days) | festival(days)
    return np.round((40 + 12 * need) * np.where(rest, 0.6, 1.0) * noise(days, 0.06, rng), 2)


def peaking_plant(days: tuple[date, ...], weather: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A power plant that runs when the system calls it, and stands on other days."""
    called = rng.random(len(days)) < 0.35 + 0.02 * np.abs(weather - 18)
    return np.round(called * rng.uniform(100, 500, len(days)), 1)


def small_village(days: tuple[date, ...], weather: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A few hundred homes, whole m3, restless, growing by half a year."""
    need = np.maximum(0.0, 16 - felt(weather, 0.5))
    growth = 1.5 ** (np.arange(len(days)) / 365)
    return np.round((15 + 6 * need) * growth * noise(days, 0.12, rng))


def flat_contract(days: tuple[date, ...], rng: np.random.Generator) -> FloatArray:
    """A works that takes a constant amount, changed every few weeks."""
    levels = rng.uniform(90, 110, len(days) // 21 + 1).round()
    return np.repeat(levels, 21)[: len(days)]


def use_of(name: str, days: tuple[date, ...], value: FloatArray, area: str = "here") -> RawSeries:
    """A raw series of daily use."""
    return RawSeries.daily(name=name, measure=Measure.USE, days=days, value=value, area=area)


def weather_of(name: str, days: tuple[date, ...], value: FloatArray, member_of: str = "") -> RawSeries:
    """A raw series of daily temperature."""
    return RawSeries.daily(
        name=name, measure=Measure.TEMPERATURE, days=days, value=value, member_of=member_of
    )


def everybody(days: tuple[date, ...], climate: Climate, seed: int) -> tuple[list[RawSeries], list[RawSeries]]:
    """One of each user in one climate, and its weather."""
    rng = np.random.default_rng(seed)
    weather = temperature(days, climate, rng)
    users = {} if climate.mean > 20 else {"boilers": boilers(days, weather, rng)}
    users |= {
        "homes": households(days, weather, rng),
        "growing homes": households(days, weather, rng, growth=0.3),
        "works": works(days, rng),
        "growing works": works(days, rng, growth=0.25),
        "shops": shops(days, weather, rng),
        "plant": peaking_plant(days, weather, rng),
        "village": small_village(days, weather, rng),
        "contract": flat_contract(days, rng),
    }
    return [use_of(name, days, value) for name, value in users.items()], [weather_of("here", days, weather)]
