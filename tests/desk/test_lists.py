"""Curtailable-user lists: what they free, who may not stand on them, who approves; plans that cover a gap."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from nuandong.desk.directory.contacts.actions import Card, set_contact
from nuandong.desk.directory.lists.actions import (
    Sketch,
    approve_list,
    draft_list,
    put_on_list,
    take_off_list,
    withdraw_list,
)
from nuandong.desk.directory.lists.asked import asked_of
from nuandong.desk.directory.lists.compare import difference
from nuandong.desk.directory.lists.lint import counties_below, linted
from nuandong.desk.directory.models import (
    ContactDuty,
    CurtailmentList,
    DeliveryPoint,
    GasUser,
    Organisation,
    Region,
)
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.cases import day_case

pytestmark = pytest.mark.django_db
CARD = Card(name="张三丰", post="厂长", mobile="13900001111")
CITY, OTHER_CITY = "149100", "149200"


@pytest.fixture
def city(season) -> Region:
    return Region.objects.get(code=CITY)


@pytest.fixture
def reached(season, at: datetime) -> None:
    """Every user has a contact who can be reached."""
    for organisation in Organisation.objects.filter(kind="user"):
        set_contact(organisation=organisation, duty=ContactDuty.CONTACT, card=CARD, by=None, at=at)


@pytest.fixture
def drafted(city, season, account, at) -> CurtailmentList:
    sketch = Sketch(city, "工信", season.default_gas_day, season.last_day)
    return draft_list(sketch=sketch, by=account("city"), at=at)


def codes(curtailment_list: CurtailmentList) -> set[str]:
    return set(curtailment_list.entries.values_list("point_id", flat=True))


def found(curtailment_list: CurtailmentList, at: datetime) -> set[str]:
    return {finding.code for finding in linted(curtailment_list=curtailment_list, at=at).findings}


def test_a_draft_holds_what_the_department_guides_and_an_order_may_name(
    drafted, city, account, at, season
) -> None:
    assert codes(drafted) == {"p-glass", "p-steel", "p-mill"}
    every = draft_list(sketch=Sketch(city, "", season.first_day, season.last_day), by=account("city"),
                       at=at + timedelta(seconds=1))  # fmt: skip
    assert codes(every) == {"p-glass", "p-steel", "p-mill", "p-shops-a"}  # no hospital


def test_a_draft_counts_for_nothing_and_an_approved_list_from_its_first_day(
    drafted, account, reached, at
) -> None:
    day = drafted.begins
    in_force = CurtailmentList.objects.in_force
    assert drafted not in in_force(day=day, known_at=at)
    approve_list(
        curtailment_list=drafted, body="甲市工信局", reason="其余由储气补足", by=account("leader"), at=at
    )
    assert drafted in in_force(day=day, known_at=at)
    assert drafted not in in_force(day=day - timedelta(days=1), known_at=at)
    assert drafted not in in_force(day=day, known_at=at - timedelta(minutes=1))
    assert drafted.code in day_case(day, at).users.curtailment_lists.curtailment_list
    later = at + timedelta(hours=1)
    withdraw_list(curtailment_list=drafted, by=account("leader"), at=later)
    assert drafted not in in_force(day=day, known_at=later)
    assert drafted in in_force(day=day, known_at=at)  # history replays as it was known
    assert drafted.code in day_case(day, at).users.curtailment_lists.curtailment_list
    assert drafted.code not in day_case(day, later).users.curtailment_lists.curtailment_list


@pytest.mark.parametrize("role", ["city", "province", "auditor", "admin", "county", "nobody"])
def test_only_a_leader_approves(role, drafted, account, reached, at) -> None:
    with pytest.raises(ActRefused):
        approve_list(curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=account(role), at=at)


def test_whoever_drafted_a_list_does_not_approve_it(drafted, account, reached, at) -> None:
    leader = account("leader")
    CurtailmentList.objects.filter(pk=drafted.pk).update(drafted_by=leader)
    with pytest.raises(ActRefused):
        approve_list(curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=leader, at=at)


def test_missing_contacts_and_safe_loads_stand_against_approval(drafted, account, at) -> None:
    assert {"list.incomplete", "list.missing_fact"} <= found(drafted, at)
    assert linted(curtailment_list=drafted, at=at).completeness == 0
    with pytest.raises(ActRefused):
        approve_list(
            curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=account("leader"), at=at
        )


def test_completeness_counts_users_whose_record_is_whole(drafted, reached, at) -> None:
    assert linted(curtailment_list=drafted, at=at).completeness == 1
    GasUser.objects.filter(code="u-mill").update(department="")
    examined = linted(curtailment_list=drafted, at=at)
    assert examined.completeness == pytest.approx(2 / 3)
    assert "list.incomplete" in found(drafted, at)
    DeliveryPoint.objects.filter(code="p-mill").update(
        safe_load=0, is_interruptible=True
    )  # the user states it
    assert "list.safe_load" in found(drafted, at)


def test_a_protected_user_on_a_list_is_a_fault(drafted, account, reached, at) -> None:
    hospital = DeliveryPoint.objects.get(code="p-hospital")
    put_on_list(curtailment_list=drafted, point=hospital, by=account("city"), at=at)
    assert "list.protected" in found(drafted, at)
    with pytest.raises(ActRefused):
        approve_list(
            curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=account("leader"), at=at
        )
    take_off_list(curtailment_list=drafted, point=hospital, by=account("city"), at=at)
    assert "list.protected" not in found(drafted, at)


def test_an_empty_list_is_a_fault(drafted, account, at) -> None:
    for code in codes(drafted):
        take_off_list(
            curtailment_list=drafted, point=DeliveryPoint.objects.get(code=code), by=account("city"), at=at
        )
    assert found(drafted, at) == {"list.empty"}


def test_a_list_that_frees_less_than_the_run_asks_needs_a_reason(
    drafted, season, account, reached, at
) -> None:
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    asked = asked_of(counties=counties_below(drafted.region))
    assert asked is not None
    assert asked.run == run.pk
    assert asked.gap > 0
    whole = linted(curtailment_list=drafted, at=at)
    for code in ("p-glass", "p-steel"):
        take_off_list(
            curtailment_list=drafted, point=DeliveryPoint.objects.get(code=code), by=account("city"), at=at
        )
    less = linted(curtailment_list=drafted, at=at)
    assert less.relief < whole.relief
    assert less.relief < asked.gap
    assert "list.short" in found(drafted, at)
    with pytest.raises(ActRefused):
        approve_list(curtailment_list=drafted, body="甲市", reason="", by=account("leader"), at=at)
    approve_list(curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=account("leader"), at=at)


def test_relief_never_goes_below_the_safe_load(drafted, reached, at) -> None:
    tiers = {row.tier.key: row for row in linted(curtailment_list=drafted, at=at).tiers}
    assert sum(row.points for row in tiers.values()) == 3
    freed = sum(row.relief for row in tiers.values())
    loads = DeliveryPoint.objects.filter(code__in=codes(drafted))
    assert 0 < freed <= sum(point.load - point.safe_load for point in loads) + 1e-9


def test_an_approved_list_is_never_changed(drafted, account, reached, at) -> None:
    approve_list(curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=account("leader"), at=at)
    mill = DeliveryPoint.objects.get(code="p-mill")
    for act in (put_on_list, take_off_list):
        with pytest.raises(ActRefused):
            act(curtailment_list=drafted, point=mill, by=account("city"), at=at)


def test_two_lists_show_who_came_who_went_and_who_changed(drafted, account, reached, at) -> None:
    approve_list(curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=account("leader"), at=at)
    DeliveryPoint.objects.filter(code="p-glass").update(
        load=3.5
    )  # after approval: the list keeps what was approved
    sketch = Sketch(drafted.region, "", drafted.begins, drafted.ends)
    later = draft_list(sketch=sketch, by=account("city"), at=at + timedelta(hours=1), copied=drafted)
    take_off_list(
        curtailment_list=later, point=DeliveryPoint.objects.get(code="p-mill"), by=account("city"), at=at
    )
    put_on_list(
        curtailment_list=later, point=DeliveryPoint.objects.get(code="p-shops-a"), by=account("city"), at=at
    )
    told = difference(earlier=drafted, later=later)
    assert [point.code for point in told.came] == ["p-shops-a"]
    assert [point.code for point in told.went] == ["p-mill"]
    assert [(one.point.code, one.figures) for one in told.changed] == [("p-glass", (("load", 3.0, 3.5),))]
    assert told.kept == 1


@pytest.mark.parametrize("role", ["county", "company", "leader", "auditor", "nobody"])
def test_nobody_drafts_for_a_place_of_somebody_elses(role, season, account, at) -> None:
    place = Region.objects.get(code=OTHER_CITY)
    with pytest.raises(ActRefused):
        draft_list(sketch=Sketch(place, "", date(2023, 12, 1), date(2023, 12, 31)), by=account(role), at=at)


def test_a_point_of_another_city_does_not_go_on_a_list(drafted, account, at) -> None:
    with pytest.raises(ActRefused):
        put_on_list(curtailment_list=drafted, point=DeliveryPoint.objects.get(code="p-methanol"),
                    by=account("province"), at=at)  # fmt: skip


def test_every_step_of_a_list_is_in_the_ledger(drafted, account, reached, at) -> None:
    approve_list(curtailment_list=drafted, body="甲市", reason="其余由储气补足", by=account("leader"), at=at)
    acts = Entry.objects.filter(subject_kind="curtailment_list").values_list("act", flat=True)
    assert list(acts) == ["draft_list", "approve_list"]


def test_the_pages_lead_from_a_draft_to_a_list_in_force(season, account, reached, at) -> None:
    city, leader = Client(), Client()
    for client, role in ((city, "city"), (leader, "leader")):
        client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    place = Region.objects.get(code=CITY)
    typed = {"region": place.pk, "begins": "2023-12-31", "ends": "2023-12-01", "department": "工信"}
    refused = city.post("/lists/draft/", typed)
    assert refused.content.decode().count("wrong-words") == 1
    assert 'value="2023-12-31"' in refused.content.decode()
    answer = city.post("/lists/draft/", {**typed, "begins": "2023-12-01", "ends": "2023-12-31"})
    address = answer["Location"]
    page = city.get(address).content.decode()
    assert "示例玻璃厂" in page
    assert "示例甲醇厂" not in page
    city.post(address + "take-off/", {"point": "p-glass"})
    city.post(address + "put-on/", {"point": "p-methanol"})
    assert codes(CurtailmentList.objects.get(drafted_by=account("city"))) == {"p-steel", "p-mill"}
    city.post(address + "approve/", {"body": "甲市工信局", "reason": "其余由储气补足"})
    assert CurtailmentList.objects.get(drafted_by=account("city")).state == "draft"
    leader.post(address + "approve/", {"body": "甲市工信局", "reason": "其余由储气补足"})
    assert CurtailmentList.objects.get(drafted_by=account("city")).state == "approved"
    rows = city.get(address.rstrip("/") + ".csv").content.decode().splitlines()
    assert len(rows) == 3
    assert not any("139" in row.split(",")[4] for row in rows)
