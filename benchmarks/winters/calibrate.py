"""Sets the weights of the extremes' intervals on the teaching families: `python -m benchmarks.winters.calibrate`.

Writes `src/nuandong/demand/extremes/calibration.csv`. About ten minutes on two busy cores; seeded, so the same weights
come out again.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.winters import TEACHING, Size, Truths, draw_truths
from nuandong.demand.extremes import coincidence
from nuandong.demand.extremes.calibration import BOUNDS, INTERVAL, Method
from nuandong.demand.extremes.readings import MEASURED_BY, read_record

SPANS, PERIODS = (1, 7, 30), (5.0, 10.0, 20.0, 50.0, 100.0)
LENGTHS = (4, 5, 7, 10, 14, 20, 30, 50)
SAMPLED_LENGTHS = (5, 7, 10, 14, 20, 30)  # surrogates are dear
STATIONS = 6  # of a region; the row after them is their mean
TAUS = (0.05, 0.50, 0.95)
WRITTEN = Path(__file__).resolve().parents[2] / "src" / "nuandong" / "demand" / "extremes" / "calibration.csv"
BANDWIDTHS = (1.0, 0.5, 0.25, 0.12, 0.06, 0.03)


def quantile_regression(columns: np.ndarray, target: np.ndarray, tau: float) -> np.ndarray:
    """Weights that minimise the pinball loss, by Newton steps on losses smoothed less and less."""
    weights = np.linalg.lstsq(columns, target, rcond=None)[0]
    ridge = 1e-5 * len(target) * np.eye(columns.shape[1])
    for width in BANDWIDTHS:

        def loss(tried: np.ndarray, width: float = width) -> float:
            left = target - columns @ tried
            return float((tau * left + width * np.logaddexp(0, -left / width)).sum())

        for _ in range(30):
            over = 1 / (1 + np.exp(np.clip((target - columns @ weights) / width, -40, 40)))
            slope = -columns.T @ (tau - over)
            bend = (columns * (over * (1 - over) / width)[:, None]).T @ columns + ridge
            step, size, before = np.linalg.solve(bend, slope), 1.0, loss(weights)
            while loss(weights - size * step) > before and size > 1e-3:
                size /= 2
            weights = weights - size * step
            if np.abs(size * step).max() < 1e-4:
                break
    return weights


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Columns (periods, lessons, 2 K) and targets (periods, lessons) in units of the true spread."""

    columns: np.ndarray
    target: np.ndarray

    def weights(self, place: int) -> np.ndarray:
        """Weights (3 bounds, 2 K) for one return period."""
        columns, target = self.columns[place], self.target[place]
        return np.stack([quantile_regression(columns, target, tau) for tau in TAUS])


def rows_of(method: Method, truths: Truths) -> list[list[object]]:
    """The rows of the table for one method."""
    table: list[list[object]] = []
    for row, span in enumerate(SPANS):
        taught = _taught(method, truths, row)
        for place, period in enumerate(PERIODS):
            weights = taught.weights(place)
            for bound, halves in zip(BOUNDS, weights.reshape(len(BOUNDS), 2, -1), strict=True):
                for name, lasting, short in zip(MEASURED_BY[method], *halves, strict=True):
                    figures = f"{lasting:.4g}", f"{short:.4g}"
                    table.append([method.value, span, period, bound, name, *figures])
    return table


def _taught(method: Method, truths: Truths, span: int) -> Lessons:
    lengths = SAMPLED_LENGTHS if method is Method.RESAMPLED else LENGTHS
    parts = [_lessons(method, truths, span, winters) for winters in lengths]
    return Lessons(
        np.concatenate([part.columns for part in parts], axis=1),
        np.concatenate([part.target for part in parts], axis=1),
    )


def _lessons(method: Method, truths: Truths, span: int, winters: int) -> Lessons:
    """What records of one length teach: every world alone, or in regions of two to all of its stations."""
    cold = -truths.record[:, :STATIONS, :winters].astype(np.float64)
    worlds, stations = cold.shape[:2]
    rng = np.random.default_rng(winters)
    sizes = rng.integers(2, stations + 1, worlds) if method is Method.POOLED else np.ones(worlds, dtype=int)
    kept = np.arange(stations) < sizes[:, None]
    if method is Method.POOLED:
        groups = [region[:size] for region, size in zip(cold, sizes, strict=True)]
    else:
        groups = np.array_split(cold[:, 0], 20)
    read = [
        read_record(cold=group, method=method, span_days=SPANS[span], periods=PERIODS, seed=winters)
        for group in groups
    ]
    mean, measured = np.concatenate([r[0] for r in read]), np.concatenate([r[1] for r in read], axis=1)
    spread = truths.spread[:, :stations, span][kept]
    above = (-truths.level[:, :stations, span][kept] - mean[:, None]).T
    columns = np.concatenate([measured, measured / np.sqrt(winters)], axis=-1) / spread[:, None]
    return Lessons(columns, above / spread)


def coincidence_parted(region: Truths, *, every: int = 3) -> float:
    """By how much the interval of the coincidence must be parted to hold the truth nine times in ten."""
    use = 18.0 - region.level[..., 0, PERIODS.index(20.0)]
    truth = use[:, -1] / use[:, :-1].mean(axis=1)
    needed = []
    for record, share in zip(region.record[::every, :-1], truth[::every], strict=True):
        for winters in (7, 10, 14, 20):
            found = coincidence(demand=18.0 - record[:, :winters].astype(np.float64), redraws=60)
            side = found.high if share > found.value else found.low
            needed.append((share - found.value) / (side - found.value) if side != found.value else 1.0)
    return float(np.quantile(needed, INTERVAL))


def main() -> None:
    """Draw the teaching worlds, set the weights of each method, write the table."""
    alone = draw_truths(TEACHING, Size(300, 2000, longest=50, periods=PERIODS), seed=2001)
    region = draw_truths(TEACHING, Size(36, 1200, stations=STATIONS, longest=50, periods=PERIODS), seed=3001)
    write(alone, region)
    print(f"coincidence: PARTED in coincidence.py to be multiplied by {coincidence_parted(region):.2f}")


def write(alone: Truths, region: Truths) -> None:
    """Set the weights of every method and write the table."""
    few = Truths(alone.record[::3], alone.level[::3], alone.spread[::3], alone.family[::3])
    drawn = {Method.POOLED: region, Method.RESAMPLED: few}
    rows = [row for method in Method for row in rows_of(method, drawn.get(method, alone))]
    with WRITTEN.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["method", "span_days", "return_period", "bound", "measure", "lasting", "short"])
        table.writerows(rows)


if __name__ == "__main__":
    main()
