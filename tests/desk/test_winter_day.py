"""From a hundred and seventeen reports to a signed brief and a ledger that holds, as one day of the sample province."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from nuandong.casefile import read_case
from nuandong.desk.alerts.models import Proposal
from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.dispatch.models import Card, CardKind, Notice, Order, OrderState
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.actions import import_case
from nuandong.desk.outlook.models import Run
from tests.desk.day_people import FALSE_COUNTY, FORM_COUNTY, LATE_COUNTY
from tests.desk.winter_day import PLANNED, REPORTED, WinterDay, at, said

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "shanxi"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def day(db: None, monkeypatch: pytest.MonkeyPatch) -> WinterDay:
    case = read_case(SAMPLE)
    import_case(case=case, by=None, at=case.settings.decided_at)
    return WinterDay(monkeypatch)


def test_a_winter_day(day: WinterDay) -> None:
    everybody_reports(day)
    run = the_day_is_assessed(day)
    the_level_is_declared(day, run)
    orders = orders_are_issued(day)
    silent = all_but_one_answer(day, orders)
    silence_climbs(day, silent)
    the_meters_show_relief(day, orders)
    the_brief_is_signed(day)
    the_ledger_holds(day)


def everybody_reports(day: WinterDay) -> None:
    """By workbook, interface and form; one county is late, one says a tenth too little."""
    by_interface = list(
        ReportingUnit.objects.filter(kind="county", region__parent="140100")
        .exclude(code__in=(FORM_COUNTY, LATE_COUNTY))
        .values_list("code", flat=True)
    )
    apart = {FORM_COUNTY, LATE_COUNTY, *by_interface}
    filed = sum(day.file_by_workbook(city, apart) for city in day.cities if city != "140100")
    day.now = at(8, 45)
    filed += day.file_by_interface("taiyuan", by_interface)
    day.file_by_form("qingxu", FORM_COUNTY)
    filed += 1
    assert filed == 116
    day.now = at(10, 5)
    page = day.page("zhiban", f"/report/board/?day={REPORTED}")
    assert "116" in page
    day.file_by_form(f"late-{LATE_COUNTY}", LATE_COUNTY)
    page = day.page("zhiban", f"/report/board/?day={REPORTED}")
    assert "117" in page
    suspects = day.page("zhiban", f"/report/suspects/?day={REPORTED}")
    false = ReportingUnit.objects.get(code=FALSE_COUNTY)
    assert false.name_zh in suspects.partition("<select")[0], said(suspects)


def the_day_is_assessed(day: WinterDay) -> Run:
    """The worker computes the next day with what was filed, and proposes a level."""
    day.worker()
    run = Run.objects.newest(PLANNED)
    assert run is not None
    assert (run.reported, run.expected) == (117, 117)
    assert Proposal.objects.filter(run=run).exists()
    return run


def the_level_is_declared(day: WinterDay, run: Run) -> None:
    page = day.page("zhiban", "/alerts/")
    declared = day.declared_by(page)
    assert declared.declared_at is not None
    assert declared.level == run.level


def orders_are_issued(day: WinterDay) -> list[Order]:
    """Drafted by the officer, approved by the leader, issued to everybody named."""
    day.does("zhiban", "/orders/draft/")
    day.worker()
    orders = list(Order.objects.order_by("pk"))
    assert orders
    for order in orders:
        assert day.client("zhiban").post(f"/orders/{order.pk}/approve/").status_code == 403
        page = day.does("fenguan", f"/orders/{order.pk}/approve/", alternatives="on")
        order.refresh_from_db()
        assert order.state == OrderState.APPROVED, said(page)
        day.does("zhiban", f"/orders/{order.pk}/issue/")
        order.refresh_from_db()
        assert order.state == OrderState.ISSUED
    return orders


def all_but_one_answer(day: WinterDay, orders: list[Order]) -> Notice:
    """The company answers on its page, others by telephone, one not at all."""
    notices = list(Notice.objects.filter(order__in=orders).order_by("pk"))
    assert len(notices) > 20
    silent = notices[-1]
    day.acknowledge_by_telephone(notices[:-1])
    return silent


def silence_climbs(day: WinterDay, silent: Notice) -> None:
    """After the last time to answer a card is raised, and the next person of the chain is told."""
    day.worker(until=max(day.now, silent.decide_by) + timedelta(minutes=2))
    cards = Card.objects.filter(notice=silent, kind=CardKind.SILENT)
    assert cards.exists()
    assert silent.name_zh in day.page("zhiban", "/orders/telephone/")
    day.acknowledge_by_telephone([silent])
    assert not cards.filter(cleared_at=None).exists()


def the_meters_show_relief(day: WinterDay, orders: list[Order]) -> None:
    """Nearly all of what was ordered is there; the order's page says so."""
    cut = next(order for order in orders if order.is_cut)
    day.now = at(20, 0, day=22)
    read = day.read_meters(cut, share=0.96, until=at(19, 0, day=22))
    page = day.page("zhiban", f"/orders/{cut.pk}/")
    assert "96" in page, said(read) + said(page)


def the_brief_is_signed(day: WinterDay) -> None:
    """Drafted from records by one person, signed by another, kept as signed."""
    page = day.does("zhiban", "/briefs/draft/", kind="daily", region="140000", gas_day=str(PLANNED))
    brief = Brief.objects.latest("pk")
    assert brief.is_draft, said(page)
    mark = page_mark(day.page("fenguan", f"/briefs/{brief.pk}/"))
    day.does("fenguan", f"/briefs/{brief.pk}/sign/", seen=mark)
    brief.refresh_from_db()
    assert brief.is_signed


def page_mark(page: str) -> str:
    """What the signer has seen, as the page hands it on."""
    return page.partition('name="seen" value="')[2].partition('"')[0]


def the_ledger_holds(day: WinterDay) -> None:
    assert verify().holds
    page = day.page("auditor", "/ledger/verify/")
    assert page
