"""The scores of one area: errors beside the peers', what quantiles kept, errors by temperature and over time.

Errors are shares: of mean use over the days scored, or of each day's own use where said.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from nuandong.demand.backtest import (
    Backtest,
    DayKind,
    by_temperature,
    calibrate,
    coverage_interval,
    free_use,
    mean_pinball,
    score,
)
from nuandong.demand.learning import Method
from nuandong.demand.series import UseHistory
from nuandong.units import FloatArray, IntArray, Share

SPANS = (DayKind.WINTER, DayKind.COLDEST, DayKind.WAVE)
METHODS = tuple(Method)
SPELL = 7  # days of the coldest spell
LEANING = 28  # days over which the mean error is told
FEWEST_LEANING = 4  # eves of them
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # kelvin
MOST_CLASSES = 10
KEPT = 5  # decimals of shares by day


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What everybody told of n areas: backtests by forecaster (None: it did not run), ours (n, O, H), (n, O, H, Q)."""

    history: UseHistory
    origins: tuple[int, ...]
    tests: tuple[Backtest | None, ...]
    mean: FloatArray
    quantiles: FloatArray
    levels: FloatArray
    methods: FloatArray
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ColdSpell:
    """What was told on the eve of the coldest week, H days ahead: quantiles (H, Q) and use in 10^4 m3/day, degC."""

    days: tuple[date, ...]
    mean: FloatArray
    quantiles: FloatArray
    actual: FloatArray
    temperature: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class AreaQuality:
    """Scores of one area for F forecasters, L leads and S kinds of days (winter, coldest 5 %, begin of a cold wave).

    `error`, `each_day` (mean absolute error over mean use, and mean of daily relative errors) and `bias` are (F, L, S),
    `peak` (F, L) the error on the day of the highest use as a share of it, `pinball` (L, S) ours over mean use, `count`
    (L, S) days. `below` (L, Q) is the share of days at or below each quantile, `coverage` (L, nominal, 3) with the ends
    of its interval. By felt temperature between `edges` (E + 1,): `size`, `lean`, `class_days` (E,) at the first lead.
    Over time at the first lead: `miss` (O,) of each of `days`, above 0 where the forecast was too high, `drift` (O,)
    its mean over four weeks; alarms with their side. `method` (4,) is the share of eves on which each way spoke.
    `stored` (L, 3), of the eves with stored forecasts of the weather: error in the weather that came, error in the one
    that had been forecast, days; (0, 3) where such eves are too few.
    """

    area: str
    kind: str
    name_zh: str
    name_en: str
    mean_use: float
    error: FloatArray
    each_day: FloatArray
    bias: FloatArray
    peak: FloatArray
    pinball: FloatArray
    count: IntArray
    below: FloatArray
    coverage: FloatArray
    edges: FloatArray
    size: FloatArray
    lean: FloatArray
    class_days: FloatArray
    days: tuple[date, ...]
    miss: FloatArray
    drift: FloatArray
    alarm_days: tuple[date, ...]
    alarm_sides: IntArray
    judged_from: date
    method: FloatArray
    spell: ColdSpell | None
    stored: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))


def area_quality(
    *, told: Told, unit: int, area: tuple[str, str, str, str], nominal: tuple[Share, ...]
) -> AreaQuality:
    """All scores of the area in row `unit`; `area` is its code, kind and names."""
    ours = told.tests[0]
    assert ours is not None
    code, kind, name_zh, name_en = area
    edges, size, lean, class_days = _by_temperature(ours, unit)
    days = tuple(told.history.days[row] for row in told.origins)
    miss = _miss(ours, unit)
    reference = len(days) // 3
    drift = ours.drift(unit=unit, lead=ours.leads[0], reference=reference)
    figures = _figures(told.tests, unit)
    below, coverage = _kept_promises(ours, unit, nominal)
    return AreaQuality(
        area=code, kind=kind, name_zh=name_zh, name_en=name_en, **figures, below=below, coverage=coverage,
        edges=edges, size=size, lean=lean, class_days=class_days, days=days, miss=np.round(miss, KEPT),
        drift=np.round(_leaning(miss, ours.target[:, 0]), KEPT), alarm_days=tuple(days[row] for row in drift.alarms),
        alarm_sides=drift.signs, judged_from=days[reference], method=told.methods[unit], spell=_spell(told, unit),
    )  # fmt: skip


