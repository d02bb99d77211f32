"""Simulated weather forecasts: errors that grow with the lead, last from day to day, and are put right issue by issue.

An error of lead h is the sum of what h later issues will learn; what one issue learns touches neighbouring
days alike. A forecast far ahead stays near the season, as real ones do: it is shrunk, not only disturbed.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.series import UseHistory
from nuandong.units import FloatArray

DAY_AHEAD, SEVEN_AHEAD, FARTHEST = 1.2, 3.5, 4.3  # K, standard deviation at leads 1, 7, 14
ALONG = 0.7  # likeness of what one issue learns of neighbouring days
TOGETHER = 0.9  # likeness between areas
LARGEST = 0.9  # no forecast misses by more than this share of what the season alone misses


def error_sd(reach: int) -> FloatArray:
    """Standard deviation in K at leads 1 … reach."""
    return np.interp(np.arange(1, reach + 1), [1, 7, 14], [DAY_AHEAD, SEVEN_AHEAD, FARTHEST])


def simulated_outlook(
    *, history: UseHistory, origins: tuple[int, ...], reach: int = 7, seed: int = 0
) -> FloatArray:
    """Forecast daily means (areas, origins, reach) in degC: entry h - 1 of an origin is for days[origin + h - 1]."""
    truth = history.temperature
    season = np.stack([_season(row) for row in truth])
    apart = np.nanstd(truth - season)
    wanted = np.minimum(error_sd(reach), LARGEST * apart)
    disturbed = wanted / np.sqrt(1 - (wanted / apart) ** 2)
    learnt = np.sqrt(np.diff(disturbed**2, prepend=0.0))
    steps = _lessons(truth.shape[0], truth.shape[1] + reach, reach, seed) * learnt
    kept = 1 - (wanted / apart) ** 2
    out = np.empty((truth.shape[0], len(origins), reach))
    for place, origin in enumerate(origins):
        for lead in range(1, reach + 1):
            target = min(origin + lead - 1, truth.shape[1] - 1)
            miss = sum(steps[:, origin + later, lead - later - 1] for later in range(lead))
            true = np.where(np.isnan(truth[:, target]), season[:, target], truth[:, target])
            anomaly = true - season[:, target] + miss
            out[:, place, lead - 1] = season[:, target] + kept[lead - 1] * anomaly
    return out


def _lessons(areas: int, issues: int, reach: int, seed: int) -> FloatArray:
    """What each issue learns of the days before it, (areas, issues, reach), sd 1, alike along the leads."""
    rng = np.random.default_rng(seed)
    shared, own = rng.standard_normal((1, issues, reach)), rng.standard_normal((areas, issues, reach))
    mixed = np.sqrt(TOGETHER) * shared + np.sqrt(1 - TOGETHER) * own
    out = np.empty_like(mixed)
    out[..., 0] = mixed[..., 0]
    for lead in range(1, reach):
        out[..., lead] = ALONG * out[..., lead - 1] + np.sqrt(1 - ALONG**2) * mixed[..., lead]
    return out


def _season(temperature: FloatArray) -> FloatArray:
    """Two harmonics of the year through a row of temperatures."""
    turn = 2 * np.pi * np.arange(temperature.size) / 365.25
    waves = np.stack([np.ones_like(turn), *(f(k * turn) for k in (1, 2) for f in (np.sin, np.cos))], axis=1)
    known = ~np.isnan(temperature)
    fitted, *_ = np.linalg.lstsq(waves[known], temperature[known], rcond=None)
    season: FloatArray = waves @ fitted
    return season
