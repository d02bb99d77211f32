"""Offers of users: made for own points, answered by the duty desk, and used before anybody is cut."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from nuandong.desk.directory.models import DeliveryPoint, Role
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.dispatch.actions import decide
from nuandong.desk.dispatch.actions.draft import NothingToOrder, draft_orders, examine
from nuandong.desk.dispatch.actions.edit import edit_lines
from nuandong.desk.dispatch.agreed import Standing, with_offers
from nuandong.desk.dispatch.models import Notice, Order, OrderLine
from nuandong.desk.dispatch.plans import judged_lines
from nuandong.desk.dispatch.refusals import Refused
from nuandong.desk.dispatch.relief import relief_of
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.plans.models import Offer, OfferState
from nuandong.desk.plans.offers.actions import (
    OfferSketch,
    accept_offer,
    make_offer,
    refuse_offer,
    take_back_offer,
)
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.gasday import begin_of
from tests.desk.order_day import declare, open_account
from tests.desk.roles import COUNTY

pytestmark = pytest.mark.django_db
GLASS = "p-glass"  # 3 to 1.5 of a safe load


@pytest.fixture
def run(season, at):
    return assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)


def point(code: str = GLASS) -> DeliveryPoint:
    return DeliveryPoint.objects.get(code=code)


def offered(run_day, company, at, **others) -> Offer:
    sketch = OfferSketch(**{"begins": run_day, "ends": run_day, "amount": 0.6, "notice_hours": 1.0} | others)
    return make_offer(point=point(), sketch=sketch, by=company, at=at - timedelta(hours=2))


def drafted(run, account, at) -> Order:
    for order in draft_orders(run=run, by=account("province"), at=at):
        examine(order=order, edition=order.edition, at=at)
    return Order.objects.get(kind="curtailment")


def draft_orders_or_none(run, by, at) -> list[Order]:
    try:
        return draft_orders(run=run, by=by, at=at)
    except NothingToOrder:
        return []


def client_of(who) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", ["county", "province", "leader", "city", "auditor", "nobody"])
def test_nobody_offers_what_is_anothers(role, season, account, at) -> None:
    with pytest.raises(ActRefused):
        offered(season.default_gas_day, account(role), at)


def test_offers_of_a_point_leave_its_safe_load_whole(season, account, at) -> None:
    company, day = account("company"), season.default_gas_day
    offered(day, company, at, amount=1.0)
    with pytest.raises(ActRefused):
        offered(day, company, at, amount=0.5002, begins=day - timedelta(days=0), ends=day + timedelta(days=3))
    offered(day, company, at, amount=0.5)
    with pytest.raises(ActRefused):
        offered(day, company, at, amount=0.0001)
    refuse_offer(offer=Offer.objects.first(), words="当日不缺气", by=account("province"), at=at)
    offered(day, company, at, amount=1.0)  # what was refused is free again


def test_an_offer_too_late_to_be_told_is_refused(season, account, at) -> None:
    hours = (begin_of(season.default_gas_day) - at) / timedelta(hours=1)
    with pytest.raises(ActRefused):
        make_offer(point=point(), by=account("company"), at=at,
                   sketch=OfferSketch(season.default_gas_day, season.default_gas_day, 0.5, hours))  # fmt: skip


def test_an_offer_is_answered_once_by_the_desk_and_taken_back_only_before(season, account, at) -> None:
    company, officer = account("company"), account("city")
    offer = offered(season.default_gas_day, company, at)
    for act in (lambda: accept_offer(offer=offer, by=company, at=at),
                lambda: accept_offer(offer=offer, by=account("county"), at=at),
                lambda: refuse_offer(offer=offer, words=" ", by=officer, at=at)):  # fmt: skip
        with pytest.raises(ActRefused):
            act()
    accept_offer(offer=offer, by=officer, at=at)
    for act in (lambda: refuse_offer(offer=offer, words="改主意了", by=officer, at=at),
                lambda: take_back_offer(offer=offer, by=company, at=at)):  # fmt: skip
        with pytest.raises(ActRefused):
            act()
    other = offered(season.default_gas_day, company, at, amount=0.1)
    assert take_back_offer(offer=other, by=company, at=at).state == OfferState.TAKEN_BACK
    acts = Entry.objects.filter(subject_kind="offer").order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["make_offer", "accept_offer", "make_offer", "take_back_offer"]


def test_an_accepted_offer_stands_first_and_spares_those_who_would_be_cut_last(run, account, at) -> None:
    before = {line.subject: line for line in drafted(run, account, at).lines.all()}
    Order.objects.all().delete()
    county = [line for line in before.values() if line.county_id == COUNTY]
    assert GLASS not in before
    assert sum(line.planned_relief for line in county) > 0.6
    accept_offer(offer=offered(run.gas_day, account("company"), at, amount=0.6), by=account("city"), at=at)
    lines = {line.subject: line for line in drafted(run, account, at).lines.all()}
    first = min(lines.values(), key=lambda line: line.place)
    assert (first.subject, first.place) == (GLASS, 1)
    assert first.offered == pytest.approx(0.6)
    assert "自愿" in first.reason_zh
    assert first.planned_relief <= first.load - first.safe_load + 1e-9
    for code, line in lines.items():
        asked = before[code].planned_relief if code in before else 0.0
        assert line.asked_relief == pytest.approx(asked, abs=1e-4), (
            code
        )  # what guards judge is the run's own plan
    total = sum(line.planned_relief for line in lines.values() if line.county_id == COUNTY)
    assert total == pytest.approx(sum(line.planned_relief for line in county), abs=1e-4)
    assert sum(line.spared for line in lines.values()) == pytest.approx(0.6)
    elsewhere = [line for line in lines.values() if line.county_id != COUNTY]
    assert not any(line.spared or line.offered for line in elsewhere)


def line(subject: str, place: int, relief: float, county: str = "c") -> OrderLine:
    return OrderLine(
        subject=subject, place=place, planned_relief=relief, county_id=county, load=5.0, safe_load=1.0
    )


def test_whoever_is_cut_last_is_spared_first_and_no_other_county_gains() -> None:
    lines = [line("a", 1, 2.0), line("b", 2, 1.0), line("far", 3, 1.0, "d")]
    standing = [Standing(Offer(point_id="own"), 1.5)]
    told = with_offers(lines, standing, {"own": line("own", 0, 0.0)})
    assert [(one.subject, one.place, one.planned_relief, one.offered, one.spared) for one in told] == [
        ("own", 1, 1.5, 1.5, 0.0),
        ("a", 2, 1.5, 0.0, 0.5),
        ("b", 3, 0.0, 0.0, 1.0),
        ("far", 4, 1.0, 0.0, 0.0),
    ]
    assert [one.asked_relief for one in told] == [0.0, 2.0, 1.0, 1.0]
    assert standing[0].left == 0.0


def test_an_offer_first_replaces_the_users_own_cut_and_is_taken_only_as_far_as_needed() -> None:
    told = with_offers([line("own", 1, 1.0), line("b", 2, 0.5)], [Standing(Offer(point_id="own"), 9.0)], {})
    assert [(one.subject, one.planned_relief, one.offered, one.spared) for one in told] == [
        ("own", 1.5, 1.5, 1.0), ("b", 0.0, 0.0, 0.5)]  # fmt: skip
    assert with_offers([], [Standing(Offer(point_id="own"), 1.0)], {"own": line("own", 0, 0.0)}) == []


def test_an_offer_that_nobody_accepted_changes_nothing(run, account, at) -> None:
    offered(run.gas_day, account("company"), at)
    assert not drafted(run, account, at).lines.filter(offered__gt=0).exists()


def test_an_order_with_voluntary_lines_is_approved_issued_and_metered_like_any_other(
    run, account, at
) -> None:
    accept_offer(offer=offered(run.gas_day, account("company"), at), by=account("city"), at=at)
    order = drafted(run, account, at)
    assert order.findings == [] or not [one for one in order.findings if one["severity"] == "error"]
    with pytest.raises(Refused):
        edit_lines(order=order, reliefs={GLASS: 0.1}, by=account("province"), at=at)
    page = client_of(account("province")).get(f"/orders/{order.pk}/").content.decode()
    assert page.count("/offers/") >= 1
    declare("orange", run, officer=account("province"), at=at)
    leader = open_account("order-leader", Role.LEADER, at=at, region="140000")
    decide.approve(order=order, by=leader, at=at, alternatives_read=True)
    decide.issue(order=order, by=account("province"), at=at)
    notice = Notice.objects.get(user="u-glass")
    assert notice.lines.get().offered > 0
    line = OrderLine.objects.get(order=order, subject=GLASS)
    until = line.effective_at + timedelta(hours=2)
    row = {"point": GLASS, "from": line.effective_at.isoformat(), "to": until.isoformat(),
           "volume": round(line.target / 12, 4)}  # fmt: skip
    file_readings(rows=[row], by=None, at=until, source="desk")
    metered = {one.line.subject: one for one in relief_of(order, until).rows}
    assert metered[GLASS].share == pytest.approx(1.0, abs=0.01)
    again = assess_day(gas_day=run.gas_day, as_of=at, by=None, clock=lambda: at)
    draft_orders_or_none(again, account("province"), at)
    spared = order.lines.filter(spared__gt=0).values_list("subject", flat=True)
    asked_again = OrderLine.objects.filter(order__run=again).values_list("subject", flat=True)
    assert spared
    assert not set(spared) & set(asked_again)  # nobody whom the offer spared is asked by the next draft
    assert judged_lines(order)


def test_the_pages_lead_from_an_offer_to_its_acceptance(season, account, at, monkeypatch) -> None:
    monkeypatch.setattr("nuandong.desk.frame.clock.now", lambda: at - timedelta(hours=2))
    company, officer = client_of(account("company")), client_of(account("city"))
    day = season.default_gas_day.isoformat()
    typed = {"point": point().pk, "kind": "maintenance", "begins": day, "ends": "2023-12-01", "amount": "0.5",
             "notice_hours": "1", "price": "0.35", "words": "错峰检修窑炉"}  # fmt: skip
    refused = company.post("/offers/make/", typed).content.decode()
    assert "wrong-words" in refused
    assert 'value="错峰检修窑炉"' in refused
    assert company.post("/offers/make/", {**typed, "ends": day}).status_code == 302
    offer = Offer.objects.get()
    assert offer.price == Decimal("0.35")
    assert "示例玻璃厂" in officer.get("/duties/").content.decode()
    page = officer.get(f"/offers/?month={day[:7]}").content.decode()
    assert f"/offers/{offer.pk}/accept/" in page
    assert "错峰检修窑炉" in page
    assert officer.get(f"/offers/{offer.pk}/accept/").status_code == 405
    officer.post(f"/offers/{offer.pk}/accept/")
    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED
    assert "示例玻璃厂" not in client_of(account("auditor")).get("/offers/make/").content.decode()
