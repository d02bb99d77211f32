"""How good the demand forecast would have been: every past eve forecast anew from what was known then, and scored.

The province, its cities and its counties are each forecast as one series by the rules that the day itself learns with,
on every day of the past winters but the first, which only teaches. The weather ahead is the weather that came: what
remains is the forecast's own error; where forecasts of the weather were stored, the error in those stands beside it.
Days on which use was held back are not scored.

Clauses: T-022 (estimate of demand), T-038 (extremes).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.past_areas import PastAreas, past_areas
from nuandong.assess.quality_of_area import AreaQuality, Told, area_quality
from nuandong.assess.stored_forecasts import stored_scores
from nuandong.demand.backtest import Backtest, CoverageInterval, DayKind, backtest
from nuandong.demand.learning import DEFAULT_LEARNING_RULES, Method, rolling_forecasts
from nuandong.demand.peers import (
    PeerMissing,
    bdew_sigmoid,
    degree_days_and_level,
    linear_degree_days,
    persistence,
)
from nuandong.demand.series import UseHistory
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray, IntArray, Share

# Learned anew every four weeks, as many units are in a day's plan.
RULES = replace(DEFAULT_LEARNING_RULES, step=28)
OWN = "nuandong"
LEADS = (1, 7)  # days
NOMINAL: tuple[Share, ...] = (0.8, 0.9)
REACH = 14  # days that are forecast from each eve; the fan of the coldest spell shows them all
LEARNT = 120  # known days that only teach: about one winter
FEWEST = 28  # eves below which nothing is said
MOST = 450  # the latest eves: three winters or so
COUNTY_STEP = 4  # of a county every fourth eve is told: its days are many enough together
CHUNK = 29  # areas forecast at once, so that it can be told how far it is and be cancelled
PEERS = {"persistence": persistence, "degree_days": linear_degree_days}  # of every area
SLOW_PEERS = {"degree_days_level": degree_days_and_level, "bdew": bdew_sigmoid}  # not of counties
FORECASTERS = (OWN, *PEERS, *SLOW_PEERS)
Progress = Callable[[str, float], None]


class TooShortPast(AssuranceError):
    """Past use of too few days to learn from one part and be scored on another."""

    def __init__(self, days: int) -> None:
        self.days = days
        super().__init__(
            f"过往用气量只有 {days} 个气日，至少要 {LEARNT + FEWEST} 个才能回测；请补充更早的采暖季。"
            f"Past use covers {days} gas days; {LEARNT + FEWEST} are needed for a backtest. Add an earlier winter."
        )


@dataclass(frozen=True, slots=True, eq=False)
class ForecastQuality:
    """The backtest of L leads with Q quantiles by F forecasters; the province stands first among the areas.

    `lacking` names forecasters that did not run because a package is absent. `pooled` (L, len(nominal), 3) is the
    coverage over all counties' days with its interval's ends, of them every `county_step`-th eve is scored,
    `pooled_days` (L,) how many unit-days it rests on, `pooled_below` (L, Q) the share at or below each quantile.
    """

    as_of: datetime
    first: date
    last: date
    eves: int
    county_step: int
    leads: tuple[int, ...]
    levels: FloatArray
    nominal: FloatArray
    forecasters: tuple[str, ...]
    lacking: tuple[str, ...]
    counties: int
    pooled: FloatArray
    pooled_days: IntArray
    pooled_below: FloatArray
    areas: tuple[AreaQuality, ...]


def forecast_quality(*, case: Case, as_of: datetime, progress: Progress | None = None) -> ForecastQuality:
    """Score the forecast of every area on the case's past winters; raises NoPastUse and TooShortPast."""
    tell = progress or (lambda stage, part: None)
    tell("past winters", 0.0)
    return quality_of(past=past_areas(case=case, as_of=as_of), as_of=as_of, tell=tell)


def quality_of(*, past: PastAreas, as_of: datetime, tell: Progress) -> ForecastQuality:
    """Score the forecast of every area of a history; raises TooShortPast."""
    origins = _eves(past.history)
    lacking: set[str] = set()
    areas: list[AreaQuality] = []
    tests: list[Backtest] = []
    groups = _chunks(past)
    for done, rows in enumerate(groups):
        tell("backtest", done / len(groups))
        some = _rows_of(past.history, rows)
        is_county = past.kind[rows[0]] == "county"
        eves = origins[::-COUNTY_STEP][::-1] if is_county else origins
        told, ours = _told(some, eves, is_slow_wanted=not is_county)
        lacking |= set(told.lacking)
        found = [area_quality(told=told, unit=unit, area=_head(past, row), nominal=NOMINAL)
                 for unit, row in enumerate(rows)]  # fmt: skip
        areas += found if is_county else _with_stored(found, past, some, rows, told)
        if is_county:
            tests.append(ours)
    tell("scores", 0.97)
    pooled, days, below = _pooled(tests)
    return ForecastQuality(
        as_of=as_of, first=past.history.days[origins[0]], last=past.history.days[origins[-1]], eves=len(origins),
        county_step=COUNTY_STEP,
        leads=LEADS, levels=np.array(RULES.levels), nominal=np.array(NOMINAL), forecasters=FORECASTERS,
        lacking=tuple(sorted(lacking)), counties=past.kind.count("county"), pooled=pooled, pooled_days=days,
        pooled_below=below, areas=tuple(areas),
    )  # fmt: skip


