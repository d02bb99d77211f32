"""Extremes: how often the 1-in-T day lies within its stated 90 % interval, on winters of families never fitted.

The truths are drawn from `benchmarks/winters/proving.py`; the intervals were set on `teaching.py`. Both are
autoregressions, regimes, outbreaks and feedbacks day by day; neither is an extreme-value law or a block
resampling. Every record of 7, 10, 14 and 20 winters is the beginning of one of 20.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, FigureTable, cpu_seconds
from benchmarks.winters import PROVING, REHEARSED, Size, Truths, draw_truths
from nuandong.demand.extremes import Method, coincidence, fit_extreme_values
from nuandong.demand.extremes.readings import levels

LENGTHS = (7, 10, 14, 20)
SPANS = (1, 7, 30)
MISS = 2 / 0.10  # what a kelvin outside a 90 % interval costs, in kelvin of its width
REDRAWS = 500
SEED = 20261123
LEAST, MOST = 88.0, 93.0
PAGE = Path(__file__).resolve().parent.parent / "docs" / "extremes.md"


def run(arguments: list[str]) -> FigureTable:
    """Prove on about 1 000 truths; `--quick` on a tenth of them."""
    table = FigureTable("extremes")
    share = 10 if "--quick" in arguments else 1
    truths = draw_truths(PROVING, Size(-(-1000 // len(PROVING)) // share, 3000), seed=SEED)
    _day(table, truths)
    _others(table, truths)
    _demand(table, truths)
    _rehearsed(table, draw_truths(REHEARSED, Size(80 // share, 2000), seed=SEED + 2))
    _resampled(table, truths)
    regions = draw_truths(PROVING, Size(max(2, 20 // share), 1500, stations=5), seed=SEED + 1)
    _pooled(table, regions)
    _together(table, regions)
    return table


def write_page(table: FigureTable) -> None:
    """Put the figures into their place in `docs/extremes.md`."""
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition("<!-- figures -->\n")
    _, end, after = rest.partition("<!-- /figures -->")
    figures = table.markdown().partition("\n\n")[2]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    machine = f"Seeded; {machine}. ± is one standard error."
    PAGE.write_text(f"{before}{begin}\n{figures}\n{machine}\n\n{end}{after}", encoding="utf-8")


def _day(table: FigureTable, truths: Truths) -> None:
    """The contract: coverage of the 1-in-20 day over all truths and lengths, beside the bootstrapped GEV."""
    ours = {winters: _bounds(truths, winters) for winters in LENGTHS}
    theirs = {winters: _bootstrapped(-truths.record[:, 0, :winters].min(axis=-1)) for winters in LENGTHS}
    truth = -truths.level[:, 0, 0, 0]
    inside = np.stack([_inside(ours[winters], truth) for winters in LENGTHS], axis=1)
    note = f"±{_error(inside.mean(axis=1)):.1f}; {len(truth)} truths, each with {LENGTHS} winters"
    covered = 100 * float(inside.mean())
    table.add(Figure("1-in-20 day within its 90 % interval", covered, "%", LEAST, True, note))
    table.add(Figure("  the same, at most", covered, "%", MOST))
    score, peer = (
        np.stack([_score(bounds[winters], truth) for winters in LENGTHS], axis=1) for bounds in (ours, theirs)
    )
    table.add(
        Figure(
            "interval score / that of a parametric-bootstrap GEV", float(score.mean() / peer.mean()), goal=1.0
        )
    )
    for column, winters in enumerate(LENGTHS):
        wide = float(np.mean(ours[winters][:, 2] - ours[winters][:, 0]))
        table.add(
            Figure(
                f"  {winters} winters: within the interval",
                100 * float(inside[:, column].mean()),
                "%",
                note=f"±{_error(inside[:, column]):.1f}; {wide:.1f} K wide; score {score[:, column].mean():.1f} K, "
                f"bootstrapped GEV {peer[:, column].mean():.1f} K and "
                f"{100 * _inside(theirs[winters], truth).mean():.0f} % within",
            )
        )
    for number, family in enumerate(PROVING):
        chosen = truths.family == number
        table.add(
            Figure(
                f"  family {family.__name__.replace('_', ' ')}",
                100 * float(inside[chosen].mean()),
                "%",
                note=f"±{_error(inside[chosen].mean(axis=1)):.1f}; score / GEV "
                f"{score[chosen].mean() / peer[chosen].mean():.2f}",
            )
        )
    seconds = cpu_seconds(lambda: _bounds(truths, 10))
    table.add(Figure("a design day of ten winters", 1000 * seconds / len(truth), "ms CPU"))


def _others(table: FigureTable, truths: Truths) -> None:
    """Rarer days and longer spells."""
    for row, span in enumerate(SPANS):
        for column, period in enumerate((20.0, 50.0)):
            if (span, period) != (1, 20.0):
                inside = [
                    _inside(
                        _bounds(truths, winters, span=span, period=period), -truths.level[:, 0, row, column]
                    )
                    for winters in LENGTHS
                ]
                what = f"1-in-{period:.0f} {'day' if span == 1 else f'spell of {span} days'} within"
                table.add(_share(what, np.stack(inside, axis=1)))


def _demand(table: FigureTable, truths: Truths) -> None:
    """The 1-in-20 day of a demand whose rise halves a little before that day (saturation)."""
    level = truths.level[:, 0, 0, 0]
    knee = level + truths.spread[:, 0, 0]

    def use(temperature: np.ndarray) -> np.ndarray:
        past = np.maximum(0.0, knee.reshape(-1, *(1,) * (temperature.ndim - 1)) - temperature)
        return 18.0 - temperature - 0.5 * past

    inside = []
    for winters in LENGTHS:
        cold = use(truths.record[:, 0, :winters].astype(np.float64))
        bounds = levels(cold=cold, method=Method.EXTREME_VALUE, span_days=1, return_period=20.0)
        inside.append(_inside(bounds, use(level)))
    table.add(_share("1-in-20 demand, half saturated, within", np.stack(inside, axis=1)))


def _rehearsed(table: FigureTable, truths: Truths) -> None:
    """The same on families that were looked at once before the weights were final, though they taught nothing."""
    truth = -truths.level[:, 0, 0, 0]
    inside = np.stack([_inside(_bounds(truths, winters), truth) for winters in LENGTHS], axis=1)
    table.add(_share("1-in-20 day within, six families of the rehearsal", inside))


def _resampled(table: FigureTable, truths: Truths) -> None:
    """The same day from resampled winters, every fourth truth."""
    few = Truths(*(column[::4] for column in (truths.record, truths.level, truths.spread, truths.family)))
    truth = -few.level[:, 0, 0, 0]
    both = [
        [_bounds(few, winters, method=method) for winters in LENGTHS]
        for method in (Method.RESAMPLED, Method.EXTREME_VALUE)
    ]
    inside = np.stack([_inside(bounds, truth) for bounds in both[0]], axis=1)
    score, fitted = (np.mean([_score(bounds, truth) for bounds in method]) for method in both)
    table.add(
        _share("1-in-20 day from resampled winters within", inside, f"score / fitted {score / fitted:.2f}")
    )


def _pooled(table: FigureTable, regions: Truths) -> None:
    """The same day of a station read together with four around it."""
    inside, score, alone = [], [], []
    for region, level in zip(regions.record[:, :-1], regions.level[:, :-1, 0, 0], strict=True):
        for winters in LENGTHS:
            cold = -region[:, :winters].astype(np.float64)
            pooled, single = (
                levels(cold=cold, method=method, span_days=1, return_period=20.0)
                for method in (Method.POOLED, Method.EXTREME_VALUE)
            )
            inside.append(_inside(pooled, -level))
            score.append(_score(pooled, -level))
            alone.append(_score(single, -level))
    by_region = np.array(inside).reshape(len(regions.record), -1)
    note = f"5 stations a region; score / alone {np.mean(score) / np.mean(alone):.2f}"
    table.add(_share("1-in-20 day, stations pooled, within", by_region, note))


def _together(table: FigureTable, regions: Truths) -> None:
    """Coincidence of five equal counties whose use grows with the kelvin below 18 degC."""
    inside = []
    use_of = 18.0 - regions.level[:, :, 0, 0]
    truth = use_of[:, -1] / use_of[:, :-1].mean(axis=1)
    for record, share in zip(regions.record[:, :-1], truth, strict=True):
        row = []
        for winters in LENGTHS:
            found = coincidence(demand=18.0 - record[:, :winters].astype(np.float64), redraws=100)
            row.append(found.low <= share <= found.high)
        inside.append(row)
    table.add(
        _share("coincidence of the counties' peaks within", np.array(inside), f"true mean {truth.mean():.3f}")
    )


def _bounds(
    truths: Truths,
    winters: int,
    *,
    span: int = 1,
    period: float = 20.0,
    method: Method = Method.EXTREME_VALUE,
) -> np.ndarray:
    parts: Iterator[np.ndarray] = (
        levels(
            cold=-part[:, :winters].astype(np.float64),
            method=method,
            span_days=span,
            return_period=period,
            seed=SEED,
        )
        for part in np.array_split(truths.record[:, 0], 20)
        if len(part)
    )
    return np.concatenate(list(parts))


def _bootstrapped(ends: np.ndarray) -> np.ndarray:
    """Level of a GEV law of winters' ends (n, W) by L-moments, and its 90 % parametric-bootstrap interval, (n, 3)."""
    rng = np.random.default_rng(SEED)
    found = []
    for own in ends.astype(np.float64):
        law = fit_extreme_values(maxima=own, prior=None)
        drawn = law.quantile(rng.random((REDRAWS, own.size)))
        low, high = np.quantile(fit_extreme_values(maxima=drawn, prior=None).quantile(0.95), [0.05, 0.95])
        found.append((low, float(law.quantile(0.95)), high))
    return np.array(found)


def _inside(bounds: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return (bounds[:, 0] <= truth) & (truth <= bounds[:, 2])


def _score(bounds: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Interval score in kelvin: the width, and twenty times what the truth lies outside."""
    outside = np.maximum(bounds[:, 0] - truth, 0) + np.maximum(truth - bounds[:, 2], 0)
    return bounds[:, 2] - bounds[:, 0] + MISS * outside


def _share(what: str, inside: np.ndarray, note: str = "") -> Figure:
    told = "; ".join(part for part in (f"±{_error(inside.mean(axis=1)):.1f}", note) if part)
    return Figure(what, 100 * float(inside.mean()), "%", note=told)


def _error(each: np.ndarray) -> float:
    """Standard error of a share in percentage points; records of one truth are not independent."""
    return 100 * float(np.std(each.astype(np.float64))) / np.sqrt(len(each))
