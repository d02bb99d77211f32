"""The term for days on which people turn up more than the model says."""

import numpy as np
import pytest

from nuandong.demand.extremes import NO_OVERREACTION, Overreaction, WrongOverreaction
from nuandong.vocabulary import Evidence


def added(term: Overreaction, temperature: float) -> float:
    return float(
        term.added(heating_use=np.array(100.0), effective_temperature=np.array(temperature), design=-12.0)
    )


def test_it_is_off_until_somebody_sets_it_and_judged_then() -> None:
    assert added(NO_OVERREACTION, -30.0) == 0.0
    assert NO_OVERREACTION.evidence is Evidence.JUDGED


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [
        pytest.param(0.0, 0.0, id="an-ordinary-day-knows-nothing-of-it"),
        pytest.param(-6.0, 0.0, id="it-begins-six-kelvin-above-the-design-day"),
        pytest.param(-9.0, 2.5, id="half-way"),
        pytest.param(-12.0, 5.0, id="the-design-day"),
        pytest.param(-18.0, 10.0, id="twice-at-most"),
        pytest.param(-30.0, 10.0, id="and-no-more"),
    ],
)
def test_it_grows_towards_the_design_day(temperature: float, expected: float) -> None:
    assert added(Overreaction(share=0.05, over=6.0), temperature) == pytest.approx(expected)


@pytest.mark.parametrize(("share", "over"), [(-0.1, 6.0), (0.1, 0.0)])
def test_a_senseless_term_is_refused(share: float, over: float) -> None:
    with pytest.raises(WrongOverreaction, match="Set the share to 0"):
        Overreaction(share=share, over=over)
