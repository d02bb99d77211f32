"""The demonstration as a person starts it: built once, quick the second time, stopped clean, from any folder."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
TINY = CHECKOUT / "tests" / "cases" / "tiny"
WORDS = [sys.executable, "-m", "nuandong", "demo", "--case", str(TINY)]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One state folder for all, with a name that shells and addresses dislike."""
    return tmp_path_factory.mktemp("暖冬 state #1")


def environment(state: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "NUANDONG_STATE": str(state), "PYTHONPATH": str(CHECKOUT / "src"), "PYTHONUTF8": "1"}


def once(state: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WORDS, "--once", *more], env=environment(state), cwd=state, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


@contextmanager
def serving(state: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The demonstration serving: its process, its address, everything it printed until then."""
    process = subprocess.Popen(
        WORDS, env=environment(state), cwd=state, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    printed = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        address = re.search(r"http://127\.0\.0\.1:\d+/", printed)
        assert address, printed
        yield process, address[0], printed
    finally:
        process.kill()
        process.wait()


def workers_of(state: Path) -> list[int]:
    """Processes of this state folder that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
            told = (entry / "environ").read_bytes()
        except OSError:
            continue
        if b"nuandong" in words and str(state).encode() in told:
            found.append(int(entry.name))
    return found


def test_the_day_is_printed_with_level_gaps_and_coverage(state: Path) -> None:
    ended = once(state)
    assert ended.returncode == 0, ended.stderr
    for word in ("缺口", "橙", "民生缺口", "2023-12-20", "3/4"):
        assert word in ended.stdout


def test_a_second_start_uses_what_is_there(state: Path) -> None:
    once(state)
    file = state / "demo" / "desk.sqlite3"
    before = file.stat().st_ino
    ended = once(state, "--language", "en")
    assert ended.returncode == 0
    assert file.stat().st_ino == before
    assert "built" not in ended.stderr
    assert "gap" in ended.stdout.lower()


def test_a_broken_stamp_builds_anew(state: Path) -> None:
    once(state)
    file = state / "demo" / "desk.sqlite3"
    before = file.stat().st_ino
    (state / "demo" / "built-from").write_text("something else", encoding="ascii")
    assert once(state).returncode == 0
    assert file.stat().st_ino != before


def test_the_desk_is_served_and_ctrl_c_ends_everything(state: Path) -> None:
    with serving(state) as (process, address, printed):
        for name in ("zhiban", "auditor", "admin", "company"):
            assert name in printed
        with urllib.request.urlopen(address + "health/", timeout=10) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.url.startswith(address + "accounts/login/")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)
    given_up = time.monotonic() + 10
    while workers_of(state) and time.monotonic() < given_up:
        time.sleep(0.2)
    assert workers_of(state) == []


def test_the_password_is_for_its_owner_only(state: Path) -> None:
    once(state)
    assert (state / "demo" / "password").stat().st_mode & 0o077 == 0
    assert (state / "secret-key").stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_said_in_a_line(state: Path) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = subprocess.run(
            [*WORDS, "--port", str(port)], env=environment(state), cwd=state, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
    assert ended.returncode == 2
    assert str(port) in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_case_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "nuandong", "demo", "--once", "--case", str(tmp_path / "nowhere")]
    ended = subprocess.run(
        words, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert "找不到" in ended.stderr
    assert "Traceback" not in ended.stderr
