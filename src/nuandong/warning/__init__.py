"""Warning: the level a gas day calls for, the way down from a level, overruns of a nomination."""

from nuandong.warning.duration import lasting_level
from nuandong.warning.level import AreaGap, LevelCall, LevelReason, UnusableGap, warning_level
from nuandong.warning.nomination import is_major_overrun, overrun
from nuandong.warning.step_down import (
    Condition,
    DayShares,
    StepDown,
    StepDownRules,
    StoresToday,
    step_down,
    step_down_rules,
)

__all__ = [
    "AreaGap",
    "Condition",
    "DayShares",
    "LevelCall",
    "LevelReason",
    "StepDown",
    "StepDownRules",
    "StoresToday",
    "UnusableGap",
    "is_major_overrun",
    "lasting_level",
    "overrun",
    "step_down",
    "step_down_rules",
    "warning_level",
]
