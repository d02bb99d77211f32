"""The score as JSON and as a workbook. Both say on their first line that they come from a drill.

Clause: T-099 (drill score).
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nuandong.desk.drill.marks import Line, Score
from nuandong.desk.drill.models import Play
from nuandong.desk.drill.shown import MARKS, MEASURES, is_english, summary_rows
from nuandong.desk.frame.worlds import DRILL

WIDTHS = (20, 34, 18, 18, 18, 10, 10, 10, 8, 60)


def plain_score(play: Play, score: Score) -> dict[str, Any]:
    """The score as plain data; instants ISO, shares 0..1, minutes whole."""
    return {
        "world": DRILL,
        "notice": "演练结果，非实战记录 / a drill, not a record of anything real",
        "drill": {"name_zh": play.name_zh, "name_en": play.name_en, "seed": play.seed,
                  "begins_at": play.begins_at.isoformat(), "ends_at": play.ends_at.isoformat()},
        "at": score.at.isoformat(),
        "share": score.share,
        "measures": {row.key: {"share": row.share, "weight": row.weight} for row in summary_rows(score)},
        "lines": [_plain(line) for line in score.lines],
    }  # fmt: skip


def _plain(line: Line) -> dict[str, Any]:
    return {
        "measure": line.key, "subject_zh": line.subject_zh, "subject_en": line.subject_en,
        "from_at": line.from_at.isoformat(), "due_at": line.due_at.isoformat(),
        "done_at": None if line.done_at is None else line.done_at.isoformat(),
        "minutes": line.minutes, "limit_minutes": line.limit_minutes, "mark": line.mark.value,
        "weight": line.weight, "figures": dict(line.figures), "place": line.place,
    }  # fmt: skip


def score_book(play: Play, score: Score) -> bytes:
    """The score as a workbook of one sheet."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("演练 DRILL")
        striking = book.add_format({"bold": True, "bg_color": "#5b2a86", "font_color": "#ffffff"})
        head, share = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "0.0 %"})
        sheet.merge_range(
            0, 0, 0, len(WIDTHS) - 1, "演练结果，非实战记录 · DRILL, not a record of anything real", striking
        )
        sheet.write_string(1, 0, play.name_en if is_english() else play.name_zh)
        sheet.write_string(2, 0, _("Score"))
        if score.share is not None:
            sheet.write_number(2, 1, score.share, share)
        heads = (pgettext("drill score", "Measure"), _("Of what"), _("From"), _("Due by"), _("Done"), _("Minutes"),
                 _("Limit, min"), _("Result"), _("Weight"), _("Where it stands"))  # fmt: skip
        for column, (words, width) in enumerate(zip(heads, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(4, column, words, head)
        for row, line in enumerate(score.lines, start=5):
            for column, cell in enumerate(_cells(line)):
                sheet.write(row, column, cell)
        sheet.set_header("&C演练 DRILL")
        sheet.freeze_panes(5, 2)
    return written.getvalue()


def _cells(line: Line) -> tuple[Any, ...]:
    def instant(at: Any) -> str:
        return "" if at is None else str(at.isoformat(sep=" ", timespec="minutes"))

    return (str(MEASURES[line.key]), line.subject_en if is_english() else line.subject_zh,
            instant(line.from_at), instant(line.due_at), instant(line.done_at), line.minutes, line.limit_minutes,
            str(MARKS[line.mark]), line.weight, line.place)  # fmt: skip
