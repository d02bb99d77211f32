"""A gas day with its level declared and its orders drafted, for the tests of orders."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password

from nuandong.desk.accounts import Opening, open_accounts
from nuandong.desk.alerts.actions.declaring import Submission, approve, submit
from nuandong.desk.alerts.models import Declaration
from nuandong.desk.directory.models import Account, Role
from nuandong.desk.dispatch.actions import decide, receive
from nuandong.desk.dispatch.actions.climb import climb
from nuandong.desk.dispatch.actions.draft import draft_orders, examine
from nuandong.desk.dispatch.models import Card, CardKind, Notice, Order
from nuandong.desk.outlook.models import Run
from tests.desk.roles import PASSWORD, PROVINCE


def open_account(
    username: str, role: Role, *, at: datetime, region: str | None = None, organisation: str | None = None
) -> Account:
    """One more account than the roles of `conftest`."""
    opening = Opening(username, role, region, organisation, person="某")
    open_accounts(openings=[opening], encoded_password=make_password(PASSWORD), by=None, at=at)
    return Account.objects.get(username=username)


def declare(level: str, run: Run, *, officer: Account, at: datetime) -> Declaration:
    """A level for the province, submitted by the officer and declared by the government."""
    submission = Submission(level=level, gas_day=run.gas_day, reason="按推演建议")
    declared = submit(submission=submission, by=officer, at=at)
    governor = open_account("governor", Role.GOVERNMENT, at=at, region=PROVINCE)
    return approve(declaration=declared, by=governor, at=at)


def drafted(run: Run, *, officer: Account, at: datetime) -> dict[str, Order]:
    """The run's orders, examined as the worker does it."""
    orders = draft_orders(run=run, by=officer, at=at)
    for order in orders:
        examine(order=order, edition=order.edition, at=at)
    return {str(order.kind): Order.objects.get(pk=order.pk) for order in orders}


def issued(order: Order, *, leader: Account, officer: Account, at: datetime) -> Order:
    """An order approved by the leader and issued by the officer."""
    decide.approve(order=order, by=leader, at=at, alternatives_read=True)
    return decide.issue(order=order, by=officer, at=at)


def everything_ordered(run: Run, *, at: datetime) -> None:
    """Every order of a run issued, answered, objected to and silent: whatever a page of orders may show."""
    officer = open_account("order-officer", Role.DUTY_OFFICER, at=at, region=PROVINCE)
    leader = open_account("order-leader", Role.LEADER, at=at, region=PROVINCE)
    orders = drafted(run, officer=officer, at=at)
    declare("orange", run, officer=officer, at=at)
    for order in orders.values():
        issued(order, leader=leader, officer=officer, at=at)
    for user in ("u-steel", "u-methanol"):
        notice = Notice.objects.get(user=user)
        clerk = open_account(f"order-{user}", Role.CLERK, at=at, organisation=user)
        receive.object_to(notice=notice, by=clerk, at=at, words=f"{notice.name_zh}无法执行")
        climb(notice=notice, step=1, at=notice.decide_by)
    for order in orders.values():
        Card.objects.create(
            order=order, kind=CardKind.UNDER_DELIVERING, raised_at=at, facts={"planned": 2.0, "metered": 1.0}
        )
