"""The directory as the interface tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.api.models import ApiToken
from nuandong.desk.api.told.days import both
from nuandong.desk.directory.lists.compare import figure_of
from nuandong.desk.directory.models import (
    Account,
    CurtailmentList,
    DutyShift,
    ListedPoint,
    Organisation,
    Region,
    ReportingUnit,
)
from nuandong.desk.directory.workbench.owed import Owed


def me_told(account: Account, token: ApiToken, at: datetime) -> dict[str, Any]:
    """Who calls, what it may do and where."""
    held = account.memberships.in_force().order_by("pk")
    return {
        "account": account.username,
        "at": at,
        "token": token.name,
        "token_scope": token.scope,
        "token_expires_at": token.expires_at,
        "rights": sorted(account.get_all_permissions()),
        "memberships": [
            {"role": one.role, "region": one.region_id, "organisation": one.organisation_id} for one in held
        ],
    }


def owed_told(owed: Owed) -> dict[str, Any]:
    """One thing to do."""
    return {name: getattr(owed, name) for name in ("words", "place", "by", "address", "clause")}


def region_told(region: Region) -> dict[str, Any]:
    """One region."""
    return {**_named(region), "kind": region.kind.value, "parent": region.parent_id}


def unit_told(unit: ReportingUnit, *, is_own: bool) -> dict[str, Any]:
    """One reporting unit."""
    place = {"region": unit.region_id, "organisation": unit.organisation_id}
    return {**_named(unit), **place, "is_own": is_own, **_of(unit, "kind", "begins", "ends")}


def organisation_told(one: Organisation) -> dict[str, Any]:
    """One organisation."""
    return {**_named(one), "kind": one.kind, "region": one.region_id, "parent": one.parent_id}


def watch_told(shift: DutyShift, *, with_name: bool) -> dict[str, Any]:
    """One watch."""
    told = _of(shift, "is_leading", "begins_at", "ends_at", "taken_over_at")
    return {"organisation": shift.organisation_id, "name": shift.person.name if with_name else None, **told}


def list_told(one: CurtailmentList, in_force: set[int]) -> dict[str, Any]:
    """One list of curtailable users."""
    names = ("code", "department", "begins", "ends", "state", "approved_by", "approved_at", "points")
    return {"id": one.pk, "region": one.region_id, "is_in_force": one.pk in in_force, **_of(one, *names)}


def listed_told(entry: ListedPoint) -> dict[str, Any]:
    """One point on a list."""
    point = entry.point
    return {
        "point": point.code,
        "user": point.user_id,
        "name": both(point.user.name_zh, point.user.name_en),
        "county": point.county_id,
        "consumer_class": point.consumer_class.value,
        **{name: figure_of(entry, name) for name in ("load", "safe_load", "notice_hours")},
    }


def _named(one: Any) -> dict[str, Any]:
    return {"code": one.code, "name": both(one.name_zh, one.name_en)}


def _of(one: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}
