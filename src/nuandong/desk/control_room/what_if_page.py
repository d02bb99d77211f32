"""A what-if beside today's plan: levels, gaps, relief, counties and users, before and after.

Clauses: T-038 (extremes and failures), T-070 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nuandong.desk.control_room.pages import LevelSign, level_sign
from nuandong.desk.control_room.shown import NOTHING, bar
from nuandong.desk.control_room.tongue import said
from nuandong.desk.directory.scope import Scope
from nuandong.desk.frame.templatetags.figures import flow
from nuandong.desk.outlook.studies.answers import WhatIfAnswer
from nuandong.policy import Level

BIG = ("gap_before", "relief", "gap_residual", "livelihood_gap")
COUNTIES_SHOWN, USERS_SHOWN = 15, 20


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure as it is and as it would be, 10^4 m3/d; bars are parts of the largest in the table."""

    key: str
    name: str
    before: float
    after: float
    change: float
    is_worse: bool
    before_bar: str
    after_bar: str


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A user whose cut changes."""

    name: str
    county: str
    county_code: str
    turn: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class DayRow:
    """The gap of one day of the outlook, before and after."""

    day: date
    gap_before: float
    gap_after: float
    residual_before: float
    residual_after: float


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """The answer of a what-if, ready to be arranged."""

    title: str
    level_before: LevelSign
    level_after: LevelSign
    headline: str
    figures: tuple[Beside, ...]
    others: tuple[Beside, ...]
    tiers: tuple[Beside, ...]
    counties: tuple[Beside, ...]
    homes: tuple[Beside, ...]
    counties_changed: int
    further_counties: int
    users: tuple[TurnRow, ...]
    users_changed: int
    further_users: int
    days: tuple[DayRow, ...]
    input_hash_after: str


def what_if_page(
    answer: WhatIfAnswer, *, levels: Mapping[str, Level], scope: Scope, county_names: Mapping[str, str]
) -> WhatIfPage:
    """The answer as one account may see it: the province's figures, and its own counties and users."""
    province = {row.key: row for row in _rows(answer, "province")}
    tiers = _rows(answer, "tier")
    province["relief"] = _beside(
        "relief", _("Curtailment ordered"), sum(row.before for row in tiers), sum(row.after for row in tiers)
    )
    everything = _scaled([*province.values()])
    signs = level_sign(answer.level_before, levels), level_sign(answer.level_after, levels)
    counties = [row for row in _changed(answer, "county") if scope.holds_region(row.key)]
    users = [row for row in _users(answer, county_names) if scope.holds_region(row.county_code)]
    return WhatIfPage(
        title=_title(province, signs),
        level_before=signs[0],
        level_after=signs[1],
        headline=said(answer.headline_zh, answer.headline_en),
        figures=tuple(row for key in BIG for row in everything if row.key == key),
        others=tuple(row for row in everything if row.key not in BIG),
        tiers=tuple(row for row in _scaled(tiers) if max(row.before, row.after) > NOTHING),
        counties=tuple(_scaled(counties)[:COUNTIES_SHOWN]),
        homes=tuple(row for row in _changed(answer, "home") if scope.holds_region(row.key)),
        counties_changed=len(counties),
        further_counties=max(0, len(counties) - COUNTIES_SHOWN),
        users=tuple(users[:USERS_SHOWN]),
        users_changed=len(users),
        further_users=max(0, len(users) - USERS_SHOWN),
        days=tuple(_days(answer)),
        input_hash_after=answer.input_hash_after,
    )


def _rows(answer: WhatIfAnswer, group: str) -> list[Beside]:
    table = answer.differences
    return [
        _beside(
            table.key[row],
            said(table.name_zh[row], table.name_en[row]),
            float(table.before[row, 0]),
            float(table.after[row, 0]),
        )
        for row, word in enumerate(table.group)
        if word == group
    ]


def _beside(key: str, name: str, before: float, after: float) -> Beside:
    change = after - before
    change = 0.0 if abs(change) < NOTHING else change
    is_worse = change > 0 if key != "supply" else change < 0
    return Beside(key, name, before, after, change, is_worse, "", "")


def _scaled(rows: list[Beside]) -> list[Beside]:
    """Bars on one scale, but for demand and supply, which would dwarf the rest."""
    measured = [row for row in rows if row.key not in ("demand", "supply")]
    largest = max([NOTHING, *(max(row.before, row.after) for row in measured)])
    return [
        Beside(
            row.key, row.name, row.before, row.after, row.change, row.is_worse,
            bar(row.before / largest) if row in measured else "",
            bar(row.after / largest) if row in measured else "",
        )
        for row in rows
    ]  # fmt: skip


def _changed(answer: WhatIfAnswer, group: str) -> list[Beside]:
    rows = [row for row in _rows(answer, group) if row.change]
    return sorted(rows, key=lambda row: (-abs(row.change), row.key))


def _users(answer: WhatIfAnswer, county_names: Mapping[str, str]) -> Iterator[TurnRow]:
    words = {
        "in": _("newly cut"),
        "out": _("no longer cut"),
        "more": _("cut more"),
        "less": _("cut less"),
    }
    table = answer.users
    for row in sorted(
        range(len(table.point)), key=lambda at: -abs(float(table.after[at] - table.before[at]))
    ):
        yield TurnRow(
            said(table.name_zh[row], table.name_en[row]),
            county_names.get(table.county[row], table.county[row]),
            table.county[row],
            words[table.turn[row]],
            float(table.before[row]),
            float(table.after[row]),
        )


def _days(answer: WhatIfAnswer) -> Iterator[DayRow]:
    table = answer.differences
    at = {table.key[row]: row for row, group in enumerate(table.group) if group == "province"}
    gap, left = at["gap_before"], at["gap_residual"]
    for step, day in enumerate(answer.days):
        yield DayRow(
            day,
            float(table.before[gap, step]),
            float(table.after[gap, step]),
            float(table.before[left, step]),
            float(table.after[left, step]),
        )


def _title(province: Mapping[str, Beside], signs: tuple[LevelSign, LevelSign]) -> str:
    gap, homes = province["gap_before"], province["livelihood_gap"]
    facts: dict[str, Any] = {
        "before": flow(gap.before),
        "after": flow(gap.after),
        "was": signs[0].word,
        "becomes": signs[1].word,
        "homes": flow(homes.after),
    }
    if homes.after > NOTHING:
        return (
            _("Gap %(before)s → %(after)s, level %(was)s → %(becomes)s, households would miss %(homes)s")
            % facts
        )
    if signs[0].key == signs[1].key:
        return _("Gap %(before)s → %(after)s; the level stays %(was)s, no household goes short") % facts
    return _("Gap %(before)s → %(after)s, level %(was)s → %(becomes)s; no household goes short") % facts
