"""Bring in a season's case, and compute gas days.

A computation never runs inside a transaction: the run is written down, then computed, then its picture is stored
with its ledger entry. A run that fails or is cancelled stays in the list with its reason.

Clauses: T-008, T-070 (the day's balance, rolling), T-098 (evidence of every run).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

import nuandong
from nuandong.assess import arrange
from nuandong.assess.case import Case
from nuandong.assess.day import Answers, day_answers
from nuandong.assess.day_reasons import day_reasons
from nuandong.assess.plain import plain_of, to_plain
from nuandong.casefile import input_hash
from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.outlook.cases import day_case
from nuandong.desk.outlook.intake import keep_dated_facts, keep_reports, keep_standing_facts
from nuandong.desk.outlook.life import LONGEST_TROUBLE, begin, fail, save_done, stop, watch
from nuandong.desk.outlook.models import Run, RunState, Season
from nuandong.desk.outlook.proof import ASSESS_DAY, RUN, proof
from nuandong.desk.reporting.actions import ASSESS
from nuandong.findings import AssuranceError
from nuandong.gasday import begin_of
from nuandong.vocabulary import WeatherKind

log = logging.getLogger(__name__)


class SeasonIsThere(AssuranceError):
    """A case of this season was brought in before."""

    def __init__(self, season: Season) -> None:
        self.season = season
        super().__init__(
            f"{season.name_zh} 已在库中；后续变化请逐笔登记，或用 NUANDONG_DATABASE_URL 另建一库导入。"
        )


class RunCancelled(AssuranceError):
    """Somebody cancelled the run while it was computed."""

    def __init__(self, run: Run) -> None:
        self.run = run
        super().__init__(f"第 {run.pk} 次推演已被取消；需要时请重新发起。")


def import_case(*, case: Case, by: Account | None, at: datetime) -> Season:
    """Turn a case into records, all or nothing. Raises SeasonIsThere, ReportsRefused."""
    settings = case.settings
    known_at = begin_of(settings.season_first)
    with transaction.atomic():
        there = Season.objects.filter(province=settings.province, first_day=settings.season_first).first()
        if there is not None:
            raise SeasonIsThere(there)
        season = Season.objects.create(**_season_fields(case))
        keep_standing_facts(case=case, known_at=known_at)
        keep_dated_facts(case=case, known_at=known_at)
        count = keep_reports(reports=case.reports, by=by)
        append(
            act=Act(
                act="import_case",
                actor=actor_of(by),
                subject_kind="season",
                subject_id=str(season.pk),
                facts={"input_hash": season.content_hash, "reports": count},
            ),
            at=at,
        )
    return season


def _season_fields(case: Case) -> dict[str, Any]:
    settings = case.settings
    return {
        "province": settings.province,
        "name_zh": settings.name_zh,
        "name_en": settings.name_en,
        "first_day": settings.season_first,
        "last_day": settings.season_last,
        "default_gas_day": settings.gas_day,
        "default_as_of": settings.decided_at,
        "horizon_days": settings.horizon_days,
        "effective_weights": list(settings.effective_weights),
        "reference_temperature": settings.reference_temperature,
        "is_replay": is_replay(case),
        "note_zh": settings.note_zh,
        "note_en": settings.note_en,
        "policy_text": case.policy_text,
        "content_hash": case.input_hash or input_hash(case=case),
    }


def is_replay(case: Case) -> bool:
    """Whether a case holds weather observed after its own instant: then it tells a past that is known."""
    weather = case.weather
    return any(
        kind is WeatherKind.OBSERVED and issue_at > case.settings.decided_at
        for kind, issue_at in zip(weather.kind, weather.issue_at, strict=True)
    )


def request_day(*, gas_day: date, as_of: datetime, by: Account | None, at: datetime) -> Run:
    """Ask for a picture; the worker computes it, the caller's page waits for the run's state."""
    with transaction.atomic():
        run = Run.objects.create(gas_day=gas_day, as_of=as_of, requested_by=by, requested_at=at)
        put_letter(key=f"{ASSESS}:run:{run.pk}", errand=ASSESS, facts={"run": run.pk}, at=at)
    return run


def cancel(*, run: Run, by: Account | None, at: datetime) -> bool:
    """Stop a run that is queued or running; False where it had ended already."""
    with transaction.atomic():
        stopped = stop(run, at=at)
        if stopped:
            append(act=_act("cancel_run", run, by, {}), at=at)
    return stopped


def assess_day(
    *,
    gas_day: date,
    as_of: datetime,
    by: Account | None,
    clock: Callable[[], datetime],
    letter: str | None = None,
) -> Run:
    """Compute one gas day as known at an instant and keep its picture; raises what the library raises.

    A letter calls for one run, however often it is taken up: what a dead worker left is computed to its end, as known
    at the instant at which it was first begun.
    """
    wanted = {"gas_day": gas_day, "as_of": as_of, "requested_by": by, "requested_at": clock()}
    if letter is None:
        run = Run.objects.create(**wanted)
    else:
        run, _ = Run.objects.get_or_create(letter=letter, defaults=wanted)
    return compute(run=run, clock=clock)


def compute(*, run: Run, clock: Callable[[], datetime]) -> Run:
    """Compute a run that was asked for. A run that has ended is left as it is: doing it twice does no harm."""
    if not begin(run, at=clock()):
        return run
    try:
        _compute(run, clock)
    except RunCancelled:
        run.refresh_from_db()
    except Exception as trouble:
        fail(run, trouble, at=clock())
        raise
    return run


def _compute(run: Run, clock: Callable[[], datetime]) -> None:
    case, tell = day_case(run.gas_day, run.as_of), watch(run, RunCancelled)
    answers = day_answers(
        case=case, as_of=run.as_of, policy=case.policy, progress=lambda stage, part: tell(stage, 0.7 * part)
    )
    picture = arrange.day_picture(answers)
    tell("reasons", 0.7)
    run.reasons, run.trouble = _reasons(answers)
    run.state = RunState.DONE
    run.progress = ""
    run.picture = to_plain(picture)
    run.policy_version = picture.stamp.policy_version
    run.input_hash = picture.stamp.input_hash
    run.programme_version = nuandong.__version__
    run.plan_code = picture.stamp.plan_code
    run.level = picture.proposal.level
    run.gap_share = picture.gap_share_today
    run.reported, run.expected = picture.stamp.reported, picture.stamp.expected
    run.case_name = case.settings.name_zh
    run.finished_at = clock()
    with transaction.atomic():
        save_done(run, RunCancelled)
        append(act=_act(ASSESS_DAY, run, run.requested_by, proof(run)), at=run.finished_at)


def _reasons(answers: Answers) -> tuple[dict[str, Any] | None, str]:
    """The day's reasons in plain form; a plan whose reasons cannot be found still stands, and the run says so."""
    try:
        return plain_of(day_reasons(answers=answers)), ""
    except Exception as trouble:  # whatever it is, the night needs the plan
        log.exception("no reasons for the gas day %s", answers.work.axes.days[0])
        return None, str(trouble)[:LONGEST_TROUBLE]


def _act(act: str, run: Run, by: Account | None, facts: dict[str, Any]) -> Act:
    return Act(act=act, actor=actor_of(by), subject_kind=RUN, subject_id=str(run.pk), facts=facts)
