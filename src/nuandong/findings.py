"""Faulty data as values, unanswerable calls as errors.

A fault in data is not an exception: it is a `Finding`, collected with all the others and shown at once,
each with its place, the value met and what is wanted. A call that cannot be answered raises an
`AssuranceError`, which keeps its facts as attributes and ends with what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

QUOTED = 60  # characters of a value that are repeated in a finding


class Severity(StrEnum):
    """An `error` stops the computation; a `warning` travels with the result."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault lies: file or sheet, row as a person counts it (header is 1), column."""

    file: str = ""
    row: int | None = None
    column: str = ""

    def text(self, *, language: str = "zh") -> str:
        """The place in words."""
        row_word = "第 {} 行" if language.startswith("zh") else "row {}"
        column_word = "列 {}" if language.startswith("zh") else "column {}"
        parts = [self.file] if self.file else []
        if self.row is not None:
            parts.append(row_word.format(self.row))
        if self.column:
            parts.append(column_word.format(self.column))
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: a stable code, its place, the value met, and what is wanted in both languages."""

    code: str
    place: Place
    value: str
    wanted_zh: str
    wanted_en: str
    severity: Severity = Severity.ERROR

    def text(self, *, language: str = "zh") -> str:
        """One line that names the place, the value and the cure."""
        zh = language.startswith("zh")
        wanted = self.wanted_zh if zh else self.wanted_en
        met = (f"“{self.value}”：" if zh else f"“{self.value}”: ") if self.value else ""
        colon = "：" if zh else ": "
        where = self.place.text(language=language)
        return f"{where}{colon if where else ''}{met}{wanted}"


FaultWords: TypeAlias = tuple[Severity, str, str]  # what is wanted, in Chinese and in English, with {facts}


def stated(
    code: str,
    *,
    words: FaultWords,
    place: Place,
    value: object = "",
    facts: Mapping[str, object],
    quoted: int = QUOTED,
) -> Finding:
    """A finding in the words of a list of faults; facts fill the words, and a fact that is a pair is (zh, en)."""
    severity, zh, en = words
    return Finding(
        code=code,
        place=place,
        value=shortened(value, length=quoted),
        wanted_zh=zh.format(**{name: _in(fact, 0) for name, fact in facts.items()}),
        wanted_en=en.format(**{name: _in(fact, 1) for name, fact in facts.items()}),
        severity=severity,
    )


def shortened(value: object, *, length: int = QUOTED) -> str:
    """A value as it is quoted in a finding: one line, not too long."""
    written = " ".join(str(value).split())
    return written if len(written) <= length else written[: length - 1] + "…"


def _in(fact: object, language: int) -> object:
    return fact[language] if isinstance(fact, tuple) else fact


@dataclass(frozen=True, slots=True)
class Findings:
    """All faults met, in the order of reading."""

    found: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __add__(self, other: Findings) -> Findings:
        return Findings(self.found + other.found)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Those that stop a computation."""
        return tuple(finding for finding in self.found if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Those that travel with the result."""
        return tuple(finding for finding in self.found if finding.severity is Severity.WARNING)


def collect(parts: Iterable[Findings]) -> Findings:
    """Several lists of findings as one."""
    return Findings(tuple(finding for part in parts for finding in part.found))


class AssuranceError(Exception):
    """A call that cannot be answered. Subclasses keep their facts and end with what to do."""


class FaultyCase(AssuranceError):
    """A case whose data hold errors; nothing of it was computed."""

    def __init__(self, findings: Findings, *, language: str = "zh") -> None:
        self.findings = findings
        count = len(findings.errors)
        head = (
            f"案例数据有 {count} 处错误，未作任何计算；请逐条更正后重试："
            if language.startswith("zh")
            else f"The case holds {count} faults; nothing was computed. Mend each and try again:"
        )
        lines = [finding.text(language=language) for finding in findings.errors]
        super().__init__("\n".join([head, *lines]))
