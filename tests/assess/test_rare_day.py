"""The day that one winter in so many has stands beside the season's coldest one, with its interval and its evidence."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from nuandong.assess.case import Case
from nuandong.assess.design_day import design_demand
from nuandong.assess.hours import assess_hours
from nuandong.assess.rare_day import rare_day
from nuandong.demand.tables import Weather
from nuandong.gasday import CHINA, gas_days
from nuandong.policy import read_policy
from nuandong.vocabulary import Evidence, WeatherKind

WINTERS = 6
SWING = 3.0  # K, standard deviation of a day


@pytest.fixture
def deep(case: Case) -> Case:
    """The tiny case with six winters behind it, cold in January and with days of chance."""
    return with_past(case, WINTERS)


def with_past(case: Case, winters: int, *, kind: WeatherKind = WeatherKind.OBSERVED) -> Case:
    dice = np.random.default_rng(3)
    first = case.settings.season_first.year - winters
    places = sorted(set(case.weather.weather_area))
    days = [
        day for year in range(first, first + winters) for day in gas_days(first=date(year, 10, 20), count=180)
    ]
    into = np.array([(day - date(day.year - (day.month < 7), 10, 20)).days for day in days])
    means = [2.0 - 8.0 * np.sin(np.pi * into / 180) + dice.normal(0, SWING, len(days)) for _ in places]
    past, count = case.weather, len(places) * len(days)
    at = [datetime(day.year, day.month, day.day, 9, tzinfo=CHINA) + timedelta(days=1) for day in days]
    return replace(case, weather=Weather(
        weather_area=(*past.weather_area, *(place for place in places for _ in days)),
        gas_day=(*past.gas_day, *days * len(places)),
        mean_temperature=np.concatenate([past.mean_temperature, *means]), kind=(*past.kind, *(kind,) * count),
        issue_at=(*past.issue_at, *at * len(places)), reference=(*past.reference, *("made",) * count),
        mean_wind=np.concatenate([past.mean_wind, np.full(count, np.nan)]),
    ))  # fmt: skip


def test_the_rare_day_is_colder_than_an_ordinary_winters_and_owns_up_to_a_short_record(deep: Case) -> None:
    found = rare_day(case=deep, policy=deep.policy)
    assert found is not None
    assert (found.winters, found.return_period, found.generated) == (WINTERS, 20.0, 0.0)
    assert found.evidence is Evidence.GENERATED, "six winters do not hold one in twenty by themselves"
    assert -6.0 - 4.5 * SWING < found.temperature < -6.0 - SWING
    assert found.temperature_low < found.temperature < found.temperature_high
    assert found.demand_low < found.demand < found.demand_high
    assert "6 个过往冬季" in found.note_zh
    assert "90 % interval" in found.note_en


def test_its_demand_is_what_the_models_say_near_that_cold(deep: Case) -> None:
    found = rare_day(case=deep, policy=deep.policy)
    assert found is not None
    mild, _ = design_demand(case=deep, temperature=found.temperature_high, policy=deep.policy)
    dire, _ = design_demand(case=deep, temperature=found.temperature_low, policy=deep.policy)
    assert 0.9 * sum(mild.values()) < found.demand < sum(dire.values())


def test_two_winters_are_too_few_and_nothing_is_made_up(case: Case) -> None:
    assert rare_day(case=with_past(case, 2), policy=case.policy) is None
    assert design_demand(case=case, temperature=None, policy=case.policy)[1].rare is None


def test_temperatures_that_nobody_measured_are_owned_up_to(case: Case) -> None:
    found = rare_day(case=with_past(case, 4, kind=WeatherKind.GENERATED), policy=case.policy)
    assert found is not None
    assert found.generated == 1.0
    assert "生成值" in found.note_zh


def test_nothing_of_the_past_that_became_known_later_enters(deep: Case) -> None:
    assert rare_day(case=deep, policy=deep.policy, as_of=datetime(2020, 1, 1, tzinfo=CHINA)) is None


def test_how_rare_and_how_much_more_are_rules_of_the_case(deep: Case) -> None:
    text = """
[[extreme.return_period]]
value = 50.0
begins = 2023-11-01
clause = "the province asks for one in fifty"
evidence = "stated"

[[overreaction.share]]
value = 0.1
begins = 2023-11-01
clause = "seen in 2021"
evidence = "judged"
"""
    rarer = rare_day(case=deep, policy=read_policy(province=deep.settings.province, overrides=text))
    usual = rare_day(case=deep, policy=deep.policy)
    assert rarer is not None
    assert usual is not None
    assert rarer.return_period == 50.0
    assert rarer.temperature < usual.temperature
    assert rarer.overreacting > rarer.demand
    assert usual.overreacting == 0.0
    assert "10%" in rarer.note_en


def test_the_peak_day_shows_the_coldest_day_and_the_rare_one_beside_it(deep: Case) -> None:
    picture = assess_hours(case=deep)
    assert picture.design is not None
    assert picture.design.rare == rare_day(case=deep, policy=deep.policy)
    use, design = design_demand(case=deep, temperature=None, policy=deep.policy)
    assert picture.design_demand == pytest.approx(sum(use.values()))
    assert picture.design.gas_day == design.gas_day
