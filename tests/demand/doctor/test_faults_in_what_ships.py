"""Every fault planted in what everybody has: Taiyuan's observed winter of the sample, and users made for it by seed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from nuandong.demand.doctor import Diagnosis, FaultKind, Measure, RawSeries, apply_repairs, examine
from nuandong.findings import Severity
from tests.demand.doctor.planting import (
    Ground,
    Planter,
    far_from_zero,
    from_there_on,
    frozen,
    in_fahrenheit,
    set_to,
    taiyuan_as_shipped,
    tally,
    times,
    written_late,
)
from tests.demand.doctor.worlds import (
    SEVERE,
    SHANXI,
    Climate,
    clinging,
    grid,
    households,
    temperature,
    use_of,
    weather_of,
)

SLIP = (FaultKind.UNIT_SLIP,)
MARGIN = (45, 35)


def kinds_of(diagnosis: Diagnosis) -> set[FaultKind]:
    return {fault.kind for fault in diagnosis.faults}


@pytest.mark.parametrize(
    ("plant", "kinds", "days", "share"),
    [
        pytest.param(times(10), SLIP, 1, 1.0, id="tenfold"),
        pytest.param(times(1 / 24), (*SLIP, FaultKind.OUTLIER), 1, 1.0, id="a-twenty-fourth"),
        pytest.param(times(1000), SLIP, 1, 1.0, id="thousandfold"),
        pytest.param(times(1e4), SLIP, 20, 0.9, id="m3-for-ten-thousand-m3"),
        pytest.param(times(1.7), (FaultKind.OUTLIER,), 1, 0.8, id="seven-tenths-too-much"),
        pytest.param(set_to(0.0), (FaultKind.ZERO,), 2, 1.0, id="zeros"),
        pytest.param(times(-1), (FaultKind.NEGATIVE,), 1, 1.0, id="a-wrong-sign"),
        pytest.param(frozen, (FaultKind.FLAT,), 5, 1.0, id="frozen"),
        pytest.param(set_to(np.nan), (FaultKind.GAP,), 2, 1.0, id="a-gap"),
    ],
)
def test_a_fault_of_use_is_found_within_one_winter(
    plant: Planter, kinds: tuple[FaultKind, ...], days: int, share: float
) -> None:
    counted = tally(taiyuan_as_shipped(), Measure.USE, plant, kinds, days=days, margin=MARGIN)
    assert counted.share >= share
    assert not counted.beside


@pytest.mark.parametrize(
    ("plant", "kinds", "days"),
    [
        pytest.param(in_fahrenheit, SLIP, 1, id="a-day-in-fahrenheit"),
        pytest.param(in_fahrenheit, SLIP, 12, id="twelve-days-in-fahrenheit"),
        pytest.param(frozen, (FaultKind.FLAT,), 6, id="frozen"),
        pytest.param(set_to(0.0), (FaultKind.ZERO, FaultKind.FLAT), 5, id="filled-with-zero"),
    ],
)
def test_a_fault_of_taiyuan_s_temperature_is_found_within_one_winter(
    plant: Planter, kinds: tuple[FaultKind, ...], days: int
) -> None:
    where = far_from_zero if FaultKind.ZERO in kinds else lambda values: True
    counted = tally(
        taiyuan_as_shipped(), Measure.TEMPERATURE, plant, kinds, days=days, margin=MARGIN, where=where
    )
    assert counted.share >= 0.8


def test_a_year_in_fahrenheit_is_no_climate() -> None:
    days = grid(500)
    weather = temperature(days, SHANXI, np.random.default_rng(3)) * 1.8 + 32
    (fault,) = examine(use=(), temperature=(weather_of("t", days, weather),)).faults
    assert (fault.kind, fault.first, fault.last) == (FaultKind.UNIT_SLIP, days[0], days[-1])


def test_a_day_written_twice_with_equal_values_stands_once() -> None:
    raw = taiyuan_as_shipped().use[0]
    twice = replace(
        raw, day=np.insert(raw.day, 50, raw.day[50]), value=np.insert(raw.value, 50, raw.value[50])
    )
    (fault,) = examine(use=(twice,)).faults
    assert (fault.kind, fault.first.toordinal(), fault.repairs) == (FaultKind.DUPLICATE, raw.day[50], ())


def test_a_day_written_twice_with_different_values_waits_for_a_choice() -> None:
    raw = taiyuan_as_shipped().use[0]
    twice = replace(raw, day=np.insert(raw.day, 50, raw.day[50]), value=np.insert(raw.value, 50, 999.0))
    diagnosis = examine(use=(twice,))
    (fault,) = diagnosis.faults
    assert (fault.kind, fault.severity) == (FaultKind.CONFLICT, Severity.ERROR)
    assert {repair.values[0] for repair in fault.repairs} == {
        999.0,
        raw.value[50],
        (999.0 + raw.value[50]) / 2,
    }
    assert np.isnan(diagnosis.sheet.use.values[0, 50])


def homes_for_years(seed: int = 5, climate: Climate = SHANXI) -> Ground:
    days = grid(365 * 4)
    rng = np.random.default_rng(seed)
    weather = temperature(days, climate, rng)
    return Ground(
        (use_of("homes", days, households(days, weather, rng)),), (weather_of("here", days, weather),)
    )


@pytest.mark.parametrize("late", [-1, 1, 2])
def test_two_winter_months_under_the_wrong_date_are_found(late: int) -> None:
    ground = homes_for_years()
    raw = ground.use[0]
    first = (date(2020, 12, 1) - date(2018, 1, 1)).days
    sick = replace(raw, value=written_late(late)(raw.value, first, 60))
    diagnosis = ground.with_series(sick).examined()
    (fault,) = diagnosis.faults
    assert (fault.kind, fault.size) == (FaultKind.SHIFTED_DAYS, float(late))
    mended = apply_repairs(diagnosis=diagnosis, chosen=fault.repairs).history.use[0]
    np.testing.assert_array_equal(mended[first + 10 : first + 50], raw.value[first + 10 : first + 50])


def test_a_big_user_who_leaves_is_dated_and_sized() -> None:
    ground = homes_for_years()
    raw = ground.use[0]
    first = (date(2020, 6, 10) - date(2018, 1, 1)).days
    sick = replace(raw, value=from_there_on(lambda use: use * 0.6)(raw.value, first, 1))
    (fault,) = ground.with_series(sick).examined().faults
    assert fault.kind is FaultKind.LEVEL_BREAK
    assert abs((fault.first - date(2020, 6, 10)).days) <= 3
    assert np.exp(fault.size) == pytest.approx(0.6, abs=0.06)


def stations_and_average(seed: int = 8) -> tuple[tuple[date, ...], np.ndarray, np.ndarray]:
    days = grid(900)
    rng = np.random.default_rng(seed)
    shared = temperature(days, SHANXI, rng)
    stations = np.stack([shared + offset + clinging(len(days), 0.6, rng) for offset in (-2.0, 0.0, 1.0, 2.5)])
    return days, stations.round(1), np.arange(700, 745)


def test_a_station_counted_as_zero_is_shown_by_the_stations_themselves() -> None:
    days, stations, dead = stations_and_average()
    reported = stations.copy()
    reported[2, dead] = np.nan
    average = np.nan_to_num(reported).mean(axis=0).round(1)
    series = [weather_of("average", days, average)]
    series += [weather_of(f"station {number}", days, row, "average") for number, row in enumerate(reported)]
    faults = [one for one in examine(use=(), temperature=series).faults if one.kind is FaultKind.ZERO_STATION]
    assert {fault.series for fault in faults} == {"average"}
    assert (min(fault.first for fault in faults), max(fault.last for fault in faults)) == (
        days[700],
        days[744],
    )
    np.testing.assert_allclose(faults[0].repairs[0].values[0], np.nanmean(reported[:, 700]), atol=0.1)


def test_a_station_counted_as_zero_is_shown_by_those_who_heat_where_only_the_average_is_known() -> None:
    found = 0
    for seed in range(6):
        ground = homes_for_years(seed, SEVERE)
        raw = ground.temperature[0]
        first = (date(2020, 12, 1) - date(2018, 1, 1)).days
        sick = ground.with_series(replace(raw, value=times(2 / 3)(raw.value, first, 40))).examined()
        faults = [one for one in sick.faults if one.kind is FaultKind.ZERO_STATION]
        found += (
            len(faults) == 1 and faults[0].first < date(2021, 1, 15) and faults[0].last >= date(2020, 12, 1)
        )
    assert found >= 5


def hours_of(days: tuple[date, ...], seed: int) -> tuple[list[datetime], np.ndarray]:
    """Hourly use with two peaks a day, four instants of the clock a row."""
    rng = np.random.default_rng(seed)
    start = datetime(days[0].year, days[0].month, days[0].day)
    instants = [start + timedelta(hours=step) for step in range(24 * len(days))]
    hour = np.array([instant.hour for instant in instants])
    shape = 1 + 0.6 * np.exp(-((hour - 7) ** 2) / 4) + 0.8 * np.exp(-((hour - 19) ** 2) / 6)
    return instants, shape * 10 * np.exp(rng.normal(0, 0.05, len(instants)))


def hourly(instants: list[datetime], values: np.ndarray) -> RawSeries:
    return RawSeries.hourly(name="town", measure=Measure.USE, instants=instants, value=values)


def test_days_of_23_and_25_hours_are_named_and_brought_to_24() -> None:
    instants, values = hours_of(grid(365, first=date(2021, 1, 1)), 1)
    spring, autumn = instants.index(datetime(2021, 3, 28, 2)), instants.index(datetime(2021, 10, 31, 2))
    instants.insert(autumn, instants[autumn])
    values = np.insert(values, autumn, values[autumn] * 1.1)
    del instants[spring]
    values = np.delete(values, spring)
    faults = examine(use=(hourly(instants, values),)).faults
    assert [(fault.kind, fault.first, fault.size) for fault in faults] == [
        (FaultKind.CLOCK_CHANGE, date(2021, 3, 28), 23.0),
        (FaultKind.CLOCK_CHANGE, date(2021, 10, 31), 25.0),
    ]
    assert [fault.repairs[0].factor for fault in faults] == [24 / 23, 24 / 25]


def test_an_hour_filled_with_zero_in_the_night_of_the_clock_is_named() -> None:
    instants, values = hours_of(grid(365, first=date(2021, 1, 1)), 2)
    values[instants.index(datetime(2021, 3, 28, 2))] = 0.0
    (fault,) = examine(use=(hourly(instants, values),)).faults
    assert (fault.kind, fault.first) == (FaultKind.CLOCK_CHANGE, date(2021, 3, 28))


def test_a_day_that_lacks_hours_has_no_total_until_it_is_made_up() -> None:
    instants, values = hours_of(grid(60), 3)
    whole = values[24 * 30 : 24 * 31].sum()
    kept = [place for place in range(len(instants)) if not 24 * 30 + 3 <= place < 24 * 30 + 9]
    diagnosis = examine(use=(hourly([instants[place] for place in kept], values[kept]),))
    (fault,) = diagnosis.faults
    assert (fault.kind, fault.size) == (FaultKind.MISSING_HOURS, 6.0)
    assert np.isnan(diagnosis.sheet.use.values[0, 30])
    assert fault.repairs[0].values[0] == pytest.approx(whole, rel=0.05)


def test_a_month_written_in_universal_time_is_found_and_cut_again() -> None:
    instants, values = hours_of(grid(200), 4)
    first, last = 24 * 100, 24 * 130
    sick = values.copy()
    sick[first:last] = values[first + 8 : last + 8]
    diagnosis = examine(use=(hourly(instants, sick),))
    moved = [fault for fault in diagnosis.faults if fault.kind is FaultKind.DAY_BOUNDARY]
    assert [fault.size for fault in moved] == [-8.0]
    assert abs((moved[0].first - grid(200)[100]).days) <= 3


def test_every_finding_says_place_evidence_reason_and_offer_in_both_languages() -> None:
    ground = taiyuan_as_shipped()
    raw = ground.use[0]
    findings = ground.with_series(replace(raw, value=times(10)(raw.value, 60, 1))).examined().findings
    (finding,) = [one for one in findings if one.place.file == "use"]
    assert (finding.code, finding.place.column) == ("doctor.use.unit_slip", "homes")
    assert "10" in finding.text(language="zh")
    assert "可选修复" in finding.text(language="zh")
    assert "Offered: divide by 10" in finding.text(language="en")
