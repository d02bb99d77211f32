"""Xiangtan's cut list: need 11 of 60, of which residents use 30. No order may touch them."""

from datetime import date

import pytest

from nuandong.policy import read_policy
from nuandong.vocabulary import ConsumerClass
from nuandong.warning import AreaGap, warning_level

DAY = date(2017, 12, 19)
BOOK = read_policy()
NEED = 11.0
USE = {
    "RES_COOK": 12.0,
    "RES_HEAT": 18.0,
    "COMM_HEAT": 8.0,
    "PUB_OTHER": 5.0,
    "VEH_OTHER": 9.0,
    "IND_FUEL_DISC": 8.0,
}


def orderable(level: str) -> dict[str, float]:
    """Use that a level lets be cut, by tier in cut order, down to the tier's own limit."""
    powers = BOOK.powers(level=level, day=DAY)
    found: dict[str, float] = {}
    for name, use in USE.items():
        kind = ConsumerClass(name)
        tier = BOOK.tier_of(consumer_class=kind, is_dual_fuel=False, is_interruptible=False, day=DAY)
        if tier is not None and tier.key in powers.may_order:
            found[tier.key] = use * min(tier.max_cut, powers.cut_limit(tier.key))
    return found


@pytest.mark.parametrize(
    ("level", "expected", "residual"),
    [
        pytest.param("blue", {}, 11.0, id="blue-reaches-nobody-here"),
        pytest.param("yellow", {}, 11.0, id="yellow-reaches-nobody-here"),
        pytest.param("orange", {"ind_disc": 8.0, "comm_heat": 8.0}, 0.0, id="orange-industry-and-commerce"),
        pytest.param(
            "red",
            {"ind_disc": 8.0, "comm_heat": 8.0, "pub_other": 1.5, "vehicle": 9.0},
            0.0,
            id="red-all-but-the-protected",
        ),
    ],
)
def test_what_a_level_reaches_and_what_stays_missing(
    level: str, expected: dict[str, float], residual: float
) -> None:
    reached = orderable(level)
    assert reached == pytest.approx(expected)
    assert max(0.0, NEED - sum(reached.values())) == residual
    assert sum(reached.values()) <= 60 - 30


def test_the_gap_of_xiangtan_calls_for_the_level_that_closes_it() -> None:
    answer = warning_level(
        province=AreaGap("430300", 60, 49),
        zones=(),
        livelihood_gap=0.0,
        province_ladder=BOOK.province_ladder(day=DAY),
        zone_ladder=None,
    )
    assert sum(orderable(answer.level.key).values()) >= NEED


def test_the_residual_is_reported_where_orders_cannot_reach_it() -> None:
    without_industry = {tier: use for tier, use in orderable("orange").items() if tier != "ind_disc"}
    assert NEED - sum(without_industry.values()) == pytest.approx(3.0)
