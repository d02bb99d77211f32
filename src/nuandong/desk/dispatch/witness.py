"""What the ledger told of approved orders, held against their lines as they stand now (T-042, T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nuandong.desk.dispatch.actions.decide import APPROVE
from nuandong.desk.dispatch.actions.told import ORDER
from nuandong.desk.dispatch.models import Order
from nuandong.desk.dispatch.plans import digest_of_lines, own_lines
from nuandong.desk.ledger.witnesses import Alteration, Told, Witness


def orders() -> Witness:
    """The witness of orders: from approval on their lines never change."""
    return Witness(act=APPROVE, subject_kind=ORDER, compare=compare, subjects=subjects)


def subjects() -> Iterator[str]:
    """Every order that was approved."""
    return iter(Order.objects.filter(approved_at__isnull=False).values_list("number", flat=True))


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Orders that are gone, or whose lines are not those that were approved."""
    there = {
        order.number: order for order in Order.objects.filter(number__in=[one.subject_id for one in told])
    }
    for one in told:
        order = there.get(one.subject_id)
        if order is None:
            yield Alteration(ORDER, one.subject_id, one.sequence, "该指令已不在库中：被删除",
                             "this order is no longer there: it was deleted")  # fmt: skip
        elif digest_of_lines(own_lines(order)) != one.facts.get("lines"):
            yield Alteration(ORDER, one.subject_id, one.sequence, "各行与批准时登记的摘要不符：数据被改动",
                             "its lines are not those that were approved; the records were changed")  # fmt: skip
