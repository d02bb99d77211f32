"""Batches of coal-to-gas conversion: illustrative, the public counts of 2017 stand beside them."""

from __future__ import annotations

import random
from datetime import date

from areas import County
from loads import Load
from season import SEED
from sheets import Row

from nuandong.vocabulary import ConsumerClass, Evidence

CITIES_2017 = {"140100": "111 991", "140400": "79 972", "140500": "71 000", "140300": "53 000"}
PEAK_M3 = 12.5  # a rural house on a day of -10 degC (dossier §5: 9..14 m3 by city)
BATCHES = 62
BALANCE, PEAK_TEMPERATURE = 18.0, -10.0


def conversion_rows(counties: list[County]) -> list[Row]:
    """Rows of `conversions`: most certified with gas on before the season, some later, some not at all."""
    dice = random.Random(SEED + " conversions")
    able = [county for county in counties if not county.is_trucked and county.urban < 0.9]
    chosen = sorted(dice.sample(able, BATCHES), key=lambda county: county.code)
    return [_batch(county, dice) for county in chosen]


def _batch(county: County, dice: random.Random) -> Row:
    households = float(round(dice.uniform(250, 1900) / 10) * 10)
    certified = dice.random() < 0.88
    early = date(2023, 9, 1 + dice.randrange(28))
    late = date(2023, 11, 5 + dice.randrange(24))
    gas_on = (late if dice.random() < 0.2 else early) if certified or dice.random() < 0.5 else None
    known = CITIES_2017.get(county.city)
    said = (
        f"; the city had converted {known} households to gas by 2017-10-02 (Reuters, 2017)" if known else ""
    )
    return {
        "batch": f"c2g-{county.code}-2023", "county": county.code, "households": households, "certified": certified,
        "gas_on_day": gas_on, "peak_use_m3": round(households * PEAK_M3, 1), "evidence": Evidence.ILLUSTRATIVE,
        "reference": f"illustrative batch of 2023, {PEAK_M3} m3 a day and household at -10 degC{said}",
    }  # fmt: skip


def batch_loads(rows: list[Row], cities: dict[str, str]) -> list[Load]:
    """Certified batches with gas on, as loads on top of the models (the law of `nuandong.demand`)."""
    return [
        Load(
            county=row["county"], city=cities[row["county"]], consumer_class=ConsumerClass.C2G, steady=0.0,
            heat=row["peak_use_m3"] / 1e4 / (BALANCE - PEAK_TEMPERATURE), balance=BALANCE, rest_day_factor=1.0,
            since=row["gas_on_day"],
        )
        for row in rows
        if row["certified"] and row["gas_on_day"]
    ]  # fmt: skip
