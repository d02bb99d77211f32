"""One CSV file to raw rows. UTF-8 with or without mark, UTF-16 with mark and GB18030 simply work."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from nuandong.casefile.faults import Gathering
from nuandong.casefile.files import read_bytes
from nuandong.casefile.limits import Limits
from nuandong.casefile.raw import RawTable, gather_rows
from nuandong.findings import Place, shortened

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_csv(path: Path, *, limits: Limits, faults: Gathering) -> RawTable | None:
    """The rows of a CSV file, or None and a fault."""
    content = read_bytes(path, limit=limits.file_bytes, faults=faults)
    if content is None:
        return None
    encoding = encoding_of(content)
    if encoding is None:
        faults.add("not_text", place=Place(path.name))
        return None
    opened = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    reader = csv.reader(opened, delimiter=delimiter_of(content, encoding), strict=True)
    try:
        return gather_rows(file=path.name, rows=_rows(reader), first=1, limits=limits, faults=faults)
    except csv.Error as trouble:
        faults.add("broken_csv", place=Place(path.name, reader.line_num), reason=shortened(trouble))
        return None


def encoding_of(content: bytes) -> str | None:
    """The encoding of a text; None for bytes that are no text in any of those that clerks' machines write."""
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return marked if _decodes(content, marked) else None
    if b"\0" in content:
        return None
    return next((name for name in ("utf-8", "gb18030") if _decodes(content, name)), None)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(content: bytes, encoding: str) -> str:
    """Comma, tab or semicolon: whichever the header has most of."""
    opened = io.TextIOWrapper(io.BytesIO(content), encoding=encoding)
    header = next((line for line in opened if line.strip(", ;\t\r\n")), "")
    return max(",\t;", key=header.count)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from reader
