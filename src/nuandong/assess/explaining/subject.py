"""Whom an explanation is about, found by id or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nuandong.assess.case import Case
from nuandong.assess.day import case_point_loads
from nuandong.curtailment import PointLoads, within_powers
from nuandong.findings import AssuranceError
from nuandong.vocabulary import RegionKind

if TYPE_CHECKING:
    from nuandong.assess.day import Workings


class UnknownSubject(AssuranceError):
    """A user or county that the case does not have."""

    def __init__(self, asked: str, table: str) -> None:
        self.asked, self.table = asked, table
        super().__init__(f"{asked}: 案例中没有。Not in the case; look up its id or name in {table}.csv.")


@dataclass(frozen=True, slots=True)
class Subject:
    """A user in its county, or a county alone (`user` empty)."""

    user: str
    county: str
    name_zh: str
    name_en: str


def user_subject(*, case: Case, user: str) -> Subject:
    """The user by its id, name or delivery point; raises `UnknownSubject`."""
    users, points = case.users.users, case.users.delivery_points
    owner = dict(zip(points.point, points.user, strict=True)).get(user, user)
    for row, ident in enumerate(users.user):
        if owner in (ident, users.name_zh[row], users.name_en[row]):
            return Subject(ident, users.county[row], users.name_zh[row], users.name_en[row])
    raise UnknownSubject(user, "users")


def county_subject(*, case: Case, county: str) -> Subject:
    """The county by its code or name; raises `UnknownSubject`."""
    regions = case.network.regions
    for row, code in enumerate(regions.region):
        named = county in (code, regions.name_zh[row], regions.name_en[row])
        if named and regions.kind[row] is RegionKind.COUNTY:
            return Subject("", code, regions.name_zh[row], regions.name_en[row])
    raise UnknownSubject(county, "regions")


def ordered_points(work: Workings) -> PointLoads:
    """What each delivery point uses and can give up in time, inside the powers of the day's level."""
    points = case_point_loads(case=work.case, axes=work.axes, forecast=work.forecast, policy=work.policy)
    return within_powers(loads=points, powers=work.powers)
