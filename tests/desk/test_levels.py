# ruff: noqa: F811 (fixtures are imported and asked for by name)
"""Levels: proposed once a run, submitted by one, declared by another in the right office, followed by a playbook."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.desk.alerts.actions import approve, propose, send_back, submit
from nuandong.desk.alerts.actions.declaring import Submission
from nuandong.desk.alerts.levels import level_in_force, scopes_in_force
from nuandong.desk.alerts.models import Declaration, DeclarationState, Proposal
from nuandong.desk.alerts.refusals import ActRefused
from nuandong.desk.directory.models import Account
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.models import Run
from tests.desk.alerting import DAY, day_of_shares
from tests.desk.level_fixtures import People, computed, declare, is_intact, orange, people, run  # noqa: F401
from tests.desk.roles import CITY

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


# ---- what a run proposes ------------------------------------------------------------------------------------


def test_a_run_proposes_for_the_province_zones_across_cities_and_cities(run: Run, at: datetime) -> None:
    found = {one.scope: one for one in propose(run=run, at=at)}
    assert {scope: one.level for scope, one in found.items()} == {
        "province": "orange", "zone-south": "yellow", "149100": "blue", "149200": "yellow",
    }  # fmt: skip
    province = found["province"]
    assert (province.way, province.standing_level) == ("raise", "none")
    assert province.gap_share == pytest.approx(0.17791)
    assert province.plan_code == run.plan_code
    assert province.policy_version == run.policy_version
    assert all(reason["clause"] and reason["evidence"] for reason in province.reasons)
    assert "zone-jia" not in found, "a zone inside one city calls for no level of its own"


def test_proposing_twice_does_nothing_more(run: Run, at: datetime) -> None:
    first = [one.pk for one in propose(run=run, at=at)]
    entries = Entry.objects.count()
    assert [one.pk for one in propose(run=run, at=at + timedelta(minutes=5))] == first
    assert Entry.objects.count() == entries
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(**{
            field.name: getattr(Proposal.objects.get(pk=first[0]), field.name)
            for field in Proposal._meta.fields if field.name != "id"
        })  # fmt: skip


def test_what_changed_since_the_run_before_is_said_in_words(run: Run, at: datetime) -> None:
    later = day_of_shares(run, gas_day=DAY, shares=[0.08], at=at + timedelta(hours=1))
    told = propose(run=later, at=at + timedelta(hours=1))[0].changes
    assert any("橙色" in one["zh"] and "黄色" in one["zh"] for one in told)
    assert any("Gap share 17.8% → 8.0%" in one["en"] for one in told)
    again = day_of_shares(later, gas_day=DAY, shares=[0.08], at=at + timedelta(hours=2))
    assert propose(run=again, at=at + timedelta(hours=2))[0].changes[0]["en"].startswith("Nothing changed")


# ---- who may ask, who may declare ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "refused", "declares"),
    [
        ("blue", ("officer", "second", "auditor", "city-leader", "clerk"), "deputy"),
        ("yellow", ("second", "city-leader"), "deputy"),
        ("orange", ("second", "deputy", "city-leader"), "commander"),
        ("red", ("second", "deputy", "commander"), "government"),
        ("yellow", (), "government"),
    ],
)
def test_each_level_is_declared_by_its_office_or_a_higher_one(
    level: str, refused: tuple[str, ...], declares: str, people: People, at: datetime
) -> None:
    asked = Submission(level=level, gas_day=DAY, reason="依据研判")
    waiting = submit(submission=asked, by=people("officer"), at=at)
    for name in refused:
        with pytest.raises(ActRefused):
            approve(declaration=waiting, by=people(name), at=at)
        assert level_in_force(gas_day=DAY, at=at) is None
    approve(declaration=waiting, by=people(declares), at=at)
    found = level_in_force(gas_day=DAY, at=at)
    assert found is not None
    assert (found.level, found.declared_by, found.declared_at) == (level, people(declares), at)


def test_whoever_submitted_a_level_cannot_declare_it_even_with_the_office(
    people: People, at: datetime
) -> None:
    officer = people("officer")
    officer.memberships.create(role="government", region_id="140000")
    both = Account.objects.get(pk=officer.pk)
    waiting = submit(submission=Submission(level="red", gas_day=DAY, reason="x"), by=both, at=at)
    with pytest.raises(ActRefused, match=r"第二|second"):
        approve(declaration=waiting, by=both, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.filter(pk=waiting.pk).update(declared_by=both)


@pytest.mark.parametrize("name", ["deputy", "government", "city-officer", "clerk", "auditor", "firm"])
def test_only_a_duty_officer_of_the_province_submits_its_level(
    name: str, people: People, at: datetime
) -> None:
    with pytest.raises(ActRefused):
        submit(submission=Submission(level="blue", gas_day=DAY, reason="x"), by=people(name), at=at)
    assert not Declaration.objects.exists()


def test_a_level_other_than_the_proposed_needs_a_reason(
    orange: Proposal, people: People, at: datetime
) -> None:
    officer = people("officer")
    for level in ("yellow", "red"):
        with pytest.raises(ActRefused) as refused:
            submit(submission=Submission(level=level, gas_day=DAY, proposal=orange), by=officer, at=at)
        assert refused.value.field == "reason"
    taken = submit(submission=Submission(level="orange", gas_day=DAY, proposal=orange), by=officer, at=at)
    assert (taken.state, taken.office, taken.run) == (DeclarationState.SUBMITTED, "commander", orange.run)


def test_refused_what_says_nothing_or_comes_twice(people: People, at: datetime) -> None:
    officer = people("officer")
    for level in ("purple", "none"):
        with pytest.raises(ActRefused):
            submit(submission=Submission(level=level, gas_day=DAY, reason="x"), by=officer, at=at)
    with pytest.raises(ActRefused):
        submit(
            submission=Submission(level="blue", gas_day=DAY, reason="x", scope="nowhere"), by=officer, at=at
        )
    waiting = submit(submission=Submission(level="blue", gas_day=DAY, reason="x"), by=officer, at=at)
    with pytest.raises(ActRefused):
        submit(submission=Submission(level="red", gas_day=DAY, reason="x"), by=officer, at=at)
    approve(declaration=waiting, by=people("deputy"), at=at)
    with pytest.raises(ActRefused):
        approve(declaration=waiting, by=people("deputy"), at=at)
    with pytest.raises(ActRefused):
        submit(submission=Submission(level="blue", gas_day=DAY, reason="x"), by=officer, at=at)


def test_what_goes_back_needs_words_and_is_not_in_force(people: People, at: datetime) -> None:
    waiting = submit(
        submission=Submission(level="blue", gas_day=DAY, reason="x"), by=people("officer"), at=at
    )
    with pytest.raises(ActRefused):
        send_back(declaration=waiting, by=people("deputy"), at=at, answer="  ")
    send_back(declaration=waiting, by=people("deputy"), at=at, answer="先核实数据")
    assert level_in_force(gas_day=DAY, at=at) is None
    submit(submission=Submission(level="yellow", gas_day=DAY, reason="x"), by=people("officer"), at=at)


def test_a_city_declares_its_own_level_by_its_own_leader(people: People, at: datetime) -> None:
    asked = Submission(level="red", gas_day=DAY, reason="本市缺口", scope=CITY)
    waiting = submit(submission=asked, by=people("city-officer"), at=at)
    for name in ("deputy", "government"):
        with pytest.raises(ActRefused):
            approve(declaration=waiting, by=people(name), at=at)
    approve(declaration=waiting, by=people("city-leader"), at=at)
    assert level_in_force(gas_day=DAY, at=at) is None, "a city's level is not the province's"
    assert level_in_force(gas_day=DAY, at=at, scope=CITY) is not None
    assert [one.scope for one in scopes_in_force(gas_day=DAY, at=at)] == [CITY]
    with pytest.raises(ActRefused):
        submit(submission=Submission(level="red", gas_day=DAY, reason="x", scope="149200"),
               by=people("city-officer"), at=at)  # fmt: skip


# ---- in force, and the way down -----------------------------------------------------------------------------


def test_in_force_from_its_gas_day_and_its_instant_on(people: People, at: datetime) -> None:
    declare("orange", "commander", people, at)
    assert level_in_force(gas_day=DAY - timedelta(days=1), at=at) is None
    assert level_in_force(gas_day=DAY, at=at - timedelta(seconds=1)) is None
    for later in (0, 1, 9):
        found = level_in_force(gas_day=DAY + timedelta(days=later), at=at)
        assert found is not None
        assert found.level == "orange"
    declare("none", "commander", people, at + timedelta(days=2), gas_day=DAY + timedelta(days=2))
    assert level_in_force(gas_day=DAY + timedelta(days=2), at=at + timedelta(days=2)) is None
    still = level_in_force(gas_day=DAY + timedelta(days=1), at=at + timedelta(days=2))
    assert still is not None, "the day before the end keeps its level"


def test_from_red_to_none_with_every_step_declared(run: Run, people: People, at: datetime) -> None:
    """Evening after evening: the run is proposed from, and what is proposed is declared."""
    shares = [0.24, 0.22, 0.185, 0.18, 0.085, 0.08, 0.03, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0]
    offices = {
        "red": "government",
        "orange": "government",
        "yellow": "commander",
        "blue": "deputy",
        "none": "deputy",
    }
    path = []
    for step in range(len(shares) - 2):
        evening, gas_day = at + timedelta(days=step), DAY + timedelta(days=step)
        made = day_of_shares(run, gas_day=gas_day, shares=shares[step:], at=evening)
        proposal = propose(run=made, at=evening)[0]
        if proposal.level != proposal.standing_level:
            asked = Submission(level=proposal.level, gas_day=gas_day, proposal=proposal)
            waiting = submit(submission=asked, by=people("officer"), at=evening)
            approve(declaration=waiting, by=people(offices[proposal.level]), at=evening)
        now = level_in_force(gas_day=gas_day, at=evening)
        path.append(now.level if now else "none")
    assert path == [
        "red",
        "red",
        "red",
        "red",
        "orange",
        "orange",
        "yellow",
        "yellow",
        "blue",
        "blue",
        "none",
    ]
    assert is_intact()


def test_held_with_the_conditions_named_while_stores_are_empty(
    run: Run, people: People, at: datetime
) -> None:
    declare("orange", "commander", people, at - timedelta(days=3), gas_day=DAY - timedelta(days=3))
    for back in (2, 1):
        day_of_shares(run, gas_day=DAY - timedelta(days=back), shares=[0.01], at=at - timedelta(days=back))
    made = day_of_shares(run, gas_day=DAY, shares=[0.01], at=at, fill=0.1)
    made.picture["stores"]["injection"] = [[0.0] * 7]
    made.save()
    proposal = propose(run=made, at=at)[0]
    assert (proposal.level, proposal.way) == ("orange", "hold")
    assert [one["is_met"] for one in proposal.conditions] == [True, True, False]
    assert "储气率" in proposal.reasons[0]["zh"]


def test_any_livelihood_gap_is_red_whatever_the_share(run: Run, at: datetime) -> None:
    made = day_of_shares(run, gas_day=DAY, shares=[0.02], at=at)
    made.picture["province"]["livelihood_gap"][0] = 0.5
    made.picture["province"]["level"][0] = "red"
    made.picture["counties"]["livelihood_gap"][0][0] = 0.5
    made.save()
    found = {one.scope: one for one in propose(run=made, at=at)}
    assert found["province"].level == "red"
    assert found["province"].livelihood_gap == 0.5
    assert found[CITY].level == "red", "the city whose households are short"
    assert "149200" not in found
