"""A page that stays open learns what has happened since, and nothing of other places."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client

from nuandong.desk.directory.models import Account
from nuandong.desk.directory.sign_ins import gate
from nuandong.desk.frame import clock
from nuandong.desk.ledger.live import head_now
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel, ReportVersion
from nuandong.gasday import gas_day_of
from tests.desk.roles import COUNTY

pytestmark = pytest.mark.django_db
STRIP = re.compile(r'<div id="news"[^>]*hx-get="([^"]+)"[^>]*>(.*?)</div>', re.DOTALL)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


@pytest.fixture
def client_of(account: Callable[[str], Account], now: datetime) -> Callable[[str], Client]:
    def of(role: str) -> Client:
        client = Client()
        client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of


def strip(page: str) -> tuple[str, str]:
    """The address that a page asks for news, and what its strip shows."""
    found = STRIP.search(page)
    assert found, page[-600:]
    return unescape(found[1]), re.sub(r"<[^>]+>", " ", found[2]).strip()


def a_county_files(at: datetime) -> None:
    """Somebody else's report, through the same gate as the form's."""
    before = ReportVersion.objects.count()
    form = ReportForm(
        {"gas_day": str(gas_day_of(at) - timedelta(days=1)), "nothing_to_report": "on"}, unit=COUNTY, at=at
    )
    assert form.is_valid(), form.errors
    assert form.filing is not None
    file_report(checked=CheckedFiling(form.filing, form.findings, Channel.FORM, at), by=None)
    assert ReportVersion.objects.count() == before + 1


def test_nothing_happened_is_an_answer_without_a_page(client_of: Callable[[str], Client]) -> None:
    officer = client_of("province")
    address, shown = strip(officer.get("/report/board/").content.decode())
    assert shown == ""
    assert officer.get(address).status_code == 204


def test_what_a_page_itself_calls_lines_is_no_news(client_of: Callable[[str], Client]) -> None:
    """A page's own words must not run into the strip below it."""
    page = client_of("province").get("/readings/file/").content.decode()
    assert strip(page)[1] == ""
    shown = render_to_string("frame/base.html", {"lines": ["x"], "ledger_head": 1, "desk_time": clock.now()})
    assert strip(shown)[1] == ""


def test_a_report_that_is_filed_shows_on_pages_that_were_open(
    client_of: Callable[[str], Client], season: Season, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = client_of("province")
    address, _ = strip(officer.get("/report/board/").content.decode())
    later = now + timedelta(minutes=1)
    a_county_files(later)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = officer.get(address)
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "news"
    again, shown = strip(answer.content.decode())
    assert "1" in shown
    assert officer.get(again).status_code == 204
    assert f"head={head_now()}" in again


def test_what_happens_elsewhere_is_no_news(
    client_of: Callable[[str], Client], season: Season, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head moves for everybody; only the province, whose scope it is, is told of another's report."""
    company = client_of("company")
    address, _ = strip(company.get("/report/", follow=True).content.decode())
    later = now + timedelta(minutes=1)
    a_county_files(later)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = company.get(address)
    assert answer.status_code == 200
    assert strip(answer.content.decode())[1] == ""
    assert "HX-Trigger" not in answer


def test_a_report_from_after_the_desk_s_time_is_no_news_yet(
    client_of: Callable[[str], Client], season: Season, now: datetime
) -> None:
    officer = client_of("province")
    address, _ = strip(officer.get("/report/board/").content.decode())
    a_county_files(now + timedelta(hours=1))
    assert strip(officer.get(address).content.decode())[1] == ""


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "since=yesterday&head=1",
        "since=2023-12-20T08:00:00&head=1",
        "since=2023-12-20T08:00:00%2B08:00&head=x",
    ],
)
def test_what_no_page_asks_is_refused(client_of: Callable[[str], Client], asked: str) -> None:
    assert client_of("province").get(f"/news/?{asked}").status_code == 400


def test_a_page_that_asks_by_itself_is_no_sign_of_somebody(
    client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = client_of("province")
    address, _ = strip(officer.get("/report/board/").content.decode())
    seen = officer.session[gate.SEEN]
    later = seen + 10 * gate.SEEN_EVERY_S
    monkeypatch.setattr(gate.time, "time", lambda: later)
    officer.get(address)
    assert officer.session[gate.SEEN] == seen
    officer.get("/report/board/")
    assert officer.session[gate.SEEN] == later


def test_a_stranger_is_sent_to_sign_in(season: Season) -> None:
    assert Client().get("/news/?since=2023-12-20T08:00:00%2B08:00&head=0").status_code == 302
