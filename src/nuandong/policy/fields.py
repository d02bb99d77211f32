"""How a raw TOML value becomes a typed one, or says what was wanted instead.

A reader takes what TOML gave and returns the typed value; it raises `Unwanted` with the cure in both
languages, which the reading room turns into a finding with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader = Callable[[object], T]

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Unwanted(Exception):
    """A value that a reader refuses: where inside it, what it was, what is wanted."""

    def __init__(self, value: object, wanted_zh: str, wanted_en: str, column: str = "value") -> None:
        self.value, self.wanted_zh, self.wanted_en, self.column = value, wanted_zh, wanted_en, column
        super().__init__(wanted_en)

    def inside(self, column: str) -> Unwanted:
        """The same refusal, seen from the table that holds the column."""
        place = column if self.column == "value" else f"{column}.{self.column}"
        return Unwanted(self.value, self.wanted_zh, self.wanted_en, place)


def number(lowest: float, highest: float) -> Reader[float]:
    """A number within bounds, both inside."""

    def read(raw: object) -> float:
        # A truth value is an int to Python; NaN fails the comparison, as it should.
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not lowest <= raw <= highest:
            bounds = f"{lowest:g}..{highest:g}"
            raise Unwanted(raw, f"应为 {bounds} 之间的数", f"wants a number within {bounds}")
        return float(raw)

    return read


share = number(0.0, 1.0)


def rank(raw: object) -> int:
    """A whole number from 1."""
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
        raise Unwanted(raw, "应为从 1 起的整数", "wants a whole number from 1")
    return raw


def text(raw: object) -> str:
    """A text that is not empty."""
    if not isinstance(raw, str) or not raw.strip():
        raise Unwanted(raw, "应为非空文字", "wants a text that is not empty")
    return raw


def day(raw: object) -> date:
    """A calendar date written as a TOML date."""
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise Unwanted(
            raw, "应为日期，如 2017-12-16（不加引号）", "wants a date such as 2017-12-16, without quotes"
        )
    return raw


def _matching(pattern: re.Pattern[str], zh: str, en: str) -> Reader[str]:
    def read(raw: object) -> str:
        if not isinstance(raw, str) or not pattern.fullmatch(raw):
            raise Unwanted(raw, zh, en)
        return raw

    return read


clock = _matching(_CLOCK, "应为时刻，如 18:00", "wants a time of day such as 18:00")
month_day = _matching(_MONTH_DAY, "应为月-日，如 11-30", "wants month and day such as 11-30")


def choice(*allowed: str) -> Reader[str]:
    """One of a few words."""

    def read(raw: object) -> str:
        if raw not in allowed:
            listed = "、".join(allowed)
            raise Unwanted(raw, f"应为其中之一：{listed}", f"wants one of {', '.join(allowed)}")
        return str(raw)

    return read


def word(kind: type[E]) -> Reader[E]:
    """A word of a closed list of the vocabulary."""

    def read(raw: object) -> E:
        return kind(choice(*kind)(raw))

    return read


def listing(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """A list whose members all read; none stands in it twice."""

    def read(raw: object) -> tuple[T, ...]:
        if not isinstance(raw, list):
            raise Unwanted(raw, "应为列表", "wants a list")
        members = tuple(_at(reader, member, place) for place, member in enumerate(raw, start=1))
        for place, member in enumerate(members, start=1):
            if member in members[: place - 1]:
                raise Unwanted(member, "重复，应只写一次", "stands twice; wants it once", f"[{place}]")
        return members

    return read


def _at(reader: Reader[T], raw: object, place: int) -> T:
    try:
        return reader(raw)
    except Unwanted as refusal:
        raise refusal.inside(f"[{place}]") from None


def record(
    make: Callable[..., T],
    wanted: Mapping[str, Reader[Any]],
    *,
    optional: Mapping[str, tuple[Reader[Any], Any]] | None = None,
) -> Reader[T]:
    """A table with these columns and no others; `optional` maps a column to its reader and its default."""
    may = dict(optional or {})

    def read(raw: object) -> T:
        if not isinstance(raw, dict):
            raise Unwanted(raw, "应为表", "wants a table")
        for column in raw:
            if column not in wanted and column not in may:
                allowed = ", ".join([*wanted, *may])
                raise Unwanted(
                    column, f"未知的键；可用：{allowed}", f"unknown key; wants one of {allowed}", column
                )
        for column in wanted:
            if column not in raw:
                raise Unwanted("", "缺少此键", "this key is missing", column)
        given = {column: _of(wanted[column], raw[column], column) for column in wanted}
        for column, (reader, default) in may.items():
            given[column] = _of(reader, raw[column], column) if column in raw else default
        return make(**given)

    return read


def _of(reader: Reader[T], raw: object, column: str) -> T:
    try:
        return reader(raw)
    except Unwanted as refusal:
        raise refusal.inside(column) from None
