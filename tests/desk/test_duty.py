"""Duty around the clock: no hole, two a watch, no hand-over without a note, and what a missed roll-call leaves."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nuandong.desk.directory.contacts.actions import Card, add_member
from nuandong.desk.directory.duty import on_duty
from nuandong.desk.directory.duty.actions import (
    Turns,
    draft_rota,
    put_in_force,
    put_on_watch,
    take_off_watch,
    withdraw_rota,
)
from nuandong.desk.directory.duty.coverage import Watch, least_people, thin_spans
from nuandong.desk.directory.duty.standing import (
    answer_roll,
    call_roll,
    close_roll_call,
    hand_over,
    take_over,
)
from nuandong.desk.directory.models import AbsenceNote, DutyShift, Organisation, Person, RollCall
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.worker import ERRANDS

NOON = datetime.fromisoformat("2023-12-20T12:00:00+08:00")
HALF = timedelta(hours=12)


def at_hour(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("watches", "expected"),
    [
        pytest.param([], [(0, 24, 0)], id="nobody-at-all"),
        pytest.param([(1, 0, 24), (2, 0, 24)], [], id="two-all-day"),
        pytest.param([(1, 0, 24), (1, 0, 24)], [(0, 24, 1)], id="the-same-person-twice-is-one"),
        pytest.param([(1, 0, 12), (2, 0, 12), (3, 13, 24), (4, 13, 24)], [(12, 13, 0)], id="an-hour-between"),
        pytest.param([(1, 0, 24), (2, 0, 10), (3, 12, 24)], [(10, 12, 1)], id="one-alone"),
        pytest.param([(1, -5, 30), (2, -5, 30)], [], id="longer-than-asked"),
        pytest.param([(1, 0, 6), (2, 6, 24)], [(0, 24, 1)], id="singles-that-touch-are-one-span"),
        pytest.param([(1, 0, 24), (2, 0, 23.99)], [(23.99, 24, 1)], id="a-minute-short"),
    ],
)
def test_holes_and_single_watches_are_found(watches, expected) -> None:
    kept = [Watch(person, at_hour(begins), at_hour(ends)) for person, begins, ends in watches]
    found = thin_spans(begins=NOON, ends=at_hour(24), watches=kept, people=2)
    assert [(span.begins, span.ends, span.people) for span in found] == [
        (at_hour(begins), at_hour(ends), people) for begins, ends, people in expected
    ]


SPANS = st.lists(st.tuples(st.integers(1, 4), st.integers(-6, 30), st.integers(1, 20)), max_size=8)


@given(rows=SPANS, more=st.tuples(st.integers(1, 4), st.integers(-6, 30), st.integers(1, 20)))
def test_one_watch_more_never_thins_anything(rows, more) -> None:
    def watches(every):
        return [Watch(person, at_hour(begins), at_hour(begins + long)) for person, begins, long in every]

    def missing(every):
        spans = thin_spans(begins=NOON, ends=at_hour(24), watches=watches(every), people=2)
        return sum(((span.ends - span.begins) * (2 - span.people) for span in spans), timedelta())

    assert missing([*rows, more]) <= missing(rows)
    least = least_people(begins=NOON, ends=at_hour(24), watches=watches(rows))
    assert (least >= 2) is (missing(rows) == timedelta())


@pytest.fixture
def office(season) -> Organisation:
    return Organisation.objects.get(code="gov:149101")


@pytest.fixture
def people(office, account, at) -> list[Person]:
    """The county's clerk and three of its task force."""
    clerk = account("county").person
    others = [
        add_member(organisation=office, card=Card(name=name, mobile="13900000000"), task="值班", by=None, at=at).person
        for name in ("子某", "丑某", "寅某")
    ]  # fmt: skip
    return [clerk, *others]


@pytest.fixture
def rota(office, people, account):
    return draft_rota(organisation=office, turns=Turns(NOON, 2, 12, people), by=account("county"), at=NOON)


