"""Two lists side by side: who came, who went, whose figures changed (T-028: comparison, T-044)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nuandong.desk.directory.models import CurtailmentList, DeliveryPoint, ListedPoint

FIGURES = ("load", "safe_load", "notice_hours")


@dataclass(frozen=True, slots=True)
class Changed:
    """One point on both lists whose figures differ: name of the figure, before, after."""

    point: DeliveryPoint
    figures: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a later list has that an earlier one had not, and the other way round."""

    came: tuple[DeliveryPoint, ...]
    went: tuple[DeliveryPoint, ...]
    changed: tuple[Changed, ...]
    kept: int


def difference(*, earlier: CurtailmentList, later: CurtailmentList) -> Difference:
    """Held against each other by delivery point."""
    before, after = _entries(earlier), _entries(later)
    both = [code for code in after if code in before]
    changed = [Changed(after[code].point, _figures(before[code], after[code])) for code in both]
    differing = tuple(one for one in changed if one.figures)
    return Difference(
        came=tuple(after[code].point for code in after if code not in before),
        went=tuple(before[code].point for code in before if code not in after),
        changed=differing,
        kept=len(both) - len(differing),
    )


def figure_of(entry: ListedPoint, name: str) -> float:
    """A figure as it was approved with the list, else as it stands now."""
    approved = getattr(entry, name)
    return float(getattr(entry.point, name) if approved is None else approved)


def _entries(curtailment_list: CurtailmentList) -> Mapping[str, ListedPoint]:
    rows = curtailment_list.entries.select_related("point__user").order_by("point_id")
    return {entry.point_id: entry for entry in rows}


def _figures(before: ListedPoint, after: ListedPoint) -> tuple[tuple[str, float, float], ...]:
    pairs = ((name, figure_of(before, name), figure_of(after, name)) for name in FIGURES)
    return tuple(pair for pair in pairs if pair[1] != pair[2])
