"""A copy of the tiny case, and ways to spoil it as clerks and machines do."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from nuandong.casefile import Limits, examine_case

TINY = Path(__file__).resolve().parents[1] / "cases" / "tiny"

Spoil = Callable[[Path], object]


def copy_of_tiny(folder: Path) -> Path:
    """The tiny case in a folder of its own, whose name has a space and Chinese in it."""
    target = folder / "微型 case"
    shutil.copytree(TINY, target)
    return target


def rows_of(folder: Path, table: str) -> list[list[str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def write_rows(folder: Path, table: str, rows: list[list[str]], *, encoding: str = "utf-8") -> None:
    with (folder / f"{table}.csv").open("w", encoding=encoding, newline="") as opened:
        csv.writer(opened).writerows(rows)


def put(table: str, row: int, column: str, value: str) -> Spoil:
    """Another value in one cell; rows are counted as in a spreadsheet, the header is row 1."""

    def spoil(folder: Path) -> None:
        rows = rows_of(folder, table)
        rows[row - 1][rows[0].index(column)] = value
        write_rows(folder, table, rows)

    return spoil


def add(table: str, *cells: str) -> Spoil:
    """One more row at the end."""
    return lambda folder: write_rows(folder, table, [*rows_of(folder, table), list(cells)])


def repeat(table: str, row: int) -> Spoil:
    """The same row once more at the end."""

    def spoil(folder: Path) -> None:
        rows = rows_of(folder, table)
        write_rows(folder, table, [*rows, rows[row - 1]])

    return spoil


def scale(table: str, column: str, *, factor: float, where: dict[str, str]) -> Spoil:
    """A column multiplied in the rows that hold these values: a figure in another unit."""

    def spoil(folder: Path) -> None:
        rows = rows_of(folder, table)
        head = rows[0]
        for row in rows[1:]:
            if all(row[head.index(name)] == value for name, value in where.items()):
                row[head.index(column)] = repr(float(row[head.index(column)]) * factor)
        write_rows(folder, table, rows)

    return spoil


def without_rows(table: str, *, where: dict[str, str]) -> Spoil:
    """A table without the rows that hold these values."""

    def spoil(folder: Path) -> None:
        rows = rows_of(folder, table)
        head = rows[0]
        kept = [
            row
            for row in rows[1:]
            if not all(row[head.index(name)] == value for name, value in where.items())
        ]
        write_rows(folder, table, [head, *kept])

    return spoil


def without_column(table: str, column: str) -> Spoil:
    """A table without one of its columns."""

    def spoil(folder: Path) -> None:
        rows = rows_of(folder, table)
        at = rows[0].index(column)
        write_rows(folder, table, [[*row[:at], *row[at + 1 :]] for row in rows])

    return spoil


def without_file(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def write_text(name: str, text: str) -> Spoil:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def write_bytes(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


def in_settings(before: str, after: str) -> Spoil:
    """case.toml with one passage replaced."""

    def spoil(folder: Path) -> None:
        path = folder / "case.toml"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    return spoil


def found(path: Path, *, limits: Limits | None = None) -> list[tuple[str, str, str]]:
    """Code, Chinese line and English line of every finding."""
    _, findings = examine_case(path, limits=limits)
    return [(finding.code, finding.text(language="zh"), finding.text(language="en")) for finding in findings]
