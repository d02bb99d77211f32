"""The stored picture of a run, as one account may see it.

Totals of the province are for everybody who is signed in: a county must know how bad the day is. Names, loads
and cuts of other counties' users are not: rows outside an account's scope are taken out before any page sees them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.assess.plain import from_plain
from nuandong.desk.directory.models import Facility, SupplyZone
from nuandong.desk.directory.scope import Scope, scope_of
from nuandong.desk.outlook.models import Run

PICTURES_KEPT = 16
Table = TypeVar("Table")


def newest_picture(gas_day: date, account: Any) -> tuple[Run, DayPicture] | None:
    """The newest run of a gas day with its picture in this account's scope; None where there is no run."""
    run = Run.objects.without_picture().newest(gas_day)
    return None if run is None else (run, picture_for(run, account))


def picture_for(run: Run, account: Any) -> DayPicture:
    """A run's picture in this account's scope."""
    return within_scope(_whole_picture(run.pk), scope_of(account))


@lru_cache(maxsize=PICTURES_KEPT)
def _whole_picture(pk: int) -> DayPicture:
    """A finished run never changes, so its picture is read once."""
    return from_plain(Run.objects.done().get(pk=pk).picture or {})


def within_scope(picture: DayPicture, scope: Scope) -> DayPicture:
    """The picture without rows of counties, users, zones and facilities that the scope does not hold."""
    if scope.sees_all:
        return picture
    zones = set(SupplyZone.objects.filter(regions__code__in=scope.regions).values_list("code", flat=True))
    seen = Facility.objects.filter(node__region_id__in=scope.regions) | Facility.objects.filter(
        contracts__party__code__in=scope.organisations
    )
    facilities = set(seen.values_list("code", flat=True))
    own = scope.organisations
    return replace(
        picture,
        counties=kept(picture.counties, (code in scope.regions for code in picture.counties.county)),
        cuts=kept(
            picture.cuts,
            (
                county in scope.regions or user in own
                for county, user in zip(picture.cuts.county, picture.cuts.user, strict=True)
            ),
        ),
        zones=kept(picture.zones, (code in zones for code in picture.zones.zone)),
        sources=kept(picture.sources, (code in facilities for code in picture.sources.supply)),
        stores=kept(picture.stores, (code in facilities for code in picture.stores.store)),
    )


def kept(table: Table, keep: Iterable[bool]) -> Table:
    """A table with only the rows marked; columns are tuples and arrays whose first axis is the rows."""
    mask = np.fromiter(keep, dtype=bool)
    columns = {field.name: _kept(getattr(table, field.name), mask) for field in fields(table)}  # type: ignore[arg-type]
    return type(table)(**columns)


def _kept(column: Any, mask: Any) -> Any:
    if isinstance(column, np.ndarray):
        return column[mask]
    return tuple(cell for cell, stays in zip(column, mask, strict=True) if stays)
