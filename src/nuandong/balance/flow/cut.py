"""What binds: the smallest set of county-days that needs more than can be brought into it.

Behind every missing volume stands a cut: inside it so much is asked for by the rank and those before it, into it so
much can come at most, and the difference is missing, whoever plans. Of all such sets this is the smallest (everything
that could still help those who are short is inside); it is the same for every maximum flow, so that an explanation
does not change from run to run. It parts into sets that have nothing to do with each other.

Of boil-off only what no plan can avoid is counted (`lost`): a cut explains what is certainly missing.

Source: L. R. Ford, D. R. Fulkerson, Maximal flow through a network, Canad. J. Math. 8 (1956).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.contract import contract
from nuandong.balance.flow.expand import Expanded, expand
from nuandong.balance.flow.kernels import parted, short_side
from nuandong.balance.flow.scale import nearest_units
from nuandong.balance.flow.stock import Stock, hopeful_stock
from nuandong.balance.flow.twin import Twin
from nuandong.units import BoolArray, FloatArray, IntArray, Volume


@dataclass(frozen=True, slots=True, eq=False)
class Crossing:
    """Elements of one kind that lead into a set, or must stay in it: number, step and volume (10^4 m3), (m,) each."""

    index: IntArray
    step: IntArray
    volume: FloatArray

    @property
    def total(self) -> Volume:
        """Volume of all."""
        return float(self.volume.sum())


@dataclass(frozen=True, slots=True, eq=False)
class MinCut:
    """A set of nodes and stores on steps, what it needs and what can come into it.

    node, node_step (m,) and tank, tank_step (p,) are the set. `need` is what ranks 0 to `rank` ask for inside, `kept`
    the stock that must be there when a store's stay in the set ends, `lost` what boils off inside for certain. Into
    it lead `links` (tail to head), `links_back` (head to tail), `supplies`, `sendout` of stores outside, `injection`
    into stores inside, and `stock`: what stores open with, or hold at most when their stay in the set begins. Elements
    that can bring nothing are not listed.
    """

    rank: int
    node: IntArray
    node_step: IntArray
    tank: IntArray
    tank_step: IntArray
    need: Volume
    kept: Crossing
    lost: Volume
    links: Crossing
    links_back: Crossing
    supplies: Crossing
    sendout: Crossing
    injection: Crossing
    stock: Crossing

    @property
    def reach(self) -> Volume:
        """The most that can be brought into the set."""
        ways = (self.links, self.links_back, self.supplies, self.sendout, self.injection, self.stock)
        return sum(way.total for way in ways)

    @property
    def missing(self) -> Volume:
        """What every plan leaves missing inside: need, stock to keep and boil-off, less what can be brought."""
        return self.need + self.kept.total + self.lost - self.reach


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """The set as truth by node and step, (n, t), and by store and step, (k, t)."""

    nodes: BoolArray
    tanks: BoolArray


def min_cut(*, case: BalanceCase, rank: int) -> MinCut:
    """The cut that binds for ranks 0 to `rank` together; an empty set where nothing is missing.

    `missing` is then the least that these ranks together miss, `screen(...).lower[rank]`. Also works, in seconds,
    where numba is missing.
    """
    expanded, inside = _short(case, rank)
    return _cut(case, rank, _side(expanded, inside))


def min_cuts(*, case: BalanceCase, rank: int) -> tuple[MinCut, ...]:
    """The same cut as sets that have nothing to do with each other, the one that misses most first."""
    expanded, inside = _short(case, rank)
    part = parted(expanded.graph, expanded.volume, inside)
    sides = [_side(expanded, part == number) for number in range(int(part.max(initial=-1)) + 1)]
    cuts = [_cut(case, rank, side) for side in sides]
    return tuple(sorted(cuts, key=lambda cut: -cut.missing))


def _short(case: BalanceCase, rank: int) -> tuple[Expanded, BoolArray]:
    expanded = expand(case=case, places=contract(case), stock=hopeful_stock(case))
    twin = Twin.of(expanded, nearest_units(expanded))
    twin.serve(range(rank + 1))
    return expanded, short_side(expanded.graph, twin.whole.state)


def _side(expanded: Expanded, inside: BoolArray) -> _Side:
    by_step = inside.reshape(expanded.steps, expanded.width)
    return _Side(by_step[:, expanded.places.of_node].T, by_step[:, expanded.places.count :].T)


def _cut(case: BalanceCase, rank: int, side: _Side) -> MinCut:
    links, tanks, demands, days = case.links, case.tanks, case.demands, case.steps.days
    counted = (demands.rank <= rank)[:, None] & side.nodes[demands.node]
    node, node_step = np.nonzero(side.nodes)
    tank, tank_step = np.nonzero(side.tanks)
    into, out_of = (
        side.nodes[links.head] & ~side.nodes[links.tail],
        side.nodes[links.tail] & ~side.nodes[links.head],
    )
    home, stock = side.nodes[tanks.node], hopeful_stock(case)
    return MinCut(
        rank=rank,
        node=node,
        node_step=node_step,
        tank=tank,
        tank_step=tank_step,
        need=float((demands.quantity * days)[counted].sum()),
        kept=_kept(stock, side),
        lost=float(stock.charge[side.tanks].sum()),
        links=_crossing(into, links.capacity * days),
        links_back=_crossing(out_of, links.capacity_back * days),
        supplies=_crossing(side.nodes[case.supplies.node], case.supplies.limit * days),
        sendout=_crossing(home & ~side.tanks, tanks.sendout * days),
        injection=_crossing(side.tanks & ~home, tanks.injection * days),
        stock=_begun(stock, side),
    )


def _crossing(where: BoolArray, volume: FloatArray) -> Crossing:
    index, step = np.nonzero(where & (volume > 0.0))
    return Crossing(index, step, volume[index, step])


def _begun(stock: Stock, side: _Side) -> Crossing:
    """Where a store's stay in the set begins: its opening stock, later as much as it can hold by then."""
    held = np.concatenate([stock.opening[:, None], stock.most[:, :-1]], axis=1)[:, : stock.most.shape[1]]
    before = np.pad(side.tanks[:, :-1], ((0, 0), (1, 0)))[:, : stock.most.shape[1]]
    return _crossing(side.tanks & ~before, held)


def _kept(stock: Stock, side: _Side) -> Crossing:
    """Where a store's stay in the set ends: the stock that must then be there."""
    after = np.pad(side.tanks[:, 1:], ((0, 0), (0, 1)))[:, : stock.most.shape[1]]
    return _crossing(side.tanks & ~after, stock.least)
