"""Calls of gas days: the newest run of a day, asking for another, what it says of counties and users.

Clauses: T-008, T-070 (the day's balance, rolling), T-001 (scope).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from nuandong.assess.picture import DayPicture
from nuandong.desk.api.answers import refusal
from nuandong.desk.api.gate import ActFaults, Faults, allowed, asked_day, day_named, found
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.once import call_of, key_header, once
from nuandong.desk.api.paging import page_of, page_of_rows
from nuandong.desk.api.shapes.days import CountyDaysOut, CutsOut, DayOut, LevelOut, RunOut, RunsOut
from nuandong.desk.api.shapes.frame import Paging
from nuandong.desk.api.told.days import county_told, cut_told, day_told, level_told, run_told
from nuandong.desk.directory.roles import ASSESS, SEE_DAY
from nuandong.desk.outlook import actions
from nuandong.desk.outlook.models import Run, Season
from nuandong.desk.outlook.pictures import newest_picture

router = Router(tags=["days"])


@router.get("/days/{gas_day}", response={200: DayOut, **Faults}, summary="A gas day")
def day(request: HttpRequest, gas_day: str) -> Any:
    """The newest run of a gas day: level proposed, figures and outlook of the province, what changed since before."""
    return day_told(*_newest(request, gas_day))


@router.get("/days/{gas_day}/level", response={200: LevelOut, **Faults}, summary="Level and gap")
def level(request: HttpRequest, gas_day: str) -> Any:
    """Level and gap of the newest run of a gas day: a proposal. What is in force stands under `/levels/in-force`."""
    return level_told(*_newest(request, gas_day))


@router.get("/days/{gas_day}/counties", response={200: CountyDaysOut, **Faults}, summary="Counties of a day")
def counties(request: HttpRequest, gas_day: str, paging: Query[Paging]) -> Any:
    """Demand and gap of each county in scope by the newest run."""
    run, picture = _newest(request, gas_day)
    places = range(len(picture.counties.county))
    page = page_of_rows(places, paging, lambda place: county_told(picture, place))
    return {"run": run.pk, "as_of": run.as_of, **page}


@router.get("/days/{gas_day}/cuts", response={200: CutsOut, **Faults}, summary="Whom a run would cut")
def cuts(request: HttpRequest, gas_day: str, paging: Query[Paging]) -> Any:
    """The lines that the newest run proposes, in the order of the cut: nothing is ordered by them."""
    run, picture = _newest(request, gas_day)
    places = range(len(picture.cuts.point))
    page = page_of_rows(places, paging, lambda place: cut_told(picture, place))
    return {"run": run.pk, "as_of": run.as_of, **page}


@router.post("/days/{gas_day}/runs", response={200: RunOut, 201: RunOut, **ActFaults}, summary="Assess a day")
def assess(request: HttpRequest, gas_day: str, key: str = key_header()) -> Any:
    """Ask for the day anew as known now. The worker computes it; `/runs/{number}` says how far it is."""
    call, asked = call_of(request, ASSESS, TokenScope.ACT), day_named(gas_day)
    holding = Season.objects.filter(first_day__lte=asked, last_day__gte=asked)
    if not holding.exists():  # no weather, no users: such a run could only fail
        raise refusal("day", value=gas_day, field="gas_day")
    return once(
        call, RunOut,
        lambda one: run_told(actions.request_day(gas_day=asked, as_of=one.at, by=one.by, at=one.at)),
    )  # fmt: skip


@router.get("/runs", response={200: RunsOut, **Faults}, summary="List runs")
def runs(request: HttpRequest, paging: Query[Paging], gas_day: str = asked_day()) -> Any:
    """Runs, oldest first; of one gas day where it is named."""
    allowed(request, SEE_DAY)
    rows = Run.objects.without_picture()
    return page_of(rows.filter(gas_day=day_named(gas_day)) if gas_day else rows, paging, run_told)


@router.get("/runs/{int:number}", response={200: RunOut, **Faults}, summary="One run")
def one_run(request: HttpRequest, number: int) -> Any:
    """Where a run stands: queued, running, done, failed or cancelled."""
    allowed(request, SEE_DAY)
    return run_told(found(Run.objects.without_picture(), "number", pk=number))


@router.post(
    "/runs/{int:number}/cancel", response={200: RunOut, 201: RunOut, **ActFaults}, summary="Cancel a run"
)
def cancel(request: HttpRequest, number: int, key: str = key_header()) -> Any:
    """Stop a run that is not done; one that has ended stays as it is."""
    call = call_of(request, ASSESS, TokenScope.ACT)
    run = found(Run.objects.without_picture(), "number", pk=number)

    def stop(one: Any) -> Any:
        actions.cancel(run=run, by=one.by, at=one.at)
        return run_told(Run.objects.without_picture().get(pk=run.pk))

    return once(call, RunOut, stop)


def _newest(request: HttpRequest, text: str) -> tuple[Run, DayPicture]:
    account, gas_day = allowed(request, SEE_DAY), day_named(text)
    there = newest_picture(gas_day, account)
    if there is None:
        raise refusal("unknown", value=text, field="gas_day")
    return there
