"""The worker: takes letters from the outbox and does what they ask. The whole chain of reactions stands here.

    a report is filed        reporting.file_report   puts a letter `assess`
    a picture is asked for   outlook.request_day     puts a letter `assess` for that run
    a run is asked something studies.ask             puts a letter `study`
    an order is drafted      dispatch.draft_orders   puts a letter `examine_order`: the network solved with its lines
    an order is issued       dispatch.issue          puts `tell_notice`, `climb_notice` (not before the last time to
                                                     answer) and `weigh_order` (not before relief can be metered)
    the worker starts        reporting.begin_reminding puts letters `remind` around each deadline of the gas day
    a sign-in is changed     sign_ins.tell           puts a letter `tell_account`: mail to its owner, if any
    the desk starts          ledger.call_for_roots   puts a letter `draw_roots` for the end of the gas day
    a clock of an incident   alerts.watch_clocks     puts a letter `incident_clock`, not before it has run out
    an incident is major     alerts.weigh            puts a letter `draft_flash`: the flash report is drafted
    readings come in         readings.file_lines     puts a letter `watch_sites`: sites held against their limits
    a roll-call goes out     duty.call_roll          puts a letter `close_roll_call`, not before its time is over
    a drill begins           drill.begin_play        puts a letter `drill_event` for each thing of its script
    anything is done         hooks.follow            reads it in the ledger and puts a letter `tell_programmes` for each
                                                     subscription that asked for it; sent by a thread of its own
    the worker reads         → outlook.assess_day    for the next gas day to begin, as known now
                             → alerts.propose        the level that the run proposes for province, zones and cities

It polls; a letter is leased, so that a worker may die at any moment and another takes the errand up.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

POLL_S = 0.5  # somebody may wait for the answer before a screen
ENDING_S = 2.0  # for what is on its way out; what was not sent is sent again
OUTAGE_WAIT_S = 2.0  # after which a database that did not answer is asked again
BEHIND_PAGES = 5  # how far the worker stands back where processors are short: somebody waits for each page

log = logging.getLogger(__name__)


def assess(facts: Mapping[str, Any], at: datetime) -> None:
    """Compute the run that was asked for, or the planned gas day as known now, and propose levels."""
    from nuandong.desk.alerts.actions import propose
    from nuandong.desk.frame import clock
    from nuandong.desk.ledger.outbox import LETTER
    from nuandong.desk.outlook import actions
    from nuandong.desk.outlook.models import Run

    if "run" in facts:
        run = actions.compute(run=Run.objects.get(pk=facts["run"]), clock=clock.now)
    else:
        run = actions.assess_day(gas_day=date.fromisoformat(facts["gas_day"]), as_of=at, by=None, clock=clock.now,
                           letter=facts[LETTER])  # fmt: skip
    propose(run=run, at=clock.now())


def study(facts: Mapping[str, Any], at: datetime) -> None:
    """Answer what was asked of a run."""
    from nuandong.desk.frame import clock
    from nuandong.desk.outlook.models import Study
    from nuandong.desk.outlook.studies import actions

    actions.answer(study=Study.objects.get(pk=facts["study"]), clock=clock.now)


def examine_order(facts: Mapping[str, Any], at: datetime) -> None:
    """Solve the network with the lines of a draft."""
    from nuandong.desk.dispatch.actions.draft import examine
    from nuandong.desk.dispatch.models import Order

    examine(order=Order.objects.get(pk=facts["order"]), edition=facts["edition"], at=at)


def tell_notice(facts: Mapping[str, Any], at: datetime) -> None:
    """Send a notice on every channel that is set up."""
    from nuandong.desk.dispatch.channels import tell
    from nuandong.desk.dispatch.models import Notice

    tell(notice=Notice.objects.get(pk=facts["notice"]), step=facts["step"], at=at)


def climb_notice(facts: Mapping[str, Any], at: datetime) -> None:
    """The last time to answer has passed: raise a card for a silent addressee and tell the next of the chain."""
    from nuandong.desk.dispatch.actions.climb import climb
    from nuandong.desk.dispatch.models import Notice

    climb(notice=Notice.objects.get(pk=facts["notice"]), step=facts["step"], at=at)


def weigh_order(facts: Mapping[str, Any], at: datetime) -> None:
    """Hold an order against its meters."""
    from nuandong.desk.dispatch.actions.climb import weigh
    from nuandong.desk.dispatch.models import Order

    weigh(order=Order.objects.get(pk=facts["order"]), at=at)


def draw_roots(facts: Mapping[str, Any], at: datetime) -> None:
    """Keep where the ledger ended with the gas day that is over, and come back for the next."""
    from nuandong.desk.ledger import roots

    roots.draw_roots(at=at)
    roots.call_for_roots(at=at)


def incident_clock(facts: Mapping[str, Any], at: datetime) -> None:
    """A limit of an incident has passed: write down that it was missed, unless it was met."""
    from nuandong.desk.alerts.actions.incidents import mark_overdue
    from nuandong.desk.alerts.models import Incident

    due_at = datetime.fromisoformat(facts["due_at"])
    mark_overdue(
        incident=Incident.objects.get(pk=facts["incident"]), clock=facts["clock"], due_at=due_at, at=at
    )


def close_roll_call(facts: Mapping[str, Any], at: datetime) -> None:
    """Call an unanswered roll-call missed once its time is over."""
    from nuandong.desk.directory.duty.standing import close_roll_call as close
    from nuandong.desk.directory.models import RollCall

    close(call=RollCall.objects.get(pk=facts["roll_call"]), at=at)


def drill_event(facts: Mapping[str, Any], at: datetime) -> None:
    """In a drill, let the next thing of the script happen."""
    from nuandong.desk.drill.actions import happen
    from nuandong.desk.drill.models import Happening

    happen(happening=Happening.objects.get(pk=facts["happening"]), at=at)


def draft_flash(facts: Mapping[str, Any], at: datetime) -> None:
    """An incident has become major: the desk drafts its flash report."""
    from nuandong.desk.alerts.models import Incident
    from nuandong.desk.briefing.actions import draft_flash_at_once

    draft_flash_at_once(incident=Incident.objects.get(pk=facts["incident"]), at=at)


def watch_sites(facts: Mapping[str, Any], at: datetime) -> None:
    """Hold pressures, flows and silence of every site against their limits, and come back in time."""
    from nuandong.desk.watch.actions.sites import call_again, weigh_sites

    weigh_sites(at=at)
    call_again(at=at)


def remind(facts: Mapping[str, Any], at: datetime) -> None:
    """Remind the units whose report of a gas day is not there."""
    from nuandong.desk.reporting import reminding

    reminding.remind(gas_day=date.fromisoformat(facts["gas_day"]), at=at)


def tell_account(facts: Mapping[str, Any], at: datetime) -> None:
    """Mail somebody that the own sign-in was changed."""
    from nuandong.desk.directory.models import Account
    from nuandong.desk.directory.sign_ins.telling import mail_change

    account = Account.objects.select_related("person").get(pk=facts["account"])
    mail_change(account=account, act=facts["act"], at=datetime.fromisoformat(facts["at"]))


def tell_programmes(facts: Mapping[str, Any], at: datetime) -> None:
    """Send a subscription's waiting events."""
    from nuandong.desk.api.hooks.delivering import deliver

    deliver(subscription=facts["subscription"], at=at)


