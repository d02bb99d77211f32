"""Every call that reads, as every role by token: nothing outside an account's region or organisation is told anywhere.

Calls are walked by the table of addresses, as pages are; lists are read to their last page, and asked with every
question that their description knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from nuandong.assess.case import Case
from nuandong.desk.accounts import open_accounts
from nuandong.desk.api.actions import give_token
from nuandong.desk.api.interface import api
from nuandong.desk.api.models import TokenScope
from nuandong.desk.directory.models import Account, DeliveryPoint, ReportingUnit
from nuandong.desk.dispatch.actions.receive import may_answer
from nuandong.desk.dispatch.models import Notice, Order
from nuandong.desk.outlook.models import Run
from tests.desk.roles import COUNTY, OPENINGS, OTHER_COUNTY, PASSWORD, ROLES
from tests.desk.scope_reading import read
from tests.desk.scope_walk import (
    HIDDEN,
    IN_COUNTY,
    IN_OTHER_CITY,
    INTERFACE,
    addresses,
)

pytestmark = pytest.mark.django_db
PAGING = {"cursor", "limit"}
OUT_OF_SCOPE = ("u-methanol", "p-methanol", "u-lng", "p-lng")
CODES = {"county": ("149102", OTHER_COUNTY, *OUT_OF_SCOPE), "company": ("u-steel", "p-steel", *OUT_OF_SCOPE)}


@pytest.fixture
def caller(day_run: Run, tiny: Case, settings: Any) -> Callable[[str], Client]:
    """Somebody of a role with a token to read."""
    at = tiny.settings.decided_at
    settings.CLOCK_FROM, settings.CALLS_A_MINUTE, settings.STRANGERS_A_MINUTE = at.isoformat(), 0, 0

    def of(role: str) -> Client:
        if role == "nobody":
            who = Account.objects.get_or_create(username="nobody")[0]
        else:
            open_accounts(openings=[OPENINGS[role]], encoded_password=make_password(PASSWORD), by=None, at=at)
            who = Account.objects.get(username=role)
        text = give_token(name="walk", scope=TokenScope.READ, days=1, by=who, at=at)[1]
        return Client(headers={"Authorization": f"Bearer {text}"}, raise_request_exception=True)

    return of


def questions(run: Run) -> dict[str, list[str]]:
    """What a list may be asked with, to find what lies elsewhere."""
    far = DeliveryPoint.objects.filter(user__organisation_id="u-methanol").values_list("code", flat=True)
    return {
        "gas_day": [run.gas_day.isoformat()],
        "scope": ["province", "149200"],
        "state": ["issued", "declared", "signed", "draft"],
        "kind": ["user", "daily", "flash"],
        "unit": [ReportingUnit.objects.filter(region_id=OTHER_COUNTY).values_list("code", flat=True)[0]],
        "point": [far[0]],
        "order": [str(pk) for pk in Order.objects.values_list("pk", flat=True)],
        "is_own": ["true"],
        "is_waiting": ["true"],
        "is_open": ["true"],
        "is_in_force": ["true"],
        "actor": ["x"],
        "act": ["sign_brief"],
        "subject": ["order"],
        "head": ["x"],
    }


@cache
def asked_with() -> dict[str, set[str]]:
    """Names that each list may be asked with, by the description."""
    return {
        route: {one["name"] for one in verbs["get"].get("parameters", ()) if one["in"] == "query"} - PAGING
        for route, verbs in api.get_openapi_schema()["paths"].items()
        if "get" in verbs
    }


def answers(client: Client, run: Run) -> Iterator[tuple[str, int, str]]:
    """Every call that reads, each list to its last page and with each question."""
    known = questions(run)
    for address in (one for one in addresses(run) if INTERFACE.match(one) and one.startswith("/api/")):
        wishes: list[dict[str, str]] = [{}]
        names = asked_with().get(address, set())
        assert names <= set(known), f"{address}: say in questions what {names - set(known)} may be"
        wishes += [{name: value} for name in sorted(names) for value in known[name]]
        for wish in wishes:
            yield from pages(client, address, wish)


def pages(client: Client, address: str, wish: dict[str, str]) -> Iterator[tuple[str, int, str]]:
    """One list to its last page; anything else as it is."""
    cursor: str | None = ""
    while cursor is not None:
        response = client.get(address, {**wish, **({"cursor": cursor} if cursor else {})})
        yield f"{address}?{wish}", response.status_code, read(response)
        is_list = response.status_code == 200 and response["Content-Type"].startswith("application/json")
        cursor = response.json().get("next") if is_list else None


@pytest.mark.parametrize("role", ROLES)
def test_no_call_tells_an_account_what_lies_outside_its_scope(
    role: str, day_run: Run, caller: Callable[[str], Client]
) -> None:
    hidden, told = (*HIDDEN[role], *CODES.get(role, ())), 0
    for asked, status, text in answers(caller(role), day_run):
        assert status in (200, 403, 404, 405), (asked, status, text[:300])
        if status == 200 and not asked.startswith("/api/openapi.json"):
            leaked = [name for name in hidden if name in text]
            assert not leaked, (asked, leaked)
            told += 1
    assert told > 20 or role in ("nobody", "admin")


def test_the_walk_would_see_a_leak(day_run: Run, caller: Callable[[str], Client]) -> None:
    """The names looked for are told to one who may see them."""
    texts = "".join(text for _, status, text in answers(caller("province"), day_run) if status == 200)
    for name in (*IN_COUNTY[:2], *IN_OTHER_CITY[:2], *OUT_OF_SCOPE, OTHER_COUNTY, COUNTY):
        assert name in texts, name


def test_a_code_for_the_telephone_is_told_to_its_addressee_alone(
    day_run: Run, caller: Callable[[str], Client]
) -> None:
    for role in ("province", "leader", "auditor", "county", "company"):
        client = caller(role)
        who = Account.objects.get(username=role)
        told = {row["code"]: row["phone_code"] for row in rows_of(client, "/api/notices")}
        for notice in Notice.objects.visible_to(who):
            expected = notice.phone_code if may_answer(notice, who) else None
            assert told.get(notice.code) == expected, (role, notice.code)
    glass = {row["organisation"]: row["phone_code"] for row in rows_of(caller("county"), "/api/notices")}
    assert glass["u-steel"] is None


def rows_of(client: Client, address: str) -> list[dict[str, Any]]:
    """The first page of a list; nothing where it may not be read."""
    answer = client.get(address, {"limit": 200})
    rows: list[dict[str, Any]] = answer.json()["rows"] if answer.status_code == 200 else []
    return rows
