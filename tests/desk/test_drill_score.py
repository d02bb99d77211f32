"""The score of a drill: what was done by when, from records and ledger alone, with answers known beforehand."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from nuandong.assess.case import Case
from nuandong.desk.alerts.actions import propose
from nuandong.desk.alerts.actions.incidents import find_incident, report_incident
from nuandong.desk.alerts.models import IncidentKind
from nuandong.desk.directory.models import Account, Region, ReportingUnit
from nuandong.desk.dispatch.models import OrderKind
from nuandong.desk.drill.actions import begin_play
from nuandong.desk.drill.marks import Line, Mark, Score, mark_of
from nuandong.desk.drill.models import Play
from nuandong.desk.drill.score import score_of
from nuandong.desk.drill.script import read_script
from nuandong.desk.drill_build import as_drill
from nuandong.desk.frame import clock
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day, import_case
from nuandong.desk.outlook.models import Run, Season
from nuandong.desk.reporting.findings_of_people import find_integrity
from nuandong.desk.reporting.models import IntegrityKind
from nuandong.desk.reporting.reminding import remind
from tests.desk.drills import TINY_SCRIPT, become_a_drill, play_until
from tests.desk.order_day import declare, drafted, issued
from tests.desk.roles import COUNTY, OTHER_COUNTY

NIGHT = date(2023, 12, 19)  # the gas day whose reports are owed on the drill's first morning


@pytest.fixture
def season(db: None, tiny: Case) -> Season:
    """The tiny case, made ready to be played."""
    return import_case(case=as_drill(tiny), by=None, at=tiny.settings.decided_at)


@pytest.fixture(scope="module")
def computed() -> dict[str, Any]:
    """The first run's columns, computed once: the tiny case gives every test the same."""
    return {}


@pytest.fixture
def play(season: Season, at: datetime, settings: Any, computed: dict[str, Any]) -> Play:
    """A play whose first run has its level proposed; nothing of its script has happened yet."""
    become_a_drill(settings)
    if computed:
        run = Run.objects.create(**computed)
    else:
        run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
        columns = (column.attname for column in Run._meta.concrete_fields if not column.primary_key)
        computed.update({name: getattr(run, name) for name in columns})
    play = begin_play(script=read_script(TINY_SCRIPT), by=None, at=at)
    propose(run=run, at=at)
    return play


def after(play: Play, hours: float) -> datetime:
    return play.begins_at + timedelta(hours=hours)


def lines_of(play: Play, key: str, at: datetime) -> list[Line]:
    return [line for line in score_of(play=play, at=at).lines if line.key == key]


def call_answered(officer: Account, at: datetime) -> None:
    """The call from the county is written down and reported."""
    facts = {
        "region": Region.objects.get(code=OTHER_COUNTY),
        "kind": IncidentKind.OUTAGE,
        "found_at": at,
        "place": "乙川",
    }
    incident = find_incident(facts=facts, by=officer, at=at)
    seven = {"source": "电话", "supply_demand": "断供", "affected": "三百户", "trend": "稳定", "measures": "抢修",
             "happened_at": at}  # fmt: skip
    report_incident(incident=incident, facts=seven, by=officer, at=at)


def test_who_does_everything_is_scored_by_the_minute(play: Play, account: Any) -> None:
    officer, leader = account("province"), account("leader")
    run = Run.objects.get()
    declare("orange", run, officer=officer, at=after(play, 0.25))
    orders = drafted(run, officer=officer, at=after(play, 0.5))
    for kind in (OrderKind.CURTAILMENT, OrderKind.PLANT_LIMIT):
        issued(orders[kind], leader=leader, officer=officer, at=after(play, 1))
    play_until(play, after(play, 3), step=timedelta(minutes=10))
    call_answered(officer, after(play, 3.5))  # the call came in after two hours
    play_until(play, after(play, 17), step=timedelta(minutes=10))
    remind(gas_day=NIGHT, at=after(play, 16.75))  # a quarter of an hour after the deadline of 09:30
    unit = ReportingUnit.objects.get(code=COUNTY)
    find_integrity(unit=unit, gas_day=NIGHT, kind=IntegrityKind.FALSE, evidence="与出口计量相差一成，查实",
                   by=officer, at=after(play, 19))  # fmt: skip
    end = after(play, 22)
    (declared,), (ordered,) = lines_of(play, "declared", end), lines_of(play, "ordered", end)
    assert (declared.minutes, declared.mark) == (15, Mark.IN_TIME)
    assert (ordered.minutes, ordered.mark) == (45, Mark.IN_TIME)
    (incident,) = lines_of(play, "incident", end)
    assert (incident.minutes, incident.limit_minutes, incident.mark) == (90, 60, Mark.LATE)
    (households,) = lines_of(play, "households", end)
    figures = dict(households.figures)
    assert (households.mark, figures["livelihood_gap"]) == (Mark.IN_TIME, 0.0)
    assert figures["ordered"] == pytest.approx(figures["relief"], rel=0.01)
    assert [line.mark for line in lines_of(play, "false", end)] == [Mark.IN_TIME]
    chased = {line.subject_zh: line for line in lines_of(play, "chased", end)}
    units = [line for line in chased.values() if "12月19日" in line.subject_zh]
    assert [(line.minutes, line.mark) for line in units] == [(15, Mark.IN_TIME)] * 2  # one late, one silent
    silent = [line for line in chased.values() if line not in units]
    assert silent  # nobody answered the orders
    assert {line.mark for line in silent} == {Mark.MISSED}
    # 2 declared, 2 ordered, 3 households, half of 2 for the incident, 1 false, 1 each for two units, 0 for each notice
    possible = 2 + 2 + 3 + 2 + 1 + 2 + len(silent)
    assert score_of(play=play, at=end).share == pytest.approx((2 + 2 + 3 + 1 + 1 + 2) / possible)


