"""Incidents as the interface tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.alerts.clocks import clocks_of_incident
from nuandong.desk.alerts.models import Incident
from nuandong.desk.alerts.signs import who
from nuandong.desk.api.told.days import both

TOLD = ("kind", "state", "gravity", "is_concentrated", "found_at", "happened_at", "place", "source", "supply_demand",
        "affected", "trend", "measures", "households", "hours", "villages", "dead", "injured")  # fmt: skip


def incident_told(one: Incident, at: datetime) -> dict[str, Any]:
    """One incident with its clocks."""
    return {
        "id": one.pk,
        "region": one.region_id,
        "organisation": one.organisation_id,
        **{name: getattr(one, name) for name in TOLD},
        "clocks": [
            {"kind": clock.kind.value, "due_at": clock.due_at, "done_at": clock.done_at,
             "is_overdue": clock.is_overdue(at), "clause": both(clock.rule.clause_zh, clock.rule.clause)}
            for clock in clocks_of_incident(one)
        ],
    }  # fmt: skip


def log_told(one: Incident, at: datetime) -> dict[str, Any]:
    """One incident with its log."""
    entries = one.entries.select_related("by__person")
    log = [
        {"act": entry.act, "at": entry.at, "by": who(entry.by) if entry.by else None, "words": entry.words}
        for entry in entries
    ]
    return {**incident_told(one, at), "entries": log}
