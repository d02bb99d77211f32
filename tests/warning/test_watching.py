"""What a site's state asks somebody to look at: edges of pressure, deviation and silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.gasday import CHINA
from nuandong.policy import read_policy
from nuandong.warning import FaultKind, SiteState, WatchRules, site_faults, watch_rules

AT = datetime(2023, 12, 21, 10, tzinfo=CHINA)
RULES = WatchRules(
    gate_pressure=0.4,
    point_pressure=0.1,
    deviation_above=0.2,
    flow_from=0.1,
    silent_after=timedelta(hours=26),
)


def kinds(**state: object) -> list[FaultKind]:
    return [fault.kind for fault in site_faults(state=SiteState(**state), rules=RULES, at=AT)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param({"pressure": 0.4, "least_pressure": 0.4}, [], id="at-the-least-pressure-is-enough"),
        pytest.param({"pressure": 0.399, "least_pressure": 0.4}, [FaultKind.PRESSURE], id="below-it"),
        pytest.param({"pressure": 0.0}, [], id="without-a-limit-nothing-is-judged"),
        pytest.param({"flow": 1.2, "expected": 1.0}, [], id="just-20-percent-more"),
        pytest.param({"flow": 0.8, "expected": 1.0}, [], id="just-20-percent-less"),
        pytest.param({"flow": 1.2001, "expected": 1.0}, [FaultKind.USE], id="more-than-20-percent"),
        pytest.param({"flow": 0.0, "expected": 1.0}, [FaultKind.USE], id="nothing-where-much-is-forecast"),
        pytest.param({"flow": 1.0, "expected": 0.09}, [], id="a-tiny-forecast-says-nothing"),
        pytest.param({"flow": 1.0, "expected": 0.0}, [], id="no-forecast"),
        pytest.param({"last_at": AT - timedelta(hours=26)}, [], id="just-26-hours"),
        pytest.param({"last_at": AT - timedelta(hours=26, seconds=1)}, [FaultKind.SILENT], id="longer"),
        pytest.param({}, [], id="never-read-is-no-alarm"),
    ],
)
def test_edges_of_what_is_wrong(state: dict[str, object], expected: list[FaultKind]) -> None:
    assert kinds(**state) == expected


def test_everything_wrong_is_told_the_gravest_first() -> None:
    found = kinds(pressure=0.1, least_pressure=0.4, flow=3.0, expected=1.0, last_at=AT - timedelta(hours=40))
    assert found == [FaultKind.PRESSURE, FaultKind.USE, FaultKind.SILENT]


@given(pressure=st.floats(0, 5), less=st.floats(0, 5), least=st.floats(0.01, 5))
def test_less_pressure_is_never_less_grave(pressure: float, less: float, least: float) -> None:
    lower = max(0.0, pressure - less)

    def weight(value: float) -> float:
        state = SiteState(pressure=value, least_pressure=least)
        return max((fault.weight for fault in site_faults(state=state, rules=RULES, at=AT)), default=0.0)

    assert weight(lower) >= weight(pressure)


def test_the_provinces_limits_are_judged_and_another_province_has_none() -> None:
    book = read_policy(province="shanxi")
    rules = watch_rules(book=book, day=date(2023, 12, 20))
    assert rules == RULES
    assert book.number("watch.gate_pressure_from", day=date(2023, 12, 20)).evidence == "judged"
    assert watch_rules(book=read_policy(province="hunan_2017"), day=date(2018, 1, 1)) is None
