"""File a report by call: through the form's own gate, every fault at once in both languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.api.answers import Refused, fault_of, refusal
from nuandong.desk.api.shapes.reports import FilingIn
from nuandong.desk.directory.models import Account, ReportingUnit
from nuandong.desk.reporting.actions import CheckedFiling
from nuandong.desk.reporting.fields import asked_of, number_fields, report_fields, text_fields
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel
from nuandong.desk.reporting.previous import previous_figures
from nuandong.desk.reporting.usual import classes_of, usual_of
from nuandong.desk.reporting.views_board import has_rules
from nuandong.findings import Finding, Place

UNPROCESSABLE = 422
FLAG = "nothing_to_report"


def checked_filing(filing: FilingIn, by: Account, at: datetime) -> CheckedFiling:
    """A filing that passed the gate. Raises Refused with every fault."""
    unit = ReportingUnit.objects.filed_by(by).filter(code=filing.unit).first()
    if unit is None:
        raise refusal("unknown", value=filing.unit, field="unit")
    day = filing.gas_day
    if not has_rules(day) or not ReportingUnit.objects.due_on(day).filter(pk=unit.pk).exists():
        raise refusal("day", value=day.isoformat(), field="gas_day")
    asked = asked_of(unit.kind, classes_of(unit))
    form = ReportForm(
        _cells(filing), unit=unit.code, at=at, previous=previous_figures(unit, day, at),
        usual=usual_of(unit=unit, gas_day=day, at=at), asked=asked,
    )  # fmt: skip
    form.is_valid()
    errors = [fault_of(one) for one in (*_strange(filing, asked), *form.findings.errors)]
    named = {error["field"] for error in errors}
    for name, words in form.errors.items():  # what the gate's findings do not name: too long a note, say
        if name not in named and name != "__all__":
            errors.append(
                fault_of(Finding("report.field", Place(column=name), "", str(words[0]), str(words[0])))
            )
    if errors or form.filing is None:
        raise Refused(UNPROCESSABLE, errors)
    return CheckedFiling(form.filing, form.findings, Channel.API, at)


def _cells(filing: FilingIn) -> dict[str, Any]:
    cells: dict[str, Any] = {"gas_day": filing.gas_day.isoformat(), "note": filing.note}
    cells |= {name: repr(amount) for name, amount in filing.figures.items()}
    cells |= filing.answers
    return cells | ({FLAG: "on"} if filing.nothing_to_report else {})


def _strange(filing: FilingIn, asked: tuple[str, ...]) -> list[Finding]:
    """Fields that do not exist, stand in the wrong place or are not asked of this unit: never dropped unseen."""
    found = []
    for names, kind in ((filing.figures, number_fields()), (filing.answers, text_fields())):
        for name, value in names.items():
            if name in kind and name in asked:
                continue
            zh, en = ("没有这个填报项", "no such field")
            if name in report_fields():
                zh, en = ("本单位不填此项，或应放在 figures / answers 的另一处",
                          "not asked of this unit, or it belongs into the other of figures and answers")  # fmt: skip
            found.append(Finding("report.field", Place(column=name), str(value)[:60], zh, en))
    return found
