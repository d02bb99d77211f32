"""What the directory itself asks of an account today: roll-calls, watches, contacts, rotas, lists, grants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.desk.directory.contacts.board import entries_of
from nuandong.desk.directory.contacts.scope import kept_by
from nuandong.desk.directory.duty.watch import COUNTS
from nuandong.desk.directory.models import (
    CurtailmentList,
    DutyRota,
    DutyShift,
    GrantRequest,
    GrantState,
    ListState,
    Membership,
    Organisation,
    RollCall,
    RotaState,
)
from nuandong.desk.directory.roles import APPROVE_LIST, ENFORCE_ROTA, GRANT_ROLES, STAND_DUTY
from nuandong.desk.directory.templatetags.directory import named
from nuandong.desk.directory.workbench.owed import Owed


def directory_asks(account: Any, at: datetime) -> Iterator[Owed]:
    """Each kind in turn."""
    yield from _duty(account, at)
    yield from _contacts(account, at)
    yield from _decisions(account)


def own_organisations(account: Any) -> Any:
    """The organisations that an account speaks for: its own, and the government or office of its own place."""
    roles = Membership.objects.filter(account=account).in_force()
    codes = set(roles.values_list("organisation_id", flat=True))
    places = {place for place in roles.values_list("region_id", flat=True) if place}
    bodies = kept_by(account).filter(region_id__in=places, kind__in=("government", "office"))
    return Organisation.objects.filter(code__in=codes - {None}) | Organisation.objects.filter(
        pk__in=bodies.values("pk")
    )


def _duty(account: Any, at: datetime) -> Iterator[Owed]:
    if account.person_id is None or not account.has_perm(STAND_DUTY):
        return
    now = DutyShift.objects.filter(COUNTS, person=account.person_id, begins_at__lte=at, ends_at__gt=at)
    for shift in now.select_related("organisation"):
        address = reverse("duty", args=[shift.organisation.pk])
        place = named(shift.organisation)
        for call in RollCall.objects.filter(
            organisation=shift.organisation,
            answered_at__isnull=True,
            missed_at__isnull=True,
            answer_by__gte=at,
        ):
            yield Owed(_("Answer the roll-call"), place, call.answer_by, address, "T-088")
        if shift.taken_over_at is None:
            yield Owed(_("Take over the watch"), place, None, address, "T-067")
        if not shift.hand_over_note:
            yield Owed(_("Leave the hand-over note"), place, shift.ends_at, address, "T-067")


def _contacts(account: Any, at: datetime) -> Iterator[Owed]:
    for entry in entries_of(own_organisations(account), at):
        address = reverse("organisation", args=[entry.organisation.pk])
        if not entry.is_complete:
            yield Owed(
                _("Name the leader and the contact"), named(entry.organisation), None, address, "T-094"
            )
        elif entry.is_stale:
            yield Owed(_("Confirm the numbers"), named(entry.organisation), None, address, "T-094")


def _decisions(account: Any) -> Iterator[Owed]:
    if account.has_perm(GRANT_ROLES):
        for grant in GrantRequest.objects.visible_to(account).filter(state=GrantState.DRAFT):
            yield Owed(_("Decide a grant"), grant.account.username, None, reverse("accounts"), "T-098")
    if account.has_perm(APPROVE_LIST):
        drafts = CurtailmentList.objects.visible_to(account).filter(state=ListState.DRAFT)
        for one in drafts.exclude(drafted_by=account).select_related("region"):
            yield Owed(
                _("Approve or return a list"),
                named(one.region),
                None,
                reverse("list", args=[one.pk]),
                "T-044",
            )
    if account.has_perm(ENFORCE_ROTA):
        rotas = DutyRota.objects.visible_to(account).filter(state=RotaState.DRAFT)
        for rota in rotas.exclude(drafted_by=account).select_related("organisation"):
            address = reverse("rota", args=[rota.pk])
            yield Owed(_("Put a rota in force"), named(rota.organisation), None, address, "T-067")
