"""The clauses of the notice: where each is kept and how far it is, as `clauses.toml` says.

The file lies in the checkout's root, where people edit it, and inside the package where it is installed.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nuandong
from nuandong.desk.control_room.tongue import said

FILE = "clauses.toml"
STATES = ("built", "begun", "open")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the notice."""

    key: str
    place: str
    zh: str
    en: str
    state: str
    home: str
    modules: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    remark_zh: str = ""
    remark_en: str = ""

    @property
    def gist(self) -> str:
        """What it asks, in our own words."""
        return said(self.zh, self.en)

    @property
    def remark(self) -> str:
        """What is missing of it."""
        return said(self.remark_zh, self.remark_en)


@cache
def clauses() -> tuple[Clause, ...]:
    """All clauses in the order of their numbers."""
    package = Path(nuandong.__file__).parent
    source = next(path for path in (package / FILE, package.parent.parent / FILE) if path.is_file())
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(_clause(key, entry) for key, entry in sorted(table.items()))


def _clause(key: str, entry: dict[str, Any]) -> Clause:
    lists = ("modules", "screens", "tests")
    modules, screens, tests = (tuple(entry.get(name, ())) for name in lists)
    texts = {name: text for name, text in entry.items() if name not in lists}
    return Clause(key, modules=modules, screens=screens, tests=tests, **texts)


def clause(key: str) -> Clause | None:
    """One clause by its number, T-001 to T-099."""
    return next((entry for entry in clauses() if entry.key == key), None)


def counts() -> dict[str, int]:
    """How many are built, begun, open."""
    found = Counter(entry.state for entry in clauses())
    return {state: found[state] for state in STATES}
