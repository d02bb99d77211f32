"""A case becomes records and comes back; and any past moment comes back as it was known then."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from django.db import DatabaseError, transaction

import nuandong
from nuandong.assess.case import Case
from nuandong.assess.plain import to_plain
from nuandong.casefile.canonical import column_texts, tables_of
from nuandong.casefile.shape import column_names
from nuandong.demand.tables import HeldBack, PastUse, UsePlans
from nuandong.desk.directory.models import ArcLimit, CurtailmentList, KeptTable, NetworkArc
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import SeasonIsThere, import_case
from nuandong.desk.outlook.cases import NoSeason, day_case, policy_on
from nuandong.desk.outlook.models import HeatLoadModel, Season
from nuandong.desk.reporting.models import Contract, ContractTerms, InventoryReading, Nomination, WeatherValue
from nuandong.vocabulary import ConsumerClass, WeatherKind

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=1)


def rows(case: Case, table: str) -> list[tuple[str, ...]]:
    """A table of a case as sorted rows of text, every figure in full."""
    columns = [column_texts(tables_of(case)[table], name) for name in column_names(table)]
    return sorted(zip(*columns, strict=True))


def test_everything_known_at_the_end_of_the_season_comes_back_exactly(tiny: Case, season: Season) -> None:
    back = day_case(tiny.settings.gas_day, tiny.settings.decided_at + timedelta(days=365))
    for table in tables_of(tiny):
        assert rows(back, table) == rows(tiny, table), table
    assert replace(back.settings, decided_at=tiny.settings.decided_at) == tiny.settings


def test_the_day_has_the_same_picture_from_records_as_from_the_folder(tiny: Case, season: Season, at) -> None:
    """Only the input hash differs: the records leave out what was filed after the instant of deciding."""
    from_folder = to_plain(nuandong.assess_day(case=tiny))
    from_records = to_plain(nuandong.assess_day(case=day_case(tiny.settings.gas_day, at)))
    assert from_records["stamp"].pop("input_hash") != from_folder["stamp"].pop("input_hash")
    assert from_records == from_folder


def test_the_same_records_at_the_same_instant_give_the_same_hash(tiny: Case, season: Season, at) -> None:
    assert day_case(tiny.settings.gas_day, at).input_hash == day_case(tiny.settings.gas_day, at).input_hash


def test_a_season_is_brought_in_once(tiny: Case, season: Season, at: datetime) -> None:
    with pytest.raises(SeasonIsThere):
        import_case(case=tiny, by=None, at=at)


def test_bringing_in_a_case_stands_in_the_ledger_with_its_hash(tiny: Case, season: Season) -> None:
    entry = Entry.objects.get(act="import_case")
    assert tiny.input_hash in entry.line


def test_a_day_outside_every_season_is_refused_with_what_to_do(season: Season, at: datetime) -> None:
    with pytest.raises(NoSeason, match="导入"):
        day_case(date(2020, 7, 1), at)


def later_nomination(known: datetime) -> None:
    first = Nomination.objects.filter(gas_day=date(2023, 12, 20)).first()
    Nomination.objects.create(
        contract=first.contract, gas_day=first.gas_day, revision=99, filed_at=known, flow=first.flow + 1
    )


def later_terms(known: datetime) -> None:
    terms = ContractTerms.objects.first()
    ContractTerms.objects.create(
        contract=Contract.objects.get(code=terms.contract_id), daily_max=1.0, begins=terms.begins, ends=terms.ends,
        known_at=known,
    )  # fmt: skip


def later_stock(known: datetime) -> None:
    reading = InventoryReading.objects.first()
    InventoryReading.objects.create(
        store=reading.store, gas_day=reading.gas_day, inventory=1.0, known_at=known
    )


def later_limit(known: datetime) -> None:
    day = date(2023, 12, 20)
    ArcLimit.objects.create(arc=NetworkArc.objects.first(), begins=day, ends=day, share=0.5, known_at=known)


def later_forecast(known: datetime) -> None:
    WeatherValue.objects.create(
        area="jia",
        gas_day=date(2023, 12, 21),
        kind=WeatherKind.FORECAST,
        issue_at=known,
        mean_temperature=-9.0,
    )


def later_list(known: datetime) -> None:
    CurtailmentList.objects.create(
        code="late", region_id="149100", begins=date(2023, 11, 1), ends=date(2024, 3, 31), state="approved",
        approved_at=known,
    )  # fmt: skip


def later_model(known: datetime) -> None:
    model = HeatLoadModel.objects.first()
    HeatLoadModel.objects.create(
        county=model.county, consumer_class=model.consumer_class, steady_use=9.0, heat_use=0.1,
        balance_temperature=15.0, known_at=known,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("comes_to_be_known", "table"),
    [
        (later_nomination, "nominations"),
        (later_terms, "contracts"),
        (later_stock, "inventories"),
        (later_limit, "arc_limits"),
        (later_forecast, "weather"),
        (later_list, "curtailment_lists"),
        (later_model, "demand_models"),
    ],
)
def test_what_became_known_later_is_not_in_the_case_of_before(
    comes_to_be_known, table: str, season: Season, tiny: Case, at: datetime
) -> None:
    before = rows(day_case(tiny.settings.gas_day, at), table)
    comes_to_be_known(at + MOMENT)
    assert rows(day_case(tiny.settings.gas_day, at), table) == before
    assert rows(day_case(tiny.settings.gas_day, at + MOMENT), table) != before


def test_terms_that_were_changed_stand_once_in_a_case(season: Season, tiny: Case, at: datetime) -> None:
    later_terms(at)
    contracts = day_case(tiny.settings.gas_day, at).network.contracts.contract
    assert len(contracts) == len(set(contracts))


def test_weather_of_days_to_come_is_seen_in_a_replay_only(season: Season, tiny: Case, at: datetime) -> None:
    """A live season never knows tomorrow; the sample replays a winter that is over and says so."""
    assert season.is_replay
    replayed = day_case(tiny.settings.gas_day, at).weather
    Season.objects.update(is_replay=False)
    live = day_case(tiny.settings.gas_day, at).weather
    assert max(replayed.issue_at) > at
    assert max(live.issue_at) <= at


def test_a_list_that_is_a_draft_is_no_list(season: Season, tiny: Case, at: datetime) -> None:
    CurtailmentList.objects.filter(code="list-jia").update(state="draft")
    assert "list-jia" not in day_case(tiny.settings.gas_day, at).users.curtailment_lists.curtailment_list
    assert "list-jia" not in day_case(tiny.settings.gas_day, at).users.list_entries.curtailment_list


OWN_RULE = """
[[report.county_by]]
value = "10:15"
begins = 2023-12-01
clause = "a made-up rule for tests"
evidence = "judged"
"""


def test_rules_that_a_case_brings_along_come_back_and_hold(tiny: Case, db: None, at: datetime) -> None:
    import_case(case=replace(tiny, policy_text=OWN_RULE, input_hash=""), by=None, at=at)
    back = day_case(tiny.settings.gas_day, at)
    assert back.policy_text == OWN_RULE
    assert (
        policy_on(tiny.settings.gas_day).text("report.county_by", day=tiny.settings.gas_day).value == "10:15"
    )
    assert policy_on(date(2020, 1, 1)).version != back.policy.version


def test_a_kept_table_is_never_changed_and_a_later_one_counts_from_then_on(
    tiny: Case, season: Season, at: datetime
) -> None:
    kept = KeptTable.objects.get(name="hour_shapes")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        KeptTable.objects.filter(pk=kept.pk).update(texts=[])
    header, first, *rest = kept.texts
    later = at + timedelta(hours=1)
    KeptTable.objects.create(
        name="hour_shapes", texts=[header, [*first[:2], "9", *first[3:]], *rest], known_at=later
    )
    day = tiny.settings.gas_day
    assert day_case(day, at).hour_shapes.factor[0] == tiny.hour_shapes.factor[0]
    assert day_case(day, later).hour_shapes.factor[0] == 9.0


def with_books(case: Case) -> Case:
    """The tiny case with three days of books, a cut on one of them, and a plan of its first point."""
    county, day = case.models.county[0], case.settings.gas_day
    days = tuple(day - timedelta(days=back) for back in (5, 4, 3))
    told, nothing = np.array([3.25, np.nan, 2.5]), np.full(3, np.nan)
    late = case.settings.decided_at + timedelta(hours=3)
    past = PastUse((county,) * 3, days, told, told / 3, *(nothing,) * 6, known_at=(None, None, late))
    held = HeldBack((county,), days[:1], (ConsumerClass.RES_HEAT,), np.array([np.nan]), ("order",), (None,))
    plans = UsePlans(
        case.users.delivery_points.point[:1], (day,), np.array([0.0]), (case.settings.decided_at,)
    )
    return replace(case, past_use=past, held_back=held, use_plans=plans)


def test_books_of_past_use_are_kept_and_come_back_exactly(tiny: Case, db: None) -> None:
    told = with_books(tiny)
    import_case(case=told, by=None, at=tiny.settings.decided_at)
    back = day_case(tiny.settings.gas_day, tiny.settings.decided_at)
    for table in ("use_held_back", "use_plans"):
        assert rows(back, table) == rows(told, table)
    assert len(rows(back, "use_history")) == 2  # the third became known three hours later
    later = day_case(tiny.settings.gas_day, tiny.settings.decided_at + timedelta(hours=3))
    assert rows(later, "use_history") == rows(told, "use_history")
