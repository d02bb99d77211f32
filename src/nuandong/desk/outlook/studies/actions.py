"""Ask a run something, cancel the asking, and answer it.

As with runs, nothing is computed inside a transaction: the question is written down with its letter, the worker
computes, then the answer is stored with its ledger entry. A question that was answered before is not computed again.

Clauses: T-038 (extremes and failures), T-041 (spoken with fully), T-070 (look-ahead), T-098 (evidence).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

import nuandong
from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.outlook.models import OPEN_STATES, Run, RunState, Study, StudyKind
from nuandong.desk.outlook.proof import ANSWER_STUDY, STUDY, study_proof
from nuandong.desk.outlook.studies.answers import computed
from nuandong.findings import AssuranceError

ERRAND = "study"
LONGEST_TROUBLE = 4000


class StudyCancelled(AssuranceError):
    """Somebody cancelled the study while it was computed."""

    def __init__(self, study: Study) -> None:
        self.study = study
        super().__init__(f"第 {study.pk} 项测算已被取消；需要时请重新发起。")


def ask(*, run: Run, kind: StudyKind, question: dict[str, Any], by: Account | None, at: datetime) -> Study:
    """Ask a run something; the worker answers. The same question that is open or answered is not asked twice."""
    with transaction.atomic():
        asked = Study.objects.newest(run, kind, question)
        if asked is not None and asked.state != RunState.FAILED:
            return asked
        study = Study.objects.create(run=run, kind=kind, question=question, requested_by=by, requested_at=at)
        put_letter(key=f"{ERRAND}:{study.pk}", errand=ERRAND, facts={"study": study.pk}, at=at)
    return study


def cancel(*, study: Study, by: Account | None, at: datetime) -> bool:
    """Stop a study that is queued or running; False where it had ended already."""
    with transaction.atomic():
        stopped = Study.objects.filter(pk=study.pk, state__in=OPEN_STATES).update(
            state=RunState.CANCELLED, finished_at=at
        )
        if stopped:
            append(act=_act("cancel_study", study, by, {}), at=at)
    return bool(stopped)


def answer(*, study: Study, clock: Callable[[], datetime]) -> Study:
    """Compute a study that was asked for; one that has ended is left as it is."""
    started = Study.objects.filter(pk=study.pk, state__in=OPEN_STATES).update(
        state=RunState.RUNNING, started_at=clock()
    )
    study.refresh_from_db()
    if not started:
        return study
    try:
        _keep(study, computed(study, _watch(study)), clock())
    except StudyCancelled:
        study.refresh_from_db()
    except AssuranceError as trouble:  # asking again would fail alike
        _fail(study, trouble, clock())
    except Exception as trouble:
        _fail(study, trouble, clock())
        raise
    return study


def _keep(study: Study, found: dict[str, Any], at: datetime) -> None:
    study.state, study.progress, study.answer = RunState.DONE, "", found
    study.programme_version, study.finished_at = nuandong.__version__, at
    with transaction.atomic():
        if not Study.objects.select_for_update().filter(pk=study.pk, state=RunState.RUNNING).exists():
            raise StudyCancelled(study)
        study.save()
        append(act=_act(ANSWER_STUDY, study, study.requested_by, study_proof(study)), at=at)


def _fail(study: Study, trouble: Exception, at: datetime) -> None:
    study.state, study.trouble = RunState.FAILED, str(trouble)[:LONGEST_TROUBLE]
    Study.objects.filter(pk=study.pk, state=RunState.RUNNING).update(
        state=RunState.FAILED, trouble=study.trouble, finished_at=at
    )


def _watch(study: Study) -> Callable[[str, float], None]:
    """Write down how far the study is, and stop it where somebody cancelled it."""

    def tell(stage: str, part: float) -> None:
        still = Study.objects.filter(pk=study.pk, state=RunState.RUNNING).update(
            progress=f"{stage} {part:.0%}"
        )
        if not still:
            raise StudyCancelled(study)

    return tell


def _act(act: str, study: Study, by: Account | None, facts: dict[str, Any]) -> Act:
    return Act(act=act, actor=actor_of(by), subject_kind=STUDY, subject_id=str(study.pk), facts=facts)
