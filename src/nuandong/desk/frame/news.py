"""What has happened since a reader opened a page, counted by the rooms, each in the reader's scope.

A room names its counter in `apps.py`, `news = "nuandong.desk.reporting.news.counted"`: a function of account and
two instants that returns kind → how many. Kinds that did not happen, or that the reader may not see, are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from django.apps import apps
from django.utils.module_loading import import_string

Counter: TypeAlias = Callable[[Any, datetime, datetime], dict[str, int]]


def news_of(account: Any, since: datetime, until: datetime) -> dict[str, int]:
    """Kind → how many, of all rooms, after `since`, up to `until`: a desk whose clock is set holds later records."""
    told: dict[str, int] = {}
    for room in apps.get_app_configs():
        named: str = getattr(room, "news", "")
        if named:
            counted: Counter = import_string(named)
            told |= {kind: count for kind, count in counted(account, since, until).items() if count}
    return told
