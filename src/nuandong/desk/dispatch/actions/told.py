"""How acts upon orders are told to the ledger, and who may do them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.dispatch.models import Notice, Order
from nuandong.desk.dispatch.refusals import NoRight, NotInState
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

ORDER, NOTICE = "order", "notice"  # subjects in the ledger


def tell_of_order(act: str, order: Order, by: Account | None, at: datetime, facts: dict[str, Any]) -> None:
    """One ledger entry on an order."""
    append(
        act=Act(act, actor_of(by), ORDER, order.number, {"gas_day": order.gas_day.isoformat(), **facts}),
        at=at,
    )


def tell_of_notice(act: str, notice: Notice, by: Account | None, at: datetime, facts: dict[str, Any]) -> None:
    """One ledger entry on a notice."""
    append(act=Act(act, actor_of(by), NOTICE, notice.code, facts), at=at)


def must_hold(right: str, by: Account) -> None:
    """Refuse whoever lacks the right, or does not act for the whole province. Raises NoRight."""
    if not by.has_perm(right) or not scope_of(by).sees_all:
        raise NoRight


def taken(order: Order, *states: str) -> Order:
    """The order, locked for this transaction, in one of these states. Raises NotInState."""
    held = Order.objects.select_for_update().get(pk=order.pk)
    if held.state not in states:
        raise NotInState(held.number, held.get_state_display())
    return held
