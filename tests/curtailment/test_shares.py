"""Equal percentages in whole cubic metres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.curtailment.shares import share_out

MEMBERS = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from([0.0, 0.0, 5.0, 12.5])), min_size=1, max_size=7
)


def shares(need: int, most: list[int], hours: list[float] | None = None) -> list[int]:
    ranks = [(hours[n] if hours else 0.0, f"user {n}") for n in range(len(most))]
    return share_out(need_m3=need, reducible_m3=most, ranks=ranks)


@pytest.mark.parametrize(
    ("need", "most", "expected"),
    [
        pytest.param(30, [10, 20, 30], [5, 10, 15], id="half-of-each"),
        pytest.param(99, [10, 20, 30], [10, 20, 30], id="more-than-there-is"),
        pytest.param(0, [10, 20], [0, 0], id="nothing-is-asked"),
        pytest.param(-5, [10, 20], [0, 0], id="less-than-nothing-is-asked"),
        pytest.param(5, [0, 0], [0, 0], id="nothing-can-be-given"),
        pytest.param(1, [10, 10, 10], [1, 0, 0], id="one-cubic-metre-goes-to-the-first-id"),
        pytest.param(2, [10, 10, 10], [1, 1, 0], id="two-go-to-the-first-two"),
        pytest.param(7, [0, 7, 0], [0, 7, 0], id="who-has-nothing-gives-nothing"),
    ],
)
def test_shares_by_hand(need: int, most: list[int], expected: list[int]) -> None:
    assert shares(need, most) == expected


def test_a_tie_goes_to_who_was_cut_least_this_season() -> None:
    assert shares(1, [10, 10, 10], hours=[40.0, 8.0, 16.0]) == [0, 1, 0]
    assert shares(2, [10, 10, 10], hours=[40.0, 8.0, 16.0]) == [0, 1, 1]


def test_hours_break_ties_and_nothing_else() -> None:
    assert shares(30, [10, 20, 30], hours=[999.0, 0.0, 0.0]) == [5, 10, 15]


def test_one_cubic_metre_more_lowers_nobody_where_largest_remainders_would() -> None:
    most = [6, 6, 2]  # the textbook case: with 10 the third gets 2 by largest remainders, with 11 only 1
    ten, eleven = shares(10, most), shares(11, most)
    assert all(after >= before for before, after in zip(ten, eleven, strict=True))


@given(members=MEMBERS, need=st.integers(0, 2000))
def test_lines_sum_to_the_need_and_nobody_gives_more_than_it_can(
    members: list[tuple[int, float]], need: int
) -> None:
    most = [most for most, _ in members]
    given_up = shares(need, most, [hours for _, hours in members])
    assert sum(given_up) == min(need, sum(most))
    assert all(0 <= share <= limit for share, limit in zip(given_up, most, strict=True))


@given(members=MEMBERS, need=st.integers(0, 2000), more=st.integers(0, 50))
def test_more_need_never_lowers_anybodys_share(
    members: list[tuple[int, float]], need: int, more: int
) -> None:
    most, hours = [most for most, _ in members], [hours for _, hours in members]
    before, after = shares(need, most, hours), shares(need + more, most, hours)
    assert all(late >= early for early, late in zip(before, after, strict=True))


@given(members=MEMBERS, need=st.integers(0, 2000), seed=st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(
    members: list[tuple[int, float]], need: int, seed: object
) -> None:
    rows = [(most, (hours, f"user {n}")) for n, (most, hours) in enumerate(members)]
    mixed = list(rows)
    seed.shuffle(mixed)  # type: ignore[attr-defined]
    answers = [
        dict(zip([rank[1] for _, rank in order], _share(need, order), strict=True)) for order in (rows, mixed)
    ]
    assert answers[0] == answers[1]


def _share(need: int, rows: list[tuple[int, tuple[float, str]]]) -> list[int]:
    return share_out(need_m3=need, reducible_m3=[most for most, _ in rows], ranks=[rank for _, rank in rows])


@given(members=MEMBERS, need=st.integers(0, 2000))
def test_percentages_are_equal_up_to_rounding(members: list[tuple[int, float]], need: int) -> None:
    most = [most for most, _ in members if most]
    given_up = shares(need, most)
    for share, limit in zip(given_up, most, strict=True):
        for other, other_limit in zip(given_up, most, strict=True):
            assert (share - 0.5) / limit <= (other + 0.5) / other_limit + 1e-12
