"""What each delivery point uses on a day, what it must keep, and what it can give up in time.

What cannot be cut in time is not counted: notice must run out and the plant must ramp down before any flow
is freed, and the hours lost that way are lost for the gas day. Ramping counts as no relief.

Clauses: T-029 (protected), T-030 (interruptible users), T-041 (notice), T-044 (lists).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

import numpy as np

from nuandong.curtailment.history import days_cut, hours_cut
from nuandong.curtailment.lists import list_findings, listed_days
from nuandong.curtailment.planned import load_as_planned
from nuandong.curtailment.tables import DeliveryPoints, UserBook
from nuandong.findings import AssuranceError, Finding, Findings, Place, Severity
from nuandong.gasday import begin_of, end_of
from nuandong.policy import PolicyBook, Powers, Tier
from nuandong.units import CUBIC_METRE, HOURS_PER_DAY, BoolArray, FloatArray
from nuandong.vocabulary import ConsumerClass

FLOOR_TOLERANCE = 1e-6  # of a cubic metre: 0.3 is 2999.9999999999995 m3 to a computer
CLASS_TOLERANCE = 1.001  # the points of a class may exceed the class by rounding only


class UseByClass(Protocol):
    """Forecast use by county and class: `use` (rows, days) in 10^4 m3/day."""

    @property
    def county(self) -> Sequence[str]: ...
    @property
    def consumer_class(self) -> Sequence[str]: ...
    @property
    def days(self) -> tuple[date, ...]: ...
    @property
    def use(self) -> FloatArray: ...


class DayNotCovered(AssuranceError):
    """A gas day outside the days for which loads were computed."""

    def __init__(self, day: date, days: tuple[date, ...]) -> None:
        self.day, self.days = day, days
        span = f"{days[0]}…{days[-1]}" if days else "none"
        super().__init__(f"{day}: loads are known for {span} only. Compute the loads for that day first.")


@dataclass(frozen=True, slots=True, eq=False)
class PointLoads:
    """Delivery points day by day: n points, T days, flows in 10^4 m3/day as means over the gas day.

    `tier` is empty where no order may touch the point. `load` scales with the forecast of its county and
    class, `safe` is what it must keep, `reducible` what may be cut in time, in whole m3; 0 off the lists.
    `in_time` is the share of the day left after notice and ramp, `max_cut` the largest share of load that
    may be ordered, `may_ask` whether the point stands on a list in force and has interruption days left.
    """

    point: tuple[str, ...]
    county: tuple[str, ...]
    tier: tuple[str, ...]
    load: FloatArray
    safe: FloatArray
    reducible: FloatArray
    consumer_class: tuple[ConsumerClass, ...]
    days: tuple[date, ...]
    decided_at: datetime
    in_time: FloatArray
    may_ask: BoolArray
    max_cut: FloatArray
    lead_hours: FloatArray
    cumulative_hours: FloatArray
    findings: Findings

    def column(self, day: date) -> int:
        """Where a gas day stands among the days; DayNotCovered otherwise."""
        if day not in self.days:
            raise DayNotCovered(day, self.days)
        return self.days.index(day)


def point_loads(  # noqa: PLR0913 - plans are the one part that a case may lack
    *,
    book: UserBook,
    forecast: UseByClass,
    reference_use: FloatArray,
    policy: PolicyBook,
    days: tuple[date, ...],
    decided_at: datetime,
    planned: FloatArray | None = None,
) -> PointLoads:
    """Load, safe load and reducible flow of every delivery point on `days` for a decision at `decided_at`.

        load[n,t]      = load of the point * use[county, class, t] / reference use[county, class]
        reducible[n,t] = min(max_cut * load, load - safe) * hours left after notice and ramp / 24

    rounded down to whole m3; 0 without tier, list in force or interruption days. `reference_use` (rows,) is
    the use of the forecast's rows on the day for which points give their load. A point with contract days
    left is counted on the first days of the horizon only. `planned` (n, T) is what users said they will use,
    NaN where they did not (see `planned`). DayNotCovered for a day without forecast.
    """
    points = book.delivery_points
    tiers = _tiers_of(points, policy, days[0])
    scale, doubts = _scale(points, forecast, reference_use, days)
    load = points.load[:, None] * scale
    if planned is not None:
        load = _as_planned(points, load, planned, forecast, reference_use, days)
    safe = _safe_load(points, tiers, load)
    max_cut = np.array([tier.max_cut if tier else 0.0 for tier in tiers], dtype=np.float64)
    lead = _lead_hours(points, tiers)
    keys = tuple(tier.key if tier else "" for tier in tiers)
    allowed = listed_days(book=book, days=days, decided_at=decided_at) & _days_left(book, days, decided_at)
    loads = PointLoads(
        point=points.point,
        county=points.county,
        tier=keys,
        load=load,
        safe=safe,
        reducible=np.zeros_like(load),
        consumer_class=points.consumer_class,
        days=days,
        decided_at=decided_at,
        in_time=share_in_time(lead_hours=lead, days=days, decided_at=decided_at),
        may_ask=allowed & np.array([bool(key) for key in keys], dtype=np.bool_)[:, None],
        max_cut=max_cut,
        lead_hours=lead,
        cumulative_hours=_cumulative_hours(book, days[0], decided_at),
        findings=list_findings(book=book, tiers=keys) + _safe_load_findings(points, tiers) + doubts,
    )
    return replace(loads, reducible=_reducible(loads))


def within_powers(*, loads: PointLoads, powers: Powers) -> PointLoads:
    """The same points, asked for no more than a level allows: its tiers, and its limit in each of them."""
    limits = np.array([powers.cut_limit(tier) if tier else 0.0 for tier in loads.tier], dtype=np.float64)
    narrowed = replace(loads, max_cut=np.minimum(loads.max_cut, limits))
    return replace(narrowed, reducible=_reducible(narrowed))


def share_in_time(*, lead_hours: FloatArray, days: tuple[date, ...], decided_at: datetime) -> FloatArray:
    """Share of each gas day that is left once notice and ramp have run from the decision, (n, T) in 0..1."""
    ends = np.array([(end_of(day) - decided_at).total_seconds() / 3600.0 for day in days], dtype=np.float64)
    left: FloatArray = np.clip((ends[None, :] - lead_hours[:, None]) / HOURS_PER_DAY, 0.0, 1.0)
    return left


def notify_by(*, lead_hours: float, day: date, decided_at: datetime) -> datetime:
    """When a point must be told at the latest for all the relief that is counted; at once if it is late."""
    return max(decided_at, begin_of(day) - timedelta(hours=lead_hours))


def whole_m3_down(flow: FloatArray) -> FloatArray:
    """Flows rounded down to whole m3 a day (10^4 m3/day in and out)."""
    cubic_metres = np.floor(flow / CUBIC_METRE + FLOOR_TOLERANCE)
    rounded: FloatArray = np.round(cubic_metres * CUBIC_METRE, 4)
    return rounded


def _reducible(loads: PointLoads) -> FloatArray:
    """What may be cut in time, in whole m3: the law in the docstring of `point_loads`."""
    cuttable = np.clip(np.minimum(loads.max_cut[:, None] * loads.load, loads.load - loads.safe), 0.0, None)
    return whole_m3_down(np.where(loads.may_ask, cuttable * loads.in_time, 0.0))


def _tiers_of(points: DeliveryPoints, policy: PolicyBook, day: date) -> tuple[Tier | None, ...]:
    """Each point's tier, asked once for each kind of point: there are few kinds and many points."""
    kinds = list(zip(points.consumer_class, points.is_dual_fuel, points.is_interruptible, strict=True))
    tier_of = {
        kind: policy.tier_of(
            consumer_class=kind[0], is_dual_fuel=bool(kind[1]), is_interruptible=bool(kind[2]), day=day
        )
        for kind in set(kinds)
    }
    return tuple(tier_of[kind] for kind in kinds)


