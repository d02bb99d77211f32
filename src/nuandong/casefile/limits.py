"""How much a case may hold before it is refused unread: a mistake must not fill the memory or the night."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of reading; every one is inclusive.

    `file_bytes` for one CSV or TOML file, `workbook_bytes` for a workbook as it lies on the disk and
    `unpacked_bytes` for all that it unpacks to; `rows` and `cells` for one table; after `empty_rows` empty
    rows in a row a table is over; `findings` of one kind in one file are shown, the others counted.
    """

    file_bytes: int = 200 * MEGABYTE
    workbook_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 1_000 * MEGABYTE
    rows: int = 1_000_000
    cells: int = 5_000_000
    empty_rows: int = 1_000
    findings: int = 50
