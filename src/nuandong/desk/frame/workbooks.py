"""Weigh a workbook before it is opened: what it would fill memory with, not what it says it weighs.

A few kilobytes may ask for a thousand million cells (one cell in the last corner of a sheet: readers fill the rectangle
up), for gigabytes of text (one long shared string, pointed to a million times), or for whatever an archive unpacks to
that lies about its sizes. Readers in machine code end the whole process then. So every part is unpacked against its
checksum, and its XML is read once by a parser that keeps nothing. Pure.

What passes is an .xlsx of the usual build; other formats that readers guess by themselves are not let through.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers.expat import ExpatError, ParserCreate

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 60 * MEGABYTE
MOST_PARTS = 2000
MOST_CELLS = 1_500_000  # of all sheets, each counted as the rectangle from A1 to its last cell
MOST_TEXT = 60 * MEGABYTE  # characters, each shared string counted as often as a cell points to it
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
OTHER_FORMATS = ("xl/workbook.bin", "content.xml")
ALPHABET = 26
FILLED = frozenset({"v", "is", "f"})  # a cell that only has a colour asks for no room


class Unreadable(Exception):
    """No workbook that can be read."""


class TooHeavy(Exception):
    """A workbook that would fill memory; `weight` says with what."""

    def __init__(self, weight: str) -> None:
        self.weight = weight
        super().__init__(weight)


def weigh(content: bytes) -> None:
    """Pass a workbook that may be opened. Raises Unreadable, TooHeavy."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            _weigh(book)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,  # a packing that zipfile knows not
        RuntimeError,  # a part under a password
        EOFError,
    ) as wrong:
        raise Unreadable(str(wrong)) from wrong


def _weigh(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise TooHeavy(f"{unpacked / MEGABYTE:.0f} MB")
    names = {part.filename.lower() for part in parts}
    if len(names) < len(parts) or names & set(OTHER_FORMATS) or "xl/workbook.xml" not in names:
        raise Unreadable("no .xlsx")
    found = [read for part in parts if (read := _read(book, part)) is not None]
    strings = [length for one in found for length in one.strings]
    cells = sum(one.rows * one.columns for one in found)
    if cells > MOST_CELLS:
        raise TooHeavy(f"{cells} cells")
    told: dict[int, int] = {}
    for one in found:
        for place, times in one.pointed.items():
            told[place] = told.get(place, 0) + times
    text = sum(times * strings[place] for place, times in told.items() if place < len(strings))
    if text > MOST_TEXT:
        raise TooHeavy(f"{text / MEGABYTE:.0f} MB")


def _read(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> _Part | None:
    """One part, unpacked against its checksum; None where it is neither sheet nor strings."""
    content = book.read(part)
    if not part.filename.lower().endswith(".xml"):
        return None
    read = _Part()
    try:
        read.parse(content)
    except ExpatError as wrong:
        raise Unreadable(f"{part.filename}: {wrong}") from wrong
    return read


@dataclass(slots=True)
class _Part:
    """What one part of a workbook asks for; only a sheet or the shared strings ask for anything."""

    rows: int = 0
    columns: int = 0
    strings: list[int] = field(default_factory=list)
    pointed: dict[int, int] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    is_pointer: bool = False
    number: list[str] | None = None
    depth_of_text: bool = False

    def parse(self, content: bytes) -> None:
        """Read it once. Raises ExpatError."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.say
        parser.Parse(content, True)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        word = name.rpartition(":")[2]
        if word == "row":
            told = attributes.get("r", "")
            self.row, self.column = _number(told, LAST_ROW) if told else self.row + 1, 0
        elif word == "c":
            self._cell(attributes)
        elif word in FILLED:
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if word == "v":
            self.number = [] if self.is_pointer else None
        elif word == "si":
            self.strings.append(0)
        elif word == "t":
            self.depth_of_text = bool(self.strings)

    def end(self, name: str) -> None:
        """An element ends."""
        word = name.rpartition(":")[2]
        if word == "t":
            self.depth_of_text = False
        elif word == "v" and self.number is not None:
            told = "".join(self.number).strip()
            if told.isascii() and told.isdecimal() and len(told) < len(str(MOST_UNPACKED)) + 1:
                self.pointed[int(told)] = self.pointed.get(int(told), 0) + 1
            self.number = None

    def say(self, text: str) -> None:
        """Characters between."""
        if self.number is not None:
            self.number.append(text)
        elif self.depth_of_text:
            self.strings[-1] += len(text)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r", "")
        if place:
            letters = place.rstrip("0123456789")
            self.row, self.column = _number(place[len(letters) :], LAST_ROW), _column(letters)
        else:
            self.column += 1
        self.is_pointer = attributes.get("t") == "s"


def _number(told: str, most: int) -> int:
    if not (told.isascii() and told.isdecimal() and len(told) <= len(str(most)) and 1 <= int(told) <= most):
        raise Unreadable(f"row {told[:20]}")
    return int(told)


def _column(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = place * ALPHABET + ord(letter) - ord("A") + 1
        if not "A" <= letter <= "Z" or place > LAST_COLUMN:
            raise Unreadable(f"column {letters[:20]}")
    if not place:
        raise Unreadable("a cell without a column")
    return place
