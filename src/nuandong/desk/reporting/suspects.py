"""Whom a person should look at: reports that are missing when the office sums up, and reports that do not balance.

A rule ends here. Records become the arrays of `nuandong.integrity`; what comes back is a list for people.

Clause: T-093.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from nuandong.desk.directory.models import Region, ReportingUnit, UnitKind
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.reporting.board import BoardRow, Escalation, board_of
from nuandong.desk.reporting.fields import use_fields
from nuandong.desk.reporting.models import Nomination, ReportFigure, ReportVersion
from nuandong.integrity import Balance, ReportedUse, Suspect, Witnessed, mass_balance
from nuandong.vocabulary import RegionKind

DAYS = 10  # days before the judged one: more weather than noise
NOMINATION_ERROR = 0.04  # judged: a day's offtake keeps to its nomination within about so much


@dataclass(frozen=True, slots=True)
class LookInto:
    """What a person should look into for one gas day, as known at an instant."""

    omitted: tuple[BoardRow, ...]
    false: tuple[Suspect, ...]
    judged: int
    filed: int


def to_look_into(*, gas_day: date, at: datetime, account: Any = None) -> LookInto:
    """Suspects of a gas day, by rule alone; of what an account may see, or of all without one."""
    board = board_of(gas_day=gas_day, at=at, account=account)
    heard = (row for row in board.rows if row.kind not in board.unheard)
    omitted = tuple(row for row in heard if row.escalation is Escalation.OMISSION)
    balance = balance_of(gas_day=gas_day, at=at)
    scope = None if account is None else scope_of(account)
    seen = [one for one in balance.suspects if scope is None or scope.holds_region(one.county)]
    if scope is None or scope.sees_all:
        return LookInto(omitted, tuple(seen), balance.judged, balance.filed)
    return LookInto(omitted, tuple(seen), board.counties_filed, board.counties_filed)


def balance_of(*, gas_day: date, at: datetime) -> Balance:
    """The first mass balance of all counties' reports of a gas day."""
    counties = list(Region.objects.filter(kind=RegionKind.COUNTY).order_by("code"))
    reported = reported_use(counties, gas_day, at)
    return mass_balance(reported=reported, witnesses=(nominated_use(counties, gas_day, at),))


def reported_use(counties: list[Region], gas_day: date, at: datetime) -> ReportedUse:
    """Use by county, class and day up to a gas day, as known at an instant."""
    names = list(use_fields())
    rows_of = {region.code: place for place, region in enumerate(counties)}
    days = [gas_day - timedelta(days=back) for back in range(DAYS, -1, -1)]
    use = np.full((len(counties), len(names), len(days)), np.nan)
    known = ReportVersion.objects.known_at(at).filter(
        report__gas_day__gte=days[0], report__gas_day__lte=gas_day, report__unit__kind=UnitKind.COUNTY
    )
    places = {name: place for place, name in enumerate(names)}
    figures = ReportFigure.objects.filter(version__in=known, quantity__in=names, amount__isnull=False)
    for region, day, name, amount in figures.values_list(
        "version__report__unit__region_id", "version__report__gas_day", "quantity", "amount"
    ):
        use[rows_of[str(region)], places[name], (day - days[0]).days] = amount
    cities = tuple(region.parent_id or "" for region in counties)
    return ReportedUse(tuple(region.code for region in counties), cities, use)


def nominated_use(counties: list[Region], gas_day: date, at: datetime) -> Witnessed:
    """What was nominated for delivery in each county; unknown for one that has no contract with it as its place."""
    newest: dict[int, tuple[int, str, float]] = {}
    rows = Nomination.objects.filter(
        gas_day=gas_day,
        filed_at__lte=at,
        contract__link="downstream",
        contract__delivery_node__region__kind="county",
    )
    for contract, revision, place, flow in rows.values_list(
        "contract_id", "revision", "contract__delivery_node__region_id", "flow"
    ):
        if contract not in newest or revision > newest[contract][0]:
            newest[contract] = (revision, str(place), float(flow))
    sums: dict[str, float] = defaultdict(float)
    for _, region, flow in newest.values():
        sums[region] += flow
    flows = np.array([sums.get(region.code, np.nan) for region in counties], dtype=float)
    return Witnessed("nomination", flows, NOMINATION_ERROR)


def units_by_county() -> dict[str, ReportingUnit]:
    """The reporting unit of each county, by the county's code."""
    return {unit.region_id: unit for unit in ReportingUnit.objects.filter(kind=UnitKind.COUNTY)}
