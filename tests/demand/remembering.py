"""A small province that remembers: two winters of books for two counties, in weather that swings."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from nuandong.demand import DemandForecast, DemandModels, UseReports, Weather
from nuandong.demand.books import BookedUse, Books, booked_use
from nuandong.demand.forecast import forecast_demand
from nuandong.demand.ground import calendar_of, lay_ground, weather_areas
from nuandong.demand.groups import GROUPS
from nuandong.demand.models import DEFAULT_CONVERSION_RULE, with_conversion_rows
from nuandong.demand.tables import NO_HELD_BACK, HeldBack, PastUse
from nuandong.demand.temperature import choose_weather
from nuandong.gasday import CHINA, gas_day_of, gas_days
from nuandong.network.tables import Conversions
from nuandong.vocabulary import ConsumerClass, WeatherKind
from tests.demand.provinces import (
    AS_OF,
    DAYS,
    NO_CONVERSIONS,
    NO_REPORTS,
    QINGXU,
    XIAODIAN,
    models,
    regions,
    weather,
)

WEIGHTS = (0.5, 0.3, 0.2)
PAST = (
    *gas_days(first=date(2021, 11, 1), count=151),
    *gas_days(first=date(2022, 11, 1), count=151),
    *gas_days(first=date(2023, 11, 1), count=48),  # to 18 December
)
AHEAD = gas_days(first=date(2023, 12, 19), count=16)
HEAT, COAL, WORKS = ConsumerClass.RES_HEAT, ConsumerClass.C2G, ConsumerClass.IND_FUEL_CONT
THREE_CLASSES = models(
    (XIAODIAN, HEAT, 1.0, 0.5, 1.0),
    (XIAODIAN, ConsumerClass.CENTRAL_HEAT, 0.0, 0.5, 1.0),
    (QINGXU, WORKS, 10.0, 0.0, 0.8),
)


def mean_on(day: date) -> float:
    """A winter that swings by the week around a cold January, nothing of chance in it."""
    into = (day - date(day.year - (day.month < 7), 11, 1)).days
    return 3.0 - 9.0 * np.sin(np.pi * into / 150) + 4.0 * np.sin(into / 3.1) + 2.0 * np.cos(into / 1.3)


def swinging(*, further: tuple[date, ...] = AHEAD) -> Weather:
    """Observed means of all past days and of the days ahead, each known the next morning."""
    lead = tuple(day - timedelta(days=back) for day in (PAST[0], PAST[151], PAST[302]) for back in (3, 2, 1))
    every = sorted({*lead, *PAST, *further})
    known = [datetime(day.year, day.month, day.day, 9, tzinfo=CHINA) + timedelta(days=1) for day in every]
    return weather(
        *(
            ("taiyuan", day, mean_on(day), WeatherKind.OBSERVED, at)
            for day, at in zip(every, known, strict=True)
        )
    )


def true_heat(day: date) -> float:
    """What the households of Xiaodian use: more than their models say, and linear in today's temperature."""
    return 3.0 + 1.4 * max(0.0, 17.0 - mean_on(day))


def books(
    *,
    days: tuple[date, ...] = PAST,
    heat: Callable[[date], float] = true_heat,
    held_back: HeldBack = NO_HELD_BACK,
) -> Books:
    """Books of both counties: heating of Xiaodian, industry of Qingxu at 20 with a weekend of 16."""
    columns: dict[str, Any] = {group: np.full(2 * len(days), np.nan) for group in GROUPS}
    columns["heating"][: len(days)] = [heat(day) for day in days]
    columns["industry"][len(days) :] = [16.0 if day.weekday() >= 5 else 20.0 for day in days]
    past = PastUse(
        county=(XIAODIAN,) * len(days) + (QINGXU,) * len(days),
        gas_day=days * 2,
        known_at=(None,) * (2 * len(days)),
        **columns,
    )
    return Books(past, held_back)


def appended(books: Books, *, days: tuple[date, ...], use: float, known_at: datetime | None = None) -> Books:
    """The books with further rows of Xiaodian's heating, all of them `use`."""
    past = books.past
    columns: dict[str, Any] = {}
    for field in fields(PastUse):
        column = getattr(past, field.name)
        if isinstance(column, np.ndarray):
            further = np.full(len(days), use if field.name == "heating" else np.nan)
            columns[field.name] = np.concatenate([column, further])
    columns |= {
        "county": past.county + (XIAODIAN,) * len(days),
        "gas_day": past.gas_day + days,
        "known_at": past.known_at + (known_at,) * len(days),
    }
    return replace(books, past=PastUse(**columns))


def booked(
    *,
    of: Books,
    models_of: DemandModels = THREE_CLASSES,
    under: Weather | None = None,
    reports: UseReports = NO_REPORTS,
    conversions: Conversions = NO_CONVERSIONS,
    as_of: datetime = AS_OF,
    days: tuple[date, ...] = DAYS,
) -> BookedUse:
    """The books as a history, as the forecast lays them."""
    rows = with_conversion_rows(models=models_of, conversions=conversions)
    areas, area_of = weather_areas(models=rows, regions=regions())
    table = swinging() if under is None else under
    grid = gas_days(first=date(2023, 11, 20), count=(days[-1] - date(2023, 11, 20)).days + 1)
    ground = lay_ground(
        models=rows,
        area_of=area_of,
        weather=choose_weather(weather=table, areas=areas, days=grid, as_of=as_of),
        effective_weights=WEIGHTS,
        calendar=calendar_of(models=rows, days=grid, rest_days=None),
    )
    found = booked_use(
        books=of, ground=ground, weather=table, reports=reports, conversions=conversions, days=days, as_of=as_of,
        effective_weights=WEIGHTS, rest_days=None, rule=DEFAULT_CONVERSION_RULE,
    )  # fmt: skip
    assert found is not None
    assert found.history.days[found.known] == min(days[0], gas_day_of(as_of))
    return found


def remembered(
    *,
    of: Books,
    models_of: DemandModels = THREE_CLASSES,
    under: Weather | None = None,
    reports: UseReports = NO_REPORTS,
    conversions: Conversions = NO_CONVERSIONS,
    as_of: datetime = AS_OF,
    **further: Any,
) -> DemandForecast:
    """The forecast of the province that remembers."""
    return forecast_demand(
        models=models_of,
        weather=swinging() if under is None else under,
        regions=regions(),
        reports=reports,
        conversions=conversions,
        days=DAYS,
        as_of=as_of,
        effective_weights=WEIGHTS,
        books=of,
        **further,
    )
