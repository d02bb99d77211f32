"""A served desk for tests that take something away from it: its processes, its database, its disk, its time."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.desk_visitors import Answer, Visitor, fields_of
from tests.desk.test_both_databases import environment

HERE = Path(__file__).resolve().parent
SECONDS = 60.0
NOBODY, OK, FOUND, OUTAGE = 0, 200, 302, 503


@dataclass(frozen=True)
class Day:
    """A filled database, where it is, and what was told when it was filled."""

    state: Path
    url: str
    told: dict[str, Any]

    @property
    def environment(self) -> dict[str, str]:
        """What the desk's processes need to find it, its clock at the day of the case."""
        clock = {"NUANDONG_CLOCK_FROM": self.told["at"], "NUANDONG_CLOCK_SET_AT": repr(time.time())}
        return {**environment(self.state, self.url), **clock}

    def now_told(self) -> dict[str, Any]:
        """What stands in the records now."""
        told: dict[str, Any] = _script("day_to_serve.py", "told", environment=self.environment)
        return told


@dataclass(frozen=True)
class Served:
    """A desk that answers, and the process that keeps it."""

    address: str
    keeper: int
    day: Day
    password: str = ""

    def visitor(self, name: str) -> Visitor:
        """Somebody with a session."""
        return Visitor(self).come_as(self.day.told["cookies"][name])  # type: ignore[arg-type]

    def children(self, words: str = "") -> list[int]:
        """The processes of this desk, those with these words in their command line."""
        return [pid for pid in _below(self.keeper) if words in _words_of(pid)]

    def kill(self) -> None:
        """End every process of this desk as the kernel does."""
        for pid in [*self.children(), self.keeper]:
            os.kill(pid, signal.SIGKILL)


def build_day(state: Path, url: str) -> Day:
    """Fill an empty database; takes some seconds."""
    state.mkdir(parents=True, exist_ok=True)
    return Day(state, url, _script("day_to_serve.py", "build", environment=environment(state, url)))


def _script(name: str, *words: str, environment: dict[str, str]) -> Any:
    asked = [sys.executable, str(HERE / name), *words]
    ended = subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1])


@contextmanager
def served(day: Day, **further: str) -> Iterator[Served]:
    """The desk served as long as the block runs; `further` goes into its environment."""
    with (
        open(day.state / "served.log", "ab") as log,
        subprocess.Popen(
            [sys.executable, str(HERE / "serving.py")],
            env={**day.environment, **further}, stdout=subprocess.PIPE, stderr=log, text=True,
        ) as keeper,
    ):  # fmt: skip
        try:
            assert keeper.stdout is not None
            address = keeper.stdout.readline().strip()
            assert address, (day.state / "served.log").read_text(encoding="utf-8")[-3000:]
            yield Served(address, keeper.pid, day)
        finally:
            keeper.terminate()
            try:
                keeper.wait(20)
            except subprocess.TimeoutExpired:
                keeper.kill()


def filed(visitor: Visitor, path: str, note: str) -> Answer:
    """One report of nothing by the form, as a clerk sends it."""
    page = visitor.ask(path)
    if page.status != OK:
        return page
    fields = {name: text for name, text in fields_of(page.page).items() if name != "next"}
    numbers = {name: "1" for name in fields if name.startswith("use_")}
    supply = {"actual_supply": str(len(numbers))}
    return visitor.ask(path, {**fields, **numbers, **supply, "note": note})


def filed_by_call(desk: Served, note: str) -> int:
    """One report by the interface, its note its key as well: sent again, it is not filed again. 0: nobody answered."""
    told = desk.day.told
    body = {"unit": told["unit"], "gas_day": told["gas_day"], "figures": told["figures"], "note": note}
    headers = {"Idempotency-Key": note, "Content-Type": "application/json"}
    return called(desk, "/api/reports", headers, json.dumps(body).encode())[0]


def called(
    desk: Served, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, Any]:
    """A call to the interface with the clerk's token: status and JSON; 0 where nobody answered."""
    words = {"Authorization": f"Bearer {desk.day.told['token']}", **(headers or {})}
    asked = urllib.request.Request(desk.address.rstrip("/") + path, body, words)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)
    except (OSError, http.client.HTTPException):
        return NOBODY, {}


def acknowledged(visitor: Visitor, code: str) -> Answer:
    """The addressee's button pressed."""
    page = visitor.ask(f"/notice/{code}/")
    if page.status != OK:
        return page
    return visitor.ask(f"/notice/{code}/acknowledge/", fields_of(page.page))


def until(look: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Look again and again; whether it came true in time."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if look():
            return True
        time.sleep(0.2)
    return False


def _below(pid: int) -> list[int]:
    """Children, theirs, and so on; each thread of a process has its own."""
    own: list[str] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            own += thread.read_text(encoding="ascii").split()
    return [one for child in map(int, own) for one in (child, *_below(child))]


def _words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
