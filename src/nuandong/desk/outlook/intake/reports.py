"""Reports of use in a case go through the same gate as a county clerk's form, in the order of their filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TypeAlias

from nuandong.demand.tables import UseReports
from nuandong.desk.directory.models import Account
from nuandong.desk.outlook.intake.rows import rows_of
from nuandong.desk.reporting.actions import CheckedFiling, file_reports
from nuandong.desk.reporting.fields import use_field
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel
from nuandong.findings import AssuranceError, Findings

NOTE = "案例文件夹导入"  # a case carries no notes; its figures were examined as a whole when it was read

Handed: TypeAlias = dict[tuple[datetime, str, date], dict[str, float]]


class ReportsRefused(AssuranceError):
    """Reports in a case did not pass the gate; none was kept."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        lines = "\n".join(finding.text() for finding in findings.errors[:20])
        super().__init__(f"案例中的用气上报未通过校核，未保存任何一份；请更正 use_reports 后重试：\n{lines}")


def keep_reports(*, reports: UseReports, by: Account | None) -> int:
    """File every report of a case; returns how many. Raises ReportsRefused with all faults."""
    return len(file_reports(checked=list(_checked(_handed_in(reports))), by=by))


def _handed_in(reports: UseReports) -> Handed:
    """Rows of one county, gas day and filing instant are one report."""
    handed: Handed = defaultdict(dict)
    for row in rows_of(reports):
        handed[row.filed_at, row.county, row.gas_day][use_field(row.consumer_class)] = row.use
    return dict(sorted(handed.items()))


def _checked(handed: Handed) -> Iterator[CheckedFiling]:
    last: dict[str, Mapping[str, float]] = {}
    faults: list[Findings] = []
    for (filed_at, county, gas_day), figures in handed.items():
        cells = {name: repr(amount) for name, amount in figures.items()}
        form = ReportForm(
            {"gas_day": gas_day.isoformat(), "note": NOTE, **cells},
            unit=county,
            at=filed_at,
            previous=last.get(county),
            asked=cells,
        )
        if form.is_valid() and form.filing is not None:
            last[county] = form.filing.figures
            yield CheckedFiling(form.filing, form.findings, Channel.CASE, filed_at)
        else:
            faults.append(form.findings)
    if faults:
        raise ReportsRefused(sum(faults, Findings()))
