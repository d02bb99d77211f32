"""A city's own order of who is limited first: inside the province's groups, and obeyed when its users are cut."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client

from nuandong.curtailment import check_order, shares_by_class
from nuandong.curtailment.shares import from_m3, to_m3
from nuandong.desk.directory.models import DeliveryPoint, Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.dispatch.actions.draft import draft_orders
from nuandong.desk.dispatch.agreed import in_cities_order
from nuandong.desk.dispatch.models import Order
from nuandong.desk.dispatch.plans import guard_findings, plan_of
from nuandong.desk.dispatch.standing import ground_of, powers_of_level
from nuandong.desk.ledger.witnesses import Told
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for
from nuandong.desk.plans.models import Precedence
from nuandong.desk.plans.precedence.actions import (
    OrderSketch,
    approve_precedence,
    compare,
    digest_of,
    draft_precedence,
    submit_precedence,
    withdraw_precedence,
)
from nuandong.desk.plans.precedence.matrix import matrix_for
from nuandong.desk.plans.precedence.order import checked, in_force_by_county, limitable, province_order

pytestmark = pytest.mark.django_db
CITY = "149100"


@pytest.fixture
def city(season) -> Region:
    return Region.objects.get(code=CITY)


@pytest.fixture
def other_order(season) -> list[str]:
    """The province's order with two industries changed about."""
    words = province_order(season.default_gas_day)
    first, second = words.index("IND_FEED"), words.index("IND_FUEL_CONT")
    words[first], words[second] = words[second], words[first]
    return words


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def approved(city, season, words, account, at) -> Precedence:
    sketch = OrderSketch(city, season.first_day, season.last_day, tuple(words), "本市化工集中")
    drafted = draft_precedence(sketch=sketch, by=account("city"), at=at)
    submit_precedence(precedence=drafted, by=account("city"), at=at)
    return approve_precedence(precedence=drafted, by=account("leader"), at=at)


def test_protected_classes_stand_in_no_order(season) -> None:
    day = season.default_gas_day
    for word in ("RES_COOK", "RES_HEAT", "BUS", "TAXI", "CENTRAL_HEAT", "PUB_ESS"):
        assert "order.protected" in codes(checked([word, *province_order(day)], day).errors)
    assert not set(province_order(day)) & {
        "RES_COOK",
        "RES_HEAT",
        "BUS",
        "TAXI",
        "CENTRAL_HEAT",
        "PUB_ESS",
        "C2G",
    }


def test_the_groups_of_the_province_stay_and_only_their_inside_is_the_citys(season, other_order) -> None:
    day = season.default_gas_day
    assert codes(checked(province_order(day), day)) == []
    assert not checked(other_order, day).errors
    assert "order.differs" in codes(checked(other_order, day).warnings)
    shops_first = ["COMM", *(word for word in province_order(day) if word != "COMM")]
    assert "order.group" in codes(checked(shops_first, day).errors)
    assert "order.missing" in codes(checked(province_order(day)[1:], day).errors)
    assert "order.twice" in codes(checked([*province_order(day), "COMM"], day).errors)
    assert "order.unknown" in codes(checked([*province_order(day), "LOSS"], day).errors)


def test_an_order_other_than_the_provinces_says_why_and_the_province_approves(
    city, season, other_order, account, at
) -> None:
    sketch = OrderSketch(city, season.first_day, season.last_day, tuple(other_order))
    with pytest.raises(ActRefused):
        draft_precedence(sketch=sketch, by=account("city"), at=at)
    with pytest.raises(ActRefused):
        draft_precedence(
            sketch=OrderSketch(Region.objects.get(code="149200"), season.first_day, season.last_day, tuple(other_order),
                               "理由"), by=account("city"), at=at)  # fmt: skip
    held = approved(city, season, other_order, account, at)
    assert in_force_by_county(day=season.default_gas_day, known_at=at) == dict.fromkeys(
        ("149101", "149102"), tuple(other_order)
    )
    assert in_force_by_county(day=season.default_gas_day, known_at=at - timedelta(minutes=1)) == {}
    with pytest.raises(ActRefused):
        withdraw_precedence(precedence=held, by=account("city"), at=at)
    withdraw_precedence(precedence=held, by=account("leader"), at=at + timedelta(hours=1))
    assert in_force_by_county(day=season.default_gas_day, known_at=at + timedelta(hours=2)) == {}


