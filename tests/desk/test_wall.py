"""The monitor wall: pressures and flows of sites come in, alarms rise, are taken, cleared and go by themselves."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from xlsxwriter import Workbook

from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models import Reading, SiteReading
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.desk.reporting.readings.sites import sites_named
from nuandong.desk.watch.actions.sites import call_again, clear_alarm, mark_site, take_alarm, weigh_sites
from nuandong.desk.watch.models import Expected, SiteAlarm
from nuandong.desk.watch.refusals import ActRefused
from nuandong.desk.worker import ERRANDS
from nuandong.gasday import begin_of, end_of, gas_day_of
from tests.desk.watch_day import read_site

pytestmark = pytest.mark.django_db
GATE = "gate-149101"


@pytest.fixture
def morning(season: Season) -> datetime:
    """Ten minutes to nine on the morning after the season's gas day."""
    return end_of(season.default_gas_day) + timedelta(minutes=50)


def open_alarms(site: str = "") -> list[tuple[str, str]]:
    rows = SiteAlarm.objects.filter(cleared_at__isnull=True, **({"site": site} if site else {}))
    return sorted(rows.values_list("site", "kind"))


def sign_in(account: Any, role: str) -> Client:
    client = Client()
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


# ---- readings of sites -----------------------------------------------------------------------------------------


def test_a_line_may_tell_volume_and_pressure_of_a_point_and_both_are_kept(morning: datetime) -> None:
    filed = read_site("p-glass", at=morning, volume=2.5, pressure=0.22)
    assert not filed.findings
    assert Reading.objects.get().amount == 2.5
    kept = SiteReading.objects.get()
    assert (kept.site_kind, kept.site, kept.amount, kept.pressure) == ("point", "p-glass", None, 0.22)
    assert kept.region_id == "149101"
    assert kept.organisation_id == "u-glass"


def test_gates_stores_and_transfers_are_read_by_the_same_sheet(morning: datetime) -> None:
    assert not read_site(GATE, at=morning, volume=9.0, pressure=0.6).findings
    assert not read_site("tank-jia", at=morning, volume=1.0).findings
    kinds = SiteReading.objects.order_by("id").values_list("site_kind", "amount", "pressure")
    assert list(kinds) == [("gate", 9.0, 0.6), ("store", 1.0, None)]
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        pytest.param({"pressure": "250"}, "pressure.impossible", id="kilopascals"),
        pytest.param({"pressure": "-0.1"}, "pressure.negative", id="a-vacuum"),
        pytest.param({"pressure": "高"}, "pressure.unread", id="no-number"),
        pytest.param({"volume": "900000"}, "site.high", id="cubic-metres-at-a-gate"),
        pytest.param({}, "volume.missing", id="nothing-told"),
    ],
)
def test_a_faulty_line_of_a_site_is_told_with_its_column_and_nothing_is_kept(
    cells: dict[str, str], code: str, morning: datetime
) -> None:
    filed = read_site(GATE, at=morning, **cells)
    assert [one.code for one in filed.findings.errors] == [f"reading.{code}"]
    assert filed.findings.errors[0].place.row == 2
    assert not SiteReading.objects.exists()


def test_a_pressure_of_kilopascals_is_cured_in_words(morning: datetime) -> None:
    (finding,) = read_site("p-glass", at=morning, volume=2.0, pressure=250).findings.errors
    assert "0.25" in finding.wanted_zh
    assert not Reading.objects.exists(), "a line is filed whole or not at all"


def test_the_same_again_keeps_nothing_and_another_value_corrects(morning: datetime) -> None:
    read_site(GATE, at=morning, pressure=0.6)
    assert read_site(GATE, at=morning + timedelta(minutes=1), pressure=0.6).unchanged == 1
    assert read_site(GATE, at=morning + timedelta(minutes=2), pressure=0.5).corrected == 1
    assert SiteReading.objects.count() == 2


def test_a_company_reads_its_own_point_only_and_is_marked(morning: datetime, account: Any) -> None:
    own = read_site("p-glass", at=morning, pressure=0.2, by=account("company"))
    assert own.of_sites[0].filed_by_subject_of_cut
    for foreign in ("p-steel", GATE, "tank-jia"):
        refused = read_site(foreign, at=morning, pressure=0.2, by=account("company"))
        assert [one.code for one in refused.findings.errors] == ["reading.point.unknown"]


def test_what_a_site_said_cannot_be_changed_and_the_ledger_would_tell(morning: datetime) -> None:
    read_site(GATE, at=morning, pressure=0.6)
    with pytest.raises(DatabaseError), transaction.atomic():
        SiteReading.objects.update(pressure=0.9)
    assert not verify().alterations
    SiteReading.objects.all().delete()
    assert verify().alterations


