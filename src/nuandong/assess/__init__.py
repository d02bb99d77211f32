"""The only composer: one gas day or one season, from case to picture."""

from nuandong.assess.case import Case, DemandTable, Settings
from nuandong.assess.day import assess_day
from nuandong.assess.explain import Explanation, explain
from nuandong.assess.outages import OutagePicture, OutageRequest, outages
from nuandong.assess.picture import DayPicture, SeasonPicture
from nuandong.assess.proof import ProvenDay, prove_day
from nuandong.assess.season import plan_season
from nuandong.assess.what_if import Comparison, what_if

__all__ = [
    "Case",
    "Comparison",
    "DayPicture",
    "DemandTable",
    "Explanation",
    "OutagePicture",
    "OutageRequest",
    "ProvenDay",
    "SeasonPicture",
    "Settings",
    "assess_day",
    "explain",
    "outages",
    "plan_season",
    "prove_day",
    "what_if",
]
