"""Which limits bind: the part of the network that a short county shares, and all that can reach it.

In the residual network of a plan, gather every place and stock from which gas could still be brought to a
short row. Nothing outside can bring more: each pipe into this part is full, each supply inside is taken whole,
each store gives what it may. Each of these is a fact of the case, not of the plan, so that

    need of the part  -  what can be brought into it  =  what is missing in it

proves the shortage without any solver. The part is the *smallest* that is closed in this way (the minimal cut
on the side of the need): it is the same for every plan with the same shares, so it does not change from run to run.

Clauses: T-007 (households), T-029 (order); rulings, 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan
from nuandong.balance.certificate import ROOM_TOLERANCE
from nuandong.balance.held import held_case
from nuandong.units import BoolArray, FloatArray, Volume


class Way(StrEnum):
    """How gas comes into the part, and so what `Entry.at` counts."""

    LINK = "link"  # a full pipe from outside, in its own direction
    LINK_BACK = "link_back"  # a full pipe from outside, against its direction
    SUPPLY = "supply"  # a supply inside, taken whole
    SENDOUT = "sendout"  # a tank that sends out all it can
    FILLING = "filling"  # a tank inside that is filled from outside as fast as it can be
    STOCK = "stock"  # what lay in a tank when it entered the part
    HELD_BACK = "held_back"  # less what the tank must still hold when it leaves it
    LOST = "lost"  # less what boils off on the way; the only figure that the plan decides


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in: which link, supply or tank, on which step, and the most it brings (10^4 m3, signed)."""

    way: Way
    at: int
    step: int
    volume: Volume


@dataclass(frozen=True, slots=True, eq=False)
class BindingCut:
    """A part of the network with all that can be brought into it; volumes in 10^4 m3 over all its steps.

    `nodes` (n, t) and `tanks` (k, t) are the part. `need` counts rows up to `rank`, for all less protected
    rows inside get nothing; `missing` is what the plan leaves unserved of it.
    """

    rank: int
    nodes: BoolArray
    tanks: BoolArray
    entries: tuple[Entry, ...]
    need: Volume
    missing: Volume

    @property
    def brought(self) -> Volume:
        """The most that can be brought into the part."""
        return sum(entry.volume for entry in self.entries)

    @property
    def error(self) -> Volume:
        """need - brought - missing: zero for a plan that leaves nothing unused."""
        return self.need - self.brought - self.missing

    def volume_of(self, *ways: Way) -> Volume:
        """The most that some ways bring together."""
        return sum(entry.volume for entry in self.entries if entry.way in ways)


def binding_cut(*, case: BalanceCase, plan: BalancePlan, row: int, step: int) -> BindingCut:
    """The part that binds where a demand row is short on a step."""
    case = held_case(case=case, plan=plan, rank=int(case.demands.rank[row]))
    seeds = np.zeros((case.nodes, case.steps.count), dtype=np.bool_)
    seeds[case.demands.node[row], step] = True
    nodes, tanks = reaching(case=case, plan=plan, seeds=seeds)
    return cut_of(case=case, plan=plan, nodes=nodes, tanks=tanks, rank=int(case.demands.rank[row]))


def short_places(*, case: BalanceCase, plan: BalancePlan) -> BoolArray:
    """Nodes and steps where any row is short, (n, t)."""
    places = np.zeros((case.nodes, case.steps.count), dtype=np.bool_)
    np.logical_or.at(places, case.demands.node, plan.unserved > ROOM_TOLERANCE)
    return places


def reaching(*, case: BalanceCase, plan: BalancePlan, seeds: BoolArray) -> tuple[BoolArray, BoolArray]:
    """Places (n, t) and stocks (k, t) from which one more unit could reach a seed (n, t), seeds included."""
    links, node = case.links, case.tanks.node
    forth = links.capacity - plan.flow > ROOM_TOLERANCE
    back = plan.flow + links.capacity_back > ROOM_TOLERANCE
    put, draw, keep, lend = _tank_room(case, plan)
    nodes, tanks = seeds.copy(), np.zeros((node.size, case.steps.count), dtype=np.bool_)
    known = -1
    while known != (known := int(nodes.sum() + tanks.sum())):
        np.logical_or.at(nodes, links.tail, forth & nodes[links.head])
        np.logical_or.at(nodes, links.head, back & nodes[links.tail])
        np.logical_or.at(nodes, node, put & tanks)
        tanks |= draw & nodes[node]
        tanks[:, :-1] |= keep[:, :-1] & tanks[:, 1:]
        tanks[:, 1:] |= lend[:, :-1] & tanks[:, :-1]
    return nodes, tanks


