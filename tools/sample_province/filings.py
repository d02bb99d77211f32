"""What counties reported they used in the days before the default gas day: the truth of `past_use`, nearly."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from past_use import PastUse
from season import GAS_DAY, SEED, after, at
from sheets import Row

# The use of 19 December is filed on the 20th, after the decision: a replay at 17:30 must not see it.
REPORTED_DAYS = tuple(GAS_DAY - timedelta(days=lag) for lag in range(6, 0, -1))
LATEST = date(2023, 12, 18)
SILENT = ("140224", "140928", "141032")  # Lingqiu, Wuzhai, Yonghe: nothing for the latest day by the decision
NOISE = 0.006


def report_rows(truth: PastUse) -> list[Row]:
    """Rows of `use_reports`."""
    dice = random.Random(SEED + " reports")
    counties = sorted({county for county, _ in truth.use})
    rows: list[Row] = []
    for day in REPORTED_DAYS:
        minutes = {county: dice.randrange(10, 85) for county in counties}
        for (county, kind), line in truth.use.items():
            told = line[day] * (1 + dice.uniform(-NOISE, NOISE))
            rows.append({
                "county": county, "gas_day": day, "consumer_class": kind, "use": round(told, 4),
                "filed_at": _filed(county, day, minutes[county]),
            })  # fmt: skip
    return [row for row in rows if row["use"] > 0]


def _filed(county: str, day: date, minutes: int) -> datetime:
    if day == LATEST and county in SILENT:
        return at(after(day, 1), 21, minutes % 60)  # late: known only after the decision
    return at(after(day, 1), 8 + minutes // 60, minutes % 60)
