"""Every made world, built from its plan: weather, buildings, people, works, chance, and then the faults of records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from benchmarks.worlds.climate import CLIMATES, Sky, make_sky, memory
from benchmarks.worlds.houses import Habits, burn, draw_stock
from benchmarks.worlds.people import away_share, growth, ramp, rest_days, works_rhythm
from benchmarks.worlds.plans import PLANS, Plan, Unit
from benchmarks.worlds.world import Chance, World
from nuandong.demand.calendar import rest_flags
from nuandong.demand.series import UseHistory

KINDS = tuple(plan.kind for plan in PLANS)
DWELLINGS, OFFICES = 14, 6
CRISIS_COOLER, CRISIS_SHARE, CRISIS_DAYS = 1.1, 0.08, 30  # about 15 % less together
CUT = 0.35  # share of use that a cut day prevents


def build_worlds(*, kinds: tuple[str, ...] = KINDS, seed: int = 0) -> tuple[World, ...]:
    """The worlds of some kinds; another `seed` gives other weather, buildings and chance of the same kinds."""
    return tuple(build_world(kind=kind, seed=seed) for kind in kinds)


def build_world(*, kind: str, seed: int = 0) -> World:
    """One world, seeded."""
    plan = next(plan for plan in PLANS if plan.kind == kind)
    key = 1000 * plan.seed + seed
    days = tuple(plan.first + timedelta(days=step) for step in range((plan.last - plan.first).days + 1))
    resting = rest_days(days, is_chinese=plan.is_chinese)
    sky = make_sky(climate=CLIMATES[plan.climate], days=days, areas=plan.areas, seed=key)
    expected = _expected(plan, days, rest_flags(days=days, rest_days=resting), sky, key)
    chance = Chance(
        np.array([unit.slow for unit in plan.units]),
        np.array([unit.quick for unit in plan.units]),
        np.full(len(plan.units), 0.8),
    )
    slow, quick = chance.drawn(len(days), seed=key + 7)
    read, wind = _station(sky.daily("temperature"), key), sky.daily("wind")
    if plan.is_averaged:
        read, wind = read.mean(axis=0, keepdims=True), wind.mean(axis=0, keepdims=True)
    history = UseHistory(
        units=tuple(unit.name for unit in plan.units),
        days=days,
        use=expected * (1 + slow + quick),
        held_back=np.zeros(expected.shape),
        areas=tuple(f"area {number}" for number in range(read.shape[0])),
        area_of=_area_of(plan),
        temperature=read,
        wind=wind,
        rest_day=rest_flags(days=days, rest_days=resting),
    )
    if plan.has_bad_station:
        history = _with_bad_station(history, key)
    if plan.curtailed:
        history = _with_cuts(history, plan.curtailed, key)
    return World(kind, "made", history, expected, slow, chance.memory)


def _area_of(plan: Plan) -> np.ndarray:
    return (
        np.zeros(len(plan.units), dtype=np.int64)
        if plan.is_averaged
        else np.arange(len(plan.units)) % plan.areas
    )


def _expected(plan: Plan, days: tuple[date, ...], rest: np.ndarray, sky: Sky, key: int) -> np.ndarray:
    crisis = np.zeros(len(days)) if plan.crisis is None else ramp(days, begin=plan.crisis, length=CRISIS_DAYS)
    habits = Habits(rest, CRISIS_COOLER * crisis, plan.known_cold)
    stock = draw_stock(dwellings=DWELLINGS, offices=OFFICES, design=plan.design, seed=key + 1)
    gas = burn(stock=stock, sky=sky, habits=habits)
    gas = gas / gas.mean(axis=2, keepdims=True)
    if plan.is_averaged:
        gas = gas.mean(axis=0, keepdims=True)
    rows = []
    for number, (unit, area) in enumerate(zip(plan.units, _area_of(plan), strict=True)):
        rng = np.random.default_rng(key + 100 + number)
        works = works_rhythm(days, rest, is_chinese=plan.is_chinese, seed=key + 200 + number)
        rows.append(_unit_use(unit, days, gas[area], works, rng) * (1 - CRISIS_SHARE * crisis))
    use = np.stack(rows)
    if plan.step is not None:
        use = use * (1 + (plan.step[1] - 1) * ramp(days, begin=plan.step[0], length=3))
    return use


def _unit_use(
    unit: Unit, days: tuple[date, ...], gas: np.ndarray, works: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Expected use (D,): dwellings and offices in mixtures of their own, people away, growth, works."""
    homes = rng.dirichlet(np.full(DWELLINGS, 2.0)) @ gas[:DWELLINGS]
    offices = rng.dirichlet(np.full(OFFICES, 2.0)) @ gas[DWELLINGS:]
    homes = homes * (1 - 0.85 * away_share(days, strength=unit.exodus))
    homes = homes * growth(days, by=unit.grows, middle=rng.uniform(0.3, 0.7), years=rng.uniform(2, 5))
    return unit.scale * (unit.dwellings * homes + unit.offices * offices + unit.works * works)


def _station(temperature: np.ndarray, key: int) -> np.ndarray:
    """What the station reads: not quite the air of the whole area."""
    rng = np.random.default_rng(key + 3)
    apart = 0.3 * memory(rng, temperature.shape, 0.7) + rng.normal(0, 0.2, temperature.shape)
    return np.round(temperature + apart + rng.normal(0, 0.6, (temperature.shape[0], 1)), 1)


def _with_bad_station(history: UseHistory, key: int) -> UseHistory:
    """Days missing, a stuck week, and a station that reads 2 K warmer after it was moved."""
    rng = np.random.default_rng(key + 4)
    temperature, use = history.temperature.copy(), history.use.copy()
    span = len(history.days)
    temperature[rng.random(temperature.shape) < 0.03] = np.nan
    for begin in rng.integers(0, span - 30, 6):
        temperature[rng.integers(temperature.shape[0]), begin : begin + 7] = temperature[0, begin]
    temperature[0, span - 600 :] += 2.0
    use[rng.random(use.shape) < 0.02] = np.nan
    return replace(history, use=use, temperature=temperature)


def _with_cuts(history: UseHistory, count: int, key: int) -> UseHistory:
    """The coldest days of the last two winters, on which every unit was cut and knows by how much."""
    use, held_back = history.use.copy(), history.held_back.copy()
    last = len(history.days)
    for end in (last, last - 365):
        felt = np.where(np.arange(last) < end - 365, np.inf, history.temperature[0])[:end]
        cold = np.argsort(felt)[:count]
        held_back[:, cold] = CUT * use[:, cold]
        use[:, cold] -= held_back[:, cold]
    held_back[:, cold[::3]] = np.where(np.arange(use.shape[0])[:, None] == 0, np.nan, held_back[:, cold[::3]])
    return replace(history, use=use, held_back=held_back)
