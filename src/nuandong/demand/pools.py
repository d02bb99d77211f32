"""Counties of one weather area learn together: one pool a group of classes, and what each county adds of its own.

Counties under the same sky differ in size, in steepness and in how they have moved of late; the shape of a winter they
share. So the pool is learned (`learning`), and of each county only its size, its elasticity against the pool and its
present level, which a few days tell. A pool of one county is that county.

    log use[u,d] = size[u] + (1 + lean[u]) * log pool[d] + level[u,d] + error

Counties' forecasts are brought to add up to their pool's, in every scenario: coherent from county to province.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.demand.series import UseHistory
from nuandong.units import BoolArray, FloatArray, IntArray, Share

FEWEST_DAYS = 90  # of its own that a county must have shown to be told from its pool
FASTER: Share = (
    0.8  # of yesterday's departure from the pool that is still believed, a day: some three days' mean
)
TRUST: Share = 0.85  # of that level that is believed to last
FAR = 2.5  # times the pool's pace up or down: a day of use that no county of its size has
CROWD = 3  # counties of a pool from which on one can be held against the others
QUIET: Share = 0.35  # of its mean, below which a pool's own use is too small to measure others by
LEAN_DAYS = 60.0  # days of no lean at all that stand beside what a county has shown
EVES = 240  # latest eves from which errors are drawn
TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Pools:
    """Pools of units: `history` (P units), `pool_of` (U,), -1 for a unit with too little of its own.

    `size`, `lean` (U,) as above, `level` (U, D) the level known on the eve of each day, `apart` (U, D) what a unit's
    logarithm stood off its pool less size and lean, NaN where not known; `doubted` (U, D) days that were left out.
    """

    history: UseHistory
    pool_of: IntArray
    size: FloatArray
    lean: FloatArray
    level: FloatArray
    apart: FloatArray
    doubted: BoolArray

    @property
    def told(self) -> BoolArray:
        """Which units have a pool, (U,)."""
        found: BoolArray = self.pool_of >= 0
        return found


def pools_of(*, history: UseHistory, known: int, group: tuple[str, ...]) -> Pools:
    """Pools of units by weather area and `group`, from the first `known` days of a history."""
    free = history.free_use(known=known)[:, :known]
    able = (~np.isnan(free)).sum(axis=1) >= FEWEST_DAYS
    keys = list(zip(history.area_of.tolist(), group, strict=True))
    named = sorted({key for key, is_able in zip(keys, able, strict=True) if is_able})
    at = {key: place for place, key in enumerate(named)}
    pool_of = np.array(
        [at[key] if is_able else -1 for key, is_able in zip(keys, able, strict=True)], dtype=np.int64
    )
    free[~able] = np.nan
    if not named:
        return _no_pools(history, known)
    weight, index, doubted = _index(free, pool_of, len(named))
    whole = np.zeros(len(named))
    np.add.at(whole, pool_of[able], weight[able])
    pooled = np.full((len(named), len(history.days)), np.nan)
    pooled[:, :known] = index * whole[:, None]
    size, lean, apart = _apart(np.where(doubted, np.nan, free), pooled[:, :known], pool_of)
    own = replace(
        history,
        units=tuple(f"{history.areas[area]}/{name}" for area, name in named),
        use=pooled,
        held_back=np.zeros(pooled.shape),
        area_of=np.array([area for area, _ in named], dtype=np.int64),
    )
    return Pools(own, pool_of, size, lean, _levels(apart), apart, doubted)


def _no_pools(history: UseHistory, known: int) -> Pools:
    """Pools of a history that is too short for any."""
    count, nothing = len(history.units), np.zeros((0, len(history.days)))
    bare = replace(history, units=(), use=nothing, held_back=nothing, area_of=np.zeros(0, dtype=np.int64))
    apart = np.full((count, known), np.nan)
    alone = np.full(count, -1, dtype=np.int64)
    doubted = np.zeros(apart.shape, dtype=np.bool_)
    return Pools(bare, alone, np.zeros(count), np.zeros(count), _levels(apart), apart, doubted)


def _index(free: FloatArray, pool_of: IntArray, pools: int) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Weight of each unit (U,), pace of each pool by day (P, D), 1 on average, and days that are far off it (U, D).

    pace[p,d] = sum of use over sum of weights, of the units known that day; weights are mean use at the pool's pace
    """
    weight = _mean(free, np.ones(free.shape))
    doubted = np.zeros(free.shape, dtype=np.bool_)
    crowd = np.bincount(pool_of[pool_of >= 0], minlength=pools)
    lonely = (pool_of < 0) | (crowd[pool_of] < CROWD)
    pace = _middle_pace(free, weight, pool_of, pools)
    for _ in range(2):
        ratio = free / np.maximum(weight[:, None] * pace[pool_of], TINY)
        with np.errstate(invalid="ignore"):
            strange = ((ratio > FAR) | (ratio < 1.0 / FAR)) & (pace[pool_of] > QUIET)
        doubted = strange & ~lonely[:, None] & _is_settled(ratio)
        sound = np.where(doubted, np.nan, free)
        weight = _mean(sound, pace[pool_of])
        pace = _pace(sound, weight, pool_of, pools)
    return weight, pace, doubted


