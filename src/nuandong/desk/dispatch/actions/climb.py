"""Silence: a card is raised and the next of the contact chain is told, step by step; relief that is too little, too.

Clauses: T-041 (receipt or second contact), T-042 (at least 90 %, or an alarm).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from nuandong.desk.directory.models import Organisation, Person
from nuandong.desk.directory.models.people import OrganisationKind
from nuandong.desk.dispatch.actions.decide import CLIMB, TELL
from nuandong.desk.dispatch.actions.receive import is_acknowledged, raise_card
from nuandong.desk.dispatch.actions.told import tell_of_notice, tell_of_order
from nuandong.desk.dispatch.models import Card, CardKind, Notice, Order, OrderState
from nuandong.desk.dispatch.relief import relief_of
from nuandong.desk.dispatch.standing import hours_rule, reached_from
from nuandong.desk.frame.rooms import is_built
from nuandong.desk.ledger.actions import put_letter

STEPS = 3  # contact, responsible leader, duty officer


def climb(*, notice: Notice, step: int, at: datetime) -> bool:
    """The next step for a silent addressee; False where somebody answered, or the order is over.

    Step 1 tells the contact again, 2 the responsible leader, 3 the officer on duty; a step is taken once.
    """
    with transaction.atomic():
        held = Notice.objects.select_for_update().get(pk=notice.pk)
        if step <= held.climbed or held.withdrawn_at or is_acknowledged(held):
            return False
        if held.order.state != OrderState.ISSUED:
            return False
        held.climbed = step
        held.save(update_fields=["climbed"])
        card = raise_card(held, CardKind.SILENT, at, {})
        card.facts = {"step": step}
        card.save(update_fields=["facts"])
        put_letter(
            key=f"{TELL}:{held.code}:{step}", errand=TELL, facts={"notice": held.pk, "step": step}, at=at
        )
        if step < STEPS:
            due = at + hours_rule("order.climb_hours", held.order.gas_day)
            facts = {"notice": held.pk, "step": step + 1}
            put_letter(
                key=f"{CLIMB}:{held.code}:{step + 1}", errand=CLIMB, facts=facts, at=at, not_before=due
            )
        tell_of_notice("climb_notice", held, None, at, {"step": step})
    return True


def person_of(notice: Notice, step: int, at: datetime) -> Person | None:
    """Who is told at a step: the first of the chain first; the last for all steps beyond it."""
    answerable = notice.organisation or _county_government(notice)
    if answerable is None or not is_built("nuandong.desk.directory.contacts"):
        return None
    from nuandong.desk.directory.contacts import contact_chain

    chain = contact_chain(organisation=answerable, at=at)
    return chain[min(max(step, 1), len(chain)) - 1] if chain else None


def _county_government(notice: Notice) -> Organisation | None:
    """Who answers for a group of small users: the government of its county, where the directory has one."""
    own = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, region__code=notice.county_id)
    return own.order_by("id").first() if notice.county_id else None


def weigh(*, order: Order, at: datetime) -> bool:
    """Raise an alarm where an issued order brings too little at the meter, clear it where it brings enough.

    True where an alarm stands. Lines that nobody read say nothing; the card names how many were read.
    """
    with transaction.atomic():
        held = Order.objects.select_for_update().get(pk=order.pk)
        total = relief_of(held, at).total
        if held.state != OrderState.ISSUED or total.metered is None:
            return False
        is_enough = total.share >= reached_from(held)
        there = held.cards.filter(kind=CardKind.UNDER_DELIVERING, cleared_at__isnull=True)
        facts = {"planned": total.planned, "metered": total.metered, "read": total.read, "lines": total.lines}
        if is_enough:
            if there.update(cleared_at=at):
                tell_of_order("relief_reached", held, None, at, facts)
        elif there.exists():
            there.update(facts=facts)
        else:
            Card.objects.create(order=held, kind=CardKind.UNDER_DELIVERING, raised_at=at, facts=facts)
            tell_of_order("relief_too_little", held, None, at, facts)
    return not is_enough
