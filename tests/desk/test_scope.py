"""Every address as every role: nothing outside an account's region or organisation shows anywhere.

Object permissions leak through side doors: exports, totals, fragments, counts, searches. So this test does not list
pages; it walks the table of addresses, fills them with places inside and outside the scope, asks them everything that
they let one ask, and reads what comes back: pages, fragments, CSV, workbooks, papers. What is only counted or summed
is not seen by it.
"""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

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
from tests.desk.scope_filters import watched
from tests.desk.scope_reading import Walker, read
from tests.desk.scope_walk import (
    HIDDEN,
    IN_COUNTY,
    IN_OTHER_CITY,
    INTERFACE,
    OPEN_TO_STRANGERS,
    SEEN_BY_ALL,
    addresses,
    patterns,
)

pytestmark = pytest.mark.django_db
UNSEEN = Path(__file__).with_name("scope_unseen.txt")
# Without one of these, somebody reads what is another's: the walk must see it.
CORE = (
    "outlook/pictures.py:picture_for:scope",
    "directory/contacts/views.py:organisations:Organisation",
    "directory/contacts/views_organisation.py:table:Organisation",
    "dispatch/pages.py:line_rows:OrderLine",
    "dispatch/views_notices.py:_found:Notice",
    "reporting/board.py:board_of:ReportingUnit",
    "reporting/views.py:report:ReportingUnit",
    "reporting/readings/views.py:_points:DeliveryPoint",
    "briefing/views.py:brief_for:Brief",
    "alerts/views_incidents.py:_incident:Incident",
    "directory/lists/views.py:_visible:CurtailmentList",
    "outlook/reasons.py:reasons_for:scope",
)
HIDING = [role for role in ROLES if HIDDEN[role]]


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


# Who has nothing hidden is walked too, in the long run: each address answers, and answers rightly.
@pytest.mark.parametrize(
    "role", [role if role in HIDING else pytest.param(role, marks=pytest.mark.slow) for role in ROLES]
)
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


def seen_without(place: str, walkers: dict[str, Walker], asked: dict[str, list[str]]) -> str:
    """The first address at which the walk sees that a filter is gone; empty where it sees nothing."""
    for role, walker in walkers.items():
        for address in asked.get(role, []):
            with transaction.atomic():
                text = read(walker.client.get(address))
                transaction.set_rollback(True)
            if any(name in text for name in HIDDEN[role]):
                return address
    return ""


@pytest.mark.slow
def test_taking_one_filter_away_is_seen(day_run: Run, account) -> None:
    """Each place that cuts to a scope is opened in turn, and the walk reads again what asks it."""
    walkers = {role: Walker(account(role), day_run) for role in ("county", "company", "city")}
    everywhere, asking = addresses(day_run), defaultdict[str, dict[str, list[str]]](dict)
    with watched() as watch:
        for role, walker in walkers.items():
            watch.places.clear()
            for watch.address in everywhere:
                walker.client.get(watch.address)
            for place, asked in watch.places.items():
                asking[place][role] = list(asked)
        watch.address = ""
        seen = set()
        for watch.open_at in sorted(asking):
            if seen_without(watch.open_at, walkers, asking[watch.open_at]):
                seen.add(watch.open_at)
    assert set(CORE) <= seen
    blind = set(asking) - seen - set(UNSEEN.read_text(encoding="utf-8").splitlines())
    assert not blind, f"{len(seen)} of {len(asking)} are seen; these are not: {sorted(blind)}"


@pytest.mark.parametrize("place", CORE[:2])
def test_the_walk_of_a_county_sees_that_a_filter_is_gone(place: str, day_run: Run, account) -> None:
    walker = Walker(account("county"), day_run)
    asked = {"county": ["/directory/organisations/", "/directory/contacts.csv", f"/run/{day_run.pk}/"]}
    asked["county"].append(f"/day/{day_run.gas_day}/")
    with watched() as watch:
        assert not seen_without(place, {"county": walker}, asked)
        watch.open_at = place
        assert seen_without(place, {"county": walker}, asked)


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
