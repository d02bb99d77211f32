"""Pages of a gas day's filing as a whole: the board of who has filed, and the sums that go up.

Clauses: T-004, T-095 (board), T-072, T-074 (sums and their coverage).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nuandong.desk.directory.models import Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import SEE_DAY
from nuandong.desk.frame import clock
from nuandong.desk.frame.cells import csv_answer
from nuandong.desk.reporting.board import Board, BoardRow, FilingState, board_of, deadlines_of_day
from nuandong.desk.reporting.checks import FIRST_POSSIBLE, LAST_POSSIBLE
from nuandong.desk.reporting.previous import last_ended_day, possible_day
from nuandong.desk.reporting.rollup import Rollup, RollupRow, rollup_of
from nuandong.desk.reporting.words import escalation_words, state_words
from nuandong.findings import AssuranceError
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import RegionKind, label

may_see = permission_required(SEE_DAY, raise_exception=True)


@require_GET
@may_see
def board(request: HttpRequest) -> HttpResponse:
    """Who has filed for a gas day; those that need somebody first."""
    whole = board_of(gas_day=asked_day(request), at=clock.now(), account=request.user)
    cities = _cities(request.user)
    in_city = _of_city(whole, request.GET.get("city", ""), cities)
    wanted = request.GET.get("state", "")
    shown = in_city.in_state(FilingState(wanted)) if wanted in set(FilingState) else in_city
    return render(
        request,
        "reporting/board.html",
        {
            "room": "report",
            "tab": "board",
            "board": in_city,
            "shown": shown.rows,
            "tiles": [(state, state_words(state), count) for state, count in in_city.counts.items()],
            "state": wanted,
            "cities": cities,
            "city": request.GET.get("city", ""),
            "city_names": {code: _named(region) for code, region in cities.items()},
            **_days(whole.gas_day),
        },
    )


@require_GET
@may_see
def board_csv(request: HttpRequest) -> HttpResponse:
    """The board as a table, a row a unit."""
    whole = board_of(gas_day=asked_day(request), at=clock.now(), account=request.user)
    shown = _of_city(whole, request.GET.get("city", ""), _cities(request.user))
    heads = (_("Unit"), _("Name"), _("Kind"), _("State"), _("Due by"), _("Filed at"), _("Minutes late"),
             _("Version"), _("Way in"), _("Signed off"), _("What now"))  # fmt: skip
    return csv_answer(f"board-{whole.gas_day}.csv", [heads, *map(_board_line, shown.rows)])


@require_GET
@may_see
def rollup(request: HttpRequest) -> HttpResponse:
    """Counties summed to cities and to the province, with what the cities say themselves."""
    found = rollup_of(gas_day=asked_day(request), at=clock.now(), account=request.user)
    return render(
        request,
        "reporting/rollup.html",
        {
            "room": "report",
            "tab": "rollup",
            "rollup": found,
            "classes": _class_rows(found),
            "cities": [
                (row, [one for one in found.rows if one.parent == row.region]) for row in found.cities
            ],
            "lone": [row for row in found.rows if found.of(row.parent) is None and not _sums(row)],
            **_days(found.gas_day),
        },
    )


@require_GET
@may_see
def rollup_csv(request: HttpRequest) -> HttpResponse:
    """The sums as a table, a row a region, figures in full."""
    found = rollup_of(gas_day=asked_day(request), at=clock.now(), account=request.user)
    words = _classes(found)
    heads = [_("Region"), _("Name"), _("Counties filed"), _("Counties due"), _("Total use"), _("Supply"),
             _("Own report: use"), _("Own report: supply"), *(_word(word) for word in words)]  # fmt: skip
    lines = [
        (row.region, _named(row), row.counties_filed, row.counties_due, _cell(row.total), _cell(row.supply),
         _cell(row.own_use), _cell(row.own_supply), *(_cell(row.use.get(word)) for word in words))
        for row in found.rows
    ]  # fmt: skip
    return csv_answer(f"rollup-{found.gas_day}.csv", [heads, *lines])


def asked_day(request: HttpRequest) -> date:
    """The gas day that is asked for; the one that ended last where none is named, or none that has rules."""
    last = last_ended_day(clock.now())
    day = possible_day(request.GET.get("day", ""))
    if day is None or not has_rules(day):
        return last
    return min(day, last + timedelta(days=1))


def has_rules(gas_day: date) -> bool:
    """Whether a gas day is possible and the policy knows its deadlines."""
    if not FIRST_POSSIBLE <= gas_day <= LAST_POSSIBLE:
        return False
    try:
        deadlines_of_day(gas_day=gas_day, policy=policy_book())
    except AssuranceError:
        return False
    return True


def _board_line(row: BoardRow) -> tuple[Any, ...]:
    return (row.unit, _named(row), row.kind, state_words(row.state), _instant(row.deadline_at),
            _instant(row.filed_at), _cell(row.late_minutes), _cell(row.version), row.channel,
            _("yes") if row.is_signed else "", escalation_words(row.escalation))  # fmt: skip


def _instant(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="seconds")


def _cell(figure: float | None) -> str:
    return "" if figure is None else repr(figure)


def _cities(account: Any) -> dict[str, Region]:
    seen = Region.objects.visible_to(account).filter(kind=RegionKind.CITY)
    return {region.code: region for region in seen.order_by("code")}


def _of_city(whole: Board, city: str, cities: dict[str, Region]) -> Board:
    return whole.in_city(city) if city in cities else whole


def _named(place: Any) -> str:
    is_english = (get_language() or "zh").startswith("en")
    return str(place.name_en if is_english and place.name_en else place.name_zh)


def _word(word: Any) -> str:
    return label(word, language="en" if (get_language() or "zh").startswith("en") else "zh")


def _sums(row: RollupRow) -> bool:
    return row.kind is not RegionKind.COUNTY


def _classes(found: Rollup) -> list[Any]:
    return sorted({word for row in found.rows for word in row.use}, key=str)


def _class_rows(found: Rollup) -> list[tuple[str, float, float]]:
    """Class, flow and its share of the whole, largest first: of the province, or of the one place that is seen."""
    whole = found.province or next(iter(found.rows), None)
    if whole is None or not whole.total:
        return []
    total = whole.total
    rows = [(_word(word), amount, amount / total) for word, amount in whole.use.items()]
    return sorted(rows, key=lambda row: -row[1])


def _days(gas_day: date) -> dict[str, Any]:
    return {
        "gas_day": gas_day,
        "before": gas_day - timedelta(days=1),
        "after": gas_day + timedelta(days=1),
        "at": clock.now(),
        "has_after": gas_day < gas_day_of(clock.now()),
    }
