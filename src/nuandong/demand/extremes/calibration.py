"""From measures of a record to a level and its 90 % interval, by weights set on thousands of synthetic winters.

        bound = mean of the winters' ends + sum over measures of (lasting + short / sqrt(W)) * measure

with one set of weights for the lower bound, the middle and the upper bound of each method, span and return
period. The weights minimise the pinball loss of the 5 %, 50 % and 95 % levels (which together is the interval
score) over many families of winters and lengths of record, so that the bounds hold the true level nine times
in ten *over that class*; `short` makes them part where winters are few. Between the spans and return periods
that were taught they are interpolated, in the logarithm and in Gumbel's reduced variate.

`calibration.csv` is made by `python -m benchmarks.winters.calibrate`; no real record went into it.
Clause: T-038.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np

from nuandong.findings import AssuranceError
from nuandong.units import FloatArray

BOUNDS = ("low", "middle", "high")
INTERVAL = 0.90
Z_95 = 1.6448536269514722  # standard deviations of a normal law at the ends of such an interval


class Method(StrEnum):
    """How a level is read from a record."""

    EXTREME_VALUE = "extreme_value"  # a GEV law of the winters' ends, and the tail of all its days
    POOLED = "pooled"  # the same, together with those of the stations around
    RESAMPLED = "resampled"  # surrogate winters from blocks of seen weather


class NotTaught(AssuranceError):
    """A return period or span outside the range that the intervals were set for."""

    def __init__(self, part: str, asked: float, least: float, most: float) -> None:
        self.part, self.asked, self.least, self.most = part, asked, least, most
        super().__init__(
            f"No interval is known for a {part} of {asked:g}; it must lie between {least:g} and {most:g}. "
            f"A rarer day cannot be read from a few winters: ask for one within the range."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Weights of one method, (spans, periods, 3 bounds, K measures, 2); the last axis is lasting and short."""

    spans: tuple[float, ...]
    periods: tuple[float, ...]
    weights: FloatArray

    def bounds(
        self, *, measured: FloatArray, winters: int, span_days: float, return_period: float
    ) -> FloatArray:
        """Low, middle and high above the mean of the ends, (n, 3), from measures (periods, n, K); NotTaught outside."""
        below, part = _place("span in days", span_days, self.spans, np.log)
        weights = (1 - part) * self.weights[below] + part * self.weights[below + 1]
        weighted = weights[..., 0] + weights[..., 1] / np.sqrt(winters)
        rungs = np.einsum("pnk,pbk->pnb", measured, weighted)
        ladder = np.maximum.accumulate(np.sort(rungs, axis=-1), axis=0)  # rarer is never milder
        below, part = _place("return period", return_period, self.periods, gumbel_variate)
        level: FloatArray = (1 - part) * ladder[below] + part * ladder[below + 1]
        return level


def gumbel_variate(period: float) -> float:
    """-ln(-ln(1 - 1/T)): the scale on which levels of a Gumbel law are straight."""
    return float(-np.log(-np.log(1.0 - 1.0 / period)))


def _place(
    part: str, asked: float, rungs: tuple[float, ...], scale: Callable[[float], float]
) -> tuple[int, float]:
    """The rung below what is asked, and how far it is to the next on a scale."""
    if not rungs[0] <= asked <= rungs[-1]:
        raise NotTaught(part, asked, rungs[0], rungs[-1])
    below = min(int(np.searchsorted(rungs, asked, side="right")) - 1, len(rungs) - 2)
    low, high = scale(rungs[below]), scale(rungs[below + 1])
    return below, float((scale(asked) - low) / (high - low))


@cache
def calibration_of(method: Method) -> Calibration:
    """The shipped weights of a method."""
    text = files("nuandong.demand.extremes").joinpath("calibration.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["method"] == method.value]
    spans = sorted({float(row["span_days"]) for row in rows})
    periods = sorted({float(row["return_period"]) for row in rows})
    names = list(dict.fromkeys(row["measure"] for row in rows))
    weights = np.zeros((len(spans), len(periods), len(BOUNDS), len(names), 2))
    for row in rows:
        place = (
            spans.index(float(row["span_days"])), periods.index(float(row["return_period"])),
            BOUNDS.index(row["bound"]), names.index(row["measure"]),
        )  # fmt: skip
        weights[place] = float(row["lasting"]), float(row["short"])
    return Calibration(tuple(spans), tuple(periods), weights)
