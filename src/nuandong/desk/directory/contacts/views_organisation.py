"""One organisation: who answers for it, the forms that change that, the change log; and the table as CSV.

Clauses: T-094 (contact table with change log), T-066 (task force).
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.directory.contacts import actions
from nuandong.desk.directory.contacts.board import Entry, entries_of
from nuandong.desk.directory.contacts.chain import contact_chain
from nuandong.desk.directory.contacts.forms import CardForm, MemberForm
from nuandong.desk.directory.contacts.scope import kept_by
from nuandong.desk.directory.models import (
    Account,
    ContactDuty,
    ContactPost,
    Organisation,
    OrganisationKind,
    ReportingUnit,
    TaskForceMember,
)
from nuandong.desk.directory.notice import duty_of
from nuandong.desk.directory.roles import SEE_CONTACTS
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.ledger.models import Entry as LedgerEntry

CHANGES_SHOWN = 20
HEAD = ("organisation", "name_zh", "name_en", "kind", "region", "duty", "freshness", "confirmed_at")
HEAD_OF_PEOPLE = ("name", "post", "mobile", "phone", "email")


@require_GET
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """Leader, contact, task force, reporting unit, who is called in which order, and what was changed when."""
    return _shown(request, _visible(request, organisation))


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, organisation: int, duty: str) -> HttpResponse:
    """Name somebody for a duty, or mend the numbers."""
    kept = _kept(request, organisation)
    if duty not in ContactDuty.values:
        raise Http404
    wanted = ContactDuty(duty)
    post = ContactPost.objects.filter(organisation=kept, duty=wanted).select_related("person").first()
    initial = {name: getattr(post.person, name) for name in HEAD_OF_PEOPLE} if post else {}
    form = CardForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_contact(organisation=kept, duty=wanted, card=form.card(), by=_by(request), at=clock.now())
        messages.success(request, _("Kept. The ledger holds that it changed, not the number."))
        return HttpResponseRedirect(reverse("organisation", args=[kept.pk]))
    shown = {"room": "directory", "organisation": kept, "form": form, "words": wanted.label, "post": post}
    return render(request, "directory/contact_form.html", shown)


@require_POST
def confirm(request: HttpRequest, organisation: int) -> HttpResponse:
    """The numbers still hold."""
    kept = _kept(request, organisation)
    try:
        actions.confirm_contacts(organisation=kept, by=_by(request), at=clock.now())
        messages.success(request, _("Numbers confirmed."))
    except actions.ActRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("organisation", args=[kept.pk]))


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, organisation: int) -> HttpResponse:
    """Put somebody into the task force."""
    kept = _kept(request, organisation)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_member(
            organisation=kept, card=form.card(), task=form.cleaned_data["task"], by=_by(request), at=clock.now()
        )  # fmt: skip
        return HttpResponseRedirect(reverse("organisation", args=[kept.pk]))
    shown = {"room": "directory", "organisation": kept, "form": form, "words": _("Task force member")}
    return render(request, "directory/contact_form.html", shown)


@require_POST
def drop_member(request: HttpRequest, organisation: int, member: int) -> HttpResponse:
    """Take somebody out of the task force."""
    kept = _kept(request, organisation)
    actions.drop_member(
        member=get_object_or_404(TaskForceMember, organisation=kept, pk=member), by=_by(request), at=clock.now()
    )  # fmt: skip
    return HttpResponseRedirect(reverse("organisation", args=[kept.pk]))


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The contact table; names and numbers only for those who may see them."""
    sees_people = request.user.has_perm(SEE_CONTACTS)
    lines: list[tuple[Any, ...]] = [(*HEAD, *(HEAD_OF_PEOPLE if sees_people else ()))]
    for entry in entries_of(Organisation.objects.visible_to(request.user), clock.now()):
        lines += _cells(entry, sees_people)
    return csv_answer("contacts.csv", lines)


def _cells(entry: Entry, sees_people: bool) -> list[tuple[Any, ...]]:
    one = entry.organisation
    found = []
    for named in (entry.leader, entry.contact):
        person = named.person
        confirmed = person.contact_confirmed_at.isoformat() if person and person.contact_confirmed_at else ""
        row = (one.code, one.name_zh, one.name_en, one.kind, one.region_id or "", named.duty,
               named.freshness.value, confirmed)  # fmt: skip
        people = [getattr(person, name, "") or "" for name in HEAD_OF_PEOPLE] if sees_people else []
        found.append((*row, *people))
    return found


def _shown(request: HttpRequest, one: Organisation) -> HttpResponse:
    at = clock.now()
    sees_people = request.user.has_perm(SEE_CONTACTS)
    entry = entries_of([one], at)[0]
    shown = {
        "room": "directory",
        "organisation": one,
        "entry": entry,
        "posts": [(ContactDuty.LEADER, entry.leader), (ContactDuty.CONTACT, entry.contact)],
        "sees_names": sees_people,
        "may_keep": kept_by(request.user).filter(pk=one.pk).exists(),
        "has_task_force": one.kind in (OrganisationKind.GOVERNMENT, OrganisationKind.OFFICE),
        "members": TaskForceMember.objects.filter(organisation=one).select_related("person"),
        "chain": contact_chain(organisation=one, at=at) if sees_people else (),
        "notice": duty_of(one.name_zh, day=at.date()) if one.kind == OrganisationKind.DEPARTMENT else None,
        "units": ReportingUnit.objects.visible_to(request.user).filter(organisation=one),
        "changes": _changes(one),
    }
    return render(request, "directory/organisation.html", shown)


def _changes(one: Organisation) -> list[dict[str, Any]]:
    """What the ledger holds of this organisation's contacts, newest first."""
    entries = list(
        LedgerEntry.objects.filter(
            subject_kind=actions.CONTACT, subject_id__startswith=f"{one.code}/"
        ).order_by("-sequence")[:CHANGES_SHOWN]
    )
    wanted = [entry.actor.removeprefix("account:") for entry in entries if entry.actor.startswith("account:")]
    names = {account.actor: account.username for account in Account.objects.filter(pseudonym__in=wanted)}
    words = {
        actions.SET: _("named or changed"),
        actions.CONFIRM: _("confirmed"),
        actions.ADD_MEMBER: _("joined the task force"),
        actions.DROP_MEMBER: _("left the task force"),
    }
    duties = {duty.value: duty.label for duty in ContactDuty}
    return [
        {
            "at": entry.at,
            "act": words.get(entry.act, entry.act),
            "duty": duties.get(entry.subject_id.removeprefix(f"{one.code}/"), ""),
            "who": names.get(entry.actor, _("the desk")),
            "changed": _field_words(json.loads(entry.line)["facts"].get("changed", [])),
            "sequence": entry.sequence,
        }
        for entry in entries
    ]


def _field_words(names: list[str]) -> str:
    words = {name: str(field.label) for name, field in CardForm.base_fields.items()}
    return "、".join(words.get(name, name) for name in names)


def _visible(request: HttpRequest, pk: int) -> Organisation:
    found: Organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related("region", "parent"), pk=pk
    )
    return found


def _kept(request: HttpRequest, pk: int) -> Organisation:
    """The organisation, if this account may change its contacts; refused where it may only see it."""
    found = _visible(request, pk)
    if not kept_by(request.user).filter(pk=found.pk).exists():
        raise PermissionDenied
    return found


def _by(request: HttpRequest) -> Any:
    return request.user
