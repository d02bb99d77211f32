"""Germany's daily gas use, measured: small consumers, industry, power stations and their sum.

Ruhnau et al. 2023, doi 10.1038/s41560-023-01260-5; read from the folder named by NUANDONG_REFERENCE_DATA, never
shipped. Small consumers and industry end in October 2020; small consumers begin in 2018. Power follows the
market for electricity more than the weather: it is shown, not counted.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.worlds.world import World
from nuandong.demand.series import UseHistory

SETTING = "NUANDONG_REFERENCE_DATA"
BEGINS = date(2018, 1, 1)


def read_german() -> tuple[World, ...]:
    """The measured series as one world of several units, or nothing where the setting names no folder."""
    folder = os.environ.get(SETTING)
    if not folder:
        return ()
    with (Path(folder) / "demand" / "germany_daily_2017_2020.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if date.fromisoformat(row["date"]) >= BEGINS]
    days = tuple(date.fromisoformat(row["date"]) for row in rows)
    small, works, power = (
        np.array([float(row[f"consumption_{part}"] or "nan") for row in rows])
        for part in ("small", "industry", "power")
    )
    use = np.stack([small, works, small + works, small + works + power])
    history = UseHistory(
        units=("small consumers", "industry", "small consumers and industry", "all with power stations"),
        days=days,
        use=use,
        held_back=np.zeros(use.shape),
        areas=("country",),
        area_of=np.zeros(use.shape[0], dtype=np.int64),
        temperature=np.array([[float(row["tmean_c"]) for row in rows]]),
        wind=np.full((1, len(days)), np.nan),
        rest_day=np.array(
            [row["holiday"] == "1" or day.weekday() >= 5 for row, day in zip(rows, days, strict=True)]
        ),
    )
    return (World("Germany", "measured", history),)
