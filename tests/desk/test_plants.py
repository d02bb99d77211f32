"""Liquefaction plants: what they report, what the meter says, limits held against it; transfers and stores alike."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from nuandong.desk.directory.models import Account, DeliveryPoint, Role
from nuandong.desk.dispatch.actions import decide
from nuandong.desk.dispatch.models import Order, OrderKind, OrderLine
from nuandong.desk.dispatch.relief import relief_of
from nuandong.desk.dispatch.standing import in_force
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.readings.actions import file_readings
from nuandong.desk.watch.actions.plants import PlantReport, file_plant_day
from nuandong.desk.watch.models import PlantDay
from nuandong.desk.watch.plants.ledger import Doubt, Limited, ledger_of, share_allowed
from nuandong.desk.watch.refusals import ActRefused
from nuandong.gasday import begin_of, end_of
from tests.desk.order_day import declare, drafted, issued, open_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(season: Any, at: datetime) -> Run:
    return assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)


@pytest.fixture
def officer(account: Any) -> Account:
    return account("province")


@pytest.fixture
def drafts(run: Run, officer: Account, at: datetime) -> dict[str, Order]:
    return drafted(run, officer=officer, at=at)


@pytest.fixture
def limited(drafts: Any, run: Run, officer: Account, account: Any, at: datetime) -> Order:
    """The plants' order, issued under orange."""
    declare("orange", run, officer=officer, at=at)
    return issued(drafts[OrderKind.PLANT_LIMIT], leader=account("leader"), officer=officer, at=at)


@pytest.fixture
def released(drafts: Any, run: Run, officer: Account, account: Any, at: datetime) -> Order:
    """The release from storage, issued under orange."""
    declare("orange", run, officer=officer, at=at)
    return issued(drafts[OrderKind.STORAGE_RELEASE], leader=account("leader"), officer=officer, at=at)


def plant() -> DeliveryPoint:
    return DeliveryPoint.objects.get(code="p-lng")


def row_of(order: Order, at: datetime) -> Any:
    return ledger_of(points=[plant()], gas_day=order.gas_day, at=at).rows[0]


def read(code: str, flow: float, begins: datetime, ends: datetime) -> None:
    cells = {"point": code, "from": begins.isoformat(), "to": ends.isoformat()}
    volume = flow * ((ends - begins) / timedelta(days=1))
    filed = file_readings(rows=[{**cells, "volume": volume}], by=None, at=ends, source="SCADA")
    assert not filed.findings.errors, filed.findings


def sign_in(who: Account) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


# ---- limits at the meter ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "share"), [("blue", 0.2), ("yellow", 0.5), ("orange", 1.0), ("red", 1.0)])
def test_each_level_lets_so_much_of_a_plants_feed_be_taken(
    level: str, share: float, run: Run, officer: Account, at: datetime
) -> None:
    assert share_allowed(in_force(gas_day=run.gas_day, at=at), run.gas_day) == 0.0
    declare(level, run, officer=officer, at=at)
    assert share_allowed(in_force(gas_day=run.gas_day, at=at), run.gas_day) == share


@pytest.mark.parametrize(("part", "state"), [(0.89, Limited.BROKEN), (0.91, Limited.KEPT)])
def test_a_limit_is_kept_where_nine_tenths_of_it_are_seen_at_the_meter(
    part: float, state: Limited, limited: Order
) -> None:
    line, ends = limited.lines.get(), end_of(limited.gas_day)
    assert row_of(limited, line.effective_at - timedelta(minutes=1)).limited is Limited.ORDERED
    assert row_of(limited, ends).limited is Limited.ORDERED, "without a reading nothing is kept or broken"
    read("p-lng", line.load - part * line.cut_rate, line.effective_at, ends)
    found = row_of(limited, ends)
    assert found.limited is state
    assert found.executed == pytest.approx(part, abs=1e-4)
    assert found.ordered == pytest.approx(line.planned_relief / line.load)


