"""What is in order is left in peace: at most one false finding per 1 000 series-days.

Three clean series are named: the use of German small consumers, that of German industry, and the daily temperatures of
eight cities. They are clean but for true faults, which are listed here and are not counted: one day of the small
consumers on which two fifths of what is ordinary were booked (New Year 2019), and days the cities left empty.
"""

from datetime import date

import pytest

from nuandong.demand.doctor import Fault, FaultKind, Measure, RawSeries, examine
from tests.demand.doctor import worlds
from tests.demand.doctor.planting import eight_cities, germany, taiyuan_as_shipped, taiyuan_by_the_hour

PER = 1000  # series-days


def series_days(*series: RawSeries) -> int:
    return sum(len(raw.value) for raw in series)


@pytest.mark.reference
def test_german_small_consumers_hold_one_true_fault_and_no_false_one() -> None:
    faults = germany("consumption_small").examined().faults
    assert [(fault.kind, fault.first) for fault in faults] == [(FaultKind.OUTLIER, date(2019, 1, 1))]


@pytest.mark.reference
def test_german_industry_is_left_in_peace() -> None:
    assert not germany("consumption_industry").examined().faults


@pytest.mark.reference
def test_the_gas_of_power_plants_is_left_in_peace_though_wind_and_sun_move_it() -> None:
    assert not germany("consumption_power").examined().faults


@pytest.mark.reference
def test_eight_cities_lack_days_and_nothing_else_is_said_of_them() -> None:
    faults = eight_cities().examined().faults
    assert {fault.kind for fault in faults} == {FaultKind.GAP}
    assert sum(fault.size for fault in faults) == 12


@pytest.mark.reference
def test_hours_that_taiyuan_lacks_are_named_and_nothing_else() -> None:
    instants, values = taiyuan_by_the_hour()
    raw = RawSeries.hourly(name="taiyuan", measure=Measure.TEMPERATURE, instants=instants, value=values)
    faults = examine(use=(), temperature=(raw,)).faults
    assert {fault.kind for fault in faults} == {FaultKind.MISSING_HOURS}


def test_taiyuan_s_winter_as_shipped_is_left_in_peace() -> None:
    assert not [one for one in taiyuan_as_shipped().examined().faults if one.kind is not FaultKind.GAP]


@pytest.mark.slow
@pytest.mark.parametrize("days", [60, 150, 420, 1460], ids="{}-days".format)
def test_ordinary_life_in_five_climates_is_no_fault(days: int) -> None:
    """Heating by decree, holidays, the Spring Festival, cold waves, strong growth, summer, a peaking plant."""
    climates = (worlds.SHANXI, worlds.WARM, worlds.MARITIME, worlds.SEVERE, worlds.TROPICS)
    faults: list[Fault] = []
    count = 0
    for seed, climate in enumerate(climates):
        for first in (date(2018, 1, 1), date(2018, 11, 20)):
            use, weather = worlds.everybody(worlds.grid(days, first=first), climate, 40 + seed)
            faults += examine(use=use, temperature=weather).faults
            count += series_days(*use, *weather)
    assert len(faults) * PER <= count
