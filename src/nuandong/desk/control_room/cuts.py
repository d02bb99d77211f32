"""The curtailment proposal by user: sorted and filtered as the address says, so that a view can be sent.

Clauses: T-042 (start when necessary), T-045 (ordered list of reduce, stop, supply).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.shown import NOTHING
from nuandong.desk.control_room.tongue import language, said
from nuandong.vocabulary import ConsumerClass, label

TOP_LINES = 20


@dataclass(frozen=True, slots=True)
class CutRow:
    """One user's line of the proposal."""

    order: int
    user: str
    user_code: str
    county: str
    county_code: str
    tier: str
    tier_name: str
    consumer_class: str
    state: str
    state_word: str
    load: float
    safe_load: float
    relief: float
    share: float  # of what could be cut at this point
    notify_by: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CutWish:
    """What the reader wants to see, as the address says it."""

    sort: str = "order"
    downward: bool = False
    tier: str = ""
    county: str = ""
    words: str = ""
    all_lines: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> CutWish:
        """From the query of an address; what it does not know, it leaves out."""
        sort = query.get("sort", "order")
        return cls(
            sort=sort if sort in SORTS else "order",
            downward=query.get("dir") == "down",
            tier=query.get("tier", ""),
            county=query.get("county", ""),
            words=query.get("q", "").strip(),
            all_lines=query.get("lines") == "all",
        )

    def address(self, **changes: str) -> str:
        """The query that shows this wish with some changes."""
        query = {
            "sort": self.sort if self.sort != "order" else "",
            "dir": "down" if self.downward else "",
            "tier": self.tier,
            "county": self.county,
            "q": self.words,
            "lines": "all" if self.all_lines else "",
        }
        query.update(changes)
        return urlencode({key: value for key, value in query.items() if value})


SORTS: dict[str, Callable[[CutRow], Any]] = {
    "order": lambda row: row.order,
    "user": lambda row: row.user,
    "county": lambda row: (row.county_code, row.order),
    "load": lambda row: row.load,
    "relief": lambda row: row.relief,
    "notify": lambda row: row.notify_by,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that can be sorted: its address and, where it is the sorted one, its direction."""

    key: str
    title: str
    unit: str
    address: str
    sorted: str  # "", "ascending", "descending"
    is_number: bool
    is_wide: bool


@dataclass(frozen=True, slots=True)
class CutTable:
    """The proposal as the reader wished it."""

    headings: tuple[Heading, ...]
    rows: tuple[CutRow, ...]
    shown: int
    matching: int
    total: int
    relief: float
    stopped: int
    reduced: int
    all_address: str
    download_address: str
    wish: CutWish
    tiers: tuple[tuple[str, str], ...]


def cut_rows(picture: DayPicture) -> tuple[CutRow, ...]:
    """Every line of the proposal in cut order."""
    cuts, tiers, counties = picture.cuts, picture.tiers, picture.counties
    tier_names = {key: said(tiers.name_zh[row], tiers.name_en[row]) for row, key in enumerate(tiers.tier)}
    county_names = {
        code: said(counties.name_zh[row], counties.name_en[row]) for row, code in enumerate(counties.county)
    }
    states = {"reduce": _("reduce"), "stop": _("stop")}
    return tuple(
        CutRow(
            order=cuts.order[row],
            user=said(cuts.name_zh[row], cuts.name_en[row]),
            user_code=cuts.user[row],
            county=county_names.get(cuts.county[row], cuts.county[row]),
            county_code=cuts.county[row],
            tier=cuts.tier[row],
            tier_name=tier_names.get(cuts.tier[row], cuts.tier[row]),
            consumer_class=label(ConsumerClass(cuts.consumer_class[row]), language=language()),
            state=cuts.state[row],
            state_word=states.get(cuts.state[row], cuts.state[row]),
            load=float(cuts.load[row]),
            safe_load=float(cuts.safe_load[row]),
            relief=float(cuts.relief[row]),
            share=float(cuts.relief[row]) / max(float(cuts.load[row] - cuts.safe_load[row]), NOTHING),
            notify_by=cuts.notify_by[row],
            reason=said(cuts.reason_zh[row], cuts.reason_en[row]),
        )
        for row in range(len(cuts.point))
    )


def cut_table(*, picture: DayPicture, wish: CutWish) -> CutTable:
    """The lines that match, sorted; only the top ones unless all are wished."""
    every = cut_rows(picture)
    matching = sorted(
        (row for row in every if _matches(row, wish)), key=SORTS[wish.sort], reverse=wish.downward
    )
    shown = matching if wish.all_lines else matching[:TOP_LINES]
    present = {row.tier: row.tier_name for row in every}
    return CutTable(
        headings=tuple(_headings(wish)),
        rows=tuple(shown),
        shown=len(shown),
        matching=len(matching),
        total=len(every),
        relief=sum(row.relief for row in matching),
        stopped=sum(1 for row in matching if row.state == "stop"),
        reduced=sum(1 for row in matching if row.state == "reduce"),
        all_address=wish.address(lines="all"),
        download_address=wish.address(lines=""),
        wish=wish,
        tiers=tuple(present.items()),
    )


def csv_lines(table: CutTable) -> Iterator[tuple[str, ...]]:
    """The matching lines for a file, figures in full."""
    yield (
        _("Order"), _("User"), _("County"), _("County code"), _("Step"), _("Class"), _("State"),
        _("Load (10⁴ m³/d)"), _("Safe load (10⁴ m³/d)"), _("Relief (10⁴ m³/d)"), _("Tell by"), _("Reason"),
    )  # fmt: skip
    for row in table.rows:
        yield (
            str(row.order), row.user, row.county, row.county_code, row.tier_name, row.consumer_class, row.state_word,
            repr(row.load), repr(row.safe_load), repr(row.relief), row.notify_by.isoformat(), row.reason,
        )  # fmt: skip


def _matches(row: CutRow, wish: CutWish) -> bool:
    if wish.tier and row.tier != wish.tier:
        return False
    if wish.county and row.county_code != wish.county:
        return False
    text = f"{row.user} {row.county} {row.tier_name} {row.consumer_class}".casefold()
    return all(word in text for word in wish.words.casefold().split())


def _headings(wish: CutWish) -> Iterator[Heading]:
    flow_unit = _("10⁴ m³/d")
    columns = (
        ("order", "#", "", False, False),
        ("user", _("User"), "", False, False),
        ("county", _("County"), "", False, False),
        ("", _("Do"), "", False, False),
        ("load", _("Load"), flow_unit, True, True),
        ("", _("Safe load"), flow_unit, True, True),
        ("relief", _("Relief"), flow_unit, True, False),
        ("", _("of curtailable"), "", True, True),
        ("notify", _("Tell by"), "", False, True),
    )
    for key, title, unit, is_number, is_wide in columns:
        is_sorted = key == wish.sort
        turns_down = (is_sorted and not wish.downward) or (not is_sorted and is_number)
        direction = ("descending" if wish.downward else "ascending") if is_sorted else ""
        address = wish.address(sort=key, dir="down" if turns_down else "") if key else ""
        yield Heading(key, title, unit, address, direction, is_number, is_wide)
