"""What the data doctor says of a case's books before anything is learned: told with what is offered, never mended."""

from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

import numpy as np

from nuandong.demand.books import BookedUse
from nuandong.demand.doctor import FaultKind, Measure, RawSeries, examine
from nuandong.demand.examined import NAMED, examined_books
from nuandong.demand.pools import pools_of
from nuandong.demand.series import UseHistory
from nuandong.findings import Findings
from nuandong.gasday import gas_days
from tests.demand.remembering import books, mean_on, remembered, true_heat

SLIPPED = tuple(date(2022, 12, 5) + timedelta(days=row) for row in range(12))
WINTERS = (date(2020, 11, 1), date(2021, 11, 1), date(2022, 11, 1))
GROUPS = ("heating", "residents", "industry", "coal_to_gas", "vehicles", "power", "g1", "g2", "g3", "g4")


def slipped(day: date) -> float:
    return true_heat(day) * (10.0 if day in SLIPPED else 1.0)


def codes(found: Findings) -> list[str]:
    return [finding.code for finding in found]


def test_a_slip_of_unit_in_the_books_travels_with_the_forecast_and_offers_its_repair() -> None:
    made = remembered(of=books(heat=slipped))
    (slip,) = [finding for finding in made.findings if finding.code == "doctor.use.unit_slip"]
    assert "2022-12-05…2022-12-16" in slip.value
    assert "divide by 10" in slip.wanted_en
    assert slip.place.file == "use_history"
    assert slip.place.column == "heating"


def test_books_of_heating_months_alone_have_no_gap_in_summer() -> None:
    made = remembered(of=books())
    assert not [code for code in codes(made.findings) if code.startswith("doctor.")]


def raw(name: str, measure: Measure, days: tuple[date, ...], value: np.ndarray) -> RawSeries:
    return RawSeries.daily(name=name, measure=measure, days=days, value=value, area="town")


def gaps(days: tuple[date, ...]) -> list[tuple[date, date]]:
    use = np.array([true_heat(day) for day in days])
    cold = np.array([mean_on(day) for day in days])
    found = examine(use=[raw("heat", Measure.USE, days, use)],
                    temperature=[raw("town", Measure.TEMPERATURE, days, cold)])  # fmt: skip
    return [(fault.first, fault.last) for fault in found.faults
            if fault.kind is FaultKind.GAP and fault.measure is Measure.USE]  # fmt: skip


def test_the_summer_is_a_gap_where_another_summer_was_kept() -> None:
    kept = gas_days(first=date(2019, 1, 1), count=365)
    later = tuple(day for first in WINTERS[:1] for day in gas_days(first=first, count=151))
    assert gaps((*kept, *later)) == [(date(2020, 1, 1), date(2020, 10, 31))]


def test_a_winter_that_began_a_few_days_ago_makes_no_gap_of_the_summer_before_it() -> None:
    assert gaps((*gas_days(first=WINTERS[0], count=151), *gas_days(first=WINTERS[1], count=9))) == []


def test_a_hole_inside_a_winter_is_still_a_gap() -> None:
    every = (*gas_days(first=WINTERS[0], count=151), *gas_days(first=WINTERS[1], count=151))
    assert gaps(tuple(day for day in every if not date(2021, 1, 3) <= day <= date(2021, 1, 6))) == [
        (date(2021, 1, 3), date(2021, 1, 6))
    ]


def province(*, counties: int, spoil: Callable[[np.ndarray], None] = lambda use: None) -> BookedUse:
    """Counties of ten groups in ten towns over three winters, with `spoil` done to their use (counties, groups, D)."""
    first, last = WINTERS[0], date(2023, 3, 31)
    days = gas_days(first=first, count=(last - first).days + 1)
    dice = np.random.default_rng(7)
    inside = np.array([day.month in {11, 12, 1, 2, 3} for day in days])
    cold = np.array([mean_on(day) for day in days])[None, :] + dice.normal(0, 1.0, (10, len(days))).cumsum(
        axis=1) * 0.02  # fmt: skip
    town = np.arange(counties) % 10
    heat = np.maximum(0.0, 17.0 - cold[town])[:, None, :] * dice.uniform(0.1, 1.0, (counties, 10, 1))
    use = (1.0 + heat) * np.exp(dice.normal(0, 0.03, heat.shape)) * dice.uniform(0.5, 20.0, (counties, 10, 1))
    use[:, :, ~inside] = np.nan
    spoil(use)
    flat = use.reshape(counties * 10, -1)
    names = [(f"c{county:03}", group) for county in range(counties) for group in GROUPS]
    history = UseHistory(
        units=tuple(f"{county}/{group}" for county, group in names), days=days, use=flat,
        held_back=np.zeros(flat.shape), areas=tuple(f"t{row}" for row in range(10)), area_of=np.repeat(town, 10),
        temperature=np.where(inside, cold, np.nan), wind=np.full(cold.shape, np.nan),
        rest_day=np.array([day.weekday() >= 5 for day in days]),
    )  # fmt: skip
    county, group = zip(*names, strict=True)
    return BookedUse(history, len(days), county, group, np.arange(len(names)), np.zeros(flat.shape))


def told(booked: BookedUse) -> Findings:
    pools = pools_of(history=booked.history, known=booked.known, group=booked.group)
    return examined_books(booked=booked, pools=pools)


def test_a_fault_that_many_series_share_is_one_finding_that_names_how_many() -> None:
    def not_reported(use: np.ndarray) -> None:
        use[:6, :, 420:424] = 0.0

    found = [finding for finding in told(province(counties=40, spoil=not_reported)) if "zero" in finding.code]
    assert len(found) == 1
    assert f"+{6 - NAMED}" in found[0].value
    assert "60 series" in found[0].wanted_en


def test_one_county_whose_unit_slips_is_found_among_its_neighbours() -> None:
    def slip(use: np.ndarray) -> None:
        use[17, 2, 430:450] *= 10.0

    (found,) = told(province(counties=40, spoil=slip))
    assert found.code == "doctor.use.unit_slip"
    assert found.value.startswith("c017 ")
    assert found.place.column == "industry"


def test_a_days_metered_use_whose_cut_is_not_known_is_no_gap() -> None:
    booked = province(counties=40)
    booked.history.held_back[0, 430:433] = np.nan
    assert not told(booked)


def test_117_counties_of_10_groups_over_3_winters_are_examined_within_a_second() -> None:
    booked = province(counties=117)
    pools = pools_of(history=booked.history, known=booked.known, group=booked.group)
    spent = []
    for _ in range(2):
        begun = process_time()
        examined_books(booked=booked, pools=pools)
        spent.append(process_time() - begun)
    assert min(spent) < 1.0, spent
