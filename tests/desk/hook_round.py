"""What the tests of webhooks do: subscribe, file, let the worker's part be done, check signatures as a receiver."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from nuandong.desk.api.hooks import actions
from nuandong.desk.api.hooks.following import follow
from nuandong.desk.api.hooks.kinds import EventKind
from nuandong.desk.api.hooks.models import Subscription
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.models import Channel
from nuandong.desk.worker import ERRANDS
from nuandong.findings import Findings
from nuandong.gasday import gas_day_of
from tests.desk.receivers import Receiver

ALL = EventKind.values


def subscribed(
    account: Account, receiver: Receiver, at: datetime, kinds: Any = ALL
) -> tuple[Subscription, str]:
    return actions.subscribe(name="SCADA", address=receiver.address, kinds=kinds, by=account, at=at)


def told(at: datetime) -> None:
    """What the worker does about webhooks, until nothing is due."""
    follow(at=at)
    quiet = ERRANDS.keys() - {"tell_programmes"}
    run_due(errands=ERRANDS, worker="test", clock=lambda: at, besides=quiet)


def file(unit: str, at: datetime) -> None:
    """A report of yesterday's."""
    filing = Filing(unit, gas_day_of(at) - timedelta(days=1), {"use_comm": 1.5}, {}, "", False)
    file_report(checked=CheckedFiling(filing, Findings(), Channel.API, at), by=None)


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """The receiver's side, from the published scheme alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, one) for one in headers["webhook-signature"].split())


def bodies(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(body) for _, _, body in receiver.taken]
