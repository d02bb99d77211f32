"""A desk whose worker and whose pages are killed at named moments, told as JSON. Run as a programme by a test.

python tests/chaos/deaths.py DEATHS_A_MOMENT SEED        with NUANDONG_DATABASE_URL and NUANDONG_STATE set

How a process dies stands in `dying`.
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
import django

django.setup()

from django.core.management import call_command

from nuandong.casefile import read_case
from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.ledger import outbox
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook import actions as outlook
from nuandong.desk.outlook.actions import import_case
from nuandong.desk.outlook.models import Run, RunState
from nuandong.desk.reporting import actions as reporting
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.models import Channel, ReportVersion
from nuandong.findings import Findings
from nuandong.gasday import gas_day_of
from tests.chaos.dying import Death, dies_after, dies_before, lives

TINY = Path(__file__).resolve().parents[1] / "cases" / "tiny"
LATER = outbox.LEASE + timedelta(seconds=1)
A_MINUTE = timedelta(minutes=1, seconds=1)


WORKER: dict[str, Death] = {
    "letter taken, errand not begun": lambda _: dies_after(outbox, "lease_next"),
    "in the middle of computing": lambda dice: dies_before(
        outlook, "day_case" if dice < 0.5 else "day_answers"
    ),
    "picture made, not kept": lambda _: dies_after(outlook, "day_answers"),
    "kept, not in the ledger": lambda _: dies_before(outlook, "append"),
    "errand done, letter not struck off": lambda _: dies_before(outbox, "strike_off"),
    "letter struck off": lambda _: dies_after(outbox, "strike_off"),
}
PAGES: dict[str, Death] = {
    "report kept, letter not put": lambda _: dies_before(reporting, "put_gathered_letter"),
    "letter put, not in the ledger": lambda _: dies_before(reporting, "append_many"),
    "in the ledger, not committed": lambda _: dies_after(reporting, "append_many"),
}


def filings() -> Any:
    """The ledger's entries of reports."""
    return Entry.objects.filter(act=reporting.FILE_REPORT)


class Desk:
    """One desk, its clock, and the deaths it has seen."""

    def __init__(self, seed: int) -> None:
        call_command("migrate", verbosity=0)
        case = read_case(TINY)
        self.at: datetime = case.settings.decided_at
        import_case(case=case, by=None, at=self.at)
        self.unit = (
            ReportingUnit.objects.filter(kind="county").order_by("code").values_list("code", flat=True)[0]
        )
        self.versions_before, self.entries_before = ReportVersion.objects.count(), filings().count()
        self.dice = random.Random(seed)
        self.filed = 0
        self.survived: list[str] = []
        self.deaths: Counter[str] = Counter()

    def file(self) -> None:
        """One report through the ordinary action."""
        filing = Filing(self.unit, gas_day_of(self.at) - timedelta(days=1), {"use_comm": 1.5}, {}, "", False)
        filed = reporting.CheckedFiling(filing, Findings(), Channel.API, self.at)
        reporting.file_report(checked=filed, by=None)

    def work(self, later: timedelta) -> None:
        """One round of a worker whose clock stands later."""
        now = self.at + later
        outbox.run_due(errands={"assess": self._assess}, worker=str(os.getpid()), clock=lambda: now, most=1)

    def _assess(self, facts: Mapping[str, Any], at: datetime) -> None:
        outlook.assess_day(
            gas_day=date.fromisoformat(facts["gas_day"]), as_of=at, by=None, clock=lambda: at,
            letter=facts[outbox.LETTER],
        )  # fmt: skip

    def kill_worker(self, moment: str) -> None:
        """A report calls for a picture; the worker dies over it; the next worker comes when the lease is over."""
        assert lives(self.file)
        self.filed += 1
        death = partial(WORKER[moment], self.dice.random())
        self._note(moment, lives(partial(self.work, A_MINUTE), death))
        assert lives(partial(self.work, A_MINUTE + LATER))
        self.at += LATER + 2 * A_MINUTE

    def kill_pages(self, moment: str) -> None:
        """The process that takes a report dies; whoever sent it had no answer and sends it again."""
        self._note(moment, lives(self.file, partial(PAGES[moment], self.dice.random())))
        assert lives(self.file)
        self.filed += 1
        assert lives(partial(self.work, A_MINUTE))
        self.at += 2 * A_MINUTE

    def _note(self, moment: str, has_lived: bool) -> None:
        self.deaths[moment] += 1
        if has_lived:
            self.survived.append(moment)

    def told(self) -> dict[str, Any]:
        """What stands in the records after all deaths."""
        verdict = verify()
        letters = Letter.objects.filter(errand="assess")
        return {
            "deaths": self.deaths,
            "survived": self.survived,
            "filed": self.filed,
            "versions": ReportVersion.objects.count() - self.versions_before,
            "filings_in_the_ledger": filings().count() - self.entries_before,
            "letters": letters.count(),
            "letters_open": letters.filter(done_at=None).count(),
            "runs_done": Run.objects.done().count(),
            "runs_open": Run.objects.exclude(state=RunState.DONE).count(),
            "holds": verdict.holds,
        }


def main() -> None:
    """All moments of worker and pages, so many deaths each, in an order drawn from the seed."""
    deaths, seed = int(sys.argv[1]), int(sys.argv[2])
    desk = Desk(seed)
    turns = [(desk.kill_worker, moment) for moment in WORKER] + [
        (desk.kill_pages, moment) for moment in PAGES
    ]
    order = turns * deaths
    desk.dice.shuffle(order)
    for kill, moment in order:
        kill(moment)
    print(json.dumps(desk.told()))


main()
