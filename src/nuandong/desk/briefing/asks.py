"""What briefs ask of an account today: the day's brief to draft, drafts that wait for a second person (T-072, T-074).

The hour is the one at which the office sums the day up; a flash report is due at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.desk.briefing.models import Brief, BriefKind, BriefState
from nuandong.desk.briefing.round import own_regions
from nuandong.desk.directory.models import Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import DRAFT_BRIEF, DRAFT_ORDER, SIGN_BRIEF
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.directory.workbench.owed import Owed
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.deadlines import summary_of
from nuandong.gasday import gas_day_of

RECENT = timedelta(days=3)  # an older draft is history, not a duty of today


def briefs_ask(account: Any, at: datetime) -> Iterator[Owed]:
    """Drafts to sign for those who sign; the brief of the day that ended for those on duty."""
    if not account.has_perm(DRAFT_BRIEF):
        return
    regions = list(own_regions(account))
    if account.has_perm(SIGN_BRIEF):
        yield from _to_sign(account, regions, at)
    elif account.has_perm(DRAFT_ORDER):
        yield from _to_draft(regions, at)


def _to_sign(account: Any, regions: list[Region], at: datetime) -> Iterator[Owed]:
    rows = Brief.objects.filter(
        region__in=[one.code for one in regions], state=BriefState.DRAFT, made_at__gte=at - RECENT
    )
    others = rows.exclude(made_by=account).exclude(hands__account=account)
    for brief in others.select_related("region").order_by("id"):
        flash = brief.kind == BriefKind.FLASH
        by = None if flash else max(brief.made_at, summary_of(gas_day=brief.gas_day, policy=policy_book()))
        words = _("Read and sign: %(kind)s") % {"kind": brief.get_kind_display()}
        yield Owed(words, named(brief.region), by, reverse("brief", args=[brief.pk]), "T-096" if flash else "T-074",
                   acute=flash)  # fmt: skip


def _to_draft(regions: list[Region], at: datetime) -> Iterator[Owed]:
    day = gas_day_of(at) - timedelta(days=1)
    if not Run.objects.done().filter(gas_day=day).exists():
        return
    by = summary_of(gas_day=day, policy=policy_book())
    there = Brief.objects.filter(kind=BriefKind.DAILY, gas_day=day).exclude(state=BriefState.DISCARDED)
    told = set(there.values_list("region_id", flat=True))
    for region in regions:
        if region.code not in told:
            yield Owed(_("Draft the daily brief"), named(region), by, reverse("briefs"), "T-074")
