"""What every county used, by class, in three past winters and this one so far: houses, calendars, plants, chance.

The product forecasts with regressions on effective temperature. Nothing here does: heat comes from `houses`, levels
drift with a memory, towns grow, works close for Spring Festival, plants change their load, and a cold week of
December 2022 saw orders. All of it is illustrative and written by chance from one seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import houses
import numpy as np
from climate import Temperatures
from loads import Load
from past_weather import WINTERS, winter_days
from season import GAS_DAY, LEAD_IN
from years import festival, is_rest, quiet

from nuandong.gasday import gas_days
from nuandong.vocabulary import ConsumerClass as Use

SEED = 20231220
LEVEL = 0.9995  # brings the default gas day near its story
COUNTY_SPREAD = 0.05
KIND_OF = {
    Use.C2G: "village", Use.CENTRAL_HEAT: "network", Use.CHP_HEAT: "network", Use.CHP_POWER: "network",
    Use.PUB_ESS: "shop", Use.PUB_OTHER: "shop", Use.COMM: "shop", Use.COMM_HEAT: "shop",
}  # fmt: skip
# class: growth a year; step and memory of a level that drifts; noise of a day
GROWTH = {Use.C2G: 0.06, Use.RES_HEAT: 0.035, Use.CENTRAL_HEAT: 0.03, Use.CHP_HEAT: 0.02, Use.COMM_HEAT: 0.03,
          Use.BUS: -0.03, Use.TAXI: -0.02}  # fmt: skip
DRIFT = {Use.IND_FUEL_CONT: (0.007, 0.985), Use.IND_FUEL_DISC: (0.012, 0.97), Use.IND_FEED: (0.008, 0.985),
         Use.POWER: (0.07, 0.85), Use.CHP_POWER: (0.03, 0.85)}  # fmt: skip
QUIET_DRIFT = (0.006, 0.9)
CAMPAIGN, HALTED = 1 / 45, 0.74  # a liquefaction plant changes its load every 45 days or so
HALF_LIT = 12.0  # days until a batch of converted houses burns as one
BURNT = 0.86  # of what the register says, houses burn in truth


@dataclass(frozen=True)
class Span:
    """The days of one winter, named by its autumn."""

    autumn: int
    days: tuple[date, ...]


@dataclass(frozen=True)
class PastUse:
    """Use of each county and class by day, 10^4 m3/day; the last winter reaches to the day before the story."""

    use: dict[tuple[str, Use], dict[date, float]]


def spans() -> list[Span]:
    """Three past winters and this one up to the eve of the default gas day."""
    this = gas_days(first=LEAD_IN, count=(GAS_DAY - LEAD_IN).days)
    return [Span(autumn, winter_days(autumn)) for autumn in WINTERS] + [Span(2023, this)]


def past_use(loads: list[Load], temperatures: Temperatures) -> PastUse:
    """The truth behind every report and every past day; `temperatures` of all four winters."""
    dice = np.random.default_rng(SEED)
    counties = sorted({load.county for load in loads})
    habits = {county: (LEVEL * np.exp(COUNTY_SPREAD * dice.standard_normal()), dice.uniform(0.6, 1.4))
              for county in counties}  # fmt: skip
    growth = {county: dice.uniform(0.3, 1.7) for county in counties}
    found: dict[tuple[str, Use], dict[date, float]] = {}
    for span in spans():
        warm = _houses(span, temperatures, dice)
        for load, drift in zip(loads, _drifts(loads, span, dice), strict=True):
            level, depth = habits[load.county]
            years = 2023 - span.autumn
            grown = (1 + GROWTH.get(load.consumer_class, 0.0) * growth[load.county]) ** -years
            use = level * grown * drift * _use(load, span, warm[load.city], depth)
            line = found.setdefault((load.county, load.consumer_class), {})
            for day, value in zip(span.days, use, strict=True):
                line[day] = line.get(day, 0.0) + max(0.0, float(value))
    return PastUse(found)


def _use(load: Load, span: Span, heat: dict[str, np.ndarray], depth: float) -> np.ndarray:
    """Steady use by the calendar and heat by the houses, before levels and chance, (days,)."""
    kind = load.consumer_class
    warmth = load.heat * (load.balance - houses.STEADY) * heat[KIND_OF.get(kind, "flat")]
    if load.since is not None:
        lit = np.array([(day - load.since).days for day in span.days])
        return BURNT * warmth * np.where(lit >= 0, 1 - np.exp(-(lit + 1) / HALF_LIT), 0.0)
    rest = np.array([load.rest_day_factor if is_rest(day) else 1.0 for day in span.days])
    return (load.steady * rest + warmth) * festival(kind, span.days, depth) * quiet(kind, span.days)


def _houses(
    span: Span, temperatures: Temperatures, dice: np.random.Generator
) -> dict[str, dict[str, np.ndarray]]:
    """Heat of each kind of house in each city by day, disturbed by what no temperature tells."""
    count, towns = len(span.days), sorted(temperatures)
    shared = _memory(count, 0.007, 0.85, dice)
    outside = np.array([[temperatures[city][day] for day in span.days] for city in towns])
    sun = np.clip(1 + 0.45 * dice.standard_normal(outside.shape), 0.1, 1.9)
    wind = np.exp(0.16 * dice.standard_normal(outside.shape))
    stir = np.array([1 + shared + _memory(count, 0.009, 0.7, dice) for _ in towns])
    heats = {name: houses.heat(kind, outside, sun, wind) * stir for name, kind in houses.KINDS.items()}
    return {city: {name: heats[name][row] for name in heats} for row, city in enumerate(towns)}


def _drifts(loads: list[Load], span: Span, dice: np.random.Generator) -> list[np.ndarray]:
    """What else moves each row: a level with a memory, a plant's campaigns, and the noise of a small town."""
    count = len(span.days)
    own: dict[str, np.ndarray] = {}
    drifts = []
    for load in loads:
        if load.county not in own:
            own[load.county] = _memory(count, 0.011, 0.75, dice)
        step, memory = DRIFT.get(load.consumer_class, QUIET_DRIFT)
        level = 1 + own[load.county] + _memory(count, step, memory, dice)
        if load.consumer_class is Use.LNG_PLANT:
            level = level * _campaigns(count, dice)
        noise = 0.012 + 0.01 / np.sqrt(1 + load.reference_use)
        drifts.append(np.maximum(0.05, level * (1 + noise * dice.standard_normal(count))))
    return drifts


def _memory(count: int, step: float, memory: float, dice: np.random.Generator) -> np.ndarray:
    """A level around 0 that remembers, begun where it has long been wandering, (days,)."""
    value = dice.standard_normal() * step / np.sqrt(1 - memory**2)
    series = np.zeros(count)
    for place, shock in enumerate(dice.standard_normal(count) * step):
        series[place] = value = memory * value + shock
    return series


def _campaigns(count: int, dice: np.random.Generator) -> np.ndarray:
    """Full load or reduced, changed now and then, (days,)."""
    full, series = bool(dice.random() < 0.8), np.ones(count)
    for place in range(count):
        if dice.random() < CAMPAIGN:
            full = not full
        series[place] = 1.0 if full else HALTED
    return series
