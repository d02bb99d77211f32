"""How good the forecast is: asked once as a study, read by everybody for the areas of one's own scope.

The province's scores are for everybody who is signed in, a city's and a county's for those whose scope holds it.

Clauses: T-022 (estimate of demand), T-098 (evidence).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.assess.quality import ForecastQuality
from nuandong.assess.quality_of_area import AreaQuality
from nuandong.desk.control_room import screens
from nuandong.desk.control_room.likely_page import likely_csv, likely_page
from nuandong.desk.control_room.methods import WAYS, CountyWays, method_name, ways_by_county, ways_title
from nuandong.desk.control_room.pages import finding_lines
from nuandong.desk.control_room.quality_page import quality_page
from nuandong.desk.control_room.quality_tables import TABLES
from nuandong.desk.control_room.tongue import said
from nuandong.desk.control_room.views import account_of, found, may_see_day, within_day
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import ASSESS
from nuandong.desk.directory.scope import Scope, scope_of
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.studies import actions
from nuandong.desk.outlook.studies.quality import newest_quality
from nuandong.desk.outlook.studies.questions import quality_question

OF_THE_PAST = ("doctor.", "demand.history.")  # codes of findings that speak of what is learned from


@require_http_methods(["GET", "POST"])
@may_see_day
def quality(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The newest answer for one area, or the way to it; `?area=` names a city or county."""
    run, picture = found(request, gas_day)
    if request.method == "POST":
        return _asked(request, run)
    answered, open_study = newest_quality(run), _open_study(run)
    shown = {**within_day(run, picture), "room": "quality", "sees_all": scope_of(request.user).sees_all,
             "open_study": open_study, "doubts": finding_lines(picture, of=OF_THE_PAST)}  # fmt: skip
    if answered is None:
        failed = Study.objects.newest(run, StudyKind.QUALITY, quality_question())
        is_failed = failed is not None and failed.state == RunState.FAILED
        return render(
            request, "control_room/quality_ask.html", {**shown, "failed": failed if is_failed else None}
        )
    study, scores = answered
    seen = areas_of(scores, scope_of(request.user))
    ways = ways_by_county(picture)
    page = quality_page(scores, chosen_area(seen, request.GET.get("area", "")), seen)
    return render(request, "control_room/quality.html", {
        **shown, "study": study, "quality": page, "is_of_this_run": study.run_id == run.pk,
        "stored_heads": (said("实况气温", "Observed weather"), said("预报气温", "Forecast weather")),
        "ways": ways, "ways_title": ways_title(ways), "way_names": [method_name(way) for way in WAYS],
    })  # fmt: skip


@require_GET
@may_see_day
def newest_quality_page(request: HttpRequest) -> HttpResponse:
    """From the navigation: to the page of the gas day that was assessed last."""
    newest = Run.objects.done().without_picture().order_by("-as_of", "-id").first()
    where = reverse("newest-day") if newest is None else reverse("quality", args=[newest.gas_day])
    return HttpResponseRedirect(f"{where}?{request.GET.urlencode()}" if request.GET else where)


@require_GET
@may_see_day
def quality_csv(request: HttpRequest, gas_day: date, table: str) -> HttpResponse:
    """A table of the page, figures in full."""
    run, picture = found(request, gas_day)
    if table == "methods":
        return csv_answer(f"methods-{gas_day}.csv", _method_lines(ways_by_county(picture)))
    answered = newest_quality(run)
    if answered is None or table not in TABLES:
        raise Http404(table)
    scores = answered[1]
    area = chosen_area(areas_of(scores, scope_of(request.user)), request.GET.get("area", ""))
    return csv_answer(f"forecast-{table}-{area.area}.csv", TABLES[table](scores, area))


@require_GET
@may_see_day
def day_likely_csv(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The table behind the fan of the day's page; 404 for a run without scenarios."""
    picture = found(request, gas_day)[1]
    page = likely_page(picture, screens.levels_on(policy_book(), gas_day))
    if page is None:
        raise Http404(gas_day)
    return csv_answer(f"likely-{gas_day}.csv", likely_csv(page))


def areas_of(scores: ForecastQuality, scope: Scope) -> tuple[AreaQuality, ...]:
    """The province and the areas of a scope."""
    return tuple(
        area
        for area in scores.areas
        if area.kind == "province" or scope.sees_all or area.area in scope.regions
    )


def chosen_area(seen: tuple[AreaQuality, ...], code: str) -> AreaQuality:
    """The area that is asked for, the province without a wish; 404 for one that the reader may not see."""
    chosen = next((area for area in seen if area.area == code), None) if code else seen[0]
    if chosen is None:
        raise Http404(code)
    return chosen


def _asked(request: HttpRequest, run: Run) -> HttpResponse:
    if not (scope_of(request.user).sees_all and request.user.has_perm(ASSESS)):
        raise PermissionDenied
    study = actions.ask(
        run=run, kind=StudyKind.QUALITY, question=quality_question(), by=account_of(request), at=clock.now()
    )
    return HttpResponseRedirect(reverse("study", args=[study.pk]))


def _open_study(run: Run) -> Study | None:
    newest = Study.objects.newest(run, StudyKind.QUALITY, quality_question())
    return newest if newest is not None and newest.is_open else None


def _method_lines(rows: Iterable[CountyWays]) -> list[tuple[str, ...]]:
    lines = [(row.code, row.name, repr(row.demand), *map(repr, row.shares)) for row in rows]
    return [("code", "county", "demand_10e4m3_per_day", *WAYS), *lines]
