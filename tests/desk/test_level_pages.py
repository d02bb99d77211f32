# ruff: noqa: F811 (fixtures are imported and asked for by name)
"""What a declared level asks of whom, and the pages of levels: what was typed stays, what was changed is found out."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from nuandong.desk.alerts.actions import approve, finish_step, submit
from nuandong.desk.alerts.actions.declaring import Submission
from nuandong.desk.alerts.actions.steps import set_aside_step
from nuandong.desk.alerts.cards import cards_for
from nuandong.desk.alerts.models import Declaration, Proposal, StepDone
from nuandong.desk.alerts.playbook import step_rows
from nuandong.desk.alerts.refusals import ActRefused
from nuandong.desk.directory.models import Account
from nuandong.desk.frame import clock
from nuandong.desk.ledger.verify import verify
from tests.desk.alerting import DAY
from tests.desk.level_fixtures import People, computed, declare, is_intact, orange, people, run  # noqa: F401
from tests.desk.roles import CITY

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


# ---- the playbook -------------------------------------------------------------------------------------------


def test_steps_count_from_the_declaration_and_overdue_stands_first(people: People, at: datetime) -> None:
    declared = declare("orange", "commander", people, at)
    rows = step_rows(declared, at=at)
    assert len(rows) >= 8
    assert not any(row.is_overdue for row in rows)
    assert rows[0].due_at == at + timedelta(hours=1)
    assert not any(row.is_overdue for row in step_rows(declared, at=at + timedelta(hours=1)))
    finish_step(declaration=declared, step="convey", note="已电传各市", by=people("officer"), at=at)
    late = step_rows(declared, at=at + timedelta(hours=1, seconds=1))
    assert [row.step.key for row in late if row.is_overdue] == ["government"]
    assert late[0].step.key == "government"
    assert late[-1].step.key == "convey", "what is done stands last"
    words = " ".join(card.words for card in cards_for(account=people("officer"), at=at + timedelta(hours=2)))
    assert "1" in words


@pytest.mark.parametrize(
    ("name", "step", "note"),
    [
        ("officer", "convey", "   "),
        ("officer", "no-such-step", "x"),
        ("auditor", "convey", "x"),
        ("clerk", "convey", "x"),
        ("city-officer", "convey", "x"),
    ],
)
def test_steps_that_may_not_be_noted(name: str, step: str, note: str, people: People, at: datetime) -> None:
    declared = declare("orange", "commander", people, at)
    with pytest.raises(ActRefused):
        finish_step(declaration=declared, step=step, note=note, by=people(name), at=at)
    assert not StepDone.objects.exists()


def test_a_step_is_noted_once_and_only_under_the_level_in_force(people: People, at: datetime) -> None:
    declared = declare("orange", "commander", people, at)
    set_aside_step(declaration=declared, step="temperature", note="公休日", by=people("officer"), at=at)
    with pytest.raises(ActRefused):
        finish_step(declaration=declared, step="temperature", note="x", by=people("second"), at=at)
    declare("red", "government", people, at + timedelta(hours=1))
    with pytest.raises(ActRefused):
        finish_step(
            declaration=declared, step="cut", note="x", by=people("officer"), at=at + timedelta(hours=2)
        )


def test_stepping_down_asks_for_the_office_of_the_level_that_is_left(people: People, at: datetime) -> None:
    declare("red", "government", people, at)
    waiting = submit(
        submission=Submission(level="blue", gas_day=DAY, reason="缓解"), by=people("officer"), at=at
    )
    for name in ("deputy", "commander"):
        with pytest.raises(ActRefused):
            approve(declaration=waiting, by=people(name), at=at)
    approve(declaration=waiting, by=people("government"), at=at)


# ---- pages --------------------------------------------------------------------------------------------------


@pytest.fixture
def on_the_clock(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def test_the_page_leads_from_the_proposal_to_the_declared_level(
    orange: Proposal, people: People, on_the_clock: datetime
) -> None:
    officer, commander = signed_in(people("officer")), signed_in(people("commander"))
    page = officer.get("/alerts/").content.decode()
    assert "橙色" in page
    typed = {"area": "province", "province-scope": "province", "province-proposal": orange.pk,
             "province-level": "yellow", "province-gas_day": "2023-12-20", "province-reason": ""}  # fmt: skip
    refused = officer.post("/alerts/submit/", typed)
    assert refused.status_code == 200
    assert refused.context["proposals"][0].form.errors["reason"]
    assert not Declaration.objects.exists()
    sent = officer.post("/alerts/submit/", {**typed, "province-level": "orange"})
    assert sent.status_code == 302
    waiting = Declaration.objects.get()
    assert [card.hue for card in cards_for(account=people("commander"), at=on_the_clock)] == ["orange"]
    address = f"/alerts/levels/{waiting.pk}/answer/"
    assert officer.post(address, {"verb": "approve"}).context["refused"]["words"]
    assert commander.post(address, {"verb": "approve", "answer": "同意"}).status_code == 302
    page = officer.get("/alerts/").content.decode()
    assert "限停工业" in page
    steps = f"/alerts/levels/{waiting.pk}/steps/"
    kept = officer.post(steps, {"verb": "finish", "step": "cut", "note": ""})
    assert kept.context["refused"]["step"] == "cut"
    assert officer.post(steps, {"verb": "finish", "step": "cut", "note": "已下达"}).status_code == 302
    told = officer.get("/alerts/timeline/?day=2023-12-19").content.decode()
    for words in ("值班甲", "总指挥", "已下达", "同意"):
        assert words in told, words
    assert is_intact()


def test_pages_speak_both_languages_and_refuse_reading_where_one_must_write(
    orange: Proposal, people: People, on_the_clock: datetime
) -> None:
    officer = signed_in(people("officer"))
    for language in ("zh-hans", "en"):
        officer.cookies["nuandong_language"] = language
        assert officer.get("/alerts/").status_code == 200
        assert officer.get("/alerts/timeline/?day=nonsense").status_code == 200
    for address in ("/alerts/submit/", "/alerts/levels/1/answer/", "/alerts/levels/1/steps/"):
        assert officer.get(address).status_code == 405


def test_a_county_sees_its_own_city_declared_and_not_another(people: People, at: datetime) -> None:
    declare("yellow", "deputy", people, at)
    for scope in (CITY, "149200"):
        asked = Submission(level="blue", gas_day=DAY, reason="x", scope=scope)
        submit(submission=asked, by=people("officer"), at=at)
    seen = Declaration.objects.visible_to(people("clerk")).values_list("scope", flat=True)
    assert set(seen) == {"province", CITY}
    assert set(Declaration.objects.visible_to(people("firm")).values_list("scope", flat=True)) == {"province"}
    assert not Declaration.objects.visible_to(Account.objects.create(username="nobody")).exists()


def test_a_declared_level_that_is_changed_in_the_records_is_found_out(people: People, at: datetime) -> None:
    declared = declare("yellow", "deputy", people, at)
    assert verify().holds
    Declaration.objects.filter(pk=declared.pk).update(level="blue")
    assert [one.subject_kind for one in verify().alterations] == ["declaration"]
