"""Visitors of a served desk for the load: one connection each, cookies kept, forms read from the page as it is."""

from __future__ import annotations

import gzip
import http.client
import re
import time
import urllib.parse
from dataclasses import dataclass
from html import unescape

from tests.fixtures.served import Desk

MARK = "csrfmiddlewaretoken"
INPUT = re.compile(r"<(?:input|textarea)\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
USE = "use_"
SOME_USE = 1.5  # 10^4 m3/day of each class where a unit's form comes empty


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
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Accept-Encoding": "gzip"}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.place.geturl()}
        begin = time.perf_counter()
        try:
            self.connection.request("GET" if body is None else "POST", path, body, headers)
            answer = self.connection.getresponse()
            body_read = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return Answer(0, "", "", 1000 * (time.perf_counter() - begin))
        took = 1000 * (time.perf_counter() - begin)
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        page = (gzip.decompress(body_read) if is_packed else body_read).decode()
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

    def come_as(self, cookies: dict[str, str]) -> Visitor:
        """Come with a session that there is already."""
        self.cookies = dict(cookies)
        return self


def fields_of(page: str) -> dict[str, str]:
    """The fields of a page's forms as they would be sent, ticks left out."""
    found = {}
    for tag in INPUT.findall(page):
        told = dict(ATTRIBUTE.findall(tag))
        if told.get("name") and told.get("type") not in ("checkbox", "radio", "file", "submit"):
            found[told["name"]] = unescape(told.get("value", ""))
    return found


def filled(page: str) -> dict[str, str]:
    """A unit's form as a clerk would send it: every class that was ever used, and the supply that makes up the sum."""
    fields = {name: text for name, text in fields_of(page).items() if name != "next"}
    uses = [name for name in fields if name.startswith(USE)]
    if not any(fields[name] for name in uses):
        fields |= dict.fromkeys(uses, f"{SOME_USE:g}")
    fields["actual_supply"] = f"{sum(float(fields[name] or 0) for name in uses):.4f}"
    return fields