def test_who_does_nothing_gets_nothing(play: Play) -> None:
    play_until(play, after(play, 22), step=timedelta(minutes=20))
    score = score_of(play=play, at=after(play, 22))
    assert {line.key for line in score.lines} == {"declared", "households", "incident", "chased", "false"}
    assert {line.mark for line in score.lines} == {Mark.MISSED}
    assert score.share == 0.0


def test_what_can_still_be_done_is_open_and_counts_for_nothing_yet(play: Play) -> None:
    score = score_of(play=play, at=after(play, 0.4))
    assert {line.key: line.mark for line in score.lines} == {"declared": Mark.OPEN, "households": Mark.OPEN}
    assert score.share is None


def test_an_order_that_was_withdrawn_before_the_day_keeps_nobody_warm(play: Play, account: Any) -> None:
    from nuandong.desk.dispatch.models import Order

    officer, leader, run = account("province"), account("leader"), Run.objects.get()
    declare("orange", run, officer=officer, at=after(play, 0.25))
    orders = drafted(run, officer=officer, at=after(play, 0.5))
    for kind in (OrderKind.CURTAILMENT, OrderKind.PLANT_LIMIT):
        issued(orders[kind], leader=leader, officer=officer, at=after(play, 1))
    assert lines_of(play, "households", after(play, 16))[0].mark is Mark.IN_TIME
    Order.objects.filter(kind=OrderKind.CURTAILMENT).update(state="withdrawn", ended_at=after(play, 5))
    assert lines_of(play, "households", after(play, 16))[0].mark is Mark.MISSED


def test_every_line_names_its_record_and_its_ledger_entry(play: Play, account: Any) -> None:
    run = Run.objects.get()
    declaration = declare("orange", run, officer=account("province"), at=after(play, 0.25))
    (declared,) = lines_of(play, "declared", after(play, 1))
    entry = Entry.objects.get(act="declare_level", subject_id=str(declaration.pk))
    assert f"alerts.Declaration {declaration.pk} · ledger {entry.sequence}" in declared.place


def test_after_its_end_nothing_more_counts(play: Play, account: Any) -> None:
    end = score_of(play=play, at=play.ends_at)
    declare("orange", Run.objects.get(), officer=account("province"), at=play.ends_at + timedelta(minutes=1))
    assert score_of(play=play, at=play.ends_at + timedelta(hours=5)) == end


@pytest.mark.parametrize(
    ("done", "now", "expected"),
    [
        pytest.param(30, 99, Mark.IN_TIME, id="on-the-dot-is-in-time"),
        pytest.param(31, 99, Mark.LATE, id="a-minute-after-is-late"),
        pytest.param(None, 30, Mark.OPEN, id="on-the-dot-there-is-time"),
        pytest.param(None, 31, Mark.MISSED, id="a-minute-after-it-is-missed"),
        pytest.param(50, 40, Mark.MISSED, id="what-is-done-later-is-not-known-yet"),
    ],
)
def test_the_limit_itself_is_still_in_time(at: datetime, done: int | None, now: int, expected: Mark) -> None:
    def minute(number: int) -> datetime:
        return at + timedelta(minutes=number)

    assert (
        mark_of(due_at=minute(30), done_at=None if done is None else minute(done), at=minute(now)) is expected
    )


def test_the_share_is_weighed_and_open_lines_are_left_out(at: datetime) -> None:
    def line(mark: Mark, weight: float) -> Line:
        return Line("declared", "", "", at, at, at, mark, weight, "")

    lines = (line(Mark.IN_TIME, 3), line(Mark.LATE, 2), line(Mark.MISSED, 1), line(Mark.OPEN, 9))
    assert Score(at, lines).share == pytest.approx(4 / 6)


def test_the_score_is_handed_out_as_table_and_plain_and_both_say_drill(
    play: Play, account: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(clock, "now", lambda: after(play, 17))
    play_until(play, after(play, 17), step=timedelta(minutes=30))
    client = Client()
    client.force_login(account("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    plain = client.get("/drill/score.json")
    assert plain["Content-Disposition"] == 'attachment; filename="DRILL-score.json"'
    told = plain.json()
    assert told["world"] == "drill"
    lines = score_of(play=play, at=after(play, 17)).lines
    assert [line["mark"] for line in told["lines"]] == [line.mark.value for line in lines]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/drill/score.xlsx").content))
    sheet = book.active
    assert "DRILL" in sheet.title
    assert "非实战" in sheet["A1"].value
    assert sheet.max_row == 5 + len(lines)
    page = client.get("/drill/").content.decode()
    assert all(line.subject_zh in page for line in lines)


def test_writing_is_refused_and_a_stranger_is_sent_to_sign_in(play: Play, account: Any) -> None:
    client = Client()
    assert client.get("/drill/").status_code == 302
    client.force_login(account("province"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/drill/").status_code == 405
