"""For which place a page speaks: the widest one that the reader sees."""

from __future__ import annotations

from typing import Any

from nuandong.desk.directory.models import Region
from nuandong.vocabulary import RegionKind

WIDEST_FIRST = (RegionKind.PROVINCE, RegionKind.CITY, RegionKind.COUNTY)


def widest(account: Any) -> Region | None:
    """The province, a city or a county; None for a company, which has none."""
    seen = Region.objects.visible_to(account)
    for kind in WIDEST_FIRST:
        found: Region | None = seen.filter(kind=kind).order_by("code").first()
        if found is not None:
            return found
    return None
