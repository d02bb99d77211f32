"""What every page shares: sign-in with its lock, languages, headers, health, the clock."""

import time
from datetime import datetime, timedelta

import pytest
from django.test import Client

from nuandong.desk.directory.actions import erase_person
from nuandong.desk.directory.models import Account, Person, ReportingUnit
from nuandong.desk.frame import clock
from nuandong.desk.frame.database import UnknownDatabase, database_settings
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models import ReportVersion
from tests.desk.roles import COUNTY, PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
INLINE = ("<script>", "onclick=", "onchange=", "onsubmit=", "style=", "<style", "javascript:")


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post(
        SIGN_IN, {"username": username, "password": password}, REMOTE_ADDR="127.0.0.9"
    ).status_code


def test_the_right_password_comes_in_and_a_wrong_one_does_not(account, client: Client) -> None:
    account("county")
    assert sign_in(client, "county", "wrong") == 200
    assert sign_in(client, "county") == 302


def test_the_sixth_try_is_locked_out_even_with_the_right_password(account, client: Client) -> None:
    account("county")
    for _ in range(5):
        sign_in(client, "county", "wrong")
    assert sign_in(client, "county") == 429


def test_one_locked_name_does_not_lock_its_neighbour(account, client: Client) -> None:
    account("county")
    account("city")
    for _ in range(6):
        sign_in(client, "county", "wrong")
    assert sign_in(client, "city") == 302


def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    response = client.get(SIGN_IN)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    text = response.content.decode()
    assert not [mark for mark in INLINE if mark in text]
    assert "http://" not in text.replace('xmlns="http://www.w3.org', "")


def test_chinese_comes_first_and_english_is_one_switch_away(client: Client) -> None:
    assert "登录" in client.get(SIGN_IN).content.decode()
    client.post("/language/", {"language": "en", "next": SIGN_IN})
    assert "Sign in" in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_the_language_switch_leads_nowhere_else(target: str, client: Client) -> None:
    assert client.post("/language/", {"language": "en", "next": target})["Location"] == "/"


def test_health_is_open_and_says_little(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert set(answer.json()) == {"state", "version"}


def test_an_auditor_verifies_the_ledger_and_nobody_else_does(account, client: Client) -> None:
    client.force_login(account("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/ledger/verify/", headers={"Accept": "application/json"}).json()
    assert client.get("/ledger/verify/?format=json").json() == answer
    assert answer["holds"]
    assert answer["entries"] == Entry.objects.count()
    client.force_login(account("province"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/ledger/verify/").status_code == 403


def test_a_clerk_files_by_the_form_and_sees_the_version(
    account, client: Client, settings, at: datetime
) -> None:
    settings.CLOCK_FROM = at.isoformat()
    settings.CLOCK_SET_AT = time.time()
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    unit = ReportingUnit.objects.get(code=COUNTY)
    assert client.get("/report/")["Location"] == f"/report/{unit.pk}/"
    before = ReportVersion.objects.filter(report__unit=unit).count()
    filed = (
        client.get(f"/report/{unit.pk}/").context["form"].initial
    )  # a correction starts from what was filed
    assert sum(name.startswith("use_") for name in filed) >= 5
    refused = client.post(f"/report/{unit.pk}/", {"gas_day": "2023-12-18", "use_c2g": "-3"})
    assert "煤改气" in refused.content.decode()
    assert ReportVersion.objects.filter(report__unit=unit).count() == before
    kept = {name: figure for name, figure in filed.items() if figure not in (None, "", False)}
    cells = {**kept, "gas_day": "2023-12-18", "use_c2g": kept["use_c2g"] * 1.01, "note": "更正"}
    cells["actual_supply"] = sum(cells[name] for name in cells if name.startswith("use_"))
    assert client.post(f"/report/{unit.pk}/", cells).status_code == 302
    version = ReportVersion.objects.latest("id")
    assert version.number == 2
    assert version.is_late
    assert version.filed_by == Account.objects.get(username="county")


def test_a_desk_that_replays_shows_its_own_time(settings) -> None:
    settings.CLOCK_FROM = "2023-12-19T17:30:00+08:00"
    settings.CLOCK_SET_AT = time.time() - 60
    assert clock.is_set()
    shown = clock.now() - datetime.fromisoformat(settings.CLOCK_FROM)
    assert timedelta(seconds=59) < shown < timedelta(seconds=70)


def test_an_erased_person_leaves_the_ledger_whole_and_silent(season: Season, account, at: datetime) -> None:
    clerk = account("county")
    person = Person.objects.get(account=clerk)
    digest = person.digest("county")
    assert any(digest in line for line in Entry.objects.values_list("line", flat=True))
    erase_person(person=person, by=account("admin"), at=at)
    person.refresh_from_db()
    assert (person.name, person.mobile, person.salt) == ("", "", "")
    assert person.digest("county") != digest
    assert not Account.objects.filter(username="county").exists()
    assert verify().holds


def test_a_thousand_is_separated_in_both_languages() -> None:
    from django.utils.formats import localize
    from django.utils.translation import override

    for language in ("zh-hans", "en"):
        with override(language):
            assert localize(4512.5) == "4,512.5"


def test_a_database_of_another_kind_is_refused_with_what_to_write(tmp_path) -> None:
    with pytest.raises(UnknownDatabase, match="postgresql://"):
        database_settings(url="oracle://somewhere", default_file=tmp_path / "desk.sqlite3")


def test_a_sqlite_address_may_hold_blanks_and_chinese(tmp_path) -> None:
    from nuandong.desk.demo import sqlite_url

    file = tmp_path / "保供 办#1" / "desk.sqlite3"
    assert database_settings(url=sqlite_url(file), default_file=tmp_path)["NAME"] == str(file)
