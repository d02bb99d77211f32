"""Records of levels and incidents, one file a family."""

from nuandong.desk.alerts.models.incidents import (
    AccidentKind,
    AccidentSetting,
    Incident,
    IncidentAct,
    IncidentEntry,
    IncidentKind,
    IncidentState,
)
from nuandong.desk.alerts.models.levels import (
    Declaration,
    DeclarationState,
    Proposal,
    ScopeKind,
    StepDone,
)

__all__ = [
    "AccidentKind",
    "AccidentSetting",
    "Declaration",
    "DeclarationState",
    "Incident",
    "IncidentAct",
    "IncidentEntry",
    "IncidentKind",
    "IncidentState",
    "Proposal",
    "ScopeKind",
    "StepDone",
]
