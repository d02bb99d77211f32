"""The reasons that are kept beside a day's picture say what the explanations themselves say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from nuandong.assess import Case
from nuandong.assess.day import Answers
from nuandong.assess.day_reasons import NO_GROUP, DayReasons, day_reasons
from nuandong.assess.explain import explain, explain_cuts, explain_worth, goal_of, namer_of
from nuandong.assess.explaining.subject import county_subject
from nuandong.assess.plain import picture_of, plain_of
from nuandong.balance import solve_tiers
from nuandong.balance.reasons import Change, ChangeKind, changed_case

SMALLEST = 1e-4  # 10^4 m3/d


@pytest.fixture(scope="module")
def reasons(answers: Answers) -> DayReasons:
    return day_reasons(answers=answers)


def test_the_bottlenecks_are_those_that_explain_the_cuts(reasons: DayReasons, answers: Answers) -> None:
    assert reasons.cuts == explain_cuts(answers=answers)
    assert reasons.cuts


def test_every_user_that_is_cut_and_every_short_county_has_its_reasons(
    reasons: DayReasons, answers: Answers
) -> None:
    told = {(one.user, one.county) for one in reasons.subjects}
    assert {user for user, _county in told if user} == set(answers.cuts.user)
    short = {
        county
        for county in answers.work.axes.counties
        if goal_of(answers, county_subject(case=answers.work.case, county=county)) is not None
    }
    assert {county for user, county in told if not user} == short
    assert all(one.because for one in reasons.subjects)


def test_the_chain_in_two_parts_is_the_chain_of_the_explanation(
    reasons: DayReasons, answers: Answers, case: Case
) -> None:
    user = answers.cuts.user[0]
    own = next(one for one in reasons.subjects if one.user == user)
    assert (*reasons.province, *own.because) == explain(case=case, user=user, answers=answers).chain
    assert not {"county", "user"} & {link.topic for link in reasons.province}


def test_worth_stands_county_by_county_as_the_prices_say(reasons: DayReasons, answers: Answers) -> None:
    found = explain_worth(answers=answers)
    rows = list(found.counties)
    assert reasons.worth.county == answers.work.axes.counties
    np.testing.assert_array_equal(reasons.worth.per_unit, found.per_unit[rows, 0])
    np.testing.assert_array_equal(reasons.worth.reaches_short, found.reaches_short[rows, 0])


def test_a_county_has_an_answer_to_who_is_next_if_and_only_if_gas_reaches_somebody_short(
    reasons: DayReasons,
) -> None:
    np.testing.assert_array_equal(reasons.worth.following == NO_GROUP, ~reasons.worth.reaches_short)
    for unit in reasons.following:
        behind = [at for at, cut in enumerate(reasons.cuts) if unit.county in cut.counties]
        assert list(unit.cuts) == behind


def test_the_next_unit_really_goes_to_users(reasons: DayReasons, answers: Answers) -> None:
    """One more unit in the county, the plan solved from nothing: as much reaches users as was said."""
    problem, plan = namer_of(answers.work).problem, answers.work.plan.plan
    assert reasons.following
    for unit in reasons.following:
        node = int(answers.work.axes.county_node[answers.work.axes.county_at[unit.county]])
        again = solve_tiers(case=changed_case(case=problem, change=Change(ChangeKind.GAS, node, (0,), 1.0)))
        gained = float(((plan.unserved - again.unserved) * problem.steps.days[None, :]).sum())
        assert gained == pytest.approx(unit.volume, abs=SMALLEST)


def test_reasons_come_back_from_json_as_they_were(reasons: DayReasons) -> None:
    plain = plain_of(reasons)
    assert plain_of(picture_of(DayReasons, json.loads(json.dumps(plain)))) == plain
