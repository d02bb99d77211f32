"""Overrun of a nomination: Lanzhou's closed valve and the edges."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.policy import read_policy
from nuandong.warning import AreaGap, UnusableGap, is_major_overrun, overrun


def test_lanzhou_took_a_sixth_more_than_nominated() -> None:
    assert overrun(nomination=820, offtake=960) == pytest.approx(0.171, abs=0.0005)
    assert AreaGap("620100", 960, 820).share == pytest.approx(0.146, abs=0.0005)


def test_lanzhous_overrun_was_a_major_event() -> None:
    above = read_policy().number("major.overrun_above", day=date(2018, 1, 30)).value
    assert is_major_overrun(nomination=820, offtake=960, above=above)
    assert not is_major_overrun(nomination=100, offtake=105, above=above)
    assert is_major_overrun(nomination=100, offtake=105.1, above=above)


@pytest.mark.parametrize(
    ("nomination", "offtake", "expected"),
    [
        pytest.param(100, 100, 0.0, id="exactly-as-nominated"),
        pytest.param(100, 80, 0.0, id="less-is-no-overrun"),
        pytest.param(0, 0, 0.0, id="nothing-nominated-nothing-taken"),
        pytest.param(0, 1, math.inf, id="nothing-nominated-but-taken"),
        pytest.param(100, 100 + 4e-5, 0.0, id="less-than-a-cubic-metre"),
    ],
)
def test_the_edges_of_an_overrun(nomination: float, offtake: float, expected: float) -> None:
    assert overrun(nomination=nomination, offtake=offtake) == expected


def test_a_meter_that_gives_no_number_is_refused() -> None:
    with pytest.raises(UnusableGap):
        overrun(nomination=math.nan, offtake=1.0)


@given(nomination=st.floats(1, 1e4), offtake=st.floats(0, 1e4), more=st.floats(0, 100))
def test_taking_more_never_lessens_the_overrun(nomination: float, offtake: float, more: float) -> None:
    less = overrun(nomination=nomination, offtake=offtake)
    assert overrun(nomination=nomination, offtake=offtake + more) >= less
