"""Families of winters that the intervals are set on. Each yields one day after the other, anomalies in K.

Ranges of the parameters are wide on purpose: a station on a plateau, a coast, a basin full of cold air.
"""

from __future__ import annotations

import numpy as np

from benchmarks.winters.chance import WARM_UP, Chance, Days, Family, chance_below
from benchmarks.winters.teaching_more import MORE


def skewed_autoregression(chance: Chance, days: int) -> Days:
    """Second-order autoregression with skewed, light or heavy innovations (sinh-arcsinh of a normal)."""
    first, second = chance.between(0.45, 1.0), chance.between(-0.3, 0.1)
    first = np.minimum(first, 0.93 - second)
    skew, tail = chance.between(-0.45, 0.15), chance.between(0.8, 1.15)
    scale, winter = chance.between(1.5, 3.5), chance.between(0.0, 2.0) * chance.noise()
    season = chance.between(-0.1, 0.3)
    before = last = np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        pushed = np.sinh((np.arcsinh(chance.noise()) + skew) / tail)
        before, last = last, first * last + second * before + pushed
        if day >= 0:
            yield winter + scale * (1 + season * np.cos(2 * np.pi * (day - 75) / 365)) * last


def two_regimes(chance: Chance, days: int) -> Days:
    """Ordinary days and cold outbreaks that come and go by chance; an outbreak shifts the mean and its spread."""
    lasting = 1 - 1 / chance.between(2.0, 9.0)
    coming = chance_below(1 / chance.between(10.0, 60.0))
    staying = chance_below(lasting)
    shift, memory = chance.between(-9.0, -2.0), chance.between(0.4, 0.85)
    scale, wider = chance.between(1.5, 3.0), chance.between(0.8, 1.5)
    winter = chance.between(0.0, 1.8) * chance.noise()
    cold = np.zeros(winter.shape, dtype=bool)
    level = np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        cold = chance.noise() < np.where(cold, staying, coming)
        spread = scale * np.where(cold, wider, 1.0)
        level = memory * level + (1 - memory) * shift * cold + spread * np.sqrt(1 - memory) * chance.noise()
        if day >= 0:
            yield winter + level


def clustered_variance(chance: Chance, days: int) -> Days:
    """First-order autoregression whose innovations have a variance that remembers (GARCH), cold shocks doing more."""
    memory, old_share = chance.between(0.5, 0.88), chance.between(0.5, 0.8)
    shock, lean = chance.between(0.03, 0.15), chance.between(0.0, 0.12)
    scale, winter = chance.between(1.5, 3.5), chance.between(0.0, 1.8) * chance.noise()
    level, variance = np.zeros_like(winter), np.ones_like(winter)
    steady = np.maximum(0.03, 1 - old_share - shock - lean / 2)
    for day in range(-WARM_UP, days):
        pushed = np.sqrt(variance) * chance.noise()
        weight = shock + lean * (pushed < 0)
        variance = np.minimum(steady + old_share * variance + weight * pushed**2, 12)
        level = memory * level + pushed
        if day >= 0:
            yield winter + scale * level


def kinds_of_winter(chance: Chance, days: int) -> Days:
    """Some winters are of another kind: their mean is lower and their days spread wider."""
    rare, shift = chance_below(chance.between(0.05, 0.45)), chance.between(-4.5, -1.0)
    memory, scale = chance.between(0.5, 0.88), chance.between(1.5, 3.5)
    wider = chance.between(1.0, 1.35)
    hard = chance.noise() < rare
    winter = shift * hard + chance.between(0.0, 1.2) * chance.noise()
    spread = scale * np.where(hard, wider, 1.0)
    level = np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        level = memory * level + chance.noise()
        if day >= 0:
            yield winter + spread * level


