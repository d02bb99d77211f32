"""Benches of the departments: each sees its own field, keeps its matters, and knows who is silent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from nuandong.desk.directory.models import Organisation, Region, ReportingUnit, Role
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.reporting.models import Channel, DailyReport, ReportVersion
from nuandong.desk.watch.actions.matters import (
    Asked,
    close_matter,
    note_matter,
    open_matter,
    reopen_matter,
)
from nuandong.desk.watch.bench.field import Field, field_of
from nuandong.desk.watch.bench.links import DayLink, links_of
from nuandong.desk.watch.models import Matter, MatterEntry
from nuandong.desk.watch.refusals import ActRefused
from nuandong.gasday import end_of, gas_day_of
from tests.desk.order_day import declare, drafted, issued, open_account
from tests.desk.roles import COUNTY
from tests.desk.watch_day import department_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning(season: Any) -> datetime:
    return end_of(season.default_gas_day) + timedelta(minutes=50)


def sign_in(who: Any) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def field(who: Any, department: str, at: datetime) -> Field:
    found = field_of(who, department, day=gas_day_of(at))
    assert found is not None
    return found


def asked(at: datetime, *, title: str = "提高焦炉煤气上网量", days: int = 2, code: str = COUNTY) -> Asked:
    return Asked("coke_oven", title, Region.objects.get(code=code), gas_day_of(at) + timedelta(days=days))


# ---- whose field it is -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "department", "users"),
    [
        ("工信", "industry", {"u-glass", "u-steel", "u-mill", "u-methanol"}),
        ("能源", "energy", {"u-lng"}),
        ("省自然资源厅", "resources", set()),
        ("省住房和城乡建设厅", "housing", set()),
    ],
)
def test_a_department_sees_its_own_users_and_no_other_departments_bench(
    name: str, department: str, users: set[str], morning: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    who = department_account(name, at=morning)
    assert set(field(who, department, morning).users().values_list("code", flat=True)) == users
    client = sign_in(who)
    assert client.get("/benches/").headers["Location"] == f"/benches/{department}/"
    for other in {"industry", "housing", "resources", "energy"} - {department}:
        assert client.get(f"/benches/{other}/").status_code == 404
    text = client.get(f"/benches/{department}/").content.decode()
    names = {"u-steel": "示例钢铁厂", "u-lng": "示例液化厂"}
    for code, word in names.items():
        assert (word in text) is (code in users)


def test_a_citys_department_sees_the_users_of_its_city(morning: datetime) -> None:
    Organisation.objects.create(
        code="甲市工信局", name_zh="甲市工信局", kind="department", region_id="149100"
    )
    who = open_account("jia-gx", Role.DUTY_OFFICER, at=morning, organisation="甲市工信局")
    users = field(who, "industry", morning).users().values_list("code", flat=True)
    assert set(users) == {"u-glass", "u-steel", "u-mill"}
    assert not field(who, "industry", morning).places().filter(code="149201").exists()


@pytest.mark.parametrize(("role", "benches"), [("province", 4), ("city", 4), ("county", 4), ("company", 0)])
def test_who_sees_a_place_sees_its_benches_and_a_company_none(
    role: str, benches: int, morning: datetime, account: Any, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    page = sign_in(account(role)).get("/benches/")
    assert len(page.context["rows"]) == benches


# ---- matters ---------------------------------------------------------------------------------------------------


def test_a_matter_is_opened_noted_closed_with_a_result_and_every_word_is_in_the_ledger(
    morning: datetime,
) -> None:
    who = department_account("工信", at=morning)
    own = field(who, "industry", morning)
    matter = open_matter(field=own, asked=asked(morning), by=who, at=morning)
    note_matter(matter=matter, field=own, words="焦化厂答复周五增供", by=who, at=morning)
    with pytest.raises(ActRefused):
        close_matter(matter=matter, field=own, result="", by=who, at=morning)
    closed = close_matter(matter=matter, field=own, result="增供 3 万方，已上网", by=who, at=morning)
    assert closed.result == "增供 3 万方，已上网"
    with pytest.raises(ActRefused):
        note_matter(matter=matter, field=own, words="再记一笔", by=who, at=morning)
    reopen_matter(matter=matter, field=own, words="次日又停", by=who, at=morning)
    told = Entry.objects.filter(subject_kind="matter").order_by("sequence").values_list("act", flat=True)
    assert list(told) == ["matter_opened", "matter_noted", "matter_closed", "matter_reopened"]
    assert not verify().alterations
    with pytest.raises(DatabaseError), transaction.atomic():
        MatterEntry.objects.update(words="别的")
    MatterEntry.objects.filter(act="noted").delete()
    assert verify().alterations


@pytest.mark.parametrize(
    ("change", "at_field"), [({"title": " "}, "title"), ({"days": -1}, "due"), ({"code": "149201"}, "region")]
)
def test_a_matter_without_words_too_late_or_elsewhere_is_refused_at_its_field(
    change: dict[str, Any], at_field: str, morning: datetime, account: Any
) -> None:
    who = account("county")
    with pytest.raises(ActRefused) as refused:
        open_matter(field=field(who, "industry", morning), asked=asked(morning, **change), by=who, at=morning)
    assert refused.value.field == at_field
    assert not Matter.objects.exists()


def test_nobody_touches_a_matter_of_another_department(morning: datetime) -> None:
    who, other = department_account("工信", at=morning), department_account("能源", at=morning)
    own = field(who, "industry", morning)
    matter = open_matter(field=own, asked=asked(morning), by=who, at=morning)
    with pytest.raises(ActRefused):
        note_matter(
            matter=matter, field=field(other, "energy", morning), words="越界一笔", by=other, at=morning
        )
    assert sign_in(other).get(f"/matters/{matter.pk}/").status_code == 404


def test_a_company_that_is_to_do_it_sees_the_matter_and_may_not_close_it(
    morning: datetime, account: Any, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    who = department_account("工信", at=morning)
    own = field(who, "industry", morning)
    glass = Organisation.objects.get(code="u-glass")
    one = Asked("guiding", "指导错峰", Region.objects.get(code=COUNTY), gas_day_of(morning), glass)
    matter = open_matter(field=own, asked=one, by=who, at=morning)
    client = sign_in(account("company"))
    assert client.get(f"/matters/{matter.pk}/").status_code == 200
    assert client.post(f"/matters/{matter.pk}/", {"words": "已经完成", "close": "1"}).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_bench_takes_a_matter_in_hand_and_reminds_of_it_when_it_is_due(
    language: str, morning: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = morning.isoformat()
    client = sign_in(department_account("工信", at=morning))
    client.cookies["nuandong_language"] = language
    typed = {"kind": "coke_oven", "title": "提高上网量", "region": COUNTY, "due": "", "words": "请核实富余量"}
    page = client.post("/benches/industry/", typed)
    assert set(page.context["form"].errors) == {"due"}
    assert "请核实富余量" in page.content.decode()
    done = client.post("/benches/industry/", {**typed, "due": gas_day_of(morning).isoformat()})
    matter = Matter.objects.get()
    assert done.headers["Location"] == f"/matters/{matter.pk}/"
    assert "提高上网量" in client.get("/duties/").content.decode()
    client.post(f"/matters/{matter.pk}/", {"words": "已增供三万方", "close": "1"})
    assert "提高上网量" not in client.get("/duties/").content.decode()
    assert "已增供三万方" in client.get("/benches/industry/").content.decode()


# ---- links and orders ------------------------------------------------------------------------------------------


def test_a_producer_that_does_not_report_is_silent_once_the_hour_has_passed(morning: datetime) -> None:
    who = department_account("省自然资源厅", at=morning)
    companies = field(who, "resources", morning).companies()
    producer = companies.get(name_zh="南气田公司（虚构）")
    unit = ReportingUnit.objects.get(organisation=producer)
    day = gas_day_of(morning) - timedelta(days=1)
    for back, is_late in ((1, False), (2, True)):
        report = DailyReport.objects.get_or_create(unit=unit, gas_day=day - timedelta(days=back))[0]
        report.versions.all().delete()
        ReportVersion.objects.create(
            report=report,
            number=1,
            filed_at=morning - timedelta(days=back),
            channel=Channel.FORM,
            is_late=is_late,
        )
    DailyReport.objects.filter(unit=unit, gas_day=day).delete()

    def link(at: datetime) -> Any:
        return next(one for one in links_of(companies=companies, at=at) if one.company == producer)

    assert [state for _day, state in link(morning).days[-3:]] == [
        DayLink.LATE,
        DayLink.FILED,
        DayLink.AWAITED,
    ]
    assert not link(morning).is_silent
    late = link(morning + timedelta(minutes=11))
    assert late.days[-1][1] is DayLink.MISSING
    assert late.silent_days == 1
    assert late.last_at == morning - timedelta(days=1)


def test_silent_producers_stand_first_on_the_bench_and_in_its_table(morning: datetime, settings: Any) -> None:
    settings.CLOCK_FROM = (morning + timedelta(hours=1)).isoformat()
    client = sign_in(department_account("省自然资源厅", at=morning))
    page = client.get("/benches/resources/")
    assert page.context["links"][0].is_silent
    assert page.context["silent"] >= 1
    assert "南气田公司（虚构）" in client.get("/benches/resources/links.csv").content.decode()


def test_orders_that_touch_a_field_stand_on_its_bench_with_who_answered(
    season: Any, account: Any, at: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = at.isoformat()
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    officer = account("province")
    orders = drafted(run, officer=officer, at=at)
    declare("orange", run, officer=officer, at=at)
    for order in orders.values():
        issued(order, leader=account("leader"), officer=officer, at=at)
    industry = sign_in(department_account("工信", at=at)).get("/benches/industry/")
    (row,) = industry.context["orders"]
    assert row["order"].kind == "curtailment"
    assert (row["users"], row["answered"]) == (3, 0)
    assert row["relief"] == pytest.approx(sum(line.planned_relief for line in row["order"].lines.all()))
    energy = sign_in(department_account("能源", at=at)).get("/benches/energy/")
    assert [one["order"].kind for one in energy.context["orders"]] == ["plant_limit"]
    assert energy.context["uncertified"] == 1
