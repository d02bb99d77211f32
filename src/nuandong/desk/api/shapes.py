"""What goes in and comes out: the shapes of calls and answers, as the description of the interface states them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

WITHOUT_NOUGHT = r"^[^\x00]*$"  # PostgreSQL knows no text with a nought in it
LONGEST_NOTE, LONGEST_CODE, MOST_FIELDS = 2000, 80, 80


class FilingIn(Schema):
    """A report of one gas day. Figures and answers by field, as on the form: 10⁴ m³/day, shares in per cent."""

    unit: str = Field(
        max_length=LONGEST_CODE, pattern=WITHOUT_NOUGHT, description="Code of the reporting unit"
    )
    gas_day: date = Field(description="Gas day, 08:00 to 08:00, that has ended")
    figures: dict[str, float] = Field(default_factory=dict, max_length=MOST_FIELDS)
    answers: dict[str, str] = Field(default_factory=dict, max_length=MOST_FIELDS)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    nothing_to_report: bool = False


class VersionOut(Schema):
    """One filed version. `figures` in base units: 10⁴ m³/day, 10⁴ m³, shares 0 to 1."""

    id: int
    unit: str
    gas_day: date
    version: int
    filed_at: datetime
    channel: str
    is_late: bool
    is_nothing_to_report: bool
    is_signed: bool
    note: str
    figures: dict[str, float]
    answers: dict[str, str]
    remarks: list[dict[str, Any]]


class VersionsOut(Schema):
    """A page of versions, oldest first; `next` is null on the last page."""

    versions: list[VersionOut]
    next: str | None


class BoardRowOut(Schema):
    """One unit on the board."""

    unit: str
    name_zh: str
    name_en: str
    kind: str
    region: str
    state: str
    deadline_at: datetime
    filed_at: datetime | None
    version: int | None
    late_minutes: int | None
    escalation: str


class BoardOut(Schema):
    """Who has filed for a gas day, in the account's scope."""

    gas_day: date
    at: datetime
    counties_filed: int
    counties_due: int
    counts: dict[str, int]
    next_deadline: datetime | None
    rows: list[BoardRowOut]


class RollupRowOut(Schema):
    """Sums of one region in 10⁴ m³/day; null where nothing stands behind one."""

    region: str
    kind: str
    name_zh: str
    name_en: str
    counties_filed: int
    counties_due: int
    total: float | None
    supply: float | None
    own_use: float | None
    own_supply: float | None
    use: dict[str, float]


class DisagreementOut(Schema):
    """A city's own figure and its counties' sum differ by more than 1 %."""

    region: str
    figure: str
    own: float
    summed: float
    is_complete: bool


class RollupOut(Schema):
    """Counties summed to cities and the province, in the account's scope."""

    gas_day: date
    at: datetime
    rows: list[RollupRowOut]
    disagreements: list[DisagreementOut]


class LevelOut(Schema):
    """Level and gap of the newest run of a gas day. A proposal: a person declares. `scope` says whose figures."""

    gas_day: date
    run: int
    as_of: datetime
    level: str | None
    gap: float | None
    demand: float | None
    supply: float | None
    scope: str


class FaultOut(Schema):
    """One fault: where, what was met, what is wanted, in both languages."""

    code: str
    field: str
    value: str
    wanted: dict[str, str]
    severity: str


class FaultsOut(Schema):
    """Every fault of a call, at once."""

    errors: list[FaultOut]
