"""What a temperature would ordinarily have been: as its neighbours say, or, without neighbours, as the season says.

Anomalies of places that share their weather go together; the five that go with a series best are its witnesses,
and their median speaks, so that one faulty witness says nothing. A lone series has its season and the days around.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.doctor.fitting import Fitting, as_drivers, robust_fit
from nuandong.demand.doctor.robust import QUIETEST, bridged, median_along, running_level, spread_along
from nuandong.demand.doctor.seasons import season_waves
from nuandong.units import BoolArray, FloatArray, IntArray

WITNESSES = 5
GO_TOGETHER = 0.5  # correlation of anomalies below which a place is no witness
WHOLE_YEAR = 400
HALF_YEAR = 27  # weeks over which a lasting departure from neighbours counts as the place's own
SEASONS = 6
STAYS = 0.9  # share of an anomaly that is still there on the day beside
SMALLEST_SPREAD = 0.2  # K: thermometers and averages do not agree better
SHORTEST_RECORD = 30  # days; a shorter one is judged by nobody


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedWeather:
    """Per series and day (a, D) in K or degC: `season`, what is `expected`, and the `spread` of departures from it.

    `lasting` is what neighbours say before the place's own slow departure from them is followed, so that a step
    stays visible in it. `between` is what the days beside say, with its own `between_spread`; `voices` (a,) counts
    the neighbours that speak.
    """

    season: FloatArray
    lasting: FloatArray
    lasting_spread: FloatArray
    expected: FloatArray
    spread: FloatArray
    between: FloatArray
    between_spread: FloatArray
    voices: IntArray

    @property
    def witnessed(self) -> BoolArray:
        """Series that have neighbours, (a,)."""
        return self.voices > 0


def expected_weather(*, temperature: FloatArray, day_of_year: IntArray) -> ExpectedWeather:
    """What is ordinary for temperatures (a, D) in degC, judged from all of them together."""
    season = _season(temperature, day_of_year)
    anomaly = temperature - season
    lasting, waves = season.copy(), season_waves(day_of_year)
    chosen = _witnesses(anomaly)
    for row, best in enumerate(chosen):
        if len(best):
            lasting[row] = _as_witnessed(temperature[row], season[row], anomaly[best], waves)
    voices = np.array([len(best) for best in chosen], dtype=np.int64)
    expected = _followed(temperature, lasting)
    between = _between(np.where(temperature == 0.0, np.nan, anomaly)) + season
    return ExpectedWeather(
        season=season,
        lasting=lasting,
        lasting_spread=_usual_spread(temperature - lasting, day_of_year),
        expected=expected,
        spread=_usual_spread(temperature - expected, day_of_year),
        between=between,
        between_spread=_usual_spread(temperature - between, day_of_year),
        voices=voices,
    )


def witness_counts(*, temperature: FloatArray, day_of_year: IntArray) -> IntArray:
    """How many neighbours speak for each series (a,)."""
    anomaly = temperature - _season(temperature, day_of_year)
    return np.array([len(best) for best in _witnesses(anomaly)], dtype=np.int64)


def _witnesses(anomaly: FloatArray) -> list[IntArray]:
    """The few series that go best with each, and well enough, best first."""
    together = _correlation(anomaly)
    order = np.argsort(-together, axis=1)[:, :WITNESSES]
    return [best[together[row, best] > GO_TOGETHER] for row, best in enumerate(order)]


def _season(temperature: FloatArray, day_of_year: IntArray) -> FloatArray:
    """The yearly wave of each series, or of a short record its running level of nine weeks."""
    if temperature.shape[1] < WHOLE_YEAR:
        return running_level(temperature, weeks=9)
    return robust_fit(temperature, as_drivers(season_waves(day_of_year)), Fitting(0, SMALLEST_SPREAD))


def _usual_spread(error: FloatArray, day_of_year: IntArray) -> FloatArray:
    """How far errors ordinarily lie at each time of the year (a, D), all years together: no one span sets it."""
    whole = np.maximum(spread_along(error), SMALLEST_SPREAD)[:, None]
    if error.shape[1] < WHOLE_YEAR:
        return np.repeat(whole, error.shape[1], axis=1)
    spread = np.repeat(whole, error.shape[1], axis=1)
    season = (day_of_year - 1) * SEASONS // 366
    for part in range(SEASONS):
        days = season == part
        if days.sum() >= SHORTEST_RECORD:
            spread[:, days] = np.maximum(spread_along(error[:, days]), QUIETEST * whole[:, 0])[:, None]
    return spread


def _correlation(anomaly: FloatArray) -> FloatArray:
    """Correlation of anomalies clipped to three spreads (a, a), 0 on the diagonal and where too few days are shared."""
    spread = np.maximum(spread_along(anomaly), SMALLEST_SPREAD)[:, None]
    scaled = np.clip(anomaly / spread, -3, 3)
    known = np.isfinite(scaled).astype(np.float64)
    filled = np.nan_to_num(scaled)
    shared = known @ known.T
    power = np.sqrt(np.maximum((filled**2) @ known.T * (known @ (filled**2).T), 1e-9))
    together = np.where(shared >= SHORTEST_RECORD, filled @ filled.T / power, 0.0)
    np.fill_diagonal(together, 0.0)
    return together


def _as_witnessed(
    values: FloatArray, season: FloatArray, others: FloatArray, waves: list[FloatArray]
) -> FloatArray:
    """A series as its witnesses' anomalies (w, D) say: their median today and on the days beside, with its season."""
    with np.errstate(invalid="ignore"):
        scaled = others / np.maximum(spread_along(others), SMALLEST_SPREAD)[:, None]
    spoken = bridged(_median_of(scaled)[None, :])[0]
    columns = [spoken, np.roll(spoken, 1), np.roll(spoken, -1), season]
    if len(values) >= WHOLE_YEAR:
        columns += [spoken * season, *waves]
    says: FloatArray = robust_fit(values[None, :], as_drivers(columns), Fitting(0, SMALLEST_SPREAD))[0]
    return says


def _followed(temperature: FloatArray, says: FloatArray) -> FloatArray:
    """What neighbours say, with each place's own slow departure from them if the record is long enough for it."""
    if temperature.shape[1] < WHOLE_YEAR:
        return says
    followed: FloatArray = says + np.nan_to_num(running_level(temperature - says, weeks=HALF_YEAR))
    return followed


def _median_of(rows: FloatArray) -> FloatArray:
    """Median over witnesses, (w, D) to (D,)."""
    return median_along(np.ascontiguousarray(rows.T))


def _between(anomaly: FloatArray) -> FloatArray:
    """What the last known day before and the next one after say of a day; days of exactly 0 degC do not speak."""
    filled = bridged(anomaly)
    before, after = np.roll(filled, 1, axis=1), np.roll(filled, -1, axis=1)
    before[:, 0], after[:, -1] = after[:, 0], before[:, -1]
    known_before, known_after = (
        np.roll(np.isfinite(anomaly), 1, axis=1),
        np.roll(np.isfinite(anomaly), -1, axis=1),
    )
    both = known_before == known_after
    lone: FloatArray = np.where(both, (before + after) / 2, np.where(known_before, before, after))
    return STAYS * lone
