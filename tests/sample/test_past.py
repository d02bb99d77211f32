"""The sample's past winters: books with known gaps and faults, learned from by a model that did not write them."""

import ast
import runpy
from collections import defaultdict
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nuandong.assess import Case
from nuandong.assess.axes import axes_of
from nuandong.assess.day import day_forecast
from nuandong.casefile import read_case
from nuandong.demand import DemandForecast
from nuandong.demand.calendar import rest_days_between, spring_festival
from nuandong.demand.tables import NO_HELD_BACK
from nuandong.gasday import CHINA, gas_days
from nuandong.vocabulary import ConsumerClass
from tests.sample.tables import CHECKOUT, FOLDER, rows

PINGYAO, WUXIANG, GAOPING = "140728", "140429", "140581"
EVES = (*(date(2023, 11, day) for day in (20, 24, 28)), *(date(2023, 12, day) for day in (2, 6, 10)))
CUT_WEEK = gas_days(first=date(2022, 12, 14), count=6)


def forecast_of(case: Case, *, day: date | None = None) -> DemandForecast:
    """The forecast of the case's day, or of another day asked at half past five on its eve."""
    settings = case.settings
    if day is not None:
        at = datetime(day.year, day.month, day.day, 17, 30, tzinfo=CHINA)
        settings = replace(settings, gas_day=day, decided_at=at.replace(day=day.day - 1))
        case = replace(case, settings=settings)
    days = gas_days(first=settings.gas_day, count=settings.horizon_days)
    axes = axes_of(network=case.network, days=days, as_of=settings.decided_at)
    return day_forecast(case=case, axes=axes, policy=case.policy)


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(FOLDER)


@pytest.fixture(scope="module")
def made(case: Case) -> DemandForecast:
    return forecast_of(case)


def test_three_past_winters_and_this_one_so_far_stand_in_the_books() -> None:
    days: dict[str, set[str]] = defaultdict(set)
    for row in rows("use_history"):
        days[row["county"]].add(row["gas_day"])
    assert len(days) == 116
    assert WUXIANG not in days
    assert min(days[PINGYAO]) == "2022-11-01"
    whole = [county for county, told in days.items() if len(told) == 3 * 151 + 43]
    assert len(whole) == 115
    assert max(max(told) for told in days.values()) == "2023-12-13"


def test_the_generator_shares_nothing_with_the_models_that_forecast() -> None:
    """No fit, no degree day, no effective temperature of the product stands in what writes the past."""
    for name in ("houses.py", "past_use.py", "past_weather.py", "years.py", "past_books.py"):
        tree = ast.parse((CHECKOUT / "tools/sample_province" / name).read_text(encoding="utf-8"))
        modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        product = {module for module in modules if module and module.startswith("nuandong")}
        assert product <= {"nuandong.vocabulary", "nuandong.gasday", "nuandong.demand.groups"}, name


def test_the_generator_rests_when_the_country_did() -> None:
    """It keeps a list of holidays of its own, and the list is the published one."""
    years = runpy.run_path(str(CHECKOUT / "tools/sample_province/years.py"))
    days = gas_days(first=date(2020, 10, 25), count=(date(2024, 3, 31) - date(2020, 10, 25)).days + 1)
    winters = [day for day in days if not 4 <= day.month <= 9 and not (day.month == 10 and day.day < 25)]
    published = rest_days_between(first=days[0], last=days[-1])
    assert [day for day in winters if years["is_rest"](day) != (day in published)] == []
    assert years["FIRST_DAYS"] == tuple(spring_festival(year) for year in (2021, 2022, 2023, 2024))


def test_rows_say_how_they_were_forecast(made: DemandForecast) -> None:
    by_county = defaultdict(set)
    for county, word, method in zip(made.county, made.consumer_class, made.method, strict=True):
        if word not in (ConsumerClass.LOSS, ConsumerClass.EXPORT):
            by_county[county].add(method)
    assert by_county.pop(WUXIANG) == {"temperature_only"}
    assert set(map(frozenset, by_county.values())) == {frozenset({"full"})}
    pairs = zip(made.consumer_class, made.method, strict=True)
    assert {method for word, method in pairs if word is ConsumerClass.LOSS} == {"temperature_only"}


