"""What people find about reports, with evidence; the unit's appeal; the office's decision (T-093).

No rule comes here: a rule names suspects on a page, and a person who looked writes the finding. Nobody finds against
the unit that they file for, and nobody decides an appeal against their own finding.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from nuandong.desk.directory.models import Account, ReportingUnit
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.models import (
    DailyReport,
    IntegrityFinding,
    IntegrityKind,
    IntegrityReply,
    ReplyKind,
    ReportVersion,
)
from nuandong.findings import AssuranceError

FINDING = "integrity_finding"
SHORTEST_EVIDENCE = 10


class FindingRefused(AssuranceError):
    """A finding or reply cannot be kept so; `reason_zh` and `reason_en` say why."""

    def __init__(self, reason_zh: str, reason_en: str) -> None:
        self.reason_zh, self.reason_en = reason_zh, reason_en
        super().__init__(f"{reason_zh} / {reason_en}")


def is_over(account: Account, unit: ReportingUnit) -> bool:
    """Whether the account oversees the unit: it lies in the scope, and is not the account's own place."""
    own = account.memberships.in_force()
    if unit.organisation_id and own.filter(organisation_id=unit.organisation_id).exists():
        return False
    if not unit.organisation_id and own.filter(region_id=unit.region_id).exists():
        return False
    return scope_of(account).holds_region(unit.region_id)


def find_integrity(*, unit: ReportingUnit, gas_day: date, kind: IntegrityKind, evidence: str, by: Account,
                   at: datetime) -> IntegrityFinding:  # fmt: skip
    """Keep a person's finding with its evidence. Raises FindingRefused."""
    evidence = evidence.replace("\0", "").strip()
    if len(evidence) < SHORTEST_EVIDENCE:
        raise FindingRefused(
            f"请写明证据（至少 {SHORTEST_EVIDENCE} 字）：依据什么、与哪些数据不符",
            f"say by what evidence, in at least {SHORTEST_EVIDENCE} characters",
        )
    if not is_over(by, unit):
        raise FindingRefused("只能认定下级单位，不能认定本单位", "only about units below one's own")
    with transaction.atomic():
        report, _ = DailyReport.objects.get_or_create(unit=unit, gas_day=gas_day)
        if kind != IntegrityKind.OMITTED and not ReportVersion.objects.filter(report=report).exists():
            raise FindingRefused(
                "该单位这一气日没有上报，只能认定漏报", "nothing was filed: it can only be omitted"
            )
        finding = IntegrityFinding.objects.create(report=report, kind=kind, evidence=evidence, by=by, at=at)
        facts = {"kind": IntegrityKind(kind).value, "report": f"{unit.code}/{gas_day.isoformat()}"}
        append(act=Act("find_integrity", by.actor, FINDING, str(finding.pk), facts), at=at)
    return finding


def reply_to_finding(*, finding: IntegrityFinding, kind: ReplyKind, words: str, by: Account,
                     at: datetime) -> IntegrityReply:  # fmt: skip
    """Appeal against a finding, or decide about it. Raises FindingRefused."""
    words = words.replace("\0", "").strip()
    if not words:
        raise FindingRefused("请写明理由", "say why")
    unit = finding.report.unit
    with transaction.atomic():
        kinds = set(IntegrityReply.objects.filter(finding=finding).values_list("kind", flat=True))
        _may_reply(finding, ReplyKind(kind), by, kinds, is_over(by, unit))
        reply = IntegrityReply.objects.create(finding=finding, kind=kind, words=words, by=by, at=at)
        facts = {"kind": ReplyKind(kind).value}
        append(act=Act("reply_to_finding", by.actor, FINDING, str(finding.pk), facts), at=at)
    return reply


def _may_reply(
    finding: IntegrityFinding, kind: ReplyKind, by: Account, kinds: set[str], is_above: bool
) -> None:
    if kinds & {ReplyKind.UPHELD, ReplyKind.WITHDRAWN}:
        raise FindingRefused("该认定已有结论", "this finding was decided before")
    if kind == ReplyKind.APPEAL:
        if ReplyKind.APPEAL in kinds:
            raise FindingRefused("已提出申诉，等待决定", "an appeal was made and waits to be decided")
        if not ReportingUnit.objects.filed_by(by).filter(pk=finding.report.unit.pk).exists() or is_above:
            raise FindingRefused("只有被认定的单位可以申诉", "only the unit itself appeals")
        return
    if not is_above:
        raise FindingRefused("只有上级可以作出决定", "only somebody above the unit decides")
    if kind == ReplyKind.UPHELD and finding.by_id == by.pk:
        raise FindingRefused("维持须由另一人作出", "somebody else than the finder upholds it")
