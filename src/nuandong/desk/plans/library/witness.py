"""What the ledger told of filed plans, held against them as they stand now (T-021, T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.plans.library.actions import FILE_PAPER, PAPER, digest_of
from nuandong.desk.plans.library.files import digest_of_content
from nuandong.desk.plans.models import PlanPaper


def papers() -> Witness:
    """The witness of filed plans: words, file, dates and tiers never change."""
    return Witness(act=FILE_PAPER, subject_kind=PAPER, compare=compare, subjects=subjects)


def subjects() -> Iterator[str]:
    """Every version that stands in the records."""
    rows = PlanPaper.objects.values_list("region_id", "kind", "number")
    return (f"{region}/{kind}/{number}" for region, kind, number in rows.iterator())


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Versions that are gone, or that do not say what was filed."""
    for one in told:  # one at a time: a file may be large
        paper = _named(one.subject_id)
        if paper is None:
            yield Alteration(PAPER, one.subject_id, one.sequence, "该版预案已不在库中：被删除",
                             "this version of the plan is no longer there: it was deleted")  # fmt: skip
        elif digest_of(paper) != one.facts.get("paper") or _content(paper) != one.facts.get("sha256"):
            yield Alteration(PAPER, one.subject_id, one.sequence, "预案与登记时的摘要不符：正文、文件或日期被改动",
                             "the plan is not what was filed: its text, file or dates were changed")  # fmt: skip


def _content(paper: PlanPaper) -> str:
    return digest_of_content(text=paper.text, content=paper.content)


def _named(code: str) -> PlanPaper | None:
    region, kind, number = code.split("/")
    return PlanPaper.objects.filter(region_id=region, kind=kind, number=number).first()