def _safe_load(points: DeliveryPoints, tiers: tuple[Tier | None, ...], load: FloatArray) -> FloatArray:
    """What each point keeps, (n, T): its own safe load, else its tier's share; all of it if neither is known."""
    shares = np.array([tier.safe_share if tier and tier.safe_share is not None else 1.0 for tier in tiers])
    known = ~np.isnan(points.safe_load)
    kept = np.where(known[:, None], np.where(known, points.safe_load, 0.0)[:, None], shares[:, None] * load)
    untouchable = np.array([tier is None for tier in tiers], dtype=np.bool_)
    safe: FloatArray = np.where(untouchable[:, None], load, np.minimum(kept, load))
    return safe


def _lead_hours(points: DeliveryPoints, tiers: tuple[Tier | None, ...]) -> FloatArray:
    """Notice and ramp, (n,) in hours; the tier's notice where the point states none."""
    by_tier = np.array([tier.notice_hours if tier else 0.0 for tier in tiers], dtype=np.float64)
    notice = np.where(np.isnan(points.notice_hours), by_tier, points.notice_hours)
    lead: FloatArray = notice + np.nan_to_num(points.ramp_hours)
    return lead


def _days_left(book: UserBook, days: tuple[date, ...], decided_at: datetime) -> BoolArray:
    """Whether a contract still lets a point be interrupted on each day, (n, T): what it allowed less the gas days
    on which the history says it was cut, and the days ahead counted from the first one."""
    stated = book.delivery_points.interruptible_days_left
    left = np.where(np.isnan(stated), np.inf, stated) - days_cut(
        book=book, day=days[0], decided_at=decided_at
    )
    allowed: BoolArray = np.arange(len(days))[None, :] + 1 <= left[:, None]
    return allowed


