"""What the desk does without its pages, its database, its disk or the right time: it says so, and loses nothing."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.chaos.conftest import copied
from tests.chaos.served import (
    FOUND,
    NOBODY,
    OK,
    OUTAGE,
    Day,
    Served,
    acknowledged,
    filed,
    served,
    until,
)

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found by /proc")


def test_a_notice_is_acknowledged_by_its_code_while_no_page_is_served_and_the_page_shows_it_afterwards(
    day: Day,
) -> None:
    (code, digits), path = day.told["codes"]["u-steel"], "/orders/"
    with served(day) as desk:
        assert code in desk.visitor("steel").ask(f"/notice/{code}/").page
        desk.kill()
        assert desk.visitor("province").ask(path).status == NOBODY
        words = [
            sys.executable,
            "-m",
            "nuandong",
            "acknowledge",
            f"{digits[:3]} {digits[3:]}",
            "--with",
            "调度 王某",
        ]
        ended = subprocess.run(
            words, env=day.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert ended.returncode == 0, ended.stderr
        assert code in ended.stdout
        wrong = subprocess.run([*words[:4], "000000", *words[5:]], env=day.environment, capture_output=True, text=True,
                               timeout=60, check=False)  # fmt: skip
        assert wrong.returncode != 0
        assert "Traceback" not in wrong.stderr
    with served(day) as desk:
        page = desk.visitor("province").ask(f"/notice/{code}/").page
        assert "调度 王某" in page
    told = day.now_told()
    assert told["ways"] == ["command"]
    assert told["ledger"]["acknowledged_notice"] == 1
    assert told["holds"]


def files_cannot_grow(desk: Served) -> Callable[[], None]:
    """A quota of nothing for every process of the desk, until it is lifted."""
    pids = desk.children()
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))

    def lift() -> None:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    return lift


def test_acts_are_refused_whole_while_there_is_no_room_and_go_on_when_there_is(day: Day) -> None:
    check_no_room(day, files_cannot_grow)


def check_no_room(day: Day, fill: Callable[[Served], Callable[[], None]]) -> None:
    code = day.told["codes"]["u-steel"][0]
    with served(day) as desk:
        county, steel = desk.visitor("county"), desk.visitor("steel")
        assert filed(county, day.told["form"], "before").status == FOUND
        form = county.ask(day.told["form"])
        make_room = fill(desk)
        assert form.status == OK
        refused = filed(county, day.told["form"], "during")
        assert (refused.status, 'data-outage="no_room"' in refused.page) == (OUTAGE, True), refused.page[
            -800:
        ]
        assert "磁盘已满" in refused.page
        assert acknowledged(steel, code).status == OUTAGE
        make_room()
        assert until(lambda: filed(county, day.told["form"], "after").status == FOUND)
        assert acknowledged(steel, code).status == FOUND
    told = day.now_told()
    assert told["notes"] == ["before", "after"]
    assert told["without_figures"] == 0
    assert told["receipts"]["acknowledged"] == told["ledger"]["acknowledged_notice"] == 1
    assert told["holds"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of sixty-four megabytes; none where the system does not let us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    may = os.geteuid() == 0 and not subprocess.run(words, capture_output=True, check=False).returncode
    yield place if may else None
    if may:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_named_as_such_and_leaves_nothing_half_written(
    built: Day, small_disk: Path | None, tmp_path: Path
) -> None:
    if small_disk is None:  # a quota is what anybody can set
        check_no_room(copied(built, tmp_path / "state"), files_cannot_grow)
        return
    ballast = small_disk / "ballast"

    def fill(_desk: Served) -> Callable[[], None]:
        with suppress(OSError), open(ballast, "wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        return ballast.unlink

    check_no_room(copied(built, small_disk / "state"), fill)


@pytest.mark.slow
def test_a_database_that_somebody_else_holds_is_said_to_be_busy_and_nothing_is_kept(day: Day) -> None:
    """The desk waits thirty seconds for its turn; here another holds the file for longer."""
    with served(day) as desk:
        county = desk.visitor("county")
        page = county.ask(day.told["form"])
        assert page.status == OK
        with sqlite3.connect(day.state / "desk.sqlite3", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            assert county.ask("/orders/").status in (OK, FOUND, 403)  # reading goes on
            refused = filed(county, day.told["form"], "during")
            other.execute("ROLLBACK")
        assert (refused.status, 'data-outage="busy"' in refused.page) == (OUTAGE, True)
        assert filed(county, day.told["form"], "after").status == FOUND
    told = day.now_told()
    assert told["notes"] == ["after"]
    assert told["holds"]
