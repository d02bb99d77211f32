"""The shipped tables as rows, read without the product's own reader."""

import csv
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "examples" / "shanxi"


@cache
def rows(stem: str) -> tuple[dict[str, str], ...]:
    """Rows of one table of the sample province."""
    with (FOLDER / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def by(stem: str, column: str) -> dict[str, dict[str, str]]:
    """Rows of a table by a column that is unique."""
    return {row[column]: row for row in rows(stem)}
