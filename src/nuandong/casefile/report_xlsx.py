"""The workbook of a day's results: every table as a sheet, with native charts that Excel and WPS can change.

Headings stand in Chinese and English with their units; the first rows and columns stay in view; figures that are
illustrative or unverified carry their mark in the column 依据. The file's date is the time given as `at`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import xlsxwriter

from nuandong.assess.case import Case
from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_story import closing_steps, level_look, supply_by_kind
from nuandong.casefile.report_words import SHARE, Heading, heading_of, instant_text, mark, word_label
from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.vocabulary import ArcKind, ConsumerClass, MeasureKind, NodeKind, SourceKind, StoreKind

FONT = "Microsoft YaHei"
OPTIONS = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
TEXT_WIDTHS = {
    "name_zh": 20, "name_en": 26, "note_zh": 40, "note_en": 40, "reason_zh": 44, "reason_en": 44, "wanted_zh": 50,
    "wanted_en": 50, "text_zh": 60, "text_en": 60, "notify_by": 17,
}  # fmt: skip
KIND_WORDS = {
    "sources": SourceKind, "stores": StoreKind, "arcs": ArcKind, "alternatives": MeasureKind, "nodes": NodeKind,
}  # fmt: skip
STATES = {"reduce": "减 reduce", "stop": "停 stop"}


class Book:
    """A workbook under construction with its formats."""

    def __init__(self, at: datetime) -> None:
        self.bytes = io.BytesIO()
        self.workbook: Any = xlsxwriter.Workbook(self.bytes, OPTIONS)
        self.workbook.set_properties(
            {"title": "暖冬 Nuandong", "author": "Nuandong", "created": at.replace(tzinfo=None)}
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **wishes: Any) -> Any:
        """One format for each set of wishes."""
        key = tuple(sorted(wishes.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(
                {"font_name": FONT, "font_size": 10, "valign": "vcenter", **wishes}
            )
        return self._formats[key]

    def close(self) -> bytes:
        """Finish and return the file's bytes."""
        self.workbook.close()
        return self.bytes.getvalue()


def report_workbook(*, picture: DayPicture, case: Case, tables: Sequence[ResultTable], at: datetime) -> bytes:
    """The workbook as bytes; `tables` become one sheet each, in order, after the overview and the balance."""
    book = Book(at)
    overview_sheet(book, picture, case)
    balance_sheet(book, picture)
    for table in tables:
        table_sheet(book, table)
    return book.close()


def overview_sheet(book: Book, picture: DayPicture, case: Case) -> None:
    """The day in one sheet: level, gaps, coverage, how the gap is closed."""
    sheet = book.workbook.add_worksheet("总览 Day")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 70)
    sheet.set_row(0, 34)
    look = level_look(picture.proposal.level)
    title = book.look(font_size=16, bold=True, bg_color=look.ground, font_color=look.ink)
    sheet.merge_range(0, 0, 0, 2, f"{look.bars}  {picture.proposal.headline_zh}", title)
    sheet.write(1, 0, picture.proposal.headline_en, book.look(italic=True))
    row = 3
    for heading, value, note in _overview_lines(picture, case):
        sheet.write(row, 0, heading, book.look(bold=True))
        _write(sheet, row, 1, value, book.look(num_format="#,##0.0", align="right"))
        sheet.write(row, 2, note, book.look(font_color="#5b6770", text_wrap=True))
        row += 1
    _closing_part(book, sheet, picture, row + 1)
    _print_setup(sheet)


