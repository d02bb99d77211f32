"""The question of a race, and the verdicts on it."""

import numpy as np
import pytest

from benchmarks.accuracy_page import page_of
from benchmarks.figures import FigureTable
from benchmarks.races import OURS, Race, race_of
from benchmarks.verdicts import FLOOR, Standings, add_verdicts
from benchmarks.worlds import build_world
from nuandong.demand.backtest import DayKind, backtest

LEVELS = np.array([0.05, 0.1, 0.5, 0.9, 0.95])
WIDTH = 0.05  # standard deviation of the planted errors, share of use


@pytest.fixture(scope="module")
def race() -> Race:
    return race_of(build_world(kind="short record, one winter"))


@pytest.fixture(scope="module")
def standings(race: Race) -> Standings:
    """A peer that is always 10 % high, and ours: errors drawn from the quantiles that it states."""
    found = Standings("observed weather")
    rng = np.random.default_rng(4)
    asked = {"history": race.world.history, "origins": race.origins, "leads": race.leads}
    actual = race.world.history.use[:, race.targets]
    scale = np.array([-1.645, -1.2816, 0.0, 1.2816, 1.645]) * WIDTH
    mean = actual / (1 + WIDTH * rng.standard_normal(actual.shape))
    quantiles = mean[..., None] * (1 + scale)
    found.races.append(race)
    found.trials.append(
        {
            "high": backtest(**asked, mean=1.1 * actual),
            OURS: backtest(**asked, mean=mean, levels=LEVELS, quantiles=quantiles),
            FLOOR: backtest(**asked, mean=0.99 * actual),
        }
    )
    return found


def test_eves_lie_in_the_last_winter_and_their_days_in_the_record(race: Race) -> None:
    days = race.world.history.days
    asked = [days[origin] for origin in race.origins]
    assert {day.month for day in asked} <= {11, 12, 1, 2, 3}
    assert {day.year for day in asked} == {2023, 2024}
    assert race.targets.max() < len(days)
    assert race.targets[0].tolist() == [race.origins[0], race.origins[0] + 6]


def test_planted_errors_come_out_as_ratio_floor_and_coverage(standings: Standings) -> None:
    assert standings.errors("high", 1, DayKind.WINTER) == pytest.approx([0.1, 0.1])
    standing = standings.league(1, DayKind.WINTER).standing(OURS)
    assert standing.rival == "high"
    assert standing.ratio == pytest.approx(0.8 * WIDTH / 0.1, rel=0.15)
    assert standings.over_floor("high", 1, DayKind.WINTER) == pytest.approx(10.0)
    for nominal in (0.8, 0.9):
        assert standings.coverage(1, nominal).found == pytest.approx(nominal, abs=0.05)


def test_verdicts_name_the_peer_and_the_page_shows_every_series(standings: Standings) -> None:
    table = FigureTable("Goals")
    add_verdicts(table, standings, has_goals=True)
    first = table.figures[0]
    assert first.met
    assert "high" in first.note
    page = page_of(table, [standings], seed=7)
    assert all(f"| {series} |" in page for series in standings.series)
    assert "met" in page
