"""The tiny day's run, its proposal and the people who declare it, for the tests of levels and of their pages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from nuandong.desk.alerts.actions import approve, propose, submit
from nuandong.desk.alerts.actions.declaring import Submission
from nuandong.desk.alerts.models import Declaration, Proposal
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook import actions as outlook
from nuandong.desk.outlook.models import Run, Season
from tests.desk.alerting import DAY, person

People = Callable[[str], Account]


@pytest.fixture(scope="module")
def computed() -> dict[str, Any]:
    """The tiny day's picture, computed once for all tests of this page."""
    return {}


@pytest.fixture
def run(season: Season, at: datetime, computed: dict[str, Any]) -> Run:
    if not computed:
        first = outlook.assess_day(gas_day=DAY, as_of=at, by=None, clock=lambda: at)
        computed.update(
            {field.name: getattr(first, field.name) for field in Run._meta.fields if field.name != "id"}
        )
        return first
    return Run.objects.create(**computed)


@pytest.fixture
def people(season: Season, at: datetime) -> People:
    return lambda name: person(name, at)


@pytest.fixture
def orange(run: Run, at: datetime) -> Proposal:
    return next(one for one in propose(run=run, at=at) if one.scope == "province")


def is_intact() -> bool:
    """Whether chain and records hold; the runs of these tests are written by hand and told to no ledger."""
    verdict = verify()
    return verdict.broken is None and {one.subject_kind for one in verdict.alterations} <= {"run"}


def declare(level: str, by: str, people: People, at: datetime, **more: Any) -> Declaration:
    """Submitted by the duty officer with a reason, approved by somebody else."""
    asked = Submission(level=level, gas_day=more.pop("gas_day", DAY), reason="演练", **more)
    waiting = submit(submission=asked, by=people("officer"), at=at)
    return approve(declaration=waiting, by=people(by), at=at)
