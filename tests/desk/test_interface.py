"""Calls of the daily round say no: to the wrong right, the foreign place, the same eyes, the key used twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nuandong.desk.alerts.actions import propose
from nuandong.desk.alerts.models import Declaration, Incident
from nuandong.desk.api.actions import give_token
from nuandong.desk.api.models import KeptAnswer, TokenScope
from nuandong.desk.api.once import CLAIM_LASTS
from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.models import Account, Role
from nuandong.desk.dispatch.models import Notice, Order
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run, Season
from nuandong.desk.reporting.models import Reading, ReportVersion
from tests.desk.order_day import declare, drafted, issued, open_account
from tests.desk.roles import COUNTY, OTHER_COUNTY, PROVINCE

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]
CHINESE = re.compile(r"[一-鿿]")
WIDE = (Role.COMMANDER, Role.GOVERNMENT)


@pytest.fixture(autouse=True)
def desk_time(settings: Any, at: datetime) -> None:
    settings.CLOCK_FROM = at.isoformat()


@pytest.fixture
def run(season: Season, at: datetime) -> Run:
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    propose(run=run, at=at)
    return run


@pytest.fixture
def does(season: Season, account: Any, at: datetime) -> Call:
    """A call of a role that does something; each with a key of its own unless one is given."""
    count = [0]

    def call(role: str, path: str, *, key: str = "", scope: TokenScope = TokenScope.ACT, **body: Any) -> Any:
        count[0] += 1
        client = calling(who(role, account, at), at, scope)
        headers = {"Idempotency-Key": key or f"k-{count[0]}"}
        return client.post(f"/api/{path}", json.dumps(body), content_type="application/json", headers=headers)

    return call


@pytest.fixture
def reads(season: Season, account: Any, at: datetime) -> Call:
    def call(role: str, path: str, **asked: Any) -> Any:
        return calling(who(role, account, at), at, TokenScope.READ).get(f"/api/{path}", asked)

    return call


def who(role: str, account: Any, at: datetime) -> Account:
    if role in WIDE:
        return open_account(role, Role(role), at=at, region=PROVINCE)
    if role.startswith("u-"):
        return open_account(role, Role.CLERK, at=at, organisation=role)
    found: Account = account(role)
    return found


def calling(account: Account, at: datetime, scope: TokenScope) -> Client:
    account.api_tokens.all().delete()  # no more tokens than an account may have
    text = give_token(name="test", scope=scope, days=1, by=account, at=at)[1]
    return Client(headers={"Authorization": f"Bearer {text}"})


def codes(answer: Any) -> set[str]:
    errors = answer.json()["errors"]
    assert all(CHINESE.search(one["wanted"]["zh"]) for one in errors), errors
    assert not any(CHINESE.search(one["wanted"]["en"]) for one in errors), errors
    return {one["code"] for one in errors}


def said(answer: Any, status: int) -> set[str]:
    assert answer.status_code == status, answer.content.decode()
    return codes(answer)


# ---- tokens and keys


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("levels", {"level": "red", "gas_day": "2023-12-20"}),
        ("orders", {}),
        ("days/2023-12-20/runs", {}),
        ("briefs", {"kind": "daily", "region": PROVINCE, "gas_day": "2023-12-20"}),
        ("telephone", {"code": "123456", "words": "某"}),
    ],
)
def test_a_token_to_file_decides_nothing(does: Call, path: str, body: dict[str, Any]) -> None:
    assert said(does("province", path, scope=TokenScope.FILE, **body), 403) == {"token_scope"}


def test_a_token_to_file_files_readings_and_incidents(does: Call) -> None:
    row = {"point": "p-steel", "gas_day": "2023-12-18", "volume": 1.9}
    assert does("county", "readings", scope=TokenScope.FILE, rows=[row]).status_code == 201
    found = {"region": COUNTY, "kind": "outage", "found_at": "2023-12-19T16:30:00", "place": "城北"}
    assert does("county", "incidents", scope=TokenScope.FILE, **found).status_code == 201


def test_an_act_is_done_once_a_key_and_a_key_names_one_call(does: Call) -> None:
    row = {"point": "p-steel", "gas_day": "2023-12-18", "volume": 1.9}
    first, again = (does("county", "readings", key="k", rows=[row]) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Reading.objects.filter(source="api").count() == 1
    assert said(does("county", "readings", key="k", rows=[{**row, "volume": 2.0}]), 409) == {"key_reused"}
    place = {"region": COUNTY, "kind": "outage", "found_at": "2023-12-19T16:30:00", "place": "城北"}
    assert said(does("county", "incidents", key="k", **place), 409) == {"key_reused"}
    assert not Incident.objects.exists()


def test_a_call_that_is_being_done_is_not_done_beside_itself_and_lapses_with_a_dead_desk(
    does: Call, run: Run
) -> None:
    assert does("province", "orders", key="k").status_code == 201
    kept = KeptAnswer.objects.get(key="k")
    KeptAnswer.objects.filter(pk=kept.pk).update(status=0, answer={}, claimed_at=timezone.now())
    assert said(does("province", "orders", key="k"), 409) == {"key_busy"}
    long_ago = timezone.now() - CLAIM_LASTS - timedelta(seconds=1)
    KeptAnswer.objects.filter(pk=kept.pk).update(claimed_at=long_ago)
    count = Order.objects.count()
    assert said(does("province", "orders", key="k"), 409) == {"dispatch.refused"}
    assert Order.objects.count() == count


def test_a_refused_slow_call_leaves_its_key_free(does: Call, run: Run) -> None:
    assert said(does("province", "orders", key="k", run=10**9), 404) == {"unknown"}
    draft = does("province", "orders", key="k").json()["rows"][0]
    refused = does("leader", f"orders/{draft['id']}/approve", key="a", alternatives_read=False)
    assert said(refused, 409) == {"dispatch.refused"}
    assert not KeptAnswer.objects.filter(key="a").exists()


# ---- levels


def test_a_level_is_declared_by_another_person_in_the_office_that_policy_names(does: Call, run: Run) -> None:
    wish = {"level": "red", "gas_day": "2023-12-20"}
    assert said(does("county", "levels", **wish), 403) == {"right"}
    assert said(does("city", "levels", **wish), 409) == {"alerts.act_refused"}
    without_reason = does("province", "levels", **wish)
    assert said(without_reason, 409) == {"alerts.act_refused"}
    assert {one["field"] for one in without_reason.json()["errors"]} == {"reason"}
    waiting = does("province", "levels", reason="寒潮加深", **wish).json()
    assert said(does("leader", f"levels/{waiting['id']}/approve", answer=""), 409) == {"alerts.act_refused"}
    assert said(does(Role.GOVERNMENT, f"levels/{waiting['id']}/send-back", answer=" "), 409)
    assert does(Role.GOVERNMENT, f"levels/{waiting['id']}/approve", answer="").status_code == 201
    assert Declaration.objects.get().level == "red"
    again = does(Role.GOVERNMENT, f"levels/{waiting['id']}/approve", answer="")
    assert said(again, 409) == {"alerts.act_refused"}


def test_the_way_down_goes_the_same_way(does: Call, reads: Call, run: Run) -> None:
    for level in ("red", "none"):
        wish = {"level": level, "gas_day": "2023-12-20", "reason": "按会商意见"}
        waiting = does("province", "levels", **wish).json()
        assert waiting["office"] == "government"
        assert does(Role.GOVERNMENT, f"levels/{waiting['id']}/approve", answer="").status_code == 201
    assert reads("county", "levels/in-force", gas_day="2023-12-20").json()["rows"] == []
    assert len(reads("county", "levels", state="declared").json()["rows"]) == 2


# ---- orders and notices


@pytest.fixture
def notices(run: Run, account: Any, at: datetime) -> list[Notice]:
    officer, leader = account("province"), account("leader")
    orders = drafted(run, officer=officer, at=at)
    declare("orange", run, officer=officer, at=at)
    issued(orders["plant_limit"], leader=leader, officer=officer, at=at)
    issued(orders["curtailment"], leader=leader, officer=officer, at=at)
    return list(Notice.objects.order_by("pk"))


def test_whoever_edited_a_draft_does_not_approve_it_and_no_guard_is_passed_over(
    does: Call, reads: Call, run: Run, at: datetime, account: Any
) -> None:
    drafts = drafted(run, officer=account("province"), at=at)
    order = drafts["curtailment"]
    assert said(does("leader", f"orders/{order.pk}/approve", alternatives_read=True), 409) == {
        "dispatch.no_level_in_force"
    }
    assert said(does("county", f"orders/{order.pk}/issue"), 404) == {"unknown"}
    assert said(does("auditor", f"orders/{order.pk}/lines", edition=1, reliefs={"p-steel": 0}), 403) == {
        "right"
    }
    broken = does("province", f"orders/{order.pk}/lines", edition=1, reliefs={"p-steel": 99.0})
    assert broken.status_code == 422
    assert codes(broken)
    stale = does("province", f"orders/{order.pk}/lines", edition=7, reliefs={"p-steel": 0.1})
    assert said(stale, 409) == {"dispatch.refused"}
    assert reads("province", f"orders/{order.pk}").json()["edition"] == 1


@pytest.mark.parametrize("relief", [-1, "NaN", "x", 1e9])
def test_a_relief_that_cannot_be_is_told_so(does: Call, run: Run, relief: Any) -> None:
    draft = does("province", "orders").json()["rows"][0]
    answer = does("province", f"orders/{draft['id']}/lines", edition=1, reliefs={"p-steel": relief})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "reliefs.p-steel"


def test_only_its_addressee_answers_a_notice(does: Call, reads: Call, notices: list[Notice]) -> None:
    steel = next(one for one in notices if one.user_id == "u-steel")
    assert said(does("company", f"notices/{steel.code}/acknowledge"), 404) == {"unknown"}
    assert said(does("province", f"notices/{steel.code}/acknowledge"), 403) == {"dispatch.no_right"}
    assert said(does("province", f"notices/{steel.code}/read"), 403) == {"dispatch.no_right"}
    assert said(does("u-steel", f"notices/{steel.code}/object", words="不"), 409) == {
        "dispatch.words_missing"
    }
    assert reads("province", f"notices/{steel.code}").json()["phone_code"] is None
    own = reads("u-steel", f"notices/{steel.code}").json()
    assert own["phone_code"] == steel.phone_code
    assert own["receipts"] == []
    wrong = f"{(int(steel.phone_code) + 1) % 10**6:06d}"
    if not Notice.objects.filter(phone_code=wrong).exists():
        assert said(does("province", "telephone", code=wrong, words="某"), 409) == {"dispatch.no_such_code"}
    assert said(does("u-steel", "telephone", code=steel.phone_code, words="某"), 403) == {"right"}
    told = does("province", "telephone", code=steel.phone_code, words="调度某")
    assert told.json()["receipts"][0]["way"] == "phone"


# ---- reports, readings, incidents, briefs, the ledger


def test_a_reading_of_another_place_is_refused_with_its_row(does: Call) -> None:
    rows = [{"point": "p-steel", "gas_day": "2023-12-18", "volume": 1.9},
            {"point": "p-methanol", "gas_day": "2023-12-18", "volume": -1},
            {"point": "p-steel", "begins": "gestern", "ends": "", "volume_m3": 5}]  # fmt: skip
    answer = does("county", "readings", rows=rows)
    assert said(answer, 422) >= {"reading.point.unknown", "reading.volume.negative", "reading.time.unread"}
    assert {one["row"] for one in answer.json()["errors"]} == {3, 4}
    assert not Reading.objects.filter(source="api").exists()


def test_nobody_finds_against_the_own_unit_and_a_report_is_signed_by_its_own_leader(does: Call) -> None:
    version = ReportVersion.objects.filter(report__unit=COUNTY).latest("id")
    finding = {"gas_day": "2023-12-18", "kind": "false", "evidence": "与门站计量不符，已电话核实"}
    assert said(does("city", "findings", unit="149100", **finding), 409) == {"reporting.finding_refused"}
    assert said(does("city", "findings", unit=OTHER_COUNTY, **finding), 404) == {"unknown"}
    assert said(does("leader", f"reports/{version.pk}/sign"), 409) == {"reporting.signing_refused"}
    assert said(does("county", f"reports/{version.pk}/sign"), 403) == {"right"}


def test_every_missing_field_of_an_incident_is_told_at_once(does: Call, reads: Call) -> None:
    noted = {"region": COUNTY, "kind": "outage", "found_at": "2023-12-19T16:30:00", "place": "城北"}
    answer = does("county", "incidents", is_report=True, **noted)
    assert answer.status_code == 422
    missing = {"happened_at", "source", "supply_demand", "affected", "trend", "measures"}
    assert {one["field"] for one in answer.json()["errors"]} == missing
    assert codes(answer)
    later = does("county", "incidents", **{**noted, "found_at": "2023-12-20T16:30:00"})
    assert {one["field"] for one in later.json()["errors"]} == {"found_at"}
    assert said(does("county", "incidents", **{**noted, "region": OTHER_COUNTY}), 422)
    assert not Incident.objects.exists()
    one = does("county", "incidents", **noted).json()
    assert reads("company", f"incidents/{one['id']}").status_code == 404
    closing = does("county", f"incidents/{one['id']}/acts", verb="close", words="已恢复")
    assert said(closing, 409) == {"alerts.act_refused"}


def test_nobody_signs_the_own_brief_or_what_was_not_read(does: Call, reads: Call, run: Run) -> None:
    wish = {"kind": "daily", "region": PROVINCE, "gas_day": "2023-12-20"}
    drafted_one = does("leader", "briefs", **wish).json()
    mine = does("leader", f"briefs/{drafted_one['id']}/sign", seen=drafted_one["seen"])
    assert said(mine, 409) == {"briefing.same_eyes"}
    other = does(Role.COMMANDER, f"briefs/{drafted_one['id']}/sign", seen="other")
    assert said(other, 409) == {"briefing.edited_meanwhile"}
    key = next(one["key"] for section in drafted_one["sections"] for one in section["paragraphs"])
    words = {"seen": drafted_one["seen"], "words": {key: "经会商：{gap}"}}
    assert said(does("leader", f"briefs/{drafted_one['id']}/edit", **words), 422)
    edited = does(
        "leader",
        f"briefs/{drafted_one['id']}/edit",
        seen=drafted_one["seen"],
        words={key: "经会商，另行通报。"},
    )
    assert edited.status_code == 201, edited.content
    signed = does(Role.COMMANDER, f"briefs/{drafted_one['id']}/sign", seen=edited.json()["seen"])
    assert signed.status_code == 201, signed.content
    paper = reads("province", f"briefs/{drafted_one['id']}/files/zh.docx")
    kept = Brief.objects.get(pk=drafted_one["id"]).papers.get(name="zh.docx")
    assert paper.content == bytes(kept.content)
    assert reads("province", f"briefs/{drafted_one['id']}/files/zh.exe").status_code == 404
    assert said(does("county", "briefs", **wish), 422)


def test_the_ledger_is_for_auditors_of_the_province(reads: Call, run: Run) -> None:
    for path in ("entries", "entries/1", "roots", "verify"):
        assert said(reads("province", f"ledger/{path}"), 403) == {"right"}
        assert reads("auditor", f"ledger/{path}").status_code == 200
    assert reads("auditor", "ledger/entries", act="assess_day").json()["rows"][0]["subject_id"] == str(run.pk)


def test_a_day_outside_every_season_is_not_assessed(does: Call) -> None:
    assert said(does("province", "days/2031-01-01/runs"), 400) == {"day"}
    assert said(does("auditor", "days/2023-12-20/runs"), 403) == {"right"}
    assert not Run.objects.exists()
