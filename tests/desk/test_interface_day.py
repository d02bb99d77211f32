"""The winter day of the sample province by interface alone: everybody calls with an own token, no page is opened.

Records are read to know what a county has to say and who the addressees are; every change is a call or the worker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from nuandong.casefile import read_case
from nuandong.desk.accounts import Opening, open_accounts
from nuandong.desk.api.actions import give_token
from nuandong.desk.api.models import TokenScope
from nuandong.desk.directory.models import Account, Role
from nuandong.desk.outlook.actions import import_case
from tests.desk.roles import PASSWORD
from tests.desk.winter_day import FALSE_COUNTY, LATE_COUNTY, PLANNED, REPORTED, WinterDay, at

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "shanxi"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OFFICES = ("fenguan", "zhihui", "shengzhang")  # by rank
SEEN_AT_THE_METER = 0.96
Told = dict[str, Any]


class Callers:
    """Everybody of the day, each with a token that was made for the day."""

    def __init__(self, day: WinterDay) -> None:
        self.day = day
        self.clients: dict[str, Client] = {}
        self.calls = 0

    def client(self, account: str) -> Client:
        if account not in self.clients:
            who = Account.objects.get(username=account)
            text = give_token(name="day", scope=TokenScope.ACT, days=2, by=who, at=self.day.now)[1]
            self.clients[account] = Client(headers={"Authorization": f"Bearer {text}"})
        return self.clients[account]

    def get(self, account: str, path: str, **asked: Any) -> Told:
        """What somebody reads at a call."""
        answer = self.client(account).get(f"/api/{path}", asked)
        assert answer.status_code == 200, (account, path, answer.content.decode()[:600])
        told: Told = answer.json()
        return told

    def rows(self, account: str, path: str, **asked: Any) -> Iterator[Told]:
        """All rows of a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.get(account, path, cursor=cursor, limit=100, **asked)
            yield from page["rows"]
            cursor = page["next"]

    def does(self, account: str, path: str, *, refused: int = 0, **body: Any) -> Told:
        """A call that does something, made twice as after a line that broke: it is one act, or refused."""
        self.calls += 1
        headers = {"Idempotency-Key": f"call-{self.calls}"}
        answers = [
            self.client(account).post(
                f"/api/{path}", json.dumps(body), content_type="application/json", headers=headers
            )
            for _ in range(2)
        ]
        statuses = [answer.status_code for answer in answers]
        expected = [refused, refused] if refused else [201, 200]
        assert statuses == expected, (account, path, answers[0].content.decode()[:900])
        assert answers[0].json() == answers[1].json()
        told: Told = answers[0].json()
        return told


@pytest.fixture
def day(db: None, monkeypatch: pytest.MonkeyPatch) -> WinterDay:
    case = read_case(SAMPLE)
    import_case(case=case, by=None, at=case.settings.decided_at)
    return WinterDay(monkeypatch)


def test_the_same_day_by_interface_alone(day: WinterDay) -> None:
    callers = Callers(day)
    everybody_files(day, callers)
    a_false_report_is_found(callers)
    the_day_is_assessed(day, callers)
    the_level_is_declared(callers)
    orders = orders_are_issued(day, callers)
    silent = all_but_one_acknowledge(day, callers, orders)
    silence_climbs(day, callers, silent)
    the_meters_show_relief(day, callers, orders)
    the_brief_is_signed(callers)
    the_day_is_closed(callers, orders)
    the_ledger_holds(callers)
    assert len(callers.clients) > 20


def everybody_files(day: WinterDay, callers: Callers) -> None:
    """Each city's officer files its counties; one county is late, one says a tenth too little."""
    for city in day.cities:
        account = f"city-{city}"
        own = [one for one in callers.rows(account, "units") if one["kind"] == "county" and one["is_own"]]
        for unit in own:
            if unit["code"] != LATE_COUNTY:
                figures = day.figures(unit["code"])
                filed = callers.does(
                    account, "reports", unit=unit["code"], gas_day=str(REPORTED), figures=figures
                )
                assert not filed["is_late"]
    assert callers.get("zhiban", f"board/{REPORTED}")["counties_filed"] == 116
    day.now = at(10, 5)
    figures = day.figures(LATE_COUNTY)
    filed = callers.does(
        f"late-{LATE_COUNTY}", "reports", unit=LATE_COUNTY, gas_day=str(REPORTED), figures=figures
    )
    assert filed["is_late"]
    assert callers.get("zhiban", f"board/{REPORTED}")["counties_filed"] == 117


