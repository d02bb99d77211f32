"""Who gives way so that no household goes cold (压非保民): from relief by tier to named users, and the guards."""

from nuandong.curtailment import guards
from nuandong.curtailment.fairness import FairnessLedger, fairness_ledger
from nuandong.curtailment.history import with_history
from nuandong.curtailment.order_guards import check_order
from nuandong.curtailment.plan import CutPlan, OtherDecision, plan_curtailment
from nuandong.curtailment.points import DayNotCovered, PointLoads, point_loads, within_powers
from nuandong.curtailment.precedence import Precedence, shares_by_class
from nuandong.curtailment.tables import (
    CurtailmentLists,
    CutHistory,
    DeliveryPoints,
    ListEntries,
    UserBook,
    Users,
)
from nuandong.curtailment.targets import CountyTiers, ReliefTarget, relief_by_county_tier, walk_tiers

__all__ = [
    "CountyTiers",
    "CurtailmentLists",
    "CutHistory",
    "CutPlan",
    "DayNotCovered",
    "DeliveryPoints",
    "FairnessLedger",
    "ListEntries",
    "OtherDecision",
    "PointLoads",
    "Precedence",
    "ReliefTarget",
    "UserBook",
    "Users",
    "check_order",
    "fairness_ledger",
    "guards",
    "plan_curtailment",
    "point_loads",
    "relief_by_county_tier",
    "shares_by_class",
    "walk_tiers",
    "with_history",
    "within_powers",
]
