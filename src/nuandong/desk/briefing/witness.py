"""What the ledger told of signed briefs, held against the words and papers as they stand now (T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nuandong.desk.briefing.models import Brief, BriefState
from nuandong.desk.briefing.proof import BRIEF, SIGN, digest, proof
from nuandong.desk.ledger.witnesses import Alteration, Told, Witness

WORDS = {
    "kind": ("种类", "kind"),
    "region": ("行政区域", "region"),
    "gas_day": ("气日", "gas day"),
    "run": ("推演", "run"),
    "openness": ("公开属性", "openness"),
    "edition": ("修订次数", "edition"),
    "content": ("正文", "content"),
    "note": ("备注", "notes"),
    "serial": ("期号", "number"),
    "papers": ("存档文件", "kept papers"),
    "signed_at": ("签发时间", "instant of signing"),
}


def briefs() -> Witness:
    """The witness of signed briefs."""
    return Witness(act=SIGN, subject_kind=BRIEF, compare=compare, subjects=subjects)


def subjects() -> Iterator[str]:
    """Every signed brief."""
    rows = Brief.objects.filter(state=BriefState.SIGNED).values_list("pk", flat=True)
    return (str(pk) for pk in rows.iterator())


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Signed briefs that are gone, or whose words, papers or instant are not what was told."""
    there = Brief.objects.in_bulk([int(one.subject_id) for one in told if one.subject_id.isdecimal()])
    for one in told:
        brief = there.get(int(one.subject_id)) if one.subject_id.isdecimal() else None
        if brief is None:
            yield Alteration(BRIEF, one.subject_id, one.sequence, "该简报已不在库中：被删除",
                             "this brief is no longer there: it was deleted")  # fmt: skip
            continue
        now = _facts(brief)
        names = [
            name for name in WORDS if (one.at if name == "signed_at" else one.facts.get(name)) != now[name]
        ]
        if names:
            zh = "、".join(WORDS[name][0] for name in names)
            en = ", ".join(WORDS[name][1] for name in names)
            yield Alteration(BRIEF, one.subject_id, one.sequence, f"{zh}与日志登记的摘要不符：存档被改动",
                             f"{en}: not what the ledger told; the record was changed")  # fmt: skip


def _facts(brief: Brief) -> dict[str, Any]:
    """The papers by the digest of their bytes as they lie there now."""
    papers = {paper.name: digest(bytes(paper.content)) for paper in brief.papers.all()}
    return {**proof(brief), "serial": brief.serial, "papers": papers, "signed_at": brief.signed_at}
