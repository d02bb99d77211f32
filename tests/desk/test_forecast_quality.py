"""The backtest as the worker answers it from records: done where there are books of two winters, else it says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from nuandong.assess.case import Case
from nuandong.demand.tables import PastUse
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.outlook import actions as runs
from nuandong.desk.outlook.actions import import_case
from nuandong.desk.outlook.models import RunState, Study, StudyKind
from nuandong.desk.outlook.studies import actions
from nuandong.desk.outlook.studies.quality import _whole_answer, newest_quality
from nuandong.desk.outlook.studies.questions import quality_question
from nuandong.desk.worker import ERRANDS
from nuandong.gasday import gas_days

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 20)


@pytest.fixture(autouse=True)
def no_answer_of_another_test() -> None:
    """Numbers of studies begin anew in every test."""
    _whole_answer.cache_clear()


def asked_and_answered(case: Case) -> Study:
    """The question put to a run of the case, worked off."""
    at = case.settings.decided_at
    import_case(case=case, by=None, at=at)
    run = runs.assess_day(gas_day=DAY, as_of=at, by=None, clock=lambda: at)
    study = actions.ask(run=run, kind=StudyKind.QUALITY, question=quality_question(), by=None, at=at)
    run_due(errands=ERRANDS, worker="one", clock=lambda: at)
    study.refresh_from_db()
    return study


def two_winters(case: Case) -> PastUse:
    """Use of every county of the case on days of two winters, up to the week before the gas day."""
    counties = tuple(dict.fromkeys(case.models.county))
    days = (
        *gas_days(first=date(2022, 11, 1), count=140),
        *gas_days(first=date(2023, 11, 1), count=42),
    )
    rows = [(county, day) for county in counties for day in days]
    use = 10 + np.random.default_rng(5).normal(0, 0.5, (8, len(rows)))
    county, day = zip(*rows, strict=True)
    return PastUse(county, day, *use, (None,) * len(rows))


def test_a_case_without_books_is_told_what_it_lacks(tiny: Case) -> None:
    bare = replace(tiny, past_use=PastUse((), (), *(np.zeros(0),) * 8, ()))
    study = asked_and_answered(bare)
    assert study.state == RunState.FAILED
    assert "use_history" in study.trouble
    assert newest_quality(study.run) is None


def test_the_worker_scores_the_books_even_of_winters_whose_weather_nobody_kept(tiny: Case) -> None:
    study = asked_and_answered(replace(tiny, past_use=two_winters(tiny)))
    assert (study.state, study.trouble) == (RunState.DONE, "")
    assert Entry.objects.filter(act="answer_study", subject_id=str(study.pk)).count() == 1
    found = newest_quality(study.run)
    assert found is not None
    kept, scores = found
    assert kept.pk == study.pk
    assert (scores.first, scores.eves) == (date(2023, 11, 1), 42)
    province = scores.areas[0]
    assert province.kind == "province"
    assert np.isfinite(province.miss).sum() == scores.eves
    assert np.abs(province.miss).mean() < 0.2
    assert province.method[-1] > 0.5  # where weather is not known, the last comparable day, and it is said
    np.testing.assert_allclose(province.method.sum(), 1.0)
    assert scores.as_of == datetime.fromisoformat(study.run.as_of.isoformat())