def _overview_lines(picture: DayPicture, case: Case) -> list[tuple[str, Cell, str]]:
    stamp, province, proposal = picture.stamp, picture.province, picture.proposal
    figures = (
        "demand",
        "supply",
        "gap_before",
        "deliverable_gap",
        "gap_after_storage",
        "gap_residual",
        "livelihood_gap",
    )
    share = f"{picture.gap_share_today * 100:.1f} %"
    lines: list[tuple[str, Cell, str]] = [
        ("案例 Case", case.settings.name_zh, case.settings.name_en),
        ("气日 Gas day", stamp.gas_day.isoformat(), "08:00 — 08:00"),
        ("数据截至 As of", instant_text(stamp.as_of), stamp.weather_note_zh),
        ("上报 Coverage", f"{stamp.reported}/{stamp.expected}", ""),
        ("决断时限 Decide by", instant_text(proposal.decide_by), ""),
    ]
    for name in figures:
        heading = heading_of(name)
        note = share if name == "gap_before" else ""
        lines.append((f"{heading.text(language='zh')} {heading.en}", float(getattr(province, name)[0]), note))
    lines += [
        ("依据 Reason", reason.clause_zh or reason.clause, _reason_note(reason.text_zh, reason.evidence))
        for reason in proposal.reasons
    ]
    lines.append(
        ("预案 Plan", stamp.plan_code, f"policy {stamp.policy_version[:12]} · input {stamp.input_hash[:12]}")
    )
    if stamp.has_illustrative:
        lines.append(("注意 Note", "示意 illustrative", "部分数据为示意或待核实，见各表“依据”列"))
    return lines


def _reason_note(text: str, evidence: str) -> str:
    note = mark(evidence, language="zh")
    return f"{text}（{note}）" if note else text


def _closing_part(book: Book, sheet: Any, picture: DayPicture, row: int) -> None:
    """The steps from the gap to what is left of it."""
    head = book.look(bold=True, bottom=1, text_wrap=True)
    for column, text in enumerate(("缺口如何补上 How the gap is closed", "变化 Change（万m³/d）")):
        sheet.write(row, column, text, head)
    steps = closing_steps(picture)
    for offset, step in enumerate(steps, start=1):
        sheet.write(row + offset, 0, f"{step.name_zh} {step.name_en}", book.look())
        sheet.write_number(row + offset, 1, step.change, book.look(num_format="+#,##0.0;-#,##0.0;0.0"))


def balance_sheet(book: Book, picture: DayPicture) -> None:
    """Supply by kind under the demand line, day by day, with its native chart."""
    sheet = book.workbook.add_worksheet("供需平衡 Balance")
    kinds, province = supply_by_kind(picture), picture.province
    headings = [
        heading_of("gas_day"),
        *[Heading(k.name(language="zh"), k.name(language="en"), heading_of("flow").unit, 1) for k in kinds],
    ]
    names = (
        "gap_before",
        "demand",
        "demand_low",
        "demand_high",
        "deliverable_gap",
        "gap_share",
        "mean_temperature",
        "level",
    )
    headings += [heading_of(name) for name in names]
    columns: list[Sequence[Cell]] = [picture.stamp.days, *[kind.nominated.tolist() for kind in kinds]]
    columns += [list(getattr(province, name)) for name in names]
    _write_columns(book, sheet, headings, columns)
    last = len(picture.stamp.days)
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for column, kind in enumerate(kinds, start=1):
        chart.add_series(_series(sheet.name, column, last, {"color": kind.colour}))
    gap = _series(sheet.name, len(kinds) + 1, last, {"none": True})
    chart.add_series({**gap, "fill": {"none": True}, "pattern": _HATCH, "border": {"color": "#1f2933"}})
    line = book.workbook.add_chart({"type": "line"})
    line.add_series(
        {**_series(sheet.name, len(kinds) + 2, last, None), "line": {"color": "#1f2933", "width": 2}}
    )
    chart.combine(line)
    _finish_chart(chart)
    sheet.insert_chart(last + 3, 1, chart, {"description": "supply by kind under demand"})


_HATCH = {"pattern": "wide_upward_diagonal", "fg_color": "#1f2933", "bg_color": "#ffffff"}


def _series(sheet_name: str, column: int, last: int, fill: dict[str, Any] | None) -> dict[str, Any]:
    series: dict[str, Any] = {
        "name": [sheet_name, 0, column],
        "categories": [sheet_name, 1, 0, last, 0],
        "values": [sheet_name, 1, column, last, column],
    }
    return {**series, "fill": fill, "gap": 40} if fill else series


