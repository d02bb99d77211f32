"""The books of past use as the province has them: true use less what orders held back, with gaps and faults."""

from __future__ import annotations

from datetime import date

import numpy as np
from past_use import PastUse
from season import after, at
from sheets import Row

from nuandong.demand.groups import GROUPS
from nuandong.gasday import gas_days
from nuandong.vocabulary import ConsumerClass as Use

SEED = 20221214
FIRST_MONTH, LAST_MONTH = 11, 3
LAST_BOOKED = date(2023, 12, 13)  # from the next day on the daily reports tell
ONLY_FROM = {"140728": date(2022, 11, 1)}  # Pingyao kept no books before its second winter here
NO_BOOKS = frozenset({"140429"})  # Wuxiang has none at all
FAULTY = "140581"  # Gaoping: a slip of unit, a line that lies flat, days filled with zero
SLIPPED = (date(2022, 1, 5), date(2022, 1, 16))
FLAT = (date(2021, 12, 1), date(2021, 12, 9))
ZEROS = (date(2023, 2, 10), date(2023, 2, 12))
ORDERED = gas_days(first=date(2022, 12, 14), count=6)
CUT_COUNTIES, UNKNOWN_DEPTH = 26, 0.08
CUT = (Use.LNG_PLANT, Use.IND_FUEL_DISC, Use.IND_FUEL_CONT, Use.IND_FEED)
DEPTHS = {Use.LNG_PLANT: (0.5, 0.9), Use.IND_FUEL_DISC: (0.3, 0.7), Use.IND_FUEL_CONT: (0.1, 0.35),
          Use.IND_FEED: (0.15, 0.5)}  # fmt: skip


def held_back_rows(truth: PastUse) -> tuple[list[Row], dict[tuple[str, Use, date], float]]:
    """Rows of `use_held_back`, and what each order truly held back; of some nobody wrote down how much."""
    dice = np.random.default_rng(SEED)
    able = sorted({county for county, kind in truth.use if kind in CUT})
    chosen = sorted(dice.choice(able, CUT_COUNTIES, replace=False).tolist())
    rows: list[Row] = []
    held: dict[tuple[str, Use, date], float] = {}
    for county in chosen:
        for kind in CUT:
            line = truth.use.get((county, kind))
            if line is None or dice.random() < 0.35:
                continue
            depth = dice.uniform(*DEPTHS[kind])
            for day in ORDERED:
                amount = round(line[day] * depth, 3)
                if amount <= 0:
                    continue
                held[county, kind, day] = amount
                rows.append(_held_row(county, day, kind, None if dice.random() < UNKNOWN_DEPTH else amount))
    return rows, held


def _held_row(county: str, day: date, kind: Use, amount: float | None) -> Row:
    return {
        "county": county, "gas_day": day, "consumer_class": kind, "held_back": amount,
        "reason": "压减指令（示例）", "known_at": at(after(day, 1), 9, 30),
    }  # fmt: skip


def history_rows(truth: PastUse, held: dict[tuple[str, Use, date], float]) -> list[Row]:
    """Rows of `use_history`: one a county and gas day of November to March, three digits a figure."""
    counties = sorted({county for county, _ in truth.use} - NO_BOOKS)
    rows = []
    days = sorted(next(iter(truth.use.values())))
    for county in counties:
        rows += [_row(county, day, truth, held) for day in days if _is_booked(county, day)]
    return rows


def _is_booked(county: str, day: date) -> bool:
    in_winter = day.month >= FIRST_MONTH or day.month <= LAST_MONTH
    return in_winter and day <= LAST_BOOKED and day >= ONLY_FROM.get(county, day)


def _row(county: str, day: date, truth: PastUse, held: dict[tuple[str, Use, date], float]) -> Row:
    row: Row = {"county": county, "gas_day": day, "known_at": None}
    for group, kinds in GROUPS.items():
        found = [
            truth.use[county, kind][_seen(county, group, day)] - held.get((county, kind, day), 0.0)
            for kind in kinds
            if (county, kind) in truth.use
        ]
        row[group] = three_digits(_told(county, group, day, sum(found))) if found else None
    return row


def _seen(county: str, group: str, day: date) -> date:
    """The day whose figure the books show: a meter that stood still shows an earlier one."""
    return FLAT[0] if county == FAULTY and group == "heating" and FLAT[0] <= day <= FLAT[1] else day


def _told(county: str, group: str, day: date, use: float) -> float:
    if county != FAULTY:
        return use
    if ZEROS[0] <= day <= ZEROS[1]:
        return 0.0
    return use * 10 if group == "heating" and SLIPPED[0] <= day <= SLIPPED[1] else use


def three_digits(value: float) -> float:
    """A figure as a clerk writes it: three digits that count, and no finer than 10 m3."""
    if value <= 0:
        return 0.0
    return round(value, int(np.clip(2 - np.floor(np.log10(value)), 0, 3)))
