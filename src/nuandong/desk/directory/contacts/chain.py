"""In which order an organisation's people are called when nobody answers."""

from __future__ import annotations

from datetime import datetime

from nuandong.desk.directory.duty.watch import on_duty
from nuandong.desk.directory.models import ContactDuty, ContactPost, Organisation, Person

ORDER = (ContactDuty.CONTACT, ContactDuty.LEADER)


def contact_chain(*, organisation: Organisation, at: datetime | None = None) -> tuple[Person, ...]:
    """The contact, then the leader in charge, then whoever is on duty at `at`; each once, erased people left out.

    Without an instant nobody's watch can be told, and the chain ends with the leader.
    """
    posts = {post.duty: post.person for post in ContactPost.objects.filter(organisation=organisation)
             .select_related("person")}  # fmt: skip
    named = [posts[duty] for duty in ORDER if duty in posts]
    watch = () if at is None else on_duty(organisation=organisation, at=at)
    chain = dict.fromkeys(person for person in (*named, *watch) if person.erased_at is None)
    return tuple(chain)
