"""Shapes of levels: what runs propose, what people declare, the playbook."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema

from nuandong.desk.api.shapes.frame import LONGEST_CODE, LONGEST_WORDS, WITHOUT_NOUGHT, At, Both


class ReasonOut(Schema):
    """A ground of a proposal with its clause and how well it is known."""

    zh: str
    en: str
    clause: str = ""
    clause_zh: str = ""
    evidence: str = ""


class ConditionOut(Schema):
    """A condition of the way down, met or not."""

    is_met: bool
    zh: str
    en: str


class ProposalOut(Schema):
    """What a run proposes for the province, a zone or a city; `way` is raise, hold or lower. Flows in 10⁴ m³/day."""

    id: int
    run: int
    scope: str
    scope_kind: str
    name: Both
    gas_day: date
    level: str
    standing_level: str
    called_level: str
    way: str
    demand: float | None
    gap: float | None
    gap_share: float | None
    livelihood_gap: float | None
    reasons: list[ReasonOut]
    conditions: list[ConditionOut]
    changes: list[Both]
    proposed_at: At
    decide_by: At


class ProposalsOut(Schema):
    """A page of proposals, oldest first."""

    rows: list[ProposalOut]
    next: str | None


class DeclarationOut(Schema):
    """A level submitted, declared or refused for a scope from a gas day on; `none` ends the response.

    `office` is whose approval policy asks for.
    """

    id: int
    scope: str
    scope_kind: str
    name: Both
    gas_day: date
    level: str
    previous_level: str
    state: str
    office: str
    proposal: int | None
    run: int | None
    reason: str
    answer: str
    submitted_by: str
    submitted_at: At
    declared_by: str | None
    declared_at: At | None
    plan_code: str
    policy_version: str


class DeclarationsOut(Schema):
    """A page of declarations, oldest first."""

    rows: list[DeclarationOut]
    next: str | None


class InForceOut(Schema):
    """What is in force for a gas day as known at `at`: the province first, then zones and cities in scope."""

    gas_day: date
    at: At
    rows: list[DeclarationOut]


class SubmissionIn(Schema):
    """A level asked for: of the province, a zone's code or a city's; `none` steps down to no warning.

    A level as proposed needs no reason; any other does.
    """

    level: str = Field(max_length=20, pattern=WITHOUT_NOUGHT)
    gas_day: date
    scope: str = Field("province", max_length=LONGEST_CODE, pattern=WITHOUT_NOUGHT)
    proposal: int | None = Field(None, ge=1, lt=2**63)
    reason: str = Field("", max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)


class AnswerIn(Schema):
    """Words of the one who decides: needed where it goes back."""

    answer: str = Field("", max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)


class StepOut(Schema):
    """A step of a declared level's playbook with its deadline, and what was done of it."""

    step: str
    text: Both
    owner: Both
    due_at: At
    is_overdue: bool
    done_at: At | None
    done_by: str | None
    is_set_aside: bool
    note: str


class StepsOut(Schema):
    """The playbook of a declared level: overdue first, then by deadline, then what is done."""

    declaration: int
    at: At
    rows: list[StepOut]


class StepIn(Schema):
    """A step is done, or set aside this time; the note says by whom and how, or why."""

    step: str = Field(max_length=40, pattern=WITHOUT_NOUGHT)
    note: str = Field(max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)
    is_set_aside: bool = False
