"""The cold day that one winter in so many has, and what the whole case would ask for on it, with a 90 % interval.

Beside the season's coldest day, which is what this one winter brought. It is read from the past winters of the case's
weather (three whole ones at least); use follows the demand models on a working day, without correction by reports. How
rare the day is (`extreme.return_period`) and how much people turn up beyond it (`overreaction.share`) are policy.

Clauses: T-038 (peaks under extreme cold), T-022.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from nuandong.assess.case import Case
from nuandong.demand import with_conversion_rows
from nuandong.demand.extremes import (
    NO_OVERREACTION,
    Asked,
    Overreaction,
    TooFewWinters,
    Winters,
    coincidence,
    design_day,
    design_demand,
    design_effective_temperature,
    winters_of,
)
from nuandong.demand.ground import weather_areas
from nuandong.demand.models import DEFAULT_CONVERSION_RULE
from nuandong.demand.temperature import CERTAINTY, effective_temperature
from nuandong.demand.weather_in import weather_as_known
from nuandong.gasday import CHINA, gas_days
from nuandong.policy import PolicyBook
from nuandong.risk import NMinusOneCapacity, n_minus_one
from nuandong.units import M3_PER_UNIT, BoolArray, Celsius, FloatArray, Flow, IntArray, Share
from nuandong.vocabulary import Evidence, WeatherKind

GENERATED, NORMAL = CERTAINTY.index(WeatherKind.GENERATED), CERTAINTY.index(WeatherKind.NORMAL)


@dataclass(frozen=True, slots=True)
class RareDay:
    """The day that one winter in `return_period` goes beyond, read from `winters`; every figure with its 90 % interval.

    `temperature` is the mean over weather areas by what they heat, degC; `demand` that of all classes that count, in
    10^4 m3/day, and `overreacting` the same with `overreaction` of the heating use on top, 0 where that is off.
    `coincidence` is the province's peak over the sum of its weather areas' own; `generated` the share of the past
    temperatures that nobody measured.
    """

    return_period: float
    winters: int
    generated: Share
    evidence: Evidence
    temperature: Celsius
    temperature_low: Celsius
    temperature_high: Celsius
    demand: Flow
    demand_low: Flow
    demand_high: Flow
    coincidence: Share
    coincidence_low: Share
    coincidence_high: Share
    overreaction: Share = 0.0
    overreacting: Flow = 0.0

    @property
    def note_zh(self) -> str:
        """What a reader must know, in one sentence."""
        made = f"，其中 {self.generated:.0%} 的气温为生成值" if self.generated else ""
        more = (
            f"；计入 {self.overreaction:.0%} 超常用热后 {self.overreacting:,.0f}" if self.overreaction else ""
        )
        return (
            f"{self.return_period:g} 年一遇：{self.temperature:.1f} ℃（90% 区间 {self.temperature_low:.1f} 至 "
            f"{self.temperature_high:.1f}），需求 {self.demand:,.0f} 万m³/d（{self.demand_low:,.0f}—"
            f"{self.demand_high:,.0f}）{more}；由 {self.winters} 个过往冬季推得{made}{self._short_zh}"
        )

    @property
    def note_en(self) -> str:
        """English form of the note."""
        made = f", {self.generated:.0%} of their temperatures generated" if self.generated else ""
        more = (
            f", {self.overreacting:,.0f} with {self.overreaction:.0%} over-reaction"
            if self.overreaction
            else ""
        )
        return (
            f"One winter in {self.return_period:g}: {self.temperature:.1f} degC (90 % interval "
            f"{self.temperature_low:.1f} to {self.temperature_high:.1f}), demand {self.demand:,.0f} ×10⁴ m³/d "
            f"({self.demand_low:,.0f}–{self.demand_high:,.0f}){more}; read from {self.winters} past winters"
            f"{made}{self._short_en}"
        )

    @property
    def _short_zh(self) -> str:
        return "；记录短于重现期，仅供参考（推定）" if self.winters < self.return_period else ""

    @property
    def _short_en(self) -> str:
        return (
            "; the record is shorter than that, so it is judged" if self.winters < self.return_period else ""
        )

    def formula(self, capacity: NMinusOneCapacity) -> tuple[Share, Share, Share]:
        """The N-1 formula of the EU on this day's demand, and at the dear and the mild end of its interval."""
        demands = (self.demand, self.demand_high, self.demand_low)
        value, low, high = (n_minus_one(capacity=capacity, demand=demand).share for demand in demands)
        return value, low, high


@dataclass(frozen=True, slots=True, eq=False)
class ModelResponse:
    """What the weather areas use at daily means, by the demand models on a working day: straight beyond any cold.

    `rows` are areas, balance temperatures (degC) and heating use (10^4 m3/day/K); `steady` (a,) in 10^4 m3/day.
    """

    weights: tuple[float, ...]
    steady: FloatArray
    rows: tuple[tuple[int, Celsius, float], ...]
    overreaction: Overreaction = NO_OVERREACTION
    design: FloatArray | None = None  # (a,) felt temperature near which people turn up more

    def __call__(self, mean: FloatArray) -> FloatArray:
        """Use (a, …, D') from daily means (a, …, D) in degC, the first days only remembered."""
        felt = effective_temperature(mean_temperature=mean, weights=self.weights)
        heating = np.zeros(felt.shape)
        for area, balance, heat in self.rows:
            heating[area] += heat * np.maximum(0.0, balance - felt[area])
        use = heating + self.steady.reshape(-1, *(1,) * (felt.ndim - 1))
        if self.design is None:
            return use
        for area, design in enumerate(self.design):
            use[area] += self.overreaction.added(
                heating_use=heating[area], effective_temperature=felt[area], design=float(design)
            )
        return use

    @property
    def heat(self) -> FloatArray:
        """Heating use per kelvin by area, (a,)."""
        total = np.zeros(self.steady.shape)
        for area, _, heat in self.rows:
            total[area] += heat
        return total


