"""A province small enough to forecast by hand: one city, two counties, one weather area or two."""

from datetime import date, datetime, timedelta

import numpy as np

from nuandong.demand import DemandForecast, DemandModels, ForecastRules, UseReports, Weather, forecast_demand
from nuandong.gasday import CHINA, begin_of, gas_days
from nuandong.network.tables import Conversions, Regions
from nuandong.vocabulary import ConsumerClass, Evidence, RegionKind, WeatherKind

AS_OF = datetime(2023, 12, 19, 17, 0, tzinfo=CHINA)
DAYS = gas_days(first=date(2023, 12, 20), count=14)
XIAODIAN, QINGXU = "140105", "140121"
RULES = ForecastRules()
EVIDENCE = Evidence.ILLUSTRATIVE
NO_REPORTS = UseReports((), (), (), np.zeros(0), ())
NO_CONVERSIONS = Conversions((), (), np.zeros(0), np.zeros(0, dtype=np.bool_), (), np.zeros(0), (), ())

# Means of the gas days 2023-12-01 … 31 at Taiyuan (NOAA station 53772), our computation, 08 to 08.
TAIYUAN_DECEMBER = (
    *(-3.1, -1.7, -0.4, 2.2, 6.0, 3.2, 7.2, 7.4, 4.6, -2.9, -3.2, -1.9, -4.2, -4.9, -11.0, -13.9),
    *(-10.5, -8.2, -10.1, -13.3, -15.6, -13.8, -11.0, -9.2, -7.2, -3.8, -6.3, -5.8, -5.3, -1.7, -2.6),
)


def regions(*, areas: tuple[str, str, str] = ("taiyuan", "", "")) -> Regions:
    """Taiyuan with two counties; `areas` are the weather areas of the city and the two counties."""
    return Regions(
        region=("140000", "140100", XIAODIAN, QINGXU),
        name_zh=("山西省", "太原市", "小店区", "清徐县"),
        name_en=("Shanxi", "Taiyuan", "Xiaodian", "Qingxu"),
        kind=(RegionKind.PROVINCE, RegionKind.CITY, RegionKind.COUNTY, RegionKind.COUNTY),
        parent=("", "140000", "140100", "140100"),
        population=np.ones(4),
        lon=np.zeros(4),
        lat=np.zeros(4),
        weather_area=("", *areas),
        evidence=(EVIDENCE,) * 4,
        reference=("test",) * 4,
    )


def models(*rows: tuple[str, ConsumerClass, float, float, float]) -> DemandModels:
    """Models as rows of county, class, steady use, heat use and rest-day factor; all balance at 18 °C."""
    return DemandModels(
        county=tuple(row[0] for row in rows),
        consumer_class=tuple(row[1] for row in rows),
        steady_use=np.array([row[2] for row in rows]),
        heat_use=np.array([row[3] for row in rows]),
        balance_temperature=np.full(len(rows), 18.0),
        rest_day_factor=np.array([row[4] for row in rows]),
        evidence=(EVIDENCE,) * len(rows),
        reference=("test",) * len(rows),
    )


TWO_CLASSES = models(
    (XIAODIAN, ConsumerClass.RES_HEAT, 1.0, 0.5, 1.0),
    (QINGXU, ConsumerClass.IND_FUEL_CONT, 10.0, 0.0, 0.8),
)


def weather(*rows: tuple[str, date, float, WeatherKind, datetime]) -> Weather:
    """Weather as rows of area, gas day, mean, kind and time of issue."""
    return Weather(
        weather_area=tuple(row[0] for row in rows),
        gas_day=tuple(row[1] for row in rows),
        mean_temperature=np.array([row[2] for row in rows]),
        kind=tuple(row[3] for row in rows),
        issue_at=tuple(row[4] for row in rows),
        reference=("test",) * len(rows),
    )


def observed(*, first: date, means: tuple[float, ...], area: str = "taiyuan") -> Weather:
    """Observed means of gas days in a row, each known an hour after its day ends."""
    days = gas_days(first=first, count=len(means))
    return weather(
        *(
            (area, day, mean, WeatherKind.OBSERVED, begin_of(day + timedelta(days=1)) + timedelta(hours=1))
            for day, mean in zip(days, means, strict=True)
        )
    )


def steady_weather(mean: float, *, area: str = "taiyuan") -> Weather:
    """The same observed mean on every gas day from 1 November to 31 January."""
    return observed(first=date(2023, 11, 1), means=(mean,) * 92, area=area)


def report(*rows: tuple[str, ConsumerClass, date, float, datetime]) -> UseReports:
    """Reports as rows of county, class, gas day, use and time of filing."""
    return UseReports(
        county=tuple(row[0] for row in rows),
        gas_day=tuple(row[2] for row in rows),
        consumer_class=tuple(row[1] for row in rows),
        use=np.array([row[3] for row in rows]),
        filed_at=tuple(row[4] for row in rows),
    )


def batch(*, certified: bool = True, gas_on: date | None = DAYS[1], county: str = XIAODIAN) -> Conversions:
    """One coal-to-gas batch of 28 000 m3/day at -10 °C: 0.1 (10^4 m3/day) for each kelvin below 18 °C."""
    return Conversions(
        batch=("batch",),
        county=(county,),
        households=np.array([2000.0]),
        certified=np.array([certified]),
        gas_on_day=(gas_on,),
        peak_use_m3=np.array([28_000.0]),
        evidence=(EVIDENCE,),
        reference=("test",),
    )


def forecast(
    *,
    of: DemandModels = TWO_CLASSES,
    under: Weather | None = None,
    reports: UseReports = NO_REPORTS,
    conversions: Conversions = NO_CONVERSIONS,
    days: tuple[date, ...] = DAYS,
    rest_days: frozenset[date] | None = None,
    rules: ForecastRules = RULES,
) -> DemandForecast:
    """The forecast of the small province as of the evening before; -2 °C every day unless told otherwise."""
    return forecast_demand(
        models=of,
        weather=steady_weather(-2.0) if under is None else under,
        regions=regions(),
        reports=reports,
        conversions=conversions,
        days=days,
        as_of=AS_OF,
        effective_weights=(0.5, 0.3, 0.2),
        rest_days=rest_days,
        rules=rules,
    )
