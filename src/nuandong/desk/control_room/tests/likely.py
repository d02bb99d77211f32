"""Scenarios and scores for tests of pages: few areas, round figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from nuandong.assess.likely import AreaDemand, Likelihood, RowDemand
from nuandong.assess.picture import DayPicture
from nuandong.assess.quality import FORECASTERS, LEADS, NOMINAL, RULES, ForecastQuality
from nuandong.assess.quality_of_area import AreaQuality, ColdSpell
from nuandong.desk.control_room.tests.pictures import AS_OF, DAYS, orange_day
from nuandong.units import FloatArray

LEVELS = np.array(RULES.levels)
FIRST = date(2022, 11, 1)
EVES = 60


def likely_day() -> DayPicture:
    """The orange day with 200 scenarios: a gap in 97 %, red at 90 % of demand; one county by temperature only."""
    whole = orange_day()
    chance = np.where(np.arange(DAYS) == 0, 0.97, np.where(whole.province.gap_before > 0, 0.6, 0.004))
    never, at_least = np.zeros(DAYS), np.stack([chance, chance * 0.9, chance * 0.8, chance * 0.2])
    none = ("none",) * (DAYS - 1)
    likely = Likelihood(
        scenarios=200, gap_probability=chance, levels=("blue", "yellow", "orange", "red"), at_least=at_least,
        quantiles=(0.5, 0.9), demand_at=np.stack([whole.province.demand, whole.province.demand_high]),
        level_at=(("orange", *none), ("red", *none)), proposed_on=0.5,
    )  # fmt: skip
    counties = whole.counties
    flat = counties.demand
    areas = AreaDemand(
        area=("140000", "140100", "north", *counties.county), kind=("province", "city", "zone", *("county",) * 4),
        name_zh=("山西省", "太原市", "北部供气区", *counties.name_zh),
        name_en=("Shanxi", "Taiyuan", "North", *counties.name_en),
        demand_low=np.vstack([never, never, never, flat * 0.9]), demand_middle=np.vstack([never, never, never, flat]),
        demand_high=np.vstack([never, never, never, flat * 1.1]),
    )  # fmt: skip
    rows = RowDemand(
        county=counties.county, consumer_class=("RES_HEAT",) * 4,
        method=("full", "full", "full", "temperature_only"), demand=flat[:, 0], demand_low=flat[:, 0] * 0.9,
        demand_high=flat[:, 0] * 1.1,
    )  # fmt: skip
    return replace(whole, likelihood=likely, areas=areas, forecast=rows)


def scores() -> ForecastQuality:
    """The backtest of the province, a city of each of two readers, and two counties; BDEW did not run."""
    areas = (
        _area("140000", "province", "山西省", "Shanxi", 0.02), _area("140100", "city", "太原市", "Taiyuan", 0.05),
        _area("140500", "city", "晋城市", "Jincheng", 0.06), _area("140121", "county", "清徐县", "Qingxu", 0.07),
        _area("140581", "county", "高平市", "Gaoping", 0.08),
    )  # fmt: skip
    bands = np.array([[[0.81, 0.79, 0.83], [0.9, 0.88, 0.92]]] * len(LEADS))
    return ForecastQuality(
        as_of=AS_OF, first=FIRST, last=FIRST + timedelta(days=EVES - 1), eves=EVES, county_step=4, leads=LEADS,
        levels=LEVELS, nominal=np.array(NOMINAL), forecasters=FORECASTERS, lacking=("bdew",), counties=2, pooled=bands,
        pooled_days=np.array([3000, 2900]), pooled_below=np.tile(LEVELS, (len(LEADS), 1)), areas=areas,
    )  # fmt: skip


def _area(code: str, kind: str, name_zh: str, name_en: str, error: float) -> AreaQuality:
    days = tuple(FIRST + timedelta(days=step) for step in range(EVES))
    errors = np.full((len(FORECASTERS), len(LEADS), 3), error)
    errors[1:] *= 1.25
    errors[FORECASTERS.index("bdew")] = np.nan
    miss = np.where(np.arange(EVES) < 40, error, -error) * np.where(np.arange(EVES) % 2, 1, -1)
    return AreaQuality(
        area=code, kind=kind, name_zh=name_zh, name_en=name_en, mean_use=100.0, error=errors, each_day=errors,
        bias=errors / 10, peak=errors[:, :, 0], pinball=np.full((len(LEADS), 3), 0.01),
        count=np.full((len(LEADS), 3), EVES), below=np.tile(LEVELS, (len(LEADS), 1)),
        coverage=np.array([[[0.7, 0.65, 0.75], [0.9, 0.86, 0.94]]] * len(LEADS)), edges=np.array([-10.0, -5.0, 0.0]),
        size=np.array([error * 2, error]), lean=np.array([error, -error]), class_days=np.array([20.0, 40.0]), days=days,
        miss=miss, drift=miss / 4, alarm_days=(days[50],), alarm_sides=np.array([-1]), judged_from=days[20],
        method=np.array([0.75, 0.25, 0.0, 0.0]), spell=_spell(days),
    )  # fmt: skip


def _spell(days: tuple[date, ...]) -> ColdSpell:
    mean: FloatArray = np.linspace(100.0, 113.0, 14)
    actual = mean.copy()
    actual[0] = 200.0  # far outside of every band
    return ColdSpell(
        days[:14], mean, mean[:, None] * (0.9 + 0.2 * LEVELS)[None, :], actual, np.linspace(-20.0, -7.0, 14)
    )
