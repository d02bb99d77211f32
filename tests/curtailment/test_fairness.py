"""Fair over days: hours and volumes of earlier gas days, whose turn it is, and how even it has been."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.curtailment import CutHistory, FairnessLedger, fairness_ledger, with_history
from nuandong.curtailment.fairness import gini, ranks
from nuandong.curtailment.history import hours_cut, joined
from nuandong.curtailment.shares import take_turns
from nuandong.vocabulary import ConsumerClass
from tests.curtailment.towns import DAY, EVENING_BEFORE, QINGXU, Point, book_of, loads_for, plan_for, target

C = ConsumerClass
SHOPS = [
    Point("tailor", C.COMM, 1.0, 0.3, notice_hours=0.0, hours_cut=24.0),
    Point("baker", C.COMM, 1.0, 0.3, notice_hours=0.0),
    Point("cobbler", C.COMM, 1.0, 0.3, notice_hours=0.0),
]
KILNS = [
    Point("west", C.IND_FUEL_DISC, 2.0),
    Point("east", C.IND_FUEL_DISC, 2.0),
    Point("south", C.IND_FUEL_DISC, 4.0, county=QINGXU),
]


def history(*rows: tuple[str, date, float, float], known_at: datetime = EVENING_BEFORE) -> CutHistory:
    """Rows of point, gas day, relief, hours."""
    return CutHistory(
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]),
        (known_at,) * len(rows),
    )


def days_ago(count: int) -> date:
    return DAY - timedelta(days=count)


def ledger_of(points: list[Point], past: CutHistory, *asked: tuple[str, str, float]) -> FairnessLedger:
    book = with_history(book=book_of(points), further=(past,))
    loads = loads_for(points, book=book)
    return fairness_ledger(loads=loads, plan=plan_for(points, target(*asked), loads), book=book)


def test_shops_close_by_turns_and_the_one_closed_last_week_waits() -> None:
    loads = loads_for(SHOPS)
    plan = plan_for(SHOPS, target(("140105", "comm", 1.0)), loads)
    assert dict(zip(plan.point, plan.relief.tolist(), strict=True)) == {"baker": 0.7, "cobbler": 0.3}
    assert "排第1位" in plan.reason_zh[0]
    assert "in place 1" in plan.reason_en[0]


def test_what_history_says_of_yesterday_moves_the_turn() -> None:
    book = with_history(book=book_of(SHOPS), further=(history(("baker", days_ago(1), 0.7, 24.0)),))
    plan = plan_for(SHOPS, target(("140105", "comm", 0.7)), loads_for(SHOPS, book=book))
    assert plan.point == ("cobbler",)


@pytest.mark.parametrize(
    ("gas_day", "known_at", "counts"),
    [
        pytest.param(days_ago(1), EVENING_BEFORE, True, id="yesterday"),
        pytest.param(DAY, EVENING_BEFORE, False, id="today-is-what-is-being-planned"),
        pytest.param(date(2023, 10, 31), EVENING_BEFORE, False, id="before-the-season"),
        pytest.param(date(2023, 11, 1), EVENING_BEFORE, True, id="first-day-of-the-season"),
        pytest.param(days_ago(1), EVENING_BEFORE + timedelta(hours=1), False, id="not-known-yet"),
    ],
)
def test_only_the_seasons_earlier_days_count_as_far_as_they_were_known(
    gas_day: date, known_at: datetime, counts: bool
) -> None:
    past = history(("baker", gas_day, 0.5, 12.0), known_at=known_at)
    book = with_history(book=book_of(SHOPS), further=(past,))
    hours = hours_cut(book=book, day=DAY, decided_at=EVENING_BEFORE)
    assert hours.tolist() == [24.0, 12.0 if counts else 0.0, 0.0]


def test_a_user_cut_at_two_points_on_one_day_is_cut_for_the_longer_time() -> None:
    book = book_of(KILNS)
    one_owner = replace(book.delivery_points, user=("user of west",) * 3)
    book = replace(book, delivery_points=one_owner)
    past = history(
        ("west", days_ago(1), 1.0, 8.0), ("east", days_ago(1), 1.0, 20.0), ("west", days_ago(2), 1.0, 6.0)
    )
    hours = hours_cut(book=with_history(book=book, further=(past,)), day=DAY, decided_at=EVENING_BEFORE)
    assert hours.tolist() == [26.0, 0.0, 0.0]


def test_days_of_an_interruptible_contract_are_counted_down_by_the_history() -> None:
    mill = [Point("mill", C.IND_FUEL_DISC, 2.0, is_interruptible=True, days_left=2.0)]
    once = history(("mill", days_ago(1), 1.0, 24.0))
    twice = history(("mill", days_ago(1), 1.0, 24.0), ("mill", days_ago(3), 1.0, 24.0))
    for past, allowed in ((once, True), (twice, False)):
        book = with_history(book=book_of(mill), further=(past,))
        assert bool(loads_for(mill, book=book).may_ask[0, 0]) is allowed


def test_the_ledger_adds_the_day_to_the_season_by_hand() -> None:
    past = history(("west", days_ago(1), 2.0, 24.0), ("south", days_ago(1), 1.0, 24.0))
    found = ledger_of(KILNS, past, ("140105", "ind_disc", 2.0))
    rows = found.counties
    assert rows.county == ("140105", QINGXU)
    assert rows.share.tolist() == [0.5, 0.0]  # 2 of 4 today, nothing of 4
    assert rows.season_volume.tolist() == [4.0, 1.0]
    assert rows.season_share.tolist() == [0.5, 0.125]  # of 4 * 2 days each
    assert rows.rank.tolist() == [1, 2]
    assert rows.tier_spread.tolist() == [0.375, 0.375]
    assert rows.tier_gini == pytest.approx([0.3, 0.3])  # |0.5 - 0.125| * 2 / (2 * 4 * 0.3125)
    assert found.days == (days_ago(1),)
    hours = dict(zip(found.users.user, found.users.hours_season.tolist(), strict=True))
    assert hours == {"user of west": 48.0, "user of east": 24.0, "user of south": 24.0}
    assert found.users.rank.tolist() == [1, 2, 2]
    assert rows.hours_gini == pytest.approx([1 / 6, 0.0])


def test_the_history_that_a_plan_leaves_is_the_next_days_own() -> None:
    first = ledger_of(KILNS, history(), ("140105", "ind_disc", 2.0))
    assert set(zip(first.history.point, first.history.gas_day, strict=True)) == {("west", DAY), ("east", DAY)}
    again = ledger_of(KILNS, first.history, ("140105", "ind_disc", 2.0))
    assert again.counties.season_volume.tolist() == [2.0, 0.0]  # the day itself is not counted twice


def test_of_two_rows_for_one_point_and_day_the_later_known_stands() -> None:
    sooner = history(("west", DAY, 1.0, 8.0))
    later = history(("west", DAY, 2.0, 9.0), known_at=EVENING_BEFORE + timedelta(hours=2))
    for order in ((sooner, later), (later, sooner)):
        assert joined(order).relief.tolist() == [2.0]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_gini_is_its_definition(values: list[float]) -> None:
    x = np.array(values)
    pairs = np.abs(x[:, None] - x[None, :]).sum()
    wanted = pairs / (2 * x.size**2 * x.mean()) if x.sum() > 0 else 0.0
    assert gini(x) == pytest.approx(wanted, abs=1e-9)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_equal_burdens_share_the_better_rank(values: list[int]) -> None:
    found = ranks(np.array(values, dtype=float))
    assert found.tolist() == [1 + sum(other > value for other in values) for value in values]


@given(
    need=st.integers(0, 60),
    members=st.lists(st.tuples(st.integers(0, 9), st.floats(0, 100)), min_size=1, max_size=8),
)
def test_by_turns_nobody_gives_while_one_with_fewer_hours_has_more_to_give(
    need: int, members: list[tuple[int, float]]
) -> None:
    most = [amount for amount, _ in members]
    order = [(hours, f"{n}") for n, (_, hours) in enumerate(members)]
    shares = take_turns(need_m3=need, reducible_m3=most, ranks=order)
    assert sum(shares) == min(need, sum(most))
    for n, share in enumerate(shares):
        assert 0 <= share <= most[n]
        if share:
            assert all(shares[m] == most[m] for m in range(len(most)) if order[m] < order[n])
