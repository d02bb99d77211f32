"""What holds an order: the level in force and its powers, the rules of the gas day, loads as they were computed for.

The rooms of levels, of contacts and of readings stand below this one; a desk without one of them still keeps drafts.

Clauses: T-042 (inside the powers of the level in force).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from nuandong.assess.axes import axes_of
from nuandong.assess.day import case_point_loads, day_forecast
from nuandong.curtailment import PointLoads, UserBook, within_powers
from nuandong.desk.directory.province import policy_book
from nuandong.desk.dispatch.models import Order, OrderLine
from nuandong.desk.frame.rooms import is_built
from nuandong.desk.outlook.cases import day_case, policy_on
from nuandong.gasday import gas_days
from nuandong.policy import PolicyBook, Powers


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What the lines of an order are held against: users and loads of its gas day, under the rules and powers."""

    policy: PolicyBook
    powers: Powers
    loads: PointLoads
    book: UserBook


@dataclass(frozen=True, slots=True)
class InForce:
    """The level that somebody declared, and its powers."""

    level: str
    plan_code: str
    powers: Powers


def in_force(*, gas_day: date, at: datetime) -> InForce | None:
    """The level in force for the province on a gas day as known at an instant; None where nobody declared one."""
    declared = declaration(gas_day=gas_day, at=at)
    if declared is None:
        return None
    powers = policy_on(gas_day).powers(level=declared.level, day=gas_day)
    return InForce(declared.level, declared.plan_code, powers)


def declaration(*, gas_day: date, at: datetime) -> Any:
    """The declaration in force as the room of warnings keeps it."""
    if not is_built("nuandong.desk.alerts.levels"):
        return None
    from nuandong.desk.alerts.levels import level_in_force

    return level_in_force(gas_day=gas_day, at=at)


def ground_of(*, gas_day: date, decided_at: datetime, powers: Powers) -> Ground:
    """Users, lists and loads as the records say now of what was known at `decided_at`."""
    case = day_case(gas_day, decided_at)
    policy = case.policy
    days = gas_days(first=gas_day, count=1)
    axes = axes_of(network=case.network, days=days, as_of=decided_at)
    forecast = day_forecast(case=case, axes=axes, policy=policy)
    loads = case_point_loads(case=case, axes=axes, forecast=forecast, policy=policy)
    return Ground(policy, powers, within_powers(loads=loads, powers=powers), case.users)


def powers_of_level(*, gas_day: date, level: str) -> Powers:
    """What a level allows on a gas day."""
    return policy_on(gas_day).powers(level=level, day=gas_day)


def hours_rule(key: str, day: date) -> timedelta:
    """A rule in hours as a length of time."""
    return timedelta(hours=policy_book().number(key, day=day).value)


def share_rule(key: str, day: date) -> float:
    """A rule that is a share."""
    return policy_book().number(key, day=day).value


def days_cut(points: Collection[str]) -> dict[str, list[date]]:
    """Gas days on which issued orders asked something of points, by point; withdrawn notices do not count (T-030)."""
    rows = OrderLine.objects.filter(
        point__in=list(points),
        planned_relief__gt=0,
        order__issued_at__isnull=False,
        notice__withdrawn_at__isnull=True,
    )
    found: dict[str, list[date]] = {}
    for point, day in rows.values_list("point_id", "order__gas_day").distinct():
        found.setdefault(str(point), []).append(day)
    return found


def reached_from(order: Order) -> float:
    """The share of what was ordered that must be seen, or an alarm is raised."""
    return share_rule("relief.reached_from" if order.is_cut else "transfer.reached_from", order.gas_day)


@lru_cache(maxsize=64)
def tier_words(day: date) -> dict[str, tuple[int, str, str]]:
    """Order and names of the steps of the cut on a gas day."""
    return {tier.key: (tier.order, tier.name_zh, tier.name_en) for tier in policy_on(day).tiers(day=day)}
