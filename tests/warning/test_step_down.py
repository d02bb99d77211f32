"""The way down from a level: slowly, one level at a time, and never while a household is short."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.policy import NO_LEVEL, read_policy
from nuandong.warning import DayShares, StepDown, StoresToday, lasting_level, step_down, step_down_rules

DAY = date(2023, 12, 20)
BOOK = read_policy()
LADDERS = (BOOK.province_ladder(day=DAY), BOOK.zone_ladder(day=DAY))
RULES = step_down_rules(book=BOOK, day=DAY)
FULL = StoresToday(fill=0.8, is_refilling=False)


def ask(
    declared: str,
    past: list[float],
    outlook: list[float],
    *,
    stores: StoresToday = FULL,
    zone: float = 0.0,
    livelihood: float = 0.0,
) -> StepDown:
    return step_down(
        declared=BOOK.level(declared, day=DAY),
        past=[DayShares(share, zone, livelihood) for share in past],
        outlook=[DayShares(share) for share in outlook],
        stores=stores,
        ladders=LADDERS,
        rules=RULES,
    )


@pytest.mark.parametrize(
    ("declared", "past", "outlook", "expected"),
    [
        pytest.param("orange", [0.08, 0.08], [0.08, 0.08, 0.08], "yellow", id="well-below"),
        pytest.param("orange", [0.0, 0.0], [0.0, 0.0, 0.0], "yellow", id="only-one-level-at-a-time"),
        pytest.param(
            "orange", [0.09, 0.08], [0.08, 0.08, 0.08], "orange", id="exactly-one-point-below-is-not-enough"
        ),
        pytest.param(
            "orange", [0.0899, 0.08], [0.0999, 0.08, 0.08], "yellow", id="a-hair-more-than-one-point"
        ),
        pytest.param("orange", [0.12, 0.08], [0.08, 0.08, 0.08], "orange", id="one-good-day-only"),
        pytest.param("orange", [0.08], [0.08, 0.08, 0.08], "orange", id="only-one-day-known"),
        pytest.param("orange", [0.08, 0.08], [0.08, 0.08, 0.10], "orange", id="comes-back-on-the-third-day"),
        pytest.param("orange", [0.08, 0.08], [0.08, 0.08], "orange", id="forecast-too-short"),
        pytest.param("red", [0.15, 0.15], [0.15, 0.15, 0.15], "orange", id="red-to-orange"),
        pytest.param("red", [0.195, 0.15], [0.15, 0.15, 0.15], "red", id="half-a-point-below-red"),
        pytest.param("yellow", [0.03, 0.03], [0.03, 0.03, 0.03], "blue", id="yellow-to-blue"),
        pytest.param("blue", [0.0, 0.0], [0.0, 0.0, 0.0], "none", id="blue-ends-without-gap"),
        pytest.param("blue", [0.001, 0.0], [0.0, 0.0, 0.0], "blue", id="blue-stays-with-the-least-gap"),
        pytest.param("none", [0.5, 0.5], [0.5, 0.5, 0.5], "none", id="nothing-to-step-down-from"),
        pytest.param("orange", [0.5, 0.5, 0.08, 0.08], [0.08] * 7, "yellow", id="only-the-last-days-count"),
    ],
)
def test_the_way_down(declared: str, past: list[float], outlook: list[float], expected: str) -> None:
    assert ask(declared, past, outlook).level.key == expected


def test_a_zone_still_short_holds_the_level() -> None:
    assert ask("orange", [0.0, 0.0], [0.0] * 3, zone=0.295).level.key == "orange"
    assert ask("orange", [0.0, 0.0], [0.0] * 3, zone=0.28).level.key == "yellow"


def test_red_stays_while_a_household_is_short() -> None:
    assert ask("red", [0.0, 0.0], [0.0] * 3, livelihood=0.001).level.key == "red"


@pytest.mark.parametrize(
    ("stores", "expected"),
    [
        pytest.param(StoresToday(0.5, False), "yellow", id="half-full"),
        pytest.param(StoresToday(0.499, False), "orange", id="less-than-half"),
        pytest.param(StoresToday(0.1, True), "yellow", id="refilling"),
    ],
)
def test_the_stores_must_stand_a_return_of_the_cold(stores: StoresToday, expected: str) -> None:
    assert ask("orange", [0.05, 0.05], [0.05] * 3, stores=stores).level.key == expected


def test_each_condition_is_shown_met_or_not() -> None:
    answer = ask("orange", [0.05, 0.05], [0.15] * 3)
    assert [condition.is_met for condition in answer.conditions] == [True, False, True]
    assert not answer.is_proposed
    assert "未来 3 个气日" in answer.conditions[1].text_zh


def test_a_level_with_unknown_threshold_is_never_left_by_the_machine() -> None:
    book, day = read_policy(province="hunan_2017"), date(2017, 12, 20)
    ladder = book.province_ladder(day=day)
    answer = step_down(
        declared=book.level("red", day=day),
        past=[DayShares(0.0)] * 2,
        outlook=[DayShares(0.0)] * 3,
        stores=FULL,
        ladders=(ladder, ladder),
        rules=RULES,
    )
    assert answer.level.key == "red"


@given(
    declared=st.sampled_from(["blue", "yellow", "orange", "red"]),
    past=st.lists(st.floats(0, 1), max_size=4),
    outlook=st.lists(st.floats(0, 1), max_size=4),
)
def test_stepping_down_goes_one_rank_or_nowhere(
    declared: str, past: list[float], outlook: list[float]
) -> None:
    before = BOOK.level(declared, day=DAY)
    after = ask(declared, past, outlook)
    assert before.rank - after.level.rank == (1 if after.is_proposed else 0)


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        pytest.param([], "none", id="nothing-known"),
        pytest.param(["none", "orange"], "orange", id="one-orange-day-is-enough"),
        pytest.param(["yellow", "none", "yellow"], "none", id="two-single-yellow-days-are-not"),
        pytest.param(["yellow", "yellow"], "yellow", id="two-yellow-days-in-a-row"),
        pytest.param(["yellow", "blue"], "blue", id="a-yellow-day-counts-as-blue"),
        pytest.param(["blue", "red", "none"], "red", id="the-worst"),
    ],
)
def test_how_long_a_level_must_last(calls: list[str], expected: str) -> None:
    answer = lasting_level(
        calls=[BOOK.level(key, day=DAY) for key in calls],
        severe_from=BOOK.level("orange", day=DAY),
        severe_days=1,
        mild_days=2,
    )
    assert answer == BOOK.level(expected, day=DAY)


@given(st.lists(st.sampled_from([NO_LEVEL, *BOOK.levels(day=DAY)])))
def test_what_lasts_is_never_worse_than_the_worst_day(calls: list) -> None:
    answer = lasting_level(calls=calls, severe_from=BOOK.level("orange", day=DAY), severe_days=1, mild_days=2)
    assert answer <= max(calls, default=NO_LEVEL, key=lambda level: level.rank)