ERRANDS = {
    "assess": assess,
    "close_roll_call": close_roll_call,
    "study": study,
    "tell_account": tell_account,
    "incident_clock": incident_clock,
    "draw_roots": draw_roots,
    "remind": remind,
    "watch_sites": watch_sites,
    "draft_flash": draft_flash,
    "drill_event": drill_event,
    "examine_order": examine_order,
    "tell_notice": tell_notice,
    "tell_programmes": tell_programmes,
    "climb_notice": climb_notice,
    "weigh_order": weigh_order,
}

SLOW = frozenset({"tell_programmes"})  # wait for machines of others, and nothing of ours may wait for those


def work(stop: threading.Event, *, poll_s: float = POLL_S, parent: int | None = None) -> None:
    """Do what is due, again and again, until told to stop, or until the parent that is named has gone.

    A database that does not answer is waited for; the letter in hand is taken up again.
    """
    from nuandong.desk.frame import clock
    from nuandong.desk.ledger.outbox import run_due

    draw_roots({}, clock.now())
    name = f"{socket.gethostname()}:{os.getpid()}"
    outward = threading.Thread(target=_tell_outward, args=(stop, name, poll_s), daemon=True)
    outward.start()

    def step() -> None:
        if parent not in (None, os.getppid()):
            stop.set()
            return
        run_due(errands=ERRANDS, worker=name, clock=clock.now, most=1, besides=SLOW)

    _again_and_again(step, stop, poll_s)
    outward.join(ENDING_S)


def _tell_outward(stop: threading.Event, name: str, poll_s: float) -> None:
    """Follow the ledger, and do the errands that wait for machines of others."""
    from nuandong.desk.api.hooks.following import follow
    from nuandong.desk.frame import clock
    from nuandong.desk.ledger.outbox import run_due

    def step() -> None:
        follow(at=clock.now())
        run_due(
            errands=ERRANDS, worker=f"{name}:outward", clock=clock.now, most=1, besides=ERRANDS.keys() - SLOW
        )

    _again_and_again(step, stop, poll_s)


def _again_and_again(step: Callable[[], None], stop: threading.Event, poll_s: float) -> None:
    """A database that does not answer is waited for."""
    from django.db import InterfaceError, OperationalError, connection

    while not stop.is_set():
        try:
            step()
        except (OperationalError, InterfaceError):
            log.exception("the database does not answer; it is asked again in %s s", OUTAGE_WAIT_S)
            connection.close()
            stop.wait(OUTAGE_WAIT_S)
        else:
            stop.wait(poll_s)


def main() -> None:
    """`python -m nuandong.desk.worker`: one worker until SIGTERM or SIGINT; `--with-parent`: or its parent ends."""
    parent = os.getppid() if "--with-parent" in sys.argv[1:] else None
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.desk.settings")
    django.setup()
    from nuandong.desk.drill.gate import refuse_other_world

    refuse_other_world()
    from nuandong.desk.frame import clock
    from nuandong.desk.reporting.reminding import begin_reminding
    from nuandong.desk.watch.actions.sites import call_again

    begin_reminding(at=clock.now())
    call_again(at=clock.now())
    os.nice(BEHIND_PAGES)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(stop, parent=parent)


if __name__ == "__main__":
    main()
