"""Read the tables of a script: one value at a time, every fault kept with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from nuandong.findings import Finding, Findings, Place

_DURATION = re.compile(r"(\d{1,3}):([0-5]\d)")
NEEDED = object()


class Faults:
    """Faults of one file, in the order in which they were met."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Finding] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, column: str, value: str, zh: str, en: str) -> None:
        """Keep one fault."""
        self._found.append(Finding("drill.script", Place(self.file, None, column), value, zh, en))

    def findings(self) -> Findings:
        """All of them."""
        return Findings(tuple(self._found))


class Reader:
    """One table of a script. Asking for a value that is not there, or is wrong, keeps a fault and goes on."""

    def __init__(self, told: Any, name: str, faults: Faults) -> None:
        self.name, self.faults = name, faults
        self.told: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
        self.asked: set[str] = set()
        if not isinstance(told, Mapping):
            faults.add(name, "", "应为一个表", "must be a table")

    def wrong(self, key: str, zh: str, en: str) -> None:
        """Keep a fault of one value."""
        value = self.told.get(key)
        self.faults.add(f"{self.name}.{key}", "" if value is None else str(value), zh, en)

    def end(self) -> None:
        """Name what the table holds and nobody asked for: a slip of the pen must not be taken for a default."""
        for key in sorted(set(self.told) - self.asked):
            wanted = "、".join(sorted(self.asked)), ", ".join(sorted(self.asked))
            self.wrong(key, f"没有这一项；可用：{wanted[0]}", f"no such entry; there are {wanted[1]}")

    def words(self, key: str, default: Any = NEEDED) -> str:
        """A text that is not empty."""
        value = self._value(key, default)
        if isinstance(value, str) and (value.strip() or default == value):
            return value
        self.wrong(key, "应为文字", "must be text")
        return ""

    def whole(self, key: str, default: Any = NEEDED, *, least: int | None = None) -> int:
        """A whole number."""
        value = self._value(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and (least is None or value >= least):
            return value
        above = ("", "") if least is None else (f"，不小于 {least}", f" of at least {least}")
        self.wrong(key, f"应为整数{above[0]}", f"must be a whole number{above[1]}")
        return least or 0

    def number(self, key: str, default: Any = NEEDED, *, least: float, most: float) -> float:
        """A number within bounds."""
        value = self._value(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.wrong(
            key, f"应为 {least:g} 至 {most:g} 之间的数", f"must be a number from {least:g} to {most:g}"
        )
        return least

    def duration(self, key: str) -> timedelta:
        """Hours and minutes, `"26:30"`."""
        value = self._value(key, NEEDED)
        found = _DURATION.fullmatch(value) if isinstance(value, str) else None
        if found:
            return timedelta(hours=int(found[1]), minutes=int(found[2]))
        self.wrong(key, '应为 "时:分"，如 "26:30"', 'must be "hours:minutes", as "26:30"')
        return timedelta()

    def hour(self, key: str, default: str) -> str:
        """A time of day, `"08:30"`."""
        value = self._value(key, default)
        try:
            return time.fromisoformat(value).strftime("%H:%M")
        except (TypeError, ValueError):
            self.wrong(key, '应为钟点，如 "08:30"', 'must be a time of day, as "08:30"')
            return default

    def names(self, key: str) -> list[str]:
        """Codes; none where nothing is said."""
        value = self._value(key, [])
        if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
            return value
        self.wrong(key, "应为编码列表", "must be a list of codes")
        return []

    def cast(self, key: str) -> int | tuple[str, ...]:
        """Units by code, or how many the seed shall draw."""
        value = self._value(key, 0)
        if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
            return tuple(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.wrong(key, "应为单位编码列表，或不小于 0 的个数", "must be a list of units, or how many")
        return 0

    def weights(self, key: str, usual: Mapping[str, float]) -> dict[str, float]:
        """Weights by name, over the usual ones."""
        told = self._value(key, {})
        right = isinstance(told, Mapping) and all(
            name in usual and isinstance(weight, int | float) and weight >= 0 for name, weight in told.items()
        )
        if not right:
            self.wrong(
                key, f"应为权重表，名称限于 {'、'.join(usual)}", f"must be weights of {', '.join(usual)}"
            )
            return dict(usual)
        return {**usual, **{name: float(weight) for name, weight in told.items()}}

    def _value(self, key: str, default: Any) -> Any:
        self.asked.add(key)
        return self.told.get(key, None if default is NEEDED else default)
