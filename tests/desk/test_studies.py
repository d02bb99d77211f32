"""What is asked of a run: answered by the worker, never a run, cancelled, failed, and told in the ledger."""

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest

from nuandong.assess.plain import plain_of
from nuandong.assess.what_if import what_if
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook import actions as runs
from nuandong.desk.outlook.cases import day_case
from nuandong.desk.outlook.models import Run, RunState, Season, Study, StudyKind
from nuandong.desk.outlook.reasons import reasons_for
from nuandong.desk.outlook.studies import actions, answers
from nuandong.desk.outlook.studies.questions import (
    ChangeKind,
    changes_of,
    explanation_question,
    outages_question,
    season_question,
    what_if_question,
)
from nuandong.desk.worker import ERRANDS

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 20)
COLDER = what_if_question([(ChangeKind.WEATHER, "", -4.0)])
EVERY_KIND = [
    (ChangeKind.DEMAND, "149101", 0.1), (ChangeKind.WEATHER, "", -2.0), (ChangeKind.PIPE, "pipe-1", 0.5),
    (ChangeKind.SOURCE, "cbm-south", 0.8), (ChangeKind.TRUCKS, "", 0.0), (ChangeKind.STORE, "tank-jia", 0.5),
    (ChangeKind.STOCK, "tank-jia", 30.0), (ChangeKind.CONTRACT, "c-trunk", 0.7),
]  # fmt: skip


@pytest.fixture
def run(season: Season, at: datetime) -> Run:
    return runs.assess_day(gas_day=DAY, as_of=at, by=None, clock=lambda: at)


@pytest.fixture
def asked(run: Run, at: datetime) -> Callable[..., Study]:
    """A question asked of the run."""

    def of(kind: StudyKind = StudyKind.WHAT_IF, question: dict = COLDER) -> Study:
        return actions.ask(run=run, kind=kind, question=question, by=None, at=at)

    return of


def test_a_run_keeps_its_reasons_and_the_ledger_tells_of_them(run: Run, account) -> None:
    assert reasons_for(run, account("province")) is not None
    assert "reasons" in Entry.objects.get(act="assess_day").line
    assert verify().holds
    Run.objects.filter(pk=run.pk).update(reasons={**run.reasons, "cuts": []})
    assert [altered.subject_id for altered in verify().alterations] == [str(run.pk)]


def test_a_run_of_an_earlier_version_has_no_reasons_and_says_so(run: Run, account) -> None:
    from nuandong.desk.outlook.reasons import _whole_reasons

    _whole_reasons.cache_clear()
    Run.objects.filter(pk=run.pk).update(reasons=None)
    assert reasons_for(run, account("province")) is None
    _whole_reasons.cache_clear()
    Run.objects.filter(pk=run.pk).update(reasons={"cuts": [], "of another form": 1})
    assert reasons_for(run, account("province")) is None
    _whole_reasons.cache_clear()


def test_the_worker_answers_what_was_asked_as_the_library_does(
    run: Run, asked: Callable[..., Study], at: datetime
) -> None:
    study = asked()
    assert run_due(errands=ERRANDS, worker="one", clock=lambda: at) == 1
    study.refresh_from_db()
    assert study.state == RunState.DONE
    compared = what_if(case=day_case(DAY, at), changes=changes_of(COLDER), as_of=at)
    assert study.answer["differences"] == json.loads(json.dumps(plain_of(compared.differences)))
    assert study.answer["level_after"] == compared.level_after


def test_a_what_if_is_no_run_and_leaves_the_day_as_it_was(
    run: Run, asked: Callable[..., Study], at: datetime
) -> None:
    before = Run.objects.get(pk=run.pk).picture
    actions.answer(study=asked(), clock=lambda: at)
    assert Run.objects.count() == 1
    assert Run.objects.newest(DAY) == run
    assert Run.objects.get(pk=run.pk).picture == before


@pytest.mark.parametrize("change", EVERY_KIND, ids=[str(kind) for kind, _of, _amount in EVERY_KIND])
def test_every_kind_of_change_has_an_answer(asked: Callable[..., Study], at: datetime, change) -> None:
    study = actions.answer(study=asked(question=what_if_question([change])), clock=lambda: at)
    assert study.state == RunState.DONE, study.trouble
    assert answers.what_if_answer(study).days[0] == DAY


def test_the_same_question_is_answered_once(asked: Callable[..., Study], at: datetime) -> None:
    first = asked()
    assert asked() == first
    actions.answer(study=first, clock=lambda: at)
    assert asked() == first
    assert asked(question=what_if_question([(ChangeKind.WEATHER, "", -5.0)])) != first
    assert Letter.objects.filter(errand="study").count() == 2