def test_a_workbook_of_readings_is_read_like_any_sheet(
    morning: datetime, account: Any, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    day = gas_day_of(morning) - timedelta(days=1)
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["计量点", "起", "止", "气量(万m³)", "压力(MPa)"])
    stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for row, (code, volume, pressure) in enumerate([("p-glass", 2.5, 0.21), (GATE, 9.0, 0.55)], start=1):
        page.write_string(row, 0, code)
        for column, instant in ((1, begin_of(day)), (2, end_of(day))):
            page.write_datetime(row, column, instant.replace(tzinfo=None), stamp)
        page.write_number(row, 3, volume)
        page.write_number(row, 4, pressure)
    book.close()
    client, written.name = sign_in(account, "province"), "readings.xlsx"
    written.seek(0)
    shown = client.post("/readings/file/", {"sheet": written})
    assert shown.status_code == 200
    text = shown.context["form"]["lines"].value()
    assert "p-glass" in text
    client.post("/readings/file/", {"lines": text, "file": "1"})
    assert Reading.objects.get().amount == 2.5
    assert sorted(SiteReading.objects.values_list("site", "pressure")) == [(GATE, 0.55), ("p-glass", 0.21)]


def test_a_file_that_only_looks_like_a_workbook_is_refused_in_words(season: Season, account: Any) -> None:
    broken = io.BytesIO(b"PK\x03\x04 this is none")
    broken.name = "readings.xlsx"
    page = sign_in(account, "province").post("/readings/file/", {"sheet": broken})
    assert page.status_code == 200
    assert "xlsx" in page.content.decode()


# ---- alarms ----------------------------------------------------------------------------------------------------


def test_a_pressure_below_the_policys_least_raises_an_alarm_once(morning: datetime) -> None:
    read_site(GATE, at=morning, pressure=0.39)
    read_site("p-glass", at=morning, pressure=0.1)
    assert weigh_sites(at=morning).raised == 1
    assert weigh_sites(at=morning + timedelta(minutes=5)).standing == 1
    assert open_alarms() == [(GATE, "pressure")]
    assert Entry.objects.filter(act="raise_site_alarm").count() == 1


def test_an_alarm_goes_by_itself_when_the_pressure_is_back(morning: datetime) -> None:
    read_site(GATE, at=morning, pressure=0.2)
    weigh_sites(at=morning)
    later = morning + timedelta(hours=1)
    span = {"from": morning.isoformat(), "to": later.isoformat()}
    file_readings(rows=[{"point": GATE, **span, "pressure": 0.6}], by=None, at=later, source="desk")
    assert weigh_sites(at=later).ceased == 1
    gone = SiteAlarm.objects.get()
    assert gone.cleared_at == later
    assert gone.cleared_by is None


def test_a_site_may_have_a_limit_of_its_own_and_a_company_cannot_set_it(
    morning: datetime, account: Any
) -> None:
    read_site("p-glass", at=morning, pressure=0.15)
    assert weigh_sites(at=morning).raised == 0
    site = sites_named(["p-glass"], None)["p-glass"]
    with pytest.raises(ActRefused):
        mark_site(
            site=site,
            least_pressure=0.0,
            is_coal_to_gas=False,
            reason="本厂不需要",
            by=account("company"),
            at=morning,
        )
    mark_site(
        site=site,
        least_pressure=0.2,
        is_coal_to_gas=True,
        reason="窑炉要求",
        by=account("county"),
        at=morning,
    )
    assert weigh_sites(at=morning).raised == 1


def test_use_twenty_per_cent_off_the_forecast_is_an_alarm_and_just_twenty_is_none(morning: datetime) -> None:
    day = gas_day_of(morning) - timedelta(days=1)
    run = assess_day(gas_day=day, as_of=begin_of(day), by=None, clock=lambda: begin_of(day))
    weigh_sites(at=morning)
    read_site("p-glass", at=morning, volume=3.0)
    weigh_sites(at=morning)
    forecast = Expected.objects.get(site="p-glass", gas_day=day)
    assert forecast.run == run
    read_site("p-glass", at=morning + timedelta(minutes=1), volume=forecast.flow * 1.2)
    weigh_sites(at=morning + timedelta(minutes=1))
    assert open_alarms("p-glass") == []
    read_site("p-glass", at=morning + timedelta(minutes=2), volume=forecast.flow * 1.21)
    weigh_sites(at=morning + timedelta(minutes=2))
    assert open_alarms("p-glass") == [("p-glass", "use")]
    assert SiteAlarm.objects.get(site="p-glass", cleared_at=None).found == pytest.approx(0.21, abs=1e-5)


def test_a_meter_that_is_not_heard_of_for_more_than_a_day_and_two_hours_is_silent(morning: datetime) -> None:
    read_site("p-glass", at=morning, volume=2.0)
    ends = end_of(gas_day_of(morning) - timedelta(days=1))
    assert weigh_sites(at=ends + timedelta(hours=26)).raised == 0
    assert weigh_sites(at=ends + timedelta(hours=26, minutes=1)).raised == 1
    assert open_alarms() == [("p-glass", "silent")]


