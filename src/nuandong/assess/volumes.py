"""Volumes over a window as the balance sees them: contracts of a season, and limits that several flows share.

A source's contracts are pooled: its gas has one column in the balance, whoever it was bought by. What was nominated
before the first gas day counts as taken. Of a limit over a period only the days of the horizon are seen: what it
carried before them is not known to the case.

Clauses: T-015 (sources), T-016 (contracts), T-047 (swaps and transfers).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from nuandong.assess.axes import Axes
from nuandong.balance import BalancePlan, Totals
from nuandong.balance.terms import FLOW, NO_TOTALS, TAKE, WITHDRAWAL
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.network.nominations import counted
from nuandong.network.tables import Network
from nuandong.units import CUBIC_METRE, REFERENCE_HEATING_VALUE_MJ, FloatArray, Flow, Share, Volume
from nuandong.vocabulary import LimitKind

Member = tuple[str, int, float]  # kind of column, row, weight


@dataclass(frozen=True, slots=True)
class _Volume:
    """One total: its name, its window in steps, what it holds."""

    name: str
    first: int
    length: int
    most: Volume
    members: tuple[Member, ...]
    least: Volume = 0.0
    credit: float = 0.0
    limit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class NamedTotals:
    """Totals of a balance with what each is called, (p,)."""

    totals: Totals
    names: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]  # contract | limit, and the id of the source or limit


def named_totals(*, network: Network, axes: Axes, price: FloatArray, season_last: date) -> NamedTotals:
    """Totals of a problem whose supplies are sources, then measures; `price` (s,) by source in CNY per m3."""
    return _named([*_shared_volumes(network, axes), *_contract_volumes(network, axes, price, season_last)])


def shared_totals(*, network: Network, axes: Axes, with_measures: bool = True) -> NamedTotals:
    """Totals of shared limits alone, of a problem whose supplies are sources, then, if asked, measures."""
    return _named(_shared_volumes(network, axes, with_measures=with_measures))


def _named(volumes: list[_Volume]) -> NamedTotals:
    return NamedTotals(
        _as_totals(volumes),
        tuple(volume.name for volume in volumes),
        tuple(("limit", volume.limit) if volume.limit else ("contract", volume.name) for volume in volumes),
    )


def taken_before(*, network: Network, axes: Axes) -> dict[str, Volume]:
    """What each contract's nominations brought before the first gas day, 10^4 m3, as known at the time of asking."""
    taken: dict[str, Volume] = {}
    for (contract, _), flow in _nominated_before(network, axes).items():
        taken[contract] = taken.get(contract, 0.0) + flow
    return taken


def untold_days(*, network: Network, axes: Axes, season_first: date) -> Findings:
    """A warning for each contract that binds the season and has past days of it without a nomination: such days count
    as not taken, so that more seems left than may be."""
    return Findings(tuple(_untold(network, axes, season_first)))


def _untold(network: Network, axes: Axes, season_first: date) -> Iterator[Finding]:
    contracts, told = network.contracts, _nominated_before(network, axes)
    for row, name in enumerate(contracts.contract):
        is_bound = not np.isnan(contracts.season_max[row]) or name in network.contract_terms.contract
        if contracts.link[row] == "downstream" or not is_bound:
            continue
        first = max(contracts.begins[row], season_first)
        last = min(contracts.ends[row], axes.days[0] - timedelta(days=1))
        past = (first + timedelta(days=step) for step in range((last - first).days + 1))
        silent = [day for day in past if (name, day) not in told]
        if silent:
            span = (silent[0], silent[-1], len(silent))
            yield Finding(
                code="contract-days-not-nominated",
                place=Place(file="nominations.csv", column="contract"),
                value=name,
                wanted_zh="{} 至 {} 有 {} 天没有日指定，按未提气计，季余量可能偏大；请补报".format(*span),
                wanted_en="days without a nomination between {} and {}: {}; counted as not taken, so more of the "
                "season may seem left than there is; file them".format(*span),
                severity=Severity.WARNING,
            )


def _nominated_before(network: Network, axes: Axes) -> dict[tuple[str, date], Flow]:
    """What counts by contract and gas day before the first, as known at the time of asking."""
    every = counted(network.nominations, as_of=axes.as_of)
    return {place: flow for place, flow in every.items() if place[1] < axes.days[0]}


def spent_limits(*, network: Network, axes: Axes, plan: BalancePlan) -> dict[str, int]:
    """Members that can carry no more on the first gas day because a limit that they share is used up, with the row of
    that limit; `plan` has sources, then measures, as supplies."""
    limits, members = network.shared_limits, network.limit_members
    named = shared_totals(network=network, axes=axes)
    carried = named.totals.volumes(plan, days=np.ones(axes.count))
    is_spent = (named.totals.first == 0) & (carried >= named.totals.most - CUBIC_METRE)
    used_up = {named.terms[row][1] for row in np.flatnonzero(is_spent)}
    row_of = {limit: row for row, limit in enumerate(limits.limit) if limits.kind[row] is not LimitKind.SWAP}
    return {
        member: row_of[limit]
        for limit, member in zip(members.limit, members.member, strict=True)
        if limit in used_up and limit in row_of
    }


