"""What a cold day asks for: the heat-load fit of a series over its last two years, as a response to daily means.

        use = steady + heat * max(0, balance - felt),  felt = 0.5 today + 0.3 yesterday + 0.2 the day before

The simplest response that stays straight beyond the coldest day on record; what it misses on known winter days is
told beside it and is not in any interval. Clauses: T-038, T-022.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.casefile.utility.cold_record import ColdRecord
from nuandong.demand.extremes import NO_OVERREACTION, Overreaction
from nuandong.demand.fit import HeatLoad, TooLittleHistory, fit_heat_load
from nuandong.demand.temperature import degree_days, effective_temperature
from nuandong.units import Celsius, FloatArray, Share

FELT = (0.5, 0.3, 0.2)  # judged, as in the demand models of a case
RECENT_DAYS = 730  # the level of use changes from year to year: older days are not fitted


@dataclass(frozen=True, slots=True, eq=False)
class ColdResponse:
    """Use of one series, in inner units, on a working day; `missed` is its mean absolute error on days that heat."""

    series: int
    area: int
    load: HeatLoad
    days: int
    missed: Share
    overreaction: Overreaction = NO_OVERREACTION
    design: Celsius = 0.0

    @property
    def heats(self) -> bool:
        """Whether cold shows in the series at all."""
        return self.load.heat_use > 0

    def __call__(self, mean: FloatArray) -> FloatArray:
        """Use (…, D - 2) from daily means (…, D) in degC."""
        felt = effective_temperature(mean_temperature=mean, weights=FELT)
        heating = self.load.heat_use * degree_days(
            mean_temperature=felt, balance_temperature=self.load.balance_temperature
        )
        added = self.overreaction.added(heating_use=heating, effective_temperature=felt, design=self.design)
        use: FloatArray = self.load.steady_use + heating + added
        return use

    def overreacting(self, share: Share, design: Celsius) -> ColdResponse:
        """The same with use beyond the response near a felt temperature of `design`."""
        return replace(self, overreaction=Overreaction(share=share), design=design)


def cold_responses(record: ColdRecord) -> tuple[ColdResponse, ...]:
    """The response of every series whose history carries a fit; the others have none."""
    found = []
    for series in range(len(record.history.units)):
        try:
            found.append(_fitted(record, series))
        except TooLittleHistory:
            continue
    return tuple(found)


def _fitted(record: ColdRecord, series: int) -> ColdResponse:
    history, lag = record.history, len(FELT) - 1
    area = int(history.area_of[series])
    felt = effective_temperature(mean_temperature=history.temperature[area], weights=FELT)
    free = (history.use[series] + history.held_back[series])[lag:]
    known = np.flatnonzero(np.isfinite(free) & np.isfinite(felt))
    recent = known[known > known[-1] - RECENT_DAYS] if known.size else known
    use, rest = free[recent], history.rest_day[lag:][recent]
    load = fit_heat_load(use=use, effective_temperature=felt[recent], rest_day=rest)
    cold = degree_days(mean_temperature=felt[recent], balance_temperature=load.balance_temperature)
    told = load.steady_use * np.where(rest, load.rest_day_factor, 1.0) + load.heat_use * cold
    heating = cold > 0 if (cold > 0).any() else np.ones(len(cold), dtype=bool)
    missed = float(np.abs(told - use)[heating].mean() / max(float(use[heating].mean()), 1e-9))
    return ColdResponse(series, area, load, len(recent), missed)
