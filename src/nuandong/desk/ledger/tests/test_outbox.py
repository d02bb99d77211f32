"""The outbox: once per key, leased, tried again, given up visibly."""

from datetime import datetime, timedelta, timezone

import pytest

from nuandong.desk.ledger.actions import put_gathered_letter, put_letter
from nuandong.desk.ledger.models import Letter
from nuandong.desk.ledger.outbox import ATTEMPTS, LEASE, LETTER, lease_next, put_back, run_due, strike_off

AT = datetime(2023, 12, 19, 9, 12, 20, tzinfo=timezone(timedelta(hours=8)))
pytestmark = pytest.mark.django_db


def put(key: str = "assess:1", at: datetime = AT) -> Letter:
    return put_letter(key=key, errand="assess", facts={"gas_day": "2023-12-20"}, at=at)


def test_the_same_errand_put_down_twice_is_one_letter() -> None:
    put()
    put()
    assert Letter.objects.count() == 1


def gathered(seconds: int) -> Letter:
    return put_gathered_letter(
        subject="2023-12-20", errand="assess", facts={}, at=AT + timedelta(seconds=seconds)
    )


def test_counties_that_file_in_one_minute_call_for_one_picture_after_it() -> None:
    letters = {gathered(seconds).key for seconds in (0, 10, 20, 39)}
    assert len(letters) == 1
    assert Letter.objects.get().not_before == AT.replace(minute=13, second=0)


def test_a_report_that_comes_when_the_picture_is_already_drawn_calls_for_another() -> None:
    gathered(0)
    assert lease_next(worker="one", at=AT + timedelta(minutes=1)) is not None
    assert gathered(30).key != Letter.objects.order_by("id")[0].key


def test_a_letter_is_not_taken_before_its_time() -> None:
    gathered(0)
    assert lease_next(worker="one", at=AT) is None


def test_two_workers_never_hold_one_letter() -> None:
    put()
    assert lease_next(worker="one", at=AT) is not None
    assert lease_next(worker="two", at=AT) is None


def test_a_letter_whose_worker_died_is_taken_up_after_its_lease() -> None:
    put()
    lease_next(worker="one", at=AT)
    taken = lease_next(worker="two", at=AT + LEASE + timedelta(seconds=1))
    assert taken is not None
    assert taken.attempts == 2


def test_a_worker_that_was_given_up_for_dead_cannot_overrule_the_next_one() -> None:
    put()
    late = lease_next(worker="one", at=AT)
    again = lease_next(worker="two", at=AT + LEASE + timedelta(seconds=1))
    assert late is not None
    assert again is not None
    put_back(letter=late, trouble="too late", at=AT + LEASE * 2)
    assert Letter.objects.get().leased_by == "two"
    strike_off(letter=again, at=AT + LEASE * 2)
    assert Letter.objects.get().done_at is not None


def test_what_fails_is_tried_again_later_each_time_and_then_given_up_with_its_reason() -> None:
    def fail(facts: object, at: datetime) -> None:
        raise RuntimeError("the solver is away")

    put()
    waits, at = [], AT
    for _ in range(ATTEMPTS):
        assert run_due(errands={"assess": fail}, worker="one", clock=lambda at=at: at) == 1
        letter = Letter.objects.get()
        waits.append(letter.not_before - at)
        at = letter.not_before
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert letter.given_up_at is not None
    assert "the solver is away" in letter.trouble
    assert run_due(errands={"assess": fail}, worker="one", clock=lambda: at + timedelta(days=9)) == 0


def test_what_succeeds_is_done_once() -> None:
    done = []
    letter = put()
    for _ in range(3):
        run_due(errands={"assess": lambda facts, at: done.append(facts)}, worker="one", clock=lambda: AT)
    assert done == [{"gas_day": "2023-12-20", LETTER: letter.key}]


def test_a_worker_takes_up_again_what_an_outage_took_out_of_its_hands() -> None:
    put()
    first = lease_next(worker="one", at=AT)
    assert lease_next(worker="two", at=AT) is None
    again = lease_next(worker="one", at=AT)
    assert again is not None
    assert first is not None
    assert (again.key, again.attempts) == (first.key, 2)


def test_a_lease_taken_before_the_clock_was_put_back_does_not_hold_for_hours() -> None:
    put()
    lease_next(worker="one", at=AT + timedelta(hours=3))
    assert lease_next(worker="two", at=AT + timedelta(hours=3)) is None
    assert lease_next(worker="two", at=AT) is not None
