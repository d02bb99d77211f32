"""Fill the demonstration's database: case, reports, accounts, and the day's whole chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from nuandong.assess.case import Case
from nuandong.casefile import read_case
from nuandong.desk.accounts import SignIn, demo_openings, open_accounts
from nuandong.desk.alerts.actions import propose
from nuandong.desk.directory.contacts.examples import name_example_people
from nuandong.desk.directory.models import Account, ContactDuty, DutyShift, Organisation, Person
from nuandong.desk.directory.models.people import OrganisationKind
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day, import_case
from nuandong.desk.outlook.models import Run, Season

SHIFT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The first run of the default gas day, the sign-ins, and the time at which the desk's clock goes on."""

    run: Run
    sign_ins: list[SignIn]
    desk_time: datetime


def as_it_is(case: Case) -> Case:
    """A demonstration shows its case as it lies in its folder."""
    return case


def build(
    *,
    source: Path,
    password: str,
    tell: Callable[[str, float], None],
    staged: Callable[[Case], Case] = as_it_is,
) -> Demonstration:
    """Fill an empty database with the case, made ready by `staged`, and compute its default gas day."""
    tell("tables", 0.0)
    call_command("migrate", verbosity=0, interactive=False)
    tell("case", 0.2)
    case = staged(read_case(source))
    at = case.settings.decided_at
    tell("records", 0.3)
    season = import_case(case=case, by=None, at=at)
    open_accounts(openings=demo_openings()[0], encoded_password=make_password(password), by=None, at=at)
    _begin_duty(season, at)
    tell("assess", 0.6)
    run = assess_day(
        gas_day=season.default_gas_day, as_of=season.default_as_of, by=_duty_officer(), clock=lambda: at
    )
    propose(run=run, at=at)
    tell("assess", 1.0)
    return what_is_there()


def what_is_there() -> Demonstration:
    """The demonstration in the database; its clock goes on where it was left, after the last act in the ledger."""
    season = Season.objects.latest("id")
    run = Run.objects.done().filter(gas_day=season.default_gas_day, as_of=season.default_as_of).earliest("id")
    last = Entry.objects.latest("sequence").at
    return Demonstration(run, demo_openings()[1], max(run.as_of, last))


def _duty_officer() -> Account:
    return Account.objects.get(username="zhiban")


def _begin_duty(season: Season, at: datetime) -> None:
    """The office itself, whoever answers where, and the watch of two that is on when the demonstration begins."""
    officer = _duty_officer()
    person = Person.objects.get(account=officer)
    membership = officer.memberships.get()
    office, _ = Organisation.objects.get_or_create(
        code="office",
        defaults={
            "name_zh": "省保供工作领导小组办公室（示例）",
            "name_en": "Provincial assurance office (example)",
            "kind": OrganisationKind.OFFICE,
            "region": membership.region,
        },
    )
    begins = season.default_as_of.replace(hour=8, minute=0)
    name_example_people(at=at)
    for on in (person, office.posts.get(duty=ContactDuty.CONTACT).person):
        DutyShift.objects.create(
            organisation=office, person=on, begins_at=begins, ends_at=begins + SHIFT,
            is_leading=on == person, taken_over_at=begins,
        )  # fmt: skip
