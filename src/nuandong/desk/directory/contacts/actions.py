"""Verbs that change who answers for an organisation. The ledger learns *that* and *which fields*, never a number.

Clauses: T-065, T-094 (responsible leader, contact, change log), T-066 (task force).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.contacts.scope import kept_by
from nuandong.desk.directory.models import (
    Account,
    ContactDuty,
    ContactPost,
    Organisation,
    Person,
    TaskForceMember,
)
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

CONTACT = "contact"  # subject in the ledger
SET, CONFIRM, ADD_MEMBER, DROP_MEMBER = "set_contact", "confirm_contacts", "add_member", "drop_member"


@dataclass(frozen=True, slots=True)
class Card:
    """Who somebody is and how to reach them: personal facts, all of them."""

    name: str
    post: str = ""
    mobile: str = ""
    phone: str = ""
    email: str = ""


def set_contact(*, organisation: Organisation, duty: ContactDuty, card: Card, by: Account | None, at: datetime,
                ) -> ContactPost:  # fmt: skip
    """Name somebody for a duty, or mend the numbers of who has it; either counts as confirmed. Raises ActRefused."""
    _require_kept(organisation, by)
    with transaction.atomic():
        there = (
            ContactPost.objects.select_for_update()
            .filter(organisation=organisation, duty=duty)
            .select_related("person")
            .first()
        )
        if there is None or there.person.name != card.name:
            person = Person(organisation=organisation)
            changed = sorted(asdict(card))
        else:
            person = there.person
            changed = sorted(name for name, value in asdict(card).items() if getattr(person, name) != value)
        _write(person, card, at)
        post, _made = ContactPost.objects.update_or_create(
            organisation=organisation, duty=duty,
            defaults={"person": person, "since": at if there is None or there.person != person else there.since},
        )  # fmt: skip
        digests = {name: person.digest(value) for name, value in asdict(card).items() if value}
        _tell(SET, f"{organisation.code}/{duty.value}", {"changed": changed, "digests": digests}, by, at)
    return post


def confirm_contacts(*, organisation: Organisation, by: Account | None, at: datetime) -> int:
    """Say that the numbers of an organisation still hold; returns how many were confirmed. Raises ActRefused."""
    _require_kept(organisation, by)
    with transaction.atomic():
        posts = list(ContactPost.objects.filter(organisation=organisation).select_related("person"))
        if not posts:
            raise ActRefused(_("Nobody is named yet; name a leader and a contact first."))
        Person.objects.filter(pk__in=[post.person_id for post in posts], erased_at__isnull=True).update(
            contact_confirmed_at=at
        )
        for post in posts:
            _tell(CONFIRM, f"{organisation.code}/{post.duty}", {}, by, at)
    return len(posts)


def add_member(*, organisation: Organisation, card: Card, task: str, by: Account | None, at: datetime,
               ) -> TaskForceMember:  # fmt: skip
    """Put somebody into the task force of an organisation (T-066). Raises ActRefused."""
    _require_kept(organisation, by)
    with transaction.atomic():
        person = Person(organisation=organisation)
        _write(person, card, at)
        member = TaskForceMember.objects.create(organisation=organisation, person=person, task=task, since=at)
        digests = {name: person.digest(value) for name, value in asdict(card).items() if value}
        _tell(ADD_MEMBER, f"{organisation.code}/member/{member.pk}", {"digests": digests}, by, at)
    return member


def drop_member(*, member: TaskForceMember, by: Account | None, at: datetime) -> None:
    """Take somebody out of a task force. Raises ActRefused."""
    _require_kept(member.organisation, by)
    with transaction.atomic():
        subject = f"{member.organisation_id}/member/{member.pk}"
        member.delete()
        _tell(DROP_MEMBER, subject, {}, by, at)


def _require_kept(organisation: Organisation, by: Account | None) -> None:
    if by is not None and not kept_by(by).filter(pk=organisation.pk).exists():
        raise ActRefused(
            _("Only the organisation itself, or the office above it, keeps these contacts. Ask one of them.")
        )


def _write(person: Person, card: Card, at: datetime) -> None:
    for name, value in asdict(card).items():
        setattr(person, name, value)
    person.contact_confirmed_at = at
    person.save()


def _tell(verb: str, subject: str, facts: dict[str, object], by: Account | None, at: datetime) -> None:
    act = Act(act=verb, actor=actor_of(by), subject_kind=CONTACT, subject_id=subject, facts=facts)
    append(act=act, at=at)
