"""What units used day by day, and the weather they used it in: the ground of every fit, backtest and extreme.

A unit is whatever is forecast as one: a county's class, a county, a company, a whole utility. Days are an
unbroken grid, so that lags are columns; what is not known is NaN, never 0. Days without use at the end are
the days to be forecast: their weather is whatever was forecast for them.

Clauses: T-022 (estimate of demand), T-038 (extremes), T-070 (look-ahead).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Self

import numpy as np

from nuandong.demand.calendar import rest_flags
from nuandong.findings import AssuranceError
from nuandong.units import BoolArray, FloatArray, IntArray


class CrookedHistory(AssuranceError):
    """Columns of a history that do not stand on one unbroken grid of days."""

    def __init__(self, part: str, found: object, wanted: object) -> None:
        self.part, self.found, self.wanted = part, found, wanted
        super().__init__(
            f"A history of use needs {part} as {wanted}, not {found}. "
            f"Lay the columns on one unbroken row of days, with NaN where nothing is known."
        )


@dataclass(frozen=True, slots=True, eq=False)
class UseHistory:
    """Use of n units on D unbroken days in one unit of use, and the weather of a areas on the same days.

    `use` (n, D), NaN where not known; `held_back` (n, D) is use that an order or an outage prevented, 0 on
    free days, NaN where a cut is known but not how deep; `temperature` (a, D) daily means in degC and `wind`
    (a, D) in m/s, NaN where not known; `area_of` (n,) the row of `areas` a unit lives in; `rest_day` (D,);
    `from_festival` (D,) days since the first day of the nearest Spring Festival, NaN where none is kept.
    """

    units: tuple[str, ...]
    days: tuple[date, ...]
    use: FloatArray
    held_back: FloatArray
    areas: tuple[str, ...]
    area_of: IntArray
    temperature: FloatArray
    wind: FloatArray
    rest_day: BoolArray
    from_festival: FloatArray = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """CrookedHistory where shapes differ or a day is missing or doubled."""
        if not self.from_festival.size:
            object.__setattr__(self, "from_festival", np.full(len(self.days), np.nan))
        units, areas, span = len(self.units), len(self.areas), len(self.days)
        shapes = {"use": (units, span), "held_back": (units, span), "area_of": (units,)}
        shapes |= {"temperature": (areas, span), "wind": (areas, span)}
        shapes |= {"rest_day": (span,), "from_festival": (span,)}
        for part, shape in shapes.items():
            if getattr(self, part).shape != shape:
                raise CrookedHistory(part, getattr(self, part).shape, shape)
        for before, day in zip(self.days, self.days[1:], strict=False):
            if day - before != timedelta(days=1):
                raise CrookedHistory("days", f"{before} followed by {day}", "consecutive days")

    @classmethod
    def of_one(
        cls,
        *,
        days: tuple[date, ...],
        use: FloatArray,
        temperature: FloatArray,
        wind: FloatArray | None = None,
        rest_days: frozenset[date] | None = None,
        unit: str = "utility",
    ) -> Self:
        """The history of one unit: `use`, `temperature`, `wind` of shape (D,); weekends rest unless told."""
        return cls(
            units=(unit,),
            days=days,
            use=use[None, :],
            held_back=np.zeros((1, len(days))),
            areas=(unit,),
            area_of=np.zeros(1, dtype=np.int64),
            temperature=temperature[None, :],
            wind=np.full((1, len(days)), np.nan) if wind is None else wind[None, :],
            rest_day=rest_flags(days=days, rest_days=rest_days),
        )

    def free_use(self, *, known: int) -> FloatArray:
        """Use (n, D) as it would have been without cuts; NaN from row `known` on and where a cut's depth is unknown."""
        free = self.use + self.held_back
        free[:, known:] = np.nan
        return free

    def upto(self, count: int) -> UseHistory:
        """The same history with the use of days from `count` on forgotten: what was known on their eve."""
        use, held_back = self.use.copy(), self.held_back.copy()
        use[:, count:], held_back[:, count:] = np.nan, 0.0
        return replace(self, use=use, held_back=held_back)
