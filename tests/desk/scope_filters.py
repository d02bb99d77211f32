"""Every place that cuts records to a reader's scope: which there are, and the desk without one of them.

A place is a function that calls `visible_to`, `filed_by` or `scope_of`. While `watched` is open, each such call notes
its place beside the address that is being read; while `without(place)` is open, that one place sees everything.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Any

from nuandong.desk.directory import scope
from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.directory.scope import ScopedQuerySet, scope_of

DESK = Path(scope.__file__).resolve().parents[1]
PASSED_THROUGH = {
    "visible_to",
    "filed_by",
    "manager_method",
    "<genexpr>",
    "<listcomp>",
    "<lambda>",
    "<dictcomp>",
}


@dataclass
class Watch:
    """Addresses by the place that was asked while they were read; `open_at` is the place whose filter is gone."""

    address: str = ""
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    open_at: str = ""

    def is_open(self, what: str) -> bool:
        """Note the place that asks; whether it is the one that sees everything now."""
        place = f"{_caller()}:{what}"
        if self.address and self.address not in self.places[place]:
            self.places[place].append(self.address)
        return place == self.open_at


def _caller() -> str:
    """File and function of the desk that asked, past comprehensions, managers and querysets."""
    frame: FrameType | None = sys._getframe(3)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if frame.f_code.co_name not in PASSED_THROUGH and path.is_relative_to(DESK):
            return f"{path.relative_to(DESK).as_posix()}:{frame.f_code.co_name}"
        frame = frame.f_back
    return "elsewhere"


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch every filter of the desk as long as the block runs."""
    watch, undo = Watch(), list[Callable[[], None]]()
    for holder in (ScopedQuerySet, *_subclasses(ScopedQuerySet)):
        if "visible_to" in vars(holder):
            undo.append(_replace(holder, "visible_to", _watching_queryset(watch, vars(holder)["visible_to"])))
    units: Any = type(ReportingUnit.objects.all())
    undo.append(_replace(units, "filed_by", _watching_queryset(watch, units.filed_by)))
    for name, module in list(sys.modules.items()):
        if (
            name.startswith("nuandong.desk.")
            and module is not scope
            and vars(module).get("scope_of") is scope_of
        ):
            undo.append(_replace(module, "scope_of", _watching_scope(watch)))
    try:
        yield watch
    finally:
        for back in undo:
            back()


def _watching_queryset(watch: Watch, real: Any) -> Any:
    def visible_to(self: Any, account: Any) -> Any:
        return self if watch.is_open(self.model.__name__) else real(self, account)

    return visible_to


def _watching_scope(watch: Watch) -> Any:
    def seen(account: Any) -> Any:
        found = scope_of(account)
        return replace(found, sees_all=True) if watch.is_open("scope") else found

    return seen


def _replace(holder: Any, name: str, substitute: Any) -> Callable[[], None]:
    kept = vars(holder)[name]
    setattr(holder, name, substitute)
    return lambda: setattr(holder, name, kept)


def _subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)
