"""Families of winters on which the intervals are proved: none of them was looked at while they were set."""

from __future__ import annotations

import numpy as np

from benchmarks.winters.chance import WARM_UP, Chance, Days, Family, chance_below


def years_that_remember(chance: Chance, days: int) -> Days:
    """Hard winters come in rows: the mean of a winter remembers the one before it; its days are plain."""
    years, swing = chance.between(0.2, 0.7), chance.between(0.5, 1.8)
    memory, scale = chance.between(0.55, 0.85), chance.between(1.6, 3.4)
    fresh = np.sqrt(1 - years[..., 0] ** 2)[..., None] * chance.noise()
    winter = np.empty_like(fresh)
    winter[..., 0] = chance.noise()[..., 0]
    for year in range(1, fresh.shape[-1]):
        winter[..., year] = years[..., 0] * winter[..., year - 1] + fresh[..., year]
    level = np.zeros_like(fresh)
    for day in range(-WARM_UP, days):
        level = memory * level + chance.noise()
        if day >= 0:
            yield swing * winter + scale * level


def light_shocks_and_pulses(chance: Chance, days: int) -> Days:
    """Shocks that are bounded (the sine of an even angle), and now and then a pulse that deepens and ebbs in days."""
    memory, scale = chance.between(0.55, 0.85), chance.between(2.0, 4.5)
    coming, depth = chance_below(1 / chance.between(15.0, 70.0)), chance.between(1.0, 5.0)
    winter = chance.between(0.1, 1.5) * chance.noise()
    level, charge, pulse = np.zeros_like(winter), np.zeros_like(winter), np.zeros_like(winter)
    for day in range(-WARM_UP, days):
        level = memory * level + np.sin(2.0 * np.pi * chance.noise())
        charge = 0.6 * charge + np.where(chance.noise() < coming, depth * (0.5 + 0.5 * chance.waiting()), 0.0)
        pulse = 0.6 * pulse + 0.4 * charge
        if day >= 0:
            yield winter + scale * level - pulse


def sums_of_squares(chance: Chance, days: int) -> Days:
    """Cold as the energy of two to eight hidden waves: a sum of squares, skewed, with nothing on the mild side."""
    count = 2 + int(chance.rng.integers(0, 4)) * 2
    memory, scale = np.sqrt(chance.between(0.55, 0.87)), chance.between(2.2, 4.6)
    winter, gentle = chance.between(0.1, 1.4) * chance.noise(), chance.between(0.5, 2.0)
    waves = [chance.noise() for _ in range(count)]
    for _ in range(days):
        waves = [memory * wave + np.sqrt(1 - memory**2) * chance.noise() for wave in waves]
        energy = (sum(wave**2 for wave in waves) - count) / np.sqrt(2 * count)
        yield winter - scale * energy * gentle / (1 + gentle) + scale * waves[0] / (1 + gentle)


def colder_of_two(chance: Chance, days: int) -> Days:
    """Two streams of air, one quick, one slow and more restless; the day has the colder of the two."""
    quick, slow = chance.between(0.3, 0.65), chance.between(0.75, 0.92)
    apart, wider = chance.between(0.0, 5.0), chance.between(1.0, 1.8)
    scale, winter = chance.between(2.0, 4.2), chance.between(0.1, 1.5) * chance.noise()
    first, second = chance.noise(), chance.noise()
    for _ in range(days):
        first = quick * first + np.sqrt(1 - quick**2) * chance.noise()
        second = slow * second + np.sqrt(1 - slow**2) * chance.noise()
        yield winter + np.minimum(scale * first, apart + wider * scale * second)


def waves_of_random_phase(chance: Chance, days: int) -> Days:
    """Each winter is a chord of nine waves of 3 to 60 days, their phases and strengths its own, and little else."""
    steep, scale = chance.between(0.2, 0.7), chance.between(2.0, 4.5)
    winter, local = chance.between(0.1, 1.4) * chance.noise(), chance.between(0.5, 1.6)
    lengths = np.geomspace(3.0, 60.0, 9)
    sines = [(chance.noise(), chance.noise()) for _ in lengths]
    weights = [(length / 10.0) ** steep for length in lengths]
    total = np.sqrt(sum(weight**2 for weight in weights))
    for day in range(days):
        angles = 2 * np.pi * day / lengths
        chord = sum(
            weight * (np.cos(angle) * cosine + np.sin(angle) * sine)
            for weight, angle, (cosine, sine) in zip(weights, angles, sines, strict=True)
        )
        yield winter + scale * chord / total + local * chance.noise()


PROVING: tuple[Family, ...] = (
    years_that_remember, light_shocks_and_pulses, sums_of_squares, colder_of_two, waves_of_random_phase,
)  # fmt: skip