def _contract_volumes(network: Network, axes: Axes, price: FloatArray, season_last: date) -> list[_Volume]:
    """One total a source whose contracts bound the season; least volumes only where the season's end is in sight."""
    contracts, taken = network.contracts, taken_before(network=network, axes=axes)
    terms = {name: row for row, name in enumerate(network.contract_terms.contract)}
    volumes = []
    for source, supply in enumerate(network.sources.supply):
        rows = [row for row, drawn in enumerate(contracts.supply)
                if drawn == supply and contracts.link[row] != "downstream"]  # fmt: skip
        mine = [terms[contracts.contract[row]] for row in rows if contracts.contract[row] in terms]
        if not rows or (not mine and np.isnan(contracts.season_max[rows]).any()):
            continue
        used = sum(taken.get(contracts.contract[row], 0.0) for row in rows)
        least = float(sum(network.contract_terms.season_min[row] for row in mine))
        made_up = float(np.nansum(network.contract_terms.make_up[mine]))
        ample = float(contracts.daily_max[rows].sum()) * axes.count + used + least
        season = float(contracts.season_max[rows].sum())
        most = max(ample if np.isnan(season) else season, least) + made_up
        is_due = axes.days[-1] >= season_last
        own = float(network.sources.heating_value_mj[source]) / REFERENCE_HEATING_VALUE_MJ
        volumes.append(
            _Volume(
                name=supply,
                first=0,
                length=axes.count,
                most=max(most - used, 0.0) * own,
                least=max(least + made_up - used, 0.0) * own if is_due else 0.0,
                credit=float(price[source]) * _paid_share(network, mine),
                members=((TAKE, source, 1.0),),
            )
        )
    return volumes


def _paid_share(network: Network, rows: list[int]) -> Share:
    """Share of the price that is paid in any case, the mean of several contracts by their least volumes."""
    if not rows:
        return 0.0
    paid = np.nan_to_num(network.contract_terms.paid_share[rows], nan=1.0)
    least = network.contract_terms.season_min[rows]
    return float(np.average(paid, weights=least)) if least.sum() > 0 else float(paid.mean())


def _shared_volumes(network: Network, axes: Axes, *, with_measures: bool = True) -> list[_Volume]:
    """One total a limit and gas day, or one for the days of a period that lie in the horizon."""
    limits, volumes = network.shared_limits, []
    places = _columns(network, with_measures=with_measures)
    for row, limit in enumerate(limits.limit):
        members = tuple(
            (*places[member], 1.0 if np.isnan(factor) else float(factor))
            for owner, member, factor in zip(
                network.limit_members.limit,
                network.limit_members.member,
                network.limit_members.factor,
                strict=True,
            )
            if owner == limit and member in places
        )
        standing = [
            step for step, day in enumerate(axes.days) if limits.begins[row] <= day <= limits.ends[row]
        ]
        if not (members and standing):
            continue
        most = 0.0 if limits.kind[row] is LimitKind.SWAP else float(limits.most[row])
        if limits.span[row] == "day":
            volumes += [
                _Volume(f"{limit} {axes.days[step]}", step, 1, most, members, limit=limit)
                for step in standing
            ]
        else:
            volumes.append(_Volume(limit, standing[0], len(standing), most, members, limit=limit))
    return volumes


def _columns(network: Network, *, with_measures: bool = True) -> dict[str, tuple[str, int]]:
    """Where the flow of each id stands in the balance: sources and measures are taken, stores drawn, arcs carry."""
    supplies = network.sources.supply + (network.measures.measure if with_measures else ())
    found = {arc: (FLOW, row) for row, arc in enumerate(network.arcs.arc)}
    found |= {store: (WITHDRAWAL, row) for row, store in enumerate(network.stores.store)}
    return found | {supply: (TAKE, row) for row, supply in enumerate(supplies)}


def _as_totals(volumes: list[_Volume]) -> Totals:
    if not volumes:
        return NO_TOTALS
    members = [(row, *member) for row, volume in enumerate(volumes) for member in volume.members]
    return Totals(
        first=np.asarray([volume.first for volume in volumes], dtype=np.int64),
        length=np.asarray([volume.length for volume in volumes], dtype=np.int64),
        least=np.asarray([volume.least for volume in volumes], dtype=np.float64),
        most=np.asarray([volume.most for volume in volumes], dtype=np.float64),
        credit=np.asarray([volume.credit for volume in volumes], dtype=np.float64),
        row=np.asarray([row for row, _, _, _ in members], dtype=np.int64),
        kind=tuple(kind for _, kind, _, _ in members),
        member=np.asarray([member for _, _, member, _ in members], dtype=np.int64),
        weight=np.asarray([weight for _, _, _, weight in members], dtype=np.float64),
    )
