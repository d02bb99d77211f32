"""What the set-up says while it works: short lines on standard error, so that results stay alone on standard output."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(line: str) -> None:
    """One line of progress."""
    print(f"nuandong: {line}", file=sys.stderr, flush=True)


@contextmanager
def timed(line: str) -> Iterator[list[str]]:
    """Announce a step, and say at its end how long it took; what the step appends is said with it."""
    say(f"{line} …")
    began = time.monotonic()
    remarks: list[str] = []
    yield remarks
    say(", ".join([f"… done in {time.monotonic() - began:.0f} s", *remarks]))


class SetupRefused(Exception):
    """The set-up cannot go on; the message says why in one line and what to do."""
