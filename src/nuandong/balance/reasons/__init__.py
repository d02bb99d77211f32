"""Why a plan is as it is: which limits bind, what gas is worth, what would help, which requests contradict.

Duals and linear programs explain, `certificate` judges; nothing here changes a plan.
"""

from nuandong.balance.reasons.changes import Change, ChangeKind, changed_case, most_of
from nuandong.balance.reasons.conflicts import Bound, Condition, ConflictSet, ImpossibleCase, conflicts
from nuandong.balance.reasons.counterfactual import (
    Check,
    Counterfactual,
    Goal,
    check_counterfactual,
    smallest_change,
)
from nuandong.balance.reasons.cut import BindingCut, Entry, Way, binding_cut, reaching, short_places
from nuandong.balance.reasons.worth import NextServed, NodePrices, next_served, node_prices

__all__ = [
    "BindingCut",
    "Bound",
    "Change",
    "ChangeKind",
    "Check",
    "Condition",
    "ConflictSet",
    "Counterfactual",
    "Entry",
    "Goal",
    "ImpossibleCase",
    "NextServed",
    "NodePrices",
    "Way",
    "binding_cut",
    "changed_case",
    "check_counterfactual",
    "conflicts",
    "most_of",
    "next_served",
    "node_prices",
    "reaching",
    "short_places",
    "smallest_change",
]