def _finish_chart(chart: Any) -> None:
    chart.set_title(
        {"name": "供需平衡：日指定供应与需求 Nominated supply under demand", "name_font": {"size": 12}}
    )
    chart.set_y_axis(
        {"name": "万m³/d  10⁴ m³/d", "major_gridlines": {"visible": True, "line": {"color": "#d5dadd"}}}
    )
    chart.set_x_axis({"num_format": "m-d", "text_axis": True})
    chart.set_legend({"position": "right"})
    chart.set_size({"width": 1060, "height": 420})


def table_sheet(book: Book, table: ResultTable) -> None:
    """One results table as a sheet; an empty table keeps its headings and says so."""
    sheet = book.workbook.add_worksheet(f"{table.title_zh} {table.title_en}"[:31].strip())
    headings = [heading_of(name) for name in table.columns]
    columns = [_shown(table.stem, name, column) for name, column in table.columns.items()]
    _write_columns(book, sheet, headings, columns, list(table.columns))
    if not len(table):
        sheet.write(1, 0, "（无）none", book.look(italic=True, font_color="#5b6770"))


def _shown(stem: str, name: str, column: Sequence[Cell]) -> Sequence[Cell]:
    """Words of the vocabulary in both languages; everything else as it is."""
    if name == "kind" and stem in KIND_WORDS:
        return [_both(KIND_WORDS[stem], str(cell)) for cell in column]
    if name == "consumer_class":
        return [_both(ConsumerClass, str(cell)) for cell in column]
    if name == "level":
        return [f"{level_look(str(cell)).zh} {level_look(str(cell)).en}" for cell in column]
    if name == "evidence":
        return [f"{cell} {mark(str(cell), language='zh')}".strip() for cell in column]
    return [STATES.get(str(cell), cell) for cell in column] if name == "state" else column


def _both(vocabulary: Any, word: str) -> str:
    zh, en = (word_label(vocabulary, word, language=language) for language in ("zh", "en"))
    return zh if zh == en else f"{zh} {en}"


def _write_columns(
    book: Book,
    sheet: Any,
    headings: Sequence[Heading],
    columns: Sequence[Sequence[Cell]],
    names: Sequence[str] = (),
) -> None:
    head = book.look(bold=True, text_wrap=True, bg_color="#eef0f1", bottom=1, align="center")
    sheet.set_row(0, 34)
    for column, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
        sheet.write(0, column, f"{heading.text(language='zh')}\n{heading.en}", head)
        sheet.set_column(column, column, TEXT_WIDTHS.get(names[column], 13) if names else 13)
        form = _column_format(book, heading)
        for row, cell in enumerate(cells, start=1):
            _write(sheet, row, column, cell, form)
    sheet.freeze_panes(1, 2)
    if columns and len(columns[0]):
        sheet.autofilter(0, 0, len(columns[0]), len(headings) - 1)
    _print_setup(sheet)


def _column_format(book: Book, heading: Heading) -> Any:
    if heading.decimals is None:
        return book.look()
    places = "." + "0" * heading.decimals if heading.decimals else ""
    return book.look(num_format=f"0{places}%" if heading.unit == SHARE else f"#,##0{places}")


def _write(sheet: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, form)
    elif cell is None or cell != cell:
        sheet.write_string(row, column, "—", form)
    elif isinstance(cell, bool | np.bool_):
        sheet.write_string(row, column, "是 yes" if cell else "", form)
    elif isinstance(cell, datetime):
        sheet.write_string(row, column, instant_text(cell), form)
    elif isinstance(cell, date):
        sheet.write_string(row, column, cell.isoformat(), form)
    else:
        sheet.write_number(row, column, float(cell), form)


def _print_setup(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L暖冬 Nuandong&R&P / &N")
