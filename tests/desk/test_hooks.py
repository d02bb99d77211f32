"""Webhooks: what was done is told, signed, once and for all tries, to whoever may see it, and to nobody else."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from nuandong.desk.api.hooks import actions, sending
from nuandong.desk.api.hooks.actions import HookRefused
from nuandong.desk.api.hooks.delivering import TRIES, deliver
from nuandong.desk.api.hooks.kinds import EventKind
from nuandong.desk.api.hooks.models import Event, EventState, Subscription
from nuandong.desk.directory.models import Role
from nuandong.desk.dispatch.models import Notice, OrderKind
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run, Season
from tests.desk.hook_round import bodies, file, subscribed, told, verified
from tests.desk.order_day import declare, drafted, issued, open_account
from tests.desk.receivers import Receiver, receiving
from tests.desk.roles import COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inner_receivers(settings: Any) -> None:
    """The receivers of these tests stand on this machine."""
    settings.HOOKS_INNER = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def test_a_filed_report_is_told_and_its_signature_holds(season: Season, account, at, receiver) -> None:
    kept, secret = subscribed(account("county"), receiver, at)
    file(COUNTY, at)
    file(OTHER_COUNTY, at)
    told(at)
    (path, headers, body), *_ = receiver.taken
    assert path == "/hook?from=nuandong"
    assert verified(secret, headers, body)
    assert not verified(secret, headers, body + b" ")
    assert not verified(secret, {**headers, "webhook-timestamp": "1"}, body)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    event = json.loads(body)
    assert event["type"] == "report.filed"
    assert event["data"]["unit"] == COUNTY
    assert event["world"] == "real"
    assert len(receiver.taken) == 1, "a county hears of its own report and of no other"
    assert secret not in json.dumps(list(Entry.objects.values_list("line", flat=True)))
    assert secret not in str(Subscription.objects.values()) + str(Letter.objects.values())
    assert kept.events.filter(state=EventState.DELIVERED).count() == len(receiver.taken)


def test_nothing_is_told_twice_and_nothing_of_before(season: Season, account, at, receiver) -> None:
    file(COUNTY, at)
    subscribed(account("province"), receiver, at)
    told(at)
    assert receiver.taken == []
    assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    told(at)
    told(at)
    assert [one["type"] for one in bodies(receiver)] == ["run.assessed"]


@pytest.fixture
def ordered(season: Season, at: datetime, account) -> Run:
    """A day assessed, before anybody orders anything."""
    account("province"), account("leader")
    return assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)


def test_each_hears_of_orders_in_its_own_scope_alone(ordered: Run, account, at) -> None:
    with receiving() as of_province, receiving() as of_company, receiving() as of_county:
        subscribed(account("province"), of_province, at)
        subscribed(account("company"), of_company, at)
        subscribed(account("county"), of_county, at)
        officer = account("province")
        order = drafted(ordered, officer=officer, at=at)[OrderKind.CURTAILMENT]
        declare("orange", ordered, officer=officer, at=at)
        issued(order, leader=account("leader"), officer=officer, at=at)
        from nuandong.desk.dispatch.actions import receive

        for notice in Notice.objects.filter(order=order):
            clerk = open_account(
                f"of-{notice.user_id}", Role.CLERK, at=at, organisation=notice.organisation_id
            )
            receive.acknowledge(notice=notice, by=clerk, at=at)
        told(at)
        kinds = [one["type"] for one in bodies(of_province)]
        notices = Notice.objects.filter(order=order)
        assert {"level.declared", "order.issued"} <= set(kinds)
        assert kinds.count("notice.acknowledged") == notices.count()
        for receiver, role in ((of_company, "company"), (of_county, "county")):
            seen = set(
                Notice.objects.visible_to(account(role)).filter(order=order).values_list("code", flat=True)
            )
            heard = [one["data"] for one in bodies(receiver) if one["type"] == "notice.acknowledged"]
            assert {one["notice"] for one in heard} == seen
            everything = b"".join(body for _, _, body in receiver.taken).decode()
            foreign = notices.exclude(code__in=seen)
            assert foreign.exists()
            for notice in foreign:
                assert notice.code not in everything
                assert f'"{notice.user_id}"' not in everything
            for notice in notices:
                assert notice.phone_code not in everything


def test_a_receiver_that_fails_thrice_gets_the_same_message_at_last(season: Season, account, at) -> None:
    with receiving(500, 503, 404, 204) as receiver:
        kept, secret = subscribed(account("county"), receiver, at)
        actions.send_trial(subscription=kept, by=kept.account, at=at)
        now = at
        for _ in range(4):
            told(now)
            told(now)  # not before its time
            now += timedelta(minutes=31)
        assert len(receiver.taken) == 4
        assert len({headers["webhook-id"] for _, headers, _ in receiver.taken}) == 1
        assert len({body for _, _, body in receiver.taken}) == 1
        assert all(verified(secret, headers, body) for _, headers, body in receiver.taken)
        event = kept.events.get()
        assert (event.state, event.tries, event.status) == (EventState.DELIVERED, 4, 204)


def test_what_nobody_takes_is_given_up_in_sight_and_sent_again_by_hand(season: Season, account, at) -> None:
    with receiving(500) as receiver:
        kept, _ = subscribed(account("county"), receiver, at)
        actions.send_trial(subscription=kept, by=kept.account, at=at)
        now = at
        for _ in range(TRIES + 3):
            told(now)
            now += timedelta(hours=5)
        event = kept.events.get()
        assert (event.state, event.tries, len(receiver.taken)) == (EventState.GIVEN_UP, TRIES, TRIES)
        receiver.statuses[:] = [200]
        actions.send_again(event=event, by=kept.account, at=now)
        told(now)
        event.refresh_from_db()
        assert event.state == EventState.DELIVERED
        with pytest.raises(HookRefused):
            actions.send_again(event=event, by=kept.account, at=now)


def test_two_secrets_sign_for_a_day_after_a_change(season: Season, account, at, receiver) -> None:
    kept, first = subscribed(account("county"), receiver, at)
    second = actions.rotate_secret(subscription=kept, by=kept.account, at=at)
    assert first != second
    for change in (None, "over", "forgotten"):
        if change == "over":
            Subscription.objects.update(previous_until=timezone.now() - timedelta(seconds=1))
        if change == "forgotten":
            actions.rotate_secret(subscription=kept, by=kept.account, at=at)
            actions.forget_previous_secret(subscription=kept, by=kept.account, at=at)
        actions.send_trial(subscription=kept, by=kept.account, at=at)
        told(at)
        _, headers, body = receiver.taken[-1]
        held = (verified(first, headers, body), verified(second, headers, body))
        assert held == {None: (True, True), "over": (False, True), "forgotten": (False, False)}[change]


def test_an_account_that_lost_its_scope_hears_no_more(season: Season, account, at) -> None:
    with receiving(500, 200) as receiver:
        kept, _ = subscribed(account("county"), receiver, at, [EventKind.REPORT_FILED])
        file(COUNTY, at)
        told(at)
        before = len(receiver.taken)
        assert before
        kept.account.memberships.update(ends="2020-01-01")
        told(at + timedelta(hours=1))
        assert len(receiver.taken) == before
        assert not Event.objects.filter(state=EventState.WAITING).exists()


def test_a_drill_sends_nothing_to_anybody(season: Season, account, at, receiver, settings) -> None:
    kept, _ = subscribed(account("county"), receiver, at)
    settings.IS_DRILL = True
    actions.send_trial(subscription=kept, by=kept.account, at=at)
    told(at)
    assert receiver.taken == []
    assert kept.events.get().state == EventState.HELD
    with pytest.raises(Exception, match="演练"):
        sending.post(address=receiver.address, body=b"", headers={})
    assert receiver.taken == []


def test_switched_off_nothing_is_sent_and_what_happened_meanwhile_is_not_told(
    season: Season, account, at, receiver
) -> None:
    kept, _ = subscribed(account("county"), receiver, at)
    actions.switch_off(subscription=kept, by=kept.account, at=at)
    file(COUNTY, at)
    told(at)
    actions.switch_on(subscription=kept, by=kept.account, at=at)
    told(at)
    assert receiver.taken == []
    with pytest.raises(HookRefused):
        actions.switch_off(subscription=kept, by=account("province"), at=at)


def test_an_entry_that_cannot_be_told_keeps_no_other_from_being_told(
    season: Season, account, at, receiver
) -> None:
    from django.db import transaction

    from nuandong.desk.ledger.actions import append
    from nuandong.desk.ledger.chain import Act

    subscribed(account("county"), receiver, at)
    with transaction.atomic():
        append(act=Act("file_report", "desk", "report", "nonsense", {}), at=at)
    file(COUNTY, at)
    told(at)
    assert "report.filed" in [one["type"] for one in bodies(receiver)]


def test_a_worker_that_died_on_the_way_sends_again_under_the_same_mark(
    season: Season, account, at, receiver
) -> None:
    kept, _ = subscribed(account("county"), receiver, at)
    event = actions.send_trial(subscription=kept, by=kept.account, at=at)
    deliver(subscription=kept.pk, at=at)
    Event.objects.filter(pk=event.pk).update(state=EventState.WAITING)  # as if nothing had been written down
    told(at)
    assert [headers["webhook-id"] for _, headers, _ in receiver.taken] == [event.mark] * 2
