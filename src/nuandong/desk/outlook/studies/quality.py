"""The newest answer on how good the forecast is: it stays true when a day is assessed anew, so it is asked for once."""

from __future__ import annotations

from functools import lru_cache

from nuandong.assess.quality import ForecastQuality
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.studies.answers import quality_answer

ANSWERS_KEPT = 4


def newest_quality(run: Run) -> tuple[Study, ForecastQuality] | None:
    """The answer that knew most of what was known to this run, of whichever run it was asked; None without any."""
    answered = Study.objects.filter(kind=StudyKind.QUALITY, state=RunState.DONE, run__as_of__lte=run.as_of)
    study = answered.select_related("run").defer("answer", "run__picture", "run__reasons").order_by(
        "-run__as_of", "-id"
    ).first()  # fmt: skip
    return None if study is None else (study, _whole_answer(study.pk))


@lru_cache(maxsize=ANSWERS_KEPT)
def _whole_answer(pk: int) -> ForecastQuality:
    """A finished study never changes, so its answer is read once."""
    return quality_answer(Study.objects.get(pk=pk))
