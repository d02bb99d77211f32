"""The forecast of use from a history: mean, quantiles, and the way each number was come by.

Clauses: T-022 (estimate of demand), T-038 (extremes), T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.learning.fallback import Resort, last_resorts
from nuandong.demand.learning.features import Features, features_of
from nuandong.demand.learning.outlook import outlook_of, weather_blur
from nuandong.demand.learning.rules import DEFAULT_LEARNING_RULES, LearningRules, Method
from nuandong.demand.learning.told import together, told_by
from nuandong.demand.learning.width import PastErrors, past_errors, quantiles_of
from nuandong.demand.series import UseHistory
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray, Share


class BeyondHistory(AssuranceError):
    """Days asked for that the history's grid of days does not hold."""

    def __init__(self, origin: int, reach: int, days: int) -> None:
        self.origin, self.reach, self.days = origin, reach, days
        super().__init__(
            f"A forecast from row {origin} over {reach} days needs a history of at least {origin + reach} days "
            f"(its last days without use, with the weather forecast for them); this one has {days}. "
            f"Lay the history on a longer row of days."
        )


@dataclass(frozen=True, slots=True, eq=False)
class UseForecast:
    """Use of n units over H days from one eve: `mean` (n, H), `quantiles` (n, H, Q) at `levels`, in the unit of use.

    `method` (n,) is how each unit was forecast. NaN where a unit never reported. `past` are the errors that the
    quantiles and joint draws rest on.
    """

    units: tuple[str, ...]
    days: tuple[date, ...]
    levels: tuple[Share, ...]
    mean: FloatArray
    quantiles: FloatArray
    method: tuple[Method, ...]
    past: PastErrors
    origin: int


@dataclass(frozen=True, slots=True, eq=False)
class RollingForecasts:
    """Forecasts from O eves: `mean` (n, O, H), `quantiles` (n, O, H, Q), `method` (n, O).

    An origin o knows the use of days[:o]; its lead 1 is days[o].
    """

    units: tuple[str, ...]
    origins: tuple[int, ...]
    levels: tuple[Share, ...]
    mean: FloatArray
    quantiles: FloatArray
    method: tuple[tuple[Method, ...], ...]


def forecast_use(
    *,
    history: UseHistory,
    known: int,
    reach: int = 14,
    weather_error: FloatArray | None = None,
    rules: LearningRules = DEFAULT_LEARNING_RULES,
) -> UseForecast:
    """Forecast `reach` days from the eve on which the use of the first `known` days is known.

    Weather of days[known:] is what was forecast for them; `weather_error` (H,) is its usual error by lead in
    kelvin (none: it is taken as certain). Raises BeyondHistory for days outside the history.
    """
    _within(history, known, reach)
    use = history.free_use(known=known)
    features = features_of(history)
    spoken = _spoken(history, features, use, known, reach, {}, rules)
    resort = last_resorts(history=history, told=spoken, use=use, origin=known, rules=rules)
    past = past_errors(told=spoken, use=use, origin=known, rules=rules)
    blur = weather_blur(
        history=history, features=features, mean=resort.mean, origin=known, weather_error=weather_error
    )
    return UseForecast(
        units=history.units,
        days=history.days[known : known + reach],
        levels=rules.levels,
        mean=resort.mean,
        quantiles=_quantiles(resort, past, known, blur, rules),
        method=resort.method,
        past=past,
        origin=known,
    )


def rolling_forecasts(
    *,
    history: UseHistory,
    origins: tuple[int, ...],
    reach: int = 14,
    weather_ahead: FloatArray | None = None,
    rules: LearningRules = DEFAULT_LEARNING_RULES,
) -> RollingForecasts:
    """Forecasts from many eves in one pass, each knowing what was known then and nothing more.

    `weather_ahead` (a, O, H) are the temperatures forecast on each eve, in degC; without it the weather that
    came is taken as if it had been forecast. Raises BeyondHistory for an origin outside the history.
    """
    for origin in origins:
        _within(history, origin, 1)
    known = max(origins)
    use = history.free_use(known=known)
    features = features_of(history)
    outlook = outlook_of(history=history, features=features, origins=origins, weather_ahead=weather_ahead)
    spoken = _spoken(history, features, use, known, reach, outlook.blocks, rules, origins)
    units, shape = len(history.units), (len(history.units), len(origins), reach)
    mean, quantiles = np.full(shape, np.nan), np.full((*shape, len(rules.levels)), np.nan)
    methods: list[tuple[Method, ...]] = []
    for column, origin in enumerate(origins):
        resort = last_resorts(history=history, told=spoken, use=use, origin=origin, rules=rules)
        past = past_errors(told=spoken, use=use, origin=origin, rules=rules)
        blur = outlook.blur(history=history, features=features, mean=resort.mean, origin=origin)
        mean[:, column] = resort.mean
        quantiles[:, column] = _quantiles(resort, past, origin, blur, rules)
        methods.append(resort.method)
    by_unit = tuple(tuple(row[unit] for row in methods) for unit in range(units))
    return RollingForecasts(history.units, origins, rules.levels, mean, quantiles, by_unit)


def _within(history: UseHistory, origin: int, reach: int) -> None:
    if origin < 1 or origin + reach > len(history.days):
        raise BeyondHistory(origin, reach, len(history.days))


def _spoken(  # noqa: PLR0913 - one pass needs all of it; a bundle would only hide it
    history: UseHistory,
    features: Features,
    use: FloatArray,
    known: int,
    reach: int,
    blocks: dict[int, dict[str, FloatArray]],
    rules: LearningRules,
    asked: tuple[int, ...] = (),
) -> FloatArray:
    """What the experts tell together on every eve, (n, known + 1, H)."""
    # A column of nonsense (1e290) ends as unknown and falls back; it must not fill the terminal on its way.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        told = [
            told_by(
                expert=expert,
                features=features,
                area_of=history.area_of,
                use=use,
                known=known,
                reach=reach,
                outlook=blocks,
                rules=rules,
                asked=asked,
            )
            for expert in rules.experts
        ]
        return together(told=told, use=use, rules=rules)


def _quantiles(
    resort: Resort, past: PastErrors, origin: int, blur: FloatArray, rules: LearningRules
) -> FloatArray:
    """Quantiles (n, H, Q): from errors of the model, from the resort's own width where the model did not speak."""
    found = quantiles_of(mean=resort.mean, past=past, origin=origin, blur=blur, rules=rules)
    plain = resort.plain_quantiles(rules.levels)
    return np.asarray(np.where(resort.is_resort[:, None, None], plain, found))
