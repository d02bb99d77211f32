"""What a store can hold at most and at least, whatever the plan: from its own limits alone.

    most[k,t]   = min(capacity[k], (1 - boil_off[k] days[t]) most[k,t-1] + days[t] injection[k,t])
    fewest[k,t] = max(least[k,t], (1 - boil_off[k] days[t]) fewest[k,t-1] - days[t] sendout[k,t])
    most[k,-1]  = fewest[k,-1] = opening[k]

Volumes in 10^4 m3, (k, t). A store whose least stock is above the first, or whose capacity is below the second, has no
plan; nor has one that loses more in a step than it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.units import FloatArray

HAIR = 1e-6  # 10^4 m3: what is missed by less may be rounding, and is left to the solver


class StockFault(NamedTuple):
    """A store that no plan can keep: code, column and row of its figure, and what is wanted."""

    code: str
    column: str
    row: int
    value: float
    wanted_zh: str
    wanted_en: str


def most_held(case: BalanceCase) -> FloatArray:
    """Most that a store can hold at the end of each step: filled as fast as it can be."""
    tanks, most = case.tanks, np.zeros(case.tanks.sendout.shape)
    before = np.asarray(tanks.opening, dtype=np.float64)
    for step, days in enumerate(case.steps.days):
        kept = (1.0 - tanks.boil_off * days) * before
        before = np.minimum(tanks.capacity, kept + days * tanks.injection[:, step])
        most[:, step] = before
    return most


def fewest_held(case: BalanceCase) -> FloatArray:
    """Least that a store can hold at the end of each step: emptied as fast as it can be."""
    tanks, fewest = case.tanks, np.zeros(case.tanks.sendout.shape)
    least = np.minimum(tanks.least, tanks.capacity[:, None])
    before = np.asarray(tanks.opening, dtype=np.float64)
    for step, days in enumerate(case.steps.days):
        kept = (1.0 - tanks.boil_off * days) * before
        before = np.maximum(least[:, step], kept - days * tanks.sendout[:, step])
        fewest[:, step] = before
    return fewest


def faulty_stocks(case: BalanceCase) -> Iterator[StockFault]:
    """Stores that cannot be kept, one fault each, of cases whose figures are finite and not negative."""
    tanks = case.tanks
    loss = tanks.boil_off * float(case.steps.days.max(initial=0.0))
    for row in np.flatnonzero(loss > 1.0):
        zh, en = (
            "最长时段的蒸发超过全部库存，请核对单位（每日份额）",
            "loses more in its longest step than it holds; a share a day is wanted",
        )
        yield StockFault("balance-boil-off", "boil_off", int(row), float(tanks.boil_off[row]), zh, en)
    kept = loss <= 1.0
    margin = HAIR + 1e-9 * tanks.capacity
    beyond = tanks.least - most_held(case)
    fits = (tanks.least <= tanks.capacity[:, None] + HAIR).all(axis=1)  # else a fault already
    for row in np.flatnonzero(kept & fits & (beyond.max(axis=1, initial=0.0) > margin)):
        zh = f"最低库存达不到：不外输且按注气能力注满，仍差 {beyond[row].max():g} 万m³；请核对期初库存与最低库存"
        en = f"out of reach by {beyond[row].max():g} 10^4 m3 though filled as fast as can be; check opening and least"
        yield StockFault(
            "balance-least-out-of-reach", "least", int(row), float(tanks.least[row].max()), zh, en
        )
    over = fewest_held(case) - tanks.capacity[:, None]
    for row in np.flatnonzero(kept & (over.max(axis=1, initial=0.0) > margin)):
        zh = "期初库存大于库容，且外输能力不足以降到库容以内；请核对两者"
        en = "opens above its capacity and cannot be drawn down to it in time; check both figures"
        yield StockFault(
            "balance-opening-above-capacity", "opening", int(row), float(tanks.opening[row]), zh, en
        )
