"""What the desk refuses to whoever means it ill: headers, cookies, sessions, passwords, uploads, exports, errors.

`docs/security.md` names these tests point by point of OWASP ASVS.
"""

import json
import logging
import os
import subprocess
import sys
import time
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth import hashers
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.models import Entry
from tests.desk.roles import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"


def settings_of(**environment: str) -> dict[str, Any]:
    """Settings as another site would have them."""
    names = (
        "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_NAME CSRF_COOKIE_NAME SECURE_HSTS_SECONDS "
        "SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_SSL_REDIRECT ALLOWED_HOSTS DEBUG"
    )
    ask = (
        "import json;from nuandong.desk import settings as s;"
        f"print(json.dumps({{n: getattr(s, n) for n in {names.split()!r}}}))"
    )
    words = [sys.executable, "-c", ask]
    told = subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


# ---- headers and cookies -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [SIGN_IN, "/accounts/own/", "/nowhere/", "/health/"])
def test_every_answer_bears_the_headers_that_keep_a_browser_strict(
    address: str, signed_in_clerk: Client
) -> None:
    answer = signed_in_clerk.get(address)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "charset" in answer["Content-Type"] or "json" in answer["Content-Type"]
    if address != "/health/":
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_what_one_person_may_see_stays_in_no_cache(signed_in_clerk: Client) -> None:
    for address in ("/accounts/own/", "/accounts/own/second-factor/", "/report/", "/directory/contacts.csv"):
        assert "no-store" in signed_in_clerk.get(address, follow=True)["Cache-Control"], address


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(signed_in_clerk: Client) -> None:
    signed_in_clerk.get(SIGN_IN)
    kept = [cookie for name, cookie in signed_in_clerk.cookies.items() if name.startswith("nuandong_")]
    assert len(kept) >= 1
    for cookie in kept:
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


def test_behind_https_cookies_travel_by_https_from_this_host_alone() -> None:
    told = settings_of(NUANDONG_HTTPS="1", NUANDONG_HOSTS="desk.example")
    assert told["SESSION_COOKIE_SECURE"]
    assert told["CSRF_COOKIE_SECURE"]
    assert told["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert told["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert told["SECURE_SSL_REDIRECT"]
    assert told["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert not told["DEBUG"]
    assert "*" not in told["ALLOWED_HOSTS"]


def test_another_host_s_name_is_refused(signed_in_clerk: Client) -> None:
    assert signed_in_clerk.get(SIGN_IN, headers={"host": "evil.example"}).status_code == 400
    assert (
        signed_in_clerk.get(
            SIGN_IN, headers={"host": "localhost", "x-forwarded-host": "evil.example"}
        ).status_code
        == 302
    )


def test_no_form_is_taken_without_the_mark_of_its_own_page(account) -> None:
    account("county")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIGN_IN, {"username": "county", "password": PASSWORD}).status_code == 403
    assert strict.post("/language/", {"language": "en"}).status_code == 403
    strict.get(SIGN_IN)
    mark = next(cookie.value for name, cookie in strict.cookies.items() if "csrf" in name)
    asked = {"username": "county", "password": PASSWORD, "csrfmiddlewaretoken": mark}
    assert strict.post(SIGN_IN, asked).status_code == 302
    foreign = strict.post("/accounts/own/password/", {"csrfmiddlewaretoken": "0" * 64})
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(to: str, account) -> None:
    account("county")
    answer = Client().post(SIGN_IN, {"username": "county", "password": PASSWORD, "next": to})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_methods_that_no_page_has_do_nothing(method: str, signed_in_clerk: Client) -> None:
    before = Entry.objects.count()
    assert signed_in_clerk.generic(method, "/accounts/own/").status_code == 405
    assert Entry.objects.count() == before


# ---- sessions ------------------------------------------------------------------------------------------------


def test_the_key_of_a_session_changes_with_signing_in_and_ends_with_signing_out(account) -> None:
    account("county")
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["left"] = "by somebody"
    session.save()
    planted = session.session_key
    client.post(SIGN_IN, {"username": "county", "password": PASSWORD})
    signed_in = client.session.session_key
    assert planted != signed_in
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies[next(name for name in client.cookies if "session" in name)] = signed_in
    assert thief.get("/accounts/own/").status_code == 302


def test_nobody_at_the_desk_for_half_an_hour_ends_a_sign_in(signed_in_clerk: Client, monkeypatch) -> None:
    assert signed_in_clerk.get("/accounts/own/").status_code == 200
    present = time.time()
    monkeypatch.setattr(time, "time", lambda: present + 29 * 60)
    assert signed_in_clerk.get("/accounts/own/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: present + 60 * 60)
    ended = signed_in_clerk.get("/accounts/own/", follow=True)
    assert ended.redirect_chain[0][0].startswith(SIGN_IN)
    assert "自动退出" in ended.content.decode()


def test_a_sign_in_ends_after_a_shift_however_busy(signed_in_clerk: Client, monkeypatch) -> None:
    present = time.time()
    for minutes in range(0, 12 * 60, 20):
        monkeypatch.setattr(time, "time", lambda minutes=minutes: present + 60 * minutes)
        assert signed_in_clerk.get("/accounts/own/").status_code == 200, minutes
    monkeypatch.setattr(time, "time", lambda: present + 12 * 3600 + 60)
    assert signed_in_clerk.get("/accounts/own/").status_code == 302


def test_a_changed_password_ends_the_other_sign_ins(signed_in_clerk: Client) -> None:
    other = Client()
    other.post(SIGN_IN, {"username": "county", "password": PASSWORD})
    own = {
        "old_password": PASSWORD,
        "new_password1": "ein-neues-Losungswort",
        "new_password2": "ein-neues-Losungswort",
    }
    assert signed_in_clerk.post("/accounts/own/password/", own).status_code == 302
    page = signed_in_clerk.get("/accounts/own/").content.decode()
    assert page.count("127.0.0.1") == 1  # under its fresh key, and still known from where
    assert other.get("/accounts/own/").status_code == 302


# ---- passwords -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "short-one",
        "qwerty123456",
        "aaaaaaaaaaaaaaaa",
        "121212121212121212",
        "wang.wei.2026",
        "x" * 129,
    ],
)
def test_weak_and_breached_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, Account(username="wang.wei"))


