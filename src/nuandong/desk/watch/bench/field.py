"""A department's field: the users it guides and the companies it links with, in its own region.

An account of a department sees its own field and no other department's; who sees a region by its scope sees the benches
of all departments, each within that scope.

Clauses: T-075 … T-078, T-001 (scope).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from nuandong.desk.directory.models import GasUser, Organisation, OrganisationKind, Region
from nuandong.desk.directory.notice import Duty, duties, duty_of
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.directory.workbench.views import LINKS
from nuandong.desk.reporting.models import Contract
from nuandong.desk.watch.models import Matter
from nuandong.vocabulary import RegionKind, SourceKind

BENCHES = ("industry", "housing", "resources", "energy")


@dataclass(frozen=True, slots=True)
class Field:
    """One department's field as one account may see it: `regions` None means the whole province, and `account` is set
    where the account's own scope narrows it."""

    duty: Duty
    regions: frozenset[str] | None
    account: Any = None

    def users(self) -> Any:
        """Gas users that the department guides."""
        rows = GasUser.objects.all() if self.account is None else GasUser.objects.visible_to(self.account)
        if self.regions is not None:
            rows = rows.filter(county__code__in=self.regions)
        named = rows.exclude(department="").values_list("department", flat=True).distinct().order_by()
        return rows.filter(department__in=[name for name in named if self.duty.is_of(name)])

    def companies(self) -> Any:
        """Companies that it links with: producers of resources, city gas companies of housing."""
        links = LINKS.get(self.duty.department)
        if links is None:
            return Organisation.objects.none()
        rows = Organisation.objects.all()
        if self.account is not None:
            rows = Organisation.objects.visible_to(self.account)
        if self.regions is not None:  # a supplier of the whole province has no place of its own
            rows = rows.filter(Q(region_id__in=self.regions) | Q(region__isnull=True))
        if (
            self.duty.department == "resources"
        ):  # whoever sells us gas of a field is a producer, whatever it is called
            sold = Contract.objects.filter(supply__source__kind__in=(SourceKind.CBM, SourceKind.TIGHT_GAS))
            links |= Q(code__in=sold.values("party"))
        return rows.filter(links).order_by("name_zh")

    def matters(self) -> Any:
        """Matters of the department."""
        rows = Matter.objects.all() if self.account is None else Matter.objects.visible_to(self.account)
        if self.regions is not None:
            rows = rows.filter(region_id__in=self.regions)
        return rows.filter(department=self.duty.department).select_related("region", "organisation")

    def places(self) -> Any:
        """Where a matter may lie."""
        rows = Region.objects.all() if self.account is None else Region.objects.visible_to(self.account)
        return rows if self.regions is None else rows.filter(code__in=self.regions)


def own_department(account: Any) -> Organisation | None:
    """The department that an account acts for; None where it acts for a place, a company or nobody."""
    rows = account.memberships.in_force().filter(organisation__kind=OrganisationKind.DEPARTMENT)
    first = rows.select_related("organisation__region").first()
    return None if first is None else first.organisation


def field_of(account: Any, department: str, *, day: date) -> Field | None:
    """A department's field as this account may see it; None where it may not, or the notice knows no such duty."""
    duty = next((one for one in duties(day=day) if one.department == department), None)
    if duty is None or department not in BENCHES:
        return None
    own = own_department(account)
    if own is not None:
        named = duty_of(own.name_zh, day=day)
        return Field(duty, _regions_of(own)) if named is not None and named.department == department else None
    scope = scope_of(account)
    if scope.sees_all:
        return Field(duty, None)
    return Field(duty, None, account) if scope.regions else None


def fields_of(account: Any, *, day: date) -> list[Field]:
    """Every bench that this account may open, in the order of the notice."""
    found = (field_of(account, department, day=day) for department in BENCHES)
    return [one for one in found if one is not None]


def _regions_of(department: Organisation) -> frozenset[str] | None:
    """Regions of a department: all of them for the province's, else its own with what lies below."""
    place = department.region
    if place is None:
        return frozenset()
    if place.kind == RegionKind.PROVINCE:
        return None
    below = Region.objects.filter(Q(pk=place.pk) | Q(parent_id=place.code))
    return frozenset(below.values_list("code", flat=True))
