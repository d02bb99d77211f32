"""Scores of a trial: by forecaster, series, lead and kind of day, in the units of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nuandong.casefile.utility.drift import drift
from nuandong.casefile.utility.trial import OWN, OWN_OBSERVED, Trial
from nuandong.demand.backtest import (
    CoverageInterval,
    Scores,
    WinterDays,
    coverage_interval,
    score,
    winter_days,
)
from nuandong.demand.backtest.scoring import mirrored
from nuandong.units import BoolArray, FloatArray, Share

ALL, WINTER, COLDEST, WAVE = "all", "winter", "coldest_5_percent", "cold_wave_first_days"
SPAN_WORDS = {
    ALL: ("全部日子", "all days"),
    WINTER: ("冬季日", "winter days"),
    COLDEST: ("最冷 5% 的日子", "coldest 5 % of winter days"),
    WAVE: ("寒潮头两天", "first days of cold waves"),
}
WITH_BANDS = (ALL, WINTER)  # kinds of days with enough of them to say how often a band holds
FEWEST_WINTER = 28  # scored winter days from which winter is what is told first
SEED = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Scores of one forecaster on one series at one lead over one kind of days."""

    forecaster: str
    series: int
    lead: int
    span: str
    scores: Scores


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """All lines, the calibration of each level, and what the pictures of the shown series rest on.

    `shown` is the series of the largest use. Over all series at lead 1, `calibration` (Q,) is the share of days on
    which use fell to each level or below, and `bands` the share on which it lay within each band. `error` (O,) is
    forecast less use over use at the first lead of the shown series.
    """

    trial: Trial
    factors: FloatArray
    lines: tuple[Line, ...]
    shown: int
    span: str
    calibration: tuple[CoverageInterval, ...]
    bands: tuple[tuple[Share, CoverageInterval], ...]
    error: FloatArray
    leaning: FloatArray
    alarm: BoolArray
    is_drift_judged: bool
    winters: tuple[WinterDays, ...]

    def line(self, forecaster: str, lead: int, span: str, series: int | None = None) -> Line | None:
        """One line, of the shown series where none is named."""
        wanted = self.shown if series is None else series
        return next(
            (
                line
                for line in self.lines
                if (line.forecaster, line.series, line.lead, line.span) == (forecaster, wanted, lead, span)
            ),
            None,
        )

    def relative(self, forecaster: str, lead: int, span: str) -> float:
        """Mean absolute error over mean use, the geometric mean over all series that have such days."""
        found = [
            line.scores.relative
            for line in self.lines
            if (line.forecaster, line.lead, line.span) == (forecaster, lead, span)
            and line.scores.relative > 0
        ]
        return float(np.exp(np.mean(np.log(found)))) if found else float("nan")

    def ranked(self, lead: int, span: str) -> tuple[str, ...]:
        """Forecasters, the best first; those without a score last."""
        names = self.trial.forecasters
        return tuple(
            sorted(names, key=lambda name: np.nan_to_num(self.relative(name, lead, span), nan=np.inf))
        )

    def best_peer(self, lead: int, span: str) -> str | None:
        """The peer with the least error."""
        return next((name for name in self.ranked(lead, span) if name not in (OWN, OWN_OBSERVED)), None)


def scored(*, trial: Trial, factors: FloatArray) -> Scored:
    """Every score of a trial; `factors` (n,) bring inner figures to the units of the file."""
    history = trial.history
    winters = tuple(
        winter_days(days=history.days, temperature=history.temperature[area]) for area in history.area_of
    )
    lines = tuple(_lines(trial, factors, winters))
    mean_use = np.nanmean(np.where(np.isfinite(trial.actual[:, :, 0]), trial.actual[:, :, 0], np.nan), axis=1)
    shown = int(np.nanargmax(mean_use))
    enough = any(
        line.scores.count >= FEWEST_WINTER for line in lines if line.span == WINTER and line.series == shown
    )
    actual, ours = trial.actual[shown, :, 0], trial.quantiles[shown, :, 0]
    middle = trial.mean[0, shown, :, 0] if trial.leads[0] == 1 else ours[:, ours.shape[1] // 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(actual > 0, (middle - actual) / actual, np.nan)
    leaning, alarm, judged = drift(error=error)
    return Scored(
        trial=trial, factors=factors, lines=lines, shown=shown, span=WINTER if enough else ALL,
        calibration=_calibration(trial), bands=_bands(trial),
        error=error, leaning=leaning, alarm=alarm, is_drift_judged=judged,
        winters=winters,
    )  # fmt: skip


def span_flags(trial: Trial, winter: WinterDays, *, lead: int, unit: int) -> dict[str, BoolArray]:
    """Which origins' days at a lead are of each kind, (O,)."""
    count = len(trial.history.days)
    target = np.array(trial.origins) + lead - 1
    inside = target < count
    target = np.minimum(target, count - 1)
    known = inside & np.isfinite(trial.actual[unit, :, lead - 1])
    asked = np.zeros(count, dtype=np.bool_)
    asked[target[known]] = True
    return {
        ALL: known,
        WINTER: known & winter.winter[target],
        COLDEST: known & winter.coldest(asked)[target],
        WAVE: known & winter.wave[target],
    }


def _lines(trial: Trial, factors: FloatArray, winters: tuple[WinterDays, ...]) -> Iterator[Line]:
    for unit in range(len(trial.history.units)):
        for place, lead in enumerate(trial.leads):
            flags = span_flags(trial, winters[unit], lead=lead, unit=unit)
            actual = trial.actual[unit, :, lead - 1] / factors[unit]
            for row, name in enumerate(trial.forecasters):
                told = trial.mean[row, unit, :, place] / factors[unit]
                told_quantiles = trial.quantiles[unit, :, lead - 1] / factors[unit]
                for span, chosen in flags.items():
                    quantiles = told_quantiles if name == OWN and span in WITH_BANDS else None
                    yield Line(
                        name, unit, lead, span,
                        score(
                            forecast=told[chosen], actual=actual[chosen], seed=SEED,
                            quantiles=None if quantiles is None else quantiles[chosen],
                            levels=None if quantiles is None else trial.levels,
                        ),
                    )  # fmt: skip


def _calibration(trial: Trial) -> tuple[CoverageInterval, ...]:
    """By level, on which share of unit-days use fell to it or below, at lead 1, with a block-bootstrap interval."""
    actual = trial.actual[:, :, 0]
    found = []
    for at in range(trial.levels.size):
        level = trial.quantiles[:, :, 0, at]
        inside = np.where(np.isfinite(actual) & np.isfinite(level), (actual <= level) * 1.0, np.nan)
        found.append(coverage_interval(inside=inside, seed=SEED))
    return tuple(found)


def _bands(trial: Trial) -> tuple[tuple[Share, CoverageInterval], ...]:
    """Bands between levels as far from 0 as from 1, the widest first, and on which share of unit-days they held."""
    actual = trial.actual[:, :, 0]
    found = []
    for low, high in mirrored(trial.levels):
        below, above = trial.quantiles[:, :, 0, low], trial.quantiles[:, :, 0, high]
        known = np.isfinite(actual) & np.isfinite(below)
        inside = np.where(known, ((actual >= below) & (actual <= above)) * 1.0, np.nan)
        nominal = round(float(trial.levels[high] - trial.levels[low]), 6)
        found.append((nominal, coverage_interval(inside=inside, seed=SEED)))
    return tuple(found)
