"""What the notice asks of departments, and the rules of directory and duty, as dated facts.

They stand in `notice.toml`, each with its clause, its begin and how well it is known; an entry that has begun is
never changed, a further one follows.

Clauses: T-065, T-067, T-088, T-094 (rules), T-074 … T-078 (duties of departments).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from nuandong.findings import AssuranceError


class RuleNotYet(AssuranceError):
    """A rule of the directory that has no value on a day."""

    def __init__(self, key: str, day: date) -> None:
        self.key, self.day = key, day
        super().__init__(f"{key}: no value in force on {day}. Add an earlier entry to directory/notice.toml.")


@dataclass(frozen=True, slots=True)
class Rule:
    """One value from a day on."""

    key: str
    value: float
    begins: date
    clause: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What the notice asks of a department; `known_by` are the words by which its offices are recognised."""

    department: str
    name_zh: str
    name_en: str
    known_by: tuple[str, ...]
    clauses: tuple[str, ...]
    begins: date
    zh: str
    en: str

    def is_of(self, name: str) -> bool:
        """Whether an office of this name has the duty."""
        return any(word in name for word in self.known_by)


@cache
def _written() -> dict[str, Any]:
    text = files("nuandong.desk.directory").joinpath("notice.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def rule(key: str, *, day: date) -> Rule:
    """The value of a rule on a day: the entry that began last. Raises RuleNotYet."""
    begun = [Rule(**row) for row in _written()["rule"] if row["key"] == key and row["begins"] <= day]
    if not begun:
        raise RuleNotYet(key, day)
    return max(begun, key=lambda entry: entry.begins)


def duties(*, day: date) -> tuple[Duty, ...]:
    """Duties of departments in force on a day, in the order of the notice."""
    return tuple(_duty(row) for row in _written()["duty"] if row["begins"] <= day)


def duty_of(name: str, *, day: date) -> Duty | None:
    """The duty of the department that this name belongs to; None where the notice names none."""
    return next((duty for duty in duties(day=day) if duty.is_of(name)), None)


def _duty(row: dict[str, Any]) -> Duty:
    return Duty(**{**row, "known_by": tuple(row["known_by"]), "clauses": tuple(row["clauses"])})
