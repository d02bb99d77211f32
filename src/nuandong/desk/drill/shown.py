"""How a play and its score are put before people: rows in their language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from nuandong.desk.drill.marks import Line, Mark, Score
from nuandong.desk.drill.models import Happening

MEASURES = {
    "declared": gettext_lazy("Level declared"),
    "ordered": gettext_lazy("Order issued"),
    "households": gettext_lazy("Households kept supplied"),
    "incident": gettext_lazy("Incident reported"),
    "chased": gettext_lazy("Silence chased"),
    "false": gettext_lazy("False report found"),
}
HOW = {
    "declared": gettext_lazy("from the first proposal above the level in force to the declaration"),
    "ordered": gettext_lazy("from the declaration to the first order issued, where the plan cuts"),
    "households": gettext_lazy(
        "as the gas day begins: nothing short for households, relief ordered as planned"
    ),
    "incident": gettext_lazy("from the call to the written report"),
    "chased": gettext_lazy("from the deadline to a reminder or finding; of an order, to the answer"),
    "false": gettext_lazy("from the filing to a person's finding"),
}
MARKS = {
    Mark.IN_TIME: gettext_lazy("in time"),
    Mark.LATE: pgettext_lazy("drill score", "late"),
    Mark.MISSED: gettext_lazy("missed"),
    Mark.OPEN: pgettext_lazy("drill score", "open"),
}


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """One thing of the script, in the reader's language; `note` says what came of it."""

    at: datetime
    kind: str
    kind_words: str
    words: str
    note: str
    is_call: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the score in the reader's language."""

    line: Line
    subject: str
    mark: str
    mark_words: str
    figures: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure with its lines and what it has earned so far."""

    key: str
    words: str
    how: str
    lines: tuple[LineRow, ...]
    share: float | None
    weight: float


def is_english() -> bool:
    """Whether this page speaks English."""
    return (get_language() or "zh").startswith("en")


def script_rows(happenings: Iterable[Happening]) -> list[ScriptRow]:
    """What happened, newest first as handed in."""
    return [
        ScriptRow(
            one.at, one.kind, one.get_kind_display(), one.words_en if is_english() else one.words_zh,
            _note(one), one.kind == "incident",
        )
        for one in happenings
    ]  # fmt: skip


def _note(one: Happening) -> str:
    outcome: dict[str, Any] = one.outcome
    refused = outcome.get("refused")
    return _("%(count)d refused by the gate") % {"count": len(refused)} if refused else ""


def summary_rows(score: Score) -> list[MeasureRow]:
    """A row a measure, in the order of what weighs most upon people."""
    rows = []
    for key, words in MEASURES.items():
        lines = tuple(line for line in score.lines if line.key == key)
        if lines:
            part = Score(score.at, lines)
            rows.append(MeasureRow(key, str(words), str(HOW[key]), tuple(map(line_row, lines)), part.share,
                                   sum(line.weight for line in lines)))  # fmt: skip
    return rows


def line_row(line: Line) -> LineRow:
    """One line in words."""
    figures = dict(line.figures)
    told = ""
    if figures:
        told = (
            _("planned relief %(relief).1f, ordered %(ordered).1f, households short %(livelihood_gap).1f")
            % figures
        )
    subject = line.subject_en if is_english() else line.subject_zh
    return LineRow(line, subject, line.mark.value, str(MARKS[line.mark]), told)
