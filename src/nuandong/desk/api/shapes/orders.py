"""Shapes of orders: drafts, lines, relief at the meter."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field, Schema

from nuandong.desk.api.shapes.frame import LONGEST_CODE, LONGEST_WORDS, WITHOUT_NOUGHT, At, Both

MOST_LINES = 5000
Code = Annotated[str, Field(max_length=LONGEST_CODE, pattern=WITHOUT_NOUGHT)]
Relief = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]


class ReliefOut(Schema):
    """Lines in effect against their meters: `planned` and `metered` of those that were read, `ordered` of all.

    10⁴ m³/day. `share` is metered over planned, `by_users` how many were read by the user who is cut.
    """

    ordered: float
    planned: float
    metered: float | None
    share: float
    reached_from: float
    read: int
    lines: int
    by_users: int


class OrderOut(Schema):
    """An order: draft, approved, issued, withdrawn or closed. Sums are of the lines in scope, 10⁴ m³/day.

    A draft is `examined` when the network was solved with its lines as they stand.
    """

    id: int
    number: str
    kind: str
    gas_day: date
    run: int
    wave: int
    state: str
    level: str
    plan_code: str
    edition: int
    examined: bool
    lines: int
    planned: float
    notices: int
    acknowledged: int
    drafted_by: str
    drafted_at: At
    approved_by: str | None
    approved_at: At | None
    issued_at: At | None
    ended_at: At | None
    end_words: str
    relief: ReliefOut | None


class OrdersOut(Schema):
    """A page of orders, oldest first."""

    rows: list[OrderOut]
    next: str | None


class DraftedOut(Schema):
    """The drafts that were made, one a kind."""

    rows: list[OrderOut]


class LineOut(Schema):
    """One line: what the point, store or transfer is ordered (10⁴ m³/day), from when, why, and what its meter says."""

    place: int
    subject: str
    user: str | None
    organisation: str | None
    county: str | None
    name: Both
    tier: str
    consumer_class: str
    state: str
    load: float
    safe_load: float
    planned_relief: float
    target: float
    notify_by: At
    effective_at: At | None
    notice: str | None
    reason: Both
    metered: float | None
    share: float | None
    quality: str
    filed_by_user: bool


class LinesOut(Schema):
    """A page of lines in scope, in the order of the cut."""

    order: int
    at: At
    rows: list[LineOut]
    next: str | None


class DraftIn(Schema):
    """Which run is drafted from: the newest of today's or tomorrow's gas day where none is named."""

    run: int | None = Field(None, ge=1, lt=2**63)


class EditIn(Schema):
    """Reliefs by code of the point, 10⁴ m³/day: 0 takes a line out, a further code puts one in, the rest stays.

    `edition` is the one that was read: another one since then is refused.
    """

    edition: int = Field(ge=1, le=10**9)
    reliefs: dict[Code, Relief] = Field(min_length=1, max_length=MOST_LINES)


class ApprovalIn(Schema):
    """`alternatives_read`: every unused measure was looked at, with its reason (T-010)."""

    alternatives_read: bool


class EndIn(Schema):
    """Why an order is withdrawn or closed: at least four characters."""

    words: str = Field(max_length=LONGEST_WORDS, pattern=WITHOUT_NOUGHT)


class CardOut(Schema):
    """What somebody on duty must look at: silent, under_delivering or objection. Cleared when its reason is gone."""

    id: int
    kind: str
    order: int
    notice: str | None
    name: Both | None
    raised_at: At


class CardsOut(Schema):
    """A page of open cards, oldest first."""

    rows: list[CardOut]
    next: str | None


class ReceiptOut(Schema):
    """What came back: read, acknowledged or withdrawal_acknowledged; at the desk, by phone or command."""

    kind: str
    way: str
    at: At
    words: str


class ObjectionOut(Schema):
    """Why an addressee cannot or should not; the notice holds until somebody decides."""

    id: int
    at: At
    words: str
    answer: str
    answered_at: At | None


class NoticeOut(Schema):
    """What one addressee is told of one order; relief in 10⁴ m³/day. `phone_code` is for the addressee alone."""

    code: str
    order: int
    order_number: str
    organisation: str | None
    user: str | None
    county: str | None
    name: Both
    relief: float
    issued_at: At
    effective_at: At
    decide_by: At
    withdrawn_at: At | None
    is_silent: bool
    climbed: int
    phone_code: str | None
    receipts: list[ReceiptOut]
    objections: list[ObjectionOut]


class NoticesOut(Schema):
    """A page of notices, oldest first."""

    rows: list[NoticeOut]
    next: str | None


class TelephoneIn(Schema):
    """A code that was read out on the telephone, and with whom one spoke."""

    code: str = Field(max_length=20, pattern=WITHOUT_NOUGHT)
    words: str = Field(max_length=400, pattern=WITHOUT_NOUGHT)
