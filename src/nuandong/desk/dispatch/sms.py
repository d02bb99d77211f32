"""Short messages through a gateway of the site's own, by an HTTP form whose fields the site names.

    sign = HMAC-SHA256(key, "name=value&…" of the other fields by name), in hex

Gateways differ in the names of their fields, hardly in anything else: the site gives a form with `{phone}`, `{text}`,
`{number}` and `{time}` (seconds since 1970), and the words that an accepting answer holds. The notice's number is in
every message, so that one sent twice is known for one.

Clause: T-041 (several channels).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

LONGEST_TEXT = 500  # of one message; gateways part what is longer, or refuse it
LONGEST_ANSWER = 4000
SIGN = "sign"
PLACES = re.compile(r"\{(?:phone|text|number|time)\}")
USUAL_FORM = {"mobile": "{phone}", "content": "{text}", "serial": "{number}", "timestamp": "{time}"}


class GatewayTrouble(Exception):
    """The gateway is set up wrongly, or did not take the message; the outbox tries again."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where short messages go: address, form by field, key of the signature (empty: unsigned), words of acceptance."""

    address: str
    form: Mapping[str, str]
    key: str = ""
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One short message about one notice."""

    phone: str
    text: str
    number: str
    at: datetime


def gateway_of(*, address: str, form: str, key: str, accepted: str) -> Gateway:
    """A gateway from settings; `form` is a JSON object, empty for the usual names. Raises GatewayTrouble."""
    if not address.startswith(("https://", "http://")):
        raise GatewayTrouble(f"NUANDONG_SMS_URL: {address[:40]} is no http address")
    try:
        fields = json.loads(form) if form else dict(USUAL_FORM)
    except ValueError as wrong:
        raise GatewayTrouble(f"NUANDONG_SMS_FORM is no JSON object: {wrong}") from wrong
    if not isinstance(fields, dict) or not all(isinstance(one, str) for one in fields.values()):
        raise GatewayTrouble('NUANDONG_SMS_FORM: an object of texts is wanted, as {"mobile": "{phone}"}')
    if not any("{phone}" in one for one in fields.values()) or not any(
        "{text}" in one for one in fields.values()
    ):
        raise GatewayTrouble("NUANDONG_SMS_FORM names neither {phone} nor {text}; both are needed")
    return Gateway(address, fields, key, accepted)


def fields_of(*, gateway: Gateway, message: Message) -> dict[str, str]:
    """The form as it is sent, signed where there is a key."""
    facts = {
        "{phone}": message.phone, "{text}": message.text[:LONGEST_TEXT], "{number}": message.number,
        "{time}": str(int(message.at.timestamp())),
    }  # fmt: skip
    filled = {}
    for name, pattern in gateway.form.items():
        filled[name] = PLACES.sub(lambda found: facts[found[0]], pattern)
    if gateway.key:
        signed = "&".join(f"{name}={filled[name]}" for name in sorted(filled))
        filled[SIGN] = hmac.new(gateway.key.encode(), signed.encode(), hashlib.sha256).hexdigest()
    return filled


def send(*, gateway: Gateway, message: Message, wait_s: float) -> None:
    """Hand one message to the gateway. Raises GatewayTrouble, or what the network throws."""
    form = urllib.parse.urlencode(fields_of(gateway=gateway, message=message)).encode()
    asked = urllib.request.Request(
        gateway.address,
        data=form,
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
    )
    with urllib.request.urlopen(asked, timeout=wait_s) as answer:
        said = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    if gateway.accepted and gateway.accepted not in said:
        raise GatewayTrouble(f"the gateway did not take the message: {said[:200]}")
