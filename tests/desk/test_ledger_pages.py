"""The ledger's pages: searched by who, what, of what and when, a page at a time, with what stood there before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from nuandong.desk.ledger.actions import append_many
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.models import DailyRoot, Entry
from nuandong.desk.ledger.roots import draw_roots
from nuandong.desk.ledger.search import ENTRIES_A_PAGE
from nuandong.desk.outlook.models import Season
from nuandong.gasday import CHINA
from tests.desk.test_guards import guards_down

AT = datetime(2023, 12, 24, 9, 0, tzinfo=CHINA)
MANY = 120

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(season: Season, account: Callable) -> Client:
    client = Client()
    client.force_login(account("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    facts = {"before": {"shift": "甲"}, "after": {"shift": "乙"}}
    acts = [
        (
            Act("set_contact", f"account:{number % 2}a", "contact", f"城市{number}", facts),
            AT + timedelta(hours=number),
        )
        for number in range(MANY)
    ]
    with transaction.atomic():
        append_many(acts=acts)
    return client


def numbers(page: str) -> list[int]:
    return [
        int(number) for number in re.findall(r'<th scope="row" class="num"><a href="/ledger/(\d+)/', page)
    ]


def test_older_pages_follow_without_a_gap_or_a_repetition(auditor: Client) -> None:
    found: list[int] = []
    address = "/ledger/?act=set_contact"
    while address:
        response = auditor.get(address)
        page = response.content.decode()
        found += numbers(page)
        older = response.context["older"]
        address = f"/ledger/?{older}" if older else ""
    assert found == sorted(found, reverse=True)
    assert len(found) == len(set(found)) == MANY
    assert ENTRIES_A_PAGE < MANY


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("actor=account:1a&act=set_contact", 50),
        ("actor=1a", 50),
        ("subject=contact 城市7", 1),
        ("subject=城市7", 1 + 10),
        ("subject=contact&gas_day=2023-12-25", 24),
        ("actor=nobody", 0),
        ("gas_day=nonsense&act=set_contact&until=nonsense", 50),
    ],
)
def test_entries_are_found_by_who_what_of_what_and_when(auditor: Client, query: str, count: int) -> None:
    page = auditor.get(f"/ledger/?{query}").content.decode()
    assert len(numbers(page)) == count


def test_what_stood_there_before_is_shown_beside_what_stands_there_since(auditor: Client) -> None:
    entry = Entry.objects.filter(act="set_contact").latest("sequence")
    for address in ("/ledger/?act=set_contact", f"/ledger/{entry.sequence}/"):
        page = auditor.get(address).content.decode()
        assert "甲" in page
        assert "乙" in page
    page = auditor.get(f"/ledger/{entry.sequence}/").content.decode()
    assert entry.hash in page
    assert entry.previous_hash in page
    assert "散列相符" in page
    assert auditor.get(f"/ledger/{entry.sequence + 1}/").status_code == 404


def test_an_entry_that_was_changed_says_so_on_its_own_page(auditor: Client) -> None:
    entry = Entry.objects.filter(act="set_contact").first()
    assert entry is not None
    guards_down("ledger_entry", "UPDATE")
    Entry.objects.filter(pk=entry.pk).update(line=entry.line.replace("乙", "丙"))
    assert "记录被改动" in auditor.get(f"/ledger/{entry.sequence}/").content.decode()


def test_roots_are_shown_as_they_are_given_to_the_checker(auditor: Client) -> None:
    draw_roots(at=AT + timedelta(days=3))
    root = DailyRoot.objects.latest("gas_day")
    assert f"{root.sequence}:{root.hash}" in auditor.get("/ledger/").content.decode()


@pytest.mark.parametrize("role", ["province", "leader", "county", "company", "admin", "nobody"])
def test_nobody_else_reads_the_ledger(auditor: Client, account: Callable, role: str) -> None:
    client = Client()
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/ledger/").status_code == 403
    assert client.get("/ledger/1/").status_code == 403
