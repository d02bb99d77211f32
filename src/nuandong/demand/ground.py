"""What a forecast stands on: temperatures and modelled use on one unbroken grid of gas days.

The grid reaches back before the first day asked, because houses remember, cold waves last, and the level is
judged on days that are over. Clause: T-022.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from nuandong.demand.calendar import calendar_factors, rest_flags
from nuandong.demand.coldwave import DEFAULT_COLD_WAVE_RULE, ColdWaveRule
from nuandong.demand.level import DEFAULT_LEVEL_RULE, LevelRule
from nuandong.demand.models import DEFAULT_CONVERSION_RULE, ConversionRule, conversion_use, modelled_use
from nuandong.demand.spread import DEFAULT_ERROR_SPREAD, ErrorSpread
from nuandong.demand.tables import DemandModels
from nuandong.demand.temperature import ChosenWeather, effective_temperature
from nuandong.findings import FaultyCase, Finding, Findings, Place
from nuandong.gasday import gas_day_of, gas_days
from nuandong.network.tables import Conversions, Regions
from nuandong.units import FloatArray, IntArray
from nuandong.vocabulary import ConsumerClass


@dataclass(frozen=True, slots=True)
class ForecastRules:
    """The judged numbers of a forecast, each with its own reasons where it is defined."""

    level: LevelRule = DEFAULT_LEVEL_RULE
    spread: ErrorSpread = DEFAULT_ERROR_SPREAD
    cold_wave: ColdWaveRule = DEFAULT_COLD_WAVE_RULE
    conversion: ConversionRule = DEFAULT_CONVERSION_RULE


DEFAULT_RULES = ForecastRules()


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Temperatures (areas, D) and modelled use (n, D) on the grid's D days; `area_of` (n,) indexes areas."""

    models: DemandModels
    area_of: IntArray
    weather: ChosenWeather
    effective: FloatArray
    modelled: FloatArray

    def columns(self, days: tuple[date, ...]) -> IntArray:
        """Where the days stand in the grid, (T,)."""
        first = self.weather.days[0]
        return np.array([(day - first).days for day in days], dtype=np.int64)


def grid_days(
    *, days: tuple[date, ...], as_of: datetime, remembered: int, rules: ForecastRules
) -> tuple[date, ...]:
    """Every gas day from the earliest one that matters to the last one asked.

    `remembered` is the number of earlier days in the effective temperature.
    """
    today = gas_day_of(as_of)
    first_for_wave = days[0] - timedelta(days=rules.cold_wave.look_back_days)
    first_for_level = today - timedelta(days=rules.level.within_days)
    first = min(first_for_wave, first_for_level) - timedelta(days=remembered)
    return gas_days(first=first, count=(max(days[-1], today) - first).days + 1)


def weather_areas(*, models: DemandModels, regions: Regions) -> tuple[tuple[str, ...], IntArray]:
    """The weather areas in use, sorted, and which one each row belongs to, (n,).

    A county takes its own area, else that of the nearest region above it that has one. FaultyCase lists the
    counties without any.
    """
    row_at = {region: row for row, region in enumerate(regions.region)}
    area_by_county = {county: _area_above(county, regions, row_at) for county in sorted(set(models.county))}
    lost = [county for county, area in area_by_county.items() if not area]
    if lost:
        raise FaultyCase(Findings(tuple(_without_area(county) for county in lost)))
    areas = tuple(sorted(set(area_by_county.values())))
    index = {area: position for position, area in enumerate(areas)}
    return areas, np.array([index[area_by_county[county]] for county in models.county], dtype=np.int64)


def _area_above(county: str, regions: Regions, row_at: dict[str, int]) -> str:
    """Weather area of a region or of the nearest one above it; empty if there is none."""
    region, seen = county, set[str]()
    while region in row_at and region not in seen:
        seen.add(region)
        if regions.weather_area[row_at[region]]:
            return regions.weather_area[row_at[region]]
        region = regions.parent[row_at[region]]
    return ""


def _without_area(county: str) -> Finding:
    return Finding(
        code="demand.county.without_weather_area",
        place=Place(file="demand_models", column="county"),
        value=county,
        wanted_zh="需为 regions 表中有气象区（weather_area）的县；请在 regions 中补充该县或其气象区",
        wanted_en="must be a county of the regions table with a weather_area; please add the county or its area",
    )


def lay_ground(
    *,
    models: DemandModels,
    area_of: IntArray,
    weather: ChosenWeather,
    effective_weights: tuple[float, ...],
    calendar: FloatArray,
) -> Ground:
    """Temperatures and modelled use of every row on every day of the weather's grid; `calendar` (n, D)."""
    remembered = len(effective_weights) - 1
    # Nothing is known before the grid: its first day stands for the days before it, and no asked day is there.
    before = np.repeat(weather.mean[:, :1], remembered, axis=1)
    lagged = np.concatenate([before, weather.mean], axis=1)
    effective = effective_temperature(mean_temperature=lagged, weights=effective_weights)
    modelled = modelled_use(models=models, effective_temperature=effective[area_of], calendar=calendar)
    return Ground(models, area_of, weather, effective, modelled)


def calendar_of(
    *, models: DemandModels, days: tuple[date, ...], rest_days: frozenset[date] | None
) -> FloatArray:
    """Calendar factor of each row on each day, (n, D)."""
    rest = rest_flags(days=days, rest_days=rest_days)
    return calendar_factors(rest=rest, rest_day_factor=models.rest_day_factor)


def with_conversions(*, ground: Ground, conversions: Conversions, rule: ConversionRule) -> Ground:
    """The same ground, with each batch's use added to the coal-to-gas row of its county."""
    row_at = {
        county: row
        for row, (county, consumer_class) in enumerate(
            zip(ground.models.county, ground.models.consumer_class, strict=True)
        )
        if consumer_class is ConsumerClass.C2G
    }
    batch_rows = np.array([row_at[county] for county in conversions.county], dtype=np.int64)
    added = conversion_use(
        conversions=conversions,
        effective_temperature=ground.effective[ground.area_of[batch_rows]],
        days=ground.weather.days,
        rule=rule,
    )
    modelled = ground.modelled.copy()
    np.add.at(modelled, batch_rows, added)
    return Ground(ground.models, ground.area_of, ground.weather, ground.effective, modelled)
