"""Ledger: ten million entries checked offline, beside what hashlib alone takes for the same bytes on one core."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, FigureTable
from nuandong.desk.ledger import offline
from nuandong.desk.ledger.chain import BEGINNING
from nuandong.desk.ledger.packing import Written, write_export

COUNT, QUICK_COUNT = 10_000_000, 500_000
SECONDS = 60.0
BLOCK = 1 << 20
SAMPLED = 200_000  # lines of which the cost of one hash a line is measured
BEGAN = datetime(2023, 11, 1, tzinfo=UTC)


def run(arguments: list[str]) -> FigureTable:
    """Make an export of so many entries, check it as an auditor would, in its own process; `--quick` makes fewer."""
    count = QUICK_COUNT if "--quick" in arguments else COUNT
    table = FigureTable("ledger")
    with tempfile.TemporaryDirectory(prefix="nd-ledger-") as folder:
        path = Path(folder) / "ledger.zip"
        last = Last()
        begin = time.perf_counter()
        write_export(path=path, entries=last.watch(entries(count)), ends=None, at=BEGAN)
        written = time.perf_counter() - begin
        root = f"{count}:{last.hash}"
        one, hashed = checked(path, offline.__file__, root, jobs=1)
        both, _ = checked(path, offline.__file__, root, jobs=os.cpu_count() or 1)
        size = path.stat().st_size
    goal = SECONDS * count / COUNT
    named = f"{count:,} entries, {hashed / 1e9:.2f} GB of lines, {size / 1e9:.2f} GB as a file"
    table.add(Figure("export checked, every core", both, "s", goal, note=f"wall time; {named}"))
    table.add(Figure("export checked, one core", one, "s", note="wall time"))
    table.add(
        Figure(
            "floor: hashlib over the same bytes in one go", hashed / speed_of_hashing(), "s", note="one core"
        )
    )
    table.add(Figure("floor: one hash a line and nothing else", floor_by_line(count), "s", note="one core"))
    table.add(
        Figure("bytes hashed a second by hashlib alone", speed_of_hashing() / 1e6, "MB/s", note="one core")
    )
    table.add(Figure("export made, hashing included", written, "s", note="wall time, one core"))
    return table


class Last:
    """Remembers the hash of the last entry that went by."""

    hash = ""

    def watch(self, going_by: Iterator[Written]) -> Iterator[Written]:
        """Everything that goes by."""
        for entry in going_by:
            self.hash = entry.hash
            yield entry


def entries(count: int) -> Iterator[Written]:
    """A chain of filed reports as a desk writes them, about as long as its lines are."""
    previous = BEGINNING.encode()
    facts = json.dumps({"answers": "sha256:" + "a" * 64, "channel": "form", "figures": "sha256:" + "b" * 64,
                        "is_late": False, "is_nothing_to_report": False}, separators=(",", ":"))  # fmt: skip
    actor = "account:3f1c7b52-9a64-4c1e-8a53-0d2f6f1e77aa"
    for number in range(1, count + 1):
        if number % 1000 == 1:
            at = (BEGAN + timedelta(seconds=number)).isoformat(timespec="microseconds")
        line = (
            f'{{"act":"file_report","actor":"{actor}","at":"{at}","facts":{facts},"sequence":{number},'
            f'"subject_id":"140105/2023-12-20/{number}","subject_kind":"report"}}'
        )
        digest = hashlib.sha256(b"%b\n%b" % (previous, line.encode())).hexdigest()
        previous = digest.encode()
        yield Written(number, line, digest, "sha256")


def checked(path: Path, program: str, root: str, *, jobs: int) -> tuple[float, int]:
    """Seconds that the checker takes on its own, and the bytes it hashed. Fails where the chain does not hold."""
    begin = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-I", "-S", program, str(path), "--root", root, "--jobs", str(jobs), "--bytes"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - begin
    if ended.returncode != 0:
        raise SystemExit(f"the checker ended with {ended.returncode}: {ended.stdout}{ended.stderr}")
    return seconds, int(ended.stdout.split()[-1])


def speed_of_hashing() -> float:
    """Bytes a second of SHA-256 over large blocks."""
    block = os.urandom(BLOCK)
    begin = time.perf_counter()
    digest = hashlib.sha256()
    for _ in range(256):
        digest.update(block)
    return 256 * BLOCK / (time.perf_counter() - begin)


def floor_by_line(count: int) -> float:
    """Seconds for one SHA-256 a line, each hanging on the one before, with nothing else done."""
    line = b"x" * 400
    previous = b"0" * 64
    begin = time.perf_counter()
    for _ in range(SAMPLED):
        previous = hashlib.sha256(previous + line).hexdigest().encode()
    return (time.perf_counter() - begin) * count / SAMPLED
