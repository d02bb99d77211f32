"""What it costs when every city serves itself first: the day's balance shared, and own-first.

Clauses: T-028, T-038; anchors: ENTSOG's cooperative and non-cooperative simulations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from nuandong.assess import rows
from nuandong.assess.case import Case
from nuandong.assess.day import Progress, answers_for
from nuandong.assess.picture import Stamp
from nuandong.assess.problem import measured_problem
from nuandong.gasday import CHINA
from nuandong.network.tables import Network
from nuandong.policy import PolicyBook
from nuandong.risk import SharingQuestion, cost_of_standing_alone
from nuandong.units import FloatArray, IntArray, Volume, to_cubic_metre
from nuandong.vocabulary import NodeKind, RegionKind


@dataclass(frozen=True, slots=True, eq=False)
class SharingPicture:
    """Unserved gas both ways over the first gas day, in 10^4 m3: by city (m,) and protected use alone.

    The difference of the sums is the cost of not co-operating.
    """

    stamp: Stamp
    city: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    shared: FloatArray
    own_first: FloatArray
    protected_shared: FloatArray
    protected_own_first: FloatArray

    @property
    def cost(self) -> Volume:
        """What stays unserved only because nobody shares."""
        return float(self.own_first.sum() - self.shared.sum())

    @property
    def protected_cost(self) -> Volume:
        """What of it protected classes miss."""
        return float(self.protected_own_first.sum() - self.protected_shared.sum())


def share_or_not(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
) -> SharingPicture:
    """The first gas day inside the powers of its level, shared by all and with every city first to itself.

    Gas of trunk entries belongs to all; fields, plants and stores to the city they stand in. Errors as of
    `assess_day`.
    """
    tell = progress or (lambda stage, part: None)
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    work = answers_for(case=case, as_of=instant, policy=policy or case.policy, tell=tell).work
    problem = measured_problem(grounds=work.grounds, rows=work.plan.rows, powers=work.powers)
    cities, area = city_of_nodes(case.network)
    today = problem.at_step(0, opening=work.grounds.opening)
    protected = work.plan.rows.is_protected
    answer = cost_of_standing_alone(question=SharingQuestion(today, area, protected))
    place = area[today.demands.node]

    def by_city(values: FloatArray, where: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> FloatArray:
        total = np.zeros(len(cities))
        np.add.at(total, place[where & (place >= 0)], values[where & (place >= 0)])
        return to_cubic_metre(total)

    every = np.ones_like(protected)
    regions = case.network.regions
    row_of = {region: row for row, region in enumerate(regions.region)}
    return SharingPicture(
        stamp=rows.stamp(work),
        city=cities,
        name_zh=tuple(regions.name_zh[row_of[city]] for city in cities),
        name_en=tuple(regions.name_en[row_of[city]] for city in cities),
        shared=by_city(answer.shared, every),
        own_first=by_city(answer.own_first, every),
        protected_shared=by_city(answer.shared, protected),
        protected_own_first=by_city(answer.own_first, protected),
    )


def city_of_nodes(network: Network, *, entries_belong: bool = False) -> tuple[tuple[str, ...], IntArray]:
    """Cities, and the position of each node's city, (n,); -1 for none.

    Trunk entries belong to no city unless `entries_belong`: what they bring is contracted for the province.
    """
    regions, nodes = network.regions, network.nodes
    cities = tuple(
        region for region, kind in zip(regions.region, regions.kind, strict=True) if kind is RegionKind.CITY
    )
    parent = dict(zip(regions.region, regions.parent, strict=True))
    at = {city: row for row, city in enumerate(cities)}
    area = np.full(len(nodes.node), -1, dtype=np.int64)
    for row, region in enumerate(nodes.region):
        if entries_belong or nodes.kind[row] is not NodeKind.ENTRY:
            area[row] = at.get(region, at.get(parent.get(region, ""), -1))
    return cities, area
