"""The areas for which a level can be declared, by their code.

Clause: T-040 (province, areas across cities); a city's own plan stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from nuandong.desk.alerts.models import ScopeKind
from nuandong.desk.alerts.models.levels import PROVINCE
from nuandong.desk.directory.models import Region, SupplyZone
from nuandong.vocabulary import RegionKind


@dataclass(frozen=True, slots=True)
class NamedScope:
    """One area: its code, what it is, its names."""

    code: str
    kind: ScopeKind
    name_zh: str
    name_en: str


def province_scope() -> NamedScope:
    """The whole province."""
    province = Region.objects.filter(kind=RegionKind.PROVINCE).first()
    if province is None:
        return NamedScope(PROVINCE, ScopeKind.PROVINCE, "全省", "The province")
    return NamedScope(PROVINCE, ScopeKind.PROVINCE, province.name_zh, province.name_en)


def scope_named(code: str) -> NamedScope | None:
    """The area of a code; None where there is none."""
    if code == PROVINCE:
        return province_scope()
    zone = SupplyZone.objects.filter(code=code).first()
    if zone is not None:
        return NamedScope(code, ScopeKind.ZONE, zone.name_zh, zone.name_en)
    city = Region.objects.filter(code=code, kind=RegionKind.CITY).first()
    return None if city is None else NamedScope(code, ScopeKind.CITY, city.name_zh, city.name_en)