def test_an_alarm_is_taken_and_cleared_with_a_word_and_does_not_come_back_upon_the_same_reading(
    morning: datetime, account: Any
) -> None:
    read_site(GATE, at=morning, pressure=0.2)
    weigh_sites(at=morning)
    alarm = SiteAlarm.objects.get()
    county = account("county")
    take_alarm(alarm=alarm, by=county, at=morning)
    with pytest.raises(ActRefused):
        clear_alarm(alarm=alarm, words=" ", by=county, at=morning)
    clear_alarm(alarm=alarm, words="调压箱冻堵，已处置", by=county, at=morning + timedelta(minutes=20))
    assert weigh_sites(at=morning + timedelta(minutes=30)).raised == 0
    told = Entry.objects.filter(subject_kind="site_alarm").order_by("sequence").values_list("act", flat=True)
    assert list(told) == ["raise_site_alarm", "take_site_alarm", "clear_site_alarm"]
    with pytest.raises(ActRefused):
        take_alarm(alarm=alarm, by=county, at=morning)


def test_nobody_takes_an_alarm_of_another_place(morning: datetime, account: Any) -> None:
    read_site("gate-149201", at=morning, pressure=0.2)
    weigh_sites(at=morning)
    for role in ("county", "city", "company", "auditor"):
        with pytest.raises(ActRefused):
            take_alarm(alarm=SiteAlarm.objects.get(), by=account(role), at=morning)


def test_readings_call_the_worker_and_it_comes_back_by_itself(morning: datetime) -> None:
    read_site(GATE, at=morning, pressure=0.2)
    (letter,) = Letter.objects.filter(errand="watch_sites")
    ERRANDS["watch_sites"](letter.facts, morning)
    assert open_alarms() == [(GATE, "pressure")]
    call_again(at=morning)
    again = Letter.objects.filter(errand="watch_sites").exclude(pk=letter.pk)
    assert [one.not_before > morning for one in again] == [True]


# ---- pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_wall_stands_worst_first_and_says_who_sees_to_it(
    language: str, morning: datetime, account: Any, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    read_site("p-steel", at=morning, pressure=0.3)
    read_site(GATE, at=morning, pressure=0.2)
    read_site("p-glass", at=morning, pressure=0.02)
    weigh_sites(at=morning)
    client = sign_in(account, "county")
    client.cookies["nuandong_language"] = language
    page = client.get("/wall/")
    assert page.status_code == 200
    order = [tile.row.site.code for tile in (*page.context["alarmed"], *page.context["quiet"])]
    assert order == ["p-glass", GATE, "p-steel"]
    assert page.context["unowned"] == 2
    alarm = SiteAlarm.objects.get(site=GATE)
    client.post(f"/wall-alarms/{alarm.pk}/take/", {"back": "wall"})
    text = client.get("/wall/").content.decode()
    assert ("county 处置" in text) if language == "zh-hans" else ("county sees to it" in text)
    part = client.get("/wall/?show=gates", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="wall"')
    assert "p-glass" not in part


def test_a_company_sees_its_own_site_alone(morning: datetime, account: Any, settings: Any) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    for code in (GATE, "p-glass", "p-steel"):
        read_site(code, at=morning, pressure=0.05)
    weigh_sites(at=morning)
    client = sign_in(account, "company")
    page = client.get("/wall/")
    assert [tile.row.site.code for tile in page.context["alarmed"]] == ["p-glass"]
    assert client.get(f"/wall/gate/{GATE}/").status_code == 404
    assert client.get("/wall/point/p-steel/").status_code == 404
    assert "p-steel" not in client.get("/wall/wall.csv").content.decode()
    other = SiteAlarm.objects.get(site="p-steel")
    assert client.post(f"/wall-alarms/{other.pk}/clear/", {"words": "没有的事情"}).status_code == 404


def test_clearing_without_words_keeps_the_alarm_and_says_so_beside_the_field(
    morning: datetime, account: Any, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    read_site(GATE, at=morning, pressure=0.2)
    weigh_sites(at=morning)
    alarm, client = SiteAlarm.objects.get(), sign_in(account, "province")
    page = client.post(f"/wall-alarms/{alarm.pk}/clear/", {"words": "好"})
    assert page.context["clear_form"].errors["words"]
    assert 'value="好"' in page.content.decode()
    assert client.post(f"/wall-alarms/{alarm.pk}/clear/", {"words": "已处置" * 2}).status_code == 302
    assert "已处置已处置" in client.get(f"/wall/gate/{GATE}/").content.decode()


def test_a_limit_is_set_on_the_page_of_the_site_and_faults_stand_beside_their_fields(
    morning: datetime, account: Any, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    client = sign_in(account, "county")
    page = client.post(f"/wall/gate/{GATE}/", {"least_pressure": "300", "reason": ""})
    assert set(page.context["form"].errors) == {"least_pressure", "reason"}
    done = client.post(
        f"/wall/gate/{GATE}/", {"least_pressure": "0.3", "reason": "门站设计压力", "is_coal_to_gas": "on"}
    )
    assert done.status_code == 302
    later = morning + timedelta(minutes=1)  # the desk's clock runs while the page is asked for
    read_site(GATE, at=morning, pressure=0.35)
    assert weigh_sites(at=later).raised == 0
    assert client.get("/wall/?show=coal_to_gas").context["page"].paginator.count == 1
