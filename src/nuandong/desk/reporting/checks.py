"""What a report must satisfy beyond its single cells; faults come back all at once. Pure.

A wrong unit is the commonest fault of hand-filed reports: m3 written where 10^4 m3 is asked makes a county ten
thousand times its size. It is caught against the unit's own last report, and against bounds where there is none.

Clauses: T-079 (sum of classes within 1 % of the total; a change above 25 % needs a note), T-004 (zero report).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import east_asian_width

from nuandong.desk.reporting.fields import report_fields, use_fields
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.gasday import end_of
from nuandong.quantities import Quantity

PER_CENT = 100.0
CLASSES_MAY_DIFFER = 0.01  # judged (T-079)
CHANGE_WITHOUT_NOTE = 0.25  # judged (T-079)
UNIT_IS_WRONG_ABOVE = 100.0  # a use a hundred times yesterday's, or a hundredth of it, is a slip of unit
SMALLEST_TOTAL = 0.01  # 100 m3: below it a ratio says nothing
SHORTEST_REASON = 4  # columns, a Chinese character being two wide: 寒潮 is a reason, "ok" is none
FIRST_POSSIBLE, LAST_POSSIBLE = (
    date(2000, 1, 1),
    date(2100, 12, 31),
)  # beyond these a year is a slip of the pen
OLDEST_DAYS = 60  # judged: an older day is corrected by the assurance office, not by a late form


@dataclass(frozen=True, slots=True)
class Filing:
    """A report as it was handed in, its cells read."""

    unit: str
    gas_day: date
    figures: Mapping[str, float]
    answers: Mapping[str, str]
    note: str
    is_nothing_to_report: bool

    @property
    def total_use(self) -> float:
        """Sum of the use by class (10^4 m3)."""
        return sum(self.figures.get(name, 0.0) for name in use_fields())


def check_filing(filing: Filing, *, at: datetime, previous: Mapping[str, float] | None) -> Findings:
    """Everything that is wrong with a filing; `previous` holds the unit's figures of its last report, if any."""
    found = [
        *_about_day(filing, at),
        *_about_emptiness(filing),
        *_about_temperature(filing),
        *_about_total(filing),
        *_about_missing(filing, previous or {}),
        *_about_units(filing, previous or {}),
        *_about_change(filing, previous),
    ]
    return Findings(tuple(found))


def is_reason(note: str) -> bool:
    """Whether a note is long enough to say why."""
    columns = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in note.strip())
    return columns >= SHORTEST_REASON


def _about_day(filing: Filing, at: datetime) -> list[Finding]:
    """A gas day that is not over cannot be reported: one early report once stood for a whole province's day."""
    if (at.date() - filing.gas_day).days > OLDEST_DAYS:
        return [_finding("report.gas_day.too_old", "gas_day", filing.gas_day.isoformat(),
                         f"早于 {OLDEST_DAYS} 天以前，不再由填报单位补报；请联系保供办更正",
                         f"more than {OLDEST_DAYS} days ago; ask the assurance office to correct it")]  # fmt: skip
    if at >= end_of(filing.gas_day):
        return []
    return [_finding("report.gas_day.not_over", "gas_day", filing.gas_day.isoformat(),
                     "该气日尚未结束（次日 08:00 结束）；请填报已结束的气日",
                     "this gas day is not over (it ends at 08:00 the next morning); report a day that is")]  # fmt: skip


def _about_emptiness(filing: Filing) -> list[Finding]:
    if filing.is_nothing_to_report and any(filing.figures.values()):
        return [_finding("report.zero.has_figures", "nothing_to_report", "",
                         "零报告不应再有数字；请取消零报告或清空数字",
                         "a report of nothing bears no figures; clear the mark or the figures")]  # fmt: skip
    if not filing.is_nothing_to_report and not filing.figures:
        return [_finding("report.empty", "", "",
                         "没有任何数字；确无事项请勾选零报告",
                         "no figure at all; where there is nothing to report, say so by the mark")]  # fmt: skip
    return []


def _about_total(filing: Filing) -> list[Finding]:
    total = filing.figures.get("actual_supply")
    uses = [name for name in use_fields() if name in filing.figures]
    if total is None or not uses or total < SMALLEST_TOTAL:
        return []
    if abs(filing.total_use - total) <= CLASSES_MAY_DIFFER * total:
        return []
    return [_finding("report.classes.differ", "actual_supply", f"{total:g}",
                     f"分类用气合计 {filing.total_use:g}，与实际供气量相差超过 1 %；请核对",
                     f"classes sum to {filing.total_use:g}, more than 1 % from the supply; check both")]  # fmt: skip