@pytest.mark.django_db
def test_people_take_turns_two_a_watch_and_a_draft_counts_for_nothing(rota, office, people) -> None:
    assert rota.shifts.count() == 8
    assert [shift.is_leading for shift in rota.shifts.all()].count(True) == 4
    assert on_duty(organisation=office, at=NOON) == ()


@pytest.mark.django_db
def test_a_rota_is_put_in_force_by_a_second_person(rota, office, people, account) -> None:
    with pytest.raises(ActRefused):
        put_in_force(rota=rota, by=account("county"), at=NOON)  # own draft, and no right either
    put_in_force(rota=rota, by=account("city"), at=NOON)
    assert on_duty(organisation=office, at=NOON) == (people[0], people[1])
    assert on_duty(organisation=office, at=at_hour(12)) == (people[2], people[3])
    assert on_duty(organisation=office, at=at_hour(48)) == ()
    withdraw_rota(rota=rota, by=account("city"), at=NOON)
    assert on_duty(organisation=office, at=NOON) == ()


@pytest.mark.django_db
def test_nobody_puts_the_own_draft_in_force(office, people, account) -> None:
    city = account("city")
    own = draft_rota(organisation=office, turns=Turns(NOON, 1, 12, people), by=city, at=NOON)
    with pytest.raises(ActRefused, match=r"second|第二"):
        put_in_force(rota=own, by=city, at=NOON)
    put_in_force(rota=own, by=account("leader"), at=NOON)


@pytest.mark.django_db
def test_a_rota_with_a_hole_is_refused_until_it_is_mended(rota, people, account) -> None:
    gone = rota.shifts.first()
    take_off_watch(shift=gone, by=account("county"), at=NOON)
    with pytest.raises(ActRefused):
        put_in_force(rota=rota, by=account("city"), at=NOON)
    put_on_watch(
        rota=rota, person=people[0], begins_at=NOON, ends_at=at_hour(12), by=account("county"), at=NOON
    )
    put_in_force(rota=rota, by=account("city"), at=NOON)
    with pytest.raises(ActRefused):
        take_off_watch(shift=rota.shifts.first(), by=account("county"), at=NOON)


@pytest.mark.django_db
def test_two_rotas_are_never_in_force_at_once(rota, office, people, account) -> None:
    put_in_force(rota=rota, by=account("city"), at=NOON)
    second = draft_rota(
        organisation=office, turns=Turns(at_hour(24), 1, 12, people), by=account("county"), at=NOON
    )
    with pytest.raises(ActRefused):
        put_in_force(rota=second, by=account("city"), at=NOON)
    withdraw_rota(rota=rota, by=account("city"), at=NOON)
    put_in_force(rota=second, by=account("city"), at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["company", "auditor", "admin", "leader", "nobody"])
def test_a_stranger_to_an_organisation_drafts_no_rota_for_it(role, office, people, account) -> None:
    with pytest.raises(ActRefused):
        draft_rota(organisation=office, turns=Turns(NOON, 1, 12, people), by=account(role), at=NOON)


@pytest.mark.django_db
def test_no_watch_is_handed_over_without_a_note(rota, office, people, account) -> None:
    put_in_force(rota=rota, by=account("city"), at=NOON)
    clerk = account("county")
    for empty in ("", "   ", "无"):
        with pytest.raises(ActRefused):
            hand_over(organisation=office, note=empty, by=clerk, at=at_hour(11))
    third = rota.shifts.get(begins_at=at_hour(24), person=people[0])
    with pytest.raises(ActRefused):  # the watch before left none
        take_over(organisation=office, by=clerk, at=at_hour(24))
    DutyShift.objects.filter(begins_at=at_hour(12), rota=rota).update(hand_over_note="夜间无异常，管压平稳")
    take_over(organisation=office, by=clerk, at=at_hour(24))
    third.refresh_from_db()
    assert third.taken_over_at == at_hour(24)
    with pytest.raises(ActRefused):
        take_over(organisation=office, by=clerk, at=at_hour(25))


