"""What the data doctor says of a case's books before they are learned from: every fault told, none mended in silence.

A province keeps a thousand series and a day's plan has seconds. So the pools (counties of one sky and group, summed)
are examined whole, and of the counties those that stand off their pool, lie flat, read zero or have holes. A fault that
many series share is one finding, that names how many.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from nuandong.demand.books import BookedUse
from nuandong.demand.calendar import rest_days_among
from nuandong.demand.doctor import Fault, FaultKind, Measure, examine, raw_from_history
from nuandong.demand.doctor.robust import median_along, spread_along
from nuandong.demand.pools import CROWD, Pools
from nuandong.demand.series import UseHistory
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.units import BoolArray, FloatArray, IntArray

OFF_POOL = 6.0  # spreads of its own departures, and
OFF_LEAST = 0.25  # of a log, from which on a county's day stands off its pool
MOVED = 0.18  # of a log, between the medians of four weeks and the next four: a level that moves away from the pool's
WEEKS = 28  # days
FLAT = 5  # days that read the same, from which on the doctor looks
SMALL = 0.02  # of a unit's mean: days below it are judged by its pool alone
NAMED = 3  # series that a finding names; of the others it says how many
MOST_EXAMINED = (
    160  # counties' series looked into, the furthest off first: a broken table must not stop a plan
)
FILES = {Measure.USE: "use_history", Measure.TEMPERATURE: "weather"}


def examined_books(*, booked: BookedUse, pools: Pools) -> Findings:
    """Findings of the known days of the books, one for each fault that series share, each with what is offered."""
    chosen = suspects(booked=booked, pools=pools)
    looked_at = _with_rows(pools.history, booked.history, chosen)
    faults = [fault for fault in _faults(looked_at, booked.known) if not _is_a_cut(fault, booked.history)]
    return Findings(tuple(_shared(faults, frozenset(pools.history.units))))


def suspects(*, booked: BookedUse, pools: Pools) -> IntArray:
    """Rows of the books that are examined one by one: without a crowd to be held against, or unlike it."""
    free = booked.history.free_use(known=booked.known)[:, : booked.known]
    crowd = np.bincount(pools.pool_of[pools.told], minlength=len(pools.history.units))
    lonely: BoolArray = (
        np.where(pools.told, crowd[pools.pool_of] < CROWD, True) if crowd.size else ~pools.told
    )
    if not np.isfinite(free).any():
        return np.zeros(0, dtype=np.int64)
    far = np.zeros(len(free))
    if np.isfinite(pools.apart).any():
        far = np.maximum(_off_pool(pools.apart, free), _off_level(pools.apart))
    plain = _reads_oddly(free)
    plain |= pools.doubted.any(axis=1)
    rank = np.where(plain, np.inf, far) + lonely
    wanted = np.flatnonzero((rank >= 1.0) & np.isfinite(free).any(axis=1))
    return np.sort(wanted[np.argsort(-rank[wanted], kind="stable")][:MOST_EXAMINED])


def _off_pool(apart: FloatArray, free: FloatArray) -> FloatArray:
    """How far the strangest day of each unit stands off its pool, (U,): 1 where it is worth a look."""
    seen = np.isfinite(apart).any(axis=0)
    left = apart[:, seen]
    error = np.abs(left - _around(left))
    usual = np.maximum(spread_along(error), OFF_LEAST / OFF_POOL)[:, None]
    mean = np.nansum(free, axis=1) / np.maximum(np.isfinite(free).sum(axis=1), 1)
    small = free[:, seen] < SMALL * mean[:, None]
    score: FloatArray = np.max(np.nan_to_num(np.where(small, 0.0, error / usual)), axis=1, initial=0.0)
    return score / OFF_POOL


def _around(values: FloatArray) -> FloatArray:
    """The median of each unit's month, (U, K) laid on its days."""
    months = _blocks(values, WEEKS)
    return np.repeat(months, WEEKS, axis=1)[:, : values.shape[1]]


def _off_level(apart: FloatArray) -> FloatArray:
    """The largest move of each unit's level against its pool from four weeks to the next four, (U,), 1 worth a look."""
    months = _blocks(apart[:, np.isfinite(apart).any(axis=0)], WEEKS)
    moves: FloatArray = np.max(np.nan_to_num(np.abs(np.diff(months, axis=1))), axis=1, initial=0.0)
    return moves / MOVED


