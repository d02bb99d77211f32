"""A desk with the tiny case in its records, and accounts of every role."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from nuandong.assess.case import Case
from nuandong.casefile import read_case
from nuandong.desk.accounts import open_accounts
from nuandong.desk.directory.models import Account
from nuandong.desk.outlook.actions import import_case
from nuandong.desk.outlook.models import Run, Season
from nuandong.desk.outlook.pictures import _whole_picture
from nuandong.desk.outlook.reasons import _whole_reasons
from nuandong.desk.outlook.studies.quality import _whole_answer
from nuandong.desk.plans.balance.weeks import _season
from tests.desk.roles import OPENINGS, PASSWORD

TINY = Path(__file__).resolve().parents[1] / "cases" / "tiny"


@pytest.fixture(scope="session")
def tiny() -> Case:
    """The tiny case as it lies in its folder."""
    return read_case(TINY)


@pytest.fixture
def season(db: None, tiny: Case) -> Season:
    """The tiny case as records."""
    return import_case(case=tiny, by=None, at=tiny.settings.decided_at)


@pytest.fixture(scope="module")
def day_run(tiny: Case, django_db_setup: None, django_db_blocker: Any) -> Iterator[Run]:
    """A day with everything in it, for walks through every address: built once a module, undone after its last test."""
    from tests.desk.scope_walk import everything_of_a_day  # knows every room; few modules need it

    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]
        with whole:
            yield everything_of_a_day(case=tiny)
            transaction.set_rollback(True)


@pytest.fixture
def signed_in_clerk(account: Callable[[str], Account]) -> Client:
    """The county's clerk, signed in on the page as clerks do."""
    account("county")
    client = Client()
    client.post("/accounts/login/", {"username": "county", "password": PASSWORD})
    return client


@pytest.fixture
def at(tiny: Case) -> datetime:
    """The instant at which the tiny case decides."""
    return tiny.settings.decided_at


@pytest.fixture
def account(season: Season, at: datetime) -> Callable[[str], Account]:
    """Accounts by role: province, leader, city, county, company, auditor, admin, and `nobody` without any role."""

    def of(role: str) -> Account:
        if role == "nobody":
            return Account.objects.get_or_create(username="nobody")[0]
        open_accounts(openings=[OPENINGS[role]], encoded_password=make_password(PASSWORD), by=None, at=at)
        return Account.objects.get(username=role)

    return of


@pytest.fixture(autouse=True)
def quick_and_apart(settings: Any, tmp_path: Path) -> None:
    """Signing in is not what these tests measure, no asset comes from a state folder of somebody's, a clock that is set
    by a test begins with that test, and what was read of one test's records is not what another's hold under the
    same number."""
    for kept in (_whole_picture, _whole_reasons, _whole_answer, _season):
        kept.cache_clear()
    settings.CLOCK_SET_AT = time.time()
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
