"""What the ledger told of signatures under reports, held against them as they stand now (T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.reporting.actions import REPORT
from nuandong.desk.reporting.models import SignOff
from nuandong.desk.reporting.signing import SIGN


def sign_offs() -> Witness:
    """The witness of signatures."""
    return Witness(act=SIGN, subject_kind=REPORT, compare=compare, subjects=subjects)


def subjects() -> Iterator[str]:
    """Every report that bears a signature."""
    return (_subject(one) for one in _signed().iterator())


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Signatures that are gone, or of another person or instant than was told."""
    days = {one.subject_id.rsplit("/", 2)[1] for one in told}
    there = {_subject(one): one for one in _signed().filter(version__report__gas_day__in=days)}
    actors = dict(
        Entry.objects.filter(sequence__in=[one.sequence for one in told]).values_list("sequence", "actor")
    )
    for one in told:
        signed = there.get(one.subject_id)
        if signed is None:
            yield Alteration(REPORT, one.subject_id, one.sequence, "签发记录已不在库中：被删除",
                             "the signature is no longer there: it was deleted")  # fmt: skip
        elif signed.at != one.at or signed.by.actor != actors[one.sequence]:
            yield Alteration(REPORT, one.subject_id, one.sequence, "签发人或签发时间与日志不符：数据被改动",
                             "the signature is of another person or instant than was told; it was changed")  # fmt: skip


def _signed() -> Any:
    return SignOff.objects.select_related("version__report", "by")


def _subject(one: SignOff) -> str:
    report = one.version.report
    return f"{report.unit_id}/{report.gas_day.isoformat()}/{one.version.number}"
