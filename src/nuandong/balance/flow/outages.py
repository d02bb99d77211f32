"""Many outages of one case: what every rank misses at least and at most with one element out.

Each is answered from where the undisturbed flow stands after every rank: gas that went through what is now closed
becomes lack on one side and spare supply on the other, and only that is moved again. An outage that touches no gas
costs nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.contract import contract
from nuandong.balance.flow.expand import expand
from nuandong.balance.flow.jit import IS_COMPILED
from nuandong.balance.flow.scale import cautious_units, nearest_units
from nuandong.balance.flow.screen import Engine, exact_bounds, keeps_within, loses_gas
from nuandong.balance.flow.steady import Closing, Steady
from nuandong.balance.flow.stock import cautious_stock, hopeful_stock
from nuandong.units import BoolArray, FloatArray, IntArray

Element = Literal["link", "supply", "tank"]


@dataclass(frozen=True, slots=True, eq=False)
class Outages:
    """Elements out, one a row: kind and number of the element, first step and number of steps, (m,) each.

    A link out carries nothing either way; a store out neither sends out nor is filled, and keeps its stock.
    """

    kind: tuple[Element, ...]
    index: IntArray
    first: IntArray
    count: IntArray

    def steps(self, row: int) -> slice:
        """The steps on which the element of a row is out."""
        return slice(int(self.first[row]), int(self.first[row] + self.count[row]))


@dataclass(frozen=True, slots=True, eq=False)
class OutageBounds:
    """Volume that ranks 0 to k together miss at least and at most with each element out, (m, ranks), 10^4 m3.

    `upper` is infinite where stores could not be proven to keep their floors.
    """

    lower: FloatArray
    upper: FloatArray
    engine: Engine


def without(*, case: BalanceCase, outages: Outages, row: int) -> BalanceCase:
    """The case with the element of one row out; for the exact plan of what a person opens."""
    element, steps = int(outages.index[row]), outages.steps(row)

    def closed(limit: FloatArray) -> FloatArray:
        shut = np.array(limit, dtype=np.float64)
        shut[element, steps] = 0.0
        return shut

    links, supplies, tanks = case.links, case.supplies, case.tanks
    if outages.kind[row] == "link":
        links = replace(links, capacity=closed(links.capacity), capacity_back=closed(links.capacity_back))
    elif outages.kind[row] == "supply":
        supplies = replace(supplies, limit=closed(supplies.limit))
    else:
        tanks = replace(tanks, sendout=closed(tanks.sendout), injection=closed(tanks.injection))
    return replace(case, links=links, supplies=supplies, tanks=tanks)


def screen_outages(*, case: BalanceCase, outages: Outages) -> OutageBounds:
    """Bounds for every row; see `screen` for what they promise.

    Nothing is held back for the outage to come: stores may act before its first step as if it were known. Hand in the
    case from that step on, with the stock that there then is, where it comes as a surprise (rulings, 11).
    """
    rows = range(len(outages.kind))
    if not (IS_COMPILED and case.is_plain):
        bounds = [exact_bounds(without(case=case, outages=outages, row=row)) for row in rows]
        lower = np.array([bound.lower for bound in bounds]).reshape(len(rows), case.ranks)
        return OutageBounds(lower, lower.copy(), "exact")
    places = contract(case, kept=_links_out(case, outages))
    hopeful = expand(case=case, places=places, stock=hopeful_stock(case))
    steady = Steady.of(hopeful, nearest_units(hopeful))
    closings = [_closing(case, steady, (outages, row)) for row in rows]
    found = [steady.least(closing) for closing in closings]
    lower = np.array([least for least, _ in found]).reshape(len(rows), case.ranks)
    upper = np.where(np.array([holds for _, holds in found], dtype=np.bool_)[:, None], lower, np.inf)
    stock = cautious_stock(case)
    if not keeps_within(case) or not stock.is_possible:
        upper = np.full_like(lower, np.inf)
    elif loses_gas(case):
        cautious = expand(case=case, places=places, stock=stock)
        steady = Steady.of(cautious, cautious_units(cautious))
        most = np.array([steady.most(closing) for closing in closings]).reshape(lower.shape)
        upper = np.maximum(most, upper)
    return OutageBounds(lower, upper, "flow")


def _links_out(case: BalanceCase, outages: Outages) -> BoolArray:
    kept = np.zeros(case.links.tail.size, dtype=np.bool_)
    kept[[index for kind, index in zip(outages.kind, outages.index, strict=True) if kind == "link"]] = True
    return kept


def _closing(case: BalanceCase, steady: Steady, at: tuple[Outages, int]) -> Closing:
    """What a row takes from arcs and supply of the graph."""
    outages, row = at
    element, steps, expanded = int(outages.index[row]), outages.steps(row), steady.expanded
    days = case.steps.days[steps]
    if outages.kind[row] == "supply":
        place = expanded.places.of_node[case.supplies.node[element]]
        nodes = np.arange(expanded.steps)[steps] * expanded.width + place
        return Closing.of_supply(nodes, case.supplies.limit[element, steps] * days)
    if outages.kind[row] == "tank":
        arcs = expanded.send_arc[element, steps]
        there, back = case.tanks.sendout[element, steps], case.tanks.injection[element, steps]
        return Closing.of_arcs(arcs, there * days, back * days)
    pair = expanded.pairs.of_link[element]
    if pair < 0:  # a pipe from a node to itself
        return Closing.of_supply(np.zeros(0, dtype=np.int64), np.zeros(0))
    there, back = case.links.capacity[element, steps], case.links.capacity_back[element, steps]
    if expanded.pairs.is_turned[element]:
        there, back = back, there
    return Closing.of_arcs(expanded.pipe_arc[pair, steps], there * days, back * days)
