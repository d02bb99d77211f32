"""The sample is alive: a gap, a level and a plan on the default day, and each goes when its cause goes."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from nuandong.assess import Case, DayPicture, assess_day
from nuandong.casefile import read_case
from nuandong.demand.tables import UseReports
from nuandong.gasday import CHINA
from nuandong.network.tables import ArcLimits
from nuandong.vocabulary import WeatherKind
from tests.sample.tables import FOLDER

QUIET_DAY = date(2023, 12, 28)


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(FOLDER)


@pytest.fixture(scope="module")
def picture(case: Case) -> DayPicture:
    return assess_day(case=case)


def test_the_default_day_is_orange_with_an_eighth_of_demand_missing(picture: DayPicture) -> None:
    assert picture.proposal.level == "orange"
    assert 0.12 <= picture.gap_share_today <= 0.14
    assert 4300 <= picture.province.demand[:3].max() <= 4900


def test_the_wave_stays_orange_to_the_22nd_and_is_over_after_the_25th(picture: DayPicture) -> None:
    share = picture.province.gap_share
    assert np.all((share[:3] >= 0.10) & (share[:3] <= 0.19))
    assert share[3] > 0.05
    assert share[1] > share[0]
    assert np.all(share[6:] == 0)


def test_pipes_keep_back_gas_that_sums_would_count(picture: DayPicture) -> None:
    province = picture.province
    assert 1 < province.deliverable_gap[0] - province.gap_before[0] < 60
    kinds = np.asarray(picture.arcs.kind)
    assert np.count_nonzero(picture.arcs.binding[:, 0] & (kinds == "pipe")) >= 2


def test_the_plan_keeps_every_household_warm_and_cuts_a_named_few(picture: DayPicture) -> None:
    assert np.all(picture.province.livelihood_gap == 0)
    assert picture.province.gap_residual[0] < 0.01 * picture.province.demand[0]
    assert 30 < len(picture.cuts.user) < 400


def test_coverage_is_114_of_117(picture: DayPicture) -> None:
    assert (picture.stamp.reported, picture.stamp.expected) == (114, 117)


def _warmer(case: Case, kelvin: float) -> Case:
    """The case with a milder wave; the reports that the real cold left would contradict it, so they go."""
    weather = case.weather
    in_wave = np.asarray([
        date(2023, 12, 13) <= day <= date(2023, 12, 24) and kind is WeatherKind.OBSERVED
        for day, kind in zip(weather.gas_day, weather.kind, strict=True)
    ])  # fmt: skip
    milder = replace(weather, mean_temperature=weather.mean_temperature + kelvin * in_wave)
    return replace(case, weather=milder, reports=UseReports((), (), (), np.zeros(0), ()))


@pytest.mark.slow
def test_a_wave_milder_by_8_degrees_leaves_no_gap_on_any_day(case: Case) -> None:
    province = assess_day(case=_warmer(case, 8.0)).province
    assert np.all(province.gap_before == 0)
    assert np.all(
        province.deliverable_gap < 0.006 * province.demand
    )  # single branches, no pipe of the province


def _closed(case: Case, segment: str, day: date) -> Case:
    arcs = tuple(
        arc
        for arc, name in zip(case.network.arcs.arc, case.network.arcs.segment, strict=True)
        if name == segment
    )
    assert arcs
    limits = ArcLimits(
        arc=arcs, begins=(day,) * len(arcs), ends=(day,) * len(arcs), share=np.zeros(len(arcs)),
        reason=("closed",) * len(arcs), known_at=(datetime(2023, 12, 19, 12, tzinfo=CHINA),) * len(arcs),
    )  # fmt: skip
    return replace(case, network=replace(case.network, arc_limits=limits))


@pytest.mark.slow
def test_closing_a_pipe_leaves_only_the_counties_behind_it_short(case: Case) -> None:
    quiet = replace(case, settings=replace(case.settings, gas_day=QUIET_DAY))
    before = assess_day(case=quiet).counties
    after = assess_day(case=_closed(quiet, "Yuanping–Daixian–Fanshi Pipeline", QUIET_DAY)).counties
    worse = after.shortfall[:, 0] - before.shortfall[:, 0] > 1e-6
    hit = {name for name, is_worse in zip(after.name_zh, worse, strict=True) if is_worse}
    assert hit == {"代县", "繁峙县"}


@pytest.mark.slow
def test_on_a_short_day_a_closed_pipe_harms_only_the_counties_behind_it(
    case: Case, picture: DayPicture
) -> None:
    closed = _closed(case, "Yuanping–Daixian–Fanshi Pipeline", case.settings.gas_day)
    after = assess_day(case=closed).counties
    worse = after.shortfall[:, 0] - picture.counties.shortfall[:, 0] > 1e-3
    assert {name for name, is_worse in zip(after.name_zh, worse, strict=True) if is_worse} == {
        "代县",
        "繁峙县",
    }
