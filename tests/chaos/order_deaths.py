"""Orders, notices and acknowledgements while worker and pages are killed at named moments, told as JSON.

python tests/chaos/order_deaths.py DEATHS_A_MOMENT SEED        with NUANDONG_DATABASE_URL and NUANDONG_STATE set

Each death has an order of its own: drafted, approved, issued, sent to three users by webhook; one acknowledges at the
desk, one by telephone, one is silent until the chain is climbed; then the order is withdrawn, which is sent as well.
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import json
import os
import random
import re
import sys
import threading
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROBOT = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
os.environ["NUANDONG_NOTICE_WEBHOOK"] = f"http://127.0.0.1:{ROBOT.server_port}/robot"
os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
import django

django.setup()

from django.core.management import call_command

from nuandong.casefile import read_case
from nuandong.desk.directory.models import Role
from nuandong.desk.dispatch import channels
from nuandong.desk.dispatch.actions import climb as climbing
from nuandong.desk.dispatch.actions import decide, receive
from nuandong.desk.dispatch.actions.draft import draft_orders, examine
from nuandong.desk.dispatch.models import Channel, Delivery, DeliveryState, Notice, Order, OrderKind, Receipt
from nuandong.desk.dispatch.refusals import NotInState
from nuandong.desk.ledger import outbox
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.actions import assess_day, import_case
from nuandong.desk.worker import ERRANDS
from tests.chaos.dying import Death, dies_after, dies_before, lives
from tests.desk.order_day import declare, drafted, issued, open_account
from tests.desk.roles import PROVINCE

TINY = Path(__file__).resolve().parents[1] / "cases" / "tiny"
LATER = outbox.LEASE + timedelta(seconds=1)
WORDS = "来气增加，缺口已消"
AT_DESK, BY_PHONE, SILENT = "u-steel", "u-methanol", "u-mill"


def _of_three(dice: float) -> int:
    return 1 + int(3 * dice)


ISSUE: dict[str, Death] = {
    "notices made, letters not put": lambda dice: dies_before(decide, "put_letter", _of_three(dice)),
    "letters put, order not in the ledger": lambda _: dies_before(decide, "tell_of_order"),
    "order in the ledger, not committed": lambda _: dies_after(decide, "tell_of_order"),
    "order committed, letters not taken": lambda _: dies_after(decide, "issue"),
}
SEND: dict[str, Death] = {
    "notice taken, not sent": lambda dice: dies_before(channels, "_send", _of_three(dice)),
    "notice sent, not written down": lambda dice: dies_after(channels, "_send", _of_three(dice)),
    "sending written down, letter not struck off": lambda dice: dies_before(
        outbox, "strike_off", _of_three(dice)
    ),
}
RECEIVE: dict[str, Death] = {
    "acknowledged, receipt not written": lambda _: dies_before(receive, "_receive"),
    "receipt written, not in the ledger": lambda _: dies_before(receive, "tell_of_notice"),
    "receipt in the ledger, not committed": lambda _: dies_after(receive, "tell_of_notice"),
    "receipt committed, no answer": lambda _: dies_after(receive, "acknowledge"),
}
TELEPHONE: dict[str, Death] = {
    "code entered, not in the ledger": lambda _: dies_before(receive, "tell_of_notice"),
}
CLIMB: dict[str, Death] = {
    "card raised, not in the ledger": lambda _: dies_before(climbing, "tell_of_notice"),
}
WITHDRAW: dict[str, Death] = {
    "withdrawn, not in the ledger": lambda _: dies_before(decide, "tell_of_order"),
}
MOMENTS = {**ISSUE, **SEND, **RECEIVE, **TELEPHONE, **CLIMB, **WITHDRAW}


class Robot:
    """The webhook's other end: notes the number of every notice that it is told of."""

    def __init__(self) -> None:
        self.told = told = Counter[str]()

        class Listening(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                words = json.loads(body)["text"]["content"]
                told.update(["".join(found) for found in re.findall(r"^【(\w+)】(\S+)", words)])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        ROBOT.RequestHandlerClass = Listening
        threading.Thread(target=ROBOT.serve_forever, daemon=True).start()


class Desk:
    """One desk, its people, and the deaths it has seen."""

    def __init__(self, seed: int) -> None:
        call_command("migrate", verbosity=0)
        self.robot, self.dice, self.orders = Robot(), random.Random(seed), 0
        case = read_case(TINY)
        self.at: datetime = case.settings.decided_at
        season = import_case(case=case, by=None, at=self.at)
        self.run = assess_day(gas_day=season.default_gas_day, as_of=self.at, by=None, clock=lambda: self.at)
        self.officer = open_account("officer", Role.DUTY_OFFICER, at=self.at, region=PROVINCE)
        self.leader = open_account("leader", Role.LEADER, at=self.at, region=PROVINCE)
        self.clerk = open_account("steel", Role.CLERK, at=self.at, organisation=AT_DESK)
        self.waiting = drafted(self.run, officer=self.officer, at=self.at)[OrderKind.CURTAILMENT]
        declare("orange", self.run, officer=self.officer, at=self.at)
        plants = Order.objects.get(kind=OrderKind.PLANT_LIMIT)
        issued(plants, leader=self.leader, officer=self.officer, at=self.at)
        self._work(self.at)
        self.survived: list[str] = []
        self.deaths: Counter[str] = Counter()

    def live_through(self, moment: str) -> None:
        """One order from draft to withdrawal, with death at this moment; whoever had no answer does it again."""
        order, now, self.orders = self._approved(), self.at, self.orders + 1
        self._act(partial(self._issue, order), ISSUE, moment)
        now = self._work_through(SEND, moment, now)
        steel, methanol, mill = (order.notices.get(user=user) for user in (AT_DESK, BY_PHONE, SILENT))
        self._act(partial(self._acknowledge, steel, now), RECEIVE, moment)
        self._act(partial(self._telephone, methanol, now), TELEPHONE, moment)
        now = self._work_through(CLIMB, moment, mill.decide_by)
        self._act(partial(self._withdraw, order, now), WITHDRAW, moment)
        self._work(now)

    def _approved(self) -> Order:
        order = self.waiting or draft_orders(run=self.run, by=self.officer, at=self.at)[0]
        self.waiting = None
        examine(order=order, edition=order.edition, at=self.at)
        return decide.approve(order=order, by=self.leader, at=self.at, alternatives_read=True)

    def _issue(self, order: Order) -> None:
        with suppress(NotInState):  # it was issued, and the answer did not come
            decide.issue(order=order, by=self.officer, at=self.at)

    def _acknowledge(self, notice: Notice, at: datetime) -> None:
        receive.acknowledge(notice=notice, by=self.clerk, at=at)

    def _telephone(self, notice: Notice, at: datetime) -> None:
        receive.acknowledge_by_code(code=notice.phone_code, by=self.officer, at=at, words="调度 王某")

    def _withdraw(self, order: Order, at: datetime) -> None:
        with suppress(NotInState):
            decide.withdraw(order=order, by=self.leader, at=at, words=WORDS)

    def _act(self, act: Any, deaths: dict[str, Death], moment: str) -> None:
        if moment in deaths:
            self._note(moment, lives(act, partial(deaths[moment], self.dice.random())))
        assert lives(act)

    def _work_through(self, deaths: dict[str, Death], moment: str, now: datetime) -> datetime:
        if moment in deaths:
            death = partial(deaths[moment], self.dice.random())
            self._note(moment, lives(partial(self._work, now), death))
            now += LATER
        assert lives(partial(self._work, now))
        return now

    def _work(self, now: datetime) -> None:
        """A worker that does all that is due."""
        while outbox.run_due(errands=ERRANDS, worker=str(os.getpid()), clock=lambda: now):
            pass

    def _note(self, moment: str, has_lived: bool) -> None:
        self.deaths[moment] += 1
        if has_lived:
            self.survived.append(moment)

    def told(self) -> dict[str, Any]:
        """What stands in the records after all deaths."""
        end = self.at + timedelta(days=3)
        assert lives(partial(self._work, end))
        cuts = Notice.objects.filter(order__kind=OrderKind.CURTAILMENT)
        sent = Delivery.objects.filter(notice__in=cuts, channel=Channel.WEBHOOK)
        verdict = verify()
        return {
            "deaths": self.deaths,
            "survived": self.survived,
            "orders": self.orders,
            "issued": Order.objects.filter(kind=OrderKind.CURTAILMENT, issued_at__isnull=False).count(),
            "notices": cuts.count(),
            "told": sent.filter(step=0, state=DeliveryState.SENT).count(),
            "told_again": sent.filter(step=1, state=DeliveryState.SENT).count(),
            "not_sent": sent.exclude(state=DeliveryState.SENT).count(),
            "robot_knows": sum("YJ-" in name for name in self.robot.told),
            "robot_heard": sum(times for name, times in self.robot.told.items() if "YJ-" in name),
            "receipts": Receipt.objects.filter(notice__in=cuts).count(),
            "ledger": Counter(
                Entry.objects.filter(subject_id__startswith="YJ-").values_list("act", flat=True)
            ),
            "letters_due": Letter.objects.filter(done_at=None, not_before__lte=end).count(),
            "holds": verdict.holds,
        }


def main() -> None:
    """All moments, so many deaths each, in an order drawn from the seed."""
    deaths, seed = int(sys.argv[1]), int(sys.argv[2])
    desk = Desk(seed)
    order = list(MOMENTS) * deaths
    desk.dice.shuffle(order)
    for moment in order:
        desk.live_through(moment)
    print(json.dumps(desk.told()))


main()
