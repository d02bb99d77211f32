"""Base units of the library and the few conversions into and out of them.

Inside the library one unit serves each dimension: flow in 10^4 m3/day (万m³/d), volume in 10^4 m3 at
20 °C and 101.325 kPa, energy in GJ, pressure in MPa gauge, shares as 0..1, money as CNY `Decimal`.
Names in these units carry no suffix; every other unit is spelled in the name. Conversions are called at
the edges (files, forms, screens), never in the middle of a computation.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Flow: TypeAlias = float  # 10^4 m3/day
Volume: TypeAlias = float  # 10^4 m3 at 20 degC, 101.325 kPa
Share: TypeAlias = float  # 0..1
Pressure: TypeAlias = float  # MPa gauge
Celsius: TypeAlias = float
Money: TypeAlias = Decimal  # CNY
FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

M3_PER_UNIT = 10_000.0  # one base unit of volume in m3
DAYS_PER_YEAR = 365.0
HOURS_PER_DAY = 24.0
CUBIC_METRE = 1e-4  # the finest step in which rules compare volumes
REFERENCE_HEATING_VALUE_MJ = 35.5  # lower heating value per m3 to which sources are brought (dossier §5)
TO_CELSIUS = {"C": (1.0, 0.0), "F": (5 / 9, -160 / 9), "K": (1.0, -273.15)}  # degC = slope * value + shift
TO_METRES_A_SECOND = {"m/s": 1.0, "km/h": 1 / 3.6, "mph": 0.44704, "kn": 1852 / 3600}  # factors
LNG_M3_PER_T = 1_400.0  # recalled: 1 360..1 450 m3 of gas from one tonne of LNG (dossier §3)


def volume_from_m3(*, volume_m3: float) -> Volume:
    """Cubic metres to base volume (10^4 m3)."""
    return volume_m3 / M3_PER_UNIT


def m3_from_volume(*, volume: Volume) -> float:
    """Base volume (10^4 m3) to cubic metres."""
    return volume * M3_PER_UNIT


def flow_from_bcm_per_year(*, capacity_bcm_per_year: float, days: float = DAYS_PER_YEAR) -> Flow:
    """Billion m3 a year to 10^4 m3/day, spread evenly over `days`."""
    return capacity_bcm_per_year * 1e9 / M3_PER_UNIT / days


def volume_from_lng(*, lng_t: float, m3_per_t: float = LNG_M3_PER_T) -> Volume:
    """Tonnes of LNG to base volume of gas; `m3_per_t` depends on composition (1 360..1 450)."""
    return lng_t * m3_per_t / M3_PER_UNIT


def at_reference_heating_value(*, flow: Flow, heating_value_mj: float) -> Flow:
    """The flow of reference gas that carries the same energy (heating value in MJ/m3)."""
    return flow * heating_value_mj / REFERENCE_HEATING_VALUE_MJ


def to_cubic_metre(volume: FloatArray) -> FloatArray:
    """Volumes or flows rounded to whole m3: no rule may hang on solver noise (10^4 m3 in and out)."""
    rounded: FloatArray = np.round(np.asarray(volume, dtype=np.float64) / CUBIC_METRE) * CUBIC_METRE
    return np.round(rounded, 4) + 0.0


def to_fen(amount: Decimal) -> Money:
    """Money rounded half up to the fen (0.01 CNY)."""
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
