"""A heat-load model fitted to a county's own history: from daily use and temperature to the four numbers.

Least squares on what is linear, a plain search over the balance temperature; a class that shows no heating
gets none. Clause: T-022 (estimate of demand by class and city).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.temperature import degree_days
from nuandong.findings import AssuranceError
from nuandong.units import BoolArray, Celsius, FloatArray, Flow

BALANCE_SEARCHED = tuple(float(half) / 2 for half in range(16, 41))  # 8.0, 8.5 … 20.0 degC
FEWEST_DAYS = 30


class TooLittleHistory(AssuranceError):
    """Fewer days of use than a fit can rest on."""

    def __init__(self, days: int) -> None:
        self.days = days
        super().__init__(
            f"{days} days of use are too few to fit a heat-load model; at least {FEWEST_DAYS} days with both "
            f"use and temperature are wanted. Add history, or take over a model from a similar county."
        )


@dataclass(frozen=True, slots=True)
class HeatLoad:
    """One row of a demand model: flows in 10^4 m3/day, `heat_use` per kelvin, temperature in degC."""

    steady_use: Flow
    heat_use: float
    balance_temperature: Celsius
    rest_day_factor: float


def fit_heat_load(*, use: FloatArray, effective_temperature: FloatArray, rest_day: BoolArray) -> HeatLoad:
    """The heat-load model that comes nearest to a history of use, all columns of shape (days,).

        least squares of  use - (steady * (1 or rest factor) + heat * max(0, balance - effective))

    over the balance temperatures 8.0, 8.5 … 20.0 degC; days without use (NaN) are left out. Steady use and
    heat use are never negative. TooLittleHistory for fewer than 30 days.
    """
    known = ~(np.isnan(use) | np.isnan(effective_temperature))
    if known.sum() < FEWEST_DAYS:
        raise TooLittleHistory(int(known.sum()))
    fits = [
        _fit_at(balance, use[known], effective_temperature[known], rest_day[known])
        for balance in BALANCE_SEARCHED
    ]
    return min(fits, key=lambda fit: (fit[0], fit[1].balance_temperature))[1]


def _fit_at(
    balance: Celsius, use: FloatArray, temperature: FloatArray, rest_day: BoolArray
) -> tuple[float, HeatLoad]:
    """Sum of squared errors and the model for one balance temperature."""
    kelvin = degree_days(mean_temperature=temperature, balance_temperature=balance)
    columns = np.column_stack([~rest_day, rest_day, kelvin]).astype(np.float64)
    working, resting, heat = (float(value) for value in np.linalg.lstsq(columns, use, rcond=None)[0])
    if heat < 0 or not kelvin.any():
        heat = 0.0
        working, resting = _mean_of(use, ~rest_day), _mean_of(use, rest_day)
    working = max(0.0, working)
    factor = max(0.0, resting) / working if working > 0 and rest_day.any() else 1.0
    fitted = working * np.where(rest_day, factor, 1.0) + heat * kelvin
    return float(((use - fitted) ** 2).sum()), HeatLoad(working, heat, balance, factor)


def _mean_of(use: FloatArray, chosen: BoolArray) -> Flow:
    return float(use[chosen].mean()) if chosen.any() else 0.0
