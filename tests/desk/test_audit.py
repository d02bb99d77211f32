"""The audit report of a month, and witnesses of signatures, lists and contacts."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from nuandong.desk.directory.contacts.actions import Card, set_contact
from nuandong.desk.directory.models import (
    Account,
    ContactDuty,
    ContactPost,
    CurtailmentList,
    ListedPoint,
    Organisation,
    Person,
    ReportingUnit,
    Role,
)
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.audit import audit_month, month_of
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.reporting.models import SignOff
from tests.desk.order_day import declare, drafted, issued, open_account
from tests.desk.roles import COUNTY

pytestmark = pytest.mark.django_db


def sign_in(who: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def tell(act: str, actor: str, subject: str, at: datetime) -> None:
    with transaction.atomic():
        append(act=Act(act, actor, "order", subject, {}), at=at)


def altered() -> list[str]:
    return [one.subject_kind for one in verify().alterations]


@pytest.fixture
def month(season: Any, account: Any, at: datetime) -> date:
    """A month with a level declared and orders approved."""
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    officer = account("province")
    orders = drafted(run, officer=officer, at=at)
    declare("orange", run, officer=officer, at=at)
    for order in orders.values():
        issued(order, leader=account("leader"), officer=officer, at=at)
    return date(at.year, at.month, 1)


# ---- the report ------------------------------------------------------------------------------------------------


def test_every_decision_of_the_month_stands_with_who_prepared_it(month: date) -> None:
    found = audit_month(month)
    decided = sorted(pair.decided.act for pair in found.pairs)
    assert decided == ["approve_order", "approve_order", "approve_order", "declare_level"]
    assert all(pair.before is not None and pair.is_of_two for pair in found.pairs)
    assert not found.broken_pairs
    assert found.entries == Entry.objects.count()
    assert sum(one.count for one in found.acts) == sum(one.count for one in found.actors) == found.entries


def test_what_one_person_prepared_and_decided_is_named_first(month: date, at: datetime) -> None:
    tell("draft_order", "account:a", "BY-9", at)
    tell("draft_order", "account:b", "BY-9", at)
    tell("approve_order", "account:b", "BY-9", at)
    found = audit_month(month)
    assert [pair.decided.subject_id for pair in found.broken_pairs] == ["BY-9"]
    assert found.pairs[0].decided.subject_id == "BY-9"


@pytest.mark.parametrize("asked", ["", "2023-13", "2999-01", "2023-12-01", "昨天"])
def test_a_month_that_cannot_be_read_or_has_not_begun_is_the_present_one(asked: str, at: datetime) -> None:
    assert month_of(asked, at=at) == date(at.year, at.month, 1)
    assert month_of("2023-11", at=at) == date(2023, 11, 1)


def test_an_act_that_is_refused_is_written_down_once_a_minute_and_a_page_is_not(
    month: date, account: Any, at: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = (at + timedelta(minutes=10)).isoformat()
    auditor = sign_in(account("auditor"))
    for _ in range(3):
        assert auditor.post("/readings/file/", {}).status_code == 403
    assert auditor.get("/readings/file/").status_code == 403
    (refused,) = audit_month(month).refused
    assert refused.actor == account("auditor").actor
    assert refused.subject_id == "readings/file/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_auditor_reads_it_as_page_and_workbook(
    language: str, month: date, account: Any, at: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = (at + timedelta(minutes=10)).isoformat()
    client = Client(headers={"accept-language": language})
    client.force_login(account("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/ledger/audit/").content.decode()
    assert ("各由两人完成" if language == "zh-hans" else "each by two people") in page
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/ledger/audit/audit.xlsx").content))
    assert len(book.sheet_names) == 7
    pairs = book.get_sheet_by_index(3).to_python()
    assert len(pairs) == 5
    acts = {row[0]: row[2] for row in book.get_sheet_by_index(1).to_python()[1:]}
    assert acts["approve_order"] == 3


@pytest.mark.parametrize("role", ["province", "leader", "city", "county", "company", "admin"])
def test_nobody_but_an_auditor_of_the_province_reads_it(role: str, season: Any, account: Any) -> None:
    client = sign_in(account(role))
    assert client.get("/ledger/audit/").status_code == 403
    assert client.get("/ledger/audit/audit.xlsx").status_code == 403


# ---- witnesses -------------------------------------------------------------------------------------------------


def test_a_signature_that_is_taken_away_or_written_anew_is_found(season: Any, at: datetime) -> None:
    from nuandong.desk.reporting.models import ReportVersion
    from nuandong.desk.reporting.signing import sign_report

    unit = ReportingUnit.objects.get(code=COUNTY)
    version = ReportVersion.objects.filter(report__unit=unit).order_by("-id").first()
    assert version is not None
    leader = open_account("county-leader", Role.LEADER, at=at, region=COUNTY)
    other = open_account("other-leader", Role.LEADER, at=at, region=COUNTY)
    signed = sign_report(version=version, by=leader, at=at)
    assert not altered()
    with pytest.raises(DatabaseError), transaction.atomic():
        SignOff.objects.update(by=other)
    signed.delete()
    assert altered() == ["report"]
    SignOff.objects.create(version=version, by=other, at=at)
    assert altered() == ["report"]


def test_a_contact_whose_number_was_changed_behind_the_desk_is_found(season: Any, at: datetime) -> None:
    place = Organisation.objects.get(code=f"gov:{COUNTY}")
    for name in ("甲", "甲", "乙"):
        card = Card(name=name, mobile=f"1380000{len(name)}000")
        set_contact(organisation=place, duty=ContactDuty.CONTACT, card=card, by=None, at=at)
    assert not altered()
    post = ContactPost.objects.get(organisation=place)
    Person.objects.filter(pk=post.person_id).update(mobile="13900000000")
    assert altered() == ["contact"]
    post.delete()
    assert altered() == ["contact"]


def test_an_approved_list_whose_loads_were_changed_is_found(season: Any, at: datetime) -> None:
    from nuandong.desk.directory.lists.proof import digest_of_list

    told = CurtailmentList.objects.order_by("id").first()
    assert told is not None
    told.approving_account = Account.objects.create(username="approver")
    told.save()
    with transaction.atomic():
        facts = {"digest": digest_of_list(told)}
        append(act=Act("approve_list", "account:a", "curtailment_list", told.code, facts), at=at)
    assert not altered()
    ListedPoint.objects.filter(curtailment_list=told).update(load=9.0)
    assert altered() == ["curtailment_list"]
