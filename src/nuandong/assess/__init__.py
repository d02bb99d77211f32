"""The only composer: one gas day or one season, from case to picture."""

from nuandong.assess.case import Case, DemandTable, Settings
from nuandong.assess.day import assess_day
from nuandong.assess.explain import Explanation, explain
from nuandong.assess.picture import DayPicture, SeasonPicture
from nuandong.assess.proof import ProvenDay, prove_day
from nuandong.assess.season import plan_season

__all__ = [
    "Case",
    "DayPicture",
    "DemandTable",
    "Explanation",
    "ProvenDay",
    "SeasonPicture",
    "Settings",
    "assess_day",
    "explain",
    "plan_season",
    "prove_day",
]
