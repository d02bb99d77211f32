"""What the ledger told of reports, held against the reports as they stand now (T-093, T-098)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.reporting.actions import FILE_REPORT, REPORT, digest_of, digest_of_words
from nuandong.desk.reporting.models import ReportVersion

SUBJECT = re.compile(r"(.+)/(\d{4}-\d{2}-\d{2})/(\d+)")
# What may differ, in the order in which it is told, with its words.
WORDS = {
    "figures": ("数字", "figures"),
    "answers": ("文字答复", "answers"),
    "channel": ("渠道", "channel"),
    "is_late": ("迟报标记", "late mark"),
    "is_nothing_to_report": ("零报告标记", "mark of nothing to report"),
    "filed_at": ("报送时间", "instant of filing"),
}


def reports() -> Witness:
    """The witness of daily reports."""
    return Witness(act=FILE_REPORT, subject_kind=REPORT, compare=compare, subjects=subjects)


def subjects() -> Iterator[str]:
    """Every version that stands in the records."""
    rows = ReportVersion.objects.values_list("report__unit", "report__gas_day", "number")
    return (f"{unit}/{gas_day.isoformat()}/{number}" for unit, gas_day, number in rows.iterator())


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Versions that are gone, or whose figures, marks or instant are not what was told."""
    there = _versions(told)
    for one in told:
        version = there.get(one.subject_id)
        if version is None:
            yield Alteration(REPORT, one.subject_id, one.sequence, "该版本上报已不在库中：被删除",
                             "this version is no longer there: it was deleted")  # fmt: skip
            continue
        now = _facts(version)
        names = [name for name in WORDS if name in now and _said(one, name, now[name]) != now[name]]
        if names:
            zh, en = (
                "、".join(WORDS[name][0] for name in names),
                ", ".join(WORDS[name][1] for name in names),
            )
            yield Alteration(REPORT, one.subject_id, one.sequence, f"{zh}与日志登记的摘要不符：数据被改动",
                             f"{en}: not what the ledger told; the record was changed")  # fmt: skip


def _said(told: Told, name: str, otherwise: Any) -> Any:
    return told.at if name == "filed_at" else told.facts.get(name, otherwise)


def _versions(told: Iterable[Told]) -> Mapping[str, ReportVersion]:
    keys = [key for one in told for key in [SUBJECT.fullmatch(one.subject_id)] if key]
    rows = ReportVersion.objects.filter(
        report__unit__in={key[1] for key in keys}, report__gas_day__in={key[2] for key in keys}
    )
    found = rows.select_related("report").prefetch_related("figures")
    return {
        f"{version.report.unit_id}/{version.report.gas_day.isoformat()}/{version.number}": version
        for version in found
    }


def _facts(version: ReportVersion) -> dict[str, Any]:
    figures = list(version.figures.all())
    return {
        "figures": digest_of(
            {figure.quantity: figure.amount for figure in figures if figure.amount is not None}
        ),
        "answers": digest_of_words({figure.quantity: figure.words for figure in figures if figure.words}),
        "channel": str(version.channel),
        "is_late": version.is_late,
        "is_nothing_to_report": version.is_nothing_to_report,
        "filed_at": version.filed_at,
    }
