"""Forecast weather on each eve, and how far the weather's own error widens a forecast of use.

Clauses: T-022, T-070. The usual error of a weather forecast by lead is judged until errors are at hand: a daily
mean is off by about 1.2 K a day ahead and 3.5 K a week ahead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.learning.features import Features, carried
from nuandong.demand.series import UseHistory
from nuandong.units import FloatArray

USUAL_ERROR = ((1, 1.2), (3, 1.9), (7, 3.5), (14, 4.5))  # lead in days, standard deviation in kelvin; judged
WORTH = 20.0  # how many seen errors the judged ones count as
STEEPEST = 0.15  # of a logarithm a kelvin
OWN_EVES = 250  # eves with forecasts of their own after which errors in observed weather are not blurred
WINDOW = 60  # days from which the steepness of use is read


def usual_weather_error(reach: int) -> FloatArray:
    """The judged standard deviation of a forecast temperature at leads 1 … reach, (H,) in kelvin."""
    leads, size = zip(*USUAL_ERROR, strict=True)
    return np.asarray(np.interp(np.arange(1, reach + 1), leads, size))


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Weather blocks by origin under the forecast of that eve; `error` (O, a, H) forecast less observed."""

    origins: tuple[int, ...]
    blocks: dict[int, dict[str, FloatArray]]
    error: FloatArray | None

    def blur(self, *, history: UseHistory, features: Features, mean: FloatArray, origin: int) -> FloatArray:
        """Spread (n, H) that forecast weather adds to errors made in observed weather; none without forecasts."""
        if self.error is None:
            return np.zeros_like(mean)
        reach = mean.shape[1]
        usual = usual_weather_error(reach)
        squares, count = WORTH * usual**2, np.full(reach, WORTH)
        earlier = np.array([eve for eve in self.origins if eve < origin], dtype=np.int64)
        for lead in range(reach):
            over = earlier[earlier + lead < origin]
            seen = self.error[np.searchsorted(self.origins, over), :, lead]
            squares[lead] += np.nansum(seen**2)
            count[lead] += (~np.isnan(seen)).sum()
        # Errors of eves that had a forecast hold the weather's part already: only the others are blurred.
        missing = 1.0 - np.minimum(1.0, earlier.size / OWN_EVES)
        blur = weather_blur(
            history=history,
            features=features,
            mean=mean,
            origin=origin,
            weather_error=np.sqrt(squares / count),
        )
        return np.asarray(missing * blur)


def outlook_of(
    *,
    history: UseHistory,
    features: Features,
    origins: tuple[int, ...],
    weather_ahead: FloatArray | None,
) -> Outlook:
    """The outlook of some eves from temperatures (a, O, H) forecast on each; empty without them."""
    if weather_ahead is None:
        return Outlook(origins, {}, None)
    order = np.argsort(origins)
    blocks, errors = {}, []
    days = len(history.days)
    for column in order:
        origin = origins[column]
        within = min(weather_ahead.shape[2], days - origin)
        ahead = weather_ahead[:, column, :within]
        told = carried(np.concatenate([features.temperature[:, origin - 1 : origin], ahead], axis=1))[:, 1:]
        wind = np.full_like(told, np.nan)
        blocks[origin] = features.ahead(first=origin, temperature=told, wind=wind)
        error = np.full(weather_ahead[:, column].shape, np.nan)
        error[:, :within] = ahead - history.temperature[:, origin : origin + within]
        errors.append(error)
    return Outlook(tuple(origins[column] for column in order), blocks, np.stack(errors))


def weather_blur(
    *,
    history: UseHistory,
    features: Features,
    mean: FloatArray,
    origin: int,
    weather_error: FloatArray | None,
) -> FloatArray:
    """Spread (n, H) of the logarithm of use from an error of the temperature of `weather_error` (H,) kelvin.

    The steepness is that of each unit's own last weeks and of the same days of temperature: a straight line of
    use over the felt temperature, over the mean told.
    """
    if weather_error is None:
        return np.zeros_like(mean)
    begin = max(0, origin - WINDOW)
    use = history.use[:, begin:origin]
    felt = features.felt[0][:, begin:origin][history.area_of]
    known = ~np.isnan(use)
    count = np.maximum(known.sum(axis=1), 1)
    centred = np.where(known, felt - (np.where(known, felt, 0).sum(axis=1) / count)[:, None], 0.0)
    level = np.where(known, use, 0.0).sum(axis=1) / count
    slope = (centred * np.where(known, use - level[:, None], 0.0)).sum(axis=1) / np.maximum(
        (centred**2).sum(axis=1), 1.0
    )
    steepness = np.clip(np.abs(slope)[:, None] / np.maximum(mean, 1e-9), 0.0, STEEPEST)
    errors = weather_error[: mean.shape[1]]
    # A felt temperature is part today's and part the past's, but the days before were forecast wrong as well.
    return np.asarray(np.nan_to_num(steepness) * errors[None, :])
