"""Winters that could have been: blocks of seen weather, from any winter, a little earlier or later than seen.

A surrogate winter has a home winter, from which about half of its blocks come, so that hard winters stay
hard; the others come from any winter. Each block is moved by up to `shift_days`, its departures from the
normal laid onto the normal of the new days: a departure of early December can fall into January, so days
colder than any seen arise, by no more than the season itself accounts for. No departure is invented.

All stations of a table take the same blocks: they stay cold together.

Source: resampled surrogate weather for design days, Energies 14 (2021) 7118; stationary bootstrap, Politis and
Romano 1994. Clause: T-038.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.extremes.measures import smooth_normal
from nuandong.units import FloatArray, IntArray, Share


@dataclass(frozen=True, slots=True)
class BlockRule:
    """Mean length of a block in days, how far it may be moved, and the share taken from the home winter. Judged."""

    mean_days: float = 15.0
    shift_days: int = 15
    from_home: Share = 0.5


DEFAULT_BLOCK_RULE = BlockRule()


def surrogate_days(
    *, winters: int, days: int, count: int, seed: int, rule: BlockRule = DEFAULT_BLOCK_RULE
) -> tuple[IntArray, IntArray]:
    """Which seen winter and day each day of `count` surrogate winters comes from, two arrays (count, days)."""
    rng = np.random.default_rng(seed)
    block = np.cumsum((rng.random((count, days)) < 1.0 / rule.mean_days).astype(np.int64), axis=1)
    blocks = int(block.max()) + 1
    home = rng.integers(0, winters, (count, 1))
    any_winter = rng.integers(0, winters, (count, blocks))
    source = np.where(rng.random((count, blocks)) < rule.from_home, home, any_winter)
    shift = rng.integers(-rule.shift_days, rule.shift_days + 1, (count, blocks))
    day = np.abs(np.arange(days) + np.take_along_axis(shift, block, axis=1))
    day = np.where(day > days - 1, 2 * (days - 1) - day, day)
    return np.take_along_axis(source, block, axis=1), day


def surrogate_winters(
    *, record: FloatArray, count: int, seed: int, rule: BlockRule = DEFAULT_BLOCK_RULE
) -> FloatArray:
    """`count` surrogate winters of a record (…, W, D), (…, count, D), in the unit of the record."""
    winter, day = surrogate_days(
        winters=record.shape[-2], days=record.shape[-1], count=count, seed=seed, rule=rule
    )
    normal = smooth_normal(cold=record)
    departure = record - normal[..., None, :]
    surrogate: FloatArray = departure[..., winter, day] + normal[..., None, :]
    return surrogate
