"""Towns with a history: seeded use that follows felt temperature, weekends and a level that moves."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from nuandong.demand.series import UseHistory

FIRST = date(2020, 7, 1)
DAYS = 1000


def town_history(
    *, units: int = 1, days: int = DAYS, seed: int = 1, noise: float = 0.02, growth: float = 0.0
) -> UseHistory:
    """`units` towns under one sky, use around 100; the last days have weather but their use is known too."""
    dice = np.random.default_rng(seed)
    dates = tuple(FIRST + timedelta(days=step) for step in range(days))
    season = np.array(
        [7.0 - 14.0 * np.cos(2 * np.pi * (day.timetuple().tm_yday - 15) / 365.25) for day in dates]
    )
    weather = np.zeros(days)
    for step in range(1, days):
        weather[step] = 0.75 * weather[step - 1] + 2.2 * dice.standard_normal()
    temperature = season + weather
    felt = temperature.copy()
    for step in range(1, days):
        felt[step] = 0.6 * felt[step - 1] + 0.4 * temperature[step]
    rest = np.array([day.weekday() >= 5 for day in dates])
    shape = 30.0 * (1 - 0.1 * rest) + 7.0 * np.logaddexp(0.0, (14.0 - felt) / 2.0) * 2.0
    level = np.exp(growth * np.arange(days) / 365.0)
    size = 1.0 + 0.5 * np.arange(units)
    chance = 1.0 + noise * dice.standard_normal((units, days))
    return UseHistory(
        units=tuple(f"town {number}" for number in range(units)),
        days=dates,
        use=size[:, None] * (shape * level)[None, :] * chance,
        held_back=np.zeros((units, days)),
        areas=("sky",),
        area_of=np.zeros(units, dtype=np.int64),
        temperature=temperature[None, :],
        wind=np.full((1, days), np.nan),
        rest_day=rest,
    )