def test_the_faulty_stretch_is_named_and_nobody_elses(made: DemandForecast) -> None:
    far = [finding for finding in made.findings.found if finding.code == "demand.history.far_from_neighbours"]
    assert [finding.value.split()[0] for finding in far] == [GAOPING]


def test_what_was_filed_after_the_decision_changes_nothing(case: Case, made: DemandForecast) -> None:
    """The use of 19 December, late reports of the 18th and a late plan lie in the folder; none of them is seen."""
    reports, plans, at = case.reports, case.use_plans, case.settings.decided_at
    filed = [row for row, moment in enumerate(reports.filed_at) if moment <= at]
    said = [row for row, moment in enumerate(plans.filed_at) if moment <= at]
    assert len(filed) < len(reports.filed_at)
    assert len(said) == len(plans.filed_at) - 1
    known = replace(case, reports=_rows(reports, filed), use_plans=_rows(plans, said))
    again = forecast_of(known)
    assert np.array_equal(again.use, made.use)
    assert np.array_equal(again.use_high, made.use_high)


def _rows(table: Any, rows: list[int]) -> Any:
    columns = {field.name: getattr(table, field.name) for field in fields(table)}
    return type(table)(**{
        name: column[rows] if isinstance(column, np.ndarray) else tuple(column[row] for row in rows)
        for name, column in columns.items()
    })  # fmt: skip


def test_counties_add_up_to_the_province_in_every_scenario(made: DemandForecast) -> None:
    scenarios = made.scenarios
    assert scenarios is not None
    assert scenarios.count >= 200
    names = sorted(set(made.county))
    of_county = np.array([names.index(county) for county in made.county])
    by_county = scenarios.sums(area_of=of_county, areas=len(names))
    total = scenarios.totals()
    assert by_county.sum(axis=1) == pytest.approx(total)
    assert made.total_quantiles()[1] == pytest.approx(np.quantile(total, 0.9, axis=0))
    assert np.all(np.quantile(by_county, 0.9, axis=0).sum(axis=0) > made.total_quantiles()[1])
    assert total.mean(axis=0) == pytest.approx(made.use.sum(axis=0), rel=0.02)


@pytest.mark.slow
def test_the_forecast_of_the_whole_province_lies_near_what_was_used(case: Case) -> None:
    """Asked on the eve of six days of this winter: the next day within 4 % on average, and inside its band mostly."""
    used: dict[date, float] = defaultdict(float)
    for row in rows("use_history"):
        used[date.fromisoformat(row["gas_day"])] += sum(
            float(row[name]) for name in list(row)[2:-1] if row[name]
        )
    errors, inside = [], []
    for day in EVES:
        told = forecast_of(case, day=day)
        booked = np.array([
            county != WUXIANG and word not in (ConsumerClass.LOSS, ConsumerClass.EXPORT)
            for county, word in zip(told.county, told.consumer_class, strict=True)
        ])  # fmt: skip
        low, high = told.total_quantiles(rows=booked)
        errors.append(abs(told.use[booked, 0].sum() / used[day] - 1))
        inside.append(low[0] <= used[day] <= high[0])
    assert np.mean(errors) < 0.04
    assert np.mean(inside) >= 0.5


@pytest.mark.slow
def test_the_ordered_week_does_not_lower_the_forecast_of_the_days_behind_it(case: Case) -> None:
    """Asked on the eve of 20 December 2022: where orders are told, industry is forecast higher."""
    day = date(2022, 12, 20)
    told = forecast_of(case, day=day)
    silent = forecast_of(replace(case, held_back=NO_HELD_BACK), day=day)
    cut = set(case.held_back.county)
    industry = np.array([
        county in cut and word in (ConsumerClass.IND_FUEL_DISC, ConsumerClass.LNG_PLANT)
        for county, word in zip(told.county, told.consumer_class, strict=True)
    ])  # fmt: skip
    assert told.use[industry, 0].sum() > 1.05 * silent.use[industry, 0].sum()
    assert {row["gas_day"] for row in rows("use_held_back")} == {str(day) for day in CUT_WEEK}


def test_the_books_folder_stays_readable_to_people() -> None:
    first = (Path(FOLDER) / "use_history.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert first[0].startswith("county,gas_day,residents,heating")
    assert len(first[1]) < 80
