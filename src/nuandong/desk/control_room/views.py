"""Pages of a gas day. A view finds the newest run in the reader's scope and hands it to a page; nothing else.

Clauses: T-001 (scope), T-008 (the day's balance), T-042 (the proposal).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from nuandong.assess.picture import DayPicture
from nuandong.desk.alerts.pages import level_strip
from nuandong.desk.control_room import screens
from nuandong.desk.control_room.balance_flow import balance_flow
from nuandong.desk.control_room.binding import CUTS_SHOWN, binding, county_worths
from nuandong.desk.control_room.charts import balance_series, outlook_rows
from nuandong.desk.control_room.cut_map import Grounds, cut_map
from nuandong.desk.control_room.cuts import CutWish, csv_lines, cut_table
from nuandong.desk.control_room.pages import coverage, level_sign
from nuandong.desk.control_room.part import is_scoped
from nuandong.desk.control_room.questions_of_day import suggestions
from nuandong.desk.control_room.rows import NO_WORTHS
from nuandong.desk.control_room.schematic import schematic
from nuandong.desk.control_room.tongue import said
from nuandong.desk.directory.models import Account, Facility, Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import SEE_DAY
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import newest_picture
from nuandong.desk.outlook.reasons import reasons_for
from nuandong.vocabulary import RegionKind

BOM = "\N{BYTE ORDER MARK}"  # without it, spreadsheets take Chinese for another encoding

MOST_DIGITS = 3

may_see_day = permission_required(SEE_DAY, raise_exception=True)


@require_GET
@may_see_day
def newest_day(request: HttpRequest) -> HttpResponse:
    """To the gas day that was assessed last; where none was, say what to do."""
    newest = Run.objects.done().without_picture().order_by("-as_of", "-id").first()
    if newest is None:
        return render(request, "control_room/no_day.html", {"room": "day"})
    return HttpResponseRedirect(reverse("day", args=[newest.gas_day]))


@require_GET
@may_see_day
def day(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The page of a gas day."""
    run, picture = found(request, gas_day)
    reasons = reasons_for(run, request.user)
    screen = screens.day_screen(
        picture=picture,
        policy=policy_book(),
        wish=CutWish.read(request.GET),
        city_names=city_names(),
        at=clock.now(),
        worths=county_worths(reasons) if reasons else NO_WORTHS,
    )
    behind = {
        "flows": balance_flow(picture),
        "binding": binding(reasons, county_names(), is_part=is_scoped(picture)) if reasons else None,
        "has_counties": bool(picture.counties.county),
        "suggestions": suggestions(picture),
        "neighbours": neighbours(gas_day),
        "sees_all": scope_of(request.user).sees_all,
        "map_cut": cut_number(request),
        "strip": level_strip(account=request.user, gas_day=gas_day, at=clock.now()),
    }
    return render(request, "control_room/day.html", {**screen, **behind, **_frame(run)})


