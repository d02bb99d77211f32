"""The goals of the forecast put beside what was found: the league, the floor, the bands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.figures import Figure, FigureTable
from benchmarks.races import OURS, Race, ours_of, peers_of
from nuandong.demand.backtest import (
    Backtest,
    Calibration,
    CoverageInterval,
    DayKind,
    League,
    backtest,
    calibrate,
    coverage_interval,
)

KINDS = {DayKind.WINTER: "all winter days", DayKind.COLDEST: "coldest 5 %"}
RATIO, WORST = 0.90, 1.03
NOMINAL = (0.8, 0.9)
LEAST_DAYS = 3000
FLOOR = "floor"


@dataclass(slots=True)
class Standings:
    """All races run under one kind of weather: who said what, by race."""

    weather: str
    races: list[Race] = field(default_factory=list)
    trials: list[dict[str, Backtest]] = field(default_factory=list)

    def run(self, race: Race) -> None:
        """All peers and ours on one race."""
        history = race.world.history
        trials = {
            name: backtest(history=history, origins=race.origins, leads=race.leads, mean=mean)
            for name, mean in peers_of(race).items()
        }
        found, places = ours_of(race), np.array(race.leads) - 1
        trials[OURS] = backtest(
            history=history,
            origins=race.origins,
            leads=race.leads,
            mean=found.mean[:, :, places],
            levels=np.array(found.levels),
            quantiles=found.quantiles[:, :, places],
        )
        if race.world.expected is not None:
            best = race.world.best(origins=race.origins, leads=race.leads)
            trials[FLOOR] = backtest(history=history, origins=race.origins, leads=race.leads, mean=best)
        self.races.append(race)
        self.trials.append(trials)

    @property
    def leads(self) -> tuple[int, ...]:
        return self.races[0].leads

    @property
    def series(self) -> tuple[str, ...]:
        return tuple(f"{race.world.name}: {unit}" for race in self.races for unit in race.world.history.units)

    def errors(self, name: str, lead: int, kind: DayKind) -> np.ndarray:
        """Mean absolute error over mean use of every series; NaN where a forecaster is not there."""
        out = []
        for race, trials in zip(self.races, self.trials, strict=True):
            for unit in range(len(race.world.history.units)):
                there = trials.get(name)
                out.append(
                    float("nan") if there is None else there.scores(unit=unit, lead=lead, kind=kind).relative
                )
        return np.array(out)

    def league(self, lead: int, kind: DayKind) -> League:
        """The league of one lead and kind of day, the floor left out."""
        names = tuple(name for name in self.trials[0] if name != FLOOR)
        return League(names, self.series, np.stack([self.errors(name, lead, kind) for name in names]))

    def over_floor(self, name: str, lead: int, kind: DayKind) -> float:
        """Geometric mean of error over noise floor, on worlds whose truth is known."""
        own, least = self.errors(name, lead, kind), self.errors(FLOOR, lead, kind)
        known = ~np.isnan(least)
        return float(np.exp(np.log(own[known] / least[known]).mean())) if known.any() else float("nan")

    def coverage(self, lead: int, nominal: float) -> CoverageInterval:
        """Coverage on winter days of all series; runs of days are drawn within worlds, whose days do not meet."""
        parts = [
            trials[OURS].inside(lead=lead, nominal=nominal, kind=DayKind.WINTER) for trials in self.trials
        ]
        rows, columns = sum(part.shape[0] for part in parts), sum(part.shape[1] for part in parts)
        inside = np.full((rows, columns), np.nan)
        row = column = 0
        for part in parts:
            inside[row : row + part.shape[0], column : column + part.shape[1]] = part
            row, column = row + part.shape[0], column + part.shape[1]
        return coverage_interval(inside=inside, seed=1)

    def calibration(self, lead: int) -> Calibration:
        """Calibration on winter days of all series."""
        told = [trials[OURS].pooled(lead=lead, kind=DayKind.WINTER) for trials in self.trials]
        quantiles, actual = (np.concatenate(column) for column in zip(*told, strict=True))
        return calibrate(quantiles=quantiles, actual=actual, levels=self.trials[0][OURS].levels)


def add_verdicts(table: FigureTable, standings: Standings, *, has_goals: bool) -> None:
    """What was found in the league, over the floor and of the bands for one kind of weather, beside the goals."""
    for lead in standings.leads:
        for kind in KINDS:
            _add_standing(table, standings, (lead, kind), (RATIO, WORST) if has_goals else (None, None))
        for nominal in NOMINAL:
            _add_coverage(table, standings, lead, nominal)


def _add_standing(
    table: FigureTable,
    standings: Standings,
    cell: tuple[int, DayKind],
    goals: tuple[float | None, float | None],
) -> None:
    """One lead and kind of day: beside the best single peer, beside the best peer on each series, over the floor."""
    lead, kind = cell
    league = standings.league(lead, kind)
    standing, beside = league.standing(OURS), league.beside_best(OURS)
    head = f"lead {lead}, {standings.weather}, {KINDS[kind]}"
    note = f"(peer: {standing.rival})"
    table.add(Figure(f"{head}: error over the best single peer's", standing.ratio, goal=goals[0], note=note))
    count = f"{int((beside > WORST).sum())} of {beside.size} series above {WORST:g}"
    note = f"({standing.worst_series}; {standing.worst_peer}; {count})"
    what = f"{head}: worst series, error over its best peer's"
    table.add(Figure(what, standing.worst_ratio, goal=goals[1], note=note))
    note = f"(best single peer: {standings.over_floor(standing.rival, lead, kind):.2f})"
    what = f"{head}: made worlds, error over the floor"
    table.add(Figure(what, standings.over_floor(OURS, lead, kind), note=note))


def _add_coverage(table: FigureTable, standings: Standings, lead: int, nominal: float) -> None:
    """Whether the interval of the found coverage holds the nominal share."""
    found = standings.coverage(lead, nominal)
    outside = 100 * max(0.0, found.low - nominal, nominal - found.high)
    what = f"lead {lead}, {standings.weather}: {nominal:.0%} intervals, nominal outside what was found by"
    note = f"(found {found.found:.1%}, interval {found.low:.1%} to {found.high:.1%}, {found.count} unit-days)"
    goal = 0.0 if found.count >= LEAST_DAYS else None
    table.add(Figure(what, outside, "points", goal=goal, note=note))
