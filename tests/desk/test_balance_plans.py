"""Gas balance plans: the gap of every week is told by the outlook and covered by measures, or nothing is handed in."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nuandong.desk.directory.models import BalancePlan, MeasureSort, Organisation, Region
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import StudyKind
from nuandong.desk.outlook.studies.actions import answer, ask
from nuandong.desk.outlook.studies.answers import season_answer
from nuandong.desk.outlook.studies.questions import season_question
from nuandong.desk.plans.balance.actions import (
    MeasureSketch,
    PlanSketch,
    add_measure,
    approve_plan,
    covered,
    draft_plan,
    drop_measure,
    raise_week,
    submit_plan,
)
from nuandong.desk.plans.balance.book import read_plan_book, write_plan_book
from nuandong.desk.plans.balance.weeks import weeks_between

pytestmark = pytest.mark.django_db
CITY = "149100"


@pytest.fixture
def city(season) -> Region:
    return Region.objects.get(code=CITY)


@pytest.fixture
def owner(season) -> Organisation:
    return Organisation.objects.get(code="gov:149100")


@pytest.fixture
def plan(city, account, at) -> BalancePlan:
    """Four weeks and two days of December with a gap of 10 on the worst day of each."""
    return draft_plan(
        sketch=PlanSketch(city, date(2023, 12, 1), date(2023, 12, 30), 10.0), by=account("city"), at=at
    )


def client_of(who) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_weeks_fill_the_plan_without_a_day_twice_or_missed() -> None:
    weeks = weeks_between(date(2023, 12, 1), date(2023, 12, 30))
    days = [first + timedelta(days=step) for first, last in weeks for step in range((last - first).days + 1)]
    assert days == [date(2023, 12, 1) + timedelta(days=step) for step in range(30)]
    assert len(weeks) == 5


def test_a_plan_is_not_handed_in_while_any_week_is_short_and_each_short_week_is_named(
    plan, owner, account, at
) -> None:
    clerk, leader = account("city"), account("leader")
    add_measure(plan=plan, sketch=MeasureSketch("LNG 竞价", 10.0, owner, MeasureSort.LNG_AUCTION,
                                                date(2023, 12, 1), date(2023, 12, 20)), by=clerk, at=at)  # fmt: skip
    with pytest.raises(ActRefused) as refused:
        submit_plan(plan=plan, by=clerk, at=at)
    assert "2023-12-15" in str(refused.value)  # covered until the 20th, so its 21st is short
    assert "2023-12-22" in str(refused.value)
    assert "2023-12-29" in str(refused.value)
    assert "2023-12-08" not in str(refused.value)
    late = MeasureSketch("压非保民", 9.99, owner, MeasureSort.CUT, date(2023, 12, 21), date(2023, 12, 30))
    short = add_measure(plan=plan, sketch=late, by=clerk, at=at)
    with pytest.raises(ActRefused, match=r"−0\.01"):
        submit_plan(plan=plan, by=clerk, at=at)
    drop_measure(measure=short, by=clerk, at=at)
    whole = MeasureSketch("压非保民", 10.0, owner, MeasureSort.CUT, date(2023, 12, 21), date(2023, 12, 30))
    last = add_measure(plan=plan, sketch=whole, by=clerk, at=at)
    submit_plan(plan=plan, by=clerk, at=at)
    with pytest.raises(ActRefused):
        drop_measure(measure=last, by=clerk, at=at)
    with pytest.raises(ActRefused):
        approve_plan(plan=plan, by=clerk, at=at)
    assert approve_plan(plan=plan, by=leader, at=at).approved_at == at
    told = json.loads(Entry.objects.get(act="submit_balance_plan").line)["facts"]
    assert [week[1] for week in told["weeks"]] == [10.0] * 5


def test_a_week_is_covered_by_what_holds_on_its_weakest_day(plan, owner, account, at) -> None:
    for amount, begins, ends in ((4.0, 1, 5), (3.0, 5, 30)):
        sketch = MeasureSketch(
            "串换", amount, owner, MeasureSort.SWAP, date(2023, 12, begins), date(2023, 12, ends)
        )
        add_measure(plan=plan, sketch=sketch, by=account("city"), at=at)
    assert [week.covered for week in covered(plan)] == [3.0] * 5
    assert covered(plan)[0].missing == 7.0


def test_a_week_is_raised_and_never_lowered(plan, account, at) -> None:
    week = plan.weeks.first()
    with pytest.raises(ActRefused):
        raise_week(week=week, gap=9.9, by=account("city"), at=at)
    raise_week(week=week, gap=12.5, by=account("city"), at=at)
    plan.refresh_from_db()
    assert (plan.weeks.first().gap, plan.gap) == (12.5, 12.5)


def test_without_any_outlook_a_gap_must_be_stated(city, account, at) -> None:
    with pytest.raises(ActRefused):
        draft_plan(sketch=PlanSketch(city, date(2023, 12, 1), date(2023, 12, 30)), by=account("city"), at=at)


def test_a_plan_does_not_plan_for_less_than_the_run_tells(city, season, account, at) -> None:
    assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    sketch = PlanSketch(city, season.first_day, season.last_day, 0.0)
    with pytest.raises(ActRefused):
        draft_plan(sketch=sketch, by=account("city"), at=at)


def test_weeks_take_their_gap_from_the_season_outlook(city, season, account, at) -> None:
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    study = ask(run=run, kind=StudyKind.SEASON, question=season_question(), by=None, at=at)
    answered = season_answer(answer(study=study, clock=lambda: at))
    rows = [row for row, code in enumerate(answered.county) if code in ("149101", "149102")]
    missed = dict(zip(answered.days, answered.county_unserved[rows].sum(axis=0), strict=True))
    plan = draft_plan(sketch=PlanSketch(city, season.first_day, season.last_day), by=account("city"), at=at)
    for week in plan.weeks.all():
        span = [week.begins + timedelta(days=step) for step in range((week.ends - week.begins).days + 1)]
        assert week.gap == pytest.approx(max(missed[day] for day in span), abs=1e-4)
        assert week.told_by == f"season {study.pk}"
    assert plan.gap == max(week.gap for week in plan.weeks.all())
    assert plan.gap > 0
    province = Region.objects.get(code="140000")
    whole = draft_plan(
        sketch=PlanSketch(province, season.first_day, season.last_day), by=account("province"), at=at
    )
    assert whole.gap == pytest.approx(answered.gap_before.max(), abs=1e-4)


def test_the_workbook_comes_back_as_it_went_out(plan, owner, account, at) -> None:
    sketch = MeasureSketch("=LNG", 4.25, owner, MeasureSort.LNG_AUCTION, date(2023, 12, 3), date(2023, 12, 9))
    add_measure(plan=plan, sketch=sketch, by=account("city"), at=at)
    written = write_plan_book(plan=plan, at=at)
    sketches, faults = read_plan_book(content=written, plan=plan, owners=Organisation.objects.all())
    assert faults == []
    assert sketches == [sketch]


def book_of(*rows: tuple) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("measures")
    sheet.write_row(0, 0, ("kind", "name", "amount", "begins", "ends", "owner"))
    for number, row in enumerate(rows, start=2):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_a_workbook_with_any_fault_changes_nothing_and_every_fault_is_told(plan, owner, account, at) -> None:
    add_measure(plan=plan, sketch=MeasureSketch("原有", 1.0, owner), by=account("city"), at=at)
    content = book_of(
        ("swap", "好的", 2, "", "", "gov:149100"),
        ("magic", "", "abc", "2024-05-01", "", "gov:149200"),
        ("swap", "负数", -2, "", "", "gov:149100"),
    )
    client = client_of(account("city"))
    sent = SimpleUploadedFile("plan.xlsx", content)
    page = client.post(f"/balance-plans/{plan.pk}/book/", {"book": sent}, headers={"Accept-Language": "en"})
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<li>Row 4") + text.count("<li>第 4 行") == 5
    assert "5" in text
    assert [one.name for one in plan.measures.all()] == ["原有"]
    good = SimpleUploadedFile("plan.xlsx", book_of(("swap", "新的", 2, "", "", "gov:149100")))
    assert client.post(f"/balance-plans/{plan.pk}/book/", {"book": good}).status_code == 302
    assert [one.name for one in plan.measures.all()] == ["新的"]


@pytest.mark.parametrize("content", [b"", b"PK", b"not a workbook", b"PK\x03\x04" + b"\0" * 200])
def test_what_is_no_workbook_is_told_and_breaks_nothing(content, plan) -> None:
    sketches, faults = read_plan_book(content=content, plan=plan, owners=[])
    assert sketches == []
    assert len(faults) == 1


def test_the_page_keeps_what_was_typed_and_shows_which_weeks_are_short(plan, owner, account, at) -> None:
    client = client_of(account("city"))
    address = f"/balance-plans/{plan.pk}/"
    page = client.get(address).content.decode()
    assert page.count('class="gap is-short"') == 5
    typed = {
        "kind": "swap",
        "name": "与邻市串换",
        "amount": "3",
        "begins": "2024-02-01",
        "ends": "",
        "owner": owner.pk,
    }
    refused = client.post(address, typed).content.decode()
    assert "wrong-words" in refused
    assert 'value="与邻市串换"' in refused
    assert client.post(address, {**typed, "amount": "10", "begins": ""}).status_code == 302
    page = client.get(address).content.decode()
    assert "is-short" not in page
    assert page.count('class="k-swap"') >= 5
    client.post(address + "submit/")
    plan.refresh_from_db()
    assert plan.state == "submitted"
    leader = client_of(account("leader"))
    assert address in leader.get("/duties/").content.decode()
    leader.post(address + "approve/")
    plan.refresh_from_db()
    assert plan.state == "approved"
    assert client_of(account("county")).get(address).status_code == 404
