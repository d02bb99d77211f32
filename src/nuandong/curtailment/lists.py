"""Which delivery points stand on a curtailable-user list in force (调峰用户清单), and what is wrong with it.

A list counts on the days it spans, once somebody approved it; a point on no list in force is never cut.
A protected point on a list stays untouched and is reported, because a person approved that list.

Clauses: T-029 (protected first), T-044 (user list), T-045 (order list).
"""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from nuandong.curtailment.tables import CurtailmentLists, UserBook
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.units import BoolArray
from nuandong.vocabulary import label


def days_in_force(*, lists: CurtailmentLists, days: tuple[date, ...], decided_at: datetime) -> BoolArray:
    """Whether each list counts on each day, (lists, T): within its dates and approved by `decided_at`."""
    rows = zip(lists.begins, lists.ends, lists.approved_by, lists.approved_at, strict=True)
    flags = [
        [bool(approved_by) and approved_at <= decided_at and begins <= day <= ends for day in days]
        for begins, ends, approved_by, approved_at in rows
    ]
    return np.array(flags, dtype=np.bool_).reshape(len(lists.begins), len(days))


def listed_days(*, book: UserBook, days: tuple[date, ...], decided_at: datetime) -> BoolArray:
    """Whether each delivery point stands on a list in force on each day, (n, T)."""
    points, lists, entries = book.delivery_points, book.curtailment_lists, book.list_entries
    in_force = days_in_force(lists=lists, days=days, decided_at=decided_at)
    list_at = {name: row for row, name in enumerate(lists.curtailment_list)}
    point_at = {name: row for row, name in enumerate(points.point)}
    listed = np.zeros((len(points.point), len(days)), dtype=np.bool_)
    for name, point in zip(entries.curtailment_list, entries.point, strict=True):
        if name in list_at and point in point_at:
            listed[point_at[point]] |= in_force[list_at[name]]
    return listed


def list_findings(*, book: UserBook, tiers: tuple[str, ...]) -> Findings:
    """Warnings about list entries: points that no order may name, points and lists that do not exist.

    `tiers` holds each point's tier, empty for those that no order may name.
    """
    points = book.delivery_points
    point_at = {name: row for row, name in enumerate(points.point)}
    lists = frozenset(book.curtailment_lists.curtailment_list)
    found = []
    entries = zip(book.list_entries.curtailment_list, book.list_entries.point, strict=True)
    for number, (name, point) in enumerate(entries):
        place = Place(file="list_entries", row=number + 2, column="point")
        if point not in point_at:
            found.append(_unknown(place, point))
        elif not tiers[point_at[point]]:
            words = points.consumer_class[point_at[point]]
            found.append(_protected(place, point, label(words), label(words, language="en")))
        if name not in lists:
            found.append(
                _unknown(Place(file="list_entries", row=number + 2, column="curtailment_list"), name)
            )
    return Findings(tuple(found))


def _protected(place: Place, point: str, class_zh: str, class_en: str) -> Finding:
    return Finding(
        code="curtailment.list.protected_point",
        place=place,
        value=point,
        wanted_zh=f"属保障类或不参与调峰的类别（{class_zh}），任何指令不得压减；本系统不予压减，请从清单中删除",
        wanted_en=f"is of a class that no order may cut ({class_en}); it is left untouched; take it off the list",
        severity=Severity.WARNING,
    )


def _unknown(place: Place, value: str) -> Finding:
    return Finding(
        code="curtailment.list.unknown",
        place=place,
        value=value,
        wanted_zh="需为已登记的用气点或清单；该行不计入可压减量，请更正编号",
        wanted_en="must be a known delivery point or list; the row does not count; please correct it",
        severity=Severity.WARNING,
    )
