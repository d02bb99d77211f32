"""A leader stands for one version of a unit's report; the version stays, signed or not (T-072)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from nuandong.desk.directory.models import Account, ReportingUnit, Role
from nuandong.desk.directory.roles import SIGN_REPORT
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.actions import REPORT
from nuandong.desk.reporting.models import ReportVersion, SignOff
from nuandong.findings import AssuranceError

SIGN = "sign_report"


class SigningRefused(AssuranceError):
    """A report cannot be signed so; `reason_zh` and `reason_en` say why."""

    def __init__(self, reason_zh: str, reason_en: str) -> None:
        self.reason_zh, self.reason_en = reason_zh, reason_en
        super().__init__(f"{reason_zh} / {reason_en}")


def leads(account: Account, unit: ReportingUnit) -> bool:
    """Whether the account leads this very unit: its region's or its organisation's leader, not one further up."""
    place = Q(organisation_id=unit.organisation_id) if unit.organisation_id else Q(region_id=unit.region_id)
    return (
        account.has_perm(SIGN_REPORT)
        and account.memberships.in_force().filter(place, role=Role.LEADER).exists()
    )


def newest_of(version: ReportVersion) -> ReportVersion:
    """The newest version of the same report."""
    return ReportVersion.objects.filter(report=version.report).order_by("-number")[0]


def sign_report(*, version: ReportVersion, by: Account, at: datetime, note: str = "") -> SignOff:
    """Sign the newest version of a report. Raises SigningRefused."""
    with transaction.atomic():
        if not leads(by, version.report.unit):
            raise SigningRefused("只有本单位负责人可以签发", "only this unit's own leader signs")
        if version.filed_by_id == by.pk:
            raise SigningRefused(
                "填报人不能签发自己填的报告：须另一人", "whoever filed it does not sign it: two people"
            )
        if newest_of(version).pk != version.pk:
            raise SigningRefused("已有新的版本；请签最新版本", "a later version stands; sign that one")
        signed, is_first = SignOff.objects.get_or_create(
            version=version, defaults={"by": by, "at": at, "note": note.replace("\0", "").strip()}
        )
        if is_first:
            report = version.report
            subject = f"{report.unit_id}/{report.gas_day.isoformat()}/{version.number}"
            append(act=Act(SIGN, by.actor, REPORT, subject, {"has_note": bool(signed.note)}), at=at)
    return signed
