"""Gas that buildings burn: air and walls store heat, thermostats ask, boilers give what they can.

Each building has two capacities (air with furniture, walls), loses heat through its fabric and by wind, gains it
from sun and people, and is held at a set point that people lower at night, when away, and when gas is dear, and
lift in long cold. Boilers saturate, each at its own load; heating is switched on and off by habit, not by day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.climate import STEPS, Sky

STEP_HOURS = 24.0 / STEPS
FROST = 8.0  # degC: what an empty building is kept at


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """K archetypes: capacities kWh/K, conductances kW/K, kW, degC; `away` and `night` (K, 8) set back in K."""

    air: np.ndarray
    walls: np.ndarray
    through_air: np.ndarray
    through_walls: np.ndarray
    between: np.ndarray
    boiler: np.ndarray
    wanted: np.ndarray
    set_back: np.ndarray  # every day
    away: np.ndarray  # on working days besides
    closed: np.ndarray  # on rest days besides: shops and offices
    gains: np.ndarray
    aperture: np.ndarray  # m2
    starts_below: np.ndarray  # degC of three days at which heating is switched on
    hot_water: np.ndarray  # kW
    excited: np.ndarray  # K more for each 10 K below the cold that people know


def draw_stock(*, dwellings: int, offices: int, design: float, seed: int) -> Stock:
    """Seeded archetypes; boilers are sized for `design` (degC) with the scatter that installers leave."""
    rng = np.random.default_rng(seed)
    count = dwellings + offices
    office = np.arange(count) >= dwellings
    loss = rng.lognormal(np.log(0.16), 0.35, count) * np.where(office, 3.0, 1.0)
    wanted = np.where(office, 20.5, rng.normal(19.5, 1.6, count))
    windy = rng.uniform(0.25, 0.5, count)
    night = np.zeros((count, STEPS))
    night[:, [0, 1, 7]] = (rng.random(count) < 0.6)[:, None] * rng.uniform(1.0, 4.0, count)[:, None]
    away = np.zeros((count, STEPS))
    away[:, 3:5] = ((rng.random(count) < 0.45) & ~office)[:, None] * rng.uniform(1.0, 4.0, count)[:, None]
    closed = np.where(office, rng.uniform(0.5, 2.5, count), 0.0)[:, None] * np.ones(STEPS)
    return Stock(
        air=loss * rng.uniform(4, 9, count),
        walls=loss * rng.uniform(40, 130, count),
        through_air=loss * windy,
        through_walls=loss * (1 - windy),
        between=loss * rng.uniform(4, 9, count),
        boiler=loss * (wanted - design) * rng.lognormal(np.log(1.15), 0.22, count),
        wanted=wanted,
        set_back=night,
        away=away,
        closed=closed,
        gains=loss * rng.uniform(1.5, 4.0, count),
        aperture=loss * rng.uniform(8, 22, count),
        starts_below=rng.normal(13.0, 2.0, count),
        hot_water=np.where(office, 0.06, 0.28) * rng.lognormal(0, 0.3, count) * loss / 0.16,
        excited=np.where(office, 0.0, rng.uniform(0.0, 2.5, count)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """What people of a world do, day by day: rest days, K by which they hold rooms cooler, cold they know (degC)."""

    rest: np.ndarray
    cooler: np.ndarray
    known_cold: float


def burn(*, stock: Stock, sky: Sky, habits: Habits) -> np.ndarray:
    """Gas of each archetype in each area, kWh a day of heat value, (a, K, D); hot water included."""
    areas, steps = sky.temperature.shape
    rooms = _Rooms(stock, areas, float(sky.temperature[:, 0].mean()))
    gas = np.zeros((steps // STEPS, areas, stock.air.size))
    three_days = sky.temperature[:, : 3 * STEPS].mean(axis=1)
    for step in range(steps):
        day, part = divmod(step, STEPS)
        outside = sky.temperature[:, step]
        three_days = three_days + (outside - three_days) / (3 * STEPS)
        rest = habits.rest[day]
        target = stock.wanted - stock.set_back[:, part] - habits.cooler[day]
        target = target - (stock.closed if rest else stock.away)[:, part]
        shiver = np.clip(habits.known_cold - three_days, 0, 12)[:, None] / 10
        target = np.maximum(target + stock.excited * shiver, FROST)
        heat = rooms.step(target, outside, sky.wind[:, step], sky.sun[:, step], three_days)
        load = heat / stock.boiler
        gas[day] += heat * STEP_HOURS / (0.95 - 0.07 * load)  # condensing boilers like part load
    water = _hot_water(stock, sky, habits)
    return gas.transpose(1, 2, 0) + water


def _hot_water(stock: Stock, sky: Sky, habits: Habits) -> np.ndarray:
    """Cooking and hot water follow the ground's slow temperature and the days at home, (a, K, D)."""
    daily = sky.daily("temperature")
    ground = np.empty_like(daily)
    ground[:, 0] = daily[:, :30].mean(axis=1)
    for day in range(1, daily.shape[1]):
        ground[:, day] = ground[:, day - 1] + (daily[:, day] - ground[:, day - 1]) / 25
    colder = 1 + 0.018 * (12 - ground)
    at_home = np.where(habits.rest, 1.12, 1.0)
    return 24 * stock.hot_water[None, :, None] * (colder * at_home)[:, None, :] / 0.9


class _Rooms:
    """Temperatures of air and walls, stepped implicitly."""

    def __init__(self, stock: Stock, areas: int, outside: float) -> None:
        self.stock = stock
        start = max(outside, 16.0)
        self.air = np.full((areas, stock.air.size), start)
        self.walls = self.air.copy()
        self.heats = np.full(self.air.shape, outside < 10)
        self.store_air = stock.air / STEP_HOURS
        self.store_walls = stock.walls / STEP_HOURS
        self.wall_sum = self.store_walls + stock.between + stock.through_walls

    def step(
        self, target: np.ndarray, outside: np.ndarray, wind: np.ndarray, sun: np.ndarray, felt: np.ndarray
    ) -> np.ndarray:
        """Heat given (a, K) in kW over one step."""
        stock = self.stock
        habit = felt[:, None] - stock.starts_below
        self.heats = (habit < 0) | (self.heats & (habit < 3.0))
        out = outside[:, None]
        draught = np.sqrt(0.35 + (0.08 * wind[:, None]) ** 2 + 0.02 * np.abs(self.air - out))
        leak = stock.through_air * draught
        leak = np.where(self.air > 24.5, leak * 4, leak)  # windows are opened
        light = stock.aperture * sun[:, None] / 1000
        air_sum = self.store_air + leak + stock.between
        det = air_sum * self.wall_sum - stock.between**2
        air_side = self.store_air * self.air + leak * out + stock.gains + 0.4 * light
        wall_side = self.store_walls * self.walls + stock.through_walls * out + 0.6 * light
        free = (air_side * self.wall_sum + stock.between * wall_side) / det
        heat = np.clip((target - free) * det / self.wall_sum, 0, stock.boiler) * self.heats
        self.air = free + heat * self.wall_sum / det
        self.walls = (wall_side + stock.between * self.air) / self.wall_sum
        return heat
