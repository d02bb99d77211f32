"""Record the terms on which a point may be interrupted or switched; earlier terms stay as they were.

Clause: T-030.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, DeliveryPoint
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import DRAFT_LIST
from nuandong.desk.plans.models import AlternateFuel, FlexKind, FlexTerms
from nuandong.desk.plans.rights import must_hold, tell
from nuandong.units import CUBIC_METRE

TERMS = "flex_terms"  # subject in the ledger


@dataclass(frozen=True, slots=True)
class TermsSketch:
    """Terms as they are recorded; amount in 10^4 m3/day, hours, compensation in CNY for each m3."""

    kind: str
    begins: date
    ends: date
    amount: float
    notice_hours: float
    days: int | None = None
    contract: str = ""
    fuel: str = AlternateFuel.NONE
    switch_hours: float = 0.0
    compensation: Decimal | None = None
    words: str = ""


def record_terms(*, point: DeliveryPoint, sketch: TermsSketch, by: Account, at: datetime) -> FlexTerms:
    """Terms of a point from now on. Raises ActRefused."""
    must_hold(by, DRAFT_LIST, point.county)
    if point.consumer_class in policy_book().protected_classes(day=sketch.begins):
        raise ActRefused(_("This point is protected; nobody contracts its gas away."))
    if sketch.ends < sketch.begins:
        raise ActRefused(_("The last day lies before the first."))
    most = point.load - point.safe_load
    if sketch.amount > most + CUBIC_METRE / 2:
        raise ActRefused(
            _("Above the safe load the point has %(most).4f 10⁴ m³/d; terms give no more.") % {"most": most}
        )
    if sketch.kind == FlexKind.SUBSTITUTABLE and not sketch.fuel:
        raise ActRefused(_("Say which fuel takes the place of gas."))
    with transaction.atomic():
        terms = FlexTerms.objects.create(
            point=point, kind=sketch.kind, contract=sketch.contract.strip(), begins=sketch.begins, ends=sketch.ends,
            amount=sketch.amount, days=sketch.days, notice_hours=sketch.notice_hours, fuel=sketch.fuel,
            switch_hours=sketch.switch_hours, compensation=sketch.compensation, words=sketch.words.strip(),
            recorded_by=by, recorded_at=at,
        )  # fmt: skip
        facts = {
            "kind": str(terms.kind), "contract": terms.contract, "begins": terms.begins.isoformat(),
            "ends": terms.ends.isoformat(), "amount": terms.amount, "days": terms.days,
            "notice_hours": terms.notice_hours, "fuel": str(terms.fuel), "switch_hours": terms.switch_hours,
            "compensation": None if terms.compensation is None else str(terms.compensation),
        }  # fmt: skip
        tell("record_flex_terms", (TERMS, point.code), facts, by, at)
    return terms
