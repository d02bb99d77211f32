"""How much a season may ask for: past winters lived again over the days that no weather forecast reaches.

The season's plan follows one weather; its demand is one line. Here each of some hundred winters that could come is laid
over the days beyond the last forecast, and the same demand models, corrected by the same reports, say what it asks for:

    demand[s,t] = demand[t] + sum over rows of correction * heat_use * (dd(felt[s,t]) - dd(felt[t]))

dd are kelvin below the row's balance temperature, felt[t] is the weather of the plan. Only the weather is drawn: how
firmly the level is known is not in the band. The plan itself stays as it is.

Clauses: T-022 (season demand and gap), T-070 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.assess.axes import Axes
from nuandong.assess.case import Case
from nuandong.demand import DemandForecast, with_conversion_rows
from nuandong.demand.ground import weather_areas
from nuandong.demand.models import DEFAULT_CONVERSION_RULE
from nuandong.demand.temperature import CERTAINTY, effective_temperature
from nuandong.demand.weather_in import TooLittleWeather, resampled_winters, weather_as_known
from nuandong.gasday import gas_day_of, gas_days
from nuandong.policy import PolicyBook
from nuandong.units import M3_PER_UNIT, BoolArray, Celsius, FloatArray, Share
from nuandong.vocabulary import ConsumerClass, WeatherKind

COUNT, SEED = 240, 2023
LEVELS: tuple[Share, ...] = (0.1, 0.5, 0.9)
FORECAST = CERTAINTY.index(WeatherKind.FORECAST)
GENERATED = CERTAINTY.index(WeatherKind.GENERATED)
NORMAL = CERTAINTY.index(WeatherKind.NORMAL)


@dataclass(frozen=True, slots=True, eq=False)
class SeasonBand:
    """Quantiles at `levels` (Q,) over `scenarios` winters; the days from `first` on are drawn from `winters` past ones.

    `demand` (Q, T) of each gas day in 10^4 m3/day, `total` (Q,) of the season in 10^4 m3, `gap` (Q,) its demand beyond
    firm supply before any measure in 10^4 m3, `short_days` (Q,) the gas days with such a gap; `generated` is the share
    of the past temperatures that nobody measured.
    """

    days: tuple[date, ...]
    first: date
    scenarios: int
    winters: int
    generated: Share
    levels: FloatArray
    demand: FloatArray
    total: FloatArray
    gap: FloatArray
    short_days: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """Temperatures (S, a, K) in degC of the last K days of the season, and what they rest on."""

    temperature: FloatArray
    winters: int
    generated: Share


def season_band(
    *,
    case: Case,
    policy: PolicyBook,
    axes: Axes,
    forecast: DemandForecast,
    demand: FloatArray,
    supply: FloatArray,
) -> SeasonBand | None:
    """The band around a season's `demand` (T,) and firm `supply` (T,), both 10^4 m3/day.

    None where every day is forecast or past, or where no past winter covers the days beyond.
    """
    begin = _first_unknown(case, axes, forecast)
    if begin >= axes.count:
        return None
    drawn = _drawn(case, axes, forecast, begin)
    if drawn is None:
        return None
    beyond = _use_apart(case, policy, forecast, drawn.temperature, begin)
    every = np.broadcast_to(demand, (beyond.shape[0], axes.count)).copy()
    every[:, begin:] = np.maximum(every[:, begin:] + beyond, 0.0)
    gap = np.maximum(every - supply, 0.0)
    levels = np.array(LEVELS)
    return SeasonBand(
        days=axes.days, first=axes.days[begin], scenarios=every.shape[0], winters=drawn.winters,
        generated=drawn.generated, levels=levels, demand=np.quantile(every, levels, axis=0),
        total=np.quantile(every.sum(axis=1), levels), gap=np.quantile(gap.sum(axis=1), levels),
        short_days=np.quantile((gap > 0).sum(axis=1), levels),
    )  # fmt: skip


def _first_unknown(case: Case, axes: Axes, forecast: DemandForecast) -> int:
    """The column after the last day whose weather was observed or forecast at the instant, today at the least."""
    known = weather_as_known(weather=case.weather, areas=forecast.areas, days=axes.days, as_of=axes.as_of)
    told: BoolArray = np.all(known.certainty <= FORECAST, axis=0)
    past = (gas_day_of(axes.as_of) - axes.days[0]).days
    return max(past, int(np.flatnonzero(told)[-1]) + 1 if told.any() else 0, 0)


def _drawn(case: Case, axes: Axes, forecast: DemandForecast, begin: int) -> Beyond | None:
    """Winters that could come over the days from column `begin` on; only what was known at the instant enters."""
    first, today = min(case.weather.gas_day), gas_day_of(axes.as_of)
    if first >= today:
        return None
    days = gas_days(first=first, count=(today - first).days)
    known = weather_as_known(weather=case.weather, areas=forecast.areas, days=days, as_of=axes.as_of)
    usable: BoolArray = known.certainty < NORMAL
    eve = forecast.mean_temperature[:, begin - 1] if begin else None
    try:
        made = resampled_winters(
            days=days, temperature=np.where(usable, known.mean, np.nan), ahead=axes.days[begin:], count=COUNT,
            seed=SEED, eve=eve,
        )  # fmt: skip
    except TooLittleWeather:
        return None
    generated = float((known.certainty == GENERATED).sum() / max(1, int(usable.sum())))
    return Beyond(made.temperature, made.winters, generated)


def _use_apart(
    case: Case, policy: PolicyBook, forecast: DemandForecast, temperature: FloatArray, begin: int
) -> FloatArray:
    """What the province uses more (S, K) in drawn weather (S, a, K) than in the plan's own, 10^4 m3/day."""
    weights = case.settings.effective_weights
    lag = len(weights) - 1
    before = forecast.mean_temperature[:, max(0, begin - lag) : begin]
    if before.shape[1] < lag:
        before = np.concatenate(
            [np.repeat(temperature[0, :, :1], lag - before.shape[1], axis=1), before], axis=1
        )
    stretched = np.broadcast_to(before, (temperature.shape[0], *before.shape))
    felt = effective_temperature(
        mean_temperature=np.concatenate([stretched, temperature], axis=2), weights=weights
    )
    own = forecast.effective_temperature[:, begin:]
    apart = np.zeros((temperature.shape[0], temperature.shape[2]))
    for (area, balance), slope in _slopes(case, policy, forecast, begin).items():
        drawn = np.maximum(0.0, balance - felt[:, area])
        apart += slope * (drawn - np.maximum(0.0, balance - own[area]))
    return apart


