"""Faults planted at random places of real series are found, and nothing else is said meanwhile.

Shares are those of realistic sizes; where a fault is smaller than what the series itself does, it is not found, and
docs/data-doctor.md says from which size on.
"""

import numpy as np
import pytest

from nuandong.demand.doctor import FaultKind, Measure, RawSeries, examine
from tests.demand.doctor.planting import (
    Ground,
    Planter,
    changed,
    eight_cities,
    far_from_zero,
    from_there_on,
    frozen,
    germany,
    in_fahrenheit,
    set_to,
    taiyuan_by_the_hour,
    tally,
    times,
    written_late,
)

pytestmark = [pytest.mark.reference, pytest.mark.slow]
SLIP, OUTLIER = (FaultKind.UNIT_SLIP,), (FaultKind.OUTLIER,)
SHIFT, BREAK = (FaultKind.SHIFTED_DAYS,), (FaultKind.LEVEL_BREAK,)

USE_FAULTS = [
    pytest.param(times(10), SLIP, 1, 10, 0.9, id="a-day-tenfold"),
    pytest.param(times(24), SLIP, 1, 24, 0.9, id="an-hour's-rate-for-a-day"),
    pytest.param(times(35.5), SLIP, 10, 35.5, 0.9, id="energy-for-volume-ten-days"),
    pytest.param(times(0.1), SLIP, 14, 0.1, 0.8, id="a-tenth-for-a-fortnight"),
    pytest.param(times(1e4), SLIP, 90, 1e4, 0.9, id="m3-for-ten-thousand-m3-three-months"),
    pytest.param(
        from_there_on(lambda use: use * 1000), SLIP, 60, None, 0.9, id="thousandfold-from-one-day-on"
    ),
    pytest.param(times(2), OUTLIER, 1, None, 0.8, id="a-day-doubled"),
    pytest.param(times(0.5), OUTLIER, 1, None, 0.8, id="a-day-halved"),
    pytest.param(set_to(0.0), (FaultKind.ZERO,), 1, None, 1.0, id="a-zero-for-a-missing-day"),
    pytest.param(set_to(0.0), (FaultKind.ZERO,), 3, None, 1.0, id="three-zeros"),
    pytest.param(times(-1), (FaultKind.NEGATIVE,), 1, None, 1.0, id="a-wrong-sign"),
    pytest.param(frozen, (FaultKind.FLAT,), 6, None, 1.0, id="a-frozen-meter"),
    pytest.param(set_to(np.nan), (FaultKind.GAP,), 3, None, 1.0, id="a-gap"),
    pytest.param(
        from_there_on(lambda use: use * 0.65), BREAK, 60, None, 0.8, id="a-third-less-from-one-day-on"
    ),
]


@pytest.mark.parametrize("column", ["consumption_small", "consumption_industry"])
@pytest.mark.parametrize(("plant", "kinds", "days", "size", "share"), USE_FAULTS)
def test_a_fault_of_german_gas_use_is_found(
    column: str, plant: Planter, kinds: tuple[FaultKind, ...], days: int, size: float | None, share: float
) -> None:
    counted = tally(germany(column), Measure.USE, plant, kinds, days=days, size=size)
    assert counted.share >= share
    assert len(counted.beside) <= 1


@pytest.mark.parametrize(("late", "days", "share"), [(1, 60, 0.5), (-1, 60, 0.5), (2, 60, 0.6)])
def test_a_span_of_german_households_under_the_wrong_date_is_found_more_often_than_not(
    late: int, days: int, share: float
) -> None:
    counted = tally(germany("consumption_small"), Measure.USE, written_late(late), SHIFT, days=days)
    assert counted.share >= share