def test_a_second_what_if_of_a_run_does_not_compute_the_day_again(
    run: Run, asked: Callable[..., Study], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.answer(study=asked(), clock=lambda: at)

    def never(**_: object) -> None:
        raise AssertionError("the day was computed again")

    monkeypatch.setattr(answers, "standing_of", never)
    further = asked(question=what_if_question([(ChangeKind.WEATHER, "", -5.0)]))
    assert actions.answer(study=further, clock=lambda: at).state == RunState.DONE


def test_a_question_that_cannot_be_answered_says_why_and_may_be_asked_again(
    asked: Callable[..., Study], at: datetime
) -> None:
    question = what_if_question([(ChangeKind.PIPE, "no-such-pipe", 0.5)])
    study = actions.answer(study=asked(question=question), clock=lambda: at)
    assert study.state == RunState.FAILED
    assert "no-such-pipe" in study.trouble
    assert asked(question=question) != study


def test_records_that_no_longer_give_the_runs_input_are_refused(
    run: Run, asked: Callable[..., Study], at: datetime
) -> None:
    answers._standings.clear()
    Run.objects.filter(pk=run.pk).update(input_hash="0" * 64)
    study = actions.answer(study=Study.objects.get(pk=asked().pk), clock=lambda: at)
    assert study.state == RunState.FAILED
    assert "重新推演" in study.trouble


def test_a_cancelled_question_is_not_answered(asked: Callable[..., Study], at: datetime) -> None:
    study = asked()
    assert actions.cancel(study=study, by=None, at=at)
    assert actions.answer(study=study, clock=lambda: at).state == RunState.CANCELLED
    assert not actions.cancel(study=study, by=None, at=at)
    assert Entry.objects.filter(act="cancel_study").count() == 1


def test_a_question_cancelled_while_it_is_answered_stops_and_keeps_nothing(
    asked: Callable[..., Study], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, watch, stages = asked(StudyKind.OUTAGES, outages_question()), actions.watch, []

    def cancel_at_the_third_stage(watched: Study, cancelled):
        tell = watch(watched, cancelled)

        def told(stage: str, part: float) -> None:
            stages.append(stage)
            if len(stages) == 3:
                actions.cancel(study=watched, by=None, at=at)
            tell(stage, part)

        return told

    monkeypatch.setattr(actions, "watch", cancel_at_the_third_stage)
    ended = actions.answer(study=study, clock=lambda: at)
    assert len(stages) == 3
    assert ended.state == RunState.CANCELLED
    assert ended.answer is None


def test_progress_only_grows_and_ends_at_the_whole(asked: Callable[..., Study], at: datetime) -> None:
    parts: list[float] = []
    answers.computed(asked(StudyKind.OUTAGES, outages_question()), lambda stage, part: parts.append(part))
    answers.computed(asked(), lambda stage, part: parts.append(10 + part))
    assert parts == sorted(parts)
    assert parts[0] >= 0
    assert parts[-1] <= 11


def test_an_answer_and_its_question_stand_in_the_ledger_by_digest(
    asked: Callable[..., Study], at: datetime
) -> None:
    study = actions.answer(study=asked(), clock=lambda: at)
    line = Entry.objects.get(act="answer_study", subject_id=str(study.pk)).line
    assert "sha256:" in line
    assert "weather" in line
    assert verify().holds
    Study.objects.filter(pk=study.pk).update(question=what_if_question([(ChangeKind.WEATHER, "", -9.0)]))
    assert [(one.subject_kind, one.subject_id) for one in verify().alterations] == [("study", str(study.pk))]


def test_outages_come_with_the_standard_beside_them(asked: Callable[..., Study], at: datetime) -> None:
    study = actions.answer(study=asked(StudyKind.OUTAGES, outages_question()), clock=lambda: at)
    found = answers.outages_answer(study)
    assert "trunk-1" in found.outages.single.element
    assert found.standards.areas


def test_a_season_keeps_every_day_and_what_stores_held(asked: Callable[..., Study], at: datetime) -> None:
    study = actions.answer(study=asked(StudyKind.SEASON, season_question()), clock=lambda: at)
    assert study.state == RunState.DONE, study.trouble
    found = answers.season_answer(study)
    assert len(found.stock) == len(found.days) + 1
    assert found.stock[0] == sum(found.opening)
    assert found.stock[-1] == sum(found.closing)
    assert all(found.lowest <= found.opening)


def test_an_explanation_comes_back_as_it_was_given(
    run: Run, asked: Callable[..., Study], at: datetime
) -> None:
    user = run.picture["cuts"]["user"][0]
    study = actions.answer(
        study=asked(StudyKind.EXPLANATION, explanation_question(user=user)), clock=lambda: at
    )
    found = answers.explanation_answer(study)
    assert found.subject.user == user
    assert found.is_cut
    assert found.would_help
