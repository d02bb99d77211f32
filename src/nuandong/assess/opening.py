"""What lies in the stores this morning, and how much of the season's cold is still to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from nuandong.assess.axes import Axes
from nuandong.demand.tables import Weather
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.network.tables import Network
from nuandong.units import FloatArray
from nuandong.vocabulary import WeatherKind

FRESH_DAYS = 1  # a reading of the day before is what the morning has
MOST_NAMED = 5
BALANCE_TEMPERATURE = 18.0  # degC, of heating degree days (dossier §5)


def opening_inventory(*, network: Network, axes: Axes) -> tuple[FloatArray, Findings]:
    """Inventory of each store at the begin of the first gas day, (k,) in 10^4 m3, with what is wrong.

    The newest reading known by `as_of` counts, of two for one gas day that which became known later; a store
    without one keeps its season opening and is named, and so is a store whose newest is older than the day before.
    """
    readings = network.inventories
    newest: dict[str, tuple[tuple[date, datetime], float]] = {}
    for row, store in enumerate(readings.store):
        when = (readings.gas_day[row], readings.known_at[row])
        known = when[1] <= axes.as_of and when[0] <= axes.days[0]
        if known and (store not in newest or when > newest[store][0]):
            newest[store] = (when, float(readings.inventory[row]))
    stores = network.stores
    opening = np.asarray(
        [newest[store][1] if store in newest else float(stores.opening[row])
         for row, store in enumerate(stores.store)],
        dtype=np.float64,
    )  # fmt: skip
    unread = tuple(_unread(store) for store in stores.store if store not in newest)
    age = {store: (axes.days[0] - newest[store][0][0]).days for store in stores.store if store in newest}
    stale = {store: days for store, days in age.items() if days > FRESH_DAYS}
    found = Findings(unread + ((_stale(stale),) if stale else ()))
    return np.minimum(opening, stores.working_capacity), found


def _unread(store: str) -> Finding:
    return Finding(
        code="store-without-reading",
        place=Place(file="inventories.csv", column="store"),
        value=store,
        wanted_zh="没有可用的库存读数，按采暖季初库存计算；请补报当日库存",
        wanted_en="no stock reading known; the stock at season start stands for it. File today's stock",
        severity=Severity.WARNING,
    )


def _stale(age: dict[str, int]) -> Finding:
    """One warning for all stores whose reading is old, the oldest first."""
    oldest = sorted(age, key=lambda store: -age[store])
    named = "、".join(oldest[:MOST_NAMED]) + ("……" if len(oldest) > MOST_NAMED else "")
    days = age[oldest[0]]
    return Finding(
        code="store-reading-old",
        place=Place(file="inventories.csv", column="gas_day"),
        value=named,
        wanted_zh=f"{len(oldest)} 座储气设施的最新库存读数早于前一气日，最旧为 {days} 天前，仍按它计算；请补报当日库存",
        wanted_en=f"newest stock reading older than the day before in {len(oldest)} stores, the oldest {days} days "
        "old, and it stands for today's stock; file today's stock",
        severity=Severity.WARNING,
    )


def season_share(*, weather: Weather, days: tuple[date, ...], season_last: date) -> FloatArray:
    """Part of the degree-days from the first gas day to the season's end that lies after each day, (t,).

    By the normals of all areas, or evenly by days where no normal is at hand: what will be cold later is not
    known today.
    """
    rest = [days[0] + timedelta(days=step) for step in range((season_last - days[0]).days + 1)]
    if not rest:
        return np.zeros(len(days))
    sums: dict[date, list[float]] = {}
    for row, kind in enumerate(weather.kind):
        if kind is WeatherKind.NORMAL:
            sums.setdefault(weather.gas_day[row], []).append(float(weather.mean_temperature[row]))
    typical = [BALANCE_TEMPERATURE - float(np.mean(sums[day])) if day in sums else 1.0 for day in rest]
    weight = np.maximum(np.asarray(typical), 0.0)
    total = float(weight.sum())
    if total == 0:
        return np.zeros(len(days))
    after = 1.0 - np.cumsum(weight) / total
    share: FloatArray = np.zeros(len(days))
    share[: min(len(days), len(rest))] = after[: len(days)]
    return np.clip(share, 0.0, 1.0)
