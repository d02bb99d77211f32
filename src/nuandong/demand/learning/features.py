"""What a day's weather and calendar say of its use: the columns that every expert picks from.

All columns of a day follow from that day and the days before it, so a forecast's own columns can be made from
observed temperatures up to its eve and forecast ones after it. Knots are fixed temperatures, not quantiles of
a record: a record that grows must not move them.

Sources: lagged effective temperature as in composite weather variables and the dossier's §5; knots judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.series import UseHistory
from nuandong.units import BoolArray, FloatArray

KNOTS = (24.0, 21.0, 18.0, 15.0, 12.0, 9.0, 5.0, 1.0, -4.0, -10.0, -17.0, -25.0)
HOT_FROM = 22.0
MILD, FROST = 15.0, 5.0
FEWER_KNOTS = (20.0, 15.0, 11.0, 6.0, 0.0, -8.0, -18.0)
KEPT = (0.5, 0.88, 0.96, 0.2, 0.75)  # share of yesterday's felt temperature: from hours to a month of memory
QUICK, HEAVY = 3, 4  # where light and heavy buildings stand in KEPT
LAGS = 4
TEN_KELVIN = 10.0
TYPICAL_WIND = 3.0  # m/s, where nobody measured: the column then says nothing of its own
WIND_UNIT = 5.0
WEEKS = 26
YEAR = 365.25
NEAR = 3


@dataclass(frozen=True, slots=True, eq=False)
class WeatherState:
    """What the weather left behind on the eve of a day: `felt` (3, a) and the last `LAGS - 1` means (a, 3)."""

    felt: FloatArray
    last: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Columns by block for every area and day, each (a, D, p), and the weather's state on every eve."""

    blocks: dict[str, FloatArray]
    calendar: dict[str, FloatArray]
    felt: FloatArray
    temperature: FloatArray

    def columns(self, names: tuple[str, ...]) -> FloatArray:
        """The named blocks side by side, (a, D, p)."""
        return np.concatenate([self.blocks[name] for name in names], axis=2)

    def state_before(self, day: int) -> WeatherState:
        """The weather's state on the eve of a day (its row among the days, at least 1)."""
        rows = np.maximum(np.arange(day - LAGS + 1, day), 0)
        return WeatherState(self.felt[:, :, day - 1], self.temperature[:, rows])

    def ahead(self, *, first: int, temperature: FloatArray, wind: FloatArray) -> dict[str, FloatArray]:
        """Blocks (a, H, p) of the days from row `first` on, with these temperatures instead of observed ones."""
        count = temperature.shape[1]
        calendar = {name: rows[first : first + count] for name, rows in self.calendar.items()}
        blocks, _ = weather_blocks(temperature, wind, self.state_before(first))
        return _with_calendar(blocks, calendar)


def features_of(history: UseHistory) -> Features:
    """All columns of a history's days; temperatures nobody knows are those of the last known day."""
    temperature = carried(history.temperature)
    start = WeatherState(
        np.repeat(temperature[None, :, 0], len(KEPT), axis=0),
        np.repeat(temperature[:, :1], LAGS - 1, axis=1),
    )
    blocks, felt = weather_blocks(temperature, history.wind, start)
    calendar = calendar_blocks(days=history.days, rest_day=history.rest_day, festival=history.from_festival)
    return Features(_with_calendar(blocks, calendar), calendar, felt, temperature)


def carried(values: FloatArray) -> FloatArray:
    """Values (…, D) with each gap filled from the last known day before it, the first known one at the start.

    Zeros where nothing is known.
    """
    known = ~np.isnan(values)
    last = np.maximum.accumulate(np.where(known, np.arange(values.shape[-1]), -1), axis=-1)
    first = known.argmax(axis=-1)
    filled: FloatArray = np.take_along_axis(values, np.where(last < 0, first[..., None], last), axis=-1)
    return np.nan_to_num(filled)


