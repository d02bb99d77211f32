"""Rest days, festivals, growth, crises and works' own ways: what moves use besides weather."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from benchmarks.worlds.climate import memory

SPRING_FESTIVALS = (
    date(2014, 1, 31), date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16),
    date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
)  # fmt: skip
WESTERN = ((1, 1), (12, 24), (12, 25), (12, 26), (12, 31))


def rest_days(days: tuple[date, ...], *, is_chinese: bool) -> frozenset[date]:
    """Weekends and holidays: a week at Spring Festival and National Day in China, Christmas and New Year elsewhere."""
    held = {day for day in days if day.weekday() >= 5}
    if not is_chinese:
        return frozenset(held | {day for day in days if (day.month, day.day) in WESTERN})
    for festival in SPRING_FESTIVALS:
        held |= {festival + timedelta(days=step) for step in range(-1, 6)}
    held |= {day for day in days if day.month == 10 and day.day <= 7}
    held |= {day for day in days if (day.month, day.day) in ((1, 1), (5, 1))}
    return frozenset(held & set(days))


def away_share(days: tuple[date, ...], *, strength: float) -> np.ndarray:
    """Share of people gone home for Spring Festival, (D,): negative `strength` where they come home to."""
    out = np.zeros(len(days))
    for festival in SPRING_FESTIVALS:
        apart = np.clip([(day - festival).days for day in days], -90, 90)
        leaving = 1 / (1 + np.exp(-(apart + 6) / 2.2))
        returning = 1 / (1 + np.exp((apart - 9) / 3.0))
        out += strength * leaving * returning
    return out


def works_rhythm(days: tuple[date, ...], rest: np.ndarray, *, is_chinese: bool, seed: int) -> np.ndarray:
    """Use of works around 1, (D,): working days, trade, festivals, and shutdowns that nobody announced."""
    rng = np.random.default_rng(seed)
    span = len(days)
    weekly = np.where(rest, rng.uniform(0.72, 0.9), 1.0)
    trade = np.exp(0.10 * memory(rng, (1, span), 0.992)[0])
    out = weekly * trade
    if is_chinese:
        out *= 1 - np.clip(away_share(days, strength=0.45), 0, None)
    else:
        quiet = np.array([(day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 3) for day in days])
        out *= np.where(quiet, 0.78, 1.0)
    for begin in np.flatnonzero(rng.random(span) < 1.2 / 365):
        length = int(rng.integers(4, 25))
        out[begin : begin + length] *= rng.uniform(0.45, 0.8)
    return out


def growth(days: tuple[date, ...], *, by: float, middle: float, years: float) -> np.ndarray:
    """Households connected, (D,), from 1 to 1 + `by` along a logistic; connections are made from August to November."""
    number = np.arange(len(days)) / len(days)
    smooth = 1 / (1 + np.exp(-(number - middle) * len(days) / 365.25 / years * 4))
    smooth = (smooth - smooth[0]) / max(smooth[-1] - smooth[0], 1e-9)
    pace = np.array([3.0 if 8 <= day.month <= 11 else 0.33 for day in days])
    steps = np.diff(smooth, prepend=0.0) * pace
    return 1 + by * np.cumsum(steps) / max(steps.sum(), 1e-9)


def ramp(days: tuple[date, ...], *, begin: date, length: int) -> np.ndarray:
    """0 before `begin`, 1 after `length` days, (D,)."""
    apart = np.array([(day - begin).days for day in days])
    return np.clip(apart / length, 0.0, 1.0)
