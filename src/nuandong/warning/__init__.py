"""Warning: the level a gas day calls for, the way down from a level, overruns of a nomination."""

from nuandong.warning.duration import lasting_level
from nuandong.warning.incident import (
    Clock,
    ClockKind,
    Cluster,
    ClusterRules,
    Gravity,
    Harm,
    Outage,
    Passed,
    clocks_of,
    cluster_rules,
    clusters,
    gravity_of,
)
from nuandong.warning.level import AreaGap, LevelCall, LevelReason, UnusableGap, warning_level
from nuandong.warning.nomination import is_major_overrun, overrun
from nuandong.warning.proposal import (
    DurationRules,
    LevelProposal,
    Standing,
    Way,
    duration_rules,
    propose_level,
)
from nuandong.warning.step_down import (
    Condition,
    DayShares,
    StepDown,
    StepDownRules,
    StoresToday,
    step_down,
    step_down_rules,
)
from nuandong.warning.watching import FaultKind, SiteFault, SiteState, WatchRules, site_faults, watch_rules

__all__ = [
    "AreaGap",
    "Clock",
    "ClockKind",
    "Cluster",
    "ClusterRules",
    "Condition",
    "DayShares",
    "DurationRules",
    "FaultKind",
    "Gravity",
    "Harm",
    "LevelCall",
    "LevelProposal",
    "LevelReason",
    "Outage",
    "Passed",
    "SiteFault",
    "SiteState",
    "Standing",
    "StepDown",
    "StepDownRules",
    "StoresToday",
    "UnusableGap",
    "WatchRules",
    "Way",
    "clocks_of",
    "cluster_rules",
    "clusters",
    "duration_rules",
    "gravity_of",
    "is_major_overrun",
    "lasting_level",
    "overrun",
    "propose_level",
    "site_faults",
    "step_down",
    "step_down_rules",
    "warning_level",
    "watch_rules",
]