def sudden_falls(chance: Chance, days: int) -> Days:
    """Cold waves fall in at once, by an amount of their own, and the cold drains away over days."""
    falling = chance_below(1 / chance.between(6.0, 30.0))
    draining, power = 1 - 1 / chance.between(2.0, 7.0), chance.between(0.5, 1.1)
    depth, memory = chance.between(1.5, 5.0), chance.between(0.4, 0.8)
    scale, winter = chance.between(1.2, 2.8), chance.between(0.0, 1.5) * chance.noise()
    level, cold = np.zeros_like(winter), np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        begins = chance.noise() < falling
        cold = draining * cold + begins * depth * chance.waiting() ** power
        level = memory * level + chance.noise()
        if day >= 0:
            yield winter + scale * level - cold


def bounded_cold(chance: Chance, days: int) -> Days:
    """The cold has a floor (air cannot cool for ever): a slow normal series bent by a hyperbolic tangent."""
    memory, bend = chance.between(0.6, 0.9), chance.between(0.1, 0.6)
    scale, winter = chance.between(2.5, 6.0), chance.between(0.0, 0.7) * chance.noise()
    lean = chance.between(-0.4, 0.4)
    level = np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        level = memory * level + np.sqrt(1 - memory**2) * chance.noise()
        if day >= 0:
            yield scale * np.tanh(bend * (winter + level + lean)) / bend


def laplace_arma(chance: Chance, days: int) -> Days:
    """ARMA(2,1) driven by asymmetric Laplace shocks: sharper falls than rises, heavier than normal."""
    first, second, echo = chance.between(0.6, 1.1), chance.between(-0.35, 0.0), chance.between(-0.3, 0.4)
    first = np.minimum(first, 0.88 - second)
    falls, rises = chance.between(0.6, 1.2), chance.between(0.5, 1.0)
    scale, winter = chance.between(1.2, 3.0), chance.between(0.2, 1.8) * chance.noise()
    before = last = shock = np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        fresh = rises * (chance.waiting() - 1) - falls * (chance.waiting() - 1)
        before, last, shock = last, first * last + second * before + fresh + echo * shock, fresh
        if day >= 0:
            yield winter + scale * last


def many_time_scales(chance: Chance, days: int) -> Days:
    """Weather of two days, of ten and of two months on top of each other, then skewed by a square."""
    quick, middle, slow = np.exp(-1 / 2.0), np.exp(-1 / 10.0), np.exp(-1 / 60.0)
    weights = chance.between(0.5, 1.0), chance.between(0.2, 0.9), chance.between(0.1, 0.7)
    skew, scale = chance.between(0.0, 0.14), chance.between(2.5, 5.5)
    parts = [chance.noise(), chance.noise(), chance.noise()]
    total = np.sqrt(sum(weight**2 for weight in weights))
    for _ in range(days):
        parts = [
            memory * part + np.sqrt(1 - memory**2) * chance.noise()
            for memory, part in zip((quick, middle, slow), parts, strict=True)
        ]
        level = sum(weight * part for weight, part in zip(weights, parts, strict=True)) / total
        yield scale * (level - skew * (level**2 - 1))


def wandering_variance(chance: Chance, days: int) -> Days:
    """The variance itself wanders (stochastic volatility), restless weeks after quiet ones."""
    memory, slow = chance.between(0.5, 0.88), chance.between(0.9, 0.985)
    swing, scale = chance.between(0.1, 0.6), chance.between(1.5, 3.5)
    winter, level = chance.between(0.0, 1.8) * chance.noise(), 0.0
    mood = chance.noise()
    for day in range(-WARM_UP, days):
        mood = slow * mood + np.sqrt(1 - slow**2) * chance.noise()
        level = memory * level + np.exp(swing * mood - swing**2) * chance.noise()
        if day >= 0:
            yield winter + scale * level


TEACHING: tuple[Family, ...] = (
    skewed_autoregression, two_regimes, clustered_variance, kinds_of_winter, sudden_falls, bounded_cold,
    laplace_arma, many_time_scales, wandering_variance, *MORE,
)  # fmt: skip
