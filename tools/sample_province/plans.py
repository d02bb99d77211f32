"""What a few large users say they will use: repairs, a restart, a plant at reduced load; one is filed too late."""

from __future__ import annotations

import random
from datetime import date, datetime

from consumers import Book
from season import GAS_DAY, SEED, after, at
from sheets import Row

from nuandong.vocabulary import ConsumerClass as Use

KINDS = (Use.IND_FEED, Use.IND_FUEL_CONT, Use.LNG_PLANT, Use.POWER)
PLANS = (
    (0.0, 6),
    (0.55, 14),
    (0.8, 14),
    (1.08, 14),
    (0.95, 14),
    (0.4, 5),
    (1.0, 14),
)  # share of load, gas days
EARLY = datetime.combine(date(2023, 12, 17), at(GAS_DAY, 15).timetz())
LATE = at(date(2023, 12, 19), 20)  # after the decision: a replay at 17:30 must not see it


def plan_rows(book: Book) -> list[Row]:
    """Rows of `use_plans`: one user a plan, each a named works of its own."""
    dice = random.Random(SEED + " plans")
    named = [row for row in book.points if row["user"].startswith("u-") and row["consumer_class"] in KINDS]
    chosen = dice.sample([row for row in named if 2 <= row["load"] <= 12], len(PLANS) + 1)
    rows = [
        {"point": point["point"], "gas_day": after(GAS_DAY, ahead), "use": round(point["load"] * share, 3),
         "filed_at": EARLY}
        for point, (share, days) in zip(chosen, PLANS, strict=False)
        for ahead in range(days)
    ]  # fmt: skip
    return [*rows, {"point": chosen[-1]["point"], "gas_day": GAS_DAY, "use": 0.0, "filed_at": LATE}]
