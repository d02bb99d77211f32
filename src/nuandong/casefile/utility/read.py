"""A plain table of any utility to a history of use: every fault at once, every assumption listed, nothing silent.

Wanted: a column of dates and one of use. Welcome: temperature, wind, rest days or holidays, use held back, a column
that names series, and forecasts of the temperature with their lead or time of issue.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from nuandong.casefile.faults import Gathering
from nuandong.casefile.limits import Limits
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.columns import settled_columns
from nuandong.casefile.utility.grid import laid_out
from nuandong.casefile.utility.measure import UseUnit
from nuandong.casefile.utility.opening import open_table
from nuandong.casefile.utility.rows import understood_rows
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.stored_weather import StoredWeather
from nuandong.demand.series import UseHistory
from nuandong.findings import FaultyCase, Findings, Severity
from nuandong.units import FloatArray

SHOWN_OF_A_KIND = 12  # findings of one code that are shown; the rest are counted
# Faults of single cells, which `leave_out` may take as unknown; all others concern the table and stop everything.
OF_CELLS = frozenset(
    {"text_in_number", "negative_use", "impossible_temperature", "unreadable_flag", "unreadable_date", "day_twice",
     "mixed_units"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class UtilityHistory:
    """What a file held: its history in inner units, the unit of each series, stored forecasts, and what was said.

    `factors` (n,) divide inner figures into the units of the file; `digest` is the SHA-256 of the file's bytes;
    `name_en` where the name is another in English.
    """

    name: str
    source: str
    digest: str
    history: UseHistory
    units: tuple[UseUnit, ...]
    weather: StoredWeather | None
    said: tuple[Said, ...]
    findings: Findings
    name_en: str = ""

    @property
    def factors(self) -> FloatArray:
        """Inner figures over these are figures in the file's own units, (n,)."""
        import numpy as np

        return np.array([unit.factor for unit in self.units])


def read_utility(path: str | Path, *, reading: Reading, limits: Limits | None = None) -> UtilityHistory:
    """The history in a file; FaultyCase with every finding where it holds an error."""
    found, findings = examine_utility(path, reading=reading, limits=limits)
    if found is None:
        raise FaultyCase(findings)
    return found


def examine_utility(
    path: str | Path, *, reading: Reading, limits: Limits | None = None
) -> tuple[UtilityHistory | None, Findings]:
    """The history in a file, None where it holds an error, and everything found."""
    bounds = limits or Limits()
    faults = Gathering(limit=SHOWN_OF_A_KIND)
    source = Path(path)
    opened = open_table(source, reading=reading, limits=bounds, faults=faults)
    if opened is not None and not opened.raw.rows:
        faults.add("no_rows", place=opened.raw.place())
        return None, faults.findings
    settled = None if opened is None else settled_columns(opened.raw, reading, faults)
    if opened is None or settled is None:
        return None, faults.findings
    columns, told = settled
    rows, read = understood_rows(columns, reading, separator=opened.separator, faults=faults)
    laid = laid_out(rows, reading, name=source.stem, faults=faults)
    findings = eased(faults.findings) if reading.leave_out else faults.findings
    if laid is None or findings.errors:
        return None, findings
    found = UtilityHistory(
        name=source.stem,
        source=source.name,
        digest=hashlib.sha256(source.read_bytes()).hexdigest(),
        history=laid.history,
        units=laid.units,
        weather=laid.weather,
        said=(*opened.said, *told, *read, *laid.said),
        findings=findings,
    )
    return found, findings


def eased(findings: Findings) -> Findings:
    """Faults of single cells as warnings: the reader has asked to take them as unknown."""
    return Findings(
        tuple(
            replace(one, severity=Severity.WARNING) if one.code in OF_CELLS else one for one in findings.found
        )
    )
