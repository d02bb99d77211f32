"""How likely: the parts of a day's picture that say what else than the forecast may come.

T is the number of gas days of the outlook, n the rows of a table, Q the stated quantiles. Flows in 10^4 m3/day.
"""

from __future__ import annotations

from dataclasses import dataclass

from nuandong.units import FloatArray, Share


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """Shares of joint demand scenarios against the day's firm supply: what else than the forecast may come.

    `gap_probability` (T,) is the share of scenarios with a gap, `at_least` (levels, T) of those whose sums call for
    a level or a worse one. `demand_at` and `level_at` (Q, T) are demand and level at each of the `quantiles`, 0.5
    being the forecast itself; `proposed_on` is the one that policy proposes on.
    """

    scenarios: int
    gap_probability: FloatArray
    levels: tuple[str, ...]
    at_least: FloatArray
    quantiles: tuple[float, ...]
    demand_at: FloatArray
    level_at: tuple[tuple[str, ...], ...]
    proposed_on: Share


@dataclass(frozen=True, slots=True, eq=False)
class AreaDemand:
    """Demand of the province, its cities, zones and counties, (n, T): quantiles of the same joint scenarios.

    No quantile is a sum of quantiles; those of an area's parts add up to more than its own.
    """

    area: tuple[str, ...]
    kind: tuple[str, ...]  # province | city | zone | county
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    demand_low: FloatArray
    demand_middle: FloatArray
    demand_high: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class RowDemand:
    """Every county and class on the first day, (n,): forecast, its band, and the way it was forecast."""

    county: tuple[str, ...]
    consumer_class: tuple[str, ...]
    method: tuple[str, ...]
    demand: FloatArray
    demand_low: FloatArray
    demand_high: FloatArray
