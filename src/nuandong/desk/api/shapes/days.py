"""Shapes of gas days and their runs."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from nuandong.desk.api.shapes.frame import At, Both


class LevelOut(Schema):
    """Level and gap of the newest run of a gas day. A proposal: a person declares. `scope` says whose figures."""

    gas_day: date
    run: int
    as_of: At
    level: str | None
    gap: float | None
    demand: float | None
    supply: float | None
    scope: str


class OutlookDayOut(Schema):
    """One gas day of the outlook, of the province; `gap` before any measure, null where nobody can know."""

    gas_day: date
    demand: float | None
    demand_low: float | None
    demand_high: float | None
    supply: float | None
    gap: float | None
    gap_share: float | None
    gap_residual: float | None
    livelihood_gap: float | None
    mean_temperature: float | None
    level: str


class RunOut(Schema):
    """A computation of one gas day as known at `as_of`: queued, running, done, failed or cancelled."""

    id: int
    gas_day: date
    as_of: At
    state: str
    requested_at: At
    started_at: At | None
    finished_at: At | None
    level: str
    gap_share: float | None
    reported: int
    expected: int
    plan_code: str
    policy_version: str
    input_hash: str
    programme_version: str


class RunsOut(Schema):
    """A page of runs, oldest first."""

    rows: list[RunOut]
    next: str | None


class RemarkOut(Schema):
    """What the computation remarks about its input, in the account's scope."""

    code: str
    value: str
    wanted: Both
    severity: str


class DayOut(Schema):
    """A gas day by its newest run: level proposed, figures of the province, its outlook, what changed since before."""

    gas_day: date
    run: RunOut
    level: str
    headline: Both
    decide_by: At
    reasons: list[Both]
    outlook: list[OutlookDayOut]
    changes: list[Both]
    remarks: list[RemarkOut]


class CountyDayOut(Schema):
    """A county on the first gas day: `delivered` and `shortfall` before any measure."""

    county: str
    name: Both
    city: str
    reported: bool
    demand: float | None
    delivered: float | None
    shortfall: float | None
    relief: float | None
    unserved: float | None
    livelihood_gap: float | None


class CountyDaysOut(Schema):
    """A page of counties in scope."""

    run: int
    as_of: At
    rows: list[CountyDayOut]
    next: str | None


class CutOut(Schema):
    """A line that the run proposes to cut: never an order."""

    place: int
    point: str
    user: str
    name: Both
    county: str
    tier: str
    consumer_class: str
    state: str
    load: float | None
    safe_load: float | None
    relief: float | None
    notify_by: At
    reason: Both


class CutsOut(Schema):
    """A page of lines in scope, in the order of the cut."""

    run: int
    as_of: At
    rows: list[CutOut]
    next: str | None