def _figures(tests: tuple[Backtest | None, ...], unit: int) -> dict[str, Any]:
    """Errors of everybody, our pinball loss, and how many days they rest on."""
    ours = tests[0]
    assert ours is not None
    leads = ours.leads
    shape = (len(tests), len(leads), len(SPANS))
    error, each_day, bias = (np.full(shape, np.nan) for _ in range(3))
    peak, pinball = np.full(shape[:2], np.nan), np.full(shape[1:], np.nan)
    count, mean_use = np.zeros(shape[1:], dtype=np.int64), float("nan")
    for who, test in enumerate(tests):
        for at, lead in enumerate(leads):
            for span, kind in enumerate(SPANS):
                if test is None:
                    continue
                chosen = test.chosen(unit=unit, lead=lead, kind=kind)
                actual = test.actual[unit, chosen, at]
                found = score(forecast=test.mean[unit, chosen, at], actual=actual)
                usual = found.mean_use or float("nan")
                error[who, at, span], each_day[who, at, span] = found.mae / usual, found.mape
                bias[who, at, span] = found.bias / usual
                if kind is DayKind.WINTER and found.count:
                    peak[who, at] = found.peak_error / float(np.nanmax(actual))
                if test is ours:
                    count[at, span] = found.count
                    pinball[at, span] = _lost(ours, unit, at, chosen) / usual
                    mean_use = found.mean_use if (at, span) == (0, 0) else mean_use
    return {
        "mean_use": mean_use, "error": error, "each_day": each_day, "bias": bias, "peak": peak, "pinball": pinball,
        "count": count,
    }  # fmt: skip


def _lost(ours: Backtest, unit: int, lead: int, chosen: np.ndarray) -> float:
    """Pinball loss over the quantiles of known days, in 10^4 m3/day."""
    assert ours.quantiles is not None
    actual, told = ours.actual[unit, chosen, lead], ours.quantiles[unit, chosen, lead]
    known = np.isfinite(actual) & np.isfinite(told).all(axis=1)
    return mean_pinball(told[known], actual[known], ours.levels) if known.any() else float("nan")


def _kept_promises(ours: Backtest, unit: int, nominal: tuple[Share, ...]) -> tuple[FloatArray, FloatArray]:
    """Share of winter days at or below each quantile (L, Q), and coverage of the bands (L, nominal, 3)."""
    assert ours.quantiles is not None
    below = np.full((len(ours.leads), ours.levels.size), np.nan)
    coverage = np.full((len(ours.leads), len(nominal), 3), np.nan)
    for at, lead in enumerate(ours.leads):
        chosen = ours.chosen(unit=unit, lead=lead, kind=DayKind.WINTER)
        told, used = ours.quantiles[unit, chosen, at], ours.actual[unit, chosen, at]
        below[at] = calibrate(quantiles=told, actual=used, levels=ours.levels).below
        for band, share in enumerate(nominal):
            inside = ours.inside(lead=lead, nominal=share, kind=DayKind.WINTER)[unit : unit + 1]
            met = coverage_interval(inside=inside, seed=0)
            coverage[at, band] = met.found, met.low, met.high
    return below, coverage


def _by_temperature(ours: Backtest, unit: int) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Edges in degC, mean absolute and mean error as shares of each day's use, and days between them."""
    felt, used = ours.winters[unit].felt[ours.target[:, 0]], ours.actual[unit, :, 0]
    known = np.isfinite(felt) & (used > 0)
    if not known.any():
        return np.zeros(1), np.zeros(0), np.zeros(0), np.zeros(0)
    low, high = float(felt[known].min()), float(felt[known].max())
    step = next((step for step in STEPS if (high - low) / step <= MOST_CLASSES - 1), STEPS[-1])
    edges = np.arange(np.floor(low / step) * step, high + step, step)
    share = np.where(known, ours.mean[unit, :, 0] / np.where(known, used, 1.0), np.nan)
    size, lean, days = by_temperature(
        forecast=share, actual=np.where(known, 1.0, np.nan), felt=felt, edges=edges
    )
    return edges, size, lean, days


def _miss(ours: Backtest, unit: int) -> FloatArray:
    """Errors of the first lead as shares of the forecast, (O,), NaN where nothing is scored."""
    told, used = ours.mean[unit, :, 0], ours.actual[unit, :, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        found: FloatArray = np.where(told > 0, (told - used) / told, np.nan)
    return found


def _leaning(miss: FloatArray, place: IntArray) -> FloatArray:
    """Mean over the last four weeks of each eve, (O,), whose days are rows `place`; NaN before four known ones."""
    found = np.full(miss.size, np.nan)
    for row in range(miss.size):
        recent = miss[(place > place[row] - LEANING) & (place <= place[row])]
        recent = recent[np.isfinite(recent)]
        if recent.size >= FEWEST_LEANING:
            found[row] = recent.mean()
    return found


def _spell(told: Told, unit: int) -> ColdSpell | None:
    """The forecast from the eve of the coldest week that was wholly used freely; None without such a week."""
    history, use = told.history, free_use(told.history)[unit]
    temperature = history.temperature[int(history.area_of[unit])]
    best: tuple[float, int, int] | None = None
    for place, origin in enumerate(told.origins):
        week = slice(origin, origin + SPELL)
        if origin + SPELL <= len(history.days) and np.isfinite(use[week]).all():
            cold = float(temperature[week].mean())
            if np.isfinite(cold) and (best is None or cold < best[0]):
                best = cold, place, origin
    if best is None:
        return None
    _, place, origin = best
    count = min(told.mean.shape[2], len(history.days) - origin)
    ahead = slice(origin, origin + count)
    return ColdSpell(
        days=history.days[ahead], mean=told.mean[unit, place, :count], quantiles=told.quantiles[unit, place, :count],
        actual=use[ahead], temperature=temperature[ahead],
    )  # fmt: skip
