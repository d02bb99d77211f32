"""What comes back: processes that were killed at seeded moments under load, a database that was restarted, the time."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chaos.served import (
    FOUND,
    OUTAGE,
    Day,
    Served,
    acknowledged,
    build_day,
    called,
    filed,
    filed_by_call,
    served,
    until,
)
from tests.fixtures.postgres import RestartablePostgres

HERE = Path(__file__).resolve().parent
WEB, WORKER = "multiprocessing.spawn", "nuandong.desk.worker"
FILED, SPEED = (
    (200, 201),
    "30",
)  # half a minute of the desk in a second: letters wait for the end of their minute
SEED, HOUR, A_DAY = 20201124, 3600, 86400
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found by /proc")


@contextmanager
def filing(desk: Served, name: str) -> Iterator[list[str]]:
    """A programme that files one report after another, each again and again until it has its answer."""
    done: list[str] = []
    ends = threading.Event()

    def file() -> None:
        number = 0
        while not ends.is_set():
            note = f"{name} {number}"
            while filed_by_call(desk, note) not in FILED:
                time.sleep(0.2)
            done.append(note)
            number += 1

    clerk = threading.Thread(target=file)
    clerk.start()
    try:
        yield done
    finally:
        ends.set()
        clerk.join()


def check(day: Day, notes: list[str], *, acknowledged: int) -> None:
    """Everything that was answered stands there once, and whatever was to follow has followed."""
    told = day.now_told()
    assert sorted(told["notes"]) == sorted(notes)
    assert told["without_figures"] == told["given_up"] == 0
    assert told["receipts"]["acknowledged"] == told["ledger"]["acknowledged_notice"] == acknowledged
    assert told["assessed"] == told["letters"] > 0
    assert told["holds"]


def all_assessed(day: Day) -> bool:
    told = day.now_told()
    return bool(told["assessed"] == told["letters"])


def live_through_kills(day: Day, *, kills: int) -> None:
    dice, users = random.Random(SEED), ["u-steel"]
    with served(day, NUANDONG_CLOCK_SPEED=SPEED) as desk:
        with filing(desk, "one") as one, filing(desk, "two") as two:
            for kill in range(kills):
                time.sleep(dice.uniform(0.2, 3.0))
                victim = dice.choice(desk.children(WORKER if kill % 2 else WEB))
                os.kill(victim, signal.SIGKILL)
                for user in users:  # a button that is pressed while a process dies is pressed again
                    code = day.told["codes"][user][0]
                    assert until(lambda code=code: acknowledged(desk.visitor("steel"), code).status == FOUND)
                assert until(lambda: len(desk.children(WEB)) == 2 and len(desk.children(WORKER)) == 1)
                time.sleep(
                    5.6
                )  # granian takes two deaths of one place within 5.5 s for a fault of the programme
        assert until(lambda: all_assessed(day))
    check(day, [*one, *two], acknowledged=1)


@pytest.mark.slow
def test_pages_and_worker_that_are_killed_while_reports_come_in_lose_and_double_nothing(day: Day) -> None:
    live_through_kills(day, kills=2)


@pytest.mark.slow
def test_twelve_kills_of_pages_and_worker_under_load_lose_and_double_nothing(day: Day) -> None:
    live_through_kills(day, kills=12)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_database_that_is_restarted_while_reports_come_in_is_waited_for(
    tmp_path: Path, restartable_postgres: RestartablePostgres
) -> None:
    day = build_day(tmp_path / "state", restartable_postgres.url)
    code = day.told["codes"]["u-steel"][0]
    with served(day, NUANDONG_CLOCK_SPEED=SPEED) as desk:
        workers = desk.children(WORKER)
        with filing(desk, "one") as done:
            assert until(lambda: len(done) > 2)
            restartable_postgres.stop()
            assert until(lambda: filed(desk.visitor("county"), day.told["form"], "-").status == OUTAGE)
            page = desk.visitor("steel").ask(f"/notice/{code}/")
            assert (page.status, 'data-outage="gone"' in page.page) == (OUTAGE, True)
            assert "数据库暂时连接不上" in page.page
            status, told = called(desk, "/api/reports")
            assert (status, told["errors"][0]["code"]) == (OUTAGE, "gone")
            assert desk.visitor("steel").ask("/health/").status == OUTAGE
            before = len(done)
            restartable_postgres.start()
            assert until(lambda: len(done) > before + 2)
        assert acknowledged(desk.visitor("steel"), code).status == FOUND
        assert until(lambda: all_assessed(day))
        assert desk.children(WORKER) == workers  # it waited
    check(day, done, acknowledged=1)


class ShiftedClock:
    """The system's clock of a desk's processes, moved while they run."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc")
        if compiler is None:
            pytest.skip("the clock is moved by a small library, which a C compiler makes")
        self.library, self.place = folder / "shifted_clock.so", folder / "shift"
        words = [compiler, "-shared", "-fPIC", "-O1", "-o", str(self.library)]
        subprocess.run([*words, str(HERE / "shifted_clock.c"), "-ldl"], check=True)
        self.place.write_bytes(bytes(8))

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to go by this clock."""
        return {"LD_PRELOAD": str(self.library), "SHIFTED_CLOCK": str(self.place)}

    def put(self, desk_seconds: float) -> None:
        """Move the desk's clock so far from the true time."""
        with open(self.place, "r+b") as file:
            file.write(int(desk_seconds / float(SPEED)).to_bytes(8, "little", signed=True))


@pytest.mark.slow
def test_a_clock_that_goes_back_an_hour_and_forward_a_day_loses_and_doubles_nothing(
    day: Day, tmp_path: Path
) -> None:
    clock = ShiftedClock(tmp_path)
    notes = [f"{name} {number}" for name in ("before", "back", "forward", "after") for number in (1, 2)]
    with served(day, NUANDONG_CLOCK_SPEED=SPEED, **clock.environment) as desk:
        shifts = dict(zip(("before", "back", "forward", "after"), (0, -HOUR, A_DAY, 0), strict=True))
        for name, shift in shifts.items():
            clock.put(shift)
            for number in (1, 2):
                assert filed_by_call(desk, f"{name} {number}") in FILED
                assert filed_by_call(desk, f"{name} {number}") in FILED  # sent twice, filed once
            if name == "back":
                assert acknowledged(desk.visitor("steel"), day.told["codes"]["u-steel"][0]).status == FOUND
            time.sleep(3)  # the worker looks about, a minute and a half of the desk
        assert desk.children(WORKER)
        clock.put(A_DAY + HOUR)  # what was called for in the day that had not come yet is done when it comes
        assert until(lambda: all_assessed(day))
    check(day, notes, acknowledged=1)
    told = day.now_told()
    assert told["notes"] == notes  # in the order in which they came, whatever the clock said
    assert told["instants_go_back"]  # and the clock did say so
