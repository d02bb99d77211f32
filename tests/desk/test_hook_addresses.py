"""Which addresses webhooks call, and what receivers that hang, drip, lead elsewhere or have gone cost."""

import socket
import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from nuandong.desk.api.hooks import actions, sending
from nuandong.desk.api.hooks.actions import HookRefused
from nuandong.desk.api.hooks.models import EventState, Subscription
from nuandong.desk.outlook.models import Season
from tests.desk.hook_round import ALL, subscribed, told
from tests.desk.receivers import receiving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inner_receivers(settings: Any) -> None:
    """The receivers of these tests stand on this machine."""
    settings.HOOKS_INNER = True


def test_a_receiver_that_hangs_costs_one_wait_and_then_rests(
    season: Season, account, at, monkeypatch
) -> None:
    monkeypatch.setattr(sending, "WAIT_S", 0.3)
    with receiving(0, 0, 200) as receiver:
        kept, _ = subscribed(account("county"), receiver, at)
        for _ in range(5):
            actions.send_trial(subscription=kept, by=kept.account, at=at)
        begun = time.monotonic()
        told(at)
        assert time.monotonic() - begun < 3
        assert len(receiver.taken) == 1
        kept.refresh_from_db()
        assert kept.rests_until is not None
        assert kept.rests_until > at
        told(at + timedelta(seconds=20))
        assert len(receiver.taken) == 1
        for minutes in (1, 5, 40):
            told(at + timedelta(minutes=minutes))
        assert kept.events.filter(state=EventState.DELIVERED).count() == 5


def test_a_receiver_that_drips_is_cut_off(season: Season, account, at, monkeypatch) -> None:
    monkeypatch.setattr(sending, "DEADLINE_S", 0.5)
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        line, _ = server.accept()
        with line:
            line.recv(65536)
            try:
                for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 400:
                    if over.wait(0.1):
                        return
                    line.sendall(bytes([letter]))
            except OSError:
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    begun = time.monotonic()
    with pytest.raises(sending.Unreached):
        sending.post(address=f"http://127.0.0.1:{server.getsockname()[1]}/", body=b"{}", headers={})
    assert time.monotonic() - begun < 3
    over.set()
    server.close()
    thread.join()


def test_no_redirect_is_followed(season: Season, account, at) -> None:
    with receiving() as elsewhere, receiving(302, Location=elsewhere.address) as receiver:
        kept, _ = subscribed(account("county"), receiver, at)
        actions.send_trial(subscription=kept, by=kept.account, at=at)
        told(at)
        assert len(receiver.taken) == 1
        assert elsewhere.taken == []
        event = kept.events.get()
        assert (event.state, event.status) == (EventState.WAITING, 302)


def test_gone_switches_it_off(season: Season, account, at) -> None:
    with receiving(410) as receiver:
        kept, _ = subscribed(account("county"), receiver, at)
        for _ in range(3):
            actions.send_trial(subscription=kept, by=kept.account, at=at)
        told(at)
        kept.refresh_from_db()
        assert not kept.is_on
        assert set(kept.events.values_list("state", flat=True)) == {EventState.GIVEN_UP, EventState.DROPPED}


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://user:secret@example.org/",
        "https://example.org/#part",
        "https://exa mple.org/",
        "https://例子.中国/",
        "https://example.org:99999/",
        "https://example.org/\r\nX: y",
        "https://" + "a" * 600 + ".org/",
    ],
)
def test_addresses_that_are_refused(address: str, season: Season, account, at, settings) -> None:
    settings.HOOKS_INNER = False
    with pytest.raises(HookRefused) as refused:
        actions.subscribe(name="n", address=address, kinds=ALL, by=account("county"), at=at)
    assert refused.value.field == "address"
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "number", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "100.64.0.1"]
)
def test_a_name_that_leads_inside_is_never_called(
    number, season: Season, account, at, settings, monkeypatch
) -> None:
    """The name may have led elsewhere when it was subscribed: it is looked up again, and called where it was found."""
    settings.HOOKS_INNER = False
    asked: list[str] = []

    def inside(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port)),
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]  # fmt: skip

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "getaddrinfo", inside)
    monkeypatch.setattr(socket, "create_connection", never)
    kept, _ = actions.subscribe(
        name="n", address="https://rebound.example.org/x", kinds=ALL, by=account("county"), at=at
    )
    actions.send_trial(subscription=kept, by=kept.account, at=at)
    told(at)
    assert asked == ["rebound.example.org"]
    event = kept.events.get()
    assert event.state == EventState.WAITING
    assert "inner network" in event.trouble
