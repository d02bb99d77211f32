"""What the watch asks of an account today: alarms of its own sites, matters that are due, a plant's day to report.

Clauses: T-068, T-043, T-075 … T-078.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.desk.directory.roles import FILE_REPORT, KEEP_MATTERS, WATCH_SITES
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.directory.workbench.owed import Owed
from nuandong.desk.watch.bench.field import field_of, own_department
from nuandong.desk.watch.models import MatterState, PlantDay, SiteAlarm
from nuandong.desk.watch.plants.ledger import plants
from nuandong.gasday import CHINA, end_of, gas_day_of

SINGLY = 3  # more alarms than this are one line that leads to the wall


def watch_asks(account: Any, at: datetime) -> Iterator[Owed]:
    """Each kind in turn."""
    yield from _alarms(account)
    yield from _matters(account, at)
    yield from _plants(account, at)


def _alarms(account: Any) -> Iterator[Owed]:
    if not account.has_perm(WATCH_SITES):
        return
    rows = SiteAlarm.objects.visible_to(account).filter(cleared_at__isnull=True)
    mine = list(rows.filter(owner=account))
    free = list(rows.filter(owner__isnull=True))
    for alarm in mine[:SINGLY]:
        address = reverse("wall-site", args=[alarm.site_kind, alarm.site])
        words = _("See to the alarm: %(kind)s") % {"kind": alarm.get_kind_display()}
        yield Owed(words, named(alarm), None, address, "T-068", acute=True)
    if free:
        words = _("%(n)d alarms of the wall that nobody sees to") % {"n": len(free)}
        yield Owed(words, "", None, reverse("wall"), "T-068", acute=True)


def _matters(account: Any, at: datetime) -> Iterator[Owed]:
    """Matters of one's own department that are due today or before; a duty officer's place has its benches."""
    own = own_department(account)
    if own is None or not account.has_perm(KEEP_MATTERS):
        return
    from nuandong.desk.directory.notice import duty_of

    day = gas_day_of(at)
    duty = duty_of(own.name_zh, day=day)
    field = None if duty is None else field_of(account, duty.department, day=day)
    if field is None:
        return
    for one in field.matters().filter(state=MatterState.OPEN, due__lte=day):
        by = datetime.combine(one.due, datetime.max.time(), tzinfo=CHINA)
        yield Owed(one.title, named(one.region), by, reverse("matter", args=[one.pk]), field.duty.clauses[-1])


def _plants(account: Any, at: datetime) -> Iterator[Owed]:
    """A plant's own clerk owes the gas day that ended last."""
    from nuandong.desk.directory.scope import scope_of

    scope = scope_of(account)
    if not account.has_perm(FILE_REPORT) or scope.sees_all or not scope.organisations:
        return
    day = gas_day_of(at) - timedelta(days=1)
    for point in plants(account).filter(user__organisation__in=scope.organisations):
        if not PlantDay.objects.filter(point=point, gas_day=day).exists():
            by = end_of(day) + timedelta(hours=1)
            yield Owed(_("Report feed gas and output"), named(point.user), by,
                       reverse("plant", args=[point.pk]), "T-043")  # fmt: skip
