"""The worker: takes letters from the outbox and does what they ask. The whole chain of reactions stands here.

    a report is filed        reporting.file_report   puts a letter `assess`
    a picture is asked for   outlook.request_day     puts a letter `assess` for that run
    a run is asked something studies.ask             puts a letter `study`
    the worker reads         → outlook.assess_day    for the next gas day to begin, as known now

It polls; a letter is leased, so that a worker may die at any moment and another takes the errand up.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

POLL_S = 0.5  # somebody may wait for the answer before a screen


def assess(facts: Mapping[str, Any], at: datetime) -> None:
    """Compute the run that was asked for, or the planned gas day as known now."""
    from nuandong.desk.frame import clock
    from nuandong.desk.outlook import actions
    from nuandong.desk.outlook.models import Run

    if "run" in facts:
        actions.compute(run=Run.objects.get(pk=facts["run"]), clock=clock.now)
    else:
        actions.assess_day(gas_day=date.fromisoformat(facts["gas_day"]), as_of=at, by=None, clock=clock.now)


def study(facts: Mapping[str, Any], at: datetime) -> None:
    """Answer what was asked of a run."""
    from nuandong.desk.frame import clock
    from nuandong.desk.outlook.models import Study
    from nuandong.desk.outlook.studies import actions

    actions.answer(study=Study.objects.get(pk=facts["study"]), clock=clock.now)


ERRANDS = {"assess": assess, "study": study}


def work(stop: threading.Event, *, poll_s: float = POLL_S, parent: int | None = None) -> None:
    """Do what is due, again and again, until told to stop, or until the parent that is named has gone."""
    from nuandong.desk.frame import clock
    from nuandong.desk.ledger.outbox import run_due

    name = f"{socket.gethostname()}:{os.getpid()}"
    while not stop.is_set() and parent in (None, os.getppid()):
        run_due(errands=ERRANDS, worker=name, clock=clock.now, most=1)
        stop.wait(poll_s)


def main() -> None:
    """`python -m nuandong.desk.worker`: one worker until SIGTERM or SIGINT; `--with-parent`: or its parent ends."""
    parent = os.getppid() if "--with-parent" in sys.argv[1:] else None
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.desk.settings")
    django.setup()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(stop, parent=parent)


if __name__ == "__main__":
    main()
