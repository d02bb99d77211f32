"""The calls of the interface. Each does what a page does, in the scope of the token's account.

Clauses: T-095 (filing), T-004 (board), T-074 (sums), T-001 (scope).
"""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from nuandong import __version__
from nuandong.desk.api.actions import token_of
from nuandong.desk.api.answers import REFUSALS, Refused, fault_of_shape, refusal
from nuandong.desk.api.filing import file_once, version_in_scope
from nuandong.desk.api.models import TokenScope
from nuandong.desk.api.shapes import (
    WITHOUT_NOUGHT,
    BoardOut,
    FaultsOut,
    FilingIn,
    LevelOut,
    RollupOut,
    VersionOut,
    VersionsOut,
)
from nuandong.desk.api.told import board_told, level_told, rollup_told, version_told
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.roles import FILE_REPORT, SEE_DAY
from nuandong.desk.frame import clock
from nuandong.desk.reporting.board import board_of
from nuandong.desk.reporting.models import ReportVersion
from nuandong.desk.reporting.previous import possible_day
from nuandong.desk.reporting.rollup import rollup_of
from nuandong.desk.reporting.views_board import has_rules

LARGEST_ID = 2**63 - 1
Faults = {400: FaultsOut, 401: FaultsOut, 403: FaultsOut, 404: FaultsOut}


class Token(HttpBearer):
    """A token in force; a browser's session opens nothing here, so that no foreign page can call for its reader."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        found = token_of(token)
        if found is None:
            return None
        request.user = found.account
        request.api_token = found  # type: ignore[attr-defined]
        return found.account


api = NinjaAPI(
    title="暖冬 Nuandong",
    version=__version__,
    description="Daily reports, board, sums, level and gap. Flows in 10⁴ m³/day; a gas day runs 08:00 to 08:00.",
    openapi_url="/openapi.json",
    docs_url=None,  # its page would need scripts from elsewhere
    auth=Token(),
    urls_namespace="api",
)


@api.post("/reports", response={200: VersionOut, 201: VersionOut, 409: FaultsOut, 422: FaultsOut, **Faults})
def file_a_report(
    request: HttpRequest,
    filing: FilingIn,
    key: str = Header(
        "", alias="Idempotency-Key", description="Any text that names this call; repeat it on a retry"
    ),
) -> Any:
    """File a report as its next version. The same key and content again answer as the first time (status 200)."""
    account = _allowed(request, FILE_REPORT, TokenScope.FILE)
    status, number, is_repeat = file_once(filing=filing, key=key, by=account, at=clock.now())
    return 200 if is_repeat else status, version_told(version_in_scope(number, account))


@api.get("/reports", response={200: VersionsOut, 422: FaultsOut, **Faults})
def reports(
    request: HttpRequest,
    unit: str = Query("", max_length=80, pattern=WITHOUT_NOUGHT),
    gas_day: str = Query("", max_length=10),
    cursor: str = Query("", max_length=40),
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """Filed versions in scope, oldest first; `next` leads on."""
    account = _allowed(request, SEE_DAY)
    rows = ReportVersion.objects.visible_to(account).filter(pk__gt=_place(cursor)).order_by("pk")
    if unit:
        rows = rows.filter(report__unit=unit)
    if gas_day:
        rows = rows.filter(report__gas_day=_day(gas_day))
    found = list(rows.select_related("report", "sign_off").prefetch_related("figures")[: limit + 1])
    page = found[:limit]
    return {
        "versions": [version_told(one) for one in page],
        "next": _cursor(page[-1].pk) if len(found) > limit else None,
    }


@api.get("/reports/{int:version}", response={200: VersionOut, **Faults})
def one_version(request: HttpRequest, version: int) -> Any:
    """One filed version."""
    account = _allowed(request, SEE_DAY)
    return version_told(version_in_scope(min(version, LARGEST_ID), account))


@api.get("/board/{gas_day}", response={200: BoardOut, **Faults})
def board(request: HttpRequest, gas_day: str) -> Any:
    """Who has filed for a gas day."""
    account = _allowed(request, SEE_DAY)
    return board_told(board_of(gas_day=_day(gas_day), at=clock.now(), account=account))


@api.get("/rollup/{gas_day}", response={200: RollupOut, **Faults})
def rollup(request: HttpRequest, gas_day: str) -> Any:
    """Counties summed to cities and the province."""
    account = _allowed(request, SEE_DAY)
    return rollup_told(rollup_of(gas_day=_day(gas_day), at=clock.now(), account=account))


@api.get("/days/{gas_day}/level", response={200: LevelOut, **Faults})
def level(request: HttpRequest, gas_day: str) -> Any:
    """Level and gap of the newest run of a gas day: a proposal."""
    account = _allowed(request, SEE_DAY)
    told = level_told(_day(gas_day), account)
    if told is None:
        raise refusal("unknown", value=gas_day, field="gas_day")
    return told


def _allowed(request: HttpRequest, right: str, scope: TokenScope = TokenScope.READ) -> Account:
    account: Account = request.auth  # type: ignore[attr-defined]
    token = request.api_token  # type: ignore[attr-defined]
    if not account.has_perm(right) or (scope == TokenScope.FILE and token.scope != TokenScope.FILE):
        raise refusal("right")
    return account


def _day(text: str) -> date:
    day = possible_day(text)
    if day is None or not has_rules(day):
        raise refusal("day", value=text[:20], field="gas_day")
    return day


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(f"v1:{number}".encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise refusal("cursor", value=cursor, field="cursor") from None
    number = told.removeprefix("v1:")
    if not told.startswith("v1:") or not number.isdecimal() or int(number) > LARGEST_ID:
        raise refusal("cursor", value=cursor, field="cursor")
    return int(number)


def _answer(request: HttpRequest, status: int, errors: list[dict[str, Any]]) -> HttpResponse:
    response = api.create_response(request, {"errors": errors}, status=status)
    if status == REFUSALS["token"][0]:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refused)
def _refused(request: HttpRequest, wrong: Any) -> HttpResponse:
    return _answer(request, wrong.status, wrong.errors)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, _wrong: Any) -> HttpResponse:
    told = refusal("token")
    return _answer(request, told.status, told.errors)


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, wrong: Any) -> HttpResponse:
    faults = [
        fault_of_shape(one.get("loc", ()), str(one.get("type", "")), str(one.get("msg", "")))
        for one in wrong.errors
    ]
    return _answer(request, 422, faults)


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, _wrong: Any) -> HttpResponse:
    told = refusal("unknown")
    return _answer(request, told.status, told.errors)


@api.exception_handler(HttpError)
def _unread(request: HttpRequest, wrong: Any) -> HttpResponse:
    return _answer(request, wrong.status_code, [fault_of_shape(("body",), "unread", str(wrong))])
