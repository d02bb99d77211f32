"""What comes in is bounded, what goes out is harmless: workbooks, bodies, exports, error pages (`docs/security.md`)."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from nuandong.desk.directory.models import CurtailmentList, GasUser, Organisation
from nuandong.desk.reporting.books.reading import LARGEST_FILE, LARGEST_UNPACKED, open_book
from tests.desk.roles import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused_before_it_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (LARGEST_UNPACKED + 1))
    assert len(out.getvalue()) < LARGEST_FILE
    sheets, refused = open_book(out.getvalue())
    assert not sheets
    assert refused is not None


def test_a_body_larger_than_the_desk_takes_is_refused_without_a_trace(signed_in_clerk: Client) -> None:
    told = Client(raise_request_exception=False).post(
        SIGN_IN, {"username": "x" * (6 * 1024 * 1024), "password": "y"}
    )
    assert told.status_code == 400
    assert "Traceback" not in told.content.decode()


def test_names_that_look_like_formulas_leave_as_text(account) -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    GasUser.objects.update(name_zh=evil, department=evil)
    Organisation.objects.update(name_zh=evil)
    account("province")
    client = Client()
    client.post(SIGN_IN, {"username": "province", "password": PASSWORD})
    seen = 0
    for address in (
        "/directory/contacts.csv",
        f"/lists/{CurtailmentList.objects.values_list('pk', flat=True)[0]}.csv",
    ):
        text = client.get(address).content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")], address
        seen += sum(evil in cell for cell in cells)
    assert seen


def test_what_somebody_typed_comes_back_as_text_and_never_as_markup(account) -> None:
    account("admin")
    client = Client()
    client.post(SIGN_IN, {"username": "admin", "password": PASSWORD})
    typed = '"><script>alert(1)</script>'
    page = client.post("/accounts/open/", {"username": typed, "person": "", "post": ""}).content.decode()
    assert typed not in page
    assert "&lt;script&gt;" in page


def test_a_fault_of_ours_shows_no_trace_and_no_setting(monkeypatch, account) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("SECRET-INSIDE")

    account("county")
    client = Client(raise_request_exception=False)
    client.post(SIGN_IN, {"username": "county", "password": PASSWORD})
    monkeypatch.setattr("nuandong.desk.directory.sign_ins.views_own.open_sign_ins", broken)
    told = client.get("/accounts/own/")
    assert told.status_code == 500
    page = told.content.decode()
    assert "SECRET-INSIDE" not in page
    assert "Traceback" not in page
    assert "settings" not in page


def test_a_page_that_is_not_there_and_one_that_is_hidden_look_the_same(signed_in_clerk: Client) -> None:
    assert signed_in_clerk.get("/orders/999999/").status_code in (403, 404)
    assert "Traceback" not in signed_in_clerk.get("/no-such-page/").content.decode()


def test_a_trace_of_a_fault_keeps_passwords_to_itself() -> None:
    from django.views.debug import SafeExceptionReporterFilter

    request = HttpRequest()
    request.POST = {"password": "mine", "code": "123456"}  # type: ignore[assignment]
    request.sensitive_post_parameters = ["password", "code"]  # type: ignore[attr-defined]
    shown = SafeExceptionReporterFilter().get_post_parameters(request)
    assert "mine" not in str(shown)
    assert "123456" not in str(shown)
