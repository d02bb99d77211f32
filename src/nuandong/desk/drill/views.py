"""Pages of the drill: what has happened so far, and the score. A desk at work answers none of them.

What is still to come is shown to whoever keeps the score (the auditor's role) and to nobody who plays.

Clause: T-099 (drills).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import SEE_DAY, TRAIN
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.drill.marks import Mark, Score
from nuandong.desk.drill.models import Happening, Play
from nuandong.desk.drill.score import score_of
from nuandong.desk.drill.sheets import plain_score, score_book
from nuandong.desk.drill.shown import script_rows, summary_rows
from nuandong.desk.frame import clock
from nuandong.desk.frame.world import is_drill
from nuandong.gasday import gas_day_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
may_see = permission_required(SEE_DAY, raise_exception=True)


def _play() -> Play:
    play = Play.objects.order_by("-id").first() if is_drill() else None
    if play is None:
        raise Http404
    return play


@require_GET
@may_see
@never_cache
def drill(request: HttpRequest) -> HttpResponse:
    """The script so far, what is asked of people now, and the score."""
    play, at = _play(), clock.now()
    account: Any = request.user
    trains = account.has_perm(TRAIN)
    seen = Happening.objects.filter(play=play).visible_to(account).select_related("region")
    score = _score(play, account)
    return render(
        request,
        "drill/drill.html",
        {
            "room": "drill",
            "play": play,
            "at": at,
            "gas_day": gas_day_of(at),
            "is_over": at >= play.ends_at,
            "elapsed_share": min(1.0, max(0.0, (at - play.begins_at) / (play.ends_at - play.begins_at))),
            "played": script_rows(seen.filter(played_at__isnull=False).order_by("-at", "-place")),
            "to_come": script_rows(seen.filter(played_at__isnull=True)) if trains else None,
            "trains": trains,
            "score": score,
            "summary": [] if score is None else summary_rows(score),
            "open": [] if score is None else [line for line in score.lines if line.mark is Mark.OPEN],
        },
    )


@require_GET
@may_see
@never_cache
def score_json(request: HttpRequest) -> HttpResponse:
    """The score with the place that each line comes from."""
    play = _play()
    response = JsonResponse(
        plain_score(play, _shown_score(play, request.user)), json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="score.json"'
    return response


@require_GET
@may_see
@never_cache
def score_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    play = _play()
    response = HttpResponse(score_book(play, _shown_score(play, request.user)), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="score.xlsx"'
    return response


def _shown_score(play: Play, account: Any) -> Score:
    score = _score(play, account)
    if score is None:
        raise Http404
    return score


def _score(play: Play, account: Account) -> Score | None:
    """For those who see the whole province: the score names units everywhere."""
    return score_of(play=play, at=clock.now()) if scope_of(account).sees_all else None
