"""The forecast of rows that have a history: learned by pool, told by county and group, split among the group's classes.

The way that a row was forecast is marked on it. The order is fixed: the full model, temperature only, then the case's
own heat-load models; where those know nothing, the profile of other counties, and last the last comparable day.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from nuandong.demand.books import BookedUse
from nuandong.demand.examined import examined_books
from nuandong.demand.learning import Method, forecast_use, joint_draws
from nuandong.demand.pools import FAR, Pools, drawn_errors, pools_of, units_from_pools
from nuandong.demand.scenarios import COUNT, SEED, Scenarios, around, joint_error
from nuandong.demand.series import UseHistory
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.units import BoolArray, FloatArray, Share

BY_MODEL = Method.TEMPERATURE_ONLY  # as a heat-load model of the case forecasts
OWN = (Method.FULL, BY_MODEL)  # ways that stand above a case's heat-load models
REACH = 31  # days ahead that are forecast from history; further ones follow the models


@dataclass(frozen=True, slots=True, eq=False)
class LearnedUse:
    """Use by row and day, (n, T), the way each row was forecast, (n,), and the scenarios that it is the middle of.

    `from_history` (n,) marks rows that were learned, `findings` name days of use that no neighbour bears out.
    """

    use: FloatArray
    method: tuple[Method, ...]
    scenarios: Scenarios
    from_history: BoolArray
    findings: Findings


def learned_use(
    *,
    booked: BookedUse,
    days: tuple[date, ...],
    modelled: FloatArray,
    sigma: FloatArray,
    shared: Share,
    weather_error: FloatArray | None = None,
) -> LearnedUse:
    """Use on `days` of all rows: `modelled` (n, T) where no unit tells better, which also splits a unit by class.

    A unit that could not be forecast from its own history keeps what the models say, unless they say nothing.
    `weather_error` (T,) is the usual error of the days' temperatures in kelvin; none: they are taken as certain.
    """
    silent: BoolArray = ~np.any(_sums(booked, modelled), axis=1)
    pools = pools_of(history=booked.history, known=booked.known, group=booked.group)
    mean, draws, method = _units(booked, pools, silent & ~pools.told, days, weather_error)
    told = np.array(
        [way in OWN or (way is not None and alone) for way, alone in zip(method, silent, strict=True)]
    )
    rows = (booked.unit_of >= 0) & told[booked.unit_of]
    use, share = modelled.copy(), _shares(booked, modelled)
    use[rows] = mean[booked.unit_of[rows]] * share[rows]
    return LearnedUse(
        use=use,
        method=tuple(
            (method[unit] or BY_MODEL) if chosen else BY_MODEL
            for unit, chosen in zip(booked.unit_of, rows, strict=True)
        ),
        scenarios=_joined(draws, booked, rows, share, use, around_of=(sigma, shared)),
        from_history=rows,
        findings=_doubted(booked, pools) + examined_books(booked=booked, pools=pools),
    )


def _units(
    booked: BookedUse,
    pools: Pools,
    lonely: BoolArray,
    days: tuple[date, ...],
    weather_error: FloatArray | None,
) -> tuple[FloatArray, FloatArray, tuple[Method | None, ...]]:
    """Mean (U, T), draws (S, U, T) and way of each unit, None where it has none; `lonely` ones lack pool and model."""
    history, count = _with_lonely(pools.history, booked.history, lonely), len(pools.history.units)
    reach = (days[-1] - booked.history.days[booked.known]).days + 1
    units = len(booked.county)
    if not history.units:
        return np.zeros((units, len(days))), np.zeros((COUNT, units, len(days))), (None,) * units
    error = None
    if weather_error is not None:
        error = np.concatenate([np.zeros(reach - len(days)), weather_error])
    made = forecast_use(history=history, known=booked.known, reach=reach, weather_error=error)
    drawn = joint_draws(forecast=made, history=history, count=COUNT, seed=SEED)
    mean, draws = np.full((units, reach), np.nan), np.full((COUNT, units, reach), np.nan)
    way: list[Method | None] = [made.method[pool] if pool >= 0 else None for pool in pools.pool_of.tolist()]
    for unit, told in zip(np.flatnonzero(lonely).tolist(), made.method[count:], strict=True):
        way[unit] = told
    if count:
        apart = drawn_errors(pools=pools, reach=reach, count=COUNT, seed=SEED)
        mean = units_from_pools(pools=pools, pooled=made.mean[:count])
        draws = units_from_pools(pools=pools, pooled=drawn[:, :count], errors=apart)
    mean[lonely], draws[:, lonely] = made.mean[count:], drawn[:, count:]
    batches = booked.batches[:, booked.known : booked.known + reach]
    ahead = slice(reach - len(days), reach)
    return (mean + batches)[:, ahead], (draws + batches)[:, :, ahead], tuple(way)


def _with_lonely(pools: UseHistory, units: UseHistory, lonely: BoolArray) -> UseHistory:
    """The pools' history with the lonely units behind them."""
    return replace(
        pools,
        units=pools.units + tuple(unit for unit, alone in zip(units.units, lonely, strict=True) if alone),
        use=np.concatenate([pools.use, units.use[lonely]]),
        held_back=np.concatenate([pools.held_back, units.held_back[lonely]]),
        area_of=np.concatenate([pools.area_of, units.area_of[lonely]]),
    )


