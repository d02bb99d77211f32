"""Write the ledger of this desk into one file that can be checked anywhere.

Clause: T-098.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from nuandong.desk.frame.world import world
from nuandong.desk.ledger.chain import beginning_of
from nuandong.desk.ledger.models import DailyRoot, Entry, Head
from nuandong.desk.ledger.packing import Ends, Written, write_export

ROWS_AT_A_TIME = 5_000


def export_ledger(*, path: Path, at: datetime) -> Ends:
    """Write the ledger as it stands into a file; acts that come meanwhile are left for the next export."""
    head = Head.objects.values_list("sequence", "hash").first()
    last = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, digest = head or last or (0, beginning_of(world()))
    roots = DailyRoot.objects.filter(sequence__lte=sequence).values_list("gas_day", "sequence", "hash")
    ends = Ends(
        sequence, digest, tuple((day.isoformat(), number, text) for day, number, text in roots), world()
    )
    write_export(path=path, entries=_entries(sequence), ends=ends, at=at)
    return ends


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
