"""Truths: for each drawn world its 1-in-T day and spells by thousands of winters, and a short record of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.winters.chance import Chance, Family

DAYS = 151  # 1 November to 31 March
SPANS = (1, 7, 30)
COLDEST_DAY = 75.0
BATCH = 25  # worlds drawn together; a world's chance depends on it


@dataclass(frozen=True, slots=True, eq=False)
class Truths:
    """`record` (worlds, stations, longest, DAYS) degC; `level` (worlds, stations, spans, periods) the truth in degC.

    `family` (worlds,) names the family by its number; `spread` (worlds, stations, spans) the true standard
    deviation of winter minima.
    """

    record: np.ndarray
    level: np.ndarray
    spread: np.ndarray
    family: np.ndarray


@dataclass(frozen=True, slots=True)
class Size:
    """How much is drawn: worlds of each family, winters that the truth is counted from, stations of a world,
    winters of the record, and the return periods whose levels are counted."""

    worlds: int
    winters: int
    stations: int = 1
    longest: int = 20
    periods: tuple[float, ...] = (20.0, 50.0)


def draw_truths(families: tuple[Family, ...], size: Size, *, seed: int) -> Truths:
    """Worlds of each family; a truth is the quantile of the coldest spells of winters that no record holds.

    Where a world has several stations, the last row of each is their mean: a province of equal counties.
    """
    parts = []
    for number, family in enumerate(families):
        for begin in range(0, size.worlds, BATCH):
            worlds = min(BATCH, size.worlds - begin)
            chance = Chance.seeded([seed, number, begin], worlds, size.stations, size.winters + size.longest)
            record, lowest = _winters(family, chance, size.longest)
            level = np.stack([np.quantile(lowest, 1 / period, axis=-1) for period in size.periods])
            spread = np.moveaxis(lowest.std(axis=-1), 0, 2)
            parts.append((record, np.moveaxis(level, (0, 1), (3, 2)), spread, np.full(worlds, number)))
    return Truths(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _winters(family: Family, chance: Chance, longest: int) -> tuple[np.ndarray, np.ndarray]:
    """The first `longest` winters day by day, and the coldest spell of each span in every winter after them."""
    depth, mean = chance.between(5.0, 16.0), chance.between(-12.0, 4.0)
    rows = chance.stations + (chance.stations > 1)
    shape = (chance.worlds, rows)
    record = np.empty((*shape, longest, DAYS), dtype=np.float32)
    lowest = np.full((len(SPANS), *shape, chance.winters - longest), np.inf, dtype=np.float32)
    sums = [np.zeros((*shape, chance.winters - longest), dtype=np.float32)]
    for day, anomaly in enumerate(family(chance, DAYS)):
        field = anomaly + mean - depth * (np.cos(2 * np.pi * (day - COLDEST_DAY) / 365) - 1)
        if chance.stations > 1:
            field = np.concatenate([field, field.mean(axis=1, keepdims=True)], axis=1)
        record[..., day] = field[..., :longest]
        sums.append(sums[-1] + field[..., longest:])
        for row, span in enumerate(SPANS):
            if day + 1 >= span:
                np.minimum(lowest[row], (sums[-1] - sums[day + 1 - span]) / span, out=lowest[row])
    return record, lowest
