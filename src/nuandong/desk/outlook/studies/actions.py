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
from nuandong.desk.outlook.life import begin, fail, save_done, stop, watch
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.proof import ANSWER_STUDY, STUDY, study_proof
from nuandong.desk.outlook.studies.answers import computed
from nuandong.findings import AssuranceError

ERRAND = "study"


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
        stopped = stop(study, at=at)
        if stopped:
            append(act=_act("cancel_study", study, by, {}), at=at)
    return stopped


def answer(*, study: Study, clock: Callable[[], datetime]) -> Study:
    """Compute a study that was asked for; one that has ended is left as it is."""
    if not begin(study, at=clock()):
        return study
    try:
        _keep(study, computed(study, watch(study, StudyCancelled)), clock())
    except StudyCancelled:
        study.refresh_from_db()
    except AssuranceError as trouble:  # asking again would fail alike
        fail(study, trouble, at=clock())
    except Exception as trouble:
        fail(study, trouble, at=clock())
        raise
    return study


def _keep(study: Study, found: dict[str, Any], at: datetime) -> None:
    study.state, study.progress, study.answer = RunState.DONE, "", found
    study.programme_version, study.finished_at = nuandong.__version__, at
    with transaction.atomic():
        save_done(study, StudyCancelled)
        append(act=_act(ANSWER_STUDY, study, study.requested_by, study_proof(study)), at=at)


def _act(act: str, study: Study, by: Account | None, facts: dict[str, Any]) -> Act:
    return Act(act=act, actor=actor_of(by), subject_kind=STUDY, subject_id=str(study.pk), facts=facts)
