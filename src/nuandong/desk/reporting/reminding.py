"""Reminders of the daily report: half an hour before a deadline, when it has passed, and when the office sums up.

Each is a letter that is not opened before its time. Opened, it looks at the board as it stands then, keeps who was
reminded of what (once a unit, gas day and kind), and calls for the letters of the next gas day, so that the round
never stops by itself.

Clauses: T-004 (no day is forgotten), T-093 (a suspected omission, by rule).
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction

from nuandong.desk.directory.actors import THE_DESK
from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.models import Letter
from nuandong.desk.reporting.board import REMIND_BEFORE, Escalation, board_of, deadlines_of_day
from nuandong.desk.reporting.models import Reminder, ReminderKind
from nuandong.gasday import gas_day_of

REMIND = "remind"
GRACE = timedelta(minutes=1)  # a deadline is met on the dot; a minute later it is passed
KINDS = {
    Escalation.REMIND: ReminderKind.DUE_SOON,
    Escalation.CALL: ReminderKind.OVERDUE,
    Escalation.OMISSION: ReminderKind.OMITTED,
}


def plan_reminders(*, gas_day: date, at: datetime) -> list[Letter]:
    """Put the letters of a gas day's reminders that are still ahead; putting them again puts none."""
    instants = deadlines_of_day(gas_day=gas_day, policy=policy_book())
    moments = sorted({one - REMIND_BEFORE for one in instants[:-1]} | {one + GRACE for one in instants})
    return [
        put_letter(
            key=f"{REMIND}:{gas_day.isoformat()}:{moment:%H:%M}",
            errand=REMIND,
            facts={"gas_day": gas_day.isoformat()},
            at=at,
            not_before=moment,
        )
        for moment in moments
        if moment > at
    ]


def begin_reminding(*, at: datetime) -> None:
    """Call for the reminders of the gas day whose reports fall due next, where there is anybody to remind."""
    if not ReportingUnit.objects.exists():
        return
    today = gas_day_of(at)
    for gas_day in (today - timedelta(days=1), today):
        plan_reminders(gas_day=gas_day, at=at)


def remind(*, gas_day: date, at: datetime) -> int:
    """Remind every unit whose report is not there, once a kind; returns how many were reminded now."""
    wanted = [
        (row.unit, KINDS[row.escalation])
        for row in board_of(gas_day=gas_day, at=at).rows
        if row.escalation in KINDS
    ]
    with transaction.atomic():
        there = set(Reminder.objects.filter(gas_day=gas_day).values_list("unit_id", "kind"))
        fresh = [(unit, kind) for unit, kind in wanted if (unit, kind.value) not in there]
        Reminder.objects.bulk_create(
            [Reminder(unit_id=unit, gas_day=gas_day, kind=kind, at=at) for unit, kind in fresh],
            ignore_conflicts=True,
        )
        if fresh:
            facts = dict(Counter(kind.value for _, kind in fresh))
            append(act=Act("remind_units", THE_DESK, "gas_day", gas_day.isoformat(), facts), at=at)
        begin_reminding(at=at)
    return len(fresh)