def _tank_room(case: BalanceCase, plan: BalancePlan) -> tuple[BoolArray, BoolArray, BoolArray, BoolArray]:
    """Whether one more unit can be put in, drawn, kept for the next step, lent by the next step: (k, t) each."""
    tanks, room = case.tanks, ROOM_TOLERANCE
    put = (plan.injection < tanks.injection - room) | (plan.withdrawal > room)
    draw = (plan.withdrawal < tanks.sendout - room) | (plan.injection > room)
    keep = plan.inventory < tanks.capacity[:, None] - room
    lend = plan.inventory > tanks.least + room
    return put, draw, keep, lend


def cut_of(
    *, case: BalanceCase, plan: BalancePlan, nodes: BoolArray, tanks: BoolArray, rank: int
) -> BindingCut:
    """The account of a part: what comes in is read from the case, what is missing from the plan."""
    counted = (case.demands.rank <= rank)[:, None] & nodes[case.demands.node]
    volume = np.where(counted, case.steps.days[None, :], 0.0)
    entries = [*_pipes(case, nodes), *_supplies(case, nodes), *_tanks(case, nodes, tanks)]
    entries += _listed(Way.LOST, _lost(case, plan, tanks), tanks)
    return BindingCut(
        rank=rank,
        nodes=nodes,
        tanks=tanks,
        entries=tuple(entries),
        need=float((case.demands.quantity * volume).sum()),
        missing=float((plan.unserved * volume).sum()),
    )


def _listed(way: Way, volume: FloatArray, where: BoolArray) -> list[Entry]:
    """One entry for each place of a table (n, t) that counts and brings or takes anything."""
    found = zip(*np.nonzero(where & (volume != 0.0)), strict=True)
    return [Entry(way, int(at), int(step), float(volume[at, step])) for at, step in found]


def _pipes(case: BalanceCase, nodes: BoolArray) -> list[Entry]:
    """Pipes that cross the border; one that is shut today is named too, with nothing."""
    links, days = case.links, case.steps.days[None, :]
    inward = nodes[links.head] & ~nodes[links.tail]
    against = nodes[links.tail] & ~nodes[links.head]
    shut = [
        Entry(Way.LINK, int(at), int(step), 0.0)
        for at, step in zip(*np.nonzero(inward & (links.capacity == 0)), strict=True)
    ]
    forth = _listed(Way.LINK, links.capacity * days, inward)
    return forth + shut + _listed(Way.LINK_BACK, links.capacity_back * days, against)


def _supplies(case: BalanceCase, nodes: BoolArray) -> list[Entry]:
    supplies = case.supplies
    return _listed(Way.SUPPLY, supplies.limit * case.steps.days[None, :], nodes[supplies.node])


def _tanks(case: BalanceCase, nodes: BoolArray, inside: BoolArray) -> list[Entry]:
    """Tanks at the border, in space and in time."""
    tanks, days = case.tanks, case.steps.days[None, :]
    at_node = nodes[tanks.node]
    kept = 1.0 - tanks.boil_off[:, None] * days
    before = np.broadcast_to(tanks.capacity[:, None], inside.shape).copy()
    before[:, :1] = tanks.opening[:, None]
    enters, leaves = inside.copy(), inside.copy()
    enters[:, 1:] &= ~inside[:, :-1]
    leaves[:, :-1] &= ~inside[:, 1:]
    return [
        *_listed(Way.SENDOUT, tanks.sendout * days, at_node & ~inside),
        *_listed(Way.FILLING, tanks.injection * days, inside & ~at_node),
        *_listed(Way.STOCK, kept * before, enters),
        *_listed(Way.HELD_BACK, -tanks.least, leaves),
    ]


def _lost(case: BalanceCase, plan: BalancePlan, inside: BoolArray) -> FloatArray:
    """Boil-off of stock that stays inside the part from one step to the next, below zero."""
    stays = np.zeros_like(inside)
    stays[:, 1:] = inside[:, 1:] & inside[:, :-1]
    before = np.concatenate([case.tanks.opening[:, None], plan.inventory[:, :-1]], axis=1)
    rate = case.tanks.boil_off[:, None] * case.steps.days[None, :]
    lost: FloatArray = np.where(stays, -rate * before, 0.0)
    return lost
