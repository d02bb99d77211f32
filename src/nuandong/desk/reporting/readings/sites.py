"""Sites that are read beside the users' meters, found by the names that a sheet may give them.

A code of a delivery point, of an arc that is a gate, of a store or of a transfer; only what lies in the filer's scope.

Clauses: T-068 (pressure and flow of points and gates), T-047 (transfers), T-001 (scope).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nuandong.desk.directory.models import Account, DeliveryPoint, Facility, NetworkArc
from nuandong.desk.directory.models.network import FacilityKind
from nuandong.desk.reporting.models import SupplyMeasure
from nuandong.desk.reporting.models.sites import SiteKind
from nuandong.units import Flow, Pressure
from nuandong.vocabulary import ArcKind, MeasureKind


@dataclass(frozen=True, slots=True)
class Site:
    """A place with a meter. `most` is what it can carry (10^4 m3/day), `least_pressure` (MPa) what the network says."""

    kind: SiteKind
    code: str
    name_zh: str
    name_en: str
    region: str | None
    organisation: str | None
    most: Flow = 0.0
    least_pressure: Pressure | None = None
    consumer_class: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """How readings name it."""
        return self.kind.value, self.code


def sites_named(names: Iterable[str], by: Account | None) -> Mapping[str, Site]:
    """Sites of these codes in an account's scope; the desk itself finds all. A delivery point wins over a namesake."""
    wanted = sorted({name for name in names if name})
    found: dict[str, Site] = {}
    for site in sites(by, codes=wanted):
        found.setdefault(site.code, site)
    meters = [name for name in wanted if name not in found]
    points = _within(DeliveryPoint.objects.select_related("user"), by, None).filter(meter__in=meters)
    held: dict[str, list[DeliveryPoint]] = {}
    for point in points:
        held.setdefault(point.meter, []).append(point)
    found |= {meter: _point(own[0]) for meter, own in held.items() if len(own) == 1}
    return found


def sites(by: Any, *, codes: Iterable[str] | None = None) -> Iterator[Site]:
    """Every site in an account's scope, of these codes where some are given; points first."""
    yield from map(_point, _within(DeliveryPoint.objects.select_related("user"), by, codes))
    arcs = NetworkArc.objects.filter(kind=ArcKind.GATE).select_related("to_node")
    yield from map(_gate, _within(arcs, by, codes))
    stores = Facility.objects.filter(kind=FacilityKind.STORE).select_related("node", "store")
    yield from map(_store, _within(stores, by, codes))
    seen: set[str] = set()
    moved = SupplyMeasure.objects.filter(kind=MeasureKind.TRANSFER).select_related("node")
    for measure in _within(moved.order_by("-known_at", "-id"), by, codes):
        if measure.code not in seen:
            seen.add(measure.code)
            yield _transfer(measure)


def _within(rows: Any, by: Any, codes: Iterable[str] | None) -> Any:
    seen = rows if by is None else rows.visible_to(by)
    return seen if codes is None else seen.filter(code__in=list(codes))


def _point(point: DeliveryPoint) -> Site:
    return Site(
        SiteKind.POINT, point.code, point.user.name_zh, point.user.name_en, point.county_id,
        point.user.organisation_id, point.load, consumer_class=point.consumer_class.value,
    )  # fmt: skip


def _gate(arc: NetworkArc) -> Site:
    return Site(
        SiteKind.GATE, arc.code, arc.name_zh, arc.name_en, arc.to_node.region_id, arc.owner_id, arc.capacity,
        arc.pressure_min,
    )  # fmt: skip


def _store(facility: Facility) -> Site:
    most = facility.store.sendout if hasattr(facility, "store") else 0.0
    return Site(
        SiteKind.STORE, facility.code, facility.name_zh, facility.name_en, facility.node.region_id,
        facility.operator_id, most,
    )  # fmt: skip


def _transfer(measure: SupplyMeasure) -> Site:
    return Site(
        SiteKind.TRANSFER, measure.code, measure.name_zh, measure.name_en, measure.node.region_id, None, measure.flow
    )  # fmt: skip
