"""How grave an incident is, its clocks at their edges, and when outages are one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.policy import read_policy
from nuandong.warning import (
    Clock,
    ClockKind,
    ClusterRules,
    Gravity,
    Harm,
    Outage,
    Passed,
    clocks_of,
    cluster_rules,
    clusters,
    gravity_of,
)

DAY = date(2023, 12, 20)
BOOK = read_policy()
FOUND = datetime(2023, 12, 20, 2, 0, tzinfo=UTC)
RULES = cluster_rules(book=BOOK, day=DAY)


def after(**span: float) -> datetime:
    return FOUND + timedelta(**span)


def clocks(gravity: Gravity, **passed: datetime) -> dict[ClockKind, Clock]:
    found = clocks_of(passed=Passed(FOUND, **passed), gravity=gravity, policy=BOOK, day=DAY)
    return {clock.kind: clock for clock in found}


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        pytest.param(Harm(), Gravity.ORDINARY, id="nothing"),
        pytest.param(Harm(households=1), Gravity.LARGER, id="one-household"),
        pytest.param(Harm(households=999, hours=3.9), Gravity.LARGER, id="just-below"),
        pytest.param(Harm(households=1000), Gravity.MAJOR, id="a-thousand-households"),
        pytest.param(Harm(households=1, hours=4.0), Gravity.MAJOR, id="four-hours"),
        pytest.param(Harm(hours=40.0), Gravity.ORDINARY, id="hours-without-households"),
        pytest.param(Harm(casualties=1), Gravity.MAJOR, id="one-casualty"),
        pytest.param(Harm(is_upstream_closed=True), Gravity.MAJOR, id="Lanzhou-2018"),
        pytest.param(Harm(households=5, is_concentrated=True), Gravity.MAJOR, id="in-a-cluster"),
    ],
)
def test_gravity(harm: Harm, expected: Gravity) -> None:
    assert gravity_of(harm=harm, policy=BOOK, day=DAY) is expected


@pytest.mark.parametrize(
    ("gravity", "written"), [(Gravity.ORDINARY, 12), (Gravity.LARGER, 2), (Gravity.MAJOR, 1)]
)
def test_the_written_report_is_due_by_gravity_and_the_law_says_twelve_hours(gravity, written) -> None:
    found = clocks(gravity)
    assert found[ClockKind.WRITTEN].due_at == after(hours=written)
    assert found[ClockKind.REPORT].due_at == after(hours=12)
    assert (ClockKind.VOICE in found) == (gravity is Gravity.MAJOR)


def test_a_major_incident_is_told_by_voice_within_half_an_hour() -> None:
    voice = clocks(Gravity.MAJOR)[ClockKind.VOICE]
    assert voice.due_at == after(minutes=30)
    assert not voice.is_overdue(after(minutes=30))
    assert voice.is_overdue(after(minutes=30, seconds=1))
    assert clocks(Gravity.MAJOR, voiced=after(minutes=30))[ClockKind.VOICE].is_overdue(after(days=9)) is False
    assert clocks(Gravity.MAJOR, voiced=after(minutes=31))[ClockKind.VOICE].is_overdue(after(days=9))
    assert clocks(Gravity.MAJOR, reported=after(minutes=20))[ClockKind.VOICE].done_at == after(minutes=20)


def test_the_two_legal_clocks_run_one_after_the_other() -> None:
    """12 h + 12 h: the office's clock starts with the report, not with the discovery."""
    found = clocks(Gravity.ORDINARY, reported=after(hours=3))
    assert not found[ClockKind.REPORT].is_overdue(after(days=9))
    assert found[ClockKind.VERIFY].due_at == after(hours=15)
    assert found[ClockKind.VERIFY].is_overdue(after(hours=15, seconds=1))
    assert ClockKind.VERIFY not in clocks(Gravity.ORDINARY)


def test_no_legal_clock_before_the_plan_that_brought_it() -> None:
    found = clocks_of(passed=Passed(FOUND), gravity=Gravity.ORDINARY, policy=BOOK, day=date(2020, 12, 1))
    assert {clock.kind for clock in found} == {ClockKind.WRITTEN}


def test_follow_up_runs_from_the_last_one_and_the_review_from_the_closing() -> None:
    seen = {"reported": after(hours=1), "verified": after(hours=2)}
    assert clocks(Gravity.LARGER, **seen)[ClockKind.FOLLOW_UP].due_at == after(hours=26)
    told = clocks(Gravity.LARGER, **seen, followed_up=after(hours=20))
    assert told[ClockKind.FOLLOW_UP].due_at == after(hours=44)
    over = clocks(Gravity.LARGER, **seen, closed=after(hours=30))
    assert ClockKind.FOLLOW_UP not in over
    assert over[ClockKind.REVIEW].due_at == after(hours=30, days=5)


def outage(
    key: str, households: int = 0, villages: str = "", hours: float = 0.0, county: str = "a"
) -> Outage:
    return Outage(key, county, after(hours=hours), households, frozenset(villages.split()))


@pytest.mark.parametrize(
    ("outages", "gathered"),
    [
        pytest.param([outage("1", 999)], (), id="one-short-of-a-thousand"),
        pytest.param([outage("1", 1000)], ("1",), id="a-thousand-in-one"),
        pytest.param([outage("1", 400), outage("2", 600, hours=24)], ("1", "2"), id="together-within-24-h"),
        pytest.param([outage("1", 400), outage("2", 600, hours=24.01)], (), id="a-minute-too-late"),
        pytest.param([outage("1", 400), outage("2", 600, county="b")], (), id="in-two-counties"),
        pytest.param([outage("1", 5, "x y"), outage("2", 5, "z", hours=9)], ("1", "2"), id="three-villages"),
        pytest.param([outage("1", 5, "x y"), outage("2", 5, "y", hours=9)], (), id="the-same-village-twice"),
        pytest.param(
            [outage("1", 600), outage("2", 600, hours=20), outage("3", 600, hours=40)],
            ("1", "2", "3"), id="overlapping-spans-are-one",
        ),
    ],
)  # fmt: skip
def test_outages_that_are_concentrated(outages: list[Outage], gathered: tuple[str, ...]) -> None:
    found = clusters(outages=outages, rules=RULES)
    assert tuple(key for cluster in found for key in cluster.keys) == gathered


@given(
    rows=st.lists(st.tuples(st.integers(0, 1200), st.floats(0, 72)), max_size=8),
    most=st.integers(1, 2000),
)
def test_more_outages_never_make_a_cluster_go_away(rows: list[tuple[int, float]], most: int) -> None:
    rules = ClusterRules(most, 3, timedelta(hours=24))
    outages = [
        outage(str(number), households, hours=hours) for number, (households, hours) in enumerate(rows)
    ]
    found = {key for cluster in clusters(outages=outages, rules=rules) for key in cluster.keys}
    fewer = {key for cluster in clusters(outages=outages[:-1], rules=rules) for key in cluster.keys}
    assert fewer <= found
