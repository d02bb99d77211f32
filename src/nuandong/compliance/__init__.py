"""Compliance: storage duties, the fill target, the gates of coal-to-gas conversion."""

from nuandong.compliance.conversion import (
    ConversionState,
    Verdict,
    can_convert,
    can_dismantle,
    can_enter_guarantee,
    may_remove_on,
)
from nuandong.compliance.storage import (
    DeadlinePassed,
    NothingToFill,
    company_duty,
    counted_capacity,
    days_of_cover,
    fill,
    government_duty,
    meets_duty,
    reaches_fill,
    required_daily_fill,
    storage_rate,
    upstream_duty,
    usable_flow,
)

__all__ = [
    "ConversionState",
    "DeadlinePassed",
    "NothingToFill",
    "Verdict",
    "can_convert",
    "can_dismantle",
    "can_enter_guarantee",
    "company_duty",
    "counted_capacity",
    "days_of_cover",
    "fill",
    "government_duty",
    "may_remove_on",
    "meets_duty",
    "reaches_fill",
    "required_daily_fill",
    "storage_rate",
    "upstream_duty",
    "usable_flow",
]
