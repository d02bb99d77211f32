"""What serves the desk comes back when it dies, and goes when it is told to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nuandong.desk.serving import worker_beside

SECONDS = 30.0


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A desk of its own, with empty tables."""
    environment = {
        **os.environ,
        "NUANDONG_STATE": str(tmp_path),
        "NUANDONG_DATABASE_URL": f"sqlite:///{tmp_path}/desk.sqlite3",
        "DJANGO_SETTINGS_MODULE": "nuandong.desk.settings",
    }
    words = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(words, env=environment, check=True)
    return environment


def in_time(look: Callable[[], list[int]]) -> list[int]:
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("nobody there in time")


def workers() -> list[int]:
    """Our own children that are workers of a desk."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            words = (status.parent / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == os.getpid() and b"nuandong.desk.worker" in words:
            found.append(int(status.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found by /proc")
def test_a_worker_that_is_killed_is_followed_by_another_until_the_desk_ends(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    log = tmp_path / "worker.log"
    with worker_beside(log=log, environment=environment):
        (first,) = in_time(workers)
        os.kill(first, signal.SIGKILL)
        (second,) = in_time(lambda: [pid for pid in workers() if pid != first])
        assert second != first
    assert workers() == []
    assert "the worker ended (-9); another follows" in log.read_text(encoding="utf-8")
