"""A day explained to the people in it: why, through which pipes, what would spare them, and what cannot be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import nuandong
from nuandong.assess import Case
from nuandong.assess.day import Answers, case_point_loads
from nuandong.assess.explain import Explanation, NothingAsked, explain, explain_cuts, explain_worth, namer_of
from nuandong.assess.explaining.help import WouldHelp
from nuandong.assess.explaining.request import (
    ArcAtMost,
    CountyShare,
    DayOutsideOutlook,
    StoreFill,
    UserSpared,
    Wish,
)
from nuandong.assess.explaining.subject import UnknownSubject
from nuandong.assess.requests import UnreadableWish, judge_request, read_wish
from nuandong.assess.runs import Run
from nuandong.balance import solve_tiers
from nuandong.balance.reasons import Change, ChangeKind, changed_case
from nuandong.cli import main
from nuandong.curtailment import ReliefTarget, plan_curtailment, within_powers
from tests.fixtures.tiny_case import TINY

HOSPITAL, MILL, LNG, GLASS = "u-hospital", "u-mill", "u-lng", "u-glass"


@pytest.fixture(scope="module")
def mill(case: Case, answers: Answers) -> Explanation:
    return explain(case=case, user=MILL, answers=answers)


def test_the_front_door_opens_on_it() -> None:
    assert nuandong.explain is explain


def test_the_chain_leads_from_the_province_to_the_user(mill: Explanation) -> None:
    assert [one.topic for one in mill.chain] == [
        "gap", "level", "powers", "measures", "tiers", "county", "user",
    ]  # fmt: skip
    assert mill.is_cut
    assert all(one.text_zh and one.text_en and one.clause for one in mill.chain)


def test_the_mill_is_cut_by_the_branch_that_feeds_its_county(mill: Explanation) -> None:
    assert mill.cut is not None
    assert mill.cut.counties == ("149102",)
    [limit] = mill.cut.limits
    assert (limit.way, limit.volume) == ("link", pytest.approx(9.0))
    assert mill.cut.need - mill.cut.brought == pytest.approx(mill.cut.missing, abs=1e-6)
    assert limit.name_zh in mill.cut.text_zh
    assert limit.name_en in mill.cut.text_en


def test_every_answer_of_what_would_help_is_verified(case: Case, answers: Answers) -> None:
    for user in sorted(set(answers.cuts.user)):
        found = explain(case=case, user=user, answers=answers)
        assert found.would_help
        assert all(one.is_verified for one in found.would_help), user
        assert any(one.is_enough for one in found.would_help), user


def relief_of(answers: Answers, helped: WouldHelp, amount: float, user: str) -> float:
    """What the user is asked for when the county has so much more gas: plan and orders made anew."""
    work = answers.work
    problem = namer_of(work).problem
    node = work.case.network.nodes.node.index(helped.ident)
    plan = solve_tiers(case=changed_case(case=problem, change=Change(ChangeKind.GAS, node, (0,), amount)))
    run = Run(work.plan.rows, plan, len(work.axes.counties))
    relief = run.relief(tiers=len(work.loads.tiers))[:, :, 0]
    tier, county = np.nonzero(relief > 0)
    points = case_point_loads(case=work.case, axes=work.axes, forecast=work.forecast, policy=work.policy)
    cuts = plan_curtailment(
        relief=ReliefTarget(
            tuple(work.axes.counties[row] for row in county),
            tuple(work.loads.tiers[row] for row in tier),
            relief[tier, county],
        ),
        loads=within_powers(loads=points, powers=work.powers),
        book=work.case.users,
        policy=work.policy,
        day=work.axes.days[0],
        decided_at=work.axes.as_of,
    )
    return float(sum(cut for cut, named in zip(cuts.relief, cuts.user, strict=True) if named == user))


@pytest.mark.parametrize("user", [MILL, LNG, "u-steel", "u-methanol"])
def test_with_the_gas_that_is_said_to_spare_it_the_user_gets_no_order_at_all(
    user: str, case: Case, answers: Answers
) -> None:
    found = explain(case=case, user=user, answers=answers)
    [gas] = [one for one in found.would_help if one.kind == "gas"]
    assert gas.is_enough
    assert relief_of(answers, gas, gas.amount, user) == 0.0
    assert relief_of(answers, gas, gas.amount - 0.01, user) > 0.0


def test_a_protected_user_is_told_that_no_order_may_touch_it(case: Case, answers: Answers) -> None:
    found = explain(case=case, user=HOSPITAL, answers=answers)
    assert not found.is_cut
    assert found.cut is None
    assert found.chain[-1].clause == "T-029"
    assert "protected" in found.chain[-1].text_en


def test_a_user_whose_tier_is_not_reached_is_told_so(case: Case, answers: Answers) -> None:
    last = explain(case=case, user=GLASS, answers=answers).chain[-1]
    assert (last.topic, last.clause) == ("user", "T-028")


def test_a_user_on_no_list_is_told_so(case: Case) -> None:
    entries = case.users.list_entries
    kept = [row for row, point in enumerate(entries.point) if point != "p-mill"]
    short = replace(
        entries,
        curtailment_list=tuple(entries.curtailment_list[row] for row in kept),
        point=tuple(entries.point[row] for row in kept),
    )
    found = explain(case=replace(case, users=replace(case.users, list_entries=short)), user=MILL)
    assert not found.is_cut
    assert found.chain[-1].clause == "T-044"


def test_a_user_that_cannot_be_told_in_time_is_told_so(case: Case) -> None:
    points = case.users.delivery_points
    slow = replace(
        points, notice_hours=np.where(np.array(points.point) == "p-mill", 90.0, points.notice_hours)
    )
    found = explain(case=replace(case, users=replace(case.users, delivery_points=slow)), user=MILL)
    assert not found.is_cut
    assert found.chain[-1].clause == "T-041"


def test_a_user_is_found_by_id_by_name_and_by_its_delivery_point(case: Case, answers: Answers) -> None:
    named = [explain(case=case, user=word, answers=answers) for word in (HOSPITAL, "示例医院", "p-hospital")]
    assert {one.subject.user for one in named} == {HOSPITAL}


def test_a_county_is_explained_by_all_that_it_misses(case: Case, answers: Answers) -> None:
    found = explain(case=case, county="149102", answers=answers)
    assert found.is_cut
    assert found.subject.name_zh in found.chain[-1].text_zh
    missing = answers.work.plan.by_county()[answers.work.axes.county_at["149102"], 0]
    assert f"{missing:,.2f}" in found.chain[-1].text_en


@pytest.mark.parametrize(
    ("user", "county", "refusal"),
    [("", "", NothingAsked), ("u-mill", "149102", NothingAsked), ("u-nobody", "", UnknownSubject),
     ("", "000000", UnknownSubject), ("", "149100", UnknownSubject)],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_words(
    user: str, county: str, refusal: type[Exception], case: Case, answers: Answers
) -> None:
    with pytest.raises(refusal):
        explain(case=case, user=user, county=county, answers=answers)


def test_the_cuts_of_the_day_add_up_and_the_first_is_the_largest(answers: Answers) -> None:
    stories = explain_cuts(answers=answers)
    assert [len(story.counties) for story in stories] == [4, 1]
    for story in stories:
        assert story.error == pytest.approx(0.0, abs=1e-6)
        assert sum(limit.volume for limit in story.limits) == pytest.approx(story.brought)
    assert stories[0].missing >= stories[1].missing


def test_what_gas_is_worth_is_known_at_each_node_and_day(answers: Answers) -> None:
    worth = explain_worth(answers=answers)
    assert worth.price.shape == (len(worth.nodes), len(worth.days))
    assert worth.per_unit == pytest.approx(worth.price * 10_000)
    short = [
        answers.work.axes.county_node[answers.work.axes.county_at[county]] for county in answers.cuts.county
    ]
    assert worth.reaches_short[short, 0].all()


# ---- requests --------------------------------------------------------------------------------------------------


def test_a_county_behind_a_full_branch_cannot_be_had_whole_and_the_network_alone_is_why(
    case: Case, answers: Answers
) -> None:
    verdict = judge_request(case=case, wishes=(CountyShare("149102", 1.0),), answers=answers)
    assert not verdict.is_possible
    assert len(verdict.members_zh) == 1
    assert verdict.missing == pytest.approx(1.2042, abs=1e-3)
    assert "network" in verdict.text_en


def test_what_the_plan_gives_anyhow_can_be_had(case: Case, answers: Answers) -> None:
    assert judge_request(case=case, wishes=(CountyShare("149102", 0.85),), answers=answers).is_possible
    assert judge_request(case=case, wishes=(UserSpared(GLASS),), answers=answers).is_possible


def test_two_cities_that_share_what_there_is_cannot_both_be_served_whole(
    case: Case, answers: Answers
) -> None:
    """Either can, and both could at the cost of homes: so the third member is that homes are kept."""
    both = (CountyShare("149101", 1.0), CountyShare("149201", 1.0))
    verdict = judge_request(case=case, wishes=(UserSpared(GLASS), *both), answers=answers)
    assert not verdict.is_possible
    assert verdict.is_smallest
    assert len(verdict.members_en) == 3
    assert verdict.members_en[2].startswith("homes keep")
    for one in both:
        assert judge_request(case=case, wishes=(one,), answers=answers).is_possible


def test_to_spare_the_only_mill_behind_a_full_branch_contradicts_the_homes_there(
    case: Case, answers: Answers
) -> None:
    verdict = judge_request(case=case, wishes=(UserSpared(MILL),), answers=answers)
    assert [name.split()[0] for name in verdict.members_en] == ["Example", "homes"]


def test_homes_are_never_the_price_of_a_wish(case: Case, answers: Answers) -> None:
    trunk = case.network.arcs.arc[0]
    verdict = judge_request(case=case, wishes=(ArcAtMost(trunk, 0.0),), answers=answers)
    assert len(verdict.members_zh) == 2
    assert verdict.members_zh[1].startswith("民生")


def test_a_store_cannot_be_full_in_a_fortnight_that_only_draws_on_it(case: Case, answers: Answers) -> None:
    verdict = judge_request(case=case, wishes=(StoreFill("tank-jia", 1.0),), answers=answers)
    assert len(verdict.members_zh) == 1
    assert judge_request(case=case, wishes=(StoreFill("tank-jia", 0.3),), answers=answers).is_possible


def test_a_day_beyond_the_outlook_and_things_unknown_are_refused(case: Case, answers: Answers) -> None:
    with pytest.raises(DayOutsideOutlook, match="2030"):
        judge_request(case=case, wishes=(CountyShare("149101", 0.5, date(2030, 1, 1)),), answers=answers)
    for unknown in (StoreFill("no-tank", 0.5), ArcAtMost("no-pipe", 1.0), UserSpared("nobody")):
        with pytest.raises(UnknownSubject):
            judge_request(case=case, wishes=(unknown,), answers=answers)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("county=140121:95%", CountyShare("140121", 0.95)),
        ("county=140121:0.95@2023-12-21", CountyShare("140121", 0.95, date(2023, 12, 21))),
        ("store=lng-1:80%@2023-11-30", StoreFill("lng-1", 0.8, date(2023, 11, 30))),
        ("arc=a-b:120", ArcAtMost("a-b", 120.0)),
        ("user=u-1", UserSpared("u-1")),
    ],
)
def test_wishes_are_read_from_words(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


@pytest.mark.parametrize("text", ["", "county", "county=1", "user=u-1:5", "town=1:5%", "county=1:x", "arc=a:1.2.3",
                                  "store=a:80%@2023-13-01"])  # fmt: skip
def test_a_wish_that_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(UnreadableWish, match="county=140121:95%"):
        read_wish(text)


# ---- the command -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["--user", MILL], "怎样才能不缺", "What would spare it"),
        (["--county", "149102"], "管道满载", "full pipe"),
        (["--cut"], "缺口不可相加", "do not add them up"),
        (["--worth"], "先供给缺气者", "serves the short first"),
        (["--must", f"user={GLASS}"], "可以同时满足", "Can be had together"),
    ],
)
def test_the_command_answers_in_both_languages(
    words: list[str], zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, wanted in (("zh", zh), ("en", en)):
        assert main(["explain", str(TINY), *words, "--language", language]) == 0
        assert wanted in capsys.readouterr().out


def test_a_request_that_cannot_be_had_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(TINY), "--must", "county=149102:100%"]) == 1
    assert "✗ " in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["--cut", "--worth"], ["--user", "nobody"], ["--must", "gas"]])
def test_the_command_refuses_what_it_cannot_answer(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(TINY), *words]) == 2
    assert "Traceback" not in capsys.readouterr().err
