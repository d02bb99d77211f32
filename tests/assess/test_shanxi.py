"""The sample province is alive: a gap with a story, pipes that bind, causes that have their own effects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess import Case, DayPicture, SeasonPicture, assess_day, plan_season
from nuandong.assess.day import Answers, answers_for, day_answers
from nuandong.assess.plan_check import check_plan
from nuandong.assess.problem import measured_problem
from nuandong.assess.scenario import warmer
from nuandong.balance.certificate import augmenting_path, residuals
from nuandong.casefile import read_case
from nuandong.curtailment import guards
from nuandong.policy import read_policy

SHANXI = Path(__file__).parents[2] / "examples" / "shanxi"
WAVE_FIRST, WAVE_LAST = date(2023, 12, 19), date(2023, 12, 31)  # what was reported before stays cold
PROVINCIAL = {"pipe", "trunk", "join"}


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(SHANXI)


@pytest.fixture(scope="module")
def picture(case: Case) -> DayPicture:
    return assess_day(case=case)


@pytest.fixture(scope="module")
def answers(case: Case) -> Answers:
    return answers_for(
        case=case,
        as_of=case.settings.decided_at,
        policy=read_policy(province="shanxi"),
        tell=lambda stage, part: None,
    )


def test_the_eve_of_the_coldest_day_is_orange_with_a_plan_and_no_cold_home(picture: DayPicture) -> None:
    assert picture.proposal.level == "orange"
    assert 0.10 <= picture.gap_share_today <= 0.20
    assert picture.province.livelihood_gap[0] == 0
    assert picture.cuts.relief.sum() > 0
    assert (picture.stamp.reported, picture.stamp.expected) == (114, 117)


def test_the_weather_note_counts_replayed_and_generated_days(picture: DayPicture) -> None:
    assert picture.stamp.weather_note_zh == "实况回放 12 天；生成气温 2 天"


def test_warming_the_wave_by_ten_kelvin_removes_the_gap(case: Case) -> None:
    mild = assess_day(case=warmer(case=case, kelvin=10.0, first=WAVE_FIRST, last=WAVE_LAST))
    assert mild.province.gap_before[0] == 0
    assert mild.proposal.level == "none"
    assert mild.cuts.relief.sum() == pytest.approx(0.0)


def test_at_least_two_provincial_pipes_bind_on_the_default_day(picture: DayPicture) -> None:
    arcs = picture.arcs
    binding = [
        arcs.arc[row] for row in np.flatnonzero(arcs.binding[:, 0]) if arcs.kind[row] in {"pipe", "trunk"}
    ]
    assert len(binding) >= 2, binding


def test_the_plan_stands_up_to_a_check_without_a_solver(answers: Answers) -> None:
    work = answers.work
    problem = measured_problem(grounds=work.grounds, rows=work.plan.rows, powers=work.powers)
    assert residuals(case=problem, plan=work.plan.plan).hold
    way = augmenting_path(
        case=problem,
        plan=work.plan.plan,
        short_rows=work.plan.rows.is_protected,
        cuttable_rows=work.plan.rows.is_order,
    )
    assert way == ()


def test_the_guards_find_nothing_in_the_proposal(answers: Answers) -> None:
    work = answers.work
    from nuandong.assess.day import case_point_loads
    from nuandong.curtailment import within_powers

    points = case_point_loads(case=work.case, axes=work.axes, forecast=work.forecast, policy=work.policy)
    found = guards.check(
        plan=answers.cuts,
        loads=within_powers(loads=points, powers=work.powers),
        policy=work.policy,
        day=work.axes.days[0],
    )
    assert list(found.errors) == []


@pytest.fixture(scope="module")
def season(case: Case) -> SeasonPicture:
    return plan_season(case=case)


@pytest.mark.slow
def test_the_season_has_all_its_days_and_balances(season: SeasonPicture) -> None:
    assert len(season.stamp.days) == 152
    missing = season.province.demand - season.counties.demand.sum(axis=0)
    assert np.abs(missing).max() < 1e-3
    taken = season.sources.delivered.sum(axis=0) - season.stores.injection.sum(axis=0)
    served = (season.counties.demand - season.counties.unserved).sum(axis=0)
    assert taken == pytest.approx(served, abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("days", [0, 1, 2, 5])
def test_the_machines_plan_of_the_province_breaks_no_rule_that_a_hand_edited_one_is_held_against(
    days: int,
) -> None:
    case = read_case(SHANXI)
    step = timedelta(days=days)
    settings = case.settings
    settings = replace(settings, gas_day=settings.gas_day + step, decided_at=settings.decided_at + step)
    answers = day_answers(case=replace(case, settings=settings))
    found = check_plan(answers=answers, cuts=answers.cuts)
    assert [finding.text() for finding in found] == []
