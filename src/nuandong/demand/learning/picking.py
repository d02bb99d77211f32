"""The few columns that say most: a sparse fit for young records and for units that obey simple degree days.

Columns are taken in one after the other, each time the one that lowers the squared misses most, while it lowers
them by more than chance would (a criterion of Bayes' kind). So each unit finds the lag and the balance
temperature that suit it, among fixed ones.

Source: forward selection on the normal equations by the sweep operator (Goodnight 1979).
"""

from __future__ import annotations

import numpy as np

from nuandong.units import FloatArray, IntArray

TINY = 1e-9


def picked_coefficients(
    *, power: FloatArray, moment: FloatArray, squares: FloatArray, counted: FloatArray, first: int, picks: int
) -> FloatArray:
    """Coefficients (n, p) of the best few columns, zero elsewhere.

    `power` (n, p, p), `moment` (n, p), `squares` (n,) and `counted` (n,) are faded sums of columns by columns,
    columns by use, use by use, and days. The `first` columns are always taken in, then up to `picks` others.
    """
    units, width = moment.shape
    table = np.empty((units, width + 1, width + 1))
    table[:, :width, :width] = power
    table[:, :width, width] = table[:, width, :width] = moment
    table[:, width, width] = squares
    scale = np.einsum("njj->nj", power).copy()
    taken = np.zeros((units, width), dtype=np.bool_)
    everyone = np.arange(units)
    for column in range(first):
        able = everyone[table[:, column, column] > TINY * np.maximum(scale[:, column], TINY)]
        _sweep(table, able, np.full(able.size, column))
        taken[able, column] = True
    for _ in range(picks):
        pivot = np.einsum("njj->nj", table)[:, :width]
        free = ~taken & (pivot > 1e-6 * np.maximum(scale, TINY))
        gain = np.where(free, table[:, :width, width] ** 2 / np.where(free, pivot, 1.0), 0.0)
        best = gain.argmax(axis=1)
        left = np.maximum(table[:, width, width], 0.0)
        worth = gain[everyone, best] > left * 2.0 * np.log(np.maximum(counted, 2.0)) / np.maximum(
            counted, 2.0
        )
        chosen = everyone[worth]
        if not chosen.size:
            break
        _sweep(table, chosen, best[chosen])
        taken[chosen, best[chosen]] = True
    return np.where(taken, table[:, :width, width], 0.0)


def _sweep(table: FloatArray, units: IntArray, columns: IntArray) -> None:
    """Take one column of each chosen unit into its fit, in place."""
    if not units.size:
        return
    everyone = units.size == table.shape[0]
    rows = table if everyone else table[units]
    each = np.arange(units.size)
    pivot = rows[each, columns, columns]
    row = rows[each, columns] / pivot[:, None]
    column = rows[each, :, columns].copy()
    rows -= column[:, :, None] * row[:, None, :]
    rows[each, columns] = row
    rows[each, :, columns] = -column / pivot[:, None]
    rows[each, columns, columns] = 1.0 / pivot
    if not everyone:
        table[units] = rows