def a_false_report_is_found(callers: Callers) -> None:
    """A rule lists it as suspect; that it is false only a person finds."""
    suspects = {one["county"] for one in callers.rows("zhiban", f"suspects/{REPORTED}")}
    assert FALSE_COUNTY in suspects
    assert not list(callers.rows("zhiban", "findings"))
    found = callers.does(
        "zhiban", "findings", unit=FALSE_COUNTY, gas_day=str(REPORTED), kind="false",
        evidence="门站计量比上报多一成，已与县燃气公司电话核实",
    )  # fmt: skip
    callers.does("zhiban", f"findings/{found['id']}/replies", kind="upheld", words="维持", refused=409)
    told = callers.does("fenguan", f"findings/{found['id']}/replies", kind="upheld", words="证据充分")
    assert told["kind"] == "false"


def the_day_is_assessed(day: WinterDay, callers: Callers) -> None:
    asked = callers.does("zhiban", f"days/{PLANNED}/runs")
    day.worker()
    assert callers.get("zhiban", f"runs/{asked['id']}")["state"] == "done"
    told = callers.get("zhiban", f"days/{PLANNED}")
    assert (told["run"]["reported"], told["run"]["expected"]) == (117, 117)
    assert len(list(callers.rows("zhiban", f"days/{PLANNED}/counties"))) == 117


def the_level_is_declared(callers: Callers) -> None:
    """Submitted as proposed by the officer, declared by the first office that may."""
    proposed = list(callers.rows("zhiban", "proposals", gas_day=str(PLANNED), scope="province"))[-1]
    wish = {"level": proposed["level"], "gas_day": str(PLANNED), "proposal": proposed["id"]}
    waiting = callers.does("zhiban", "levels", **wish)
    callers.does("zhiban", f"levels/{waiting['id']}/approve", refused=403)
    office = {"leader": "fenguan", "commander": "zhihui", "government": "shengzhang"}[waiting["office"]]
    for lower in OFFICES[: OFFICES.index(office)]:
        callers.does(lower, f"levels/{waiting['id']}/approve", refused=409)
    declared = callers.does(office, f"levels/{waiting['id']}/approve")
    assert declared["state"] == "declared"
    (in_force,) = callers.get("qingxu", "levels/in-force", gas_day=str(PLANNED))["rows"]
    assert in_force["level"] == proposed["level"]
    steps = callers.get("zhiban", f"levels/{waiting['id']}/steps")["rows"]
    told = callers.does(
        "zhiban", f"levels/{waiting['id']}/steps", step=steps[0]["step"], note="值班员示例 已办"
    )
    assert [one for one in told["rows"] if one["done_at"]]


def orders_are_issued(day: WinterDay, callers: Callers) -> list[Told]:
    drafts = callers.does("zhiban", "orders")["rows"]
    day.worker()
    for draft in drafts:
        assert callers.get("zhiban", f"orders/{draft['id']}")["examined"]
        callers.does("zhiban", f"orders/{draft['id']}/approve", alternatives_read=True, refused=403)
        callers.does("fenguan", f"orders/{draft['id']}/approve", alternatives_read=True)
        assert callers.does("zhiban", f"orders/{draft['id']}/issue")["state"] == "issued"
    return list(callers.rows("zhiban", "orders", state="issued"))


def all_but_one_acknowledge(day: WinterDay, callers: Callers, orders: list[Told]) -> Told:
    """Each addressee reads and acknowledges with a token of its own; one is silent."""
    notices = [one for order in orders for one in callers.rows("zhiban", "notices", order=order["id"])]
    assert len(notices) > 20
    assert all(one["phone_code"] is None for one in notices)
    for notice in notices:
        open_addressee(notice, day.now)
    for notice in notices[:-1]:
        account = addressee_of(notice)
        callers.does(account, f"notices/{notice['code']}/read")
        told = callers.does(account, f"notices/{notice['code']}/acknowledge")
        assert {one["kind"] for one in told["receipts"]} == {"read", "acknowledged"}
    (waiting,) = callers.rows("zhiban", "notices", is_waiting=True)
    stranger = addressee_of(notices[0])
    callers.does(stranger, f"notices/{waiting['code']}/acknowledge", refused=404)
    return waiting


