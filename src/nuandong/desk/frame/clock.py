"""The desk's clock.

A desk at work shows the time. A demonstration of a past gas day sets its clock to that day, or every report
filed in it would be years late; `CLOCK_FROM` names the instant it starts at, `CLOCK_SET_AT` the true moment it
was set, so that pages and worker agree, and `CLOCK_SPEED` how fast it goes: a drill plays a night in minutes.
Library and actions never ask for the time: views and the worker ask here and hand it down as `at=`.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present instant of this desk, aware, in local time."""
    if not settings.CLOCK_FROM:
        return timezone.localtime(timezone.now())
    running = timedelta(seconds=(time.time() - settings.CLOCK_SET_AT) * settings.CLOCK_SPEED)
    return timezone.localtime(datetime.fromisoformat(settings.CLOCK_FROM)) + running


def is_set() -> bool:
    """Whether this desk shows another time than the true one; pages must then say so."""
    return bool(settings.CLOCK_FROM)
