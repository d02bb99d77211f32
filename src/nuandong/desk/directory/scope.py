"""What an account may see.

The province sees everything, a city itself and its counties, a county itself, a company what is its own. Every
queryset of records has `visible_to(account)`, and a view that does not use it is a leak; a test visits every
address as every role.

Clause: T-001 (data scope by organisation and region).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from nuandong.desk.directory.models import Account


@dataclass(frozen=True, slots=True)
class Scope:
    """Regions (GB/T 2260 codes) and organisations (codes) that an account may see."""

    sees_all: bool
    regions: frozenset[str]
    organisations: frozenset[str]

    def holds_region(self, code: str) -> bool:
        """Whether records of this region may be seen."""
        return self.sees_all or code in self.regions

    def holds_organisation(self, code: str) -> bool:
        """Whether records of this organisation may be seen."""
        return self.sees_all or code in self.organisations


NOTHING = Scope(False, frozenset(), frozenset())


def scope_of(account: Any) -> Scope:
    """The scope of an account by its memberships; somebody without any sees nothing."""
    if not getattr(account, "is_authenticated", False) or not account.is_active:
        return NOTHING
    kept: Scope | None = getattr(account, "_scope", None)
    if kept is None:
        kept = _read_scope(account)
        account._scope = kept  # one question a request: accounts live no longer than that
    return kept


def _read_scope(account: Account) -> Scope:
    from nuandong.desk.directory.models import Region

    rows = account.memberships.in_force().values_list("region_id", "region__kind", "organisation_id")
    held = {region for region, _, _ in rows if region}
    sees_all = any(kind == "province" for _, kind, _ in rows)
    organisations = frozenset(organisation for _, _, organisation in rows if organisation)
    return Scope(sees_all, frozenset(_with_counties(held, Region)), organisations)


def _with_counties(held: Iterable[str], region: Any) -> set[str]:
    codes = set(held)
    return codes | set(region.objects.filter(parent_id__in=codes).values_list("code", flat=True))


class ScopedQuerySet(models.QuerySet[Any]):
    """Records that belong to a region, an organisation, or both; subclasses name the lookups."""

    region_lookup = ""
    organisation_lookup = ""

    def visible_to(self, account: Any) -> Self:
        """Only what the account may see."""
        scope = scope_of(account)
        return self if scope.sees_all else self.filter(self._within(scope))

    def _within(self, scope: Scope) -> Q:
        within = Q(pk__in=[])
        if self.region_lookup and scope.regions:
            within |= Q(**{f"{self.region_lookup}__in": scope.regions})
        if self.organisation_lookup and scope.organisations:
            within |= Q(**{f"{self.organisation_lookup}__in": scope.organisations})
        return within


def scoped(*, region: str = "", organisation: str = "") -> Any:
    """A model's `objects`: its records with the scope read by these lookups."""
    names = {"region_lookup": region, "organisation_lookup": organisation}
    return type("RecordsInScope", (ScopedQuerySet,), names).as_manager()  # type: ignore[attr-defined]
