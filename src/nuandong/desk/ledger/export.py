"""Write the ledger into one file that can be checked anywhere: every line as it was hashed, and a manifest.

The file is a zip, so any machine opens it. `entries/…jsonl` hold a line an entry, `["hash",{the canonical line}]`;
`manifest.json` names the segments, the head that is kept apart, and the daily roots. `offline.py` checks it.

Clause: T-098.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from nuandong.desk.ledger.chain import BEGINNING, canonical_instant
from nuandong.desk.ledger.models import DailyRoot, Entry, Head
from nuandong.desk.ledger.offline import FORMAT, MANIFEST, Segment

LINES_A_SEGMENT = 50_000
ROWS_AT_A_TIME = 5_000
QUICK = 1  # of zlib's levels: hashes do not shrink, and the rest does so at any level


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as it is exported."""

    sequence: int
    line: str
    hash: str
    algorithm: str


@dataclass(frozen=True, slots=True)
class Ends:
    """What is kept beside the chain: its head, and the roots of gas days as (day, sequence, hash)."""

    sequence: int
    hash: str
    roots: tuple[tuple[str, int, str], ...] = ()


def export_ledger(*, path: Path, at: datetime) -> Ends:
    """Write the ledger as it stands into a file; acts that come meanwhile are left for the next export."""
    head = Head.objects.values_list("sequence", "hash").first()
    last = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, digest = head or last or (0, BEGINNING)
    roots = DailyRoot.objects.filter(sequence__lte=sequence).values_list("gas_day", "sequence", "hash")
    ends = Ends(sequence, digest, tuple((day.isoformat(), number, text) for day, number, text in roots))
    write_export(path=path, entries=_entries(sequence), ends=ends, at=at)
    return ends


def write_export(*, path: Path, entries: Iterable[Written], ends: Ends | None, at: datetime) -> None:
    """Write entries, in the order in which they come, into a file that stands there only when it is whole.

    Without `ends` the head is the last entry.
    """
    fresh = path.with_name(f"{path.name}.part")
    segments: list[Segment] = []
    previous = BEGINNING
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as packed:
        for lines in _in_segments(entries):
            name = f"entries/{len(segments) + 1:06d}.jsonl"
            packed.writestr(name, "".join(f'["{one.hash}",{one.line}]\n' for one in lines))
            first, last = lines[0], lines[-1]
            segments.append(
                Segment(name, first.sequence, last.sequence, previous, last.hash, first.algorithm)
            )
            previous = last.hash
        if ends is None:
            ends = Ends(segments[-1].last if segments else 0, previous)
        manifest = {
            "format": FORMAT, "exported_at": canonical_instant(at),
            "entries": sum(segment.last - segment.first + 1 for segment in segments),
            "head": {"sequence": ends.sequence, "hash": ends.hash},
            "roots": [{"gas_day": day, "sequence": number, "hash": text} for day, number, text in ends.roots],
            "segments": [asdict(segment) for segment in segments],
        }  # fmt: skip
        packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    os.replace(fresh, path)


def _in_segments(entries: Iterable[Written]) -> Iterator[list[Written]]:
    """Entries in lists that are not too long, each of one hash algorithm."""
    for _, alike in groupby(entries, key=lambda entry: entry.algorithm):
        lines: list[Written] = []
        for entry in alike:
            lines.append(entry)
            if len(lines) == LINES_A_SEGMENT:
                yield lines
                lines = []
        if lines:
            yield lines


def _entries(end: int) -> Iterator[Written]:
    """Every entry up to one, in parts: a long question would hold up whoever writes."""
    reached = 0
    while True:
        rows = Entry.objects.filter(sequence__gt=reached, sequence__lte=end).order_by("sequence")
        part = list(rows.values_list("sequence", "line", "hash", "hash_algorithm")[:ROWS_AT_A_TIME])
        yield from (Written(*row) for row in part)
        if len(part) < ROWS_AT_A_TIME:
            return
        reached = part[-1][0]
