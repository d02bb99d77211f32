"""The axes that every table of a picture shares: gas days, nodes, counties, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from nuandong.network.tables import Network
from nuandong.units import BoolArray, FloatArray, IntArray
from nuandong.vocabulary import RegionKind


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Positions by id. `county_node[c]` is the node of county c."""

    days: tuple[date, ...]
    as_of: datetime
    node_at: Mapping[str, int]
    counties: tuple[str, ...]
    county_at: Mapping[str, int]
    county_region: IntArray
    county_node: IntArray

    @property
    def count(self) -> int:
        """Number of gas days."""
        return len(self.days)


def axes_of(*, network: Network, days: tuple[date, ...], as_of: datetime) -> Axes:
    """The axes of a network over some gas days, counties in the order of the regions table."""
    regions = network.regions
    rows = [row for row, kind in enumerate(regions.kind) if kind is RegionKind.COUNTY]
    node_at = {node: row for row, node in enumerate(network.nodes.node)}
    rows = [row for row in rows if regions.region[row] in node_at]
    counties = tuple(regions.region[row] for row in rows)
    return Axes(
        days=days,
        as_of=as_of,
        node_at=node_at,
        counties=counties,
        county_at={county: row for row, county in enumerate(counties)},
        county_region=np.asarray(rows, dtype=np.int64),
        county_node=np.asarray([node_at[county] for county in counties], dtype=np.int64),
    )


def in_force(
    *, begins: tuple[date | None, ...], ends: tuple[date | None, ...], days: tuple[date, ...]
) -> BoolArray:
    """Which rows are in force on which gas days, (n, t); an open end never closes."""
    table = [
        [(first is None or first <= day) and (last is None or day <= last) for day in days]
        for first, last in zip(begins, ends, strict=True)
    ]
    return np.asarray(table, dtype=np.bool_).reshape(len(begins), len(days))


def arc_capacity(*, network: Network, axes: Axes) -> tuple[FloatArray, FloatArray]:
    """Capacity of every arc forth and back on every gas day, (a, t), in 10^4 m3/day.

    Nothing before an arc is in service; a limit known by `as_of` leaves its share, the least one where
    several meet.
    """
    arcs, limits = network.arcs, network.arc_limits
    share = in_force(begins=arcs.in_service_from, ends=arcs.in_service_to, days=axes.days).astype(np.float64)
    row_of = {arc: row for row, arc in enumerate(arcs.arc)}
    standing = in_force(begins=limits.begins, ends=limits.ends, days=axes.days)
    for row, arc in enumerate(limits.arc):
        if limits.known_at[row] <= axes.as_of and arc in row_of:
            target = row_of[arc]
            left = np.where(standing[row], float(limits.share[row]), 1.0)
            share[target] = np.minimum(share[target], left)
    return arcs.capacity[:, None] * share, arcs.capacity_back[:, None] * share
