"""A curtailment plan as somebody left it: cuts.csv and alternatives.csv of a results folder, or its workbook, edited.

Only `point` and `relief` must be there; what a line leaves out is filled from the day's own figures, what it says
otherwise is kept, so that the guards can name it. Rows keep the number that a spreadsheet shows.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from nuandong.assess.day import Answers
from nuandong.casefile.cells import BadCell, instant_of, number_of, text_of
from nuandong.casefile.csvfile import read_csv
from nuandong.casefile.faults import Gathering
from nuandong.casefile.limits import Limits
from nuandong.casefile.raw import RawTable
from nuandong.casefile.report_words import heading_of
from nuandong.casefile.results import MANIFEST
from nuandong.casefile.shape import plain
from nuandong.casefile.workbook import read_workbook
from nuandong.curtailment import CutPlan, PointLoads, ReliefTarget
from nuandong.curtailment.broken import FIRST_ROW, PLAN_FILE
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.units import Flow

CUTS, ALTERNATIVES = "cuts.csv", "alternatives.csv"
SHEETS = ("压减建议", "替代措施")
PROPOSAL = ("压减建议", "curtailment proposal")
TEXTS = ("point", "user", "name_zh", "name_en", "county", "tier", "consumer_class", "state")
FIGURES = ("relief", "load", "safe_load")
NEEDED = ("point", "relief")
STATE_WORDS = {"减": "reduce", "停": "stop", "减 reduce": "reduce", "停 stop": "stop"}


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """What lies under a path: the rows of cuts.csv, what of each measure is taken, and the run it came from (None
    where no manifest says)."""

    cuts: RawTable | None
    used: Mapping[str, Flow]
    used_rows: Mapping[str, int]
    gas_day: date | None
    as_of: datetime | None
    input_hash: str
    findings: Findings


@dataclass(frozen=True, slots=True)
class HandWritten:
    """The plan of a file, the row of each of its lines, and cells that could not be read."""

    cuts: CutPlan
    rows: tuple[int, ...]
    used_rows: Mapping[str, int]
    file: str
    findings: Findings

    def told(self, findings: Findings) -> Findings:
        """Findings about the plan with the file and the row in which each line really stands; what a faulty cell has
        said already is not said again."""
        said = {(finding.place.row, finding.place.column) for finding in self.findings}
        moved = [self._moved(finding) for finding in findings]
        kept = [
            one for one in moved if one.place.row is None or (one.place.row, one.place.column) not in said
        ]
        kept.sort(key=lambda one: (one.place.file, one.place.row or 0))
        return self.findings + Findings(tuple(kept))

    def _moved(self, finding: Finding) -> Finding:
        if finding.place.file != PLAN_FILE:
            row = self.used_rows.get(finding.value.split(maxsplit=1)[0])
            return replace(finding, place=Place(ALTERNATIVES, row, finding.place.column))
        row = None if finding.place.row is None else self.rows[finding.place.row - FIRST_ROW]
        return replace(finding, place=Place(self.file, row, finding.place.column))


def read_written_plan(path: str | Path) -> WrittenPlan:
    """The plan in a results folder, in its workbook, or in one CSV file alone; faults are in `findings`."""
    target, faults = Path(path), Gathering(limit=Limits().findings)
    file = target / CUTS if target.is_dir() else target
    if not file.is_file():
        if target.exists():
            faults.add("missing_file", place=Place(CUTS), meaning=PROPOSAL)
        else:
            faults.add("not_found", place=Place(str(target)))
        return WrittenPlan(None, {}, {}, None, None, "", faults.findings)
    if file.suffix.lower() == ".xlsx":
        cuts, measures = _sheets(file, faults)
    else:
        beside = file.parent / ALTERNATIVES
        cuts = read_csv(file, limits=Limits(), faults=faults)
        measures = (
            read_csv(beside, limits=Limits(), faults=faults) if target.is_dir() and beside.is_file() else None
        )
    used = {} if measures is None else _used(measures, faults)
    stamp = _stamp(file.parent / MANIFEST)
    return WrittenPlan(
        cuts=cuts,
        used={measure: flow for measure, (flow, _) in used.items()},
        used_rows={measure: row for measure, (_, row) in used.items()},
        gas_day=date.fromisoformat(stamp["gas_day"]) if stamp else None,
        as_of=datetime.fromisoformat(stamp["as_of"]) if stamp else None,
        input_hash=str(stamp.get("input_hash", "")),
        findings=faults.findings,
    )


def _sheets(file: Path, faults: Gathering) -> tuple[RawTable | None, RawTable | None]:
    """The sheets of a results workbook that hold cuts and other measures, by the beginning of their names."""
    sheets = read_workbook(file, limits=Limits(), faults=faults) or {}
    found = {
        word: next((raw for name, raw in sheets.items() if name.startswith(word)), None) for word in SHEETS
    }
    if sheets and found[SHEETS[0]] is None:
        faults.add("missing_sheet", place=Place(SHEETS[0]), meaning=PROPOSAL)
    return found[SHEETS[0]], found[SHEETS[1]]


def _stamp(manifest: Path) -> dict[str, Any]:
    """What the manifest says of the run; nothing where there is none that can be read."""
    try:
        stamp = json.loads(manifest.read_text(encoding="utf-8"))["stamp"]
        date.fromisoformat(stamp["gas_day"]), datetime.fromisoformat(stamp["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(stamp)


def _used(raw: RawTable, faults: Gathering) -> dict[str, tuple[Flow, int]]:
    """What of each measure the plan takes, by id, with its row; rows that cannot be read are reported."""
    where = _columns_of(raw, ("measure", "used"))
    if len(where) < 2:
        return {}
    used = {}
    for index, row in enumerate(raw.rows):
        cells = [row[place] if place < len(row) else "" for place in where.values()]
        try:
            used[text_of(cells[0])] = (number_of(cells[1]), raw.numbers[index])
        except BadCell as fault:
            faults.add(fault.code, place=raw.place(row=index, column="used"), value=cells[1])
    return used


def _columns_of(raw: RawTable, wanted: Sequence[str]) -> dict[str, int]:
    """Where the wanted columns stand, by name or by their heading in either language."""
    known: dict[str, str] = {}
    for name in wanted:
        heading = heading_of(name)
        for written in (name, heading.zh, heading.en):
            known.setdefault(plain(written), name)
    where: dict[str, int] = {}
    for place, head in enumerate(raw.header):
        met = known.get(plain(text_of(head).split("\n")[0]))
        if met is not None:
            where.setdefault(met, place)
    return {name: where[name] for name in wanted if name in where}


def other_input(written: WrittenPlan, *, input_hash: str) -> Findings:
    """A warning where the plan was made from another state of the case than the one it is held against."""
    if written.input_hash in ("", input_hash):
        return Findings()
    finding = Finding(
        code="curtailment.plan.other_input",
        place=Place(MANIFEST, None, "input_hash"),
        value=written.input_hash[:12],
        wanted_zh="方案由另一状态的案例算出；以下按现在的案例检查，请确认用的是同一案例",
        wanted_en="the plan was made from another state of the case; it is held against the case as it is now",
        severity=Severity.WARNING,
    )
    return Findings((finding,))


def hand_written(written: WrittenPlan, *, answers: Answers, loads: PointLoads) -> HandWritten | None:
    """The plan of the file, what it leaves out filled in; None where the table itself cannot be read."""
    if written.cuts is None:
        return None
    raw = _in_order(written.cuts)
    faults = Gathering(limit=Limits().findings)
    where = _columns_of(raw, (*TEXTS, *FIGURES, "notify_by"))
    for name in NEEDED:
        if name not in where:
            label = heading_of(name)
            faults.add(
                "missing_column", place=Place(raw.file, raw.header_row, name), label=(label.zh, label.en)
            )
    if faults.findings:
        return HandWritten(_plan_of({}, answers, loads), (), {}, raw.file, faults.findings)
    columns: dict[str, list[Any]] = {}
    for name, place in where.items():
        cells = [row[place] if place < len(row) else "" for row in raw.rows]
        read: Callable[[Any], Any] = (
            number_of if name in FIGURES else instant_of if name == "notify_by" else text_of
        )
        columns[name] = [_cell(read, cell, raw, (index, name), faults) for index, cell in enumerate(cells)]
    plan = _plan_of(columns, answers, loads)
    return HandWritten(plan, raw.numbers, written.used_rows, raw.file, faults.findings)


def _in_order(raw: RawTable) -> RawTable:
    """Rows by their number in the order list where each has one of its own, else as they stand: a list that somebody
    sorted by county to read it is still the same list."""
    place = _columns_of(raw, ("order",)).get("order")
    if place is None:
        return raw
    try:
        order = [number_of(row[place]) for row in raw.rows]
    except (BadCell, IndexError):
        return raw
    if len(set(order)) < len(order):
        return raw
    rows = sorted(range(len(order)), key=lambda row: order[row])
    kept = tuple(raw.rows[row] for row in rows)
    return replace(raw, rows=kept, numbers=tuple(raw.numbers[row] for row in rows))


def _cell(
    read: Callable[[Any], Any], cell: Any, raw: RawTable, at: tuple[int, str], faults: Gathering
) -> Any:
    """One cell, read; None where it is empty, not-a-number for a figure that cannot be read."""
    if text_of(cell) == "" and at[1] != "relief":
        return None
    try:
        return read(cell)
    except BadCell as fault:
        faults.add(fault.code, place=raw.place(row=at[0], column=at[1]), value=cell)
        return math.nan if at[1] in FIGURES else None


def _plan_of(columns: Mapping[str, list[Any]], answers: Answers, loads: PointLoads) -> CutPlan:
    """Lines as a plan; cells that are not there are those of the point they name."""
    points = [str(point or "") for point in columns.get("point", [])]
    truth = _truth(points, answers, loads)

    def column(name: str) -> list[Any]:
        given = columns.get(name, [None] * len(points))
        return [own if cell is None else cell for cell, own in zip(given, truth[name], strict=True)]

    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(cell) for cell in column(name))

    cuts = answers.cuts
    return CutPlan(
        day=cuts.day,
        decided_at=cuts.decided_at,
        order=tuple(range(1, len(points) + 1)),
        point=tuple(points),
        user=texts("user"),
        name_zh=texts("name_zh"),
        name_en=texts("name_en"),
        county=texts("county"),
        tier=texts("tier"),
        consumer_class=texts("consumer_class"),
        state=tuple(STATE_WORDS.get(word, word) for word in texts("state")),
        load=np.asarray(column("load"), dtype=np.float64),
        safe_load=np.asarray(column("safe_load"), dtype=np.float64),
        relief=np.asarray(column("relief"), dtype=np.float64),
        notify_by=tuple(column("notify_by")),
        reason_zh=("",) * len(points),
        reason_en=("",) * len(points),
        asked=cuts.asked,
        residual=ReliefTarget((), (), np.zeros(0)),
    )


def _truth(points: Sequence[str], answers: Answers, loads: PointLoads) -> dict[str, list[Any]]:
    """What the day says of each named point; blanks for points that nobody knows."""
    book, at = answers.work.case.users, {point: number for number, point in enumerate(loads.point)}
    owner = dict(zip(book.delivery_points.point, book.delivery_points.user, strict=True))
    zh = dict(zip(book.users.user, book.users.name_zh, strict=True))
    en = dict(zip(book.users.user, book.users.name_en, strict=True))
    numbers = [at.get(point) for point in points]
    column = loads.column(answers.cuts.day)
    told = dict(zip(answers.cuts.point, answers.cuts.notify_by, strict=True))

    def of(values: Any, blank: Any) -> list[Any]:
        return [blank if number is None else values[number] for number in numbers]

    return {
        "user": [owner.get(point, "") for point in points],
        "name_zh": [zh.get(owner.get(point, ""), owner.get(point, "")) for point in points],
        "name_en": [en.get(owner.get(point, ""), owner.get(point, "")) for point in points],
        "county": of(loads.county, ""),
        "tier": of(loads.tier, ""),
        "consumer_class": of([word.value for word in loads.consumer_class], ""),
        "state": ["reduce"] * len(points),
        "load": of(loads.load[:, column], math.nan),
        "safe_load": of(loads.safe[:, column], math.nan),
        "relief": [math.nan] * len(points),
        "notify_by": [told.get(point, answers.cuts.decided_at) for point in points],
    }
