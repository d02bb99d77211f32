"""Shapes of incidents: the seven mandatory fields, clocks, the log."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

from nuandong.desk.api.shapes.frame import LONGEST_CODE, LONGEST_WORDS, WITHOUT_NOUGHT, At, Both, Instant

LONGEST_LINE, MOST, MOST_VILLAGES = 300, 10_000_000, 200


class Account(Schema):
    """The account of an incident: the seven mandatory fields, and what it has done in figures."""

    happened_at: Instant | None = None
    place: str = Field("", max_length=LONGEST_LINE, pattern=WITHOUT_NOUGHT)
    source: str = Field("", max_length=LONGEST_LINE, pattern=WITHOUT_NOUGHT)
    supply_demand: str = Field("", max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)
    affected: str = Field("", max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)
    trend: str = Field("", max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)
    measures: str = Field("", max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)
    households: int = Field(0, ge=0, le=MOST)
    hours: float = Field(0.0, ge=0, le=10_000)
    villages: str = Field("", max_length=LONGEST_LINE, pattern=WITHOUT_NOUGHT, description="Separated by 、")
    dead: int = Field(0, ge=0, le=MOST)
    injured: int = Field(0, ge=0, le=MOST)


class IncidentIn(Account):
    """An incident as it is found. `is_report` files the written report at once: then all seven fields are needed."""

    region: str = Field(
        max_length=LONGEST_CODE, pattern=WITHOUT_NOUGHT, description="Code of the county or city"
    )
    kind: Literal["outage", "short", "accident", "upstream", "facility", "other"]
    found_at: Instant
    is_report: bool = False


class ActIn(Schema):
    """An act upon an incident, in words. Figures count with `follow_up` alone; what is not given stays."""

    verb: Literal[
        "voice", "verify", "dismiss", "respond", "follow_up", "ask_to_close", "close", "keep_open", "review"
    ]
    words: str = Field(max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)
    households: int | None = Field(None, ge=0, le=MOST)
    hours: float | None = Field(None, ge=0, le=10_000)
    dead: int | None = Field(None, ge=0, le=MOST)
    injured: int | None = Field(None, ge=0, le=MOST)


class ClockOut(Schema):
    """One limit: voice, written, report, verify, follow_up or review; done or running, and the clause it rests on."""

    kind: str
    due_at: At
    done_at: At | None
    is_overdue: bool
    clause: Both


class LogEntryOut(Schema):
    """One entry of the log; `by` is empty for the desk itself."""

    act: str
    at: At
    by: str | None
    words: str


class IncidentOut(Schema):
    """An incident with its newest account and its clocks."""

    id: int
    region: str
    organisation: str | None
    kind: str
    state: str
    gravity: str
    is_concentrated: bool
    found_at: At
    happened_at: At | None
    place: str
    source: str
    supply_demand: str
    affected: str
    trend: str
    measures: str
    households: int
    hours: float
    villages: list[str]
    dead: int
    injured: int
    clocks: list[ClockOut]


class IncidentLogOut(IncidentOut):
    """An incident with its log, first entry first."""

    entries: list[LogEntryOut]


class IncidentsOut(Schema):
    """A page of incidents, oldest first."""

    rows: list[IncidentOut]
    next: str | None
