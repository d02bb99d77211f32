"""What somebody owes today: every room names its own, the directory only puts them together.

A room names its sources in `apps.py` (`asks = ("dotted.path.of.a.function",)`); each takes account and instant and
gives what is owed. So the directory, which stands below, need not know the rooms above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to do: what, for whom, by when (None: now), and the page where it is done. What is `acute` (somebody
    does not answer, a level waits) stands before papers that are overdue for longer."""

    words: str
    place: str
    by: datetime | None
    address: str
    clause: str = ""
    acute: bool = False


Source = Callable[[Any, datetime], Iterable[Owed]]


def owed_by(account: Any, at: datetime) -> list[Owed]:
    """All that this account owes: what is acute first, then what is due first."""
    paths = [path for room in apps.get_app_configs() for path in getattr(room, "asks", ())]
    sources: list[Source] = [import_string(path) for path in paths]
    found = [owed for source in sources for owed in source(account, at)]
    return sorted(found, key=lambda one: (not one.acute, one.by or at, one.words, one.place))
