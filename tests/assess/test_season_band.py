"""What other winters would ask for beside the season's one plan: drawn from the past, exact, and never from later."""

from dataclasses import replace

import numpy as np
import pytest

from nuandong.assess import plan_season
from nuandong.assess.case import Case
from nuandong.assess.season import SeasonAsked, season_asked
from nuandong.assess.season_band import COUNT, _use_apart, season_band
from nuandong.demand.temperature import effective_temperature
from tests.assess.test_rare_day import with_past

YEARS = 5


@pytest.fixture
def asked(case: Case) -> SeasonAsked:
    return season_asked(case=with_past(case, YEARS))


def test_the_season_bears_the_band_of_other_winters_and_keeps_its_own_plan(case: Case) -> None:
    plain, deep = plan_season(case=case), plan_season(case=with_past(case, YEARS))
    assert plain.band is None, "no past winter, no band"
    assert deep.band is not None
    assert (deep.band.scenarios, deep.band.winters) == (COUNT, YEARS)
    assert COUNT >= 200
    assert deep.province.demand == pytest.approx(plain.province.demand)
    low, middle, high = deep.band.total
    assert low < middle < high
    assert np.all(np.diff(deep.band.demand, axis=0) >= 0)


def test_days_that_are_over_or_forecast_are_the_plans_own(case: Case) -> None:
    picture = plan_season(case=with_past(case, YEARS))
    assert picture.band is not None
    begin = picture.band.days.index(picture.band.first)
    assert begin > 0
    for quantile in picture.band.demand:
        assert quantile[:begin] == pytest.approx(picture.province.demand[:begin])


def test_drawn_weather_asks_for_what_the_models_say_of_it(case: Case, asked: SeasonAsked) -> None:
    """The plan's own weather adds nothing; weather a kelvin colder adds the slope of everything that heats."""
    whole, forecast = with_past(case, YEARS), asked.forecast
    begin = asked.axes.count // 2
    own = forecast.mean_temperature[None, :, begin:]
    assert _use_apart(whole, asked.policy, forecast, own, begin) == pytest.approx(0.0, abs=1e-9)
    colder = _use_apart(whole, asked.policy, forecast, own - 1.0, begin)
    assert np.all(colder >= 0)
    assert np.diff(colder[0, :3]).min() >= 0, "the first days still feel the weather before"
    assert colder[0, 0] < colder[0].max()


def test_nothing_that_became_known_later_moves_the_band(case: Case, asked: SeasonAsked) -> None:
    whole = with_past(case, YEARS)

    def band(of: Case) -> np.ndarray:
        found = season_band(
            case=of, policy=asked.policy, axes=asked.axes, forecast=asked.forecast,
            demand=asked.loads.by_county.sum(axis=0), supply=np.full(asked.axes.count, 100.0),
        )  # fmt: skip
        assert found is not None
        return found.demand

    late = [at > asked.axes.as_of for at in whole.weather.issue_at]
    warmer = whole.weather.mean_temperature + np.where(late, 9.0, 0.0)
    assert any(late)
    assert band(replace(whole, weather=replace(whole.weather, mean_temperature=warmer))) == pytest.approx(
        band(whole)
    )


def test_what_is_felt_carries_the_days_before_the_first_drawn_one(case: Case, asked: SeasonAsked) -> None:
    weights = case.settings.effective_weights
    mean = asked.forecast.mean_temperature
    felt = effective_temperature(mean_temperature=mean, weights=weights)
    assert felt == pytest.approx(asked.forecast.effective_temperature[:, len(weights) - 1 :])
