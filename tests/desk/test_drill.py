"""A drill is played from its script alone: the same every time, at every speed, by the desk's ordinary ways in."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from nuandong.assess.case import Case
from nuandong.desk.directory.models import ArcLimit
from nuandong.desk.drill.actions import NotOfThisCase, begin_play, happen
from nuandong.desk.drill.casting import NoSuchUnit
from nuandong.desk.drill.models import Happening, Play
from nuandong.desk.drill.script import EventKind, ScriptRefused, read_script
from nuandong.desk.drill_build import as_drill
from nuandong.desk.frame.world import OnlyInADrill
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.outlook.actions import import_case
from nuandong.desk.outlook.cases import day_case
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models import Channel, Nomination, ReportFigure, ReportVersion, WeatherValue
from nuandong.vocabulary import WeatherKind
from tests.desk.drills import TINY_SCRIPT, become_a_drill, play_until
from tests.desk.roles import COUNTY, OTHER_COUNTY

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FIRST_MORNING = date(2023, 12, 19)  # the gas day that ends in the drill's first night


@pytest.fixture
def season(db: None, tiny: Case) -> Season:
    """The tiny case, made ready to be played."""
    return import_case(case=as_drill(tiny), by=None, at=tiny.settings.decided_at)


@pytest.fixture
def play(season: Season, at: datetime, settings: Any) -> Play:
    become_a_drill(settings)
    return begin_play(script=read_script(TINY_SCRIPT), by=None, at=at)


@pytest.mark.django_db
def test_what_is_to_happen_is_written_down_at_the_beginning_with_a_letter_each(play: Play) -> None:
    happenings = list(play.happenings.all())
    assert [one.place for one in happenings] == sorted(one.place for one in happenings)
    letters = Letter.objects.filter(errand="drill_event")
    assert letters.count() == len(happenings)
    assert {letter.not_before for letter in letters} == {one.at for one in happenings}
    assert all(one.at <= play.ends_at for one in happenings)
    assert Entry.objects.filter(act="begin_drill").count() == 1


@pytest.mark.django_db
def test_nothing_happens_before_its_time(play: Play) -> None:
    play_until(play, play.begins_at + timedelta(minutes=9), step=timedelta(minutes=1))
    assert not Happening.objects.filter(played_at__isnull=False).exists()


@pytest.mark.django_db
def test_a_colder_forecast_is_known_from_its_instant_on_and_not_before(play: Play) -> None:
    day, told = play.begins_at.date() + timedelta(days=1), play.begins_at + timedelta(minutes=10)
    before = _temperature(day, told)
    play_until(play, told, step=timedelta(minutes=5))
    row = WeatherValue.objects.get(area="jia", gas_day=day, kind=WeatherKind.FORECAST, issue_at=told)
    assert row.mean_temperature == pytest.approx(before - 6.0, abs=0.01)


def _temperature(day: date, at: datetime) -> float:
    told = WeatherValue.objects.filter(area="jia", gas_day=day).exclude(kind=WeatherKind.NORMAL)
    return float(told.order_by("-issue_at").values_list("mean_temperature", flat=True)[0])


@pytest.mark.django_db
def test_a_pipe_and_a_source_give_their_share_for_their_days(play: Play) -> None:
    day = play.begins_at.date() + timedelta(days=1)
    before = Nomination.objects.filter(contract="c-trunk", gas_day=day).latest("revision")
    play_until(play, play.begins_at + timedelta(hours=1), step=timedelta(minutes=10))
    limit = ArcLimit.objects.get(arc="pipe-2", share=0.5, begins=day)
    assert (limit.ends, limit.known_at) == (day + timedelta(days=1), play.begins_at + timedelta(minutes=30))
    after = Nomination.objects.filter(contract="c-trunk", gas_day=day).latest("revision")
    assert after.revision == before.revision + 1
    assert float(after.flow) == pytest.approx(0.8 * float(before.flow))
    assert after.filed_at == play.begins_at + timedelta(hours=1)


@pytest.mark.django_db
def test_counties_file_by_the_ordinary_gate_and_those_with_a_part_play_it(play: Play) -> None:
    play_until(play, play.begins_at + timedelta(hours=18), step=timedelta(minutes=10))
    versions = ReportVersion.objects.filter(report__gas_day=FIRST_MORNING, channel=Channel.API)
    filed = {version.report.unit_id: version for version in versions.select_related("report")}
    assert "149102" in filed
    assert filed["149102"].is_late
    assert not filed[COUNTY].is_late
    assert OTHER_COUNTY not in filed  # silent
    assert Entry.objects.filter(act="file_report", subject_id__contains=f"/{FIRST_MORNING}/").count() == len(
        filed
    )
    outcomes = [one.outcome for one in Happening.objects.filter(kind=EventKind.REPORTS)]
    assert all(not outcome.get("refused") for outcome in outcomes)


@pytest.mark.django_db
def test_a_false_report_is_false_by_its_factor_and_once_only(
    season: Season, at: datetime, settings: Any
) -> None:
    become_a_drill(settings)
    totals = {}
    for factor in ("0.9", "1.0"):
        script = read_script(TINY_SCRIPT.replace("false_factor = 0.9", f"false_factor = {factor}"))
        totals[factor] = _filed_total(begin_play(script=script, by=None, at=at))
    assert totals["0.9"][0] == pytest.approx(0.9 * totals["1.0"][0], rel=0.001)


def _filed_total(play: Play) -> list[float]:
    play_until(play, play.begins_at + timedelta(hours=17), step=timedelta(minutes=10))
    newest = ReportVersion.objects.filter(report__unit__code=COUNTY, report__gas_day=FIRST_MORNING).latest(
        "number"
    )
    amounts = ReportFigure.objects.filter(version=newest, consumer_class__isnull=False).values_list(
        "amount", flat=True
    )
    return [sum(float(amount) for amount in amounts)]


@pytest.mark.django_db
def test_the_same_script_leaves_the_same_case_at_every_speed(
    season: Season, at: datetime, settings: Any
) -> None:
    become_a_drill(settings)
    slowly, in_leaps = (_case_left(at, timedelta(minutes=minutes)) for minutes in (7, 47))
    assert slowly == in_leaps


def _case_left(at: datetime, step: timedelta) -> str:
    """Hash of the case that a playing leaves after twenty hours; the playing itself is taken back."""
    with transaction.atomic():
        play = begin_play(script=read_script(TINY_SCRIPT), by=None, at=at)
        play_until(play, at + timedelta(hours=21), step=step)
        assert play.happenings.filter(kind=EventKind.REPORTS, played_at__isnull=False).count() >= 3
        left = day_case(date(2023, 12, 21), at + timedelta(hours=20)).input_hash
        transaction.set_rollback(True)
    return left


@pytest.mark.django_db
def test_another_seed_is_another_morning(season: Season, at: datetime, settings: Any) -> None:
    become_a_drill(settings)
    free = TINY_SCRIPT.replace('late = ["149102"]', "late = 1").replace('silent = ["149201"]', "silent = 1")
    casts = set()
    for seed in range(1, 8):
        play = begin_play(script=read_script(free.replace("seed = 11", f"seed = {seed}")), by=None, at=at)
        casts.add(str([one.facts for one in play.happenings.filter(kind=EventKind.REPORTS)]))
    assert len(casts) > 1


@pytest.mark.django_db
def test_a_thing_happens_once_however_often_its_letter_is_taken_up(play: Play) -> None:
    one = play.happenings.get(kind=EventKind.WEATHER)
    happen(happening=one, at=one.at)
    happen(happening=one, at=one.at + timedelta(minutes=5))
    assert Entry.objects.filter(act="drill_event").count() == 1
    assert WeatherValue.objects.filter(area="jia", issue_at=one.at).count() == 3


@pytest.mark.django_db
def test_a_desk_at_work_begins_no_drill_and_lets_nothing_happen(
    play: Play, at: datetime, settings: Any
) -> None:
    settings.IS_DRILL = False
    with pytest.raises(OnlyInADrill):
        begin_play(script=read_script(TINY_SCRIPT), by=None, at=at)
    with pytest.raises(OnlyInADrill):
        happen(happening=play.happenings.all()[0], at=at)
    assert not Happening.objects.filter(played_at__isnull=False).exists()


@pytest.mark.django_db
def test_a_script_of_another_case_is_refused_with_every_name(
    season: Season, at: datetime, settings: Any
) -> None:
    become_a_drill(settings)
    wrong = TINY_SCRIPT.replace('arc = "pipe-2"', 'arc = "pipe-9"').replace('"trunk-north"', '"trunk-west"')
    with pytest.raises(NotOfThisCase) as refused:
        begin_play(script=read_script(wrong), by=None, at=at)
    assert refused.value.names == ("pipe-9", "trunk-west")
    with pytest.raises(NoSuchUnit):
        begin_play(script=read_script(TINY_SCRIPT.replace('["149102"]', '["149999"]')), by=None, at=at)
    assert not Play.objects.exists()


def test_a_script_with_faults_is_refused_with_all_of_them_at_once() -> None:
    wrong = TINY_SCRIPT.replace("falls_k = 6.0", 'falls_k = "six"').replace("share = 0.5", "share = 1.5")
    wrong = wrong.replace('after = "2:00"', 'after = "2 pm"').replace("seed = 11", "sede = 11")
    with pytest.raises(ScriptRefused) as refused:
        read_script(wrong, file="wave.toml")
    places = {finding.place.column for finding in refused.value.findings.errors}
    assert places == {"drill.sede", "weather[1].falls_k", "arc[1].share", "incident[1].after"}
    assert all(finding.wanted_zh and finding.wanted_en for finding in refused.value.findings.errors)


@pytest.mark.parametrize("file", sorted((EXAMPLES / "drills").glob("*.toml")), ids=lambda file: file.stem)
def test_shipped_scripts_are_read_and_fit_the_sample_province(file: Path) -> None:
    script = read_script(file.read_text(encoding="utf-8"), file=file.name)
    told = {
        name: (EXAMPLES / "shanxi" / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("arcs", "sources", "regions")
    }
    for scene in script.scenes:
        for table, key in (("arcs", "arc"), ("sources", "source"), ("regions", "region")):
            if key in scene.facts:
                assert f"\n{scene.facts[key]}," in told[table], scene.facts[key]


@pytest.mark.django_db
def test_players_see_what_happened_and_the_auditor_what_is_to_come(play: Play, account: Any) -> None:
    play_until(play, play.begins_at + timedelta(minutes=15), step=timedelta(minutes=5))
    pages = {role: _page(account(role)) for role in ("province", "auditor")}
    assert all("再降 6 ℃" in page for page in pages.values())
    assert "乙川县来电" not in pages["province"]
    assert "乙川县来电" in pages["auditor"]


@pytest.mark.django_db
def test_a_county_sees_the_weather_and_its_own_calls_but_no_score(play: Play, account: Any) -> None:
    play_until(play, play.begins_at + timedelta(hours=3), step=timedelta(minutes=10))
    page = _page(account("county"))
    assert "再降 6 ℃" in page
    assert not [words for words in ("南气线", "乙川县来电", "score.xlsx", "149201") if words in page]
    assert _client(account("county")).get("/drill/score.json").status_code == 404


def _client(account: Any) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(account: Any) -> str:
    response = _client(account).get("/drill/")
    assert response.status_code == 200
    return response.content.decode()