def test_the_matrix_shows_where_a_city_differs_and_who_has_settled_nothing(
    city, season, other_order, account, at
) -> None:
    approved(city, season, other_order, account, at)
    matrix = matrix_for(account("province"), at)
    assert [one.code for one in matrix.cities] == [CITY, "149200"]
    assert matrix.settled == 1
    differing = {row.word for row in matrix.rows if row.cells[0].differs}
    assert differing == {"IND_FEED", "IND_FUEL_CONT"}
    assert all(row.cells[1].place is None for row in matrix.rows)


def test_a_class_gives_all_it_can_before_the_next_is_asked(season, tiny) -> None:
    tier = next(tier for tier in tiny.policy.tiers(day=season.default_gas_day) if len(tier.classes) > 2)
    asked = {"need_m3": 700, "reducible_m3": [500, 400, 300], "ranks": [(0.0, "a"), (0.0, "b"), (0.0, "c")],
             "classes": ["IND_FEED", "IND_FUEL_CONT", "IND_FUEL_CONT"]}  # fmt: skip
    assert shares_by_class(tier, **asked, order=["IND_FUEL_CONT", "IND_FEED"]) == [0, 400, 300]
    assert shares_by_class(tier, **asked, order=["IND_FEED", "IND_FUEL_CONT"])[0] == 500
    assert sum(shares_by_class(tier, **asked, order=["IND_FEED", "IND_FUEL_CONT"])) == 700
    alike = shares_by_class(tier, **asked, order=[])
    assert sum(alike) == 700
    assert all(alike)


def test_a_draft_follows_the_citys_order_inside_a_step_and_the_guards_agree(season, at) -> None:
    """Two users of one step in one county; the run shares alike, the city puts one class first."""
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    powers = powers_of_level(gas_day=run.gas_day, level="red")
    ground = ground_of(gas_day=run.gas_day, decided_at=at, powers=powers)
    picture = picture_for(run, _Everybody())
    same = in_cities_order(cuts=picture.cuts, loads=ground.loads, policy=ground.policy, precedence={})
    assert same == dict(zip(picture.cuts.point, map(float, picture.cuts.relief), strict=True))
    counties = dict.fromkeys(set(ground.loads.county), tuple(reversed(province_order(run.gas_day))))
    asked = in_cities_order(cuts=picture.cuts, loads=ground.loads, policy=ground.policy, precedence=counties)
    for county in set(picture.cuts.county):
        for tier in set(picture.cuts.tier):
            at_both = [n for n, key in enumerate(zip(ground.loads.county, ground.loads.tier, strict=True))
                       if key == (county, tier)]  # fmt: skip
            before = sum(same.get(ground.loads.point[n], 0.0) for n in at_both)
            after = sum(asked.get(ground.loads.point[n], 0.0) for n in at_both)
            assert after == pytest.approx(before, abs=1e-4)
    assert from_m3(sum(to_m3(np.array(list(asked.values()))))) == pytest.approx(sum(same.values()), abs=1e-3)
    assert plan_of([], ground, at).point == ()
    assert not check_order(plan=plan_of([], ground, at), loads=ground.loads, policy=ground.policy, day=run.gas_day,
                           precedence=counties)  # fmt: skip


