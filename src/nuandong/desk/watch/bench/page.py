"""What a department's bench shows: its users, the orders that touch them, lists to check, links, matters, what is due.

Clauses: T-075 … T-078.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, Sum

from nuandong.desk.directory.models import CurtailmentList, ListState
from nuandong.desk.dispatch.models import Order, OrderLine, OrderState
from nuandong.desk.reporting.models import ConversionBatch, Nomination
from nuandong.desk.watch.bench.field import Field
from nuandong.desk.watch.bench.links import links_of
from nuandong.desk.watch.models import MatterState
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import SourceKind

USERS_SHOWN, CLOSED_SHOWN = 60, 10
TOLD = (OrderState.ISSUED, OrderState.WITHDRAWN, OrderState.CLOSED)


def bench_page(*, field: Field, at: datetime) -> dict[str, Any]:
    """Everything on one bench."""
    day = gas_day_of(at)
    users = field.users()
    matters = field.matters()
    open_ones = list(matters.filter(state=MatterState.OPEN))
    loads = users.annotate(load=Sum("delivery_points__load"), cut=Sum("delivery_points__safe_load"))
    touched = orders_touching(field, day)
    links = links_of(companies=field.companies(), at=at)
    return {
        "duty": field.duty, "department": field.duty.department, "day": day, "at": at,
        "users": loads.select_related("county").order_by("-load", "code")[:USERS_SHOWN],
        "user_count": users.count(), "load": users.aggregate(load=Sum("delivery_points__load"))["load"],
        "orders": touched, "lists": lists_to_check(field, at), "links": links,
        "silent": sum(link.is_silent for link in links), "open_matters": open_ones,
        "overdue": sum(one.due < day for one in open_ones),
        "closed_matters": matters.filter(state=MatterState.CLOSED).order_by("-closed_at")[:CLOSED_SHOWN],
        **_of_department(field, day),
    }  # fmt: skip


def orders_touching(field: Field, day: date) -> list[dict[str, Any]]:
    """Orders of today and the next gas day that bind users of the field: how many of them, and how many answered."""
    lines = OrderLine.objects.filter(
        user__in=field.users().values("code"), order__state__in=TOLD, order__gas_day__gte=day,
        planned_relief__gt=0,
    )  # fmt: skip
    rows = lines.values("order").annotate(
        users=Count("user", distinct=True), notices=Count("notice", distinct=True),
        answered=Count("notice", distinct=True, filter=Q(notice__receipts__kind="acknowledged")),
    )  # fmt: skip
    sums = {row["order"]: row for row in rows.order_by()}
    relief = {
        row["order"]: row["relief"]
        for row in lines.values("order").annotate(relief=Sum("planned_relief")).order_by()
    }
    orders = Order.objects.filter(pk__in=sums).order_by("gas_day", "id")
    return [{**sums[order.pk], "order": order, "relief": relief[order.pk]} for order in orders]


def lists_to_check(field: Field, at: datetime) -> list[dict[str, Any]]:
    """Lists that this department guides: drafts first, then those in force with how long they still hold."""
    rows = CurtailmentList.objects.exclude(state=ListState.WITHDRAWN).filter(
        region__in=field.places().values("code"), begins__isnull=False
    )
    day = gas_day_of(at)
    mine = [one for one in rows.select_related("region") if field.duty.is_of(one.department)]
    mine = [one for one in mine if one.ends >= day]
    mine.sort(key=lambda one: (one.state != ListState.DRAFT, one.ends))
    return [{"list": one, "days_left": (one.ends - day).days} for one in mine]


def _of_department(field: Field, day: date) -> dict[str, Any]:
    """What only one department has: coke-oven gas of industry, coal-to-gas of energy."""
    if field.duty.department == "industry":
        rows = Nomination.objects.filter(gas_day=day, contract__supply__source__kind=SourceKind.COKE_OVEN_SNG)
        if field.account is not None:
            rows = rows.visible_to(field.account)
        elif field.regions is not None:
            rows = rows.filter(contract__supply__node__region__code__in=field.regions)
        newest: dict[str, Nomination] = {}
        for one in rows.select_related("contract__supply__source", "contract__party").order_by("revision"):
            newest[one.contract_id] = one
        return {"coke_oven": list(newest.values())}
    if field.duty.department == "energy":
        batches = ConversionBatch.objects.filter(county__in=field.places().values("code"))
        last = batches.values("code").annotate(known=Max("known_at")).order_by()
        known = {(row["code"], row["known"]) for row in last}
        kept = [one for one in batches.select_related("county") if (one.code, one.known_at) in known]
        kept.sort(key=lambda one: (one.certified, one.code))
        return {"batches": kept, "uncertified": sum(not one.certified for one in kept)}
    return {}
