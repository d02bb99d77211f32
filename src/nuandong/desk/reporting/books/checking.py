"""Hold every column of a workbook against the gate that the form uses; say each fault with sheet, cell and value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.reporting.actions import CheckedFiling
from nuandong.desk.reporting.books.layout import DAY_KEY, NOTE_KEY, UNIT_KEY
from nuandong.desk.reporting.books.reading import ReadColumn, flag_of
from nuandong.desk.reporting.fields import asked_of, report_fields
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel, ReportFigure, ReportVersion
from nuandong.desk.reporting.offline.package import SHEET
from nuandong.desk.reporting.previous import possible_day, previous_figures
from nuandong.desk.reporting.usual import classes_of, usual_of
from nuandong.findings import Finding, Findings, Place, Severity, shortened

FLAG = "nothing_to_report"


@dataclass(frozen=True, slots=True)
class CheckedColumn:
    """One unit's column, with all its faults; `checked` is None where an error keeps it from being filed."""

    column: ReadColumn
    unit: ReportingUnit | None
    findings: Findings
    checked: CheckedFiling | None
    previous_use: float | None = None
    is_unchanged: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written into the column: the unit is left for another time."""
        return self.unit is not None and not self.column.cells


def check_columns(*, columns: Sequence[ReadColumn], account: Any, at: datetime) -> list[CheckedColumn]:
    """Every column through the gate, as the account may file for it at an instant."""
    units = {
        unit.code: unit
        for unit in ReportingUnit.objects.filed_by(account).filter(code__in={one.unit for one in columns})
    }
    times = Counter((one.unit, one.gas_day) for one in columns)
    return [_check(one, units.get(one.unit), times[one.unit, one.gas_day], at) for one in columns]


def _check(column: ReadColumn, unit: ReportingUnit | None, times: int, at: datetime) -> CheckedColumn:
    if unit is None:
        return CheckedColumn(column, None, Findings((_unknown_unit(column),)), None)
    if not column.cells:
        return CheckedColumn(column, unit, Findings(), None)
    asked = asked_of(unit.kind, classes_of(unit))
    found = list(_before_the_gate(column, times, asked))
    day = _day(column.gas_day)
    if day is None or not ReportingUnit.objects.due_on(day).filter(pk=unit.pk).exists():
        found.append(_no_day(column, day))
        return CheckedColumn(column, unit, Findings(tuple(found)), None)
    previous = previous_figures(unit, day, at)
    form = ReportForm(
        _typed(column, day),
        unit=unit.code,
        at=at,
        previous=previous,
        usual=usual_of(unit=unit, gas_day=day, at=at),
        asked=asked,
    )
    form.is_valid()
    found += [_placed(one, column) for one in (*form.findings, *_unfound(form))]
    stopped = form.filing is None or any(one.severity is Severity.ERROR for one in found)
    checked = None
    if form.filing is not None and not stopped:
        channel = Channel.OFFLINE if column.sheet == SHEET else Channel.XLSX
        checked = CheckedFiling(form.filing, form.findings, channel, at)
    before = sum(amount for name, amount in previous.items() if name.startswith("use_"))
    return CheckedColumn(
        column, unit, Findings(tuple(found)), checked, before if previous else None,
        checked is not None and _stands_already(checked, at),
    )  # fmt: skip


def _before_the_gate(column: ReadColumn, times: int, asked: Iterable[str]) -> Iterator[Finding]:
    if times > 1:
        yield _fault("book.unit_twice", column, UNIT_KEY, column.unit,
                     "同一单位同一气日在本工作簿中出现不止一次；请只留一列",
                     "this unit and gas day stand in the workbook more than once; keep one column")  # fmt: skip
    beyond = set(column.cells) - set(asked) - {NOTE_KEY}
    for name in sorted(beyond, key=list(report_fields()).index):
        yield _fault("book.not_asked", column, name, column.cells[name],
                     f"本单位不填{report_fields()[name].label_zh}；请清空此格",
                     f"{report_fields()[name].label_en} is not asked of this unit; clear the cell")  # fmt: skip
    flag = column.cells.get(FLAG, "")
    if flag_of(flag) is None:
        yield _fault("book.flag", column, FLAG, flag, "零报告请填 是 或 否", "write yes or no")


def _typed(column: ReadColumn, day: date) -> dict[str, str]:
    typed = {name: text for name, text in column.cells.items() if name != FLAG}
    if flag_of(column.cells.get(FLAG, "")):
        typed[FLAG] = "on"
    return {**typed, DAY_KEY: day.isoformat()}


def _unfound(form: ReportForm) -> Iterator[Finding]:
    """Faults of the form that no finding names yet: too long a note, say."""
    named = {one.place.column for one in form.findings.errors}
    for name, faults in form.errors.items():
        if name not in named and name != "__all__":
            for words in faults:
                yield Finding(
                    "report.field", Place(column=name), str(form.data.get(name, "")), str(words), str(words)
                )


def _placed(finding: Finding, column: ReadColumn) -> Finding:
    name = finding.place.column
    value = column.cells.get(name, "") or finding.value
    return replace(
        finding, place=Place(column.sheet, column=column.place(name or UNIT_KEY)), value=shortened(value)
    )


def _day(text: str) -> date | None:
    return possible_day(text.replace("/", "-"))


def _no_day(column: ReadColumn, day: date | None) -> Finding:
    if day is None:
        return _fault("book.gas_day", column, DAY_KEY, column.gas_day, "气日应写作 2023-12-20",
                      "write the gas day as 2023-12-20")  # fmt: skip
    return _fault("book.not_due", column, DAY_KEY, column.gas_day, "该单位这一气日无须上报；请核对气日",
                  "this unit owes no report for that gas day; check the day")  # fmt: skip


def _unknown_unit(column: ReadColumn) -> Finding:
    return _fault("book.unit_unknown", column, UNIT_KEY, column.unit,
                  "本账号不能为此代码填报：代码有误，或不在您的范围内",
                  "this account files for no unit of this code: it is mistyped, or outside your scope")  # fmt: skip


def _stands_already(checked: CheckedFiling, at: datetime) -> bool:
    """Whether the newest version says exactly this: a workbook handed in twice files nothing twice."""
    filing = checked.filing
    known = ReportVersion.objects.of_day(filing.gas_day).known_at(at).filter(report__unit=filing.unit).first()
    if (
        known is None
        or known.note != filing.note
        or known.is_nothing_to_report != filing.is_nothing_to_report
    ):
        return False
    rows = list(ReportFigure.objects.filter(version=known).values_list("quantity", "amount", "words"))
    figures = {name: amount for name, amount, _ in rows if amount is not None}
    answers = {name: words for name, _, words in rows if words}
    return figures == dict(filing.figures) and answers == dict(filing.answers)


def _fault(code: str, column: ReadColumn, name: str, value: str, zh: str, en: str) -> Finding:
    return Finding(code, Place(column.sheet, column=column.place(name)), shortened(value), zh, en)
