"""One forecaster's rolling-origin backtest: what it said from each eve, what came, and every score of it.

Days on which use was held back by an order or an outage are not scored: nobody knows what would have been used.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from nuandong.demand.backtest.calibration import Calibration, calibrate
from nuandong.demand.backtest.drift import Drift, drift_alarms
from nuandong.demand.backtest.intervals import CoverageInterval, coverage_interval
from nuandong.demand.backtest.scoring import Scores, by_temperature, mirrored, score
from nuandong.demand.backtest.winters import WinterDays, winter_days
from nuandong.demand.series import UseHistory
from nuandong.units import BoolArray, FloatArray, IntArray, Share


class DayKind(Enum):
    """Which days are scored."""

    ALL = "all"
    WINTER = "winter"
    COLDEST = "coldest"  # 5 % of the winter days that can be scored
    WAVE = "wave"  # first days of a cold wave


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Forecasts of n units from O origins for L leads, of Q levels, beside what came.

    `target` (O, L) rows of the history's days; `actual`, `mean` (n, O, L); `quantiles` (n, O, L, Q) or None for
    a forecaster of means; `winters` one for each unit.
    """

    units: tuple[str, ...]
    leads: tuple[int, ...]
    target: IntArray
    actual: FloatArray
    mean: FloatArray
    levels: FloatArray
    quantiles: FloatArray | None
    winters: tuple[WinterDays, ...]

    def chosen(self, *, unit: int, lead: int, kind: DayKind) -> BoolArray:
        """Which origins (O,) are scored for a unit, a lead (1 is the first day ahead) and a kind of day."""
        target, winter = self.target[:, self.leads.index(lead)], self.winters[unit]
        if kind is DayKind.ALL:
            return np.ones(target.size, dtype=np.bool_)
        if kind is DayKind.COLDEST:
            asked = np.zeros(winter.winter.size, dtype=np.bool_)
            asked[target[~np.isnan(self.actual[unit, :, self.leads.index(lead)])]] = True
            return winter.coldest(asked)[target]
        return (winter.winter if kind is DayKind.WINTER else winter.wave)[target]

    def scores(self, *, unit: int, lead: int, kind: DayKind, seed: int = 0) -> Scores:
        """Scores of one unit."""
        place = self.leads.index(lead)
        chosen = self.chosen(unit=unit, lead=lead, kind=kind)
        return score(
            forecast=self.mean[unit, chosen, place],
            actual=self.actual[unit, chosen, place],
            quantiles=None if self.quantiles is None else self.quantiles[unit, chosen, place],
            levels=self.levels,
            seed=seed,
        )

    def inside(self, *, lead: int, nominal: Share, kind: DayKind) -> FloatArray:
        """Whether days fell into the band of a nominal share, (n, O): 1, 0, NaN where not scored."""
        place = self.leads.index(lead)
        out = np.full(self.mean.shape[:2], np.nan)
        if self.quantiles is None:
            return out
        low, high = next(
            pair
            for pair in mirrored(self.levels)
            if abs(self.levels[pair[1]] - self.levels[pair[0]] - nominal) < 1e-6
        )
        told, used = self.quantiles[:, :, place], self.actual[:, :, place]
        within = (used >= told[..., low]) & (used <= told[..., high])
        for unit in range(len(self.units)):
            chosen = self.chosen(unit=unit, lead=lead, kind=kind) & ~np.isnan(used[unit])
            out[unit, chosen] = within[unit, chosen]
        return out

    def coverage(self, *, lead: int, nominal: Share, kind: DayKind, seed: int = 0) -> CoverageInterval:
        """Coverage of all units together, with its block-bootstrap interval."""
        return coverage_interval(inside=self.inside(lead=lead, nominal=nominal, kind=kind), seed=seed)

    def pooled(self, *, lead: int, kind: DayKind) -> tuple[FloatArray, FloatArray]:
        """Quantiles (m, Q) and use (m,) on the scored days of all units; nothing for a forecaster of means."""
        place = self.leads.index(lead)
        if self.quantiles is None:
            return np.zeros((0, self.levels.size)), np.zeros(0)
        rows = [self.chosen(unit=unit, lead=lead, kind=kind) for unit in range(len(self.units))]
        told = [self.quantiles[unit, row, place] for unit, row in enumerate(rows)]
        used = [self.actual[unit, row, place] for unit, row in enumerate(rows)]
        return np.concatenate(told), np.concatenate(used)

    def calibration(self, *, lead: int, kind: DayKind) -> Calibration:
        """Calibration of all units together."""
        told, used = self.pooled(lead=lead, kind=kind)
        return calibrate(quantiles=told, actual=used, levels=self.levels)

    def by_temperature(
        self, *, unit: int, lead: int, edges: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Mean absolute error, bias and count of days between neighbouring felt temperatures (degC)."""
        place = self.leads.index(lead)
        felt = self.winters[unit].felt[self.target[:, place]]
        return by_temperature(
            forecast=self.mean[unit, :, place], actual=self.actual[unit, :, place], felt=felt, edges=edges
        )

    def drift(self, *, unit: int, lead: int, reference: int, false_every: float = 1000.0) -> Drift:
        """Drift of errors as shares of the forecast, over the origins; the first `reference` say what is usual."""
        place = self.leads.index(lead)
        told, used = self.mean[unit, :, place], self.actual[unit, :, place]
        with np.errstate(divide="ignore", invalid="ignore"):
            errors = np.where(told > 0, (told - used) / told, np.nan)
        return drift_alarms(errors=errors, reference=reference, false_every=false_every)


def free_use(history: UseHistory) -> FloatArray:
    """Use (n, D) of days on which nothing was held back, NaN on the others."""
    return np.where(history.held_back == 0, history.use, np.nan)


def backtest(
    *,
    history: UseHistory,
    origins: tuple[int, ...],
    leads: tuple[int, ...],
    mean: FloatArray,
    levels: FloatArray | None = None,
    quantiles: FloatArray | None = None,
) -> Backtest:
    """Set forecasts beside what came. `mean` (n, O, L), `quantiles` (n, O, L, Q); an origin o knows days[:o]."""
    target = np.array(origins, dtype=np.int64)[:, None] + np.array(leads, dtype=np.int64)[None, :] - 1
    inside = target < len(history.days)
    actual = np.where(inside, free_use(history)[:, np.minimum(target, len(history.days) - 1)], np.nan)
    of_area = [winter_days(days=history.days, temperature=row) for row in history.temperature]
    return Backtest(
        units=history.units,
        leads=leads,
        target=np.minimum(target, len(history.days) - 1),
        actual=actual,
        mean=mean,
        levels=np.zeros(0) if levels is None else levels,
        quantiles=quantiles,
        winters=tuple(of_area[int(area)] for area in history.area_of),
    )
