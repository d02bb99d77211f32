"""How likely a day is and how good its forecast: what the pages say, and to whom."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from nuandong.assess.plain import plain_of
from nuandong.desk.control_room.methods import method_marks
from nuandong.desk.control_room.quality_page import quality_page
from nuandong.desk.control_room.shown import chance_words
from nuandong.desk.control_room.tests.likely import likely_day, scores
from nuandong.desk.control_room.tests.pictures import AS_OF, GAS_DAY, orange_day
from nuandong.desk.control_room.tests.test_views import (  # noqa: F401 - fixtures
    CLERK_OF,
    DAY,
    NOT_HIS,
    keep,
    no_picture_of_another_test,
    places,
    signed_in,
)
from nuandong.desk.directory.models import Role
from nuandong.desk.ledger.models import Letter
from nuandong.desk.outlook.models import Run, RunState, Study, StudyKind
from nuandong.desk.outlook.studies.quality import _whole_answer
from nuandong.desk.outlook.studies.questions import quality_question
from nuandong.findings import Finding, Findings, Place, Severity

pytestmark = pytest.mark.django_db
PAGE = f"{DAY}forecast-quality/"


@pytest.fixture(autouse=True)
def no_answer_of_another_test() -> None:
    """Numbers of studies begin anew in every test."""
    _whole_answer.cache_clear()


@pytest.fixture
def run(places: None) -> Run:  # noqa: F811
    return keep(likely_day())


@pytest.fixture
def officer(run: Run) -> Client:
    return signed_in(Role.DUTY_OFFICER, "140000")


@pytest.fixture
def answered(run: Run) -> Study:
    """The scores, computed for the run."""
    return Study.objects.create(
        run=run, kind=StudyKind.QUALITY, question=quality_question(), requested_at=AS_OF, state=RunState.DONE,
        answer=plain_of(scores()), started_at=AS_OF, finished_at=AS_OF,
    )  # fmt: skip


def said(client: Client, address: str) -> str:
    """What a page says, percentages with ordinary spaces."""
    return client.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")


# ---- the day ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("zh-hans", ("缺口 40.0，出现概率 97 %；需求取 90 % 分位时为红色", "据此提议", "仅按气温 100.0 %")),
        ("en", ("Gap 40.0, probability 97 %; at 90 % demand it would be Red", "temperature only 100.0 %")),
    ],
)  # fmt: skip
def test_the_chance_of_a_gap_stands_beside_the_gap(
    officer: Client, language: str, wanted: tuple[str, ...]
) -> None:
    officer.cookies["nuandong_language"] = language
    text = said(officer, DAY)
    assert [words for words in wanted if words not in text] == []
    assert text.count('<svg class="drawn') == 2


def test_a_level_on_another_quantile_than_the_plan_is_said_beside_it(places: None) -> None:  # noqa: F811
    picture = likely_day()
    assert picture.likelihood is not None
    keep(replace(picture, likelihood=replace(picture.likelihood, proposed_on=0.9)))
    assert "等级按需求 90 % 分位提出；缺口、方案与压减仍按预测值" in said(
        signed_in(Role.DUTY_OFFICER, "140000"), DAY
    )


def test_a_run_stored_without_scenarios_still_shows_and_says_nothing_of_chances(places: None) -> None:  # noqa: F811
    keep(orange_day())
    client = signed_in(Role.DUTY_OFFICER, "140000")
    text = said(client, DAY)
    assert 'id="balance-title"' in text
    assert [words for words in ("likely-title", "出现概率", "出现缺口的概率") if words in text] == []
    assert client.get(f"{DAY}likely.csv").status_code == 404
    assert json.loads(client.get(f"{DAY}charts.json").content)["chance"] == [""] * 14
    assert client.get(PAGE).status_code == 200


def test_the_table_of_chances_can_be_taken_away(officer: Client) -> None:
    lines = list(csv.reader(io.StringIO(officer.get(f"{DAY}likely.csv").content.decode("utf-8-sig"))))
    assert len(lines) == 15
    assert lines[1][5:9] == ["40.0", "97 %", "橙色", "红色"]
    balance = list(csv.reader(io.StringIO(officer.get(f"{DAY}balance.csv").content.decode("utf-8-sig"))))
    assert balance[1][balance[0].index("出现缺口的概率")] == "97 %"


def test_chances_near_none_and_near_certain_are_said_only_as_that() -> None:
    assert [chance_words(share) for share in (0.0, 0.004, 0.25, 0.991, 1.0)] == [
        "< 1 %",
        "< 1 %",
        "25 %",
        "> 99 %",
        "> 99 %",
    ]


def test_only_counties_that_lean_on_a_fallback_are_marked(run: Run) -> None:
    with override("en"):
        assert method_marks(likely_day()) == {NOT_HIS: "temperature only 100.0 %"}
    assert method_marks(orange_day()) == {}


def test_a_county_gets_neither_demand_nor_methods_of_others(run: Run) -> None:
    clerk = signed_in(Role.CLERK, CLERK_OF)
    picture = json.loads(clerk.get(f"/run/{run.pk}/picture.json").content)
    assert picture["areas"]["area"] == ["140000", CLERK_OF]
    assert picture["forecast"]["county"] == [CLERK_OF]
    assert picture["likelihood"]["scenarios"] == 200  # the province's, for everybody


# ---- the page of the forecast's quality ------------------------------------------------------------------------


def test_the_page_tells_what_forecasts_of_the_weather_cost_or_that_none_were_stored(
    officer: Client, answered: Study
) -> None:
    assert "没有足够的预报气温存档" in said(officer, PAGE)
    province = replace(scores().areas[0], stored=np.array([[0.02, 0.031, 90.0], [0.03, 0.064, 88.0]]))
    told = replace(scores(), areas=(province, *scores().areas[1:]))
    answered.answer = plain_of(told)
    answered.save()
    _whole_answer.cache_clear()
    text = said(officer, PAGE)
    assert "误差由 3.0 % 变为 6.4 %" in text
    assert "预报气温" in text
    assert "3.1 %" in text


def test_what_the_doctor_doubts_in_the_past_stands_on_the_page_with_what_is_offered(places: None) -> None:  # noqa: F811
    slip = Finding("doctor.use.unit_slip", Place("use_history", column="heating"), "140581 2022-01-05", "除以 10",
                   "divide by 10", Severity.WARNING)  # fmt: skip
    picture = likely_day()
    run = keep(replace(picture, findings=picture.findings + Findings((slip,))))
    Study.objects.create(
        run=run, kind=StudyKind.QUALITY, question=quality_question(), requested_at=AS_OF, state=RunState.DONE,
        answer=plain_of(scores()), started_at=AS_OF, finished_at=AS_OF,
    )  # fmt: skip
    client = signed_in(Role.DUTY_OFFICER, "140000")
    text = said(client, PAGE)
    assert "除以 10" in text
    assert text.count('<span class="mark">') == 1, "other notes on the day are not about the past"
    assert "除以 10" not in said(client, f"{PAGE}?area={CLERK_OF}")


def test_the_page_asks_once_and_shows_what_was_answered(officer: Client, run: Run) -> None:
    assert "回测预报" in said(officer, PAGE)
    led_to = officer.post(PAGE).headers["Location"]
    study = Study.objects.get(kind=StudyKind.QUALITY)
    assert led_to == reverse("study", args=[study.pk])
    assert Letter.objects.filter(key=f"study:{study.pk}").exists()
    assert "progress" in said(officer, led_to)
    officer.post(PAGE)
    assert Study.objects.count() == 1
    assert reverse("study", args=[study.pk]) in said(officer, PAGE)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_part_of_the_page_has_its_statement_table_and_download(
    officer: Client, answered: Study, language: str
) -> None:
    officer.cookies["nuandong_language"] = language
    text = said(officer, PAGE)
    wanted = {
        "zh-hans": (
            "山西省：提前 1 天平均差 2.0 %", "小 20.0 %", "只涵盖 70.0 % 的日子", "最近一次 2022年12月21日",
            "涵盖 14 天中的 13 天", "所需软件包未安装", "全部县区合计：提前 1 天共 3,000 个县日", "已报 3 / 4",
        ),
        "en": (
            "Shanxi: off by 2.0 % a day ahead", "20.0 % less error", "held only 70.0 % of days", "forecasts too low",
            "13 of 14 days", "needs a package", "3,000 county-days", "Reported 3 / 4",
        ),
    }  # fmt: skip
    assert [words for words in wanted[language] if words not in text] == []
    for table in ("league", "calibration", "coverage", "temperature", "coldest", "drift", "ways", "methods"):
        answer = officer.get(f"{PAGE}{table}.csv")
        assert answer.status_code == 200
        assert len(answer.content.decode().splitlines()) > 2
    assert officer.get(f"{PAGE}secrets.csv").status_code == 404
    assert text.count('class="drawn wide"') == 4


def test_a_county_reads_the_province_and_itself_and_no_other(run: Run, answered: Study) -> None:
    clerk = signed_in(Role.CLERK, CLERK_OF)
    text = said(clerk, PAGE)
    assert "清徐县" in text
    assert [name for name in ("高平市", "晋城市", "太原市") if name in text] == []
    assert "提前 1 天平均差 7.0 %" in said(clerk, f"{PAGE}?area={CLERK_OF}")
    for address in (f"{PAGE}?area={NOT_HIS}", f"{PAGE}?area=140100", f"{PAGE}league.csv?area={NOT_HIS}"):
        assert clerk.get(address).status_code == 404
    assert NOT_HIS not in clerk.get(f"{PAGE}methods.csv").content.decode()
    assert clerk.post(PAGE).status_code == 403


def test_a_city_reads_its_counties_and_no_other_city(run: Run, answered: Study) -> None:
    city = signed_in(Role.DUTY_OFFICER, "140100")
    text = said(city, f"{PAGE}?area=140100")
    assert "太原市：提前 1 天平均差 5.0 %" in text
    assert "清徐县" in text
    assert "晋城市" not in text
    assert city.get(f"{PAGE}?area=140500").status_code == 404


def test_an_answer_serves_later_runs_and_none_that_knew_less(officer: Client, answered: Study) -> None:
    later = keep(likely_day())
    assert "山西省：提前 1 天" in said(officer, PAGE)
    assert "按本次推演所知重新回测" in said(officer, PAGE)
    Run.objects.filter(pk=later.pk).delete()
    answered.run.as_of = AS_OF.replace(year=2025)
    answered.run.save()
    earlier = keep(likely_day())
    Run.objects.filter(pk=answered.run_id).update(gas_day=GAS_DAY.replace(year=2025))
    assert earlier.as_of < answered.run.as_of
    assert "山西省：提前 1 天" not in said(officer, PAGE)


def test_a_study_that_is_done_leads_to_the_page_and_the_navigation_too(
    officer: Client, answered: Study
) -> None:
    assert officer.get(reverse("study", args=[answered.pk])).headers["Location"] == PAGE
    assert officer.get("/forecast-quality/?area=140100").headers["Location"] == f"{PAGE}?area=140100"
    assert f'href="{PAGE}"' in said(officer, DAY)


def test_an_area_without_a_scored_winter_day_says_so_in_words() -> None:
    found = scores()
    bare = replace(
        found.areas[0], count=np.zeros((2, 3), dtype=np.int64), error=np.full((5, 2, 3), np.nan), spell=None
    )
    with override("en"):
        page = quality_page(found, bare, found.areas)
    assert "no winter day could be scored" in page.headline
    assert [page.temperature_title, page.spell_title] == [
        "Too few cold days to score",
        "No cold week could be scored",
    ]
    assert page.league_title == "No peer ran beside the forecast"


def test_the_drawings_stay_on_their_paper() -> None:
    found = scores()
    with override("zh-hans"):
        page = quality_page(found, found.areas[0], found.areas)
    for pair in (
        page.calibration_drawings,
        page.temperature_drawings,
        page.spell_drawings,
        page.drift_drawings,
    ):
        for drawing in pair:
            for _look, x, y, _radius in drawing.dots:
                assert 0 <= float(x) <= drawing.width
                assert 0 <= float(y) <= drawing.height
    alarm = [word for word in page.drift_drawings[0].words if word.text == "▼"]
    assert len(alarm) == 1
