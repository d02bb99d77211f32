"""The way a number was forecast, marked where it was not the full model.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.demand.learning import Method
from nuandong.desk.control_room.shown import NOTHING
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import percent

WORTH_A_MARK = 0.05  # share of a county's demand; losses alone, which have no books, are less
WAYS = tuple(str(way) for way in Method)
NO_METHODS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CountyWays:
    """A county's demand of the first gas day in 10^4 m3/day, and the share that each way forecast."""

    code: str
    name: str
    demand: float
    shares: tuple[float, ...]

    @property
    def full(self) -> float:
        """Share by the full model."""
        return self.shares[0]


def method_name(way: str) -> str:
    """A way of forecasting as a page says it."""
    words = {
        Method.FULL: _("full model"),
        Method.TEMPERATURE_ONLY: _("temperature only"),
        Method.POOLED: _("pooled profile"),
        Method.LAST_COMPARABLE_DAY: _("last comparable day"),
    }
    return words[Method(way)] if way in WAYS else way


def ways_by_county(picture: DayPicture) -> tuple[CountyWays, ...]:
    """Counties that the reader sees, those least by the full model first; none in pictures of earlier forms."""
    told = picture.forecast
    if told is None:
        return ()
    sums: dict[str, list[float]] = {}
    for county, way, demand in zip(told.county, told.method, told.demand.tolist(), strict=True):
        row = sums.setdefault(county, [0.0] * len(WAYS))
        if way in WAYS:
            row[WAYS.index(way)] += demand
    counties = picture.counties
    names = {
        code: said(zh, en)
        for code, zh, en in zip(counties.county, counties.name_zh, counties.name_en, strict=True)
    }
    rows = [
        CountyWays(
            code, names.get(code, code), sum(row), tuple(part / max(sum(row), NOTHING) for part in row)
        )
        for code, row in sums.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.full, row.code)))


def method_marks(picture: DayPicture) -> Mapping[str, str]:
    """What to mark on a county's demand: the fallback that forecast most of what the full model did not."""
    marks: dict[str, str] = {}
    for row in ways_by_county(picture):
        if 1 - row.full > WORTH_A_MARK:
            largest = max(range(1, len(WAYS)), key=lambda at: row.shares[at])
            marks[row.code] = f"{method_name(WAYS[largest])} {percent(1 - row.full)}"
    return marks


def ways_title(rows: tuple[CountyWays, ...]) -> str:
    """How much of the day's demand the full model forecast."""
    total = max(sum(row.demand for row in rows), NOTHING)
    facts = {
        "share": percent(sum(row.demand * row.full for row in rows) / total),
        "others": sum(1 for row in rows if 1 - row.full > WORTH_A_MARK),
    }
    return (
        _("%(share)s of this day's demand by the full model; %(others)s counties lean on a fallback") % facts
    )
