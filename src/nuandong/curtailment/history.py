"""What earlier gas days of the season asked of each user: hours, volumes, days, as known at the decision.

Only rows of the season of the day asked about count, before that day, and known by the decision: a replay of the past
knows no later cut. A user who is cut at two points on one gas day is cut for the longer of the two times.

Clauses: T-030 (days of an interruptible contract), T-045 (least cumulative hours first).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from nuandong.curtailment.tables import CutHistory, UserBook
from nuandong.gasday import season_of
from nuandong.units import HOURS_PER_DAY, FloatArray, IntArray


def rows_that_count(*, history: CutHistory, day: date, decided_at: datetime) -> tuple[int, ...]:
    """Rows of the history that stand for the season's gas days before `day`, known at the decision."""
    first = season_of(day).first
    return tuple(
        row
        for row, (gas_day, known_at) in enumerate(zip(history.gas_day, history.known_at, strict=True))
        if first <= gas_day < day and known_at <= decided_at and history.relief[row] > 0
    )


def hours_cut(*, book: UserBook, day: date, decided_at: datetime) -> FloatArray:
    """Hours for which each user was cut this season before `day`, (users,): what the user book says of the time
    before the history begins, and the history."""
    owner = dict(zip(book.delivery_points.point, book.delivery_points.user, strict=True))
    history = book.cut_history
    longest: dict[tuple[str, date], float] = {}
    for row in rows_that_count(history=history, day=day, decided_at=decided_at):
        key = (owner.get(history.point[row], ""), history.gas_day[row])
        longest[key] = max(longest.get(key, 0.0), float(history.hours[row]))
    added: dict[str, float] = {}
    for user, gas_day in sorted(longest):
        added[user] = added.get(user, 0.0) + longest[user, gas_day]
    before = np.nan_to_num(book.users.cumulative_hours)
    return np.asarray([before[row] + added.get(user, 0.0) for row, user in enumerate(book.users.user)])


def volume_cut(*, book: UserBook, day: date, decided_at: datetime) -> FloatArray:
    """Volume that each delivery point gave up this season before `day`, (n,) in 10^4 m3."""
    history, total = book.cut_history, np.zeros(len(book.delivery_points.point))
    row_at = {point: row for row, point in enumerate(book.delivery_points.point)}
    for row in rows_that_count(history=history, day=day, decided_at=decided_at):
        if history.point[row] in row_at:
            total[row_at[history.point[row]]] += float(history.relief[row])
    return total


def days_cut(*, book: UserBook, day: date, decided_at: datetime) -> IntArray:
    """On how many of the season's gas days before `day` each delivery point was cut, (n,)."""
    history = book.cut_history
    rows = rows_that_count(history=history, day=day, decided_at=decided_at)
    met = {(history.point[row], history.gas_day[row]) for row in rows}
    count: dict[str, int] = {}
    for point, _ in met:
        count[point] = count.get(point, 0) + 1
    return np.asarray([count.get(point, 0) for point in book.delivery_points.point], dtype=np.int64)


def history_days(*, history: CutHistory, day: date, decided_at: datetime) -> tuple[date, ...]:
    """The season's gas days before `day` on which anybody was cut, in order."""
    rows = rows_that_count(history=history, day=day, decided_at=decided_at)
    return tuple(sorted({history.gas_day[row] for row in rows}))


def joined(histories: Iterable[CutHistory]) -> CutHistory:
    """Histories as one, sorted by day and point; of two rows for one point and gas day the later known one stands,
    of two known at once the one given last."""
    newest: dict[tuple[date, str], tuple[datetime, float, float]] = {}
    for history in histories:
        rows = zip(
            history.gas_day, history.point, history.known_at, history.relief, history.hours, strict=True
        )
        for gas_day, point, known_at, relief, hours in rows:
            standing = newest.get((gas_day, point))
            if standing is None or standing[0] <= known_at:
                newest[gas_day, point] = (known_at, float(relief), float(hours))
    keys = sorted(newest)
    return CutHistory(
        point=tuple(point for _, point in keys),
        gas_day=tuple(gas_day for gas_day, _ in keys),
        relief=np.asarray([newest[key][1] for key in keys], dtype=np.float64),
        hours=np.asarray([newest[key][2] for key in keys], dtype=np.float64),
        known_at=tuple(newest[key][0] for key in keys),
    )


def with_history(*, book: UserBook, further: Iterable[CutHistory]) -> UserBook:
    """The book with the cuts of further gas days in its history."""
    return replace(book, cut_history=joined((book.cut_history, *further)))


def day_history(
    *, points: Iterable[str], relief: FloatArray, in_time: FloatArray, day: date, decided_at: datetime
) -> CutHistory:
    """The lines of one gas day's plan as history: `in_time` is the share of the day that each was cut for."""
    named = tuple(points)
    return CutHistory(named, (day,) * len(named), relief, in_time * HOURS_PER_DAY, (decided_at,) * len(named))
