"""Cities' orders side by side: the place of each class in each city, and where it is not the province's (T-028)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nuandong.desk.directory.models import Region
from nuandong.desk.plans.models import Precedence
from nuandong.desk.plans.precedence.order import limitable, name_of, province_order
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import RegionKind


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a class in a city's order; None where the city has none in force, and so the province's holds."""

    place: int | None
    differs: bool


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class: its group and name, its place by the province, and by each city."""

    word: str
    zh: str
    en: str
    group_zh: str
    group_en: str
    place: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cities across, classes down; `held` is each city's order in force."""

    cities: tuple[Region, ...]
    held: tuple[Precedence | None, ...]
    rows: tuple[ClassRow, ...]

    @property
    def settled(self) -> int:
        """How many cities have an order in force."""
        return sum(one is not None for one in self.held)


def matrix_for(account: Any, at: datetime) -> Matrix:
    """The cities that an account sees."""
    day = gas_day_of(at)
    cities = tuple(Region.objects.visible_to(account).filter(kind=RegionKind.CITY).order_by("code"))
    in_force: dict[str, Precedence] = {}
    for one in Precedence.objects.in_force(day=day, known_at=at).filter(
        region__in=[city.code for city in cities]
    ):
        in_force.setdefault(one.region_id, one)
    held = tuple(in_force.get(city.code) for city in cities)
    whole = province_order(day)
    rows = tuple(
        ClassRow(one.word, *name_of(one.word), one.group_zh, one.group_en, one.place,
                 tuple(_cell(one.word, order, whole) for order in held))
        for one in limitable(day)
    )  # fmt: skip
    return Matrix(cities, held, rows)


def _cell(word: str, order: Precedence | None, whole: list[str]) -> Cell:
    if order is None or word not in order.limited:
        return Cell(None, differs=False)
    place = order.limited.index(word)
    return Cell(place + 1, differs=place != whole.index(word))