def _about_temperature(filing: Filing) -> list[Finding]:
    low, mean = filing.figures.get("min_temperature"), filing.figures.get("mean_temperature")
    if low is None or mean is None or low <= mean:
        return []
    return [_finding("report.temperature.order", "min_temperature", f"{low:g}",
                     f"最低气温不应高于平均气温 {mean:g}",
                     f"the least temperature must not exceed the mean, {mean:g}")]  # fmt: skip


def _about_missing(filing: Filing, previous: Mapping[str, float]) -> list[Finding]:
    """What was used yesterday and is not spoken of today: a gap in the report must not pass for a gap in use."""
    before = {name for name in use_fields() if previous.get(name, 0.0) >= SMALLEST_TOTAL}
    if filing.is_nothing_to_report:
        if before and not is_reason(filing.note):
            return [_finding("report.zero.unlikely", "note", "",
                             "上次上报有用气；零报告请在备注中说明原因",
                             "gas was used in the last report; say in the note why there is nothing now")]  # fmt: skip
        return []
    if not filing.figures:
        return []
    entries = report_fields()
    return [_finding("report.class.missing", name, "",
                     f"上次上报 {entries[name].label_zh} {previous[name]:g}，本次未填；没有用气请填 0",
                     f"{entries[name].label_en} was {previous[name]:g} in the last report; if none was used, say 0")
            for name in use_fields() if name in before and name not in filing.figures]  # fmt: skip


def _about_units(filing: Filing, previous: Mapping[str, float]) -> list[Finding]:
    """Each class against itself: one class in m3 hides well in the sum of all."""
    found = []
    for name in use_fields():
        before, now = previous.get(name, 0.0), filing.figures.get(name, 0.0)
        if before >= SMALLEST_TOTAL and now > before * UNIT_IS_WRONG_ABOVE:
            label_zh, label_en = report_fields()[name].label_zh, report_fields()[name].label_en
            found.append(_finding("report.unit", name, f"{now:g}",
                                  f"{label_zh}是上次上报 {before:g} 的百倍以上；单位应为万m³，请核对",
                                  f"{label_en} is over a hundred times the last, {before:g}; the unit is 10^4 m3")
                         )  # fmt: skip
    return found


def _about_change(filing: Filing, previous: Mapping[str, float] | None) -> list[Finding]:
    before = sum((previous or {}).get(name, 0.0) for name in use_fields())
    now = filing.total_use
    if before < SMALLEST_TOTAL or now < SMALLEST_TOTAL:
        return []
    ratio = now / before
    if ratio > UNIT_IS_WRONG_ABOVE or ratio < 1 / UNIT_IS_WRONG_ABOVE:
        return [_finding("report.unit", "", f"{now:g}",
                         f"与上次上报 {before:g} 相差百倍以上；单位应为万m³，请核对",
                         f"a hundred times off the last report, {before:g}; the unit is 10^4 m3")]  # fmt: skip
    if abs(ratio - 1) > CHANGE_WITHOUT_NOTE and not is_reason(filing.note):
        return [_finding("report.change", "note", f"{now:g}",
                         f"比上次上报 {before:g} 变化超过 25 %；请在备注中说明原因",
                         f"more than 25 % from the last report, {before:g}; say why in the note")]  # fmt: skip
    return []


def cell_finding(name: str, value: str, code: str) -> Finding:
    """A fault of one cell, worded from the data dictionary."""
    entry = report_fields()[name]
    lower, upper = shown_bounds(entry)
    bounds = f"{lower if lower is not None else '−∞'} … {upper if upper is not None else '∞'}"
    return _finding(f"report.{code}", name, value,
                    f"{entry.label_zh}应为 {bounds} {entry.unit_text(language='zh')} 之间的数",
                    f"{entry.label_en} must be a number from {bounds} {entry.unit_text(language='en')}")  # fmt: skip


def shown_bounds(entry: Quantity) -> tuple[float | None, float | None]:
    """Bounds as a person types the figure: a share is typed in per cent."""
    if entry.unit.key != "share":
        return entry.lower, entry.upper
    return (None if entry.lower is None else entry.lower * PER_CENT,
            None if entry.upper is None else entry.upper * PER_CENT)  # fmt: skip


def suspicion(name: str, amount: float) -> Finding:
    """A figure that may be right but is larger than any county's."""
    entry = report_fields()[name]
    return Finding("report.suspect", Place(column=name), f"{amount:g}",
                   f"{entry.label_zh}异常偏大；请确认单位为{entry.unit_text(language='zh')}",
                   f"{entry.label_en} is unusually large; make sure that it is in {entry.unit_text(language='en')}",
                   Severity.WARNING)  # fmt: skip


def _finding(code: str, column: str, value: str, zh: str, en: str) -> Finding:
    return Finding(code, Place(column=column), value, zh, en)
