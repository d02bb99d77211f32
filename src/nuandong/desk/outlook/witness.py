"""What the ledger told of runs and of studies, held against them as they stand now (T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.outlook.models import Run, RunState, Study
from nuandong.desk.outlook.proof import ANSWER_STUDY, ASSESS_DAY, RUN, STUDY, proof, study_proof

WORDS = {
    "gas_day": ("气日", "gas day"),
    "as_of": ("数据截止时间", "as of"),
    "input_hash": ("输入摘要", "input hash"),
    "policy_version": ("规则版本", "policy version"),
    "plan_code": ("预案", "plan"),
    "level": ("等级", "level"),
    "gap_share": ("缺口率", "gap share"),
    "reported": ("已报单位数", "units that reported"),
    "expected": ("应报单位数", "units that should have"),
    "picture": ("推演结果", "picture"),
    "reasons": ("原因说明", "reasons"),
}


def runs() -> Witness:
    """The witness of computed days."""
    return Witness(act=ASSESS_DAY, subject_kind=RUN, compare=compare, subjects=subjects)


def studies() -> Witness:
    """The witness of answered questions."""
    return Witness(act=ANSWER_STUDY, subject_kind=STUDY, compare=compare_studies, subjects=answered)


def answered() -> Iterator[str]:
    """Every study that ended with an answer."""
    return (
        str(pk) for pk in Study.objects.filter(state=RunState.DONE).values_list("pk", flat=True).iterator()
    )


def compare_studies(told: Sequence[Told]) -> Iterator[Alteration]:
    """Studies that are gone, or whose run, question or answer is not what was told."""
    for one in told:  # one at a time: an answer may be large
        done = Study.objects.filter(state=RunState.DONE)
        study = done.filter(pk=one.subject_id).first() if one.subject_id.isdigit() else None
        if study is None:
            yield Alteration(STUDY, one.subject_id, one.sequence, "该项测算已不在库中：被删除",
                             "this study is no longer there: it was deleted")  # fmt: skip
        elif any(one.facts.get(name) != value for name, value in study_proof(study).items()):
            yield Alteration(STUDY, one.subject_id, one.sequence, "测算的问题或答案与日志登记的不符：数据被改动",
                             "question or answer: not what the ledger told; the record was changed")  # fmt: skip


def subjects() -> Iterator[str]:
    """Every run that ended with a picture."""
    return (str(pk) for pk in Run.objects.done().values_list("pk", flat=True).iterator())


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Runs that are gone, or whose level, figures or picture are not what was told."""
    for one in told:  # one at a time: a picture is large
        run = Run.objects.done().filter(pk=one.subject_id).first() if one.subject_id.isdigit() else None
        if run is None:
            yield Alteration(RUN, one.subject_id, one.sequence, "该次推演已不在库中：被删除",
                             "this run is no longer there: it was deleted")  # fmt: skip
            continue
        now = proof(run)
        names = [name for name in WORDS if not _is_as_told(name, one.facts, now)]
        if names:
            zh, en = (
                "、".join(WORDS[name][0] for name in names),
                ", ".join(WORDS[name][1] for name in names),
            )
            yield Alteration(RUN, one.subject_id, one.sequence, f"{zh}与日志登记的不符：数据被改动",
                             f"{en}: not what the ledger told; the record was changed")  # fmt: skip


def _is_as_told(name: str, told: Any, now: dict[str, Any]) -> bool:
    if name not in told:
        return True  # an entry of an earlier version of the programme told less
    if name == "as_of":  # the same instant may be spelt in another zone
        return datetime.fromisoformat(told[name]) == datetime.fromisoformat(now[name])
    return bool(told[name] == now[name])
