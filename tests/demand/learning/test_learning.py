"""A forecast learned from a history: what it may know, how it falls back, how wide it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nuandong.demand.learning import (
    BeyondHistory,
    Method,
    forecast_use,
    joint_draws,
    rolling_forecasts,
    usual_weather_error,
)
from nuandong.demand.series import UseHistory
from tests.demand.learning.towns import town_history

KNOWN = 930  # 17 January


def with_use(history: UseHistory, use: np.ndarray) -> UseHistory:
    return replace(history, use=use)


def test_a_plain_town_is_told_nearly_as_well_as_its_noise_allows() -> None:
    history = town_history(noise=0.02)
    made = rolling_forecasts(history=history, origins=tuple(range(760, 990)), reach=7)
    for lead in (1, 7):
        days = np.array(made.origins) + lead - 1
        miss = np.abs(made.mean[0, :, lead - 1] - history.use[0, days]) / history.use[0, days]
        assert miss.mean() < 1.35 * 0.02 * np.sqrt(2 / np.pi)


def test_no_forecast_knows_later_use_later_cuts_or_later_weather() -> None:
    history = town_history()
    later = history.use.copy()
    later[:, KNOWN:] *= 7.0
    held, weather = history.held_back.copy(), history.temperature.copy()
    held[:, KNOWN:], weather[:, KNOWN + 14 :] = 50.0, 35.0
    changed = replace(history, use=later, held_back=held, temperature=weather)
    told, told_again = (forecast_use(history=one, known=KNOWN) for one in (history, changed))
    np.testing.assert_array_equal(told.mean, told_again.mean)
    np.testing.assert_array_equal(told.quantiles, told_again.quantiles)


def test_days_appended_to_the_grid_change_nothing() -> None:
    history = town_history(days=DAYS_LONG)
    cut = UseHistory(
        units=history.units,
        days=history.days[: KNOWN + 14],
        use=history.use[:, : KNOWN + 14],
        held_back=history.held_back[:, : KNOWN + 14],
        areas=history.areas,
        area_of=history.area_of,
        temperature=history.temperature[:, : KNOWN + 14],
        wind=history.wind[:, : KNOWN + 14],
        rest_day=history.rest_day[: KNOWN + 14],
    )
    whole, short = (forecast_use(history=one, known=KNOWN) for one in (history, cut))
    np.testing.assert_allclose(whole.mean, short.mean, rtol=1e-6)


DAYS_LONG = 1200


def test_a_rolling_forecast_is_what_was_told_on_each_eve() -> None:
    history = town_history(units=2)
    rolled = rolling_forecasts(history=history, origins=(700, 803, KNOWN), reach=14)
    for column, origin in enumerate(rolled.origins):
        alone = forecast_use(history=history, known=origin)
        np.testing.assert_allclose(rolled.mean[:, column], alone.mean, rtol=1e-6)
        np.testing.assert_allclose(rolled.quantiles[:, column], alone.quantiles, rtol=1e-6)


@pytest.mark.parametrize("is_depth_known", [True, False])
def test_a_cut_is_not_learned_as_low_demand(is_depth_known: bool) -> None:
    history = town_history()
    days = np.arange(KNOWN - 9, KNOWN)
    use, held = history.use.copy(), history.held_back.copy()
    use[:, days] *= 0.5
    held[:, days] = use[:, days] if is_depth_known else np.nan
    free = forecast_use(history=history, known=KNOWN).mean
    cut = forecast_use(history=replace(history, use=use, held_back=held), known=KNOWN).mean
    np.testing.assert_allclose(cut, free, rtol=0.02)


def test_the_same_fall_without_a_cut_is_learned_as_a_lower_level() -> None:
    history = town_history()
    use = history.use.copy()
    use[:, KNOWN - 40 : KNOWN] *= 0.8
    lower = forecast_use(history=with_use(history, use), known=KNOWN, reach=7).mean
    assert (lower / forecast_use(history=history, known=KNOWN, reach=7).mean < 0.87).all()


def test_one_slip_of_a_thousand_does_not_move_the_forecast() -> None:
    history = town_history()
    use = history.use.copy()
    use[:, KNOWN - 30] *= 1000.0
    slipped = forecast_use(history=with_use(history, use), known=KNOWN, reach=7).mean
    np.testing.assert_allclose(slipped, forecast_use(history=history, known=KNOWN, reach=7).mean, rtol=0.03)


def test_growth_is_followed() -> None:
    history = town_history(growth=0.4)
    made = rolling_forecasts(history=history, origins=tuple(range(820, 990)), reach=7)
    days = np.array(made.origins) + 6
    bias = (made.mean[0, :, 6] / history.use[0, days] - 1.0).mean()
    assert abs(bias) < 0.015


def test_young_and_silent_units_fall_back_in_order_and_say_so() -> None:
    history = town_history(units=5)
    use = history.use.copy()
    use[1, : KNOWN - 60] = np.nan  # two months
    use[2, : KNOWN - 10] = np.nan  # ten days: the others' profile at its own level
    use[3, :] = np.nan  # nothing at all
    made = forecast_use(history=with_use(history, use), known=KNOWN)
    assert made.method[:3] == (Method.FULL, Method.TEMPERATURE_ONLY, Method.POOLED)
    assert np.isnan(made.mean[3]).all()
    truth = history.use[:, KNOWN : KNOWN + 14]
    assert (np.abs(made.mean[1] / truth[1] - 1.0) < 0.15).all()
    assert (np.abs(made.mean[2] / truth[2] - 1.0) < 0.12).all()


def test_without_any_weather_ahead_the_last_comparable_day_stands() -> None:
    history = town_history()
    weather = history.temperature.copy()
    weather[:, KNOWN:] = np.nan
    made = forecast_use(history=replace(history, temperature=weather), known=KNOWN, reach=3)
    assert made.method == (Method.LAST_COMPARABLE_DAY,)
    rest = history.rest_day
    for lead in range(3):
        alike = [day for day in range(KNOWN) if rest[day] == rest[KNOWN + lead]]
        assert made.mean[0, lead] == history.use[0, alike[-1]]


def test_bands_hold_their_share_of_days() -> None:
    history = town_history(days=1300, noise=0.04)
    made = rolling_forecasts(history=history, origins=tuple(range(600, 1290)), reach=3)
    for lead in (1, 3):
        used = history.use[0, np.array(made.origins) + lead - 1]
        low, high = (made.quantiles[0, :, lead - 1, made.levels.index(level)] for level in (0.1, 0.9))
        assert 0.76 < ((used >= low) & (used <= high)).mean() < 0.86


def test_quantiles_rise_with_their_level() -> None:
    made = forecast_use(history=town_history(units=3), known=KNOWN)
    assert (np.diff(made.quantiles, axis=2) >= 0).all()


def test_forecast_weather_widens_what_rests_on_it() -> None:
    history = town_history()
    sure = forecast_use(history=history, known=KNOWN, reach=7)
    unsure = forecast_use(history=history, known=KNOWN, reach=7, weather_error=usual_weather_error(7))
    width = [made.quantiles[0, :, 6] - made.quantiles[0, :, 2] for made in (sure, unsure)]
    assert (width[1] >= width[0]).all()
    assert width[1][6] > 1.3 * width[0][6]


def test_what_is_forecast_follows_the_weather_that_was_forecast() -> None:
    history = town_history()
    origins = (900, 901)
    observed = np.stack([history.temperature[:, o : o + 3] for o in origins], axis=1)
    same = rolling_forecasts(history=history, origins=origins, reach=3, weather_ahead=observed)
    plain = rolling_forecasts(history=history, origins=origins, reach=3)
    np.testing.assert_allclose(same.mean[:, 0], plain.mean[:, 0], rtol=1e-5)
    colder = rolling_forecasts(history=history, origins=origins, reach=3, weather_ahead=observed - 5.0)
    assert (colder.mean > same.mean).all()


class TestJointDraws:
    """Scenarios that may be summed."""

    history = town_history(units=4)
    made = forecast_use(history=history, known=KNOWN)
    drawn = joint_draws(forecast=made, history=history, count=400, seed=3)

    def test_margins_are_the_forecast_s(self) -> None:
        for level in (0.1, 0.5, 0.9):
            told = self.made.quantiles[..., self.made.levels.index(level)]
            np.testing.assert_allclose(np.quantile(self.drawn, level, axis=0), told, rtol=0.01)

    def test_a_sum_s_band_is_narrower_than_the_sum_of_bands(self) -> None:
        total = np.quantile(self.drawn.sum(axis=1), 0.9, axis=0)
        summed = self.made.quantiles[..., self.made.levels.index(0.9)].sum(axis=0)
        assert (total < summed).all()

    def test_the_same_seed_draws_the_same(self) -> None:
        again = joint_draws(forecast=self.made, history=self.history, count=400, seed=3)
        np.testing.assert_array_equal(again, self.drawn)

    def test_units_that_erred_together_are_drawn_together(self) -> None:
        shared = np.random.default_rng(5).standard_normal(self.history.use.shape[1])
        use = town_history(units=4, noise=0.0).use * (1.0 + 0.05 * shared)
        history = with_use(self.history, use)
        made = forecast_use(history=history, known=KNOWN)
        drawn = joint_draws(forecast=made, history=history, count=400, seed=3)
        assert np.corrcoef(drawn[:, :, 0].T)[0, 1] > 0.9


def test_days_beyond_the_history_are_refused_with_a_cure() -> None:
    with pytest.raises(BeyondHistory, match="longer row of days"):
        forecast_use(history=town_history(), known=DAYS_LONG)
