"""What each made world is like, on one page: climates, people, growth, shocks, faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a world: shares of dwellings, offices and works in its winter use, and how it changes."""

    name: str
    dwellings: float = 1.0
    offices: float = 0.0
    works: float = 0.0
    grows: float = 0.0  # share of households that are connected during the record
    exodus: float = 0.0  # share of people away at Spring Festival; negative where they come home to
    slow: float = 0.012  # chance with memory, share of use
    quick: float = 0.012  # chance without
    scale: float = 100.0  # mean use of a day


@dataclass(frozen=True, slots=True)
class Plan:
    """A world: its climate, its span of days, its units, and what befalls it."""

    kind: str
    climate: str
    units: tuple[Unit, ...]
    first: date = date(2018, 7, 1)
    last: date = date(2024, 6, 30)
    areas: int = 2
    is_chinese: bool = False
    design: float = -12.0  # degC for which boilers are sized
    known_cold: float = -8.0  # degC below which people turn it up
    crisis: date | None = None  # gas becomes dear: rooms K cooler and a share given up within weeks
    step: tuple[date, float] | None = None  # a regime change: use times so much from that day on
    has_bad_station: bool = False
    is_averaged: bool = False  # one unit spread over all areas, with the mean of their stations
    curtailed: int = 0  # days of the last winter but one and of the last on which works were cut
    seed: int = 1


TOWN = Unit("town", 0.65, 0.2, 0.15, exodus=0.18)
VILLAGES = Unit("villages", 1.0, grows=0.8, exodus=-0.12, scale=20.0, slow=0.02, quick=0.02)
SHOPS = Unit("shops", 0.1, 0.9, exodus=0.25, scale=30.0)
WORKS = Unit("works", 0.05, 0.05, 0.9, scale=60.0, slow=0.03, quick=0.015)
WHOLE = Unit("utility", 0.6, 0.25, 0.15)

PLANS = (
    Plan("cold continental", "taiyuan", (TOWN, VILLAGES, SHOPS, WORKS), is_chinese=True, seed=11),
    Plan(
        "coal to gas, strong growth",
        "taiyuan",
        (Unit("east", grows=1.6, exodus=-0.1), Unit("west", grows=0.9, exodus=0.1, slow=0.02), TOWN),
        is_chinese=True,
        seed=12,
    ),
    Plan("oceanic mild", "oceanic", (WHOLE, SHOPS), design=-8.0, known_cold=-2.0, seed=13),
    Plan("very cold", "very_cold", (WHOLE, Unit("homes")), design=-25.0, known_cold=-20.0, seed=14),
    Plan("short winter", "short_winter", (WHOLE, Unit("homes")), design=-2.0, known_cold=3.0, seed=15),
    Plan(
        "southern hemisphere",
        "southern",
        (WHOLE, Unit("homes", slow=0.02)),
        first=date(2019, 1, 1),
        last=date(2023, 12, 31),
        design=0.0,
        known_cold=4.0,
        seed=16,
    ),
    Plan(
        "short record, one winter",
        "taiyuan",
        (TOWN, VILLAGES),
        first=date(2022, 9, 1),
        is_chinese=True,
        seed=17,
    ),
    Plan("short record, two winters", "oceanic", (WHOLE, WORKS), first=date(2021, 9, 1), design=-8.0,
         known_cold=-2.0, seed=18),
    Plan("faulty station", "very_cold", (WHOLE, SHOPS), design=-25.0, known_cold=-20.0, has_bad_station=True,
         seed=19),
    Plan("curtailed days", "taiyuan", (TOWN, WORKS), is_chinese=True, curtailed=9, seed=20),
    Plan("crisis winter", "oceanic", (WHOLE, Unit("homes"), SHOPS), crisis=date(2023, 10, 20), design=-8.0,
         known_cold=-2.0, seed=21),
    Plan("regime change", "taiyuan", (TOWN, WHOLE), step=(date(2023, 12, 11), 1.22), is_chinese=True, seed=22),
    Plan(
        "small noisy county",
        "taiyuan",
        (Unit("hamlets", scale=0.6, slow=0.06, quick=0.09, grows=0.3), Unit("valley", 0.8, 0.2, slow=0.04, quick=0.06,
                                                                           scale=1.2, exodus=-0.2)),
        is_chinese=True,
        seed=23,
    ),
    Plan("large smooth country", "oceanic", (Unit("country", 0.75, 0.25, slow=0.008, quick=0.005, scale=900.0),),
         areas=4, design=-10.0, known_cold=-4.0, is_averaged=True, seed=24),
)  # fmt: skip
