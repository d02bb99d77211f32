"""An export of the ledger as one file: every line as it was hashed, in segments, and a manifest. Pure; no database.

The file is a zip, so any machine opens it. `entries/…jsonl` hold a line an entry, `["hash",{the canonical line}]`;
`manifest.json` names the segments, the head that is kept apart, and the daily roots. `offline.py` checks it.
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

from nuandong.desk.frame.worlds import REAL
from nuandong.desk.ledger.chain import beginning_of, canonical_instant
from nuandong.desk.ledger.offline import FORMAT, MANIFEST, Segment

LINES_A_SEGMENT = 50_000
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
    """What is kept beside the chain: its head, the roots of gas days as (day, sequence, hash), and its world."""

    sequence: int
    hash: str
    roots: tuple[tuple[str, int, str], ...] = ()
    world: str = REAL


def write_export(*, path: Path, entries: Iterable[Written], ends: Ends | None, at: datetime) -> None:
    """Write entries, in the order in which they come, into a file that stands there only when it is whole.

    Without `ends` the head is the last entry.
    """
    fresh = path.with_name(f"{path.name}.part")
    segments: list[Segment] = []
    previous = beginning_of(ends.world if ends else REAL)
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
            "format": FORMAT, "world": ends.world, "exported_at": canonical_instant(at),
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
