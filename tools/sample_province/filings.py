"""What counties reported they used in the days before the default gas day: model times seeded noise."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta

from climate import Temperatures, effective
from loads import Load, is_rest_day
from season import GAS_DAY, SEED, after, at
from sheets import Row

from nuandong.vocabulary import ConsumerClass

# The use of 19 December is filed on the 20th, after the decision: a replay at 17:30 must not see it.
REPORTED_DAYS = tuple(GAS_DAY - timedelta(days=lag) for lag in range(6, 0, -1))
LATEST = date(2023, 12, 18)
SILENT = ("140224", "140928", "141032")  # Lingqiu, Wuzhai, Yonghe: nothing for the latest day by the decision
NOISE = 0.04


def report_rows(loads: list[Load], real: Temperatures) -> list[Row]:
    """Rows of `use_reports`."""
    dice = random.Random(SEED + " reports")
    bias = {county: dice.uniform(-0.01, 0.012) for county in sorted({load.county for load in loads})}
    rows: list[Row] = []
    for day in REPORTED_DAYS:
        minutes = {county: dice.randrange(10, 85) for county in bias}
        for (county, kind), use in _uses(loads, real, day).items():
            told = use * (1 + bias[county] + dice.uniform(-NOISE, NOISE) * 0.75)
            rows.append({
                "county": county, "gas_day": day, "consumer_class": kind, "use": round(told, 4),
                "filed_at": _filed(county, day, minutes[county]),
            })  # fmt: skip
    return [row for row in rows if row["use"] > 0]


def _filed(county: str, day: date, minutes: int) -> datetime:
    if day == LATEST and county in SILENT:
        return at(after(day, 1), 21, minutes % 60)  # late: known only after the decision
    return at(after(day, 1), 8 + minutes // 60, minutes % 60)


def _uses(loads: list[Load], real: Temperatures, day: date) -> dict[tuple[str, ConsumerClass], float]:
    uses: dict[tuple[str, ConsumerClass], float] = defaultdict(float)
    for load in loads:
        warmth = effective(real[load.city], day)
        uses[load.county, load.consumer_class] += load.use(warmth, rest=is_rest_day(day), day=day)
    return uses