@pytest.mark.parametrize(
    "password",
    ["四个 随意的 词语 连在一起", "827301946582736450", "correct horse battery 🔥", "Ab" + "x7." * 40],
)
def test_long_ones_of_whatever_characters_are_taken(password: str) -> None:
    validate_password(password, Account(username="wang.wei"))


def test_passwords_are_kept_by_a_slow_salted_hash(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    one, other = hashers.make_password("the-same-password"), hashers.make_password("the-same-password")
    assert one != other
    assert int(one.split("$")[1]) >= 600_000


def test_an_unknown_a_closed_and_a_locked_name_cost_the_same_and_read_the_same(account, monkeypatch) -> None:
    """One hash is computed for each, so that neither words nor time tell which names there are."""
    for role, facts in (("county", {}), ("city", {"is_active": False})):
        Account.objects.filter(pk=account(role).pk).update(**facts)
    closed = account("company")
    closed.set_unusable_password()
    closed.save()
    counted, real = [], hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *args, **named: counted.append(1) or real(*args, **named)
    )
    told = {}
    for name in ("county", "city", "company", "no-such-name"):
        counted.clear()
        page = Client().post(SIGN_IN, {"username": name, "password": "wrong-password"}).content.decode()
        told[name] = (len(counted), page.split('role="alert"')[1].split("</div>")[0])
    assert len(set(told.values())) == 1, told


def test_failed_and_good_sign_ins_are_noted_with_address_and_time_and_without_the_password(account) -> None:
    account("county")
    for password in ("wrong-password-1", PASSWORD):
        Client().post(SIGN_IN, {"username": "county", "password": password}, REMOTE_ADDR="10.1.2.3")
    failed = AccessFailureLog.objects.get(username="county")
    assert failed.ip_address == "10.1.2.3"
    rows = [row for model in (AccessAttempt, AccessFailureLog) for row in model.objects.values_list()]
    kept = " ".join(str(value) for row in rows for value in row)
    assert "wrong-password-1" not in kept


def test_what_somebody_typed_stands_in_no_log(account, caplog) -> None:
    account("county")
    with caplog.at_level(logging.DEBUG):
        Client().post(SIGN_IN, {"username": "county", "password": "typed-by-mistake-77"})
    assert "typed-by-mistake-77" not in caplog.text
