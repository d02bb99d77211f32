"""Shanxi's design temperatures of GB 50736-2012, and what a response asks for at the extreme minimum.

The extreme minimum is the lowest reading of an instant in thirty years. A daily mean lies well above it (a
cold winter day swings by ten kelvin and more), so demand at it is an upper bound on the demand of a day, not
an estimate: it is marked so wherever it goes. Changzhi has no station in that table.

Source: GB 50736-2012 appendix A, normals of 1971–2000, carried over from a transcription. Clauses: T-038, T-022.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from nuandong.findings import AssuranceError
from nuandong.units import Celsius, FloatArray
from nuandong.vocabulary import Evidence


class NoStationInTheStandard(AssuranceError):
    """A city for which the standard's table holds no station."""

    def __init__(self, city: str, known: tuple[str, ...]) -> None:
        self.city, self.known = city, known
        super().__init__(
            f"GB 50736-2012 appendix A has no station for {city}. It has {', '.join(known)}; "
            f"take a neighbour's and say so, or read the design day from local records."
        )


@dataclass(frozen=True, slots=True)
class StandardStation:
    """One row of the standard: heating design temperature and the extreme minimum of an instant, degC."""

    city: str
    city_en: str
    station: str
    wmo: str
    heating_design: Celsius
    extreme_minimum: Celsius
    first_year: int
    last_year: int
    evidence: Evidence
    reference: str


@dataclass(frozen=True, slots=True)
class DemandAtMinimum:
    """Demand at the extreme minimum (`upper_bound`) and at the heating design temperature, in the unit of use."""

    station: StandardStation
    at_design: float
    upper_bound: float
    note_zh: str = "按瞬时极端最低气温计，是日均值的上界，不是日需求预测"
    note_en: str = "at an instantaneous minimum: an upper bound on a day's demand, not a forecast of one"

    @property
    def ratio(self) -> float:
        """How many times the demand at the design temperature."""
        return self.upper_bound / self.at_design


@cache
def standard_stations() -> tuple[StandardStation, ...]:
    """The ten rows for Shanxi's cities."""
    text = files("nuandong.demand.extremes").joinpath("gb50736.csv").read_text(encoding="utf-8")
    return tuple(
        StandardStation(
            city=row["city"],
            city_en=row["city_en"],
            station=row["station"],
            wmo=row["wmo"],
            heating_design=float(row["heating_design_c"]),
            extreme_minimum=float(row["extreme_minimum_c"]),
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]),
            evidence=Evidence(row["evidence"]),
            reference=row["reference"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def standard_station(*, city: str) -> StandardStation:
    """The row of a city by its Chinese or English name, with or without 市; NoStationInTheStandard otherwise."""
    asked = city.removesuffix("市")
    for row in standard_stations():
        if asked in (row.city, row.city_en):
            return row
    raise NoStationInTheStandard(city, tuple(row.city for row in standard_stations()))


def demand_at_minimum(
    *, city: str, response: Callable[[FloatArray], FloatArray], steady_days: int = 1
) -> DemandAtMinimum:
    """What a response asks for were the extreme minimum of the city's station to last `steady_days` days.

    `response` gives use from daily means along the last axis; of what it gives the last day counts, so that a
    response with lags is asked about a cold that has lasted.
    """
    row = standard_station(city=city)
    at_design, at_minimum = (
        float(response(np.full(steady_days, temperature))[-1])
        for temperature in (row.heating_design, row.extreme_minimum)
    )
    return DemandAtMinimum(row, at_design, at_minimum)
