"""The stored picture of a run, as one account may see it.

Totals of the province are for everybody who is signed in: a county must know how bad the day is. Names, loads
and cuts of other counties' users are not, nor what flows through other counties' branches: rows outside an
account's scope are taken out before any page sees them, and so are remarks that name somebody outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from nuandong.assess.likely import AreaDemand
from nuandong.assess.picture import DayPicture
from nuandong.assess.plain import from_plain
from nuandong.curtailment.fairness import FairnessLedger
from nuandong.desk.directory.models import DeliveryPoint, Facility, NetworkNode, SupplyZone
from nuandong.desk.directory.scope import Scope, scope_of
from nuandong.desk.outlook.models import Run
from nuandong.findings import Finding, Findings

PICTURES_KEPT = 16
Table = TypeVar("Table")


def newest_picture(gas_day: date, account: Any) -> tuple[Run, DayPicture] | None:
    """The newest run of a gas day with its picture in this account's scope; None where there is no run."""
    run = Run.objects.without_picture().newest(gas_day)
    return None if run is None else (run, picture_for(run, account))


def picture_for(run: Run, account: Any) -> DayPicture:
    """A run's picture in this account's scope."""
    return within_scope(whole_picture(run), scope_of(account))


def whole_picture(run: Run) -> DayPicture:
    """A run's picture without any scope, for sums that are cut to a place afterwards."""
    return _whole_picture(run.pk, run.input_hash)


@lru_cache(maxsize=PICTURES_KEPT)
def _whole_picture(pk: int, _input_hash: str) -> DayPicture:
    """A finished run never changes, so its picture is read once; in records that were put back a number may be another
    run's, but not with the same inputs."""
    return from_plain(Run.objects.done().get(pk=pk).picture or {})


def within_scope(picture: DayPicture, scope: Scope) -> DayPicture:
    """The picture without rows of counties, users, zones and facilities that the scope does not hold."""
    if scope.sees_all:
        return picture
    zones = set(SupplyZone.objects.filter(regions__code__in=scope.regions).values_list("code", flat=True))
    facilities = facilities_of(scope)
    nodes = set(NetworkNode.objects.filter(region_id__in=scope.regions).values_list("code", flat=True))
    return replace(
        picture,
        counties=kept(picture.counties, (code in scope.regions for code in picture.counties.county)),
        cuts=kept(picture.cuts, _own_cuts(picture, scope)),
        zones=kept(picture.zones, (code in zones for code in picture.zones.zone)),
        sources=kept(picture.sources, (code in facilities for code in picture.sources.supply)),
        stores=kept(picture.stores, (code in facilities for code in picture.stores.store)),
        arcs=kept(
            picture.arcs,
            (
                tail in nodes or head in nodes
                for tail, head in zip(picture.arcs.from_node, picture.arcs.to_node, strict=True)
            ),
        ),
        findings=_remarks(picture, scope, facilities),
        fairness=None if picture.fairness is None else _own_fairness(picture.fairness, scope),
        terms=None,  # contracts and limits are the province's
        areas=None if picture.areas is None else kept(picture.areas, _own_areas(picture.areas, scope, zones)),
        forecast=None
        if picture.forecast is None
        else kept(picture.forecast, (county in scope.regions for county in picture.forecast.county)),
    )


def _own_fairness(ledger: FairnessLedger, scope: Scope) -> FairnessLedger:
    """Only the counties and users of the scope; ranks and spreads are of the province and tell how far one stands."""
    own = [
        county in scope.regions or user in scope.organisations
        for user, county in zip(ledger.users.user, ledger.users.county, strict=True)
    ]
    seen = DeliveryPoint.objects.filter(county__code__in=scope.regions) | DeliveryPoint.objects.filter(
        user__organisation__code__in=scope.organisations
    )
    points = set(seen.values_list("code", flat=True))
    return replace(
        ledger,
        counties=kept(ledger.counties, (county in scope.regions for county in ledger.counties.county)),
        users=kept(ledger.users, own),
        history=kept(ledger.history, (point in points for point in ledger.history.point)),
    )


def _own_areas(areas: AreaDemand, scope: Scope, zones: set[str]) -> Iterator[bool]:
    """The province for everybody, regions and zones of the scope."""
    for area, kind in zip(areas.area, areas.kind, strict=True):
        yield kind == "province" or area in (zones if kind == "zone" else scope.regions)


def facilities_of(scope: Scope) -> set[str]:
    """Sources and stores in the scope's regions, or contracted by its organisations."""
    seen = Facility.objects.filter(node__region_id__in=scope.regions) | Facility.objects.filter(
        contracts__party__code__in=scope.organisations
    )
    return set(seen.values_list("code", flat=True))


def _own_cuts(picture: DayPicture, scope: Scope) -> Iterator[bool]:
    for county, user in zip(picture.cuts.county, picture.cuts.user, strict=True):
        yield county in scope.regions or user in scope.organisations


def _remarks(picture: DayPicture, scope: Scope, facilities: set[str]) -> Findings:
    """Remarks that name no county, user or store outside the scope."""
    outside = {
        name
        for table, keys, keep in (
            (picture.counties, picture.counties.county, [code in scope.regions for code in picture.counties.county]),
            (picture.cuts, picture.cuts.user, list(_own_cuts(picture, scope))),
            (picture.stores, picture.stores.store, [code in facilities for code in picture.stores.store]),
        )
        for key, name_zh, name_en, stays in zip(keys, table.name_zh, table.name_en, keep, strict=True)
        if not stays
        for name in (key, name_zh, name_en)
        if name
    }  # fmt: skip
    return Findings(tuple(finding for finding in picture.findings if not _names(finding, outside)))


def _names(finding: Finding, words: Iterable[str]) -> bool:
    told = f"{finding.value} {finding.wanted_zh} {finding.wanted_en}"
    return any(word in told for word in words)


def kept(table: Table, keep: Iterable[bool]) -> Table:
    """A table with only the rows marked; columns are tuples and arrays whose first axis is the rows."""
    mask = np.fromiter(keep, dtype=bool)
    columns = {field.name: _kept(getattr(table, field.name), mask) for field in fields(table)}  # type: ignore[arg-type]
    return type(table)(**columns)


def _kept(column: Any, mask: Any) -> Any:
    if isinstance(column, np.ndarray):
        return column[mask]
    return tuple(cell for cell, stays in zip(column, mask, strict=True) if stays)
