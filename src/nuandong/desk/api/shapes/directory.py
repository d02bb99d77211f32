"""Shapes of the directory: who calls, places, units, organisations, the watch, lists, duties."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from nuandong.desk.api.shapes.frame import At, Both


class MembershipOut(Schema):
    """A role for a region with what lies below it, or for one organisation."""

    role: str
    region: str | None
    organisation: str | None


class MeOut(Schema):
    """The account that calls, by its token: what it may do, where, and what the token was given for."""

    account: str
    at: At
    token: str
    token_scope: str
    token_expires_at: At
    rights: list[str]
    memberships: list[MembershipOut]


class OwedOut(Schema):
    """One thing to do, in the language of `Accept-Language`; `address` is the page where people do it."""

    words: str
    place: str
    by: At | None
    address: str
    clause: str


class OwedsOut(Schema):
    """What the account owes today, what is due first at the top."""

    at: At
    gas_day: date
    rows: list[OwedOut]
    next: str | None


class RegionOut(Schema):
    """Province, city or county by its GB/T 2260 code."""

    code: str
    name: Both
    kind: str
    parent: str | None


class RegionsOut(Schema):
    """A page of regions in scope."""

    rows: list[RegionOut]
    next: str | None


class UnitOut(Schema):
    """A unit that owes a daily report: county, city, department or company. `is_own`: this account files for it."""

    code: str
    name: Both
    kind: str
    region: str
    organisation: str | None
    begins: date | None
    ends: date | None
    is_own: bool


class UnitsOut(Schema):
    """A page of reporting units in scope."""

    rows: list[UnitOut]
    next: str | None


class OrganisationOut(Schema):
    """A government, department or company."""

    code: str
    name: Both
    kind: str
    region: str | None
    parent: str | None


class OrganisationsOut(Schema):
    """A page of organisations in scope."""

    rows: list[OrganisationOut]
    next: str | None


class WatchOut(Schema):
    """Who stands watch now; the name only for those who may see contacts."""

    organisation: str
    name: str | None
    is_leading: bool
    begins_at: At
    ends_at: At
    taken_over_at: At | None


class WatchesOut(Schema):
    """A page of watches that hold now, at organisations in scope."""

    at: At
    rows: list[WatchOut]
    next: str | None


class ListOut(Schema):
    """A curtailable-user list (调峰用户清单): draft, approved or withdrawn; `is_in_force` for the gas day at hand."""

    id: int
    code: str
    region: str
    department: str
    begins: date
    ends: date
    state: str
    is_in_force: bool
    approved_by: str
    approved_at: At | None
    points: int


class ListsOut(Schema):
    """A page of lists in scope."""

    rows: list[ListOut]
    next: str | None


class ListedOut(Schema):
    """One delivery point on a list, with the loads (10⁴ m³/day) that were approved with it."""

    point: str
    user: str
    name: Both
    county: str
    consumer_class: str
    load: float
    safe_load: float
    notice_hours: float


class ListedPointsOut(Schema):
    """A page of a list's points in scope."""

    roster: str
    rows: list[ListedOut]
    next: str | None
