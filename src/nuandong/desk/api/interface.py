"""The interface as a whole: every call by subject, and how what goes wrong is answered."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from nuandong import __version__
from nuandong.desk.api.answers import REFUSALS, Refused, fault_of_shape, refusal
from nuandong.desk.api.gate import Token
from nuandong.desk.api.hooks.calls import router as webhooks
from nuandong.desk.api.limits import TooMany

DESCRIPTION = """The daily round of winter gas assurance, for programmes.

Flows in 10⁴ m³/day, volumes in 10⁴ m³, shares from 0 to 1, instants with their offset; a gas day runs 08:00 to 08:00 in
China. A token (`Authorization: Bearer …`) acts as its account: the account's memberships say where, its roles what, and
the token's own purpose how much of it: read, file or act. Whatever does something wants the header `Idempotency-Key`
and answers 201 when done now, 200 when it was done with this key before. Lists come in pages: hand `next` back as
`cursor`. Faults come all at once, in both languages."""

SUBJECTS = {
    "reports": "Daily reports: file, sign, who has filed, sums",
    "integrity": "Suspects by rule, findings by people, appeals",
    "readings": "Readings of delivery points",
    "days": "Gas days: the newest run, asking for another, counties, lines proposed",
    "levels": "Levels: proposals, declarations, what is in force, the playbook",
    "incidents": "Incidents: seven fields, clocks, follow-up, closing by two people",
    "orders": "Orders: draft, edit, approve, issue, end; relief at the meter; cards",
    "notices": "Notices: read, acknowledge, object; codes from the telephone",
    "briefs": "Briefs: draft, edit, sign, files",
    "directory": "Who calls, duties today, places, units, the watch, lists",
    "ledger": "The ledger, for auditors: search, roots, verdict",
}
WEBHOOKS = {"webhooks": "Webhooks: whom this account has told of what, and what came of it"}


class PlainWords(JSONRenderer):
    """Chinese is told as it is written: read by a person, and half as long."""

    json_dumps_params: Mapping[str, Any] = MappingProxyType({"ensure_ascii": False})


api = NinjaAPI(
    renderer=PlainWords(),
    title="暖冬 Nuandong",
    version=__version__,
    description=DESCRIPTION,
    openapi_url="/openapi.json",
    openapi_extra={
        "tags": [{"name": name, "description": words} for name, words in (SUBJECTS | WEBHOOKS).items()]
    },
    docs_url=None,  # its page would need scripts from elsewhere
    auth=Token(),
    urls_namespace="api",
)

for subject in SUBJECTS:
    api.add_router("", import_module(f"nuandong.desk.api.calls.{subject}").router)
api.add_router("", webhooks)


def _answer(request: HttpRequest, status: int, errors: list[dict[str, Any]]) -> HttpResponse:
    response = api.create_response(request, {"errors": errors}, status=status)
    if status == REFUSALS["token"][0]:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Refused)
def _refused(request: HttpRequest, wrong: Any) -> HttpResponse:
    response = _answer(request, wrong.status, wrong.errors)
    if isinstance(wrong, TooMany):
        response["Retry-After"] = str(wrong.retry_after)
    return response


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


@csrf_exempt
@login_not_required
def nowhere(request: HttpRequest, unknown: str) -> HttpResponse:
    """A programme that calls an address which there is not gets an answer, not a page."""
    told = refusal("unknown", value=unknown[:60])
    return _answer(request, told.status, told.errors)
