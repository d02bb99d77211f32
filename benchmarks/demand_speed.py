"""What a day's forecast of a whole province costs: ours, statsforecast's ARIMA, and boosted trees series by series.

117 counties × 10 classes × 6 winters of days; fit, and 14 days ahead with nine quantiles. Each runs in a process of
its own (`python -m benchmarks.demand_speed WHO COUNT`), which says as JSON what it cost. The peers fit series by
series, so a sample of series is measured and multiplied; that is said beside the figure. They are asked for less
than an expert would ask: ARIMA without a search of seasons, trees with all leads in one model a quantile.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from dataclasses import replace

import numpy as np

from benchmarks.figures import Figure, FigureTable
from benchmarks.peer_models import peak_megabytes
from benchmarks.worlds import build_world
from nuandong.demand.series import UseHistory

COUNTIES, CLASSES, REACH, AREAS = 117, 10, 14, 11
SERIES = COUNTIES * CLASSES
SAMPLE = {"statsforecast": 4, "boosted trees": 2}
LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
MOST_SECONDS, MOST_MEGABYTES = 20.0, 2000.0


def province(count: int) -> UseHistory:
    """Seeded series of a cold continental province: mixtures of a made world's units with chance of their own."""
    world = build_world(kind="cold continental")
    assert world.expected is not None
    rng = np.random.default_rng(1)
    span = len(world.history.days)
    shares = rng.dirichlet(np.ones(len(world.history.units)), count)
    use = shares @ (world.expected / world.expected.mean(axis=1, keepdims=True))
    use *= rng.lognormal(2, 1, count)[:, None] * (1 + 0.02 * rng.standard_normal((count, span)))
    use[:, span - REACH :] = np.nan
    area = np.arange(AREAS) % len(world.history.areas)
    return replace(
        world.history,
        units=tuple(f"county {number // CLASSES}/class {number % CLASSES}" for number in range(count)),
        use=use,
        held_back=np.zeros(use.shape),
        areas=tuple(f"area {number}" for number in range(AREAS)),
        area_of=np.arange(count) // CLASSES % AREAS,
        temperature=world.history.temperature[area] + rng.normal(0, 0.5, (AREAS, span)),
        wind=world.history.wind[area],
    )


def by_nuandong(history: UseHistory) -> None:
    """Our own forecast."""
    from nuandong.demand.learning import forecast_use

    found = forecast_use(history=history, known=len(history.days) - REACH, reach=REACH)
    assert not np.isnan(found.quantiles).any()


def by_statsforecast(history: UseHistory) -> None:
    """Automatic ARIMA with regressors and its intervals, series by series."""
    from statsforecast.models import AutoARIMA

    known = len(history.days) - REACH
    for row, area in zip(history.use, history.area_of, strict=True):
        warm = history.temperature[area]
        short = np.maximum(0.0, 16.0 - np.convolve(warm, [0.5, 0.3, 0.2])[: warm.size])
        columns = np.column_stack([short, history.rest_day, history.rest_day * short]).astype(np.float64)
        model = AutoARIMA(season_length=1, max_p=3, max_q=2, max_d=1, approximation=True)
        model.fit(row[:known] / np.nanmean(row), columns[:known])
        model.predict(h=REACH, X=columns[known:], level=[50, 80, 90, 98])


def by_boosted_trees(history: UseHistory) -> None:
    """LightGBM, one model a series and quantile, the lead among what it sees."""
    from lightgbm import LGBMRegressor

    from nuandong.demand.peers.boosting import TREES, WARM_UP, seen
    from nuandong.demand.peers.ground import eve_of, series_of

    known = len(history.days) - REACH
    for unit in range(len(history.units)):
        series = series_of(history, unit)
        origins = np.arange(WARM_UP, known - REACH)
        leads = 1 + origins % REACH
        rows, target = [], []
        for lead in range(1, REACH + 1):
            chosen = origins[leads == lead]
            shown = seen(series, eve_of(series, chosen, lead), lead)
            rows.append(np.column_stack([shown, np.full(chosen.size, lead)]))
            target.append(series.use[chosen + lead - 1])
        eve = eve_of(series, np.array([known]), REACH)
        asked = [np.append(seen(series, eve, lead)[0], lead) for lead in range(1, REACH + 1)]
        for level in LEVELS:
            settings = TREES | {"objective": "quantile", "alpha": level}
            trees = LGBMRegressor(random_state=1, **settings)
            trees.fit(np.concatenate(rows), np.concatenate(target)).predict(np.stack(asked))


WHO = {"nuandong": by_nuandong, "statsforecast": by_statsforecast, "boosted trees": by_boosted_trees}


def add_speed(table: FigureTable) -> None:
    """Ours for the whole province; the peers' cost of as many series from a sample of them."""
    ours = measured("nuandong", SERIES)
    what = f"fit and {REACH} days of quantiles, {COUNTIES} counties × {CLASSES} classes × 6 winters"
    table.add(Figure(what, ours["seconds"], "s CPU", goal=MOST_SECONDS))
    table.add(Figure("  most memory", ours["megabytes"], "MB", goal=MOST_MEGABYTES))
    for who, sample in SAMPLE.items():
        theirs = measured(who, sample)
        note = (
            f"({theirs['seconds'] / sample:.2f} s CPU a series, {sample} series measured, {SERIES} reckoned)"
        )
        ratio = theirs["seconds"] / sample * SERIES / ours["seconds"]
        table.add(Figure(f"  {who}, series by series / ours", ratio, note=note))


def measured(who: str, count: int) -> dict[str, float]:
    """CPU seconds and megabytes of one forecaster in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.demand_speed", who, str(count)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(said.strip().splitlines()[-1])
    return found


def main(arguments: list[str]) -> int:
    """Forecast COUNT series once to warm up on two of them, then for the clock."""
    who, count = arguments[0], int(arguments[1])
    warnings.simplefilter("ignore")
    whole = province(count)
    few = 2 if who == "nuandong" else 1
    WHO[who](replace(whole, units=whole.units[:few], use=whole.use[:few], held_back=whole.held_back[:few],
                     area_of=whole.area_of[:few]))  # fmt: skip
    begin = time.process_time()
    WHO[who](whole)
    print(json.dumps({"seconds": time.process_time() - begin, "megabytes": peak_megabytes()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
