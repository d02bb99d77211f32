"""Use written in another unit: ×10, ×24, ×1 000, m3 for 10^4 m3, energy for volume, on one day or over a span.

Seen: use stands at a known factor from what weather, week and season call for, and holds its usual scatter there. Of
a slip that never ends, or began before the record, the shorter side is called the slip. Repair: divide by the factor.

Ordinary life also multiplies: a works that stops, a heating season that begins. So a factor is only named where it
is far beyond the series' own scatter, and a low stretch that other years know too is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.expected import Expected, log_use
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.robust import bridged, either_side, median_along, running_level, spread_along
from nuandong.demand.doctor.scan import Span, best_apart, misfit, spans_of_gain
from nuandong.demand.doctor.seasons import known_in_other_years, other_years, season_turns
from nuandong.demand.doctor.sheet import Sheet
from nuandong.units import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Slip:
    """A factor between units, and what it may be called."""

    factor: float
    zh: str
    en: str


UP = (
    Slip(10.0, "小数点错一位", "the decimal point one place off (or kWh for m3)"),
    Slip(24.0, "小时流量与日用量混淆", "an hour's rate for a day's use"),
    Slip(
        35.5,
        "能量（MJ）当作体积（m³），或立方英尺当作立方米",
        "energy (MJ) for volume (m3), or cubic feet for m3",
    ),
    Slip(100.0, "小数点错两位", "the decimal point two places off"),
    Slip(1_000.0, "千倍（如 m³ 当作千 m³）", "thousandfold (m3 for thousand m3, kWh for MWh)"),
    Slip(10_000.0, "m³ 当作万 m³", "m3 for 10^4 m3"),
    Slip(1e6, "百万倍", "millionfold"),
)
SLIPS = UP + tuple(Slip(1 / slip.factor, slip.zh, slip.en) for slip in UP)

BEYOND = 5.0  # spreads of this series that a factor must lie away from it
GAIN_NEEDED = 16.0
SLACK = 0.15  # of a log: how near a span must come to a factor, beside its own scatter
LEVEL_WEEKS = 27  # a slip of less than half of this cannot move the level it is measured against
SMALLEST_SPREAD = 0.05
EDGE = 5  # days whose median tells whether a leap is kept
EDGE_KNOWN = 3  # of them, on either side: the first days after a summer without any tell nothing
LEAST_LEAP = 1.5  # of a log, from one day to the next
WEATHER_OF_A_WEEK = 0.8  # of a log: what weather may add to a leap
MOST_EDGES = 12
SAME_SCATTER = 3.0  # the scatter within a span of low days may differ from the usual one by this factor
LONG = 60  # days from which a span is judged around its own level
SEASON_DAYS = 10  # a span as long as this may be a season of heating, or the rest of one
KNOWN_ENOUGH = 0.7  # of the same dates of another year, to be asked
HALF = 0.5  # of the same dates of another year: what stood off then too is a custom
HEATING_FACTOR = 100.0  # heating by decree multiplies the use of a boiler house by no more than this
SPAN_OF_DAYS = 3  # from here on a low stretch may be a standstill and needs more proof


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a span is judged on: `error` (n, D) of logs, its `spread` (n, 1), and the `weather` (a, D) in degC."""

    sheet: Sheet
    error: FloatArray
    spread: FloatArray
    weather: FloatArray

    def is_a_season(self, span: Span, *, rises: bool) -> bool:
        """Whether use goes up where it grows cold and down where it grows warm, at each edge within the record."""
        area = int(self.sheet.area_of[span.row])
        edges = [(span.first, rises), (span.last + 1, not rises)]
        inside = [(day, up) for day, up in edges if 0 < day < self.error.shape[1]]
        return area >= 0 and all(season_turns(self.weather[area], day, up) for day, up in inside)


def find_slips(*, sheet: Sheet, expected: Expected, offsets: FloatArray, weather: FloatArray) -> list[Fault]:
    """Spans and single days at a known factor from the law; `expected` was fitted with `offsets` (n, D) taken out.

    Offsets come from `abrupt_offsets`; they keep a long slip from bending the law it is judged by.
    """
    logs = log_use(sheet.use.values)
    level = running_level(np.where(offsets == 0, logs - expected.law, np.nan), weeks=LEVEL_WEEKS)
    error = logs - expected.law - level
    spread = np.maximum(spread_along(expected.error), SMALLEST_SPREAD)[:, None]
    ground = Ground(sheet, error, spread, weather)
    told = [(span, slip) for span, slip in _passing(error, spread) if _is_no_custom(ground, span, slip)]
    return [
        _fault(sheet.stretch(Measure.USE, span.row, span.first, span.last), slip)
        for span, slip in best_apart(told)
    ]


def abrupt_offsets(*, use: FloatArray) -> FloatArray:
    """Logs of factors by which stretches of each row (n, D) stand off most of its days, by their abrupt edges.

    An edge is a leap from one day to the next that the week after keeps and that is near a known factor. A row that
    leaps often does so by nature and has none.
    """
    logs = log_use(use)
    leap = bridged_leap(logs)
    before, after = either_side(logs, EDGE)
    offsets = np.zeros(use.shape)
    rows = np.flatnonzero((np.abs(leap) > LEAST_LEAP).any(axis=1))
    for row in rows:
        days = np.flatnonzero(np.abs(leap[row]) > LEAST_LEAP)
        met = np.minimum(_known(before[row, days]), _known(after[row, days])) >= EDGE_KNOWN
        days = days[met]
        kept = median_along(after[row, days]) - median_along(before[row, days])
        edges = [(int(day), _factor_near(size)) for day, size in zip(days, kept, strict=True)]
        edges = [(day, size) for day, size in edges if size]
        if 0 < len(edges) <= MOST_EDGES:
            offsets[row] = _stretches(edges, use.shape[1])
    return offsets