def _doubted(booked: BookedUse, pools: Pools) -> Findings:
    """One warning for each county with days far off its neighbours: they were not learned from."""
    strange = pools.doubted & (
        booked.batches[:, : booked.known] == 0
    )  # a batch's first days are no fault of books
    found: dict[str, tuple[set[str], set[date]]] = {}
    for unit in np.flatnonzero(strange.any(axis=1)):
        groups, days = found.setdefault(booked.county[unit], (set(), set()))
        groups.add(booked.group[unit])
        days.update(booked.history.days[day] for day in np.flatnonzero(strange[unit]))
    return Findings(tuple(_far_off(county, *told) for county, told in sorted(found.items())))


def _far_off(county: str, groups: set[str], days: set[date]) -> Finding:
    return Finding(
        code="demand.history.far_from_neighbours",
        place=Place(file="use_history", column=", ".join(sorted(groups))),
        value=f"{county} {min(days)}…{max(days)}",
        wanted_zh=f"{len(days)} 个气日的用量与同气象区其他县区相差 {FAR:g} 倍以上，未用于学习；请核对单位与数值",
        wanted_en=f"{len(days)} gas days lie {FAR:g} times off other counties under the same sky and were not learned "
        "from; please check unit and figures",
        severity=Severity.WARNING,
    )


def _sums(booked: BookedUse, modelled: FloatArray) -> FloatArray:
    """What the models say of each unit, (U, T)."""
    total = np.zeros((len(booked.county), modelled.shape[1]))
    inside = booked.unit_of >= 0
    np.add.at(total, booked.unit_of[inside], modelled[inside])
    return total


def _shares(booked: BookedUse, modelled: FloatArray) -> FloatArray:
    """Each row's part of its unit, (n, T): as the models divide it, evenly where they say nothing."""
    total = _sums(booked, modelled)
    inside = booked.unit_of >= 0
    members = np.bincount(booked.unit_of[inside], minlength=len(booked.county))
    of_unit = total[booked.unit_of]
    even = np.broadcast_to(1.0 / np.maximum(members[booked.unit_of], 1)[:, None], modelled.shape)
    share: FloatArray = np.where(of_unit > 0, modelled / np.where(of_unit > 0, of_unit, 1.0), even)
    return np.where(inside[:, None], share, 1.0)


def _joined(
    draws: FloatArray,
    booked: BookedUse,
    rows: BoolArray,
    share: FloatArray,
    use: FloatArray,
    around_of: tuple[FloatArray, Share],
) -> Scenarios:
    """Draws of the units with history, and of every other row as a unit of its own, erring together."""
    told = np.unique(booked.unit_of[rows])
    kept = draws[:, told]
    others = np.flatnonzero(~rows)
    sigma, shared = around_of
    alone = around(use=use[others], sigma=sigma, shared=shared, together=joint_error(draws=kept))
    unit_of = np.zeros(rows.size, dtype=np.int64)
    unit_of[rows] = np.searchsorted(told, booked.unit_of[rows])
    unit_of[others] = told.size + np.arange(others.size)
    return Scenarios(np.concatenate([kept, alone], axis=1), unit_of, np.where(rows[:, None], share, 1.0))
