"""Why somebody is cut, and what would spare it; and the day assessed anew.

Clauses: T-041 (spoken with fully), T-070 (rolling), T-098 (evidence).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nuandong.assess.day_reasons import DayReasons
from nuandong.desk.control_room.county_page import county_screen
from nuandong.desk.control_room.cuts import cut_rows
from nuandong.desk.control_room.methods import method_marks
from nuandong.desk.control_room.progress import progress_of
from nuandong.desk.control_room.tongue import said
from nuandong.desk.control_room.views import account_of, city_names, found, may_see_day, within_day
from nuandong.desk.control_room.views_studies import may_assess, progress_fragment
from nuandong.desk.control_room.why_page import chain_of, spared
from nuandong.desk.directory.models import Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.frame import clock
from nuandong.desk.outlook import actions as runs
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.reasons import reasons_for, worth_of
from nuandong.desk.outlook.studies import actions
from nuandong.desk.outlook.studies.answers import explanation_answer
from nuandong.desk.outlook.studies.questions import explanation_question
from nuandong.vocabulary import RegionKind


@require_GET
@may_see_day
@never_cache
def why_user(request: HttpRequest, gas_day: date, user: str) -> HttpResponse:
    """One page on why a user is cut; one outside the reader's scope is not there."""
    run, picture = found(request, gas_day)
    lines = [row for row in cut_rows(picture) if row.user_code == user]
    if not lines:
        raise Http404(user)
    reasons = reasons_for(run, request.user)
    shown = {
        **within_day(run, picture),
        "lines": lines,
        "name": lines[0].user,
        "county": lines[0].county,
        "county_code": lines[0].county_code,
        "relief": sum(line.relief for line in lines),
        **why_parts(request, run, reasons, user=user),
    }
    return render(request, "control_room/why.html", shown)


@require_GET
@may_see_day
def county(request: HttpRequest, gas_day: date, code: str) -> HttpResponse:
    """A county on a gas day; one outside the reader's scope is not there."""
    run, picture = found(request, gas_day)
    region = Region.objects.visible_to(request.user).filter(code=code, kind=RegionKind.COUNTY).first()
    if region is None or code not in picture.counties.county:
        raise Http404(code)
    screen = county_screen(
        picture=picture, region=region, policy=policy_book(), account=request.user, city_names=city_names()
    )
    reasons = reasons_for(run, request.user)
    worth = worth_of(reasons, code) if reasons else None
    shown = {
        **within_day(run, picture),
        **screen,
        **why_parts(request, run, reasons, county=code),
        "worth": worth,
        "fallback": method_marks(picture).get(code, ""),
        "following_text": _following(reasons, worth[2]) if reasons and worth else "",
    }
    return render(request, "control_room/county.html", shown)


def _following(reasons: DayReasons, at: int) -> str:
    """Where one more unit would go, in words; nothing where it only saves purchases or the reader may not know."""
    return said(reasons.following[at].text_zh, reasons.following[at].text_en) if at >= 0 else ""


def why_parts(
    request: HttpRequest, run: Run, reasons: DayReasons | None, *, user: str = "", county: str = ""
) -> dict[str, Any]:
    """The chain, and what would spare the subject, as far as it was asked."""
    question = explanation_question(user=user, county=county)
    asked = Study.objects.newest(run, StudyKind.EXPLANATION, question)
    answered = asked is not None and asked.state == RunState.DONE
    sees_all = scope_of(request.user).sees_all
    return {
        "has_reasons": reasons is not None,
        "chain": chain_of(reasons, user=user, county=county) if reasons else (),
        "spared": spared(explanation_answer(asked), sees_all=sees_all) if asked and answered else None,
        "study": asked,
        "progress": progress_of(asked) if asked else None,
        "may_watch": asked is not None and (sees_all or asked.requested_by_id == request.user.pk),
        "study_progress_address": reverse("study-progress", args=[asked.pk]) if asked else "",
        "study_cancel_address": reverse("study-cancel", args=[asked.pk]) if asked else "",
        "ask_address": reverse("why-ask", args=[run.gas_day]),
        "ask_user": user,
        "ask_county": county,
    }


@require_POST
@may_assess
def why_ask(request: HttpRequest, gas_day: date) -> HttpResponse:
    """Ask what would spare a user or a county of the reader's scope; the page of the subject shows the answer."""
    run, picture = found(request, gas_day)
    user, county = request.POST.get("user", ""), request.POST.get("county", "")
    is_user = user in picture.cuts.user
    own = Region.objects.visible_to(request.user).filter(code=county, kind=RegionKind.COUNTY)
    if not is_user and not own.exists():
        raise Http404(user or county)
    question = explanation_question(user=user) if is_user else explanation_question(county=county)
    actions.ask(
        run=run, kind=StudyKind.EXPLANATION, question=question, by=account_of(request), at=clock.now()
    )
    home = reverse("why-user", args=[gas_day, user]) if is_user else reverse("county", args=[gas_day, county])
    return HttpResponseRedirect(f"{home}#spared")


@require_POST
@may_assess
def assess(request: HttpRequest, gas_day: date) -> HttpResponse:
    """Ask for the day anew as known now; the page of the run shows how far it is."""
    found(request, gas_day)  # a day that has no picture has no page to ask from
    now = clock.now()
    run = runs.request_day(gas_day=gas_day, as_of=now, by=account_of(request), at=now)
    return HttpResponseRedirect(reverse("run", args=[run.pk]))


@require_GET
@may_see_day
@never_cache
def run_progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a run is; once it is done, to its day."""
    run = get_object_or_404(Run.objects.without_picture(), pk=number)
    home = reverse("day", args=[run.gas_day]) if run.state == RunState.DONE else reverse("run", args=[number])
    return progress_fragment(request, run, home=home, cancel=reverse("run-cancel", args=[number]))


@require_POST
@may_assess
def run_cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a run that is not done."""
    run = get_object_or_404(Run.objects.without_picture(), pk=number)
    runs.cancel(run=run, by=account_of(request), at=clock.now())
    return HttpResponseRedirect(reverse("run", args=[number]))
