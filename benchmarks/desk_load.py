"""Desk under load: a season of reports in the records, then everybody files and everybody looks.

The demonstration is served by its own command; reports go in through the form that clerks use, over sessions of their
own. Wall time as a visitor has it, so the figures are those of this machine and of whatever else ran on it.
"""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, FigureTable
from nuandong.desk.demo import DATABASE, sqlite_url
from tests.fixtures.served import CHECKOUT, Desk

FILINGS, VISITORS = 500, 50
MINUTE_S, BETWEEN_PAGES_S = 60.0, 5.0
FILING_P95_MS, BURST_S, PAGE_P95_MS = 100.0, 15.0, 150.0
PAGES = ("/", "/alerts/", "/orders/", "/report/board/", "/report/", "/directory/", "/briefs/")
MARK = "csrfmiddlewaretoken"
INPUT = re.compile(r"<(?:input|textarea)\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: HTTP status (0 where nobody answered), page, where it leads, milliseconds."""

    status: int
    page: str
    leads_to: str
    took_ms: float


class Visitor:
    """Somebody with a browser's patience: one connection, cookies kept, nothing drawn."""

    def __init__(self, desk: Desk) -> None:
        self.place = urllib.parse.urlsplit(desk.address)
        self.connection = http.client.HTTPConnection(self.place.hostname or "", self.place.port, timeout=120)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """One page, or one form sent; the clock runs from the first byte sent to the last received."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.place.geturl()}
        begin = time.perf_counter()
        try:
            self.connection.request("GET" if body is None else "POST", path, body, headers)
            answer = self.connection.getresponse()
            page = answer.read().decode()
        except OSError:
            self.connection.close()
            return Answer(0, "", "", 1000 * (time.perf_counter() - begin))
        took = 1000 * (time.perf_counter() - begin)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, page, answer.headers.get("Location") or "", took)

    def sign_in(self, account: str, password: str) -> None:
        """A session for an account of the demonstration."""
        form = fields_of(self.ask("/accounts/login/").page)
        told = self.ask("/accounts/login/", {**form, "username": account, "password": password})
        if told.status != http.HTTPStatus.FOUND:
            raise RuntimeError(f"{account} could not sign in: {told.status}")

    def share(self, session: Visitor) -> Visitor:
        """Come with the session of another."""
        self.cookies = dict(session.cookies)
        return self


def fields_of(page: str) -> dict[str, str]:
    """The fields of a page's forms as they would be sent, ticks left out."""
    found = {}
    for tag in INPUT.findall(page):
        told = dict(ATTRIBUTE.findall(tag))
        if told.get("name") and told.get("type") not in ("checkbox", "radio", "file", "submit"):
            found[told["name"]] = unescape(told.get("value", ""))
    return found


def add_load(table: FigureTable, desk: Desk, state: Path, *, quick: bool) -> None:
    """The figures of filing and of looking, with a season of reports in the records."""
    days = 10 if quick else 151
    table.add(Figure("reports in the records before the load", fill(state, days), ""))
    officer = Visitor(desk)
    officer.sign_in("zhiban", desk.password)
    forms = forms_to_file(officer, FILINGS // 10 if quick else FILINGS)
    spread = filed(desk, officer, forms, over_s=MINUTE_S / (10 if quick else 1))
    _add(table, spread, f"{len(forms)} reports within a minute", "file", FILING_P95_MS)
    begin = time.perf_counter()
    burst = filed(desk, officer, forms, over_s=0.0)
    took = time.perf_counter() - begin
    table.add(Figure(f"{len(forms)} reports in one instant: refused or lost", wrong(burst, 302), "", 0))
    table.add(Figure(f"{len(forms)} reports in one instant: all done", took, "s", BURST_S))
    looked = looked_at(desk, officer, seconds=MINUTE_S / (10 if quick else 1))
    _add(table, looked, f"{VISITORS} visitors, a page each {BETWEEN_PAGES_S:g} s", "page", PAGE_P95_MS)


def _add(table: FigureTable, answers: list[Answer], what: str, one: str, goal: float) -> None:
    fine = 302 if one == "file" else 200
    took = [answer.took_ms for answer in answers]
    table.add(Figure(f"{what}: refused or lost", wrong(answers, fine), "", 0))
    table.add(Figure(f"{what}: median", float(np.median(took)), "ms"))
    table.add(Figure(f"{what}: 95 %", float(np.quantile(took, 0.95)), "ms", goal))


def wrong(answers: list[Answer], fine: int) -> int:
    """How many did not come to what they should."""
    return sum(answer.status != fine for answer in answers)


def fill(state: Path, days: int) -> int:
    """Bring so many days of reports of every unit into the demonstration's records; returns how many stand there."""
    environment = {**os.environ, "NUANDONG_STATE": str(state), "PYTHONPATH": str(CHECKOUT / "src")}
    environment["NUANDONG_DATABASE_URL"] = sqlite_url(state / "demo" / DATABASE)
    words = [sys.executable, str(Path(__file__).with_name("season_of_reports.py")), str(days)]
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return int(ended.stdout.split()[-1])


def forms_to_file(officer: Visitor, count: int) -> list[tuple[str, dict[str, str]]]:
    """Forms as they come filled in, each for a unit; units are used again where there are fewer."""
    paths: list[str] = []
    for number in range(1, 40):
        found = re.findall(r'href="(/report/\d+/)"', officer.ask(f"/report/?page={number}").page)
        if not set(found) - set(paths):
            break
        paths += dict.fromkeys(found)
    forms = []
    for path in paths[:count]:
        fields = fields_of(officer.ask(path).page)
        if not any(value for name, value in fields.items() if name not in (MARK, "gas_day", "note")):
            fields["nothing_to_report"] = "on"
        forms.append((path, fields))
    return [forms[number % len(forms)] for number in range(count)]


def filed(
    desk: Desk, officer: Visitor, forms: list[tuple[str, dict[str, str]]], *, over_s: float
) -> list[Answer]:
    """Send every form, spread evenly over a time or all in one instant; each over a connection of its own."""
    together = threading.Barrier(len(forms))

    def send(number: int) -> Answer:
        visitor = Visitor(desk).share(officer)
        path, fields = forms[number]
        together.wait()
        time.sleep(over_s * number / len(forms))
        return visitor.ask(path, {**fields, "note": f"load {number}"})

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, range(len(forms))))


def looked_at(desk: Desk, officer: Visitor, *, seconds: float) -> list[Answer]:
    """So many visitors, each taking one page after another at its own pace."""

    def look(number: int) -> list[Answer]:
        visitor = Visitor(desk).share(officer)
        begin, answers = time.monotonic(), []
        time.sleep(BETWEEN_PAGES_S * number / VISITORS)
        while time.monotonic() - begin < seconds:
            path = PAGES[(number + len(answers)) % len(PAGES)]
            answer = visitor.ask(path)
            if path == "/":  # leads to the day; both belong to one look
                day = visitor.ask(urllib.parse.urlsplit(answer.leads_to).path)
                answer = Answer(day.status, day.page, "", answer.took_ms + day.took_ms)
            answers.append(answer)
            time.sleep(max(0.0, BETWEEN_PAGES_S - answer.took_ms / 1000))
        return answers

    with ThreadPoolExecutor(VISITORS) as pool:
        return [answer for answers in pool.map(look, range(VISITORS)) for answer in answers]