def _middle_pace(use: FloatArray, weight: FloatArray, pool_of: IntArray, pools: int) -> FloatArray:
    """The middle of the units' own paces by day, (P, D): one county's slip of unit moves it little."""
    own = use / np.maximum(weight[:, None], TINY)
    pace = np.full((pools, use.shape[1]), np.nan)
    for pool in range(pools):
        rows = own[pool_of == pool]
        told = ~np.isnan(rows).all(axis=0)
        pace[pool, told] = np.nanmedian(rows[:, told], axis=0)
    return pace


def _is_settled(ratio: FloatArray) -> BoolArray:
    """Units that stand near their pool on most days, (U, 1): of the others a far day is nothing strange."""
    with np.errstate(invalid="ignore"):
        near = ((ratio < 1.5) & (ratio > 1.0 / 1.5)).sum(axis=1)
    days = np.maximum((~np.isnan(ratio)).sum(axis=1), 1)
    settled: BoolArray = (near / days > 0.9)[:, None]
    return settled


def _pace(use: FloatArray, weight: FloatArray, pool_of: IntArray, pools: int) -> FloatArray:
    """Use over weight of the units known each day, (P, D), NaN where none is."""
    known, inside = ~np.isnan(use), pool_of >= 0
    total, mass = np.zeros((pools, use.shape[1])), np.zeros((pools, use.shape[1]))
    np.add.at(total, pool_of[inside], np.where(known, use, 0.0)[inside])
    np.add.at(mass, pool_of[inside], np.where(known, weight[:, None], 0.0)[inside])
    return np.where(mass > 0, total / np.where(mass > 0, mass, 1.0), np.nan)


def _mean(use: FloatArray, pace: FloatArray) -> FloatArray:
    """Use over pace on the days that are known, (U,)."""
    known = ~np.isnan(use) & ~np.isnan(pace)
    found: FloatArray = np.where(known, use, 0.0).sum(axis=1) / np.maximum(
        np.where(known, pace, 0.0).sum(axis=1), TINY
    )
    return found


def _apart(
    use: FloatArray, pooled: FloatArray, pool_of: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Size and lean of each unit (U,), and what is left of its logarithm by day (U, D)."""
    unit, pool = np.log(np.maximum(use, TINY)), np.log(np.maximum(pooled, TINY))[pool_of]
    known = ~np.isnan(unit) & ~np.isnan(pool) & (use > TINY)
    count = np.maximum(known.sum(axis=1), 1)
    ratio = np.where(known, unit - pool, 0.0)
    mean = np.where(known, pool, 0.0).sum(axis=1) / count
    centred = np.where(known, pool - mean[:, None], 0.0)
    level = ratio.sum(axis=1) / count
    spread = (centred**2).sum(axis=1)
    shrunk = spread + LEAN_DAYS * spread / count
    lean = np.clip((centred * (ratio - level[:, None])).sum(axis=1) / np.maximum(shrunk, TINY), -0.9, 0.9)
    size = level - lean * mean
    left = unit - size[:, None] - (1.0 + lean[:, None]) * pool
    return size, lean, np.where(known, left, np.nan)


def _levels(apart: FloatArray) -> FloatArray:
    """The level that each eve believes, (U, D + 1): departures fade by the day, unknown days change nothing."""
    level = np.zeros((apart.shape[0], apart.shape[1] + 1))
    for day in range(apart.shape[1]):
        told = apart[:, day]
        level[:, day + 1] = np.where(
            np.isnan(told), level[:, day], FASTER * level[:, day] + (1 - FASTER) * told
        )
    return TRUST * level


def units_from_pools(*, pools: Pools, pooled: FloatArray, errors: FloatArray | None = None) -> FloatArray:
    """Use of each unit, (…, U, H), from that of its pool (…, P, H): own size, lean and level, added up to the pool's.

    `errors` (…, U, H) are departures of the logarithm that a scenario adds. NaN for a unit without a pool.
    """
    told = pools.told
    own = pooled[..., pools.pool_of, :]
    factor = np.exp(pools.size + pools.level[:, -1])[:, None]
    found = factor * np.maximum(own, TINY) ** (1.0 + pools.lean[:, None])
    if errors is not None:
        found = found * np.exp(errors)
    total = np.zeros(pooled.shape)
    for pool in range(pooled.shape[-2]):
        total[..., pool, :] = found[..., pools.pool_of == pool, :].sum(axis=-2)
    brought: FloatArray = found * (pooled / np.maximum(total, TINY))[..., pools.pool_of, :]
    return np.where(told[:, None], brought, np.nan)


def drawn_errors(*, pools: Pools, reach: int, count: int, seed: int) -> FloatArray:
    """Departures (S, U, H) of the logarithm, made on past eves: those of one eve are drawn together.

    error[u,h] = apart[u, eve + h] - level[u, eve]
    """
    dice = np.random.default_rng(seed)
    days = pools.apart.shape[1]
    known = (
        (~np.isnan(pools.apart[pools.told])).mean(axis=0) > 0.5 if pools.told.any() else np.zeros(days, bool)
    )
    eves = np.flatnonzero(known[: max(days - reach, 0)])[-EVES:]
    if not eves.size:
        return np.zeros((count, pools.apart.shape[0], reach))
    chosen = dice.choice(eves, size=count)
    ahead = chosen[:, None] + np.arange(reach)[None, :]
    found = pools.apart[:, ahead] - pools.level[:, chosen][:, :, None]
    return np.nan_to_num(found.transpose(1, 0, 2))