def _blocks(values: FloatArray, length: int) -> FloatArray:
    """Medians of blocks of so many days, (n, K) to (n, ceil(K / length))."""
    short = -values.shape[1] % length
    padded = np.pad(values, ((0, 0), (0, short)), constant_values=np.nan)
    return median_along(padded.reshape(len(values), -1, length))


def _reads_oddly(free: FloatArray) -> BoolArray:
    """Units with a day of 0 or less, a flat line, or a hole on days that others know, (U,)."""
    seen = np.isfinite(free).any(axis=0)
    told = free[:, seen]
    known = np.isfinite(told)
    begun = np.logical_or.accumulate(known, axis=1)
    lasting = np.logical_or.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    same = np.zeros(known.shape, dtype=np.int64)
    same[:, 1:] = told[:, 1:] == told[:, :-1]
    steps = np.cumsum(same, axis=1)
    run = steps[:, FLAT - 1 :] - steps[:, : -FLAT + 1] if steps.shape[1] >= FLAT else np.zeros((len(free), 0))
    odd: BoolArray = np.any(told <= 0, axis=1) | np.any(~known & begun & lasting, axis=1)
    flat: BoolArray = np.any(run >= FLAT - 1, axis=1)
    return odd | flat


def _with_rows(pools: UseHistory, history: UseHistory, rows: IntArray) -> UseHistory:
    """The pools with some units of the history behind them."""
    return replace(
        pools,
        units=(*pools.units, *(history.units[row] for row in rows)),
        use=np.concatenate([pools.use, history.use[rows]]),
        held_back=np.concatenate([pools.held_back, history.held_back[rows]]),
        area_of=np.concatenate([pools.area_of, history.area_of[rows]]),
    )


def _is_a_cut(fault: Fault, history: UseHistory) -> bool:
    """Whether the days of a gap were metered, and only how deep they were cut is not known."""
    if fault.kind is not FaultKind.GAP or fault.series not in history.units:
        return False
    first = (fault.first - history.days[0]).days
    days = slice(first, first + (fault.last - fault.first).days + 1)
    return bool(np.isfinite(history.use[history.units.index(fault.series), days]).all())


def _faults(history: UseHistory, known: int) -> tuple[Fault, ...]:
    """What the doctor finds in the first `known` days of a history, with what was held back put back."""
    if not history.units:
        return ()
    past = replace(history, days=history.days[:known], use=history.free_use(known=known)[:, :known],
                   held_back=np.zeros((len(history.units), known)), temperature=history.temperature[:, :known],
                   wind=history.wind[:, :known], rest_day=history.rest_day[:known],
                   from_festival=history.from_festival[:known])  # fmt: skip
    raw = raw_from_history(history=past)
    resting = frozenset(day for day, rests in zip(past.days, past.rest_day, strict=True) if rests)
    weather = tuple(one for one in raw[len(past.units) :] if np.isfinite(one.value).any())
    return examine(
        use=raw[: len(past.units)],
        temperature=weather,
        rest_days=None if resting == rest_days_among(days=past.days) else resting,
    ).faults


def _shared(faults: Sequence[Fault], pools: frozenset[str]) -> Iterator[Finding]:
    """One finding for the faults of one kind and the same days; the pools' own stand for their counties."""
    together: dict[tuple[Measure, FaultKind, date, date], list[Fault]] = {}
    for fault in faults:
        together.setdefault((fault.measure, fault.kind, fault.first, fault.last), []).append(fault)
    for shared in together.values():
        yield _told(shared, pools)


def _told(shared: list[Fault], pools: frozenset[str]) -> Finding:
    first = max(shared, key=lambda fault: (fault.series in pools, fault.weight)).finding()
    owners = list(dict.fromkeys(fault.series.partition("/")[0] for fault in shared))
    groups = sorted({fault.series.partition("/")[2] for fault in shared} - {""})
    more_zh = f"（{len(shared)} 个序列同此）" if len(shared) > 1 else ""
    more_en = f" ({len(shared)} series alike)" if len(shared) > 1 else ""
    return Finding(
        code=first.code,
        place=Place(file=FILES[shared[0].measure], column=", ".join(groups)),
        value=f"{_named(owners)} {first.value}",
        wanted_zh=first.wanted_zh + more_zh,
        wanted_en=first.wanted_en + more_en,
        severity=Severity.WARNING,
    )


def _named(owners: Iterable[str]) -> str:
    every = list(owners)
    return ", ".join(every[:NAMED]) + (f" +{len(every) - NAMED}" if len(every) > NAMED else "")
