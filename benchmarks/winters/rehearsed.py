"""Families of winters that a second setting of the intervals was proved on, before its allowance was dropped.

They taught nothing, but they have been looked at: their figures stand beside the proof, not in it.
"""

from __future__ import annotations

import numpy as np

from benchmarks.winters.chance import WARM_UP, Chance, Days, Family, Field, chance_below

STEPS = 8  # of a day, for the motion of a chaotic flow
UNIT_DAYS = 5.0  # days that one unit of time of Lorenz's flow stands for


def chaotic_flow(chance: Chance, days: int) -> Days:
    """No chance in the flow at all: Lorenz's circulation of 1984, whose westerlies bring mild air and eddies mix it.

        x' = -y^2 - z^2 - a x + a F,   y' = x y - b x z - y + G,   z' = b x y + x z - z

    Source: Lorenz 1984, Tellus 36A.
    """
    forcing, contrast = chance.between(7.5, 8.5)[:, :1], chance.between(0.9, 1.1)[:, :1]
    west, eddy, memory = chance.between(2.0, 5.0), chance.between(1.0, 3.0), chance.between(0.3, 0.7)
    local, winter = chance.between(0.8, 2.0), chance.between(0.1, 1.4) * chance.noise()
    flow = tuple(1.0 + chance.noise()[:, :1] for _ in range(3))
    level = np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        for _ in range(STEPS):
            flow = _stepped(flow, 1 / (STEPS * UNIT_DAYS), forcing, contrast)
        level = memory * level + chance.noise()
        if day >= 0:
            yield winter + west * (flow[0] - 1.0) + eddy * flow[1] + local * level


def _stepped(flow: tuple[Field, ...], step: float, forcing: Field, contrast: Field) -> tuple[Field, ...]:
    """One step of the flow by Heun's rule."""

    def speed(x: Field, y: Field, z: Field) -> tuple[Field, ...]:
        return (
            -(y**2) - z**2 - 0.25 * (x - forcing),
            x * y - 4.0 * x * z - y + contrast,
            4.0 * x * y + x * z - z,
        )

    first = speed(*flow)
    ahead = tuple(np.clip(place + step * rate, -6, 6) for place, rate in zip(flow, first, strict=True))
    second = speed(*ahead)
    return tuple(
        np.clip(place + step * (before + after) / 2, -6, 6)
        for place, before, after in zip(flow, first, second, strict=True)
    )


def lognormal_cold(chance: Chance, days: int) -> Days:
    """Departures with a lognormal cold side: a normal autoregression bent by an exponential."""
    memory, bend = chance.between(0.6, 0.87), chance.between(0.05, 0.35)
    scale, winter = chance.between(2.2, 4.8), chance.between(0.0, 0.6) * chance.noise()
    level = chance.noise()
    for _ in range(days):
        level = memory * level + np.sqrt(1 - memory**2) * chance.noise()
        yield -scale * (np.exp(bend * (level + winter)) - 1) / bend


def wandering_front(chance: Chance, days: int) -> Days:
    """A front wanders north and south between two walls; on its cold side the air is of another kind."""
    pace, walls = chance.between(0.5, 1.1), chance.between(2.0, 4.0)
    contrast, sharp = chance.between(3.0, 9.0), chance.between(0.6, 2.0)
    home = chance.between(0.3, 1.6) + chance.between(0.1, 0.7) * chance.noise()
    memory, local = chance.between(0.4, 0.75), chance.between(1.0, 2.4)
    front, level = home, np.zeros_like(home)
    for day in range(-WARM_UP, days):
        front = 0.93 * front + 0.07 * home + pace * chance.noise()
        front = np.where(
            front > walls, 2 * walls - front, np.where(front < -walls, -2 * walls - front, front)
        )
        level = memory * level + chance.noise()
        if day >= 0:
            yield contrast / (1 + np.exp(-2 * sharp * front)) + local * level


def chance_coefficient(chance: Chance, days: int) -> Days:
    """How much of yesterday stays is itself a matter of chance, day by day; now and then cold feeds on cold."""
    middle, swing = chance.between(0.5, 0.78), chance.between(0.0, 0.25)
    scale, winter = chance.between(1.5, 3.4), chance.between(0.1, 1.7) * chance.noise()
    level = np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        stays = np.clip(middle + swing * chance.noise(), -0.2, 1.05)
        level = stays * level + chance.noise()
        if day >= 0:
            yield winter + scale * level


def shifting_season(chance: Chance, days: int) -> Days:
    """The season itself comes early or late and goes deep or not; days swing more in midwinter; else plain ARMA."""
    memory, echo = chance.between(0.5, 0.85), chance.between(-0.2, 0.35)
    late, depth = chance.between(0.0, 14.0) * chance.noise(), chance.between(0.0, 2.0) * chance.noise()
    swells, scale = chance.between(-0.1, 0.35), chance.between(1.6, 3.6)
    level = shock = np.zeros_like(late)
    for day in range(-WARM_UP, days):
        fresh = chance.noise()
        level, shock = memory * level + fresh + echo * shock, fresh
        nearness = np.cos(2 * np.pi * (day - 75 - late) / 365)
        moved = -8.0 * (nearness - np.cos(2 * np.pi * (day - 75) / 365))
        if day >= 0:
            yield moved + depth * nearness + scale * (1 + swells * nearness) * level


def still_nights(chance: Chance, days: int) -> Days:
    """Under high pressure the ground cools a little more each day, to a floor, until wind sweeps it out."""
    calm, sweep = chance_below(chance.between(0.25, 0.5)), chance_below(chance.between(0.1, 0.3))
    rate, floor = chance.between(0.5, 1.6), chance.between(3.0, 8.0)
    memory, scale = chance.between(0.5, 0.82), chance.between(1.3, 3.0)
    winter = chance.between(0.2, 1.4) * chance.noise()
    pressure, pool, level = np.zeros_like(winter), np.zeros_like(winter), np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        pressure = 0.8 * pressure + 0.6 * chance.noise()
        pool = np.where(pressure < calm, pool + rate * (1 - pool / floor), 0.7 * pool)
        pool = np.where(chance.noise() < sweep, 0.2 * pool, pool)
        level = memory * level + chance.noise()
        if day >= 0:
            yield winter + scale * level - pool


REHEARSED: tuple[Family, ...] = (
    chaotic_flow, lognormal_cold, wandering_front, chance_coefficient, shifting_season, still_nights,
)  # fmt: skip
