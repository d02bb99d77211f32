"""A winter day of the sample province, acted by everybody who has a part in it, through pages and interface alone.

Records are read to know what to type and to see what came of it; every change goes through an address of the desk or
through the worker.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import openpyxl
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuandong.desk.accounts import demo_openings, open_accounts
from nuandong.desk.alerts.models import Declaration
from nuandong.desk.directory.models import Region
from nuandong.desk.dispatch.models import Notice, Order
from nuandong.desk.frame import clock
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.reporting.books.layout import REPORT_SHEET
from nuandong.desk.reporting.models import ReportFigure, ReportVersion
from nuandong.desk.worker import ERRANDS
from nuandong.gasday import CHINA
from nuandong.vocabulary import RegionKind
from tests.desk import day_people
from tests.desk.roles import PASSWORD

FALSE_COUNTY, LATE_COUNTY = day_people.FALSE_COUNTY, day_people.LATE_COUNTY
REPORTED, PLANNED = date(2023, 12, 20), date(2023, 12, 22)
COLDER = 1.02  # this day's use over the last one reported
FALSE = 0.9
FIRST_COLUMN = 5
MOST_ROUNDS = 60
UNSENT = ("checkbox", "radio", "file")


def at(hour: int, minute: int, *, day: int = 21) -> datetime:
    """An instant of these days of December."""
    return datetime(2023, 12, day, hour, minute, tzinfo=CHINA)


class WinterDay:
    """Who is there, what time it is, and what they do."""

    def __init__(self, monkeypatch: Any) -> None:
        self.now = at(8, 20)
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.clients: dict[str, Client] = {}
        cities = Region.objects.filter(kind=RegionKind.CITY).order_by("code").values_list("code", flat=True)
        self.cities = list(cities)
        openings = [*demo_openings()[0], *day_people.day_openings()]
        open_accounts(openings=openings, encoded_password=make_password(PASSWORD), by=None, at=self.now)

    def client(self, account: str) -> Client:
        """Somebody signed in, by name and password."""
        if account not in self.clients:
            client = Client()
            sent = client.post("/accounts/login/", {"username": account, "password": PASSWORD})
            assert sent.status_code == 302, account
            self.clients[account] = client
        return self.clients[account]

    def page(self, account: str, path: str) -> str:
        """What somebody reads at an address."""
        answer = self.client(account).get(path, follow=True)
        assert answer.status_code == 200, (account, path, answer.status_code)
        return answer.content.decode()

    def does(self, account: str, path: str, **fields: Any) -> str:
        """A form sent by somebody, and the page that it leads to."""
        answer = self.client(account).post(path, fields, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200, (account, path, answer.status_code, said(page))
        return page

    def worker(self, *, until: datetime | None = None) -> None:
        """The worker does everything that is due, minute by minute, until an instant."""
        end = until or self.now + timedelta(minutes=2)
        while self.now <= end:
            for _ in range(MOST_ROUNDS):
                if not run_due(errands=ERRANDS, worker="test", clock=lambda: self.now, most=1):
                    break
            self.now += (
                timedelta(minutes=1) if self.now + timedelta(minutes=5) > end else timedelta(minutes=5)
            )

    # ---- reports

    def figures(self, county: str) -> dict[str, float]:
        """What a county has to say about the colder day; one of them says a tenth less."""
        last = ReportVersion.objects.filter(report__unit=county, report__gas_day__lt=REPORTED)
        newest = last.order_by("-report__gas_day", "-number").first()
        share = COLDER * (FALSE if county == FALSE_COUNTY else 1.0)
        rows = ReportFigure.objects.filter(version=newest, amount__isnull=False)
        told = {name: round(amount * share, 4) for name, amount in rows.values_list("quantity", "amount")}
        return {**told, "actual_supply": round(sum(told.values()), 4)} if told else {}

    def file_by_workbook(self, city: str, left_out: Iterable[str]) -> int:
        """A city's officer fills its counties into the template, hands it back and confirms; how many were filed."""
        officer = f"city-{city}"
        template = self.client(officer).get(f"/report/books/template.xlsx?day={REPORTED}")
        content, count = self._filled(template.content, set(left_out))
        handed = SimpleUploadedFile(f"{city}.xlsx", content)
        page = self.client(officer).post("/report/books/", {"workbook": handed}, follow=True)
        place = page.redirect_chain[-1][0]
        assert "confirm" in page.content.decode(), said(page.content.decode())
        self.does(officer, f"{place}confirm/")
        return count

    def _filled(self, content: bytes, left_out: set[str]) -> tuple[bytes, int]:
        book = openpyxl.load_workbook(BytesIO(content))
        sheet = book[REPORT_SHEET]
        rows = {sheet.cell(number, 1).value: number for number in range(1, sheet.max_row + 1)}
        count = 0
        for column in range(FIRST_COLUMN, sheet.max_column + 1):
            unit = str(sheet.cell(rows["unit"], column).value or "")
            figures = self.figures(unit) if unit and unit not in left_out else {}
            for name, amount in figures.items():
                sheet.cell(rows[name], column, amount)
            count += bool(figures)
        out = BytesIO()
        book.save(out)
        return out.getvalue(), count

    def file_by_interface(self, account: str, counties: Iterable[str]) -> int:
        """Somebody makes a token on its page and files with it; the same call twice is one report."""
        page = self.does(account, "/api/tokens/", name="script", scope="file", days="7")
        found = re.search(r"nd_[\w-]{20,}|<code[^>]*>([^<]{20,})</code>", page)
        assert found, said(page)
        caller = Client(headers={"Authorization": f"Bearer {found[1] or found[0]}"})
        count = 0
        for county in counties:
            body = json.dumps({"unit": county, "gas_day": str(REPORTED), "figures": self.figures(county)})
            answers = [
                caller.post("/api/reports", body, content_type="application/json",
                            headers={"Idempotency-Key": f"day-{county}"}).status_code
                for _ in range(2)
            ]  # fmt: skip
            assert answers == [201, 200], (county, answers)
            count += 1
        return count

    def file_by_form(self, account: str, county: str) -> str:
        """A clerk opens the form, types the figures and files."""
        opened = self.client(account).get("/report/", follow=True)
        path = opened.redirect_chain[-1][0]
        return self.does(account, path, gas_day=str(REPORTED), **self.figures(county))

    # ---- level and orders

    def declared_by(self, level_page: str) -> Declaration:
        """The officer submits what is proposed; the first office that may declares it."""
        fields = typed_in(level_page, "/alerts/submit/")
        page = self.does("zhiban", "/alerts/submit/", **{**fields, "reason": "按推演建议"})
        assert Declaration.objects.exists(), (fields, said(page))
        waiting = Declaration.objects.latest("pk")
        refused = self.client("zhiban").post(f"/alerts/levels/{waiting.pk}/answer/", {"verb": "approve"})
        assert refused.status_code in (200, 403)  # the same pair of eyes
        for office in ("fenguan", "zhihui", "shengzhang"):
            self.client(office).post(f"/alerts/levels/{waiting.pk}/answer/", {"verb": "approve"})
            waiting.refresh_from_db()
            if waiting.declared_at:
                break
        return waiting

    def acknowledge_by_telephone(self, notices: Iterable[Notice]) -> None:
        """The officer on the phone enters what addressees read out."""
        for notice in notices:
            typed = {"code": notice.phone_code, "words": "值班员示例 电话确认"}
            assert self.client("zhiban").post("/orders/telephone/", typed).status_code == 302

    def read_meters(self, order: Order, *, share: float, until: datetime) -> str:
        """The officer sends a sheet of what flowed through every point that was cut, since it was cut."""
        lines = ["计量点,起,止,气量(万m³)"]
        for line in order.lines.all():
            begins = line.effective_at.astimezone(CHINA)
            if begins >= until:
                continue
            hours = (until - begins).total_seconds() / 3600
            flow = line.load - share * (line.load - line.target)
            lines.append(
                f"{line.subject},{begins:%Y-%m-%d %H:%M},{until:%Y-%m-%d %H:%M},{flow * hours / 24:.6f}"
            )
        return self.does("zhiban", "/readings/file/", lines="\n".join(lines), file="1")


class FormReader(HTMLParser):
    """The fields of the first form with an address, as a browser would send them untouched."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.fields = action, dict[str, str]()
        self.is_inside = self.is_over = False
        self.chooses = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = told.get("action") == self.action and not self.is_over
        elif self.is_inside and tag == "select":
            self.chooses = told["name"]
        elif self.is_inside and tag == "option":
            if "selected" in told or self.chooses not in self.fields:
                self.fields[self.chooses] = told["value"]
        elif (
            self.is_inside
            and tag in ("input", "textarea")
            and told.get("type") not in UNSENT
            and "name" in told
        ):
            self.fields[told["name"]] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.is_inside:
            self.is_inside, self.is_over = False, True


def typed_in(page: str, action: str) -> dict[str, str]:
    """What a page's form holds before anybody types."""
    reader = FormReader(action)
    reader.feed(page)
    assert reader.fields, said(page)
    return reader.fields


def said(page: str) -> str:
    """The words of a page, for the message of a test that fails."""
    body = page.partition("<main")[2] or page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))[:1500]
