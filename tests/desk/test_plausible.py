"""The gate holds a report against what is usual for its unit, and names every fault at once."""

import time
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.fields import asked_of, report_fields
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import ReportVersion
from nuandong.desk.reporting.usual import Usual, classes_of, usual_of
from nuandong.gasday import CHINA
from nuandong.vocabulary import ConsumerClass
from tests.desk.roles import COUNTY

DAY = date(2023, 12, 18)
MORNING = datetime(2023, 12, 19, 9, 0, tzinfo=CHINA)
WHOLE = {"use_c2g": "10", "use_res_cook": "4", "actual_supply": "14"}
USUAL = Usual(
    {"use_c2g": 10.0, "use_res_cook": 4.0, "actual_supply": 14.0, "storage_stock": 40.0},
    capacity=60.0,
    season=(date(2023, 11, 1), date(2024, 3, 31)),
)


def form(cells: dict[str, str], *, usual: Usual = USUAL, at: datetime = MORNING) -> ReportForm:
    handed = ReportForm({"gas_day": DAY.isoformat(), **cells}, unit=COUNTY, at=at, usual=usual)
    handed.is_valid()
    return handed


def faults(handed: ReportForm) -> set[tuple[str, str]]:
    return {(finding.code, finding.place.column) for finding in handed.findings.errors}


def test_a_usual_report_passes() -> None:
    handed = form({**WHOLE, "storage_stock": "60", "mean_temperature": "-45", "min_temperature": "-45"})
    assert handed.findings.errors == ()
    assert handed.filing is not None


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        pytest.param({**WHOLE, "use_res_cook": "400"}, "report.unit", "use_res_cook", id="hundred-times"),
        pytest.param({**WHOLE, "use_c2g": "0.1"}, "report.unit", "use_c2g", id="a-hundredth"),
        pytest.param({**WHOLE, "actual_supply": "1400"}, "report.unit", "actual_supply", id="supply"),
        pytest.param({**WHOLE, "mean_temperature": "45.1"}, "report.temperature.absurd", "mean_temperature", id="hot"),
        pytest.param({**WHOLE, "min_temperature": "-45.1"}, "report.temperature.absurd", "min_temperature", id="cold"),
        pytest.param({**WHOLE, "storage_stock": "60.1"}, "report.stock.above_capacity", "storage_stock", id="stock"),
        pytest.param({"use_c2g": "10", "use_res_cook": "4"}, "report.supply.missing", "actual_supply", id="no-supply"),
        pytest.param({"complaints": "0"}, "report.supply.missing", "actual_supply", id="only-a-count"),
        pytest.param({"nothing_to_report": "on"}, "report.zero.unlikely", "note", id="zero-by-a-user"),
        pytest.param({"nothing_to_report": "on", "note": "ok"}, "report.zero.unlikely", "note", id="zero-no-reason"),
        pytest.param({**WHOLE, "gas_day": "2023-10-31"}, "report.gas_day.outside_season", "gas_day", id="october"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_both_languages(
    cells: dict[str, str], code: str, column: str
) -> None:
    handed = form(cells)
    assert (code, column) in faults(handed)
    assert handed.filing is None
    finding = next(finding for finding in handed.findings if finding.code == code)
    assert finding.wanted_zh
    assert finding.wanted_en


def test_a_slip_of_unit_is_named_with_value_usual_value_and_cure() -> None:
    finding = next(
        found for found in form({**WHOLE, "use_c2g": "100000"}).findings if found.code == "report.unit"
    )
    for words in (finding.wanted_zh, finding.wanted_en):
        assert "100000" in words or "1e+05" in words
        assert "10" in words
        assert "m3" in words or "m³" in words
    assert "应为 10" in finding.wanted_zh


def test_a_reasoned_zero_report_passes() -> None:
    assert form({"nothing_to_report": "on", "note": "停产检修"}).filing is not None


def test_faults_of_every_kind_are_named_at_once() -> None:
    handed = form({"use_c2g": "x", "use_res_cook": "4000", "mean_temperature": "99", "storage_stock": "61",
                   "min_temperature": "-46", "gas_day": "2023-10-01"})  # fmt: skip
    assert {column for _, column in faults(handed)} == {
        "use_c2g", "use_res_cook", "mean_temperature", "storage_stock", "min_temperature", "gas_day", "actual_supply",
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_usual_is_read_from_the_last_days_the_stores_and_the_season(season: Season) -> None:
    unit = ReportingUnit.objects.get(code=COUNTY)
    usual = usual_of(unit=unit, gas_day=DAY, at=MORNING)
    assert usual.figures["use_res_cook"] == pytest.approx(4, rel=0.2)
    assert usual.season == (season.first_day, season.last_day)
    assert usual.capacity is None
    assert usual_of(unit=unit, gas_day=DAY, at=datetime(2023, 11, 1, tzinfo=CHINA)).figures == {}
    assert usual_of(unit=ReportingUnit.objects.get(code="149100"), gas_day=DAY, at=MORNING).capacity == 60


@pytest.mark.django_db
def test_a_works_is_asked_for_its_own_use_and_not_for_households(season: Season) -> None:
    works = ReportingUnit.objects.get(code="company:u-glass")
    own = classes_of(works)
    asked = asked_of(works.kind, own)
    assert own
    assert {name for name in asked if name.startswith("use_")} == {f"use_{word.lower()}" for word in own}
    assert ConsumerClass.RES_COOK not in own
    assert "actual_supply" in asked
    assert "households_short" not in asked
    assert asked_of("county", classes_of(ReportingUnit.objects.get(code=COUNTY))) == tuple(report_fields())


@pytest.mark.django_db
def test_the_page_refuses_what_is_not_usual_and_shows_a_works_its_own_fields(
    season: Season, account: Callable, client: Client, settings, at: datetime
) -> None:
    settings.CLOCK_FROM, settings.CLOCK_SET_AT = at.isoformat(), time.time()
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    unit = ReportingUnit.objects.get(code=COUNTY)
    before = ReportVersion.objects.count()
    page = client.post(f"/report/{unit.pk}/", {"gas_day": "2023-12-18", "complaints": "0"}).content.decode()
    assert "实际供气量未填" in page
    assert "煤改气" in page
    page = client.post(
        f"/report/{unit.pk}/", {"gas_day": "2023-12-18", "nothing_to_report": "on"}
    ).content.decode()
    assert "零报告请在备注中说明原因" in page
    assert ReportVersion.objects.count() == before
    client.force_login(account("company"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/report/{ReportingUnit.objects.get(code='company:u-glass').pk}/").content.decode()
    assert "居民炊事热水用气" not in page
    assert "实际供气量" in page