@require_GET
@may_see_day
def county_map(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The schematic map as a fragment, fetched after the first paint: what is missing, or one bottleneck."""
    run, picture = found(request, gas_day)
    reasons = reasons_for(run, request.user)
    cuts, chosen = reasons.cuts[:CUTS_SHOWN] if reasons else (), cut_number(request)
    shown = {
        "addresses": screens.day_addresses(gas_day, run.pk),
        "tabs": [(number, cut.missing) for number, cut in enumerate(cuts, start=1)],
        "chosen": chosen,
    }
    if 0 < chosen <= len(cuts):
        places = {str(code): str(node) for code, node in Facility.objects.values_list("code", "node_id")}
        grounds = Grounds(picture, city_names(), places)
        drawing = cut_map(cuts[chosen - 1], number=chosen, grounds=grounds)
        return render(request, "control_room/cut_map.html", {**shown, "map": drawing})
    drawing_of_gaps = schematic(picture=picture, city_names=city_names())
    return render(request, "control_room/map.html", {**shown, "chosen": 0, "map": drawing_of_gaps})


def cut_number(request: HttpRequest) -> int:
    """Which bottleneck the address asks for; 0 for none."""
    wanted = request.GET.get("cut", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= MOST_DIGITS else 0


@require_GET
@may_see_day
def charts_json(request: HttpRequest, gas_day: date) -> JsonResponse:
    """Series of the balance chart."""
    picture = found(request, gas_day)[1]
    return JsonResponse(balance_series(picture, screens.levels_on(policy_book(), gas_day)))


@require_GET
@may_see_day
def balance_csv(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The table behind the balance chart, figures in full."""
    picture = found(request, gas_day)[1]
    rows = outlook_rows(picture, screens.levels_on(policy_book(), gas_day))
    heads = (
        _("Gas day"), _("Level"), _("Mean temperature (°C)"), _("Demand (10⁴ m³/d)"), _("Supply (10⁴ m³/d)"),
        _("Gap (10⁴ m³/d)"), _("Probability of a gap"), _("Deliverable gap (10⁴ m³/d)"), _("Curtailment (10⁴ m³/d)"),
    )  # fmt: skip
    lines = (
        (row.day.isoformat(), row.sign.word, *map(repr, (
            row.temperature, row.demand, row.supply, row.gap)), row.chance, *map(repr, (row.deliverable, row.relief)))
        for row in rows
    )  # fmt: skip
    return csv_answer(f"balance-{gas_day}.csv", [heads, *lines])


@require_GET
@may_see_day
@vary_on_headers("HX-Request")
def cuts(request: HttpRequest, gas_day: date) -> HttpResponse:
    """The proposal sorted or filtered anew; without htmx, the whole page at that place."""
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{reverse('day', args=[gas_day])}?{request.GET.urlencode()}#cuts")
    run, picture = found(request, gas_day)
    wish = CutWish.read(request.GET)
    response = render(
        request, "control_room/cuts.html", {**screens.cuts_screen(picture=picture, wish=wish), **_frame(run)}
    )
    query = wish.address()
    response["HX-Replace-Url"] = f"{reverse('day', args=[gas_day])}{'?' if query else ''}{query}"
    return response


@require_GET
@may_see_day
def cuts_csv(request: HttpRequest, gas_day: date) -> HttpResponse:
    """Every line of the proposal that matches, figures in full."""
    picture = found(request, gas_day)[1]
    wish = replace(CutWish.read(request.GET), all_lines=True)
    return csv_answer(f"curtailment-{gas_day}.csv", csv_lines(cut_table(picture=picture, wish=wish)))


def found(request: HttpRequest, gas_day: date) -> tuple[Run, DayPicture]:
    """The newest run of a gas day with its picture in the reader's scope; 404 where there is none."""
    found = newest_picture(gas_day, request.user)
    if found is None:
        raise Http404(gas_day)
    return found


def account_of(request: HttpRequest) -> Account:
    """Who is signed in; views without sign-in have no business with it."""
    assert isinstance(request.user, Account)
    return request.user


def _frame(run: Run) -> dict[str, Any]:
    return {"addresses": screens.day_addresses(run.gas_day, run.pk), "run_number": run.pk}


def within_day(run: Run, picture: DayPicture) -> dict[str, Any]:
    """What every page behind a day shares: its addresses, what it rests on, its level."""
    levels = screens.levels_on(policy_book(), run.gas_day)
    return {
        **_frame(run),
        "room": "day",
        "stamp": picture.stamp,
        "coverage": coverage(picture.stamp),
        "sign": level_sign(picture.proposal.level, levels),
    }


def city_names() -> Mapping[str, str]:
    """Names of the cities by code, in the language of the page."""
    return _region_names(RegionKind.CITY)


def county_names() -> Mapping[str, str]:
    """Names of the counties by code, in the language of the page."""
    return _region_names(RegionKind.COUNTY)


def _region_names(kind: RegionKind) -> Mapping[str, str]:
    rows = Region.objects.filter(kind=kind).values_list("code", "name_zh", "name_en")
    return {code: said(name_zh, name_en) for code, name_zh, name_en in rows}


def neighbours(gas_day: date) -> screens.Neighbours:
    """The nearest gas days with a picture, before and after."""
    days = Run.objects.done().without_picture()
    before = days.filter(gas_day__lt=gas_day).order_by("-gas_day").first()
    after = days.filter(gas_day__gt=gas_day).order_by("gas_day").first()
    return screens.Neighbours(_link(before), _link(after))


def _link(run: Run | None) -> screens.DayLink | None:
    return None if run is None else screens.DayLink(run.gas_day, reverse("day", args=[run.gas_day]))
