"""Every address as every role: nothing outside an account's region or organisation shows anywhere.

Object permissions leak through side doors: exports, totals, fragments, counts, searches. So this test does not list
pages; it walks the table of addresses, fills them with places inside and outside the scope, asks them everything that
they let one ask, and reads what comes back: pages, fragments, CSV, workbooks, papers. What is only counted or summed
is caught by a second walk, after more of everything has happened elsewhere: no answer may have moved.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from nuandong.assess.case import Case
from nuandong.desk.accounts import open_accounts
from nuandong.desk.directory.models import Account
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for
from tests.desk.roles import OPENINGS, PASSWORD, ROLES
from tests.desk.scope_walk import (
    HIDDEN,
    IN_COUNTY,
    IN_OTHER_CITY,
    INTERFACE,
    OPEN_TO_STRANGERS,
    SEEN_BY_ALL,
    Walker,
    addresses,
    everything_of_a_day,
    patterns,
    read,
    something_elsewhere,
)

pytestmark = pytest.mark.django_db
HIDING = [role for role in ROLES if HIDDEN[role]]
# What differs from one reading to the next without anybody having acted.
PASSING = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|head=\d+|since=[^"&]+|data-head="\d+"|"head": \d+|\d\d:\d\d:\d\d(\.\d+)?'
)


@pytest.fixture(scope="module")
def day_run(tiny: Case, django_db_setup: None, django_db_blocker: Any) -> Iterator[Run]:
    """A day with everything in it, built once for all tests of this module, and undone after the last."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]
        with whole:
            yield everything_of_a_day(case=tiny)
            transaction.set_rollback(True)


@pytest.fixture
def account(day_run: Run, tiny: Case) -> Callable[[str], Account]:
    """Accounts by role, beside the day."""

    def of(role: str) -> Account:
        if role == "nobody":
            return Account.objects.get_or_create(username="nobody")[0]
        openings = [OPENINGS[role]]
        open_accounts(
            openings=openings, encoded_password=make_password(PASSWORD), by=None, at=tiny.settings.decided_at
        )
        return Account.objects.get(username=role)

    return of


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_an_account_what_lies_outside_its_scope(role: str, day_run: Run, account) -> None:
    walker, shown = Walker(account(role), day_run), 0
    for address in addresses(day_run):
        for asked, response in walker.answers(address, thoroughly=role in HIDING):
            allowed = (
                (200, 401, 404, 405) if INTERFACE.match(address) else (200, 204, 302, 400, 403, 404, 405)
            )
            assert response.status_code in allowed, (asked, response.status_code)
            text = read(response)
            leaked = [name for name in HIDDEN[role] if name in text]
            assert not leaked, (asked, leaked)
            shown += response.status_code == SEEN_BY_ALL
    assert shown >= 3 or role == "nobody"


def test_the_test_of_leaks_would_see_a_leak(day_run: Run, account) -> None:
    """The names looked for do stand on some page of one who may see them."""
    client = Client()
    client.force_login(account("province"), backend="django.contrib.auth.backends.ModelBackend")
    pages = "".join(read(client.get(address)) for address in addresses(day_run))
    for name in (*IN_COUNTY, *IN_OTHER_CITY):
        assert name in pages, name


def told(role: str, day_run: Run, account: Callable[[str], Account]) -> dict[str, str]:
    """Every answer that a role gets, without what passes."""
    walker = Walker(account(role), day_run)
    return {
        asked: PASSING.sub("", read(response))
        for address in before_or_after(day_run)
        for asked, response in walker.answers(address)
    }


def before_or_after(day_run: Run) -> list[str]:
    """Addresses whose answer may be compared: those that were there before something happened elsewhere."""
    return KEPT or KEPT.extend(addresses(day_run)) or KEPT


KEPT: list[str] = []


@pytest.mark.parametrize("role", [role for role in HIDING if role != "nobody"])
def test_no_total_or_count_moves_by_what_happens_elsewhere(
    role: str, day_run: Run, account, tiny: Case
) -> None:
    before = told(role, day_run, account)
    something_elsewhere(day_run, at=tiny.settings.decided_at)
    after = told(role, day_run, account)
    moved = [asked for asked in before if before[asked] != after[asked]]
    assert not moved, moved


@pytest.mark.parametrize(
    ("role", "branches"), [("county", {"gate-149101"}), ("company", set()), ("nobody", set())]
)
def test_a_part_of_the_province_comes_with_its_own_branches_and_remarks(
    role: str, branches, day_run, account
) -> None:
    picture = picture_for(day_run, account(role))
    assert set(picture.arcs.arc) == branches
    assert len(picture.arcs.flow) == len(branches)
    told = "".join(finding.text() + finding.text(language="en") for finding in picture.findings)
    assert not [name for name in ("乙川县", "Yichuan") if name in told]
    whole = picture_for(day_run, account("province"))
    assert "乙川县" in "".join(finding.text() for finding in whole.findings)


def test_a_stranger_is_sent_to_sign_in_everywhere(day_run: Run, client: Client) -> None:
    for route, pattern in patterns():
        if pattern.name in OPEN_TO_STRANGERS or "<" in route:
            continue
        response = client.get("/" + route)
        assert response.status_code in ((401, 404, 405) if INTERFACE.match(route) else (302, 405)), route
        if response.status_code == 302:
            assert response["Location"].startswith("/accounts/login/"), route


def test_a_stranger_gets_nothing_from_an_address_with_a_number_in_it(day_run: Run, client: Client) -> None:
    for address in addresses(day_run):
        if any(character.isdigit() for character in address):
            refused = (401, 405) if INTERFACE.match(address) else (302, 405)
            assert client.get(address).status_code in refused, address
