"""Demand: how far a forecast misses a real winter, and what a season's forecast and a day's cut plan cost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from benchmarks.demand_speed import add_speed
from benchmarks.figures import Figure, FigureTable, cpu_seconds
from benchmarks.history import SETTING, WINTER, History, day_ahead, fitted, read_history
from nuandong.curtailment.shares import share_out
from nuandong.demand import DemandModels, UseReports, Weather, coverage, forecast_demand, mape, pinball
from nuandong.demand.spread import Z_90
from nuandong.gasday import CHINA, begin_of, gas_days
from nuandong.network.tables import Conversions, Regions
from nuandong.vocabulary import ConsumerClass, Evidence, RegionKind, WeatherKind

COUNTIES, AREAS, SEASON = 117, 11, gas_days(first=date(2023, 11, 1), count=152)
WEIGHTS = (0.5, 0.3, 0.2)


def run(arguments: list[str]) -> FigureTable:
    """Score a real winter where it is at hand and time a season; `--quick` scores every fifth day only."""
    table = FigureTable("demand")
    _score(table, every=5 if "--quick" in arguments else 1)
    _time(table)
    add_speed(table)
    return table


def _score(table: FigureTable, *, every: int) -> None:
    history = read_history()
    if history is None:
        note = f"left out: {SETTING} names no folder"
        table.add(Figure("error of a real winter, one day ahead", float("nan"), "%", note=note))
        return
    scores = Scores(history, every=every)
    ahead, persisted = scores.error(0), scores.persistence(0)
    table.add(Figure("error one day ahead (mean absolute)", 100 * ahead, "%", goal=6.0))
    table.add(
        Figure("  tomorrow as the last reported day / ours", persisted / ahead, goal=1.5, at_least=True)
    )
    table.add(Figure("error fourteen days ahead, weather known", 100 * scores.error(13), "%", goal=8.0))
    for lead, least in ((0, 65.0), (13, 70.0)):
        inside = Figure(
            f"days inside the 10-90 % band, {lead + 1} ahead", 100 * scores.inside(lead), "%", least, True
        )
        table.add(inside)
    table.add(Figure("pinball loss of the 90 % quantile / of the mean", scores.sharpness(), goal=0.6))


class Scores:
    """Forecasts of every winter day, fourteen days ahead each, beside what was used."""

    def __init__(self, history: History, *, every: int) -> None:
        first, last = WINTER
        model = fitted(history)
        days = gas_days(first=first, count=(last - first).days + 1)[::every]
        made = [day_ahead(history, model, day - timedelta(days=1), reach=14) for day in days]
        self.use = np.array([forecast.use[0] for forecast in made])
        self.low = np.array([forecast.use_low[0] for forecast in made])
        self.high = np.array([forecast.use_high[0] for forecast in made])
        rows = [[history.days.index(day) for day in forecast.days] for forecast in made]
        self.actual = history.use[np.array(rows)]
        self.reported = np.array([history.use[row[0] - 2] for row in rows])  # the last day that is over

    def error(self, lead: int) -> float:
        return mape(forecast=self.use[:, lead], actual=self.actual[:, lead])

    def persistence(self, lead: int) -> float:
        return mape(forecast=self.reported, actual=self.actual[:, lead])

    def inside(self, lead: int) -> float:
        return coverage(low=self.low[:, lead], high=self.high[:, lead], actual=self.actual[:, lead])

    def sharpness(self) -> float:
        high = pinball(forecast=self.high, actual=self.actual, quantile=0.9)
        return high / pinball(forecast=self.use, actual=self.actual, quantile=0.9)


def _time(table: FigureTable) -> None:
    models, weather, regions = _models(), _weather(), _regions()

    def season() -> None:
        forecast_demand(
            models=models,
            weather=weather,
            regions=regions,
            reports=UseReports((), (), (), np.zeros(0), ()),
            conversions=Conversions(
                (), (), np.zeros(0), np.zeros(0, dtype=np.bool_), (), np.zeros(0), (), ()
            ),
            days=SEASON,
            as_of=datetime(2023, 12, 19, 17, 30, tzinfo=CHINA),
            effective_weights=WEIGHTS,
        )

    ours = cpu_seconds(season)
    table.add(Figure(f"season of {len(models.county)} rows × {len(SEASON)} days", 1000 * ours, "ms CPU"))
    plain = cpu_seconds(lambda: _plain_loops(models))
    table.add(Figure("  the same three figures in plain loops / ours", plain / ours, goal=5.0, at_least=True))
    rng = np.random.default_rng(1)
    most = [int(most) for most in rng.integers(0, 300_000, 1000)]
    ranks = [(0.0, f"user {number}") for number in range(1000)]
    shared = cpu_seconds(lambda: share_out(need_m3=sum(most) // 3, reducible_m3=most, ranks=ranks))
    table.add(Figure("fair shares of 1000 users, to the cubic metre", 1000 * shared, "ms CPU", goal=50.0))


def _plain_loops(models: DemandModels) -> list[tuple[float, float, float]]:
    """Use and its two quantiles by the same formulas, row by row and day by day, weather and level given."""
    rows = zip(
        models.steady_use.tolist(), models.heat_use.tolist(), models.rest_day_factor.tolist(), strict=True
    )
    days = [(day.weekday() >= 5, float(number % 20 - 10)) for number, day in enumerate(SEASON)]
    figures = []
    for steady, heat, factor in rows:
        for resting, felt in days:
            use = steady * (factor if resting else 1.0) + heat * max(0.0, 18.0 - felt)
            reach = Z_90 * 0.07 * use
            figures.append((use, max(0.0, use - reach), use + reach))
    return figures


def _models() -> DemandModels:
    rng = np.random.default_rng(0)
    keys = [(f"county {number}", word) for number in range(COUNTIES) for word in ConsumerClass]
    count = len(keys)
    return DemandModels(
        county=tuple(county for county, _ in keys),
        consumer_class=tuple(word for _, word in keys),
        steady_use=rng.uniform(0, 2, count),
        heat_use=rng.uniform(0, 0.1, count),
        balance_temperature=np.full(count, 18.0),
        rest_day_factor=rng.uniform(0.8, 1.0, count),
        evidence=(Evidence.GENERATED,) * count,
        reference=("seeded",) * count,
    )


def _weather() -> Weather:
    days = gas_days(first=date(2023, 10, 1), count=190)
    rows = [(f"area {area}", day) for area in range(AREAS) for day in days]
    return Weather(
        weather_area=tuple(area for area, _ in rows),
        gas_day=tuple(day for _, day in rows),
        mean_temperature=np.random.default_rng(2).normal(-3, 6, len(rows)),
        kind=(WeatherKind.OBSERVED,) * len(rows),
        issue_at=tuple(begin_of(day + timedelta(days=1)) for _, day in rows),
        reference=("seeded",) * len(rows),
    )


def _regions() -> Regions:
    names = tuple(f"county {number}" for number in range(COUNTIES))
    zeros = np.zeros(COUNTIES)
    return Regions(
        region=names,
        name_zh=names,
        name_en=names,
        kind=(RegionKind.COUNTY,) * COUNTIES,
        parent=("",) * COUNTIES,
        population=zeros,
        lon=zeros,
        lat=zeros,
        weather_area=tuple(f"area {number % AREAS}" for number in range(COUNTIES)),
        evidence=(Evidence.GENERATED,) * COUNTIES,
        reference=("seeded",) * COUNTIES,
    )
