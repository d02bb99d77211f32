"""File reports: every filing is a new version, and none is ever overwritten.

Clauses: T-004, T-095 (filing), T-093 (late is computed from the instant of filing, by the policy of that day).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.ledger.actions import append_many, put_gathered_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.deadlines import deadline_of, planned_day
from nuandong.desk.reporting.fields import use_fields
from nuandong.desk.reporting.models import Channel, DailyReport, ReportFigure, ReportVersion
from nuandong.desk.reporting.models.reports import ReportQuality
from nuandong.findings import Finding, Findings

ASSESS = "assess"
FILE_REPORT, REPORT = "file_report", "report"  # act and subject in the ledger
ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class CheckedFiling:
    """A filing that passed the gate, with what the gate remarked and how it came in."""

    filing: Filing
    findings: Findings
    channel: Channel
    filed_at: datetime


def file_report(*, checked: CheckedFiling, by: Account | None) -> ReportVersion:
    """Keep one report as its next version and call for a new picture of the day, all or nothing."""
    at = checked.filed_at
    with transaction.atomic():
        version = _keep([checked], by)[0]
        day = planned_day(at).isoformat()
        put_gathered_letter(subject=day, errand=ASSESS, facts={"gas_day": day}, at=at)
        append_many(acts=[_told(version, checked, by)])
    return version


def file_reports(*, checked: Sequence[CheckedFiling], by: Account | None) -> list[ReportVersion]:
    """Keep many reports that came together (a case folder); whoever brings them asks for the picture himself."""
    with transaction.atomic():
        versions = _keep(checked, by)
        append_many(acts=[_told(version, one, by) for version, one in zip(versions, checked, strict=True)])
    return versions


def _keep(checked: Sequence[CheckedFiling], by: Account | None) -> list[ReportVersion]:
    reports = _reports([one.filing for one in checked])
    kinds = dict(
        ReportingUnit.objects.filter(code__in={unit for unit, _ in reports}).values_list("code", "kind")
    )
    last = _last_numbers(reports.values())
    versions = []
    for one in checked:
        report = reports[one.filing.unit, one.filing.gas_day]
        last[report.pk] += 1
        versions.append(_version(one, by, report, last[report.pk], kinds[one.filing.unit]))
    ReportVersion.objects.bulk_create(versions, batch_size=ROWS_AT_A_TIME)
    figures = [
        figure
        for version, one in zip(versions, checked, strict=True)
        for figure in _figures(version, one.filing)
    ]
    ReportFigure.objects.bulk_create(figures, batch_size=ROWS_AT_A_TIME)
    return versions


def _reports(filings: Iterable[Filing]) -> dict[tuple[str, date], DailyReport]:
    """The reports that are filed for, made where they are not there yet; locked, so that filings take turns."""
    wanted = dict.fromkeys((filing.unit, filing.gas_day) for filing in filings)
    DailyReport.objects.bulk_create(
        [DailyReport(unit_id=unit, gas_day=gas_day) for unit, gas_day in wanted],
        ignore_conflicts=True,
        batch_size=ROWS_AT_A_TIME,
    )
    there = DailyReport.objects.select_for_update().filter(
        unit__in={unit for unit, _ in wanted}, gas_day__in={gas_day for _, gas_day in wanted}
    )
    found = {(report.unit_id, report.gas_day): report for report in there.order_by("id")}
    return {key: found[key] for key in wanted}


def _last_numbers(reports: Iterable[DailyReport]) -> Counter[int]:
    rows = (
        ReportVersion.objects.filter(report__in=list(reports))
        .values_list("report_id")
        .annotate(Max("number"))
    )
    return Counter(dict(rows))


def _version(
    checked: CheckedFiling, by: Account | None, report: DailyReport, number: int, kind: str
) -> ReportVersion:
    filing = checked.filing
    deadline = deadline_of(unit_kind=kind, gas_day=filing.gas_day, policy=policy_book())
    return ReportVersion(
        report=report,
        number=number,
        filed_at=checked.filed_at,
        filed_by=by,
        channel=checked.channel,
        is_nothing_to_report=filing.is_nothing_to_report,
        is_late=checked.filed_at > deadline,
        deadline_at=deadline,
        note=filing.note,
        quality=ReportQuality.WITH_REMARKS if len(checked.findings) else ReportQuality.ACCEPTED,
        findings=[_plain(finding) for finding in checked.findings],
    )


def _figures(version: ReportVersion, filing: Filing) -> list[ReportFigure]:
    classes = use_fields()
    measured = [
        ReportFigure(version=version, quantity=name, amount=amount, consumer_class=classes.get(name))
        for name, amount in filing.figures.items()
    ]
    answered = [
        ReportFigure(version=version, quantity=name, words=words) for name, words in filing.answers.items()
    ]
    return measured + answered


def _told(version: ReportVersion, checked: CheckedFiling, by: Account | None) -> tuple[Act, datetime]:
    """The ledger holds a digest of the figures, so that a version changed in the database is found out."""
    filing = checked.filing
    act = Act(
        act=FILE_REPORT,
        actor=actor_of(by),
        subject_kind=REPORT,
        subject_id=f"{filing.unit}/{filing.gas_day.isoformat()}/{version.number}",
        facts={
            "channel": checked.channel.value,
            "is_late": version.is_late,
            "is_nothing_to_report": filing.is_nothing_to_report,
            "figures": digest_of(filing.figures),
            "answers": digest_of_words(filing.answers),
        },
    )
    return act, checked.filed_at


def digest_of(figures: Mapping[str, float]) -> str:
    """Digest of a report's figures, the same from the form as from the records."""
    return _digest({name: float(amount) for name, amount in figures.items()})


def digest_of_words(answers: Mapping[str, str]) -> str:
    """Digest of a report's answers in words."""
    return _digest({name: words for name, words in answers.items() if words})


def _digest(plain: Mapping[str, float | str]) -> str:
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()


def _plain(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "severity": finding.severity.value}