def test_others_cut_while_a_plant_is_free_is_said(
    limited: Order, drafts: Any, officer: Account, account: Any, at: datetime
) -> None:
    leader = account("leader")
    issued(drafts[OrderKind.CURTAILMENT], leader=leader, officer=officer, at=at)
    assert Doubt.NOT_FIRST not in row_of(limited, at).doubts
    decide.withdraw(order=limited, by=leader, at=at, words="工厂检修")
    found = row_of(limited, at)
    assert Doubt.NOT_FIRST in found.doubts
    assert found.limited is Limited.FREE


# ---- what a plant says -----------------------------------------------------------------------------------------


def test_a_plant_reports_its_day_once_corrects_it_and_the_ledger_bears_witness(
    run: Run, at: datetime
) -> None:
    clerk = open_account("lng", Role.CLERK, at=at, organisation="u-lng")
    morning = end_of(run.gas_day) + timedelta(minutes=30)
    first = PlantReport(run.gas_day, 1.96, 14.0, 120.0)
    file_plant_day(point=plant(), report=first, by=clerk, at=morning)
    file_plant_day(point=plant(), report=first, by=clerk, at=morning + timedelta(minutes=1))
    assert PlantDay.objects.count() == 1
    second = PlantReport(run.gas_day, 1.9, 13.6)
    file_plant_day(point=plant(), report=second, by=clerk, at=morning + timedelta(minutes=2))
    assert row_of_day(run, morning + timedelta(minutes=3)).told.feed == 1.9
    assert not verify().alterations
    PlantDay.objects.filter(feed=1.9).delete()
    assert verify().alterations


def row_of_day(run: Run, at: datetime) -> Any:
    return ledger_of(points=[plant()], gas_day=run.gas_day, at=at).rows[0]


@pytest.mark.parametrize(
    ("feed", "output_t", "metered", "doubts"),
    [
        pytest.param(1.96, 14.0, 1.96, set(), id="all-agrees"),
        pytest.param(1.5, 10.7, 1.96, {Doubt.FEED}, id="less-than-the-meter-says"),
        pytest.param(1.96, 9.0, 1.96, {Doubt.OUTPUT}, id="tonnes-that-do-not-fit"),
    ],
)
def test_feed_output_and_meter_are_held_against_each_other(
    feed: float, output_t: float, metered: float, doubts: set[Doubt], run: Run, at: datetime
) -> None:
    clerk = open_account("lng", Role.CLERK, at=at, organisation="u-lng")
    morning = end_of(run.gas_day) + timedelta(minutes=30)
    assert row_of_day(run, morning).doubts == (Doubt.NOT_REPORTED,)
    read("p-lng", metered, begin_of(run.gas_day), end_of(run.gas_day))
    file_plant_day(point=plant(), report=PlantReport(run.gas_day, feed, output_t), by=clerk, at=morning)
    assert set(row_of_day(run, morning).doubts) == doubts


def test_only_the_plant_itself_or_whoever_holds_its_place_reports_and_never_before_the_day_is_over(
    run: Run, account: Any, at: datetime
) -> None:
    report, morning = PlantReport(run.gas_day, 1.9, 13.6), end_of(run.gas_day) + timedelta(minutes=30)
    for role in ("company", "county", "auditor"):
        with pytest.raises(ActRefused):
            file_plant_day(point=plant(), report=report, by=account(role), at=morning)
    with pytest.raises(ActRefused) as refused:
        file_plant_day(point=plant(), report=report, by=account("province"), at=morning - timedelta(hours=1))
    assert refused.value.field == "gas_day"
    cubic_metres = PlantReport(run.gas_day, 19000.0, 13.6)
    with pytest.raises(ActRefused) as refused:
        file_plant_day(point=plant(), report=cubic_metres, by=account("province"), at=morning)
    assert refused.value.field == "feed"


