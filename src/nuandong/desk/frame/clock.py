"""The desk's clock.

A desk at work shows the time. A demonstration of a past gas day sets its clock to that day, or every report
filed in it would be three years late; `CLOCK_FROM` names the instant at which such a desk starts. Library and
actions never ask for the time: views and the worker ask here and hand it down as `at=`.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

_STARTED = time.monotonic()


def now() -> datetime:
    """The present instant of this desk, aware."""
    begins = settings.CLOCK_FROM
    if not begins:
        return timezone.localtime(timezone.now())
    running = timedelta(seconds=time.monotonic() - _STARTED)
    return timezone.localtime(datetime.fromisoformat(begins)) + running


def is_set() -> bool:
    """Whether this desk shows another time than the true one; pages must then say so."""
    return bool(settings.CLOCK_FROM)
