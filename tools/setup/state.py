"""The state folder: everything that the set-up and the program write, outside the versioned tree.

It is `$NUANDONG_STATE`, else `.nuandong` in the checkout, else (a checkout that may not be written) a folder of the
user's own. A step that is finished leaves a stamp with the key of what it was made from; a step without its stamp is
done again, so stopping the set-up at any point costs time only.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from progress import SetupRefused, say


def state_folder(*, checkout: Path, environment: Mapping[str, str]) -> Path:
    """Where this user's state of this checkout lies; created, absolute and writable."""
    for folder in _candidates(checkout, environment):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK | os.X_OK):
            return folder.resolve()
    raise SetupRefused("no folder to keep state in; name a writable one: NUANDONG_STATE=/path ./nuandong …")


def _candidates(checkout: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    named = environment.get("NUANDONG_STATE")
    if named:
        yield Path(named)
        return
    yield checkout / ".nuandong"
    mark = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]
    state_home = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    yield Path(state_home) / "nuandong" / mark


class Stamps:
    """Which steps are finished, and from what."""

    def __init__(self, state: Path) -> None:
        self._folder = state / "stamps"

    def read(self, step: str) -> str:
        """The key a step was finished with; empty when it never was."""
        try:
            return (self._folder / step).read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def write(self, step: str, key: str) -> None:
        """Mark a step finished, whole or not at all."""
        self._folder.mkdir(exist_ok=True)
        draft = self._folder / f".{step}.{os.getpid()}"
        draft.write_text(key + "\n", encoding="utf-8")
        draft.replace(self._folder / step)

    def clear(self, step: str) -> None:
        """Forget a step: it is about to be done again."""
        (self._folder / step).unlink(missing_ok=True)


def key_of(*files: Path, also: str = "") -> str:
    """A digest of what a step is made from."""
    digest = hashlib.sha256(also.encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def one_at_a_time(state: Path) -> Iterator[None]:
    """Hold the set-up lock; the system releases it when this process ends, however it ends."""
    with open(state / "set-up.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up of this folder is running; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
