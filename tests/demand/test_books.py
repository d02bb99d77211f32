"""Books of use become a history: what was known, reports on top, cuts put back, batches never counted twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from nuandong.demand.groups import GROUP_OF, GROUPS
from nuandong.demand.tables import HeldBack
from nuandong.gasday import CHINA
from nuandong.vocabulary import ConsumerClass
from tests.demand.provinces import AS_OF, QINGXU, XIAODIAN, batch, models, observed, report
from tests.demand.remembering import (
    COAL,
    HEAT,
    PAST,
    WORKS,
    appended,
    booked,
    books,
    mean_on,
    swinging,
    true_heat,
)

CENTRAL = ConsumerClass.CENTRAL_HEAT
EIGHTEENTH, NINETEENTH = date(2023, 12, 18), date(2023, 12, 19)
MORNING = datetime(2023, 12, 19, 9, tzinfo=CHINA)


def held(*rows: tuple[str, date, ConsumerClass, float]) -> HeldBack:
    return HeldBack(
        county=tuple(row[0] for row in rows), gas_day=tuple(row[1] for row in rows),
        consumer_class=tuple(row[2] for row in rows), held_back=np.array([row[3] for row in rows]),
        reason=("order",) * len(rows), known_at=(None,) * len(rows),
    )  # fmt: skip


def test_every_class_but_losses_and_exports_stands_in_one_group() -> None:
    assert set(ConsumerClass) - set(GROUP_OF) == {ConsumerClass.LOSS, ConsumerClass.EXPORT}
    assert sum(len(words) for words in GROUPS.values()) == len(GROUP_OF)


def test_a_unit_is_a_county_and_a_group_and_its_days_are_unbroken() -> None:
    found = booked(of=books())
    assert list(zip(found.county, found.group, strict=True)) == [(XIAODIAN, "heating"), (QINGXU, "industry")]
    assert found.unit_of.tolist() == [0, 0, 1]
    assert found.history.days[0] == PAST[0]
    assert found.history.days[-1] == date(2024, 1, 2)
    known = ~np.isnan(found.history.use[0])
    assert [day for day, told in zip(found.history.days, known, strict=True) if told] == list(PAST)
    column = found.history.days.index(date(2022, 1, 5))
    assert found.history.use[0, column] == pytest.approx(true_heat(date(2022, 1, 5)))
    assert found.history.temperature[0, column] == pytest.approx(mean_on(date(2022, 1, 5)))


def test_days_without_a_temperature_have_none_but_the_days_ahead_have_the_forecasts_own() -> None:
    found = booked(of=books(), under=swinging(further=PAST[-4:]))
    summer = found.history.days.index(date(2022, 7, 1))
    assert np.isnan(found.history.temperature[0, summer])
    assert not np.isnan(found.history.temperature[0, found.known :]).any()


def test_the_wind_of_a_day_comes_with_its_temperature_and_a_wind_known_later_does_not() -> None:
    calm = swinging()
    seen = replace(calm, mean_wind=np.linspace(0.0, 9.0, len(calm.gas_day)))
    found = booked(of=books(), under=seen).history
    for day in (PAST[0], EIGHTEENTH):
        row = calm.gas_day.index(day)
        assert found.wind[0, found.days.index(day)] == pytest.approx(seen.mean_wind[row])
    late = [moment > AS_OF for moment in calm.issue_at]
    assert any(late)
    last = found.days.index(calm.gas_day[late.index(True)])
    assert np.isnan(found.wind[0, last])


def test_a_day_is_known_at_ten_the_next_morning_unless_its_row_says_otherwise() -> None:
    whole = books()
    early = booked(of=whole, as_of=datetime(2023, 12, 19, 9, 59, tzinfo=CHINA))
    late = booked(of=whole, as_of=datetime(2023, 12, 19, 10, 0, tzinfo=CHINA))
    eve = late.history.days.index(EIGHTEENTH)
    assert np.isnan(early.history.use[0, eve])
    assert late.history.use[0, eve] == pytest.approx(true_heat(EIGHTEENTH))
    told = appended(whole, days=(EIGHTEENTH,), use=99.0, known_at=MORNING)
    assert booked(of=told, as_of=MORNING).history.use[0, eve] == 99.0
    assert np.isnan(booked(of=told, as_of=MORNING - timedelta(minutes=1)).history.use[0, eve])


def test_of_two_rows_for_one_day_the_one_known_later_counts() -> None:
    revised = appended(books(), days=(PAST[5],), use=77.0, known_at=MORNING)
    assert booked(of=revised).history.use[0, 5] == 77.0
    assert booked(of=revised, as_of=MORNING - timedelta(seconds=1)).history.use[0, 5] != 77.0


def test_filed_reports_become_history_once_a_whole_group_is_told() -> None:
    both = report(
        (XIAODIAN, HEAT, EIGHTEENTH, 30.0, MORNING),
        (XIAODIAN, CENTRAL, EIGHTEENTH, 12.0, MORNING),
    )
    eve = (EIGHTEENTH - PAST[0]).days
    assert booked(of=books(), reports=both).history.use[0, eve] == pytest.approx(42.0)
    one = report((XIAODIAN, HEAT, EIGHTEENTH, 30.0, MORNING))
    assert booked(of=books(), reports=one).history.use[0, eve] == pytest.approx(true_heat(EIGHTEENTH))


def test_a_report_filed_after_the_decision_is_not_history_yet() -> None:
    late = report(
        (XIAODIAN, HEAT, EIGHTEENTH, 30.0, AS_OF + timedelta(hours=1)),
        (XIAODIAN, CENTRAL, EIGHTEENTH, 12.0, AS_OF + timedelta(hours=1)),
    )
    eve = (EIGHTEENTH - PAST[0]).days
    assert booked(of=books(), reports=late).history.use[0, eve] == pytest.approx(true_heat(EIGHTEENTH))


def test_what_was_held_back_is_summed_by_group_and_an_unknown_depth_stays_unknown() -> None:
    found = booked(of=books(held_back=held(
        (XIAODIAN, PAST[10], HEAT, 2.0), (XIAODIAN, PAST[10], CENTRAL, 1.5), (QINGXU, PAST[11], WORKS, np.nan),
        (QINGXU, NINETEENTH, WORKS, 5.0),
    )))  # fmt: skip
    assert found.history.held_back[0, 10] == 3.5
    assert np.isnan(found.history.held_back[1, 11])
    assert np.nansum(found.history.held_back) == 3.5  # a cut of a day that is not over is not known


@pytest.mark.parametrize(
    ("gas_on", "counted"),
    [
        pytest.param(date(2023, 9, 20), 48, id="on-before-this-winter"),
        pytest.param(date(2023, 12, 12), 7, id="on-a-week-ago"),
        pytest.param(date(2021, 10, 1), 0, id="on-before-the-books-begin"),
        pytest.param(date(2023, 12, 24), 0, id="on-later-than-the-decision"),
    ],
)
def test_a_batch_is_taken_out_of_the_days_that_hold_it_and_of_no_other(gas_on: date, counted: int) -> None:
    """0.1 for each kelvin below 18 °C: what the history loses is what the forecast puts on top again."""
    coal = models((XIAODIAN, COAL, 1.0, 0.5, 1.0))
    told = books(days=PAST)
    past = told.past
    told = type(told)(type(past)(**{**{name: getattr(past, name) for name in past.__slots__},
                                    "coal_to_gas": past.heating, "heating": past.power}))  # fmt: skip
    found = booked(of=told, models_of=coal, conversions=batch(gas_on=gas_on))
    known = found.history.use[0, : found.known]
    taken = np.nan_to_num(found.batches[0, : found.known])[~np.isnan(known)]
    assert np.count_nonzero(taken) == counted
    eve = found.known - 1
    if counted:
        below = 18 - sum(
            weight * mean_on(EIGHTEENTH - timedelta(days=back)) for back, weight in enumerate((0.5, 0.3, 0.2))
        )
        assert found.batches[0, eve] == pytest.approx(0.1 * below)
        assert found.history.use[0, eve] == pytest.approx(true_heat(EIGHTEENTH) - 0.1 * below)
    ahead = found.batches[0, found.known :]
    assert bool(ahead.any()) == (gas_on > PAST[0])


def test_units_that_no_model_knows_are_left_out() -> None:
    industry = models((QINGXU, WORKS, 10.0, 0.0, 0.8))
    found = booked(of=books(), models_of=industry)
    assert found.county == (QINGXU,)


def test_weather_of_three_days_is_enough_to_ask() -> None:
    found = booked(of=books(), under=observed(first=date(2023, 12, 18), means=(-5.0, -6.0, -7.0)))
    assert np.isnan(found.history.temperature[0, :10]).all()
    assert not np.isnan(found.history.temperature[0, found.known :]).any()


def test_the_countrys_holidays_and_make_up_days_stand_in_the_history_and_the_moons_new_year_too() -> None:
    history = booked(of=books()).history
    resting = dict(zip(history.days, history.rest_day, strict=True))
    assert resting[date(2023, 1, 23)]  # a Monday inside Spring Festival
    assert not resting[date(2023, 1, 28)]  # a Saturday on which people work for it
    assert history.from_festival[history.days.index(date(2023, 1, 22))] == 0
