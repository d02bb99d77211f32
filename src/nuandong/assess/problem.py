"""Balance problems of one case: the network with firm supply alone, and with measures under given powers.

Nodes of a problem are the nodes of the network; a store's reserve is kept unless the level's powers release
it, and what a store may give during the outlook is bounded by a rule curve: the stock above the reserve is
spread over the degree-days that the season still holds (decision 0005), so that the outlook's cold wave does not
take what February needs (rulings, 8).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np

from nuandong.assess.axes import Axes, arc_capacity, in_force
from nuandong.assess.loads import RankedRows
from nuandong.assess.stocks import ranked_targets, sendout_curves
from nuandong.assess.supply import FirmSupply
from nuandong.assess.volumes import NamedTotals
from nuandong.balance import BalanceCase, Demands, Links, Steps, Supplies, Tanks
from nuandong.gasday import begin_of
from nuandong.network.tables import Network
from nuandong.policy import Powers
from nuandong.units import HOURS_PER_DAY, FloatArray, Share
from nuandong.vocabulary import MeasureKind

NUDGE = 1e-4  # CNY per m3
CARRIAGE_PER_LINK = 1e-3  # CNY per m3: only rules out gas that runs in circles
MEASURE_COST = 6.0  # CNY per m3, illustrative: spot LNG near 9 000 CNY/t (dossier §3); orders measures last


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """What all problems of one case share."""

    network: Network
    axes: Axes
    firm: FirmSupply
    opening: FloatArray  # (k,) inventory at the begin of the first gas day
    season_share: FloatArray  # (t,) part of the season's degree-days left after each gas day
    totals: NamedTotals  # of contracts and shared limits, with measures
    shared: NamedTotals  # of shared limits alone, before measures


def firm_problem(*, grounds: Grounds, rows: RankedRows) -> BalanceCase:
    """Measures off: nominated flows and nominated withdrawal only, nothing is injected.

    Limits that flows share bind here too: gas that no tanker can bring is not delivered, though it is nominated.
    """
    network = grounds.network
    count = len(network.stores.store)
    idle = np.zeros((count, grounds.axes.count))
    ample = np.maximum(network.stores.working_capacity, grounds.opening)
    tanks = Tanks(
        node=_node_rows(grounds, network.stores.node),
        opening=grounds.opening,
        capacity=ample,
        least=idle,
        sendout=grounds.firm.by_store,
        injection=idle,
        boil_off=np.zeros(count),
        cost=CARRIAGE_PER_LINK + _nudge(network.stores.store),
    )
    supplies = Supplies(
        node=_node_rows(grounds, network.sources.node),
        limit=grounds.firm.by_source,
        cost=grounds.firm.price + _nudge(network.sources.supply),
    )
    problem = _problem(grounds, supplies, tanks, rows)
    return replace(problem, totals=grounds.shared.totals)


def measured_problem(
    *, grounds: Grounds, rows: RankedRows, powers: Powers, is_reserve_for_homes: bool = False
) -> BalanceCase:
    """Measures on: stores up to their send-out, the reserve as far as released, measures in time.

    With `is_reserve_for_homes` the whole reserve may go to protected use and none of it to any other (a safety
    monitor), whatever the powers release.
    """
    network, axes = grounds.network, grounds.axes
    measures = network.measures
    allowed = measure_flow(network=network, axes=axes, kinds=frozenset(powers.measures))
    supplies = Supplies(
        node=np.concatenate([_node_rows(grounds, network.sources.node), _node_rows(grounds, measures.node)]),
        limit=np.concatenate([grounds.firm.by_source, allowed]),
        cost=np.concatenate([grounds.firm.price, np.full(len(measures.node), MEASURE_COST)])
        + _nudge(network.sources.supply + measures.measure),
    )
    release = 1.0 if is_reserve_for_homes else powers.may_release
    problem = _problem(grounds, supplies, _working_tanks(grounds, release=release), rows)
    kept = network.stores.reserve if is_reserve_for_homes else np.zeros(len(network.stores.store))
    aims = ranked_targets(network=network, axes=axes, rows=rows, kept=kept)
    return replace(
        problem,
        demands=replace(problem.demands, rank=aims.rank),
        totals=grounds.totals.totals,
        targets=aims.targets,
        curves=sendout_curves(network=network),
    )


def measure_flow(*, network: Network, axes: Axes, kinds: frozenset[MeasureKind]) -> FloatArray:
    """What each measure can bring on each gas day, (m, t): only hours after its lead time count."""
    measures = network.measures
    standing = in_force(begins=measures.begins, ends=measures.ends, days=axes.days)
    hours = np.asarray([(begin_of(day) - axes.as_of).total_seconds() / 3600 for day in axes.days])
    late = np.maximum(measures.lead_hours[:, None] - hours[None, :], 0.0)
    share = np.clip(1.0 - late / HOURS_PER_DAY, 0.0, 1.0)
    permitted = np.asarray([kind in kinds for kind in measures.kind], dtype=np.bool_)
    flow: FloatArray = np.where(standing & permitted[:, None], measures.flow[:, None] * share, 0.0)
    return flow


def _working_tanks(grounds: Grounds, *, release: Share) -> Tanks:
    stores, axes = grounds.network.stores, grounds.axes
    in_service = in_force(begins=stores.in_service_from, ends=(None,) * len(stores.store), days=axes.days)
    kept = stores.reserve * (1.0 - release)
    usable = np.maximum(grounds.opening - stores.reserve, 0.0)
    least = np.repeat(kept[:, None], axes.count, axis=1)
    if release < 1.0:  # a level that releases everything also sets the rule curve aside
        least[:, -1] += usable * float(grounds.season_share[-1])
    steps = np.arange(1, axes.count + 1)
    reachable = grounds.opening[:, None] * (1.0 - stores.boil_off[:, None]) ** steps[None, :]
    return Tanks(
        node=_node_rows(grounds, stores.node),
        opening=grounds.opening,
        capacity=np.maximum(stores.working_capacity, grounds.opening),
        least=np.minimum(least, reachable),
        sendout=np.where(in_service, stores.sendout[:, None], 0.0),
        injection=np.where(in_service, stores.injection[:, None], 0.0),
        boil_off=stores.boil_off,
        cost=_withdrawal_cost(grounds) + _nudge(stores.store),
    )


def _nudge(names: tuple[str, ...]) -> FloatArray:
    """Less than a hundredth of a fen per m3, by the digest of each id: equal offers are then used in an order
    that is the same whatever the order of rows, on every machine."""
    digests = [int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") for name in names]
    return np.asarray(digests, dtype=np.float64) / 2**32 * NUDGE


def _withdrawal_cost(grounds: Grounds) -> float:
    """Stock is drawn after every nominated gas and before any measure is bought, CNY per m3."""
    dearest = float(np.max(grounds.firm.price, initial=0.0))
    return min(dearest + CARRIAGE_PER_LINK, MEASURE_COST - CARRIAGE_PER_LINK)


def _problem(grounds: Grounds, supplies: Supplies, tanks: Tanks, rows: RankedRows) -> BalanceCase:
    network, axes = grounds.network, grounds.axes
    capacity, capacity_back = arc_capacity(network=network, axes=axes)
    links = Links(
        tail=_node_rows(grounds, network.arcs.from_node),
        head=_node_rows(grounds, network.arcs.to_node),
        capacity=capacity,
        capacity_back=capacity_back,
        cost=CARRIAGE_PER_LINK + _nudge(network.arcs.arc),
    )
    return BalanceCase(
        nodes=len(network.nodes.node),
        steps=Steps(np.full(axes.count, HOURS_PER_DAY)),
        links=links,
        supplies=supplies,
        tanks=tanks,
        demands=Demands(node=axes.county_node[rows.county], rank=rows.rank, quantity=rows.quantity),
    )


def _node_rows(grounds: Grounds, nodes: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.asarray([grounds.axes.node_at[node] for node in nodes], dtype=np.int64)
