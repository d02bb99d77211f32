"""What papers decide, as dated data with clause and evidence; asked by the gas day."""

from nuandong.policy.book import (
    PolicyBook,
    UnknownLevel,
    UnknownProvince,
    known_provinces,
    policy_from_texts,
    read_policy,
)
from nuandong.policy.dated import DatedRule, DatedValue, PolicyNotInForce, PolicySilent, weaker
from nuandong.policy.reading import FaultyPolicy
from nuandong.policy.words import NO_LEVEL, CutLimit, Ladder, Level, Plan, PlaybookStep, Powers, Step, Tier

__all__ = [
    "NO_LEVEL",
    "CutLimit",
    "DatedRule",
    "DatedValue",
    "FaultyPolicy",
    "Ladder",
    "Level",
    "Plan",
    "PlaybookStep",
    "PolicyBook",
    "PolicyNotInForce",
    "PolicySilent",
    "Powers",
    "Step",
    "Tier",
    "UnknownLevel",
    "UnknownProvince",
    "known_provinces",
    "policy_from_texts",
    "read_policy",
    "weaker",
]