def _known(days: FloatArray) -> IntArray:
    """Known days of each window, (k, EDGE) to (k,)."""
    counted: IntArray = np.isfinite(days).sum(axis=1)
    return counted


def bridged_leap(logs: FloatArray) -> FloatArray:
    """Change of each known day from the last known one, (n, D), 0 where there is none."""
    filled = bridged(logs)
    leap = np.diff(filled, axis=1, prepend=filled[:, :1])
    return np.nan_to_num(leap)


def _factor_near(size: float) -> float:
    """The log of the known factor within reach of a leap, else 0."""
    if not np.isfinite(size):
        return 0.0
    best = min((float(np.log(slip.factor)) for slip in SLIPS), key=lambda log: abs(log - size))
    return best if abs(best - size) < WEATHER_OF_A_WEEK else 0.0


def _stretches(edges: list[tuple[int, float]], days: int) -> FloatArray:
    """Offsets between edges (D,), 0 where most days stand."""
    offset = np.zeros(days)
    for day, size in edges:
        offset[day:] += size
    rounded = np.round(offset, 3)
    levels, place = np.unique(rounded, return_inverse=True)
    usual = float(levels[np.bincount(place).argmax()])
    return np.where(rounded == usual, 0.0, rounded - usual)


def _passing(error: FloatArray, spread: FloatArray) -> list[tuple[Span, Slip]]:
    """Spans at a factor from the level around them."""
    found: list[tuple[Span, Slip]] = []
    wide = np.flatnonzero(
        np.nanmax(np.abs(np.nan_to_num(error)), axis=1, initial=0.0) > np.log(UP[0].factor) / 2
    )
    here = misfit(error[wide] / spread[wide])
    for slip in SLIPS if len(wide) else ():
        away = np.log(slip.factor)
        gain = np.where(
            abs(away) > BEYOND * spread[wide], here - misfit((error[wide] - away) / spread[wide]), 0.0
        )
        for span in spans_of_gain(gain, GAIN_NEEDED):
            row = int(wide[span.row])
            inside = error[row, span.inside]
            slack = SLACK if len(inside) < LONG else 2 * SLACK  # over months the level itself has moved
            if abs(float(np.nanmedian(inside)) - away) < slack + 2 * float(spread[row, 0]) / np.sqrt(
                len(inside)
            ):
                found.append((Span(row, span.first, span.last, span.gain), slip))
    return found


def _is_no_custom(ground: Ground, span: Span, slip: Slip) -> bool:
    """Whether no ordinary life explains the span: no heating season, no habit of other years, no standstill."""
    error = ground.error[span.row]
    if span.length >= SEASON_DAYS and max(slip.factor, 1 / slip.factor) <= HEATING_FACTOR:
        others = _other_years(error, span, slip)
        if (others > HALF).any() or (not len(others) and ground.is_a_season(span, rises=slip.factor > 1)):
            return False
    if slip.factor > 1:
        return True
    low: BoolArray = error < -1.0
    low[span.inside] = False
    if known_in_other_years(low, span.first, span.last) or low.mean() > 0.1:
        return False
    sheet = ground.sheet
    if span.length < SPAN_OF_DAYS:
        return not bool((sheet.rest_day & (sheet.weekday < 5))[span.inside].any())
    return _scatters_as_ever(ground, span, slip)


def _scatters_as_ever(ground: Ground, span: Span, slip: Slip) -> bool:
    """Whether a low span begins and ends within a day and holds the usual scatter: a standstill does neither."""
    error = ground.error[span.row]
    inside = error[span.inside]
    steady = inside if len(inside) < LONG else inside - running_level(inside[None, :], weeks=7)[0]
    around = float(spread_along(steady)) / float(ground.spread[span.row, 0])
    edges = [error[day] for day in (span.first - 1, span.last + 1) if 0 <= day < len(error)]
    abrupt = all(np.isnan(edge) or abs(edge) < abs(np.log(slip.factor)) / 3 for edge in edges)
    return abrupt and 1 / SAME_SCATTER / 2 < around < SAME_SCATTER


def _other_years(error: FloatArray, span: Span, slip: Slip) -> FloatArray:
    """Shares of days off to the same side on the same dates of each other year that is known well enough."""
    off = error * np.sign(np.log(slip.factor)) > 1.0
    off[span.inside] = False
    return np.array(
        [
            float(off[dates].mean())
            for dates in other_years(span.first, span.last)
            if np.isfinite(error[dates]).sum() > KNOWN_ENOUGH * span.length
        ]
    )


def _fault(stretch: Stretch, slip: Slip) -> Fault:
    factor = slip.factor
    amount = f"{factor if factor > 1 else 1 / factor:g}"
    written = amount if factor > 1 else f"1/{amount}"
    back = (
        Words(f"除以 {amount}", f"divide by {amount}")
        if factor > 1
        else Words(f"乘以 {amount}", f"multiply by {amount}")
    )
    return Fault(
        FaultKind.UNIT_SLIP,
        stretch,
        Words(
            f"用量约为天气与日历所应有的 {written} 倍",
            f"use is about {written} times what weather and week call for",
        ),
        Words(f"与单位错误相符：{slip.zh}", f"as a slip of unit does: {slip.en}"),
        (stretch.rescale(back, factor=1 / factor), stretch.forget()),
        size=factor,
    )