def test_users_of_one_step_are_cut_class_by_class_as_their_city_settled(city, season, account, at) -> None:
    """Glass and steel of one county stand in one step; the city has the glassworks give first."""
    DeliveryPoint.objects.filter(code="p-glass").update(is_dual_fuel=True)
    DeliveryPoint.objects.filter(code="p-steel").update(consumer_class="IND_FEED")
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    run.picture["cuts"]["relief"] = [
        relief / 2 for relief in run.picture["cuts"]["relief"]
    ]  # the step is not used up
    Run.objects.filter(pk=run.pk).update(picture=run.picture)
    alike = {line.subject: line.planned_relief for line in _draft(run, account, at)}
    words = province_order(season.default_gas_day)
    words.remove("IND_FUEL_CONT")
    words.insert(words.index("IND_FEED"), "IND_FUEL_CONT")
    approved(city, season, words, account, at)
    lines = {line.subject: line for line in _draft(run, account, at)}
    assert alike["p-glass"] > 0
    assert alike["p-steel"] > 0
    assert lines["p-glass"].planned_relief > alike["p-glass"]
    steel = lines["p-steel"].planned_relief if "p-steel" in lines else 0.0
    assert lines["p-glass"].planned_relief + steel == pytest.approx(
        alike["p-glass"] + alike["p-steel"], abs=1e-4
    )
    assert "本市保供限供顺序" in lines["p-glass"].reason_zh
    order = Order.objects.get(kind="curtailment")
    powers = powers_of_level(gas_day=run.gas_day, level=run.level)
    assert not [one for one in codes(guard_findings(order=order, powers=powers)) if one.endswith("uneven")]
    Precedence.objects.all().delete()  # without the order the same lines would not be alike
    assert [one for one in codes(guard_findings(order=order, powers=powers)) if one.endswith("uneven")]


def _draft(run, account, at) -> list:
    """The lines of a fresh draft of the cut."""
    Order.objects.all().delete()
    draft_orders(run=run, by=account("province"), at=at)
    return list(Order.objects.get(kind="curtailment").lines.all())


class _Everybody:
    """Sees the whole province."""

    is_authenticated = is_active = True

    def __init__(self) -> None:
        from nuandong.desk.directory.scope import Scope

        self._scope = Scope(True, frozenset(), frozenset())


def test_an_order_changed_behind_the_ledgers_back_is_found(city, season, other_order, account, at) -> None:
    held = approved(city, season, other_order, account, at)
    told = Told(1, at, str(held.pk), {"order": digest_of(held)})
    assert list(compare([told])) == []
    Precedence.objects.filter(pk=held.pk).update(limited=province_order(season.default_gas_day))
    assert len(list(compare([told]))) == 1
    Precedence.objects.all().delete()
    assert len(list(compare([told]))) == 1


def test_the_builder_shows_every_fault_at_once_and_keeps_what_was_typed(
    city, season, account, at, monkeypatch
) -> None:
    monkeypatch.setattr("nuandong.desk.frame.clock.now", lambda: at)
    clerk, leader = Client(), Client()
    clerk.force_login(account("city"), backend="django.contrib.auth.backends.ModelBackend")
    leader.force_login(account("leader"), backend="django.contrib.auth.backends.ModelBackend")
    places = {f"place-{one.word}": one.place for one in limitable(season.default_gas_day)}
    typed = {"region": city.pk, "begins": "2023-11-01", "ends": "2024-03-31", "reason": "", **places}
    twice = clerk.post(
        "/city-orders/draft/", {**typed, "place-COMM": places["place-LNG_PLANT"]}
    ).content.decode()
    assert twice.count("wrong-words") == 2
    swapped = {"place-COMM": places["place-LNG_PLANT"], "place-LNG_PLANT": places["place-COMM"]}
    page = clerk.post("/city-orders/draft/", {**typed, **swapped}).content.decode()
    assert "wrong-words" in page
    answer = clerk.post("/city-orders/draft/", typed)
    address = answer["Location"]
    clerk.post(address + "submit/")
    assert address in leader.get("/duties/").content.decode()
    leader.post(address + "approve/")
    assert Precedence.objects.get().state == "approved"
    assert clerk.get(address + "approve/").status_code == 405
    assert "甲市" in leader.get("/city-orders/").content.decode()