def _slopes(
    case: Case, policy: PolicyBook, forecast: DemandForecast, begin: int
) -> dict[tuple[int, Celsius], FloatArray]:
    """Use per kelvin by day (K,) of all rows of an area with one balance temperature, corrected as the forecast is."""
    rows = with_conversion_rows(models=case.models, conversions=case.network.conversions)
    area_of = weather_areas(models=rows, regions=case.network.regions)[1]
    counted = policy.demand_counts(day=forecast.days[0])
    days = forecast.days[begin:]
    found: dict[tuple[int, Celsius], FloatArray] = {}
    for row in range(len(rows.county)):
        if rows.consumer_class[row] in counted and rows.heat_use[row] > 0:
            place = int(area_of[row]), float(rows.balance_temperature[row])
            found[place] = (
                found.get(place, np.zeros(len(days))) + forecast.correction[row] * rows.heat_use[row]
            )
    row_of = {
        county: row for row, county in enumerate(rows.county) if rows.consumer_class[row] is ConsumerClass.C2G
    }
    for county, slope in _batches(case, days):
        row = row_of[county]
        place = int(area_of[row]), DEFAULT_CONVERSION_RULE.balance_temperature
        found[place] = found.get(place, np.zeros(len(days))) + float(forecast.correction[row]) * slope
    return found


def _batches(case: Case, days: tuple[date, ...]) -> Iterator[tuple[str, FloatArray]]:
    """County and use per kelvin by day (K,) of certified coal-to-gas batches, from the day their gas comes on."""
    batches, rule = case.network.conversions, DEFAULT_CONVERSION_RULE
    span = rule.balance_temperature - rule.peak_temperature
    for row, begun in enumerate(batches.gas_on_day):
        if batches.certified[row] and begun is not None:
            on = np.array([begun <= day for day in days], dtype=np.float64)
            yield batches.county[row], on * float(batches.peak_use_m3[row]) / M3_PER_UNIT / span