# ---- transfers and stores --------------------------------------------------------------------------------------


def test_a_release_from_storage_is_held_against_the_stores_meter_less_what_was_nominated(
    released: Order,
) -> None:
    line, ends = released.lines.get(), end_of(released.gas_day)
    assert relief_of(released, ends).total.metered is None
    stores = released.run.picture["stores"]
    nominated = stores["nominated"][stores["store"].index(line.subject)][0]
    read(line.subject, nominated + 0.5 * line.cut_rate, line.effective_at, ends)
    total = relief_of(released, ends).total
    assert total.metered == pytest.approx(0.5 * line.cut_rate, abs=1e-3)
    assert total.share == pytest.approx(0.5, abs=1e-3)


def test_a_transfer_is_held_against_the_meter_of_where_it_enters(released: Order, at: datetime) -> None:
    from nuandong.desk.directory.models import NetworkNode
    from nuandong.desk.reporting.models import SupplyMeasure

    node = NetworkNode.objects.get(code="field-n")
    SupplyMeasure.objects.create(
        code="m-jincheng", name_zh="晋城调运", kind="transfer", node=node, flow=6.0, begins=released.gas_day,
        ends=released.gas_day, known_at=at,
    )  # fmt: skip
    order = Order.objects.get(pk=released.pk)
    order.pk, order.number, order.kind = None, "DY-1", OrderKind.TRANSFER
    order.save()
    begins, ends = begin_of(order.gas_day), end_of(order.gas_day)
    OrderLine.objects.create(
        order=order, place=1, subject="m-jincheng", name_zh="晋城调运", planned_relief=4.0, load=6.0,
        county_id="149201", notify_by=begins, effective_at=begins,
    )  # fmt: skip
    read("m-jincheng", 3.0, begins, ends)
    assert relief_of(order, ends).total.share == pytest.approx(0.75)


# ---- pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_ledger_of_plants_is_a_page_a_table_and_a_workbook(
    language: str, limited: Order, officer: Account, settings: Any
) -> None:
    line, ends = limited.lines.get(), end_of(limited.gas_day)
    read("p-lng", line.load - 0.5 * line.cut_rate, line.effective_at, ends)
    settings.CLOCK_FROM = (ends + timedelta(minutes=20)).isoformat()
    client = sign_in(officer)
    client.cookies["nuandong_language"] = language
    asked = f"?day={limited.gas_day}"
    page = client.get(f"/plants/{asked}")
    assert page.context["ledger"].broken == 1
    assert ("未落实" if language == "zh-hans" else "not kept") in page.content.decode()
    assert "broken" in client.get(f"/plants/plants.csv{asked}").content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/plants/plants.xlsx{asked}").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][0] == "p-lng"
    assert rows[1][12] == "broken"


def test_a_clerk_reports_on_the_plants_page_and_faults_stand_beside_their_fields(
    run: Run, account: Any, at: datetime, settings: Any
) -> None:
    settings.CLOCK_FROM = (end_of(run.gas_day) + timedelta(minutes=20)).isoformat()
    client = sign_in(open_account("lng", Role.CLERK, at=at, organisation="u-lng"))
    address = f"/plants/{plant().pk}/"
    typed = {"gas_day": run.gas_day.isoformat(), "feed": "19000", "output_t": ""}
    page = client.post(address, typed)
    assert "output_t" in page.context["form"].errors
    page = client.post(address, {**typed, "output_t": "13.6"})
    assert "feed" in page.context["form"].errors
    assert 'value="19000"' in page.content.decode()
    assert client.get("/duties/").content.decode().count("T-043") == 1
    assert client.post(address, {**typed, "feed": "1.9", "output_t": "13.6"}).status_code == 302
    assert "T-043" not in client.get("/duties/").content.decode()
    other = sign_in(account("company"))
    assert other.get(address).status_code == 404
    assert other.get("/plants/").context["ledger"].rows == ()
