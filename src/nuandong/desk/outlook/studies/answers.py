"""How a study is computed, and its answer in plain form and back.

The day as it is stays in the worker's memory for the runs asked last, so that a second what-if of a run costs a
fraction of the first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuandong.assess.case import Case
from nuandong.assess.explain import Explanation, explain
from nuandong.assess.n_minus_one import StandardPicture, n_minus_one_areas
from nuandong.assess.outages import OutagePicture, outages
from nuandong.assess.plain import picture_of, plain_of
from nuandong.assess.quality import ForecastQuality, forecast_quality
from nuandong.assess.season import plan_season
from nuandong.assess.what_if import Comparison, DifferenceRows, Standing, UserRows, standing_of, what_if
from nuandong.desk.outlook.cases import day_case
from nuandong.desk.outlook.models import Run, Study, StudyKind
from nuandong.desk.outlook.studies.questions import changes_of, outage_request
from nuandong.desk.outlook.studies.season import SeasonAnswer, season_kept
from nuandong.findings import AssuranceError

Tell = Callable[[str, float], None]
STANDINGS_KEPT = 2
OUTAGES_PART = 0.95  # of the time; the standards take the rest


class RecordsMoved(AssuranceError):
    """The case of the run can no longer be read as it was: a study of it would compare two different days."""

    def __init__(self, run: Run) -> None:
        self.run = run
        super().__init__(
            f"第 {run.pk} 次推演的输入与库中记录已不一致，请重新推演后再问。"
            f"The records no longer give run {run.pk}'s input; assess the day anew and ask again."
        )


@dataclass(frozen=True, slots=True, eq=False)
class WhatIfAnswer:
    """What a what-if leaves: levels, gaps, relief and users both ways; the changed day itself is not kept."""

    days: tuple[date, ...]
    level_before: str
    level_after: str
    headline_zh: str
    headline_en: str
    input_hash_before: str
    input_hash_after: str
    differences: DifferenceRows
    users: UserRows


@dataclass(frozen=True, slots=True, eq=False)
class OutagesAnswer:
    """Every element out, and the published standard beside it."""

    outages: OutagePicture
    standards: StandardPicture


_standings: OrderedDict[int, Standing] = OrderedDict()


def computed(study: Study, tell: Tell) -> dict[str, Any]:
    """The answer of a study in plain form. Raises what the library raises, and RecordsMoved."""
    by_kind: Mapping[str, Callable[[Study, Tell], Any]] = {
        StudyKind.WHAT_IF: _what_if,
        StudyKind.OUTAGES: _outages,
        StudyKind.EXPLANATION: _explanation,
        StudyKind.SEASON: _season,
        StudyKind.QUALITY: _quality,
    }
    answer: dict[str, Any] = plain_of(by_kind[study.kind](study, tell))
    return answer


def what_if_answer(study: Study) -> WhatIfAnswer:
    """A what-if's answer as it was given."""
    return picture_of(WhatIfAnswer, study.answer or {})


def outages_answer(study: Study) -> OutagesAnswer:
    """The outages' answer as it was given."""
    return picture_of(OutagesAnswer, study.answer or {})


def explanation_answer(study: Study) -> Explanation:
    """The explanation as it was given."""
    return picture_of(Explanation, study.answer or {})


def season_answer(study: Study) -> SeasonAnswer:
    """The season as it was answered."""
    return picture_of(SeasonAnswer, study.answer or {})


def quality_answer(study: Study) -> ForecastQuality:
    """The scores of the forecast as they were answered."""
    return picture_of(ForecastQuality, study.answer or {})


def case_of(run: Run) -> Case:
    """The case that a run was computed from. Raises RecordsMoved where the records give another one."""
    case = day_case(run.gas_day, run.as_of)
    if case.input_hash != run.input_hash:
        raise RecordsMoved(run)
    return case


def _what_if(study: Study, tell: Tell) -> WhatIfAnswer:
    standing = _standing(study.run, lambda stage, part: tell(stage, 0.5 * part))
    compared = what_if(
        case=standing.case,
        changes=changes_of(study.question),
        as_of=standing.as_of,
        standing=standing,
        progress=lambda stage, part: tell(stage, 0.5 + 0.5 * part),
    )
    return _kept(compared)


def _kept(compared: Comparison) -> WhatIfAnswer:
    before, after = compared.before, compared.after
    return WhatIfAnswer(
        days=before.stamp.days,
        level_before=compared.level_before,
        level_after=compared.level_after,
        headline_zh=after.proposal.headline_zh,
        headline_en=after.proposal.headline_en,
        input_hash_before=before.stamp.input_hash,
        input_hash_after=after.stamp.input_hash,
        differences=compared.differences,
        users=compared.users,
    )


def _standing(run: Run, tell: Tell) -> Standing:
    if run.pk in _standings and _standings[run.pk].case.input_hash == run.input_hash:
        _standings.move_to_end(run.pk)
        return _standings[run.pk]
    _standings[run.pk] = standing_of(case=case_of(run), as_of=run.as_of, progress=tell)
    while len(_standings) > STANDINGS_KEPT:
        _standings.popitem(last=False)
    return _standings[run.pk]


def _outages(study: Study, tell: Tell) -> OutagesAnswer:
    case = case_of(study.run)
    picture = outages(
        case=case,
        request=outage_request(study.question),
        as_of=study.run.as_of,
        progress=lambda stage, part: tell(stage, OUTAGES_PART * part),
    )
    tell("standards", OUTAGES_PART)
    return OutagesAnswer(picture, n_minus_one_areas(case=case, as_of=study.run.as_of))


def _season(study: Study, tell: Tell) -> SeasonAnswer:
    return season_kept(plan_season(case=case_of(study.run), as_of=study.run.as_of, progress=tell))


def _quality(study: Study, tell: Tell) -> ForecastQuality:
    return forecast_quality(case=case_of(study.run), as_of=study.run.as_of, progress=tell)


def _explanation(study: Study, tell: Tell) -> Explanation:
    asked = study.question
    return explain(
        case=case_of(study.run),
        user=asked["user"],
        county=asked["county"],
        as_of=study.run.as_of,
        progress=tell,
    )
