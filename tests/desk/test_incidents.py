# ruff: noqa: F811 (fixtures are imported and asked for by name)
"""Incidents from found to reviewed: who may, what is missing, which clock ran out, and who sees them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from nuandong.desk.alerts.actions.handling import (
    ask_to_close,
    close_incident,
    dismiss_incident,
    follow_up,
    keep_open,
    respond,
    review_incident,
    verify_incident,
)
from nuandong.desk.alerts.actions.incidents import find_incident, report_incident, tell_by_voice
from nuandong.desk.alerts.after_action import markdown
from nuandong.desk.alerts.cards import cards_for
from nuandong.desk.alerts.clocks import clocks_of_incident
from nuandong.desk.alerts.models import Incident, IncidentAct, IncidentEntry, IncidentKind
from nuandong.desk.alerts.models.incidents import MANDATORY
from nuandong.desk.alerts.refusals import ActRefused, Incomplete
from nuandong.desk.directory.models import Organisation
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.ledger.verify import verify
from nuandong.desk.worker import ERRANDS
from tests.desk.incident_fixtures import SEVEN, People, acts, first_facts, people, reported, seven  # noqa: F401
from tests.desk.roles import COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


# ---- what is missing, and who may not -----------------------------------------------------------------------


@pytest.mark.parametrize("missing", MANDATORY)
def test_no_report_without_each_of_the_seven_fields(missing: str, people: People, at: datetime) -> None:
    noted = find_incident(facts=first_facts(at), by=people("clerk"), at=at)
    with pytest.raises(Incomplete) as refused:
        report_incident(incident=noted, facts={**seven(at), missing: ""}, by=people("clerk"), at=at)
    assert refused.value.fields == (missing,)
    noted.refresh_from_db()
    assert noted.state == "found"
    assert acts(noted) == ["found"]


def test_all_missing_fields_are_named_at_once(people: People, at: datetime) -> None:
    noted = find_incident(facts=first_facts(at), by=people("clerk"), at=at)
    with pytest.raises(Incomplete) as refused:
        report_incident(incident=noted, facts={}, by=people("clerk"), at=at)
    assert refused.value.fields == tuple(name for name in MANDATORY if name != "place")


@pytest.mark.parametrize(
    ("name", "region", "is_allowed"),
    [
        ("clerk", COUNTY, True),
        ("city-officer", COUNTY, True),
        ("officer", OTHER_COUNTY, True),
        ("clerk", OTHER_COUNTY, False),
        ("city-officer", OTHER_COUNTY, False),
        ("auditor", COUNTY, False),
        ("deputy", COUNTY, False),
        ("firm", OTHER_COUNTY, False),
    ],
)
def test_incidents_are_reported_by_those_of_the_place(
    name: str, region: str, is_allowed: bool, people: People, at: datetime
) -> None:
    if is_allowed:
        find_incident(facts=first_facts(at, region), by=people(name), at=at)
    else:
        with pytest.raises(ActRefused):
            find_incident(facts=first_facts(at, region), by=people(name), at=at)
    assert Incident.objects.count() == is_allowed


def test_a_company_reports_its_own_and_sees_only_that(people: People, at: datetime) -> None:
    own = Organisation.objects.get(code="u-glass")
    find_incident(facts=first_facts(at, organisation=own), by=people("firm"), at=at)
    reported(people, at)
    assert Incident.objects.visible_to(people("firm")).count() == 1
    assert Incident.objects.visible_to(people("clerk")).count() == 2
    assert not Incident.objects.visible_to(people("other-clerk")).exists()
    assert not IncidentEntry.objects.visible_to(people("other-clerk")).exists()


def test_nothing_is_found_later_than_now_or_happens_after_it_was_found(people: People, at: datetime) -> None:
    later = at + timedelta(seconds=1)
    with pytest.raises(ActRefused):
        find_incident(facts=first_facts(later), by=people("clerk"), at=at)
    noted = find_incident(facts=first_facts(at), by=people("clerk"), at=at)
    with pytest.raises(ActRefused):
        report_incident(incident=noted, facts=seven(at, happened_at=later), by=people("clerk"), at=at)


# ---- the way of one incident --------------------------------------------------------------------------------


def test_from_found_to_reviewed_with_two_people_at_each_gate(people: People, at: datetime) -> None:
    one = reported(people, at, households=20)
    hour = timedelta(hours=1)
    verify_incident(incident=one, words="与县局电话核实", by=people("officer"), at=at + hour)
    respond(incident=one, words="调配 CNG 槽车", by=people("clerk"), at=at + 2 * hour)
    follow_up(
        incident=one, words="已恢复 12 户", facts={"households": 8}, by=people("clerk"), at=at + 3 * hour
    )
    ask_to_close(incident=one, words="全部恢复", by=people("city-officer"), at=at + 4 * hour)
    with pytest.raises(ActRefused):
        close_incident(incident=one, words="同意", by=people("city-officer"), at=at + 5 * hour)
    keep_open(incident=one, words="再观察一夜", by=people("deputy"), at=at + 5 * hour)
    ask_to_close(incident=one, words="全部恢复", by=people("clerk"), at=at + 6 * hour)
    close_incident(incident=one, words="回访正常", by=people("city-officer"), at=at + 7 * hour)
    review_incident(incident=one, words="加装调压", by=people("city-officer"), at=at + 8 * hour)
    one.refresh_from_db()
    assert (one.state, one.households) == ("reviewed", 8)
    assert acts(one) == [
        *("found", "reported", "verified", "responded", "followed_up", "closing", "kept_open"),
        *("closing", "closed", "reviewed"),
    ]
    assert not any(clock.is_overdue(at + 30 * hour) for clock in clocks_of_incident(one))
    told = markdown(one, at=at + 9 * hour)
    for words in ("示例镇", "抢修热线", "调配 CNG 槽车", "加装调压", "20", "值班甲", "回访正常"):
        assert words in told, words
    assert verify().holds


def test_whoever_reported_cannot_verify_and_only_the_office_does(people: People, at: datetime) -> None:
    one = reported(people, at, by="officer")
    for name in ("officer", "city-officer", "clerk", "auditor", "city-leader"):
        with pytest.raises(ActRefused):
            verify_incident(incident=one, words="核实", by=people(name), at=at)
    with pytest.raises(ActRefused):
        verify_incident(incident=one, words=" ", by=people("second"), at=at)
    verify_incident(incident=one, words="核实", by=people("second"), at=at)


def test_what_is_not_confirmed_ends_there_without_clocks(people: People, at: datetime) -> None:
    one = reported(people, at)
    dismiss_incident(incident=one, words="误报，表具故障", by=people("officer"), at=at)
    one.refresh_from_db()
    assert clocks_of_incident(one) == ()
    with pytest.raises(ActRefused):
        respond(incident=one, words="x", by=people("clerk"), at=at)


@pytest.mark.parametrize("verb", [respond, ask_to_close, close_incident, keep_open, review_incident])
def test_nothing_is_done_out_of_turn(verb: Callable[..., Incident], people: People, at: datetime) -> None:
    one = reported(people, at)
    with pytest.raises(ActRefused):
        verb(incident=one, words="x", by=people("officer"), at=at)
    assert acts(one) == ["found", "reported"]


def test_those_of_another_place_act_on_nothing(people: People, at: datetime) -> None:
    one = reported(people, at)
    verify_incident(incident=one, words="核实", by=people("officer"), at=at)
    for verb in (respond, ask_to_close):
        for name in ("other-clerk", "auditor", "firm"):
            with pytest.raises(ActRefused):
                verb(incident=one, words="x", by=people(name), at=at)
    with pytest.raises(ActRefused):
        tell_by_voice(incident=one, to="x", by=people("other-clerk"), at=at)


# ---- clocks, casualties, clusters ---------------------------------------------------------------------------


def test_a_casualty_escalates_at_once(people: People, at: datetime) -> None:
    one = find_incident(
        facts=first_facts(at, kind=IncidentKind.ACCIDENT, injured=1), by=people("clerk"), at=at
    )
    assert one.gravity == "major"
    assert acts(one) == ["found", "escalated"]
    for name in ("deputy", "commander", "government"):
        assert any(card.is_grave for card in cards_for(account=people(name), at=at)), name


def test_a_casualty_told_later_escalates_then(people: People, at: datetime) -> None:
    one = reported(people, at)
    verify_incident(incident=one, words="核实", by=people("officer"), at=at)
    assert IncidentAct.ESCALATED not in acts(one)
    follow_up(incident=one, words="一人送医", facts={"injured": 1}, by=people("clerk"), at=at)
    follow_up(incident=one, words="伤情稳定", facts={"injured": 1}, by=people("clerk"), at=at)
    assert acts(one).count(IncidentAct.ESCALATED) == 1


def test_outages_of_one_county_within_a_day_are_one_concentrated_outage(people: People, at: datetime) -> None:
    first = find_incident(facts=first_facts(at, households=600), by=people("clerk"), at=at)
    assert first.gravity == "larger"
    elsewhere = find_incident(
        facts=first_facts(at, OTHER_COUNTY, households=600), by=people("officer"), at=at
    )
    last = find_incident(facts=first_facts(at, households=400, villages=["甲村"]), by=people("clerk"), at=at)
    first.refresh_from_db()
    elsewhere.refresh_from_db()
    assert [one.is_concentrated for one in (first, last, elsewhere)] == [True, True, False]
    assert (first.gravity, last.gravity, elsewhere.gravity) == ("major", "major", "larger")
    assert IncidentAct.ESCALATED in acts(first)


def test_a_limit_that_is_missed_is_written_down_once_and_one_that_is_met_never(
    people: People, at: datetime
) -> None:
    late = find_incident(facts=first_facts(at, households=1000), by=people("clerk"), at=at)
    told = find_incident(facts=first_facts(at, OTHER_COUNTY, households=1000), by=people("officer"), at=at)
    tell_by_voice(incident=told, to="省政府总值班室", by=people("officer"), at=at + timedelta(minutes=29))
    edge = at + timedelta(minutes=30)
    for instant in (edge, edge + timedelta(seconds=2), edge + timedelta(minutes=5)):
        run_due(errands=ERRANDS, worker="test", clock=lambda instant=instant: instant)
        count = IncidentEntry.objects.filter(incident=late, act=IncidentAct.OVERDUE).count()
        assert count == (0 if instant == edge else 1)
    assert IncidentAct.OVERDUE not in acts(told)
    card = cards_for(account=people("clerk"), at=edge + timedelta(seconds=2))[0]
    assert card.is_overdue
    assert verify().holds