def addressee_of(notice: Told) -> str:
    return f"of-{notice['organisation'] or notice['county']}"


def open_addressee(notice: Told, now: datetime) -> None:
    """An account of the organisation that a notice binds, or of the county of a group of small users."""
    county = None if notice["organisation"] else notice["county"]
    opening = Opening(addressee_of(notice), Role.CLERK, county, notice["organisation"], person="某")
    open_accounts(openings=[opening], encoded_password=make_password(PASSWORD), by=None, at=now)


def silence_climbs(day: WinterDay, callers: Callers, silent: Told) -> None:
    """After the last time to answer a card is raised; the addressee reads its code out on the telephone."""
    decide_by = datetime.fromisoformat(silent["decide_by"])
    day.worker(until=max(day.now, decide_by) + timedelta(minutes=2))
    told = callers.get("zhiban", f"notices/{silent['code']}")
    assert told["is_silent"]
    assert told["climbed"] >= 1
    (card,) = callers.rows("zhiban", "cards")
    assert (card["kind"], card["notice"]) == ("silent", silent["code"])
    code = callers.get(addressee_of(silent), f"notices/{silent['code']}")["phone_code"]
    callers.does("zhiban", "telephone", code=code, words="值班员示例 电话确认")
    assert not list(callers.rows("zhiban", "cards"))


def the_meters_show_relief(day: WinterDay, callers: Callers, orders: list[Told]) -> None:
    """Readings of every point that was cut since it was cut; the order says how much of it is there."""
    day.now, until = at(20, 0, day=22), at(19, 0, day=22)
    cut = next(order for order in orders if order["kind"] == "curtailment")
    rows = []
    for line in callers.rows("zhiban", f"orders/{cut['id']}/lines"):
        begins = datetime.fromisoformat(line["effective_at"])
        if begins >= until:
            continue
        flow = line["load"] - SEEN_AT_THE_METER * (line["load"] - line["target"])
        volume = round(flow * (until - begins).total_seconds() / 86_400, 6)
        rows.append({"point": line["subject"], "begins": f"{begins:%Y-%m-%d %H:%M}",
                     "ends": f"{until:%Y-%m-%d %H:%M}", "volume": volume})  # fmt: skip
    assert callers.does("zhiban", "readings", rows=rows)["filed"] == len(rows)
    relief = callers.get("zhiban", f"orders/{cut['id']}")["relief"]
    assert relief["read"] == len(rows) > 0
    assert relief["share"] == pytest.approx(SEEN_AT_THE_METER, abs=0.01)
    assert relief["share"] >= relief["reached_from"]


def the_brief_is_signed(callers: Callers) -> None:
    brief = callers.does("zhiban", "briefs", kind="daily", region="140000", gas_day=str(PLANNED))
    callers.does("zhiban", f"briefs/{brief['id']}/sign", seen=brief["seen"], refused=403)
    callers.does("fenguan", f"briefs/{brief['id']}/sign", seen="another-mark", refused=409)
    signed = callers.does("fenguan", f"briefs/{brief['id']}/sign", seen=brief["seen"])
    assert (signed["state"], signed["serial"]) == ("signed", 1)
    paper = callers.client("zhiban").get(f"/api/briefs/{brief['id']}/files/zh.docx")
    assert paper.status_code == 200
    assert paper.content[:2] == b"PK"


def the_day_is_closed(callers: Callers, orders: list[Told]) -> None:
    for order in orders:
        told = callers.does("zhiban", f"orders/{order['id']}/close", words="气日结束，用户按序恢复")
        assert told["state"] == "closed"


def the_ledger_holds(callers: Callers) -> None:
    told = callers.get("auditor", "ledger/verify")
    assert told["holds"], told
    assert callers.get("auditor", "ledger/entries", act="sign_brief")["rows"]
    assert callers.client("zhiban").get("/api/ledger/verify").status_code == 403