@pytest.mark.django_db
def test_only_who_is_on_duty_hands_over_and_the_note_stays_out_of_the_ledger(rota, office, account) -> None:
    put_in_force(rota=rota, by=account("city"), at=NOON)
    hand_over(organisation=office, note="张三已到岗，等省里回电", by=account("county"), at=at_hour(11))
    with pytest.raises(ActRefused):
        hand_over(
            organisation=office, note="张三已到岗", by=account("county"), at=at_hour(13)
        )  # the others' watch
    with pytest.raises(ActRefused):
        hand_over(organisation=office, note="张三已到岗", by=account("city"), at=at_hour(11))
    assert "张三" not in "".join(Entry.objects.values_list("line", flat=True))


@pytest.mark.django_db
def test_a_roll_call_is_answered_in_time_by_who_is_on_duty(rota, office, account) -> None:
    put_in_force(rota=rota, by=account("city"), at=NOON)
    with pytest.raises(ActRefused):
        call_roll(organisation=office, by=account("county"), at=NOON)
    call = call_roll(organisation=office, by=account("city"), at=NOON)
    with pytest.raises(ActRefused):  # one at a time
        call_roll(organisation=office, by=account("city"), at=at_hour(0.1))
    with pytest.raises(ActRefused):
        answer_roll(call=call, by=account("company"), at=at_hour(0.1))
    answer_roll(call=call, by=account("county"), at=call.answer_by)
    assert close_roll_call(call=call, at=call.answer_by) is None
    call.refresh_from_db()
    assert call.missed_at is None
    late = call_roll(organisation=office, by=account("city"), at=at_hour(1))
    with pytest.raises(ActRefused):
        answer_roll(call=late, by=account("county"), at=late.answer_by + timedelta(seconds=1))


@pytest.mark.django_db
def test_two_missed_in_a_row_leave_one_note(office, account) -> None:
    def missed(hours: float) -> RollCall:
        call = call_roll(organisation=office, by=account("city"), at=at_hour(hours))
        letter = Letter.objects.get(key=f"close_roll_call:{call.pk}")
        assert letter.not_before == call.answer_by
        ERRANDS[letter.errand](letter.facts, call.answer_by)
        ERRANDS[letter.errand](letter.facts, call.answer_by)  # a letter may come twice
        return call

    notes = []
    for number in range(4):
        missed(number)
        notes.append(AbsenceNote.objects.count())
    assert notes == [0, 1, 1, 2]


@pytest.mark.django_db
def test_the_pages_of_duty_show_holes_and_lead_through_a_rota(office, people, account, at) -> None:
    client = Client()
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/duty/{office.pk}/").status_code == 200
    address = f"/duty/{office.pk}/rota/"
    refused = client.post(
        address, {"first_day": "morgen", "days": "90", "hours": "12", "people": [people[0].pk]}
    )
    assert refused.content.decode().count("wrong-words") == 3
    assert 'value="morgen"' in refused.content.decode()
    answer = client.post(
        address, {"first_day": "2023-12-21", "days": "3", "hours": "12", "people": [one.pk for one in people]}
    )
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "子某" in page
    number = answer["Location"].strip("/").split("/")[-1]
    shift = DutyShift.objects.filter(rota=number).first()
    assert shift is not None
    client.post(f"/duty/watch/{shift.pk}/drop/")
    assert "is-single" in client.get(answer["Location"]).content.decode()
    added = {"person": shift.person_id, "day": "2023-12-21", "hour": "8", "hours": "12"}
    client.post(f"/duty/rota/{number}/watch/", added)
    assert "is-single" not in client.get(answer["Location"]).content.decode()
    city = Client()
    city.force_login(account("city"), backend="django.contrib.auth.backends.ModelBackend")
    city.post(f"/duty/rota/{number}/enforce/")
    month = city.get(f"/duty/{office.pk}/?month=2023-12").content.decode()
    assert "子某" in month
    assert "is-hole" in month  # the days before and after
