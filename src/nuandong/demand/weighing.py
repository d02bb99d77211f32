"""Quantiles of samples that do not all count the same."""

from __future__ import annotations

import numpy as np

from nuandong.units import FloatArray


def weighted_quantiles(values: FloatArray, weight: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Quantiles (n, Q) of each row of `values` (n, K) under `weight` (n, K), between neighbours on a straight line."""
    order = np.argsort(values, axis=1)
    ranked = np.take_along_axis(values, order, axis=1)
    mass = np.take_along_axis(weight, order, axis=1)
    middle = np.cumsum(mass, axis=1) - 0.5 * mass
    total = np.maximum(mass.sum(axis=1, keepdims=True), 1e-12)
    place = middle / total
    found = np.empty((values.shape[0], len(levels)))
    rows = np.arange(values.shape[0])
    for column, level in enumerate(levels):
        above = np.clip((place < level).sum(axis=1), 1, values.shape[1] - 1)
        low, high = place[rows, above - 1], place[rows, above]
        share = np.clip((level - low) / np.maximum(high - low, 1e-12), 0.0, 1.0)
        found[:, column] = ranked[rows, above - 1] * (1 - share) + ranked[rows, above] * share
    return found
