"""How the states of filing are called on pages, and what each calls for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nuandong.desk.reporting.board import Escalation, FilingState


def state_words(state: FilingState) -> str:
    """A state of filing."""
    return {
        FilingState.FILED: _("filed"),
        FilingState.NIL: _("nothing to report"),
        FilingState.LATE: _("late"),
        FilingState.MISSING: _("report missing"),
        FilingState.DUE: _("due"),
    }[state]


def escalation_words(step: Escalation) -> str:
    """What a report that is not there calls for now."""
    return {
        Escalation.NONE: "",
        Escalation.REMIND: _("due within half an hour: reminded"),
        Escalation.CALL: _("deadline passed: call the clerk"),
        Escalation.OMISSION: _("suspected omission: call the leader, the office looks into it"),
    }[step]
