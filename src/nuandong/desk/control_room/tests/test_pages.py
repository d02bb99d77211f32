"""The first screen says how bad, why, what now and by when; and says calm days calmly."""

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.utils.translation import override

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.pages import DayPage, day_page, level_sign
from nuandong.desk.control_room.rows import county_rows, source_rows, store_rows, tier_rows
from nuandong.desk.control_room.rules_in_force import rules_in_force
from nuandong.desk.control_room.screens import levels_on
from nuandong.desk.control_room.shown import bar
from nuandong.desk.control_room.tests.pictures import CITY_NAMES, GAS_DAY, calm_day, orange_day, red_day
from nuandong.desk.control_room.tongue import SPOKEN_CLAUSES, clause_words, unbroken
from nuandong.desk.frame.templatetags.figures import flow, mark, percent, short_instant
from nuandong.policy import read_policy

POLICY = read_policy()
LEVELS = levels_on(POLICY, GAS_DAY)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def page(picture: DayPicture) -> DayPage:
    return day_page(picture=picture, levels=LEVELS, plan=POLICY.plan(GAS_DAY), at=picture.stamp.as_of)


def test_the_banner_names_the_level_by_word_rank_and_hue() -> None:
    sign = page(orange_day()).banner.sign
    assert (sign.word, sign.hue, sign.rank) == ("橙色", "orange", 3)
    assert sign.pips == (True, True, True, False)


def test_the_banner_counts_the_hours_by_the_desks_clock() -> None:
    assert page(orange_day()).banner.hours_left == 1.0


def test_a_deadline_that_has_passed_is_overdue_and_an_old_picture_says_its_age() -> None:
    picture = orange_day()
    at = picture.stamp.as_of + timedelta(hours=9.5)
    banner = day_page(picture=picture, levels=LEVELS, plan=POLICY.plan(GAS_DAY), at=at).banner
    assert (banner.hours_left, banner.hours_late, banner.stale_hours) == (0.0, 8.5, 9.5)


def test_what_a_reader_sees_of_a_part_is_not_said_of_the_province() -> None:
    picture = orange_day()
    whole = page(picture)
    assert whole.scope_count == 0
    part = replace(picture, stamp=replace(picture.stamp, expected=len(picture.counties.county) + 100))
    scoped = page(part)
    assert scoped.scope_count == len(picture.counties.county)
    assert scoped.titles.county_map == f"您可见范围内：{whole.titles.county_map}"


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("T-040", ["20.0%", "40.0%", "超过", "橙色"]),
        ("T-029", ["居民壁挂炉采暖", "公交"]),
        ("T-045", ["1. 液化工厂", "11. 社会车辆"]),
    ],
)
def test_a_clause_shows_the_rules_in_force_behind_it(clause: str, words: list[str]) -> None:
    text = " ".join(line.text for line in rules_in_force(clause=clause, policy=POLICY, day=GAS_DAY))
    assert [word for word in words if word not in text] == []


def test_what_is_not_known_of_the_plan_is_said_in_the_banner() -> None:
    plan = page(orange_day()).banner.plan
    assert plan.evidence == "judged"
    assert "2017" in plan.note


def test_the_chain_leads_from_the_gap_to_what_is_left() -> None:
    before, stored, residual, livelihood = page(orange_day()).chain
    assert (before.flow, stored.flow, residual.flow, livelihood.flow) == (40.0, 20.0, 0.0, 0.0)
    assert (stored.closed, residual.closed) == (20.0, 20.0)
    assert (before.bar, stored.bar) == ("100.00", "50.00")
    assert before.share == 40 / 280
    assert not any(step.alarms for step in (before, stored, residual, livelihood))


def test_a_livelihood_gap_raises_an_alarm_in_the_chain() -> None:
    assert [step.key for step in page(red_day()).chain if step.alarms] == ["residual", "livelihood"]


