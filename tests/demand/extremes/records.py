"""Short records of winters to read extremes from: ordinary autoregressions, drawn with a seed."""

from datetime import date, timedelta

import numpy as np

DAYS = 151


def record(winters: int, *, seed: int = 1, stations: int = 1, spread: float = 3.0) -> np.ndarray:
    """Daily means (stations, winters, 151) in degC about a winter's course; stations half in common."""
    rng = np.random.default_rng(seed)
    together = rng.normal(size=(1, winters, DAYS + 30))
    noise = np.sqrt(0.5) * together + np.sqrt(0.5) * rng.normal(size=(stations, winters, DAYS + 30))
    level = np.zeros_like(noise)
    for day in range(1, noise.shape[-1]):
        level[..., day] = 0.7 * level[..., day - 1] + np.sqrt(1 - 0.49) * noise[..., day]
    course = -5.0 + 9.0 * (1 - np.cos(2 * np.pi * (np.arange(DAYS) - 75) / 365))
    return course + spread * level[..., 30:]


def year_round(
    first: date, last: date, *, coldest: int = 15, seed: int = 1
) -> tuple[tuple[date, ...], np.ndarray]:
    """Days and their means: a yearly wave with its trough on a day of the year, and a little noise."""
    days = tuple(first + timedelta(days=step) for step in range((last - first).days + 1))
    angle = np.array([2 * np.pi * ((day - date(day.year, 1, 1)).days - coldest) / 365.25 for day in days])
    return days, 8.0 - 14.0 * np.cos(angle) + np.random.default_rng(seed).normal(0, 2.0, len(days))
