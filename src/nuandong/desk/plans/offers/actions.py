"""Verbs of offers: make, accept, refuse, take back; each against what stands already.

Clause: T-031 (voluntary before mandatory).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import DECIDE_OFFER, OFFER_REDUCTION
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.plans.models import Offer, OfferKind, OfferState
from nuandong.desk.plans.rights import must_hold, tell
from nuandong.gasday import begin_of
from nuandong.units import CUBIC_METRE

OFFER = "offer"  # subject in the ledger
SHORTEST_WORDS = 4
LONGEST = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class OfferSketch:
    """An offer as it is made: gas days, amount in 10^4 m3/day, hours of notice, CNY for each m3 or nothing."""

    begins: date
    ends: date
    amount: float
    notice_hours: float = 0.0
    kind: str = OfferKind.REDUCTION
    price: Decimal | None = None
    words: str = ""


def make_offer(*, point: DeliveryPoint, sketch: OfferSketch, by: Account, at: datetime) -> Offer:
    """An offer of a user's own for a point of its own. Raises ActRefused."""
    if not by.has_perm(OFFER_REDUCTION) or point.user.organisation_id not in scope_of(by).organisations:
        raise ActRefused(_("A company offers for its own points only."))
    if point.consumer_class in policy_book().protected_classes(day=sketch.begins):
        raise ActRefused(_("This point is protected; its gas is not on offer."))
    if not sketch.begins <= sketch.ends <= sketch.begins + LONGEST:
        raise ActRefused(_("An offer ends on or after the day on which it begins, within half a year."))
    if last_call(sketch.begins, sketch.notice_hours) <= at:
        raise ActRefused(_("Its notice would have to be given already; begin on a later gas day."))
    with transaction.atomic():
        held = DeliveryPoint.objects.select_for_update().get(pk=point.pk)
        _must_fit(held, sketch)
        offer = Offer.objects.create(
            point=held, kind=sketch.kind, begins=sketch.begins, ends=sketch.ends, amount=sketch.amount,
            notice_hours=sketch.notice_hours, price=sketch.price, words=sketch.words.strip(), offered_by=by,
            offered_at=at,
        )  # fmt: skip
        facts = {
            "point": held.code, "kind": str(offer.kind), "begins": offer.begins.isoformat(),
            "ends": offer.ends.isoformat(), "amount": offer.amount, "notice_hours": offer.notice_hours,
            "price": None if offer.price is None else str(offer.price),
        }  # fmt: skip
        _tell("make_offer", offer, facts, by, at)
    return offer


def accept_offer(*, offer: Offer, words: str = "", by: Account, at: datetime) -> Offer:
    """Take an offer; from then on it is used before anybody is cut. Raises ActRefused."""
    with transaction.atomic():
        held = _open(offer, by)
        if last_call(held.ends, held.notice_hours) <= at:
            raise ActRefused(_("The offer is over; nothing of it can be called any more."))
        return _decided(held, OfferState.ACCEPTED, words, by, at)


def refuse_offer(*, offer: Offer, words: str, by: Account, at: datetime) -> Offer:
    """Decline an offer with the reason. Raises ActRefused."""
    if len(words.strip()) < SHORTEST_WORDS:
        raise ActRefused(_("Say why the offer is not taken."))
    with transaction.atomic():
        return _decided(_open(offer, by), OfferState.REFUSED, words, by, at)


def take_back_offer(*, offer: Offer, by: Account, at: datetime) -> Offer:
    """A company takes back what nobody has answered yet. Raises ActRefused."""
    with transaction.atomic():
        held = Offer.objects.select_for_update().select_related("point__user").get(pk=offer.pk)
        if (
            not by.has_perm(OFFER_REDUCTION)
            or held.point.user.organisation_id not in scope_of(by).organisations
        ):
            raise ActRefused(_("A company offers for its own points only."))
        if held.state != OfferState.OFFERED:
            raise ActRefused(_("This offer is answered; talk to the duty desk instead."))
        return _decided(held, OfferState.TAKEN_BACK, "", by, at)


def last_call(day: date, notice_hours: float) -> datetime:
    """By when a user must be told for a gas day."""
    return begin_of(day) - timedelta(hours=notice_hours)


def _must_fit(point: DeliveryPoint, sketch: OfferSketch) -> None:
    """Offers of a point that share a day leave its safe load whole."""
    most = point.load - point.safe_load
    beside = list(Offer.objects.open().filter(point=point, begins__lte=sketch.ends, ends__gte=sketch.begins))
    taken = max((_sum_on(day, beside) for day in _days(sketch)), default=0.0)
    if sketch.amount > most - taken + CUBIC_METRE / 2:
        raise ActRefused(
            _(
                "The point can give %(most).4f 10⁴ m³/d, and %(taken).4f of it are offered on these days already."
            )
            % {"most": most, "taken": taken}
        )


def _days(sketch: OfferSketch) -> list[date]:
    return [sketch.begins + timedelta(days=step) for step in range((sketch.ends - sketch.begins).days + 1)]


def _sum_on(day: date, offers: Any) -> float:
    return sum(one.amount for one in offers if one.begins <= day <= one.ends)


def _open(offer: Offer, by: Account) -> Offer:
    held: Offer = (
        Offer.objects.select_for_update().select_related("point__county", "point__user").get(pk=offer.pk)
    )
    must_hold(by, DECIDE_OFFER, held.point.county)
    if held.offered_by_id == by.pk:
        raise ActRefused(_("Whoever made an offer does not answer it."))
    if held.state != OfferState.OFFERED:
        raise ActRefused(_("This offer is answered already."))
    return held


def _decided(held: Offer, state: OfferState, words: str, by: Account, at: datetime) -> Offer:
    held.state, held.decided_by, held.decided_at, held.decided_words = state, by, at, words.strip()
    held.save(update_fields=["state", "decided_by", "decided_at", "decided_words"])
    verbs = {OfferState.ACCEPTED: "accept_offer", OfferState.REFUSED: "refuse_offer"}
    facts = {"point": held.point_id, "amount": held.amount, "words": held.decided_words}
    _tell(verbs.get(state, "take_back_offer"), held, facts, by, at)
    return held


def _tell(verb: str, offer: Offer, facts: dict[str, Any], by: Account, at: datetime) -> None:
    tell(verb, (OFFER, str(offer.pk)), facts, by, at)
