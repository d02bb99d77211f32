"""The directory: who answers for whom, how fresh that is, what the ledger may know of it, and who may change it."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from nuandong.desk.directory.actions import erase_person
from nuandong.desk.directory.contacts import contact_chain
from nuandong.desk.directory.contacts.actions import Card, add_member, confirm_contacts, set_contact
from nuandong.desk.directory.contacts.board import Freshness, entries_of, tallies, tally
from nuandong.desk.directory.models import ContactDuty, ContactPost, Organisation, Person
from nuandong.desk.directory.notice import RuleNotYet, duties, duty_of, rule
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.frame import clock
from nuandong.desk.ledger.models import Entry

pytestmark = pytest.mark.django_db
COUNTY_BODY, OTHER_BODY, COMPANY = "gov:149101", "gov:149201", "u-glass"
CARD = Card(name="张三丰", post="副县长", mobile="13900001111", phone="0351-7654321", email="zsf@example.cn")
PERSONAL = (CARD.name, CARD.mobile, CARD.phone, CARD.email, CARD.post)


def body(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def ledger() -> str:
    return "\n".join(Entry.objects.values_list("line", flat=True))


@pytest.fixture
def signed_in(account):
    def of(role: str) -> Client:
        client = Client()
        client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of


def test_every_city_and_county_has_a_government_in_the_directory(season) -> None:
    codes = set(Organisation.objects.filter(kind="government").values_list("code", flat=True))
    assert codes == {f"gov:{code}" for code in ("149100", "149200", "149101", "149102", "149201", "149202")}


def test_a_contact_is_missing_then_fresh_then_stale(season, account, at: datetime) -> None:
    county = body(COUNTY_BODY)
    assert entries_of([county], at)[0].contact.freshness is Freshness.MISSING
    set_contact(organisation=county, duty=ContactDuty.CONTACT, card=CARD, by=account("county"), at=at)
    days = int(rule("contact_fresh_days", day=at.date()).value)
    for later, expected in ((0, Freshness.FRESH), (days, Freshness.FRESH), (days + 1, Freshness.STALE)):
        entry = entries_of([county], at + timedelta(days=later))[0]
        assert entry.contact.freshness is expected
        assert not entry.is_complete  # nobody leads yet
    confirm_contacts(organisation=county, by=account("county"), at=at + timedelta(days=days + 1))
    assert entries_of([county], at + timedelta(days=days + 1))[0].contact.freshness is Freshness.FRESH


def test_somebody_without_a_number_or_erased_counts_as_missing(season, account, at: datetime) -> None:
    county = body(COUNTY_BODY)
    post = set_contact(organisation=county, duty=ContactDuty.LEADER, card=CARD, by=None, at=at)
    Person.objects.filter(pk=post.person_id).update(mobile="", phone="")
    assert entries_of([county], at)[0].leader.freshness is Freshness.MISSING
    set_contact(organisation=county, duty=ContactDuty.LEADER, card=CARD, by=None, at=at)
    erase_person(person=Person.objects.get(pk=post.person_id), by=account("admin"), at=at)
    assert entries_of([county], at)[0].leader.freshness is Freshness.MISSING


def test_the_ledger_tells_of_a_change_and_holds_nothing_personal(season, account, at: datetime) -> None:
    by = account("county")
    set_contact(organisation=body(COUNTY_BODY), duty=ContactDuty.CONTACT, card=CARD, by=by, at=at)
    other = Card(name=CARD.name, post=CARD.post, mobile="13700002222")
    set_contact(organisation=body(COUNTY_BODY), duty=ContactDuty.CONTACT, card=other, by=by, at=at)
    add_member(organisation=body(COUNTY_BODY), card=CARD, task="调度联络", by=by, at=at)
    told = [json.loads(entry.line) for entry in Entry.objects.filter(subject_kind="contact")]
    assert [one["act"] for one in told] == ["set_contact", "set_contact", "add_member"]
    assert told[1]["facts"]["changed"] == ["email", "mobile", "phone"]
    assert told[0]["facts"]["digests"]["mobile"] != told[1]["facts"]["digests"]["mobile"]
    for personal in (*PERSONAL, "13700002222"):
        assert personal not in ledger()


def test_the_same_name_mends_the_numbers_and_another_name_is_another_person(season, at: datetime) -> None:
    county = body(COUNTY_BODY)
    first = set_contact(organisation=county, duty=ContactDuty.LEADER, card=CARD, by=None, at=at)
    later = at + timedelta(days=3)
    mended = set_contact(organisation=county, duty=ContactDuty.LEADER,
                         card=Card(name=CARD.name, post="县长", mobile="13700002222"), by=None, at=later)  # fmt: skip
    assert (mended.person_id, mended.since) == (first.person_id, at)
    moved = set_contact(organisation=county, duty=ContactDuty.LEADER,
                        card=Card(name="李四光", post="县长", mobile="13700003333"), by=None, at=later)  # fmt: skip
    assert moved.person_id != first.person_id
    assert moved.since == later
    assert ContactPost.objects.filter(organisation=county).count() == 1


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [
        ("county", COUNTY_BODY, True),
        ("county", OTHER_BODY, False),
        ("county", COMPANY, False),
        ("company", COMPANY, True),
        ("company", COUNTY_BODY, False),
        ("city", COUNTY_BODY, True),
        ("city", OTHER_BODY, False),
        ("province", COMPANY, True),
        ("leader", COUNTY_BODY, False),
        ("auditor", COUNTY_BODY, False),
        ("admin", COUNTY_BODY, False),
        ("nobody", COUNTY_BODY, False),
    ],
)
def test_who_may_name_a_contact(role: str, code: str, may: bool, account, at: datetime) -> None:
    who = account(role)
    if may:
        set_contact(organisation=body(code), duty=ContactDuty.CONTACT, card=CARD, by=who, at=at)
    else:
        with pytest.raises(ActRefused):
            set_contact(organisation=body(code), duty=ContactDuty.CONTACT, card=CARD, by=who, at=at)
    assert ContactPost.objects.exists() is may


def test_who_is_called_first(season, at: datetime) -> None:
    county = body(COUNTY_BODY)
    assert contact_chain(organisation=county) == ()
    leader = set_contact(organisation=county, duty=ContactDuty.LEADER, card=CARD, by=None, at=at).person
    contact = set_contact(organisation=county, duty=ContactDuty.CONTACT,
                          card=Card(name="李四光", mobile="13700003333"), by=None, at=at).person  # fmt: skip
    assert contact_chain(organisation=county, at=at) == (contact, leader)


def test_completeness_is_counted_by_city_the_least_complete_first(season, at: datetime) -> None:
    for duty in ContactDuty:
        set_contact(organisation=body("gov:149201"), duty=duty, card=CARD, by=None, at=at)
    entries = entries_of(Organisation.objects.filter(kind="government"), at)
    whole = tally(entries)
    assert (whole.complete, whole.organisations, whole.missing, whole.stale) == (1, 6, 5, 0)
    by_city = [(row.place.code, row.complete, row.organisations) for row in tallies(entries) if row.place]
    assert by_city == [("149100", 0, 3), ("149200", 1, 3)]


def test_every_fault_of_a_contact_is_shown_at_once_and_what_was_typed_stays(signed_in) -> None:
    client = signed_in("county")
    address = f"/directory/organisation/{body(COUNTY_BODY).pk}/contact/leader/"
    typed = {"name": "", "post": "", "mobile": "12345", "phone": "abc", "email": "nowhere"}
    page = client.post(address, typed)
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("wrong-words") == 5
    for kept in ("12345", "abc", "nowhere"):
        assert f'value="{kept}"' in text
    assert not ContactPost.objects.exists()


def test_a_clerk_names_a_contact_on_the_page(signed_in) -> None:
    client = signed_in("county")
    address = f"/directory/organisation/{body(COUNTY_BODY).pk}/contact/leader/"
    answer = client.post(
        address, {"name": "张三丰", "post": "副县长", "mobile": "139 0000-1111"}, follow=True
    )
    assert "13900001111" in answer.content.decode()
    assert "张三丰" in answer.content.decode()
    assert client.get(address).status_code == 200
    assert client.get(f"/directory/organisation/{body(OTHER_BODY).pk}/contact/leader/").status_code == 404
    assert client.get(f"/directory/organisation/{body(COMPANY).pk}/contact/leader/").status_code == 403


@pytest.mark.parametrize(
    ("role", "sees"), [("province", True), ("leader", True), ("auditor", False), ("admin", False)]
)
def test_names_and_numbers_only_for_those_who_may_see_them(
    role: str, sees: bool, signed_in, at: datetime
) -> None:
    client = signed_in(role)
    for duty in ContactDuty:
        set_contact(organisation=body(COUNTY_BODY), duty=duty, card=CARD, by=None, at=at)
    add_member(organisation=body(COUNTY_BODY), card=CARD, task="调度联络", by=None, at=at)
    addresses = [
        "/directory/contacts.csv", f"/directory/organisation/{body(COUNTY_BODY).pk}/", "/directory/region/149101/",
        "/directory/organisations/?kind=government", "/directory/departments/", "/duty/",
    ]  # fmt: skip
    pages = "".join(client.get(address).content.decode() for address in addresses)
    assert ("13900001111" in pages, "张三丰" in pages) == (sees, sees)
    assert "gov:149101" in pages


def test_a_cell_that_looks_like_a_formula_is_no_formula(signed_in, at: datetime) -> None:
    card = Card(name="=cmd()", post="p", mobile="13900001111")
    set_contact(organisation=body(COUNTY_BODY), duty=ContactDuty.LEADER, card=card, by=None, at=at)
    assert ",'=cmd()," in signed_in("province").get("/directory/contacts.csv").content.decode()


def test_a_filter_in_the_address_finds_who_is_missing(signed_in) -> None:
    client = signed_in("province")
    for duty in ContactDuty:
        set_contact(organisation=body(COUNTY_BODY), duty=duty, card=CARD, by=None, at=clock.now())
    page = client.get("/directory/organisations/?kind=government&state=missing").content.decode()
    assert "甲山县人民政府" in page
    assert f'/directory/organisation/{body(COUNTY_BODY).pk}/"' not in page


def test_the_notice_gives_duties_with_clauses_from_its_date() -> None:
    day = date(2020, 11, 24)
    assert duties(day=day - timedelta(days=1)) == ()
    assert all(duty.clauses and duty.zh and duty.en for duty in duties(day=day))
    industry = duty_of("工业和信息化局", day=day)
    assert industry is not None
    assert "T-075" in industry.clauses
    assert duty_of("档案局", day=day) is None
    with pytest.raises(RuleNotYet, match="watch_people"):
        rule("watch_people", day=date(2019, 1, 1))
