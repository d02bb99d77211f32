"""Unbroken runs in a record, and holes short enough to be bridged. Nothing here knows of gas or weather."""

from __future__ import annotations

import numpy as np

from nuandong.units import BoolArray, FloatArray, IntArray


def runs_of(flags: BoolArray) -> list[tuple[int, int]]:
    """First and last place of each unbroken run of True in (D,)."""
    edges: IntArray = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(first), int(last) - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def short_holes_filled(values: FloatArray, *, longest: int) -> FloatArray:
    """(n, D) with holes of up to `longest` places on a straight line between their neighbours, NaN in all others.

    A hole at either end has a neighbour on one side only, and stays.
    """
    filled = np.where(np.isfinite(values), values, np.nan)
    for row in filled:
        for first, last in runs_of(np.isnan(row)):
            if first > 0 and last + 1 < len(row) and last - first < longest:
                places = np.arange(first, last + 1)
                row[places] = np.interp(places, [first - 1, last + 1], [row[first - 1], row[last + 1]])
    return filled
