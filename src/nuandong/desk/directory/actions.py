"""Verbs that change the directory.

Clause: T-098, and rulings, 16: a person can be erased and the evidence stays.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, Person
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act


def erase_person(*, person: Person, by: Account, at: datetime) -> None:
    """Erase what is personal, and the salt with it; acts stay in the ledger under a pseudonym nobody can resolve."""
    with transaction.atomic():
        account = Account.objects.filter(person=person).first()
        if account is not None:
            account.username, account.is_active = f"erased-{account.pk}", False
            account.set_unusable_password()
            account.save(update_fields=["username", "is_active", "password"])
        person.name = person.post = person.mobile = person.phone = person.email = person.salt = ""
        person.contact_confirmed_at, person.erased_at = None, at
        person.save()
        append(
            act=Act(
                act="erase_person",
                actor=actor_of(by),
                subject_kind="person",
                subject_id=str(person.pk),
                facts={},
            ),
            at=at,
        )
