"""What this room asks of an account today: plans that lack or end, papers and orders to decide, offers to answer.

Clauses: T-021, T-023, T-028, T-031.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import BalancePlan, Membership, PlanState, Region
from nuandong.desk.directory.roles import APPROVE_LIST, DECIDE_OFFER, DRAFT_LIST
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.directory.workbench.owed import Owed
from nuandong.desk.plans.library.board import Kept, Standing, rows_of
from nuandong.desk.plans.models import Offer, OfferState, PaperKind, PaperState, PlanPaper, Precedence
from nuandong.desk.plans.offers.actions import last_call
from nuandong.gasday import begin_of
from nuandong.vocabulary import RegionKind


def plans_owed(account: Any, at: datetime) -> Iterator[Owed]:
    """Each kind in turn."""
    if account.has_perm(DRAFT_LIST):
        yield from _own_gaps(account, at)
    if account.has_perm(APPROVE_LIST):
        yield from _to_approve(account)
    if account.has_perm(DECIDE_OFFER):
        yield from _to_answer(account)


def _own_gaps(account: Any, at: datetime) -> Iterator[Owed]:
    """Of the account's own place alone: whoever sees the whole province is not asked for every city's plan."""
    roles = Membership.objects.filter(account=account).in_force()
    codes = {code for code in roles.values_list("region_id", flat=True) if code}
    places = Region.objects.filter(code__in=codes).exclude(kind=RegionKind.COUNTY)
    for row in rows_of(places, at):
        for kept in row.kept:
            words = _words_of(kept)
            if words:
                paper = kept.paper if kept.standing == Standing.FILED else None
                address = reverse("paper", args=[paper.pk]) if paper else reverse("plans")
                yield Owed(words, named(row.region), begin_of(kept.due), address, "T-021")


def _words_of(kept: Kept) -> str:
    """What is to be done, as whole sentences; nothing where the level above is to act, or nobody."""
    is_emergency = kept.kind == PaperKind.EMERGENCY
    match kept.standing:
        case Standing.MISSING:
            return _("File the emergency plan") if is_emergency else _("File the demand-side plan")
        case Standing.ENDING:
            return _("Renew the emergency plan") if is_emergency else _("Renew the demand-side plan")
        case Standing.FILED:
            return _("Hand in the emergency plan") if is_emergency else _("Hand in the demand-side plan")
    return ""


def _to_approve(account: Any) -> Iterator[Owed]:
    above = Region.objects.visible_to(account).values_list("code", flat=True)
    decides = Q(region__parent__in=above) | Q(region__parent__isnull=True)
    papers = PlanPaper.objects.visible_to(account).filter(decides, state=PaperState.SUBMITTED)
    for paper in (
        papers.exclude(filed_by=account)
        .exclude(submitted_by=account)
        .select_related("region")
        .defer("content")
    ):
        yield Owed(
            _("Approve or return a plan"),
            named(paper.region),
            None,
            reverse("paper", args=[paper.pk]),
            "T-021",
        )
    orders = Precedence.objects.visible_to(account).filter(decides, state=PlanState.SUBMITTED)
    for order in orders.exclude(drafted_by=account).select_related("region"):
        address = reverse("city-order", args=[order.pk])
        yield Owed(_("Approve a city's order"), named(order.region), None, address, "T-028")
    plans = BalancePlan.objects.visible_to(account).filter(state=PlanState.SUBMITTED)
    for plan in plans.exclude(drafted_by=account).exclude(submitted_by=account).select_related("region"):
        address = reverse("balance-plan", args=[plan.pk])
        yield Owed(_("Approve a balance plan"), named(plan.region), None, address, "T-023")


def _to_answer(account: Any) -> Iterator[Owed]:
    waiting = Offer.objects.visible_to(account).filter(state=OfferState.OFFERED)
    for offer in waiting.exclude(offered_by=account).select_related("point__user"):
        by = last_call(offer.begins, offer.notice_hours)
        yield Owed(_("Answer an offer"), named(offer.point.user), by, reverse("offers"), "T-031")
