"""Questions asked of the day's run: what if, every element out, the season; their progress, their answers, their end.

Asking is an act and needs the right to assess; reading an answer needs to have asked, or to see the whole province. No
answer is ever a run: nothing here writes to the day.

Clauses: T-038 (extremes and failures), T-039, T-070 (look-ahead).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nuandong.desk.control_room import screens
from nuandong.desk.control_room.asking import choices, read_ask
from nuandong.desk.control_room.change_words import changes_in_words
from nuandong.desk.control_room.outages_page import outages_page
from nuandong.desk.control_room.progress import progress_of
from nuandong.desk.control_room.questions_of_day import suggestions
from nuandong.desk.control_room.season_page import season_page
from nuandong.desk.control_room.views import account_of, county_names, found, may_see_day, within_day
from nuandong.desk.control_room.what_if_page import what_if_page
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import ASSESS
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.frame import clock
from nuandong.desk.outlook.models import RunState, Study, StudyKind
from nuandong.desk.outlook.pictures import picture_for
from nuandong.desk.outlook.studies import actions
from nuandong.desk.outlook.studies.answers import outages_answer, season_answer, what_if_answer
from nuandong.desk.outlook.studies.questions import outages_question, season_question, what_if_question

STUDIES_LISTED = 8
may_assess = permission_required(ASSESS, raise_exception=True)


@require_http_methods(["GET", "POST"])
@may_assess
def what_if(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The panel: choose what changes; asked once, it leads to the answer."""
    run, picture = found(request, gas_day)
    groups = choices(picture, request.user, sees_all=scope_of(request.user).sees_all)
    sent = request.POST if request.method == "POST" else request.GET
    asked = read_ask(sent.dict(), groups)
    if request.method == "POST" and asked.holds:
        study = actions.ask(
            run=run,
            kind=StudyKind.WHAT_IF,
            question=what_if_question(list(asked.changes)),
            by=account_of(request),
            at=clock.now(),
        )
        return HttpResponseRedirect(reverse("study", args=[study.pk]))
    is_refused = request.method == "POST"
    return render(
        request,
        "control_room/what_if.html",
        {
            **within_day(run, picture),
            "groups": groups,
            "asked": asked,
            "is_refused": is_refused,
            "suggestions": suggestions(picture),
            "earlier": _earlier(request, run.pk, picture),
        },
        status=422 if is_refused else 200,
    )


def _earlier(request: HttpRequest, run: int, picture: Any) -> list[dict[str, Any]]:
    """What was asked of this run before, newest first."""
    asked = Study.objects.filter(run_id=run, kind=StudyKind.WHAT_IF).defer("answer").order_by("-id")
    seen = [study for study in asked[: 4 * STUDIES_LISTED] if _may_read(request, study)]
    return [
        {"study": study, "words": changes_in_words(study.question, picture), "progress": progress_of(study)}
        for study in seen[:STUDIES_LISTED]
    ]


@require_http_methods(["GET", "POST"])
@may_see_day
def outages(request: HttpRequest, gas_day: date) -> HttpResponse:
    """Every element out: the newest answer for this run, or the way to it. For those who see the whole province."""
    wanted = StudyKind.OUTAGES, outages_question(), "control_room/outages_ask.html"
    return _of_the_province(request, gas_day, wanted)


