"""Records of this room, one file a family."""

from nuandong.desk.plans.models.flex import AlternateFuel, FlexKind, FlexTerms
from nuandong.desk.plans.models.offers import Offer, OfferKind, OfferState
from nuandong.desk.plans.models.papers import FairReview, PaperKind, PaperState, PlanPaper, ReviewResult
from nuandong.desk.plans.models.precedence import Precedence

__all__ = [
    "AlternateFuel",
    "FairReview",
    "FlexKind",
    "FlexTerms",
    "Offer",
    "OfferKind",
    "OfferState",
    "PaperKind",
    "PaperState",
    "PlanPaper",
    "Precedence",
    "ReviewResult",
]