def _with_stored(
    areas: list[AreaQuality], past: PastAreas, some: UseHistory, rows: list[int], told: Told
) -> list[AreaQuality]:
    """The province and its cities with their scores in the weather that had been forecast, where that was stored."""
    scores = stored_scores(past=past, some=some, rows=rows, told=told, leads=LEADS, rules=RULES)
    if scores is None:
        return areas
    return [replace(area, stored=scores.of(row)) for row, area in enumerate(areas)]


def _eves(history: UseHistory) -> tuple[int, ...]:
    """The days (rows) that are forecast first from each eve: every known one after the first winter."""
    known = np.flatnonzero(np.isfinite(history.use[0]))
    chosen = known[LEARNT:]
    if chosen.size < FEWEST:
        raise TooShortPast(int(known.size))
    return tuple(int(day) for day in _after_first_winter(known)[-MOST:])


def _after_first_winter(known: IntArray) -> IntArray:
    """Known days after the first long gap that follows enough days to learn from; without a gap, after these days."""
    later = known[LEARNT:]
    breaks = np.flatnonzero(np.diff(known) > REACH) + 1
    whole = next((int(at) for at in breaks if at >= LEARNT), LEARNT)
    return known[whole:] if known.size - whole >= FEWEST else later


def _chunks(past: PastAreas) -> list[list[int]]:
    """Rows that are forecast together: those above the counties, then the counties in handfuls."""
    above = [row for row, kind in enumerate(past.kind) if kind != "county"]
    below = [row for row, kind in enumerate(past.kind) if kind == "county"]
    return [above, *(below[at : at + CHUNK] for at in range(0, len(below), CHUNK))]


def _head(past: PastAreas, row: int) -> tuple[str, str, str, str]:
    return past.history.units[row], past.kind[row], past.name_zh[row], past.name_en[row]


def _rows_of(history: UseHistory, rows: list[int]) -> UseHistory:
    return replace(
        history,
        units=tuple(history.units[row] for row in rows),
        use=history.use[rows],
        held_back=history.held_back[rows],
        areas=tuple(history.areas[row] for row in rows),
        area_of=np.arange(len(rows), dtype=np.int64),
        temperature=history.temperature[rows],
        wind=history.wind[rows],
    )


def _told(history: UseHistory, origins: tuple[int, ...], *, is_slow_wanted: bool) -> tuple[Told, Backtest]:
    """What everybody told of some areas on every eve, and our own backtest."""
    reach = min(REACH, len(history.days) - min(origins))
    made = rolling_forecasts(history=history, origins=origins, reach=reach, rules=RULES)
    leads = [lead - 1 for lead in LEADS]
    levels = np.array(made.levels)
    ours = backtest(
        history=history, origins=origins, leads=LEADS, mean=made.mean[:, :, leads], levels=levels,
        quantiles=made.quantiles[:, :, leads],
    )  # fmt: skip
    tests: list[Backtest | None] = [ours]
    lacking: list[str] = []
    for name, peer in {**PEERS, **SLOW_PEERS}.items():
        try:
            wanted = name in PEERS or is_slow_wanted
            mean = peer(history=history, origins=origins, leads=LEADS) if wanted else None
        except PeerMissing:
            mean = None
            lacking.append(name)
        tests.append(
            None if mean is None else backtest(history=history, origins=origins, leads=LEADS, mean=mean)
        )
    return Told(
        history, origins, tuple(tests), made.mean, made.quantiles, levels, _methods(made.method), tuple(lacking)
    ), ours  # fmt: skip


def _methods(told: tuple[tuple[Method, ...], ...]) -> FloatArray:
    """Share of eves on which each method spoke, (n, methods)."""
    return np.array([[row.count(way) / max(len(row), 1) for way in Method] for row in told])


def _pooled(tests: list[Backtest]) -> tuple[FloatArray, IntArray, FloatArray]:
    """Coverage of all counties' days together, and how many lie at or below each quantile."""
    levels = len(RULES.levels)
    found = np.full((len(LEADS), len(NOMINAL), 3), np.nan)
    days, below = np.zeros(len(LEADS), dtype=np.int64), np.full((len(LEADS), levels), np.nan)
    if not tests:
        return found, days, below
    whole = _joined(tests)
    for at, lead in enumerate(LEADS):
        for band, nominal in enumerate(NOMINAL):
            met = whole.coverage(lead=lead, nominal=nominal, kind=DayKind.WINTER)
            found[at, band] = ends(met)
            days[at] = met.count
        below[at] = whole.calibration(lead=lead, kind=DayKind.WINTER).below
    return found, days, below


def ends(met: CoverageInterval) -> tuple[float, float, float]:
    """A coverage with the ends of its interval."""
    return met.found, met.low, met.high


def _joined(tests: list[Backtest]) -> Backtest:
    """Backtests of different areas on the same eves as one."""
    first = tests[0]
    told = [test.quantiles for test in tests if test.quantiles is not None]
    return replace(
        first,
        units=tuple(unit for test in tests for unit in test.units),
        actual=np.concatenate([test.actual for test in tests]),
        mean=np.concatenate([test.mean for test in tests]),
        quantiles=np.concatenate(told) if told else None,
        winters=tuple(winter for test in tests for winter in test.winters),
    )
