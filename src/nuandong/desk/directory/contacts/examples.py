"""Made-up people for a demonstration: a leader and a contact for most organisations, some stale, some missing.

Names say that they are examples (示例), numbers cannot be dialled (area code 0000).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import ContactDuty, ContactPost, Organisation, OrganisationKind, Person
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

EVERY_MISSING, EVERY_STALE = 17, 11  # one organisation in so many
FRESH, STALE = timedelta(days=6), timedelta(days=45)
POSTS = {ContactDuty.LEADER: ("分管负责人", "负责人"), ContactDuty.CONTACT: ("联系人", "联系人")}


def name_example_people(*, at: datetime) -> int:
    """Name people wherever nobody is named yet; returns how many organisations got theirs."""
    bare = Organisation.objects.filter(posts__isnull=True).order_by("id")
    with transaction.atomic():
        wanted = [one for place, one in enumerate(bare, 1) if _is_named(place, one)]
        pairs = [
            (one, duty, _person(one, duty, number, at))
            for number, one in enumerate(wanted, 1)
            for duty in POSTS
        ]
        people = Person.objects.bulk_create([person for _one, _duty, person in pairs], batch_size=500)
        ContactPost.objects.bulk_create(
            [
                ContactPost(organisation=one, duty=duty, person=person, since=at)
                for (one, duty, _made), person in zip(pairs, people, strict=True)
            ],
            batch_size=500,
        )
        act = Act(act="name_example_people", actor=actor_of(None), subject_kind="contact", subject_id="all",
                  facts={"organisations": len(wanted)})  # fmt: skip
        append(act=act, at=at)
    return len(wanted)


def _is_named(place: int, one: Organisation) -> bool:
    return bool(place % EVERY_MISSING) or one.kind in (OrganisationKind.OFFICE, OrganisationKind.DEPARTMENT)


def _person(one: Organisation, duty: ContactDuty, number: int, at: datetime) -> Person:
    name, post = POSTS[duty]
    confirmed = at - (FRESH if number % EVERY_STALE else STALE)
    suffix = 1 if duty is ContactDuty.LEADER else 2
    return Person(
        name=f"示例{name}{number}", post=post, phone=f"0000-{number:04d}{suffix:03d}", organisation=one,
        contact_confirmed_at=confirmed,
    )  # fmt: skip