@pytest.mark.parametrize("late", [-1, 1])
def test_a_whole_series_a_day_off_its_weather_is_found(late: int) -> None:
    ground = germany("consumption_small")
    raw = ground.use[0]
    moved = Ground((type(raw)(raw.name, raw.measure, raw.day + late, raw.value, None, raw.area),),
                   ground.temperature, ground.rest_days)  # fmt: skip
    shifted = [fault for fault in moved.examined().faults if fault.kind is FaultKind.SHIFTED_DAYS]
    assert {fault.size for fault in shifted} == {float(late)}
    assert max((fault.last - fault.first).days for fault in shifted) > 1000


CITY_FAULTS = [
    pytest.param(in_fahrenheit, SLIP, 1, 1.0, id="a-day-in-fahrenheit"),
    pytest.param(in_fahrenheit, SLIP, 20, 0.9, id="twenty-days-in-fahrenheit"),
    pytest.param(in_fahrenheit, SLIP, 100, 0.9, id="a-hundred-days-in-fahrenheit"),
    pytest.param(frozen, (FaultKind.FLAT,), 6, 1.0, id="a-frozen-station"),
    pytest.param(set_to(0.0), (FaultKind.ZERO, FaultKind.FLAT), 1, 0.8, id="a-zero-for-a-missing-day"),
    pytest.param(set_to(0.0), (FaultKind.ZERO, FaultKind.FLAT), 5, 0.8, id="five-zeros"),
    pytest.param(changed(lambda days: days + 12), (*OUTLIER, *SLIP), 1, 0.7, id="a-day-too-warm-by-twelve"),
    pytest.param(
        times(2 / 3), (FaultKind.ZERO_STATION,), 30, 0.6, id="one-of-three-stations-zero-for-a-month"
    ),
    pytest.param(
        times(4 / 5), (FaultKind.ZERO_STATION,), 60, 0.5, id="one-of-five-stations-zero-for-two-months"
    ),
    pytest.param(
        from_there_on(lambda days: days + 4), (FaultKind.STATION_STEP,), 200, 0.8, id="four-kelvin-warmer"
    ),
]


@pytest.mark.parametrize(("plant", "kinds", "days", "share"), CITY_FAULTS)
def test_a_fault_of_a_city_s_temperature_is_found(
    plant: Planter, kinds: tuple[FaultKind, ...], days: int, share: float
) -> None:
    where = (
        far_from_zero if FaultKind.ZERO_STATION in kinds or FaultKind.ZERO in kinds else lambda values: True
    )
    counted = tally(eight_cities(), Measure.TEMPERATURE, plant, kinds, days=days, rounds=16, where=where)
    assert counted.share >= share
    assert len(counted.beside) <= 2


@pytest.mark.parametrize(("plant", "kinds", "days", "share"), CITY_FAULTS[:6])
def test_a_fault_of_a_temperature_without_neighbours_is_found(
    plant: Planter, kinds: tuple[FaultKind, ...], days: int, share: float
) -> None:
    where = far_from_zero if FaultKind.ZERO in kinds else lambda values: True
    taiyuan = next(raw for raw in eight_cities().temperature if raw.name == "taiyuan")
    counted = tally(Ground(temperature=(taiyuan,)), Measure.TEMPERATURE, plant, kinds, days=days, where=where)
    assert counted.share >= share - 0.1
    assert not counted.beside


@pytest.mark.parametrize("first", [1000, 3000, 5000, 7000])
def test_a_month_of_taiyuan_s_hours_in_universal_time_is_found_with_its_dates(first: int) -> None:
    instants, values = taiyuan_by_the_hour()
    sick = values.copy()
    sick[first : first + 720] = values[first + 8 : first + 728]
    raw = RawSeries.hourly(name="taiyuan", measure=Measure.TEMPERATURE, instants=instants, value=sick)
    (fault,) = [
        one for one in examine(use=(), temperature=(raw,)).faults if one.kind is FaultKind.DAY_BOUNDARY
    ]
    assert fault.size == -8.0
    assert abs((fault.first - instants[first].date()).days) <= 3
    assert abs((fault.last - instants[first + 720].date()).days) <= 3
