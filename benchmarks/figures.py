"""A table of measured figures beside their goals, and the clock that they are measured with."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# Measured

Ratios inside one run, CPU time, medians; the machine is named with each table. `./nuandong bench balance --write` (or
`demand`, `desk`, `peers`) measures again: the page is made from what was measured, goals that are missed say so.
"""


def write_section(which: str, table: FigureTable, *, page: Path = PAGE) -> None:
    """Replace the section of one benchmark on a page, everything else on it stays."""
    kept = page.read_text(encoding="utf-8") if page.exists() else HEAD
    begin, end = f"<!-- {which} -->\n", f"<!-- /{which} -->\n"
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
    section = f"{begin}\n{table.markdown()}\n{machine}\n{end}"
    if begin in kept:
        before, _, rest = kept.partition(begin)
        kept = before + section + rest.partition(end)[2]
    else:
        kept = f"{kept.rstrip()}\n\n{section}"
    page.write_text(kept, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `goal` None: for orientation; otherwise at most or at least the goal."""

    what: str
    measured: float
    unit: str = "×"
    goal: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is met; a figure without a goal always is."""
        if self.goal is None:
            return True
        return self.measured >= self.goal if self.at_least else self.measured <= self.goal


@dataclass(slots=True)
class FigureTable:
    """Figures of one benchmark under a title; `lead` says on a page what was done, `clock` what was counted."""

    title: str
    lead: str = ""
    clock: str = "CPU time, medians; ratios inside one run"
    figures: list[Figure] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        """Append a figure."""
        self.figures.append(figure)

    @property
    def all_met(self) -> bool:
        """Whether every goal is met."""
        return all(figure.met for figure in self.figures)

    def markdown(self) -> str:
        """The table as a section of a page."""
        lead = [self.lead, ""] if self.lead else []
        lines = [f"## {self.title}", "", *lead, "| figure | measured | goal | |", "|---|---:|---:|---|"]
        for figure in self.figures:
            goal = (
                ""
                if figure.goal is None
                else f"{'≥' if figure.at_least else '≤'} {figure.goal:g} {figure.unit}"
            )
            verdict = "" if figure.goal is None else ("met" if figure.met else "**missed**")
            note = " ".join((verdict, figure.note)).strip()
            lines.append(f"| {figure.what} | {figure.measured:.3g} {figure.unit} | {goal} | {note} |")
        return "\n".join([*lines, ""])

    def show(self) -> None:
        """Print the table with the goal beside each figure."""
        caption = f"Python {platform.python_version()}, {platform.machine()}; {self.clock}"
        table = Table(title=self.title, caption=caption)
        for heading, justify in (("figure", "left"), ("measured", "right"), ("goal", "right"), ("", "left")):
            table.add_column(heading, justify=justify)  # type: ignore[arg-type]
        for figure in self.figures:
            goal = (
                ""
                if figure.goal is None
                else f"{'≥' if figure.at_least else '≤'} {figure.goal:g} {figure.unit}"
            )
            verdict = "" if figure.goal is None else ("met" if figure.met else "MISSED")
            table.add_row(
                figure.what,
                f"{figure.measured:.3g} {figure.unit}",
                goal,
                " ".join((verdict, figure.note)).strip(),
            )
        Console().print(table)


def cpu_seconds(work: Callable[[], object], *, rounds: int = 3) -> float:
    """Median process CPU time of some work, in seconds."""
    spent = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return statistics.median(spent)
