"""The register of users whose gas can be had back: by terms or by record, how soon, on how many days still."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from nuandong.desk.directory.models import DeliveryPoint
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.plans.flex import register
from nuandong.desk.plans.flex.actions import TermsSketch, record_terms
from nuandong.desk.plans.flex.drawing import curve_drawing
from nuandong.desk.plans.flex.register import curve, rows_for
from nuandong.desk.plans.models import FlexTerms

pytestmark = pytest.mark.django_db


def terms(season, **others) -> TermsSketch:
    usual = {"kind": "interruptible", "begins": season.first_day, "ends": season.last_day, "amount": 1.2,
             "notice_hours": 3.0, "days": 5, "contract": "KZD-01", "compensation": Decimal("0.35")}  # fmt: skip
    return TermsSketch(**(usual | others))


def point(code: str) -> DeliveryPoint:
    return DeliveryPoint.objects.get(code=code)


def by_code(account, day) -> dict:
    return {row.point.code: row for row in rows_for(account, day)}


def test_a_point_counts_by_its_record_until_terms_are_agreed(season, account, at) -> None:
    day, who = season.default_gas_day, account("province")
    before = by_code(who, day)
    assert set(before) == {"p-steel", "p-lng"}  # the points that the case calls interruptible or dual-fuel
    assert (before["p-steel"].terms, before["p-steel"].amount) == (None, pytest.approx(1.6))
    assert before["p-steel"].days_left == 10
    record_terms(point=point("p-steel"), sketch=terms(season), by=account("city"), at=at)
    row = by_code(who, day)["p-steel"]
    assert (row.amount, row.lead_hours, row.days_left) == (1.2, 3.0, 5)
    assert row.terms.compensation == Decimal("0.35")


def test_later_terms_count_from_then_on_and_the_earlier_stay(season, account, at) -> None:
    for amount in (1.2, 0.9):
        record_terms(point=point("p-steel"), sketch=terms(season, amount=amount), by=account("city"), at=at)
    assert by_code(account("province"), season.default_gas_day)["p-steel"].amount == 0.9
    assert FlexTerms.objects.count() == 2
    assert "p-steel" not in {row.point.code for row in rows_for(account("province"), season.default_gas_day)
                             if row.amount > 0.9}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "others"),
    [("p-steel", {"amount": 1.7}), ("p-hospital", {"amount": 0.1}), ("p-steel", {"kind": "substitutable"}),
     ("p-methanol", {})],
)  # fmt: skip
def test_terms_never_reach_a_safe_load_a_protected_user_or_another_city(
    code, others, season, account, at
) -> None:
    with pytest.raises(ActRefused):
        record_terms(point=point(code), sketch=terms(season, **others), by=account("city"), at=at)


def test_days_that_orders_took_run_down_and_none_left_counts_for_nothing(
    season, account, at, monkeypatch
) -> None:
    day = season.default_gas_day
    record_terms(point=point("p-steel"), sketch=terms(season, days=2), by=account("city"), at=at)
    cut = [day - timedelta(days=1), day - timedelta(days=1), season.first_day - timedelta(days=30)]
    monkeypatch.setattr(register, "_days_cut", [lambda points: {"p-steel": cut}])
    assert by_code(account("province"), day)["p-steel"].days_left == 1
    cut.append(day - timedelta(days=3))
    row = by_code(account("province"), day)["p-steel"]
    assert (row.days_left, row.counts, row.amount) == (0, 0.0, 1.2)


def test_the_curve_adds_what_can_be_had_within_each_hour(season, account, at) -> None:
    record_terms(point=point("p-steel"), sketch=terms(season, notice_hours=1.0), by=account("city"), at=at)
    record_terms(point=point("p-mill"), by=account("city"), at=at, sketch=terms(
        season, kind="substitutable", fuel="lpg", notice_hours=2.0, switch_hours=20.0, amount=1.5))  # fmt: skip
    rows = rows_for(account("city"), season.default_gas_day)
    told = {step.hours: (step.interruptible, step.substitutable) for step in curve(rows)}
    assert told[1.0] == (1.2, 0)
    assert told[8.0] == (1.2, 0)
    assert told[24.0] == (1.2, 1.5)
    drawing = curve_drawing(rows, 5.0)
    assert drawing.gap_y is not None
    assert drawing.together.endswith("Z")


def test_each_sees_the_register_of_the_own_scope(season, account, at) -> None:
    day = season.default_gas_day
    assert set(by_code(account("city"), day)) == {"p-steel"}
    assert set(by_code(account("company"), day)) == set()
    assert set(by_code(account("nobody"), day)) == set()


def test_the_page_holds_the_sum_against_the_design_gap_and_the_form_keeps_what_was_typed(
    season, account, at, monkeypatch
) -> None:
    monkeypatch.setattr("nuandong.desk.frame.clock.now", lambda: at + timedelta(days=1))
    assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    client = Client()
    client.force_login(account("city"), backend="django.contrib.auth.backends.ModelBackend")
    assert "gap-line" in client.get("/flexible/").content.decode()
    typed = {"point": point("p-steel").pk, "kind": "substitutable", "begins": "2023-11-01", "ends": "2023-10-01",
             "amount": "1", "notice_hours": "2", "contract": "KZD-77", "fuel": ""}  # fmt: skip
    wrong = client.post("/flexible/record/", typed).content.decode()
    assert wrong.count("wrong-words") == 2
    assert 'value="KZD-77"' in wrong
    right = {**typed, "ends": "2024-03-31", "fuel": "lpg", "switch_hours": "6", "compensation": "0.28"}
    assert client.post("/flexible/record/", right).status_code == 302
    assert "KZD-77" in client.get("/flexible/").content.decode()
    rows = client.get("/flexible.csv").content.decode().splitlines()
    assert any("0.2800" in row and "KZD-77" in row for row in rows)
    outside = client.post("/flexible/record/", {**right, "point": point("p-methanol").pk}).content.decode()
    assert "wrong-words" in outside
