"""When a cold wave holds: it begins with a fast, deep fall and lasts until half of the fall is regained.

The national grades (GB/T 21987) judge the daily minimum and the day of the fall only; gas is short for as
long as the cold stays, so we carry the wave on. Its numbers are arguments, defaults are judged.

Clauses: T-038 (extreme peaks), T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.units import BoolArray, Celsius, FloatArray, Share


@dataclass(frozen=True, slots=True)
class ColdWaveRule:
    """A fall of at least `drop` (K) within `within_days` gas days down to `mean_to` (degC) or less.

    `regained` is the share of the fall whose return ends the wave; `areas_share` the share of weather areas
    that makes it the province's; `look_back_days` how far back a wave that still lasts may have begun. Judged;
    the first three are policy (`cold_wave.*`), handed in by the caller.
    """

    drop: Celsius = 8.0
    within_days: int = 2
    mean_to: Celsius = 4.0
    regained: Share = 0.5
    areas_share: Share = 0.5
    look_back_days: int = 28


DEFAULT_COLD_WAVE_RULE = ColdWaveRule()


def cold_wave_days(*, mean_temperature: FloatArray, rule: ColdWaveRule = DEFAULT_COLD_WAVE_RULE) -> BoolArray:
    """Whether each area is in a cold wave on each day, (areas, T) from means of (areas, T) in degC.

        begins on t:  max(mean[t - within_days … t]) - mean[t] >= drop  and  mean[t] <= mean_to
        lasts while:  mean[t] < lowest + regained * (highest - lowest)

    `highest` is the mean before the fall, `lowest` the least mean since. A wave that began before the first
    day can only be seen if its days are handed in.
    """
    in_wave = np.zeros(mean_temperature.shape, dtype=np.bool_)
    highest = np.full(mean_temperature.shape[0], -np.inf)
    lowest = np.full(mean_temperature.shape[0], np.inf)
    lasting = np.zeros(mean_temperature.shape[0], dtype=np.bool_)
    for day in range(mean_temperature.shape[1]):
        mean = mean_temperature[:, day]
        recent = mean_temperature[:, max(0, day - rule.within_days) : day + 1].max(axis=1)
        lowest = np.where(lasting, np.minimum(lowest, mean), mean)
        highest = np.where(lasting, highest, recent)
        regained_at = lowest + rule.regained * (highest - lowest)
        begins = (recent - mean >= rule.drop) & (mean <= rule.mean_to)
        lasting = begins | (lasting & (mean < regained_at))
        in_wave[:, day] = lasting
    return in_wave


def province_cold_wave(*, in_wave: BoolArray, rule: ColdWaveRule = DEFAULT_COLD_WAVE_RULE) -> BoolArray:
    """Whether the province is in a cold wave on each day: enough of its weather areas are, (T,)."""
    if in_wave.shape[0] == 0:
        return np.zeros(in_wave.shape[1], dtype=np.bool_)
    held: BoolArray = in_wave.mean(axis=0) >= rule.areas_share
    return held