def rare_day(*, case: Case, policy: PolicyBook, as_of: datetime | None = None) -> RareDay | None:
    """The rare day as known at `as_of`; None where the weather has fewer than three whole past winters."""
    found = _past_winters(case, (as_of or case.settings.decided_at).astimezone(CHINA))
    if found is None:
        return None
    winters, generated, area_of = found
    response = _response(case, policy, area_of, len(winters.stations))
    day = case.settings.gas_day
    asked = Asked(return_period=policy.return_period(day=day))
    weight = np.where(response.heat.sum() > 0, response.heat, 1.0)
    mean = np.average(winters.temperature, axis=0, weights=weight)
    one = Winters((case.settings.province,), winters.year, mean[None])
    cold = design_day(winters=one, asked=asked)

    def together(using: ModelResponse) -> FloatArray:
        total: FloatArray = using(winters.temperature).sum(axis=0, keepdims=True)
        return total

    demand = design_demand(winters=one, response=lambda _: together(response), asked=asked)
    coming = coincidence(demand=response(winters.temperature), return_period=asked.return_period)
    share = policy.overreaction(day=day)
    more = _overreacting(response, winters, share, asked) if share else None
    return RareDay(
        return_period=asked.return_period, winters=len(winters.year), generated=generated,
        evidence=Evidence.GENERATED if generated else demand.evidence,
        temperature=cold.value, temperature_low=cold.low, temperature_high=cold.high,
        demand=demand.value, demand_low=demand.low, demand_high=demand.high,
        coincidence=coming.value, coincidence_low=coming.low, coincidence_high=coming.high, overreaction=share,
        overreacting=design_demand(winters=one, response=lambda _: together(more), asked=asked).value if more else 0.0,
    )  # fmt: skip


def _past_winters(case: Case, as_of: datetime) -> tuple[Winters, Share, IntArray] | None:
    """Whole winters before the case's season, how much of them was generated, and the weather area of each row."""
    rows = with_conversion_rows(models=case.models, conversions=case.network.conversions)
    areas, area_of = weather_areas(models=rows, regions=case.network.regions)
    first, last = min(case.weather.gas_day), case.settings.season_first - timedelta(days=1)
    if first >= last:
        return None
    days = gas_days(first=first, count=(last - first).days + 1)
    known = weather_as_known(weather=case.weather, areas=areas, days=days, as_of=as_of)
    usable: BoolArray = known.certainty < NORMAL
    try:
        winters = winters_of(days=days, temperature=np.where(usable, known.mean, np.nan), stations=areas)
    except TooFewWinters:
        return None
    return winters, float((known.certainty == GENERATED).sum() / max(1, int(usable.sum()))), area_of


def _response(case: Case, policy: PolicyBook, area_of: IntArray, areas: int) -> ModelResponse:
    """The models and certified coal-to-gas batches of every area as one response."""
    rows = with_conversion_rows(models=case.models, conversions=case.network.conversions)
    steady = np.zeros(areas)
    heat: dict[tuple[int, Celsius], float] = {}
    counted = policy.demand_counts(day=case.settings.gas_day)
    for row, area in enumerate(area_of.tolist()):
        if rows.consumer_class[row] in counted:
            steady[area] += rows.steady_use[row]
            place = area, float(rows.balance_temperature[row])
            heat[place] = heat.get(place, 0.0) + float(rows.heat_use[row])
    for county, slope in _batches(case):
        place = int(area_of[rows.county.index(county)]), DEFAULT_CONVERSION_RULE.balance_temperature
        heat[place] = heat.get(place, 0.0) + slope
    lines = tuple((area, balance, slope) for (area, balance), slope in sorted(heat.items()) if slope)
    return ModelResponse(case.settings.effective_weights, steady, lines)


def _batches(case: Case) -> Iterator[tuple[str, float]]:
    """Counties and heating use per kelvin, 10^4 m3/day/K, of batches that burn on the gas day."""
    batches, rule = case.network.conversions, DEFAULT_CONVERSION_RULE
    span = rule.balance_temperature - rule.peak_temperature
    for row, county in enumerate(batches.county):
        begun = batches.gas_on_day[row]
        if batches.certified[row] and begun is not None and begun <= case.settings.gas_day:
            yield county, float(batches.peak_use_m3[row]) / M3_PER_UNIT / span


def _overreacting(response: ModelResponse, winters: Winters, share: Share, asked: Asked) -> ModelResponse:
    """The response with people who turn up more near their area's own rare felt cold."""
    felt = [
        design_effective_temperature(
            winters=winters.of_station(row), weights=response.weights, asked=asked
        ).value
        for row in range(len(winters.stations))
    ]
    return ModelResponse(
        response.weights, response.steady, response.rows, Overreaction(share=share), np.array(felt)
    )
