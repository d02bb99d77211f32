"""The design day of a case: the coldest day of its season, or a temperature given, and what everybody uses on it.

Use follows the demand models on a working day, without correction by reports: a design day is no forecast. Where the
case remembers three whole winters, the day that one winter in so many has stands beside it (`rare_day`).

Clauses: T-022, T-038.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.rare_day import RareDay, rare_day
from nuandong.demand import with_conversion_rows
from nuandong.demand.models import conversion_use, modelled_use
from nuandong.findings import AssuranceError
from nuandong.policy import PolicyBook
from nuandong.units import Celsius
from nuandong.vocabulary import WeatherKind


class NoColdestDay(AssuranceError):
    """A case without any temperature to take a design day from."""

    def __init__(self) -> None:
        super().__init__(
            "案例中没有气温记录，请给出设计气温。The case holds no temperature; give a design temperature."
        )


@dataclass(frozen=True, slots=True)
class DesignDay:
    """The day that the formula is asked for: its gas day (None where a temperature was given) and temperature; beside
    it the rare day, None where a temperature was given or the past is too short."""

    gas_day: date | None
    temperature: Celsius
    note_zh: str
    note_en: str
    rare: RareDay | None = None


def design_demand(
    *, case: Case, temperature: Celsius | None, policy: PolicyBook, as_of: datetime | None = None
) -> tuple[dict[str, float], DesignDay]:
    """Use of each county that counts as demand on the design day, 10^4 m3/day, and which day that is."""
    models = with_conversion_rows(models=case.models, conversions=case.network.conversions)
    regions = case.network.regions
    area_of = dict(zip(regions.region, regions.weather_area, strict=True))
    design, by_area = _design_weather(case, temperature)
    cold = np.asarray([[by_area.get(area_of[county], design.temperature)] for county in models.county])
    use = modelled_use(models=models, effective_temperature=cold, calendar=np.ones_like(cold))[:, 0]
    counted = policy.demand_counts(day=case.settings.gas_day)
    total: dict[str, float] = {}
    for row, county in enumerate(models.county):
        if models.consumer_class[row] in counted:
            total[county] = total.get(county, 0.0) + float(use[row])
    batches = case.network.conversions
    cold = np.asarray([[by_area.get(area_of[county], design.temperature)] for county in batches.county])
    burnt = conversion_use(
        conversions=batches,
        effective_temperature=cold.reshape(len(batches.batch), 1),
        days=(design.gas_day or case.settings.gas_day,),
    )
    for row, county in enumerate(batches.county):
        total[county] = total.get(county, 0.0) + float(burnt[row, 0])
    if temperature is None:
        design = replace(design, rare=rare_day(case=case, policy=policy, as_of=as_of))
    return total, design


def _design_weather(case: Case, temperature: Celsius | None) -> tuple[DesignDay, dict[str, float]]:
    if temperature is not None:
        words = f"全省按 {temperature:.1f} ℃ 计", f"every county at {temperature:.1f} degC"
        return DesignDay(None, temperature, *words), {}
    weather = case.weather
    newest: dict[tuple[date, str], tuple[datetime, float]] = {}
    for row, kind in enumerate(weather.kind):
        place = (weather.gas_day[row], weather.weather_area[row])
        in_season = case.settings.season_first <= place[0] <= case.settings.season_last
        if (
            in_season
            and kind is not WeatherKind.NORMAL
            and (place not in newest or weather.issue_at[row] >= newest[place][0])
        ):
            newest[place] = (weather.issue_at[row], float(weather.mean_temperature[row]))
    if not newest:
        raise NoColdestDay
    by_day: dict[date, dict[str, float]] = {}
    for (day, area), (_, mean) in newest.items():
        by_day.setdefault(day, {})[area] = mean
    coldest = min(by_day, key=lambda day: (float(np.mean(list(by_day[day].values()))), day))
    mean = float(np.mean(list(by_day[coldest].values())))
    words = (
        f"本季最冷的气日 {coldest}，各气象区平均 {mean:.1f} ℃",
        f"the coldest gas day of the season, {coldest}, {mean:.1f} degC as the mean of its weather areas",
    )
    return DesignDay(coldest, mean, *words), by_day[coldest]
