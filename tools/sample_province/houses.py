"""How much heat houses take: two masses behind a thermostat, setbacks, gains, draughts, boilers at their limit.

No degree-day and no regression stands in here: the air of a house follows at once, its furnishing within half a day,
its walls within days. Houses of a kind differ in what they want (a spread of set points), so that their town has no
balance temperature. The unit of heat is that of the same houses in a long spell of -5 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STEADY = -5.0  # degC, the spell in which heat is 1
SPREAD = np.array([-2.6, -1.1, 0.0, 1.1, 2.6])  # K around a kind's set point
SWING = 5.5  # K, half of the span between night and afternoon
HOURS = np.arange(24)
OUTSIDE = SWING * np.cos(
    2 * np.pi * (HOURS + 8 - 15) / 24
)  # the gas day begins at eight, three is the warmest


@dataclass(frozen=True)
class Kind:
    """A kind of house: set point (degC), setback by night (K), what holds its masses and what leaks (relative W/K),
    free gains (relative W), and the largest heat its boiler gives, as a share of heat at a steady -5 degC."""

    set_point: float
    setback: float
    night: tuple[int, int]
    draught: float
    wall: float
    coupling: float
    light_hours: float
    heavy_hours: float
    gains: float
    reach: float


KINDS = {
    "flat": Kind(19.5, 1.0, (14, 22), 0.45, 0.55, 3.0, 11.0, 70.0, 4.2, 1.70),
    "village": Kind(17.0, 2.5, (13, 22), 0.75, 0.45, 2.0, 7.0, 34.0, 2.2, 1.55),
    "network": Kind(20.0, 0.0, (0, 0), 0.30, 0.60, 3.5, 16.0, 95.0, 3.4, 1.42),
    "shop": Kind(18.5, 4.0, (12, 23), 0.70, 0.45, 2.0, 8.0, 46.0, 4.6, 1.90),
}


def heat(kind: Kind, outside: np.ndarray, sun: np.ndarray, wind: np.ndarray) -> np.ndarray:
    """Heat of a kind of house by day, 1 in a long spell of -5 degC; all of (towns, days), the days of one winter."""
    spell = np.full((1, 30), STEADY), np.ones((1, 30)), np.ones((1, 30))
    steady = float(_heat(kind, *spell, most=np.inf)[0, -1])
    return _heat(kind, outside, sun, wind, most=kind.reach * steady) / steady


def _heat(kind: Kind, outside: np.ndarray, sun: np.ndarray, wind: np.ndarray, *, most: float) -> np.ndarray:
    """Heat by day in the model's own unit, at most `most` in any hour; houses begin the winter warm."""
    wanted = kind.set_point + SPREAD[None, :]
    light, heavy = wanted - 1.0, wanted - 3.0
    total = np.zeros(outside.shape)
    for day in range(outside.shape[1]):
        leak = kind.draught * wind[:, day, None]
        for hour in range(24):
            target = wanted - kind.setback * (kind.night[0] <= hour < kind.night[1])
            air_out = outside[:, day, None] + OUTSIDE[hour]
            noon = max(0.0, float(np.cos(2 * np.pi * (hour - 5) / 24)))
            gain = kind.gains * (0.5 + sun[:, day, None] * noon)
            lost = kind.coupling * light + leak * air_out + gain
            power = np.clip((kind.coupling + leak) * target - lost, 0.0, most)
            air = (lost + power) / (kind.coupling + leak)
            flow = 1.2 * (light - heavy)
            light = light + (kind.coupling * (air - light) - flow) / (kind.light_hours * kind.coupling)
            heavy = heavy + (flow - kind.wall * (heavy - air_out)) / kind.heavy_hours
            total[:, day] += power.mean(axis=1) / 24
    return total
