"""Short messages go to a gateway of the site's own as a signed form; a real server takes them in."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import pytest

from nuandong.desk.directory.contacts.actions import Card, set_contact
from nuandong.desk.directory.models import ContactDuty, Organisation
from nuandong.desk.dispatch.channels import NotSent, tell
from nuandong.desk.dispatch.models import Notice, OrderKind
from nuandong.desk.dispatch.sms import Gateway, GatewayTrouble, Message, fields_of, gateway_of
from nuandong.desk.outlook.actions import assess_day
from tests.desk.order_day import declare, drafted, issued

pytestmark = pytest.mark.django_db


class Taking(BaseHTTPRequestHandler):
    """A gateway that takes what comes and answers what it is told to."""

    came: ClassVar[list[dict[str, str]]] = []
    answer: ClassVar[tuple[int, bytes]] = (200, b'{"code":0}')

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.came.append(dict(parse_qsl(self.rfile.read(length).decode())))
        self.send_response(self.answer[0])
        self.end_headers()
        self.wfile.write(self.answer[1])

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Taking]]:
    server = HTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Taking.came.clear()
    Taking.answer = (200, b'{"code":0}')
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_KEY, settings.SMS_ACCEPTED = "a-key", '"code":0'
    yield Taking
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def notice(season: Any, account: Any, at: Any) -> Notice:
    """A notice to a steelworks whose contact has a mobile number."""
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    officer = account("province")
    orders = drafted(run, officer=officer, at=at)
    declare("orange", run, officer=officer, at=at)
    issued(orders[OrderKind.PLANT_LIMIT], leader=account("leader"), officer=officer, at=at)
    issued(orders[OrderKind.CURTAILMENT], leader=account("leader"), officer=officer, at=at)
    works = Organisation.objects.get(code="u-steel")
    card = Card(name="示例联系人", mobile="13800000000")
    set_contact(organisation=works, duty=ContactDuty.CONTACT, card=card, by=None, at=at)
    return Notice.objects.get(user="u-steel")


def test_a_notice_goes_out_once_signed_with_its_number_and_code(
    gateway: Any, notice: Notice, at: Any
) -> None:
    assert tell(notice=notice, step=0, at=at) == 1
    assert tell(notice=notice, step=0, at=at) == 0, "what was sent is not sent again"
    (form,) = gateway.came
    assert form["mobile"] == "13800000000"
    assert form["serial"] == notice.code
    assert notice.phone_code in form["content"]
    told = "&".join(f"{name}={form[name]}" for name in sorted(form) if name != "sign")
    assert form["sign"] == hmac.new(b"a-key", told.encode(), hashlib.sha256).hexdigest()
    assert notice.deliveries.get(channel="sms").state == "sent"


@pytest.mark.parametrize("answer", [(500, b""), (200, b'{"code":17,"why":"no credit"}')])
def test_a_gateway_that_does_not_take_it_is_asked_again(
    answer: Any, gateway: Any, notice: Notice, at: Any
) -> None:
    gateway.answer = answer
    with pytest.raises(NotSent):
        tell(notice=notice, step=0, at=at)
    failed = notice.deliveries.get(channel="sms")
    assert failed.state == "failed"
    assert failed.trouble
    gateway.answer = (200, b'{"code":0}')
    assert tell(notice=notice, step=0, at=at) == 1
    assert notice.deliveries.get(channel="sms").attempts == 2
    assert [form["serial"] for form in gateway.came] == [notice.code] * 2


def test_nobody_without_a_mobile_number_is_sent_one(gateway: Any, notice: Notice, at: Any) -> None:
    works = Organisation.objects.get(code="u-steel")
    card = Card(name="示例联系人", phone="0351-0000000")
    set_contact(organisation=works, duty=ContactDuty.CONTACT, card=card, by=None, at=at)
    assert tell(notice=notice, step=0, at=at) == 0
    assert not gateway.came


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("ftp://gateway/", ""),
        ("http://gateway/", "mobile={phone}"),
        ("http://gateway/", '{"mobile": "{phone}"}'),
        ("http://gateway/", '{"mobile": 1, "content": "{text}"}'),
        ("http://gateway/", "[]"),
    ],
)
def test_a_gateway_that_is_set_up_wrongly_says_which_setting(address: str, form: str) -> None:
    with pytest.raises(GatewayTrouble, match="NUANDONG_SMS_"):
        gateway_of(address=address, form=form, key="", accepted="")


def test_the_sites_own_field_names_are_used_and_nothing_is_signed_without_a_key(at: Any) -> None:
    own = Gateway("http://gateway/", {"to": "86{phone}", "msg": "【暖冬】{text}", "id": "{number}"})
    message = Message("13800000000", "甲{phone}" * 300, "BY-1", at)
    fields = fields_of(gateway=own, message=message)
    assert fields["to"] == "8613800000000"
    assert fields["id"] == "BY-1"
    assert "sign" not in fields
    assert len(fields["msg"]) <= 500 + len("【暖冬】")
