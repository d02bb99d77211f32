"""Something in every corner of the plans, in and outside each scope, for the walk through all addresses."""

from datetime import datetime, timedelta
from decimal import Decimal

from nuandong.desk.directory.models import DeliveryPoint, PlanState, Region
from nuandong.desk.plans.models import (
    FairReview,
    FlexTerms,
    Offer,
    OfferState,
    PaperState,
    PlanPaper,
    Precedence,
)
from nuandong.desk.plans.precedence.order import province_order

NAMES = {"149100": "示例机械厂", "149200": "示例甲醇厂"}


def everything_planned(*, at: datetime) -> None:
    """Papers, reviews, orders, terms and offers of both cities; words are names of users that must stay hidden."""
    day = at.date()
    dated = {"begins": day, "ends": day + timedelta(days=30)}
    for city, name in NAMES.items():
        place = Region.objects.get(code=city)
        paper = PlanPaper.objects.create(
            region=place, kind="emergency", number=1, title=name, text=name, file_name=f"{name}.txt", file_kind="txt",
            content=name.encode(), sha256="0" * 64, issued_on=day, state=PaperState.APPROVED, filed_at=at,
            approved_at=at, returned_words=name, **dated,
        )  # fmt: skip
        FairReview.objects.create(paper=paper, body=name, reviewed_on=day, result="passed", words=name, at=at)
        Precedence.objects.create(
            region=place, limited=province_order(day), reason=name, state=PlanState.APPROVED, drafted_at=at,
            approved_at=at, **dated,
        )  # fmt: skip
    for point in DeliveryPoint.objects.select_related("user"):
        name = point.user.name_zh
        FlexTerms.objects.create(
            point=point, kind="interruptible", contract=name, amount=0.1, notice_hours=4, words=name,
            compensation=Decimal("0.35"), recorded_at=at, **dated,
        )  # fmt: skip
        for state in (OfferState.OFFERED, OfferState.ACCEPTED):
            Offer.objects.create(
                point=point, amount=0.01, words=name, offered_at=at, state=state, decided_at=at, decided_words=name,
                **dated,
            )  # fmt: skip


def placeholders_of_plans() -> dict[str, list[str]]:
    """What the placeholders of its addresses may be."""

    def numbers(model: type) -> list[str]:
        return [str(pk) for pk in model._default_manager.values_list("pk", flat=True)]

    return {"paper": numbers(PlanPaper), "precedence": numbers(Precedence), "offer": numbers(Offer)[:2]}
