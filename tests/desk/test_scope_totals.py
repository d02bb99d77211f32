"""What is only counted or summed has no name to look for: so more happens elsewhere, and no answer may have moved."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from difflib import unified_diff

import pytest
from django.contrib.auth.hashers import make_password
from django.db.models import F

from nuandong.assess.case import Case
from nuandong.desk.accounts import open_accounts
from nuandong.desk.alerts.actions.incidents import find_incident
from nuandong.desk.directory.models import Account, DeliveryPoint, GasUser, Region, ReportingUnit
from nuandong.desk.frame import clock
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.checks import Filing
from nuandong.desk.reporting.findings_of_people import find_integrity
from nuandong.desk.reporting.models import Channel, IntegrityKind
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.findings import Findings
from tests.desk.roles import OPENINGS, OTHER_COUNTY, PASSWORD
from tests.desk.scope_reading import Walker, read
from tests.desk.scope_walk import INTERFACE, addresses

pytestmark = pytest.mark.django_db
OTHER_CITY = "149200"
LEFT_OUT = ("/accounts/log", "/news/")  # signing in and out; the strip of news has tests of its own
# What differs from one reading to the next without anybody having acted elsewhere: marks against forgery, where the
# ledger ends (a number that tells nothing of what was done), one's own last request.
PASSING = re.compile(r"""csrfmiddlewaretoken["' a-z=]+value="\w+"|[?&;]head=\d+|X-CSRFToken": "\w+\"""")


def more_elsewhere(run: Run, *, at: datetime) -> None:
    """A report, readings, an incident and a finding in the other city, and users there that burn half as much again."""
    filing = Filing(OTHER_COUNTY, run.gas_day - timedelta(days=2), {"use_comm": 77.77}, {}, "", False)
    file_report(checked=CheckedFiling(filing, Findings(), Channel.FORM, at), by=None)
    span = {"from": (at - timedelta(hours=6)).isoformat(), "to": (at - timedelta(hours=5)).isoformat()}
    points = DeliveryPoint.objects.filter(user__organisation_id="u-methanol").values_list("code", flat=True)
    rows = [{"point": code, **span, "volume": 0.777} for code in points]
    assert file_readings(rows=rows, by=None, at=at, source="desk").readings
    officer = Account.objects.get(username="officer")
    facts = {"region": Region.objects.get(code=OTHER_COUNTY), "kind": "outage", "found_at": at, "place": "x"}
    find_incident(facts=facts, by=officer, at=at)
    unit = ReportingUnit.objects.get(code="149202")
    office = Account.objects.get(username="report-office")
    find_integrity(
        unit=unit, gas_day=run.gas_day, kind=IntegrityKind.OMITTED, evidence="x" * 30, by=office, at=at
    )
    GasUser.objects.filter(county__parent_id=OTHER_CITY).update(
        **{one.name: F(one.name) * 1.5 for one in GasUser._meta.fields if one.name in ("load", "safe_load")}
    )


def told(walker: Walker, asking: list[str]) -> dict[str, str]:
    """Every answer that somebody gets, without what passes."""
    return {
        asked: PASSING.sub("", read(response))
        for address in asking
        for asked, response in walker.answers(address, fragments=False)
    }


@pytest.mark.parametrize("role", ["county"])
def test_no_total_or_count_moves_by_what_happens_elsewhere(
    role: str, day_run: Run, tiny: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = tiny.settings.decided_at
    monkeypatch.setattr(clock, "now", lambda: at)
    open_accounts(openings=[OPENINGS[role]], encoded_password=make_password(PASSWORD), by=None, at=at)
    asking = [one for one in addresses(day_run) if not INTERFACE.match(one) and not one.startswith(LEFT_OUT)]
    walker = Walker(Account.objects.get(username=role), day_run)
    told(walker, asking)  # a first round: what is only noted once, such as a notice that was read
    before = told(walker, asking)
    more_elsewhere(day_run, at=at)
    after = told(walker, asking)
    moved = {asked: differs(before[asked], after[asked]) for asked in before if before[asked] != after[asked]}
    assert not moved, moved


def test_the_test_of_totals_would_see_one_move(
    day_run: Run, tiny: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may see the other city does see it move."""
    at = tiny.settings.decided_at
    monkeypatch.setattr(clock, "now", lambda: at)
    open_accounts(openings=[OPENINGS["province"]], encoded_password=make_password(PASSWORD), by=None, at=at)
    asking = ["/report/board/", "/report/rollup/", "/readings/", "/alerts/incidents/", "/report/suspects/"]
    walker = Walker(Account.objects.get(username="province"), day_run)
    before = told(walker, asking)
    more_elsewhere(day_run, at=at)
    after = told(walker, asking)
    assert {asked for asked in asking if before[asked] != after[asked]} >= {*asking} - {"/report/suspects/"}


def differs(before: str, after: str) -> list[str]:
    """The lines that moved, to read in the message of a test that fails."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line[:400] for line in lines if not line.startswith(("---", "+++", "@@"))][:6]
