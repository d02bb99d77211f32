"""Tables of use as utilities write them, made for a test: one winter and more, in any unit, order and tongue."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.read import UtilityHistory, examine_utility
from nuandong.findings import Finding

FIRST = date(2021, 11, 1)
MCF = 1e3 * 0.3048**3 / 1e4  # 10^4 m3


def winter(count: int = 120) -> tuple[list[date], list[float], list[float]]:
    """Days, mean temperatures in degC and use in a unit of its own, the colder the more."""
    dice = np.random.default_rng(20211101)
    temperature = np.round(8 - 12 * np.sin(np.arange(count) / 58 * np.pi / 2) + dice.normal(0, 2.5, count), 1)
    use = np.round(900 + 70 * np.maximum(0, 16 - temperature) + dice.normal(0, 15, count), 1)
    return [FIRST + timedelta(days=step) for step in range(count)], temperature.tolist(), use.tolist()


def lines(write: Callable[[date, float, float], str], count: int = 120) -> str:
    """A row for each day: `write(day, temperature, use)`."""
    return "".join(write(*row) + "\n" for row in zip(*winter(count), strict=True))


def plain_table(count: int = 120) -> str:
    """A table that nothing is wrong with."""
    return "date,demand_gj,temperature_c\n" + lines(lambda day, warmth, use: f"{day},{use},{warmth}", count)


def with_rows(*rows: str) -> str:
    """The sound table and further rows."""
    return plain_table() + "".join(f"{row}\n" for row in rows)


def read(
    folder: Path,
    text: str | bytes,
    *,
    name: str = "town.csv",
    encoding: str = "utf-8",
    reading: Reading | None = None,
) -> tuple[UtilityHistory | None, dict[str, Finding]]:
    """What is read from a text, and the first finding of each code."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    found, findings = examine_utility(path, reading=reading or Reading())
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
    return found, first
