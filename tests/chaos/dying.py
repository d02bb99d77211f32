"""Death at a named moment: a process of its own gets SIGKILL there, so that no handler runs and nothing is flushed.

What it left is taken up by the next process, later than its lease lasts.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connections

Death = Callable[[float], None]  # set up in the process that is to die, with a number of the dice


def dies(*_: Any, **__: Any) -> Any:
    """The end of this process, as the kernel brings it."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_before(place: Any, name: str, at_call: int = 1) -> None:
    """Put death before the n-th call of a function."""
    alive, calls = getattr(place, name), Counter[str]()

    def call(*given: Any, **named: Any) -> Any:
        calls[name] += 1
        return dies() if calls[name] >= at_call else alive(*given, **named)

    setattr(place, name, call)


def dies_after(place: Any, name: str, at_call: int = 1) -> None:
    """Put death after the n-th return of a function."""
    alive, calls = getattr(place, name), Counter[str]()

    def call(*given: Any, **named: Any) -> Any:
        returned = alive(*given, **named)
        calls[name] += 1
        return dies() if calls[name] >= at_call else returned

    setattr(place, name, call)


def lives(work: Callable[[], None], death: Callable[[], None] | None = None) -> bool:
    """Do something in a process of its own; whether it came to its end."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            if death is not None:
                death()
            work()
            connections.close_all()
        except BaseException:  # told here: the parent's own way out must not run twice
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.waitstatus_to_exitcode(status) == 0
    return True
