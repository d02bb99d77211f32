"""Runs: a letter becomes a picture; failures and cancellations stay visible; the proof is in the ledger."""

import time
from datetime import date, datetime

import pytest

from nuandong.desk.frame import clock
from nuandong.desk.ledger.actions import put_letter
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.outlook import actions
from nuandong.desk.outlook.cases import NoSeason, day_case
from nuandong.desk.outlook.models import Run, RunState, Season
from nuandong.desk.outlook.pictures import newest_picture, picture_for
from nuandong.desk.worker import ERRANDS

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 20)


@pytest.fixture
def run(season: Season, at: datetime) -> Run:
    return actions.assess_day(gas_day=DAY, as_of=at, by=None, clock=lambda: at)


def test_a_run_keeps_its_picture_and_says_what_it_rests_on(run: Run, at: datetime) -> None:
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.input_hash == day_case(DAY, at).input_hash
    assert len(run.policy_version) == 64
    assert run.level == run.picture["proposal"]["level"]
    assert run.coverage == (3, 4)
    assert run.as_of == at


def test_the_proof_of_a_run_stands_in_the_ledger(run: Run) -> None:
    entry = Entry.objects.get(act="assess_day")
    assert run.input_hash in entry.line
    assert run.policy_version in entry.line
    assert "picture" in entry.line


def test_the_worker_turns_a_letter_into_a_picture(season: Season, at: datetime, settings) -> None:
    settings.CLOCK_FROM = at.isoformat()
    settings.CLOCK_SET_AT = time.time()
    put_letter(key="assess:1", errand="assess", facts={"gas_day": DAY.isoformat()}, at=at)
    assert run_due(errands=ERRANDS, worker="one", clock=clock.now) == 1
    assert Letter.objects.get().done_at is not None
    assert Run.objects.newest(DAY) is not None


def test_a_run_that_was_asked_for_is_computed_once(season: Season, at: datetime) -> None:
    asked = actions.request_day(gas_day=DAY, as_of=at, by=None, at=at)
    assert asked.state == RunState.QUEUED
    done = actions.compute(run=asked, clock=lambda: at)
    again = actions.compute(run=asked, clock=lambda: at)
    assert done.state == again.state == RunState.DONE
    assert Entry.objects.filter(act="assess_day").count() == 1


def test_a_cancelled_run_is_not_computed(season: Season, at: datetime) -> None:
    asked = actions.request_day(gas_day=DAY, as_of=at, by=None, at=at)
    assert actions.cancel(run=asked, by=None, at=at)
    assert actions.compute(run=asked, clock=lambda: at).state == RunState.CANCELLED
    assert not actions.cancel(run=asked, by=None, at=at)


def test_a_run_cancelled_while_it_is_computed_stops_and_keeps_no_picture(
    season: Season, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = actions.request_day(gas_day=DAY, as_of=at, by=None, at=at)

    stages = 0
    watch = actions.watch

    def cancel_at_the_second_stage(run: Run, cancelled):
        tell = watch(run, cancelled)

        def told(stage: str, part: float) -> None:
            nonlocal stages
            stages += 1
            if stages == 2:
                actions.cancel(run=run, by=None, at=at)
            tell(stage, part)

        return told

    monkeypatch.setattr(actions, "watch", cancel_at_the_second_stage)
    ended = actions.compute(run=asked, clock=lambda: at)
    assert stages == 2
    assert ended.state == RunState.CANCELLED
    assert ended.picture is None


def test_a_run_that_fails_says_why_and_is_no_newest_picture(season: Season, at: datetime) -> None:
    with pytest.raises(NoSeason):
        actions.assess_day(gas_day=date(2020, 1, 1), as_of=at, by=None, clock=lambda: at)
    failed = Run.objects.get(gas_day=date(2020, 1, 1))
    assert failed.state == RunState.FAILED
    assert "2020-01-01" in failed.trouble
    assert Run.objects.newest(date(2020, 1, 1)) is None


def test_the_newest_picture_is_the_one_that_knew_most(run: Run, at: datetime) -> None:
    earlier = actions.assess_day(gas_day=DAY, as_of=at.replace(hour=9), by=None, clock=lambda: at)
    newest = Run.objects.newest(DAY)
    assert earlier.pk > run.pk
    assert newest == run


def test_a_county_sees_the_provinces_level_and_no_other_countys_rows(run: Run, account) -> None:
    found = newest_picture(DAY, account("county"))
    assert found is not None
    picture = found[1]
    whole = picture_for(run, account("province"))
    assert picture.proposal == whole.proposal
    assert picture.counties.county == ("149101",)
    assert picture.counties.demand.shape[0] == 1
    assert set(picture.cuts.county) <= {"149101"}
    assert len(whole.counties.county) == 4


def test_a_company_sees_its_own_cut_only(run: Run, account) -> None:
    cuts = picture_for(run, account("company")).cuts
    assert set(cuts.user) <= {"u-glass"}


def test_somebody_without_a_role_sees_no_row(run: Run, account) -> None:
    picture = picture_for(run, account("nobody"))
    assert picture.counties.county == ()
    assert picture.cuts.user == ()
    assert picture.stores.store == ()
