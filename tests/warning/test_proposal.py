"""Up at once, down slowly: the level proposed from the one that stands."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.policy import NO_LEVEL, read_policy
from nuandong.warning import (
    DayShares,
    LevelProposal,
    Standing,
    StoresToday,
    Way,
    duration_rules,
    propose_level,
    step_down_rules,
)

DAY = date(2023, 12, 20)
BOOK = read_policy()
LADDERS = (BOOK.province_ladder(day=DAY), BOOK.zone_ladder(day=DAY))
FULL = StoresToday(fill=0.8, is_refilling=False)
EMPTY = StoresToday(fill=0.2, is_refilling=False)


def ask(
    declared: str,
    outlook: list[float],
    *,
    past: Sequence[float] = (),
    stores: StoresToday = FULL,
) -> LevelProposal:
    shares = [DayShares(share) for share in outlook]
    calls = [LADDERS[0].level(share) for share in outlook]
    standing = Standing(calls, shares, [DayShares(share) for share in past], stores, LADDERS)
    return propose_level(
        declared=BOOK.level(declared, day=DAY),
        standing=standing,
        duration=duration_rules(book=BOOK, day=DAY),
        way_down=step_down_rules(book=BOOK, day=DAY),
    )


@pytest.mark.parametrize(
    ("declared", "outlook", "level", "way"),
    [
        pytest.param("none", [0.15, 0.0, 0.0], "orange", Way.RAISE, id="one-orange-day-is-enough"),
        pytest.param("none", [0.0, 0.0, 0.15], "orange", Way.RAISE, id="seen-three-days-ahead"),
        pytest.param("none", [0.0, 0.0, 0.0, 0.25], "none", Way.REST, id="a-fourth-day-is-too-far"),
        pytest.param("none", [0.07, 0.0, 0.0], "none", Way.REST, id="one-yellow-day-is-not-enough"),
        pytest.param("none", [0.0, 0.07, 0.07], "yellow", Way.RAISE, id="two-yellow-days-in-a-row"),
        pytest.param("none", [0.07, 0.02, 0.07], "blue", Way.RAISE, id="two-yellow-days-apart-are-blue"),
        pytest.param("yellow", [0.21, 0.0, 0.0], "red", Way.RAISE, id="up-by-more-than-one-level-at-once"),
        pytest.param("red", [0.21, 0.21, 0.21], "red", Way.HOLD, id="red-that-is-still-called-for"),
    ],
)
def test_up_as_soon_as_it_lasts(declared: str, outlook: list[float], level: str, way: Way) -> None:
    found = ask(declared, outlook)
    assert (found.level.key, found.way) == (level, way)


def test_down_from_red_to_nothing_one_level_at_a_time() -> None:
    """Red, then five mild days: each proposal, once declared, waits for its own conditions."""
    path, declared = [], "red"
    for _ in range(6):
        found = ask(declared, [0.0, 0.0, 0.0], past=[0.0, 0.0])
        path.append(found.level.key)
        declared = found.level.key
    assert path == ["orange", "yellow", "blue", "none", "none", "none"]


def test_a_cold_wave_that_ebbs_is_followed_with_hysteresis() -> None:
    """Shares of gas days; each evening the next three are known. What is proposed is declared."""
    shares = [0.24, 0.22, 0.195, 0.185, 0.18, 0.12, 0.085, 0.08, 0.06, 0.035, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0]
    declared, path = "none", []
    for today in range(-1, len(shares) - 3):
        past = shares[max(0, today - 1) : today + 1]
        declared = ask(declared, shares[today + 1 : today + 4], past=past).level.key
        path.append(declared)
    assert path == [
        *("red", "red", "red", "red"),  # 22 %, then 19.5 %: below 20 % but not by a whole point
        "red",  # 18.5 % is the first clear day, two are asked
        *("orange", "orange", "orange"),
        "yellow",  # 8.5 % and 8.0 %: two clear days below 10 %
        "yellow",
        "yellow",
        *("blue", "blue"),  # 3.5 % and 3.0 %
        "none",  # two days and three ahead without any gap
    ]


@pytest.mark.parametrize(
    ("past", "outlook", "stores"),
    [
        pytest.param([0.0], [0.0, 0.0, 0.0], FULL, id="one-past-day"),
        pytest.param([0.0, 0.0], [0.0, 0.0, 0.12], FULL, id="cold-returns-on-the-third-day"),
        pytest.param([0.0, 0.0], [0.0, 0.0, 0.0], EMPTY, id="empty-stores"),
        pytest.param([0.0, 0.095], [0.0, 0.0, 0.0], FULL, id="half-a-point-below"),
    ],
)
def test_held_while_any_condition_is_not_met(
    past: list[float], outlook: list[float], stores: StoresToday
) -> None:
    found = ask("orange", outlook, past=past, stores=stores)
    assert (found.level.key, found.way) == ("orange", Way.HOLD)
    assert [condition.is_met for condition in found.conditions].count(False) == 1


@given(
    declared=st.sampled_from(["none", "blue", "yellow", "orange", "red"]),
    outlook=st.lists(st.floats(0, 0.5), min_size=3, max_size=7),
    past=st.lists(st.floats(0, 0.5), max_size=3),
)
def test_never_below_what_lasts_and_never_down_by_more_than_one(
    declared: str, outlook: list[float], past: list[float]
) -> None:
    found = ask(declared, outlook, past=past)
    before = BOOK.level(declared, day=DAY)
    assert found.level >= found.called
    assert found.level.rank >= before.rank - 1
    assert (found.level == NO_LEVEL) == (found.level.rank == 0)
