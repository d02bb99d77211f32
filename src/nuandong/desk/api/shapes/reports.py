"""Shapes of daily reports: filing, versions, board, sums, integrity."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema

from nuandong.desk.api.shapes.frame import LONGEST_CODE, LONGEST_WORDS, WITHOUT_NOUGHT, At

MOST_FIELDS = 80


class FilingIn(Schema):
    """A report of one gas day. Figures and answers by field, as on the form: 10⁴ m³/day, shares in per cent."""

    unit: str = Field(
        max_length=LONGEST_CODE, pattern=WITHOUT_NOUGHT, description="Code of the reporting unit"
    )
    gas_day: date = Field(description="Gas day, 08:00 to 08:00, that has ended")
    figures: dict[str, float] = Field(default_factory=dict, max_length=MOST_FIELDS)
    answers: dict[str, str] = Field(default_factory=dict, max_length=MOST_FIELDS)
    note: str = Field(default="", max_length=LONGEST_WORDS)
    nothing_to_report: bool = False


class VersionOut(Schema):
    """One filed version. `figures` in base units: 10⁴ m³/day, 10⁴ m³, shares 0 to 1."""

    id: int
    unit: str
    gas_day: date
    version: int
    filed_at: At
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
    deadline_at: At
    filed_at: At | None
    version: int | None
    late_minutes: int | None
    escalation: str


class BoardOut(Schema):
    """Who has filed for a gas day, in the account's scope."""

    gas_day: date
    at: At
    counties_filed: int
    counties_due: int
    counts: dict[str, int]
    next_deadline: At | None
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
    at: At
    rows: list[RollupRowOut]
    disagreements: list[DisagreementOut]


class SignOffIn(Schema):
    """The leader's signature; a note if there is anything to say."""

    note: str = Field(default="", max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)


class SuspectOut(Schema):
    """A report that does not balance: both figures in 10⁴ m³/day, by whose word, how far in standard deviations."""

    county: str
    reported: float
    expected: float
    share: float
    deviations: float
    witnesses: list[str]


class SuspectsOut(Schema):
    """Whom a person should look at, by rule alone; a rule finds nothing false."""

    gas_day: date
    at: At
    judged: int
    filed: int
    omitted: list[BoardRowOut]
    rows: list[SuspectOut]
    next: str | None


class FindingIn(Schema):
    """What a person found about a unit's report, with the evidence: omitted, false (谎报) or concealed (瞒报)."""

    unit: str = Field(max_length=LONGEST_CODE, pattern=WITHOUT_NOUGHT)
    gas_day: date
    kind: Literal["omitted", "false", "concealed"]
    evidence: str = Field(
        max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT, description="At least 10 characters"
    )


class ReplyIn(Schema):
    """The unit's appeal, or the office's decision: upheld (by another person than the finder) or withdrawn."""

    kind: Literal["appeal", "upheld", "withdrawn"]
    words: str = Field(max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)


class ReplyOut(Schema):
    """One reply to a finding."""

    kind: str
    words: str
    at: At


class FindingOut(Schema):
    """A person's finding with what followed it."""

    id: int
    unit: str
    gas_day: date
    kind: str
    evidence: str
    at: At
    replies: list[ReplyOut]


class FindingsOut(Schema):
    """A page of findings, oldest first."""

    rows: list[FindingOut]
    next: str | None


class ReminderOut(Schema):
    """A unit was reminded: due_soon, overdue or omitted."""

    id: int
    unit: str
    gas_day: date
    kind: str
    at: At


class RemindersOut(Schema):
    """A page of reminders, oldest first."""

    rows: list[ReminderOut]
    next: str | None
