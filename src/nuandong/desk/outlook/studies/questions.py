"""What is asked of a run, as plain values that are stored, and as the library's own questions.

    what_if       {"changes": [{"kind": "pipe", "of": "dayu-yuanping-2", "amount": 0.5}, ...]}
    outages       {"days": 1}
    explanation   {"user": "u-...", "county": ""}
    season        {}
    quality       {}

Amounts are in base units: shares 0..1, kelvin, 10^4 m3. A change holds from the run's gas day to the outlook's end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.assess.changes import (
    Change,
    ContractChange,
    DemandChange,
    PipeChange,
    SourceChange,
    StoreChange,
    TruckChange,
    WeatherChange,
)
from nuandong.assess.outages import OutageRequest
from nuandong.findings import AssuranceError


class ChangeKind(models.TextChoices):
    """What a what-if can change."""

    DEMAND = "demand", _("Demand")
    WEATHER = "weather", _("Temperature")
    PIPE = "pipe", _("A pipe")
    SOURCE = "source", _("A source")
    TRUCKS = "trucks", _("Trucked LNG")
    STORE = "store", _("A store's send-out")
    STOCK = "stock", _("A store's stock")
    CONTRACT = "contract", _("A contract")


class UnknownChange(AssuranceError):
    """A stored question that no change answers to."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"{kind}: 不认识的变化种类，请从列表中选择。No such kind of change; choose one of the list."
        )


def what_if_question(changes: list[tuple[ChangeKind, str, float]]) -> dict[str, Any]:
    """The stored form of changes, in their order."""
    return {"changes": [{"kind": str(kind), "of": of, "amount": amount} for kind, of, amount in changes]}


def explanation_question(*, user: str = "", county: str = "") -> dict[str, Any]:
    """The stored form of asking what would spare a user or a county."""
    return {"user": user, "county": county}


def outages_question(*, days: int = 1) -> dict[str, Any]:
    """The stored form of asking for every element out for some days."""
    return {"days": days}


def season_question() -> dict[str, Any]:
    """The stored form of asking for the whole season, as known at the run's instant."""
    return {}


def quality_question() -> dict[str, Any]:
    """The stored form of asking how good the forecast would have been on past winters."""
    return {}


def outage_request(question: Mapping[str, Any]) -> OutageRequest:
    """The library's form of an outage question."""
    return OutageRequest(days=int(question["days"]))


def changes_of(question: Mapping[str, Any]) -> tuple[Change, ...]:
    """The library's changes of a what-if. Raises UnknownChange."""
    return tuple(_change(told["kind"], told["of"], float(told["amount"])) for told in question["changes"])


def _change(kind: str, of: str, amount: float) -> Change:
    match kind:
        case ChangeKind.DEMAND:
            return DemandChange(amount, county=of)
        case ChangeKind.WEATHER:
            return WeatherChange(amount)
        case ChangeKind.PIPE:
            return PipeChange(of, amount)
        case ChangeKind.SOURCE:
            return SourceChange(of, amount)
        case ChangeKind.TRUCKS:
            return TruckChange(amount)
        case ChangeKind.STORE:
            return StoreChange(of, amount)
        case ChangeKind.STOCK:
            return StoreChange(of, stock=amount)
        case ChangeKind.CONTRACT:
            return ContractChange(of, amount)
    raise UnknownChange(kind)
