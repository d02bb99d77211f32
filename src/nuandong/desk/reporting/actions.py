"""File reports: every filing is a new version, and none is ever overwritten.

Clauses: T-004, T-095 (filing), T-093 (late is computed from the instant of filing, by the policy of that day).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.ledger.actions import append, put_gathered_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.deadlines import deadline_of, planned_day
from nuandong.desk.reporting.fields import use_fields
from nuandong.desk.reporting.models import Channel, DailyReport, ReportFigure, ReportVersion
from nuandong.desk.reporting.models.reports import ReportQuality
from nuandong.findings import Finding, Findings

ASSESS = "assess"


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
        version = _keep(checked, by)
        day = planned_day(at).isoformat()
        put_gathered_letter(subject=day, errand=ASSESS, facts={"gas_day": day}, at=at)
        _tell(version, checked, by)
    return version


def file_reports(*, checked: Iterable[CheckedFiling], by: Account | None) -> int:
    """Keep many reports that came together (a case folder); whoever brings them asks for the picture himself."""
    count = 0
    with transaction.atomic():
        for one in checked:
            _tell(_keep(one, by), one, by)
            count += 1
    return count


def _keep(checked: CheckedFiling, by: Account | None) -> ReportVersion:
    filing = checked.filing
    unit = ReportingUnit.objects.only("code", "kind").get(code=filing.unit)
    report, _ = DailyReport.objects.get_or_create(unit=unit, gas_day=filing.gas_day)
    DailyReport.objects.select_for_update().get(pk=report.pk)  # two filings at once take turns
    last = report.versions.aggregate(number=Max("number"))["number"] or 0
    deadline = deadline_of(unit_kind=unit.kind, gas_day=filing.gas_day, policy=policy_book())
    version = ReportVersion.objects.create(
        report=report,
        number=last + 1,
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
    ReportFigure.objects.bulk_create(_figures(version, filing))
    return version


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


def _tell(version: ReportVersion, checked: CheckedFiling, by: Account | None) -> None:
    """The ledger holds a digest of the figures, so that a version changed in the database is found out."""
    filing = checked.filing
    append(
        act=Act(
            act="file_report",
            actor=actor_of(by),
            subject_kind="report",
            subject_id=f"{filing.unit}/{filing.gas_day.isoformat()}/{version.number}",
            facts={
                "channel": checked.channel.value,
                "is_late": version.is_late,
                "is_nothing_to_report": filing.is_nothing_to_report,
                "figures": digest_of(filing.figures),
            },
        ),
        at=checked.filed_at,
    )


def digest_of(figures: Mapping[str, float]) -> str:
    """Digest of a report's figures, the same from the form as from the records."""
    plain = json.dumps(dict(figures), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(plain.encode()).hexdigest()


def _plain(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "severity": finding.severity.value}
