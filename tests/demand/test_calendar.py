"""Rest days, make-up days and Spring Festival: against the notices, against the lunar calendar, beyond both."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.demand.calendar import (
    DayKind,
    UnknownCountry,
    calendar_features,
    days_from_festival,
    heating_days,
    rest_days_between,
    spring_festival,
)
from nuandong.gasday import HeatingSeason, gas_days
from tests.demand.provinces import QINGXU, forecast
from tests.fixtures.left_out import SETTING

NEW_YEAR_2024 = gas_days(first=date(2023, 12, 29), count=5)


def test_new_years_day_of_the_sample_winter_is_a_rest_day_though_a_monday() -> None:
    found = calendar_features(days=NEW_YEAR_2024)
    assert found.rest_day.tolist() == [False, True, True, True, False]
    assert found.kind == (
        DayKind.WORKING, DayKind.WEEKEND, DayKind.WEEKEND, DayKind.HOLIDAY, DayKind.WORKING
    )  # fmt: skip
    assert found.holiday_zh[3] == "元旦"
    assert found.holiday_en[3] == "New Year's Day"


def test_the_spring_festival_of_2024_gives_eight_days_and_takes_two_weekends() -> None:
    found = calendar_features(days=gas_days(first=date(2024, 2, 3), count=17))
    rests = sorted(found.rest_days)
    assert rests == [date(2024, 2, 3), *gas_days(first=date(2024, 2, 10), count=8)]
    worked = [day for day, made_up in zip(found.days, found.make_up, strict=True) if made_up]
    assert worked == [date(2024, 2, 4), date(2024, 2, 18)]
    assert found.from_festival.tolist() == list(range(-7, 10))


def test_a_forecast_knows_the_holidays_of_its_days_and_of_its_history() -> None:
    resting = rest_days_between(first=date(2023, 12, 29), last=date(2024, 1, 2))
    assert resting == {date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)}
    found = forecast(days=gas_days(first=date(2023, 12, 29), count=5), rest_days=resting)
    assert found.rest_day.tolist() == [False, True, True, True, False]
    industry = found.use[found.county.index(QINGXU)]
    assert industry[3] == pytest.approx(0.8 * industry[0])


def test_what_no_notice_has_named_yet_is_said_and_keeps_its_lunar_date() -> None:
    found = calendar_features(days=gas_days(first=date(2051, 1, 1), count=90))
    assert not found.published.any()
    assert not found.make_up.any()
    assert found.rest_day[found.days.index(date(2051, 2, 13))]  # a Monday inside the festival
    assert found.days[int(np.flatnonzero(found.from_festival == 0)[0])] == date(2051, 2, 11)
    assert calendar_features(days=(date(2024, 5, 1),)).published.all()


def test_no_festival_is_invented_where_the_lunar_table_ends() -> None:
    assert spring_festival(2101) is None
    assert np.isnan(days_from_festival(days=(date(2101, 2, 1), date(1890, 2, 1)))).all()
    assert days_from_festival(days=(date(2100, 2, 10),)).tolist() == [1.0]


@given(st.dates(date(1951, 1, 1), date(2099, 12, 31)))
def test_the_nearest_festival_is_never_more_than_half_a_lunar_year_away(day: date) -> None:
    [distance] = days_from_festival(days=(day,))
    assert abs(distance) <= 192
    assert spring_festival((day - timedelta(days=int(distance))).year) == day - timedelta(days=int(distance))


def test_other_countries_rest_on_their_own_days() -> None:
    germany = calendar_features(days=(date(2024, 5, 9), date(2024, 10, 3)), country="DE")
    assert germany.rest_day.all()
    assert np.isnan(germany.from_festival).all()
    assert germany.published.all()
    assert calendar_features(days=(date(2024, 1, 6), date(2025, 1, 6)), country="DE-BY").rest_day.all()
    assert not calendar_features(days=(date(2025, 1, 6),), country="DE-BE").rest_day.any()
    friday, sunday = calendar_features(days=(date(2024, 5, 10), date(2024, 5, 12)), country="IR").rest_day
    assert friday
    assert not sunday
    assert calendar_features(days=(date(2024, 12, 7),), country="HU").kind == (DayKind.MAKE_UP,)


@pytest.mark.parametrize("country", ["XX", "DE-XX", "", "140000"])
def test_a_country_that_nobody_keeps_is_refused(country: str) -> None:
    with pytest.raises(UnknownCountry, match="ISO 3166-1"):
        calendar_features(days=NEW_YEAR_2024, country=country)


def test_heating_starts_and_stops_on_the_days_that_were_ordered() -> None:
    days = gas_days(first=date(2023, 10, 30), count=20)
    ordered = HeatingSeason(date(2023, 11, 1), date(2023, 11, 15))
    found = heating_days(days=days, seasons=(ordered,))
    assert found.on.tolist() == [False] * 2 + [True] * 15 + [False] * 3
    assert found.since_start[2:17].tolist() == list(range(15))
    assert found.until_stop[2:17].tolist() == list(range(14, -1, -1))
    assert np.isnan(found.since_start[[0, 1, 17]]).all()


def test_without_an_order_heating_is_the_season_of_the_notice() -> None:
    found = heating_days(days=(date(2023, 10, 31), date(2023, 11, 1), date(2024, 3, 31), date(2024, 4, 1)))
    assert found.on.tolist() == [False, True, True, False]
    assert found.until_stop[2] == 0


@pytest.mark.reference
def test_every_working_day_of_thirteen_years_is_that_of_an_independent_calendar() -> None:
    with (Path(os.environ[SETTING]) / "calendar" / "cn_calendar_2014_2027.csv").open(
        encoding="utf-8"
    ) as opened:
        rows = list(csv.DictReader(opened))
    days = tuple(date.fromisoformat(row["date"]) for row in rows)
    found = calendar_features(days=days)
    official = np.array([row["schedule_status"] == "official" for row in rows])
    worked = np.array([row["is_workday"] == "1" for row in rows])
    made_up = np.array([row["makeup_workday_for"] != "" for row in rows])
    first_of_lunar_year = np.array([row["lunar_month"] == "1" and row["lunar_day"] == "1" for row in rows])
    assert official.sum() == 4748  # 2014 to 2026
    assert (found.rest_day[official] == ~worked[official]).all()
    assert (found.make_up[official] == made_up[official]).all()
    assert made_up.sum() > 70
    assert ((found.from_festival == 0) == first_of_lunar_year).all()
    assert (found.published == official).all()