@require_http_methods(["GET", "POST"])
@may_see_day
def season(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The whole season as known at the run's instant, or the way to it. For those who see the whole province."""
    return _of_the_province(
        request, gas_day, (StudyKind.SEASON, season_question(), "control_room/season.html")
    )


def _of_the_province(
    request: HttpRequest, gas_day: date, wanted: tuple[StudyKind, dict[str, Any], str]
) -> HttpResponse:
    """A question without choices: ask it, lead to its answer, or show the page from which it is asked."""
    if not scope_of(request.user).sees_all:
        raise PermissionDenied
    (kind, question, template), (run, picture) = wanted, found(request, gas_day)
    if request.method == "POST":
        if not request.user.has_perm(ASSESS):
            raise PermissionDenied
        asked = actions.ask(run=run, kind=kind, question=question, by=account_of(request), at=clock.now())
        return HttpResponseRedirect(reverse("study", args=[asked.pk]))
    newest = Study.objects.newest(run, kind, question)
    if newest is not None and newest.state != RunState.FAILED:
        return HttpResponseRedirect(reverse("study", args=[newest.pk]))
    return render(request, template, {**within_day(run, picture), "failed": newest})


@require_GET
@may_see_day
@never_cache
def study(request: HttpRequest, number: int) -> HttpResponse:
    """A study: how far it is, or its answer."""
    record = _found_study(request, number)
    if record.kind == StudyKind.EXPLANATION:
        return HttpResponseRedirect(home_of(record))
    if record.kind == StudyKind.QUALITY and record.answer:
        return HttpResponseRedirect(reverse("quality", args=[record.run.gas_day]))
    picture = picture_for(record.run, request.user)
    shown = {
        **within_day(record.run, picture),
        "study": record,
        "progress": progress_of(record),
        "study_progress_address": reverse("study-progress", args=[number]),
        "study_cancel_address": reverse("study-cancel", args=[number]),
    }
    if record.kind == StudyKind.OUTAGES:
        page = outages_page(outages_answer(record), county_names()) if record.answer else None
        return render(request, "control_room/outages.html", {**shown, "outages": page})
    if record.kind == StudyKind.SEASON:
        page_of_season = season_page(season_answer(record)) if record.answer else None
        return render(request, "control_room/season.html", {**shown, "season": page_of_season})
    if record.kind == StudyKind.QUALITY:
        return render(request, "control_room/quality_ask.html", {**shown, "room": "quality"})
    shown["words"] = changes_in_words(record.question, picture)
    if record.answer:
        shown["beside"] = what_if_page(
            what_if_answer(record),
            levels=screens.levels_on(policy_book(), record.run.gas_day),
            scope=scope_of(request.user),
            county_names=county_names(),
        )
    return render(request, "control_room/what_if_answer.html", shown)


@require_GET
@may_see_day
@never_cache
def study_progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a study is, as a fragment that asks again; once it has ended, to its answer."""
    record = _found_study(request, number)
    return progress_fragment(
        request, record, home=home_of(record), cancel=reverse("study-cancel", args=[number])
    )


def progress_fragment(request: HttpRequest, computed: Any, *, home: str, cancel: str) -> HttpResponse:
    """The fragment of anything that the worker computes."""
    progress = progress_of(computed)
    shown = {"progress": progress, "progress_address": request.path, "cancel_address": cancel}
    response = render(request, "control_room/progress.html", shown)
    if not progress.is_open:
        response["HX-Redirect"] = home
    return response


@require_POST
@may_assess
def study_cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a study that is not done."""
    record = _found_study(request, number)
    actions.cancel(study=record, by=account_of(request), at=clock.now())
    return HttpResponseRedirect(home_of(record))


def home_of(record: Study) -> str:
    """Where a study's answer is read."""
    if record.kind != StudyKind.EXPLANATION:
        return reverse("study", args=[record.pk])
    user, county = record.question["user"], record.question["county"]
    day = record.run.gas_day
    return reverse("why-user", args=[day, user]) if user else reverse("county", args=[day, county])


def _may_read(request: HttpRequest, record: Study) -> bool:
    return scope_of(request.user).sees_all or record.requested_by_id == request.user.pk


def _found_study(request: HttpRequest, number: int) -> Study:
    """A study that this reader asked, or anybody's for those who see the whole province."""
    record = get_object_or_404(
        Study.objects.select_related("run").defer("run__picture", "run__reasons"), pk=number
    )
    if not _may_read(request, record):
        raise Http404(number)
    return record