def weather_blocks(
    temperature: FloatArray, wind: FloatArray, state: WeatherState
) -> tuple[dict[str, FloatArray], FloatArray]:
    """Blocks (a, D, p) that follow from temperature and wind (a, D), and the felt temperatures (3, a, D)."""
    felt = np.stack([_smoothed(temperature, kept, state.felt[row]) for row, kept in enumerate(KEPT)])
    padded = np.concatenate([state.last, temperature], axis=1)
    count = temperature.shape[1]
    lags = [padded[:, LAGS - 1 - back : LAGS - 1 - back + count] for back in range(LAGS)]
    heat = np.maximum(0.0, MILD - felt[0]) / TEN_KELVIN
    cold = np.maximum(0.0, FROST - felt[0]) / TEN_KELVIN
    blowing = np.where(np.isnan(wind), TYPICAL_WIND, wind) / WIND_UNIT
    hinges = [np.maximum(0.0, knot - felt[0]) for knot in KNOTS] + [np.maximum(0.0, felt[0] - HOT_FROM)]
    below = [np.maximum(0.0, MILD - lag) for lag in lags] + [np.maximum(0.0, FROST - lag) for lag in lags[:2]]
    return {
        "one": np.ones((*temperature.shape, 1)),
        "heat": np.stack(hinges, axis=2) / TEN_KELVIN,
        "lags": np.stack(below, axis=2) / TEN_KELVIN,
        "slow": np.stack([np.maximum(0.0, MILD - felt[row]) for row in (1, 2)], axis=2) / TEN_KELVIN,
        "light": np.stack([np.maximum(0.0, knot - felt[QUICK]) for knot in FEWER_KNOTS], axis=2) / TEN_KELVIN,
        "heavy": np.stack([np.maximum(0.0, knot - felt[HEAVY]) for knot in FEWER_KNOTS], axis=2) / TEN_KELVIN,
        "wind": np.stack([blowing * heat, blowing * cold, blowing], axis=2),
        "mild_heat": heat[:, :, None],
        "cold_heat": cold[:, :, None],
    }, felt


def _smoothed(temperature: FloatArray, kept: float, start: FloatArray) -> FloatArray:
    """Felt temperature (a, D): `kept` of yesterday's and the rest of today's mean, from `start` (a,) on."""
    felt = np.empty_like(temperature)
    now = start
    for day in range(temperature.shape[1]):
        now = kept * now + (1.0 - kept) * temperature[:, day]
        felt[:, day] = now
    return felt


def calendar_blocks(
    *, days: tuple[date, ...], rest_day: BoolArray, festival: FloatArray
) -> dict[str, FloatArray]:
    """Blocks (D, p) that follow from the calendar alone; `festival` (D,) days from Spring Festival, NaN if none."""
    weekday = np.array([day.weekday() for day in days])
    weekend = weekday >= 5
    public, worked = (rest_day & ~weekend).astype(np.float64), (weekend & ~rest_day).astype(np.float64)
    around = np.convolve(np.pad(public, NEAR), np.ones(2 * NEAR + 1) / (2 * NEAR + 1), "valid")
    padded = np.pad(rest_day, 1)
    bridge = ~rest_day & padded[:-2] & padded[2:]
    closing = np.array([(day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1) for day in days])
    turning = np.array([(day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6) for day in days])
    angle = np.array([day.timetuple().tm_yday for day in days]) / YEAR * 2.0 * np.pi
    waves = [wave(count * angle) for count in (1, 2) for wave in (np.sin, np.cos)]
    return {
        "weekday": (weekday[:, None] == np.arange(7)[None, :]).astype(np.float64),
        "rest": rest_day.astype(np.float64)[:, None],
        "after_rest": (~rest_day & padded[:-2]).astype(np.float64)[:, None],
        "holidays": np.stack([public, worked, around, bridge], axis=1).astype(np.float64),
        "year_end": np.stack([closing, closing & ~rest_day, turning], axis=1).astype(np.float64),
        "festival": _festival(festival),
        "year": np.stack(waves, axis=1),
        "weeks": _weeks(angle),
    }


def _festival(days_from: FloatArray) -> FloatArray:
    """Three columns (D, 3): the two weeks before Spring Festival, its week, the two weeks after."""
    far = np.nan_to_num(days_from, nan=1e3)
    before = np.clip((14.0 + far) / 14.0, 0.0, 1.0) * (far < 0)
    within = ((far >= 0) & (far < 7)).astype(np.float64)
    after = np.clip((21.0 - far) / 14.0, 0.0, 1.0) * (far >= 7)
    return np.stack([before, within, after], axis=1)


def _weeks(angle: FloatArray) -> FloatArray:
    """Overlapping tents of two weeks around the year, (D, 26)."""
    middles = np.arange(WEEKS) * 2.0 * np.pi / WEEKS
    apart = np.abs((angle[:, None] - middles[None, :] + np.pi) % (2.0 * np.pi) - np.pi)
    return np.asarray(np.maximum(0.0, 1.0 - apart * WEEKS / (2.0 * np.pi)))


def _with_calendar(weather: dict[str, FloatArray], calendar: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Weather's and calendar's blocks together, (a, D, p) each, and what rest does to heating.

    Empty offices are not heated, and cold walls are heated up on the day after: rest and the day after it have
    a heat of their own, by weekday and by how cold it is.
    """
    areas = weather["one"].shape[0]
    spread = {name: np.broadcast_to(rows, (areas, *rows.shape)) for name, rows in calendar.items()}
    heat = weather["mild_heat"]
    both = np.concatenate([heat, weather["cold_heat"]], axis=2)
    return {
        **weather,
        **spread,
        "rest_heat": spread["rest"] * both,
        "after_rest_heat": spread["after_rest"] * both,
        "weekday_heat": spread["weekday"] * heat,
    }
