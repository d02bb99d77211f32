"""Daily roots: where the chain ended at the end of each gas day, kept and printed, so that no day is rewritten later.

A root is drawn once, when its gas day is over, and never changed (triggers). Whoever holds an old root on paper, or on
a brief, can tell by it whether everything up to that day still stands as it stood.

Clause: T-098.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from nuandong.desk.ledger.actions import put_letter
from nuandong.desk.ledger.chain import BEGINNING
from nuandong.desk.ledger.models import DailyRoot, Entry
from nuandong.gasday import end_of, gas_day_of, gas_days

DRAW_ROOTS = "draw_roots"  # the errand
A_MOMENT = timedelta(minutes=1)  # acts of the last second are written by then


def daily_root(*, gas_day: date) -> DailyRoot | None:
    """The root of a gas day; None where the day is not over or its root is not drawn yet."""
    return DailyRoot.objects.filter(gas_day=gas_day).first()


def draw_roots(*, at: datetime) -> list[DailyRoot]:
    """Keep the roots of all gas days that are over and have none yet; drawing again does nothing."""
    with transaction.atomic():
        last = DailyRoot.objects.order_by("-gas_day").first()
        first = last.gas_day + timedelta(days=1) if last else _first_day()
        if first is None:
            return []
        count = (gas_day_of(at - A_MOMENT) - first).days
        sequence, digest = (last.sequence, last.hash) if last else (0, BEGINNING)
        roots = []
        for day in gas_days(first=first, count=max(0, count)):
            end = (
                Entry.objects.filter(at__lt=end_of(day), sequence__gt=sequence).order_by("-sequence").first()
            )
            sequence, digest = (end.sequence, end.hash) if end else (sequence, digest)
            roots.append(DailyRoot(gas_day=day, sequence=sequence, hash=digest, drawn_at=at))
        DailyRoot.objects.bulk_create(roots)
    return roots


def call_for_roots(*, at: datetime) -> None:
    """Let the worker draw the roots when the present gas day is over; asked again, it is one letter."""
    day = gas_day_of(at)
    put_letter(
        key=f"{DRAW_ROOTS}:{day.isoformat()}", errand=DRAW_ROOTS, facts={"gas_day": day.isoformat()}, at=at,
        not_before=end_of(day) + A_MOMENT,
    )  # fmt: skip


def _first_day() -> date | None:
    first = Entry.objects.order_by("sequence").values_list("at", flat=True).first()
    return None if first is None else gas_day_of(first)