def _cumulative_hours(book: UserBook, day: date, decided_at: datetime) -> FloatArray:
    """Hours for which each point's user was cut this season so far, (n,)."""
    hours = dict(zip(book.users.user, hours_cut(book=book, day=day, decided_at=decided_at), strict=True))
    return np.array([hours.get(user, 0.0) for user in book.delivery_points.user], dtype=np.float64)


def _scale(
    points: DeliveryPoints, forecast: UseByClass, reference_use: FloatArray, days: tuple[date, ...]
) -> tuple[FloatArray, Findings]:
    """Use on each day over use on the reference day for each point, (n, T), and where it cannot be told."""
    for day in days:
        if day not in forecast.days:
            raise DayNotCovered(day, forecast.days)
    columns = np.array([forecast.days.index(day) for day in days], dtype=np.int64)
    keys = zip(forecast.county, forecast.consumer_class, strict=True)
    row_at = {key: row for row, key in enumerate(keys) if row < len(reference_use) and reference_use[row] > 0}
    scale = np.ones((len(points.point), len(days)))
    asked: dict[tuple[str, str], float] = {}
    lost: list[tuple[int, str]] = []
    for number, key in enumerate(zip(points.county, points.consumer_class, strict=True)):
        if key in row_at:
            scale[number] = forecast.use[row_at[key], columns] / reference_use[row_at[key]]
            asked[key] = asked.get(key, 0.0) + float(points.load[number])
        else:
            lost.append((number, points.point[number]))
    above = [key for key in sorted(asked) if asked[key] > CLASS_TOLERANCE * reference_use[row_at[key]]]
    return scale, Findings(
        tuple(_without_model(number, point) for number, point in lost)
        + tuple(_above_class(key, asked[key], float(reference_use[row_at[key]])) for key in above)
    )


def _as_planned(
    points: DeliveryPoints,
    load: FloatArray,
    planned: FloatArray,
    forecast: UseByClass,
    reference_use: FloatArray,
    days: tuple[date, ...],
) -> FloatArray:
    columns = [forecast.days.index(day) for day in days]
    keys = list(zip(forecast.county, forecast.consumer_class, strict=True))[: len(reference_use)]
    use = {key: forecast.use[row, columns] for row, key in enumerate(keys)}
    reference = {key: float(reference_use[row]) for row, key in enumerate(keys)}
    return load_as_planned(points=points, load=load, planned=planned, use=use, reference=reference)


def _safe_load_findings(points: DeliveryPoints, tiers: tuple[Tier | None, ...]) -> Findings:
    """Warnings for points whose safe load nobody states: they are not cut at all."""
    return Findings(
        tuple(
            Finding(
                code="curtailment.point.without_safe_load",
                place=Place(file="delivery_points", row=row + 2, column="safe_load"),
                value=points.point[row],
                wanted_zh="该层级须逐户核定保安负荷；未填报前视全部负荷为保安负荷，不予压减",
                wanted_en="this tier needs a certified safe load; until it is stated nothing is cut here",
                severity=Severity.WARNING,
            )
            for row, tier in enumerate(tiers)
            if tier and tier.safe_share is None and np.isnan(points.safe_load[row])
        )
    )


def _without_model(number: int, point: str) -> Finding:
    return Finding(
        code="curtailment.point.without_model",
        place=Place(file="delivery_points", row=number + 2, column="consumer_class"),
        value=point,
        wanted_zh="该县没有此类用户的需求模型，负荷按填报值计、不随气温调整；请在 demand_models 中补充",
        wanted_en="its county has no demand model of this class, so its load does not follow the weather; "
        "please add one to demand_models",
        severity=Severity.WARNING,
    )


def _above_class(key: tuple[str, str], asked: float, modelled: float) -> Finding:
    return Finding(
        code="curtailment.load.above_class",
        place=Place(file="delivery_points", column="load"),
        value=f"{key[0]} {key[1]} {asked:.4f}",
        wanted_zh=f"同县同类用气点负荷之和不应超过该类参考日用量 {modelled:.4f} 万m³/d；请核对",
        wanted_en=f"the points of a county and class must not exceed its reference use of {modelled:.4f} "
        "10^4 m3/day; please check",
        severity=Severity.WARNING,
    )
