"""`docs/accuracy.md`, made from what was measured and from nothing else."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from benchmarks.figures import FigureTable
from benchmarks.races import OURS
from benchmarks.verdicts import FLOOR, KINDS, Standings
from nuandong.demand.backtest import DayKind
from nuandong.demand.peers import REFIT_EVERY

PACKAGES = ("lightgbm", "statsforecast", "demandlib", "numpy")
HEAD = f"""# How far the forecast misses

Made by `./nuandong bench accuracy --write`; nothing here is written by hand. All forecasters run in one run over the
same series, the same eves and the same weather. What is missed says so. How often the 1-in-20 day lies within its
stated interval stands on [a page of its own](extremes.md), made by the same command.

**Series.** Germany's daily gas use (Ruhnau et al. 2023, doi 10.1038/s41560-023-01260-5, to October 2020), and made
worlds (`benchmarks/worlds`): buildings of two heat capacities under three-hourly weather, thermostats with set-backs,
boilers that saturate each at its own load, habits that switch heating on and off, festivals, coal-to-gas growth, a
crisis, a regime change, works with shutdowns, faulty stations, cut days; in five climates and both hemispheres. Their
truth is known, so their noise floor is: what somebody would miss who knew everything but the days' own chance. No
forecaster here is told what a world is made of, and the worlds on this page are drawn with a seed of their own, on
which nothing was tuned.

**Eves.** Every day of the last winter of each made world and of both whole winters of the measured series: use is
known up to the eve, lead 1 is the next day. Winter is the calendar months whose degree days (below 15 °C) are at least
half of the coldest month's; the coldest 5 % are winter days by the mean of three days' temperature. Cut days are not
scored. Weather of the days ahead is what came (*observed*), or a simulated forecast whose error grows from 1.2 K a day
ahead to 3.5 K at lead 7, lasts from day to day, and is put right issue by issue; wind is then unknown, and weather
alone decides most of the error: the figures are stated, no goal is set.

**Peers.** Refitted every {REFIT_EVERY} days (ARIMA's orders every 84), their levels and lags moved on daily:
last known day; degree days; BDEW's standard load profile (demandlib; profile and customer value from earlier use);
degree days × level (effective temperature with fitted lags, rest days, smoothing fitted for each lead); automatic
ARIMA with the same regressors (statsforecast); boosted trees with lags (LightGBM); boosted residual (the same trees on
the ratio of use to degree days × level). Code: `src/nuandong/demand/peers`.

**Averages.** Errors are mean absolute errors as a share of the mean use on the scored days. Over series they are
averaged as geometric means. The best single peer is chosen once for all series, for each lead and kind of day.
"""


def page_of(table: FigureTable, standings: list[Standings], seed: int) -> str:
    """The page."""
    parts = [HEAD, _machine(seed), table.markdown()]
    for standing in standings:
        parts += [_league(standing, lead, kind) for lead in standing.leads for kind in KINDS]
        parts += [_ours(standing, lead) for lead in standing.leads]
        parts.append(_reliability(standing))
    return "\n".join(parts)


def _machine(seed: int) -> str:
    held = []
    for package in PACKAGES:
        try:
            held.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            held.append(f"{package} not installed")
    cores = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{cores}; {', '.join(held)}; seed of the made worlds {seed}.\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _percent(value: float, decimals: int = 2) -> str:
    return "" if np.isnan(value) else f"{100 * value:.{decimals}f}"


def _league(standings: Standings, lead: int, kind: DayKind) -> str:
    """One league: every series and every forecaster, % of mean use."""
    league = standings.league(lead, kind)
    floor = standings.errors(FLOOR, lead, kind)
    lines = [f"## Lead {lead}, {standings.weather}, {KINDS[kind]}: mean absolute error, % of mean use", ""]
    lines += [_row(["series", *league.forecasters, FLOOR]), "|---|" + "---:|" * (len(league.forecasters) + 1)]
    for place, series in enumerate(league.series):
        errors = league.error[:, place]
        best = float(np.nanmin(errors))
        shown = [f"**{_percent(value)}**" if value == best else _percent(value) for value in errors]
        lines.append(_row([series, *shown, _percent(floor[place])]))
    lines.append(_row(["geometric mean", *(_percent(float(value)) for value in league.mean), ""]))
    return "\n".join([*lines, ""])


def _ours(standings: Standings, lead: int) -> str:
    """All scores of our own forecast."""
    lines = [f"## Lead {lead}, {standings.weather}: our forecast in full, winter days", ""]
    heads = ["series", "days", "MAE %", "MAPE %", "bias %", "pinball %", "in 80 %", "in 90 %", "cold wave MAE %",
             "peak day %"]  # fmt: skip
    lines += [_row(heads), "|---|" + "---:|" * (len(heads) - 1)]
    names = iter(standings.series)
    for trials in standings.trials:
        trial = trials[OURS]
        for unit in range(len(trial.units)):
            found = trial.scores(unit=unit, lead=lead, kind=DayKind.WINTER)
            wave = trial.scores(unit=unit, lead=lead, kind=DayKind.WAVE)
            inside = {round(nominal, 3): band.found for nominal, band in found.coverage}
            use = found.mean_use
            lines.append(
                _row([next(names), str(found.count), _percent(found.relative), _percent(found.mape),
                      _percent(found.bias / use), _percent(found.pinball / use),
                      _percent(inside.get(0.8, np.nan), 0), _percent(inside.get(0.9, np.nan), 0),
                      _percent(wave.relative), _percent(found.peak_error / use)])
            )  # fmt: skip
    note = (
        "Bias and peak day: forecast less actual. Pinball: mean over the levels. All as shares of mean use."
    )
    return "\n".join([*lines, "", note, ""])


def _reliability(standings: Standings) -> str:
    """Share of days at or below each quantile, all series together."""
    lines = [f"## {standings.weather}: share of winter days at or below each quantile, %", ""]
    levels = standings.trials[0][OURS].levels
    lines += [
        _row(["lead", "days", *(f"{100 * level:g}" for level in levels)]),
        "|---|" + "---:|" * (levels.size + 1),
    ]
    for lead in standings.leads:
        found = standings.calibration(lead)
        lines.append(
            _row([str(lead), str(found.count), *(_percent(float(share), 1) for share in found.below)])
        )
    return "\n".join([*lines, ""])