def test_on_a_calm_day_nothing_is_to_be_decided() -> None:
    shown = page(calm_day())
    assert shown.banner.is_calm
    assert shown.banner.sign.hue == "none"
    assert shown.now.next_sign is None
    assert "均可满足" in shown.titles.balance


def test_the_difference_of_the_deliverable_gap_is_explained() -> None:
    assert "比总量缺口多 4.0" in page(orange_day()).titles.deliverable
    assert "无差异" in page(calm_day()).titles.deliverable


def test_a_level_that_the_policy_does_not_know_shows_as_itself() -> None:
    assert level_sign("violet", LEVELS).word == "violet"
    assert level_sign("none", LEVELS).word == "无预警"


@pytest.mark.parametrize(("share", "length"), [(-1, "0.00"), (0.5, "50.00"), (7, "100.00")])
def test_a_bar_never_leaves_its_frame(share: float, length: str) -> None:
    assert bar(share) == length


@pytest.mark.parametrize(
    ("number", "text"), [(1234.56, "1,234.6"), (-3.21, "−3.2"), (-0.01, "0.0"), (0, "0.0")]
)
def test_flows_look_the_same_everywhere(number: float, text: str) -> None:
    assert flow(number) == text


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf")])
def test_missing_is_a_dash_with_its_reason_and_never_zero(missing: float | None) -> None:
    for shown in (flow(missing), percent(missing)):
        assert "—" in shown
        assert "title=" in shown
        assert "0" not in shown


def test_only_figures_that_need_it_bear_a_mark() -> None:
    assert mark("stated") == "" == mark("read")
    assert "待核实" in mark("judged")
    assert "示意" in mark("illustrative")
    with override("en"):
        assert "unverified" in mark("recalled")


def test_instants_are_told_in_local_time() -> None:
    assert short_instant(orange_day().proposal.decide_by) == "12月19日 18:00"


def test_every_clause_of_the_ladders_in_force_is_said_in_chinese() -> None:
    steps = [*POLICY.province_ladder(day=GAS_DAY).steps, *POLICY.zone_ladder(day=GAS_DAY).steps]
    assert steps
    for step in steps:
        assert CHINESE.search(clause_words(step.clause)), step.clause
    assert all(CHINESE.search(clause_words(clause)) for clause in SPOKEN_CLAUSES)


def test_a_date_is_not_broken_over_lines() -> None:
    assert "-" not in unbroken("12-19 18:00")


def test_sources_of_one_kind_are_summed_and_the_bars_share_one_scale() -> None:
    trunk, cbm, *_ = source_rows(orange_day())
    assert (trunk.nominated, trunk.nominated_bar) == (150.0, "100.00")
    assert cbm.nominated_bar == "40.00"
    assert trunk.difference == pytest.approx(-1.5)


def test_stores_stand_by_size_and_bars_are_parts_of_working_capacity() -> None:
    cavern, tank = store_rows(orange_day())
    assert (cavern.working_capacity, tank.working_capacity) == (400.0, 100.0)
    assert (cavern.fill_bar, cavern.reserve_bar) == ("15.00", "25.00")


def test_a_step_that_the_level_may_not_order_is_marked() -> None:
    assert [row.may_order for row in tier_rows(orange_day())] == [True, True, False]


def test_the_shortest_county_stands_first() -> None:
    rows = county_rows(orange_day(), CITY_NAMES)
    assert [row.code for row in rows[:2]] == ["140105", "140702"]
    assert rows[0].share == 0.2
    assert rows[0].city == "太原市"


def test_a_county_without_demand_has_no_share_to_divide_by() -> None:
    whole = orange_day()
    nothing = replace(
        whole.counties,
        demand=np.zeros_like(whole.counties.demand),
        shortfall=np.zeros_like(whole.counties.shortfall),
    )
    assert all(row.share == 0 for row in county_rows(replace(whole, counties=nothing), CITY_NAMES))
