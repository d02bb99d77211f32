"""Five winters of eight real cities: what they let one say of the 1-in-20 day, and what not."""

import csv
import os
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong.demand.extremes import Asked, Method, Winters, design_day, winters_of

SETTING = "NUANDONG_REFERENCE_DATA"
LONG_RECORD = -14.0  # 1-in-20 day of a clean record of 49 winters, as the description of the file states
SEVEN_WINTER_WINDOWS = (-16.1, -9.9)  # what windows of seven winters of that record give, from the same place

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(SETTING not in os.environ, reason=f"{SETTING} names no folder"),
]


@pytest.fixture(scope="module")
def cities() -> Winters:
    means: dict[str, dict[date, float]] = defaultdict(dict)
    path = Path(os.environ[SETTING]) / "weather" / "north_china_8city_daily_2014_2019.csv"
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["avgtemp"]:
                means[row["city"]][date.fromisoformat(row["date"])] = float(row["avgtemp"])
    first, last = min(means["taiyuan"]), max(means["taiyuan"])
    days = tuple(first + timedelta(days=step) for step in range((last - first).days + 1))
    table = np.array([[means[city].get(day, np.nan) for day in days] for city in means])
    return winters_of(days=days, temperature=table, stations=tuple(means))


def test_five_whole_winters_are_found(cities: Winters) -> None:
    assert cities.year == (2015, 2016, 2017, 2018, 2019)


@pytest.mark.parametrize("method", list(Method))
def test_the_interval_of_Taiyuan_holds_what_a_long_record_gives(cities: Winters, method: Method) -> None:
    found = design_day(winters=cities, asked=Asked(station=cities.stations.index("taiyuan"), method=method))
    assert found.low < LONG_RECORD < found.high
    assert found.low < SEVEN_WINTER_WINDOWS[0]
    assert found.beyond_record


def test_no_city_is_promised_a_day_milder_than_it_has_had_half_of_the_time(cities: Winters) -> None:
    for row in range(len(cities.stations)):
        found = design_day(winters=cities, asked=Asked(station=row))
        assert found.high < float(np.median(cities.temperature[row].min(axis=-1)))
        assert found.low < float(cities.temperature[row].min())
