"""The network of a case over all steps: places and stores of every step, volumes on every arc.

A place holds the balance of its nodes in a step; a store has a node of its own on each step, because its send-out
and its injection are limited. Volumes are flow times hours / 24 (10^4 m3). The stock that must stay is taken out
first, so that a store's arc to the next step begins at zero; boil-off is a charge that is fixed in advance:

    carried[k,t] = inventory[k,t] - least[k,t],    0 <= carried[k,t] <= most[k,t] - least[k,t]
    free[k,t]    = least[k,t-1] - least[k,t] - charge[k,t],    least[k,-1] = opening[k]

Positive `free` may be drawn; negative must be brought, before any demand. Gas that nobody draws may be left out: a plan
that keeps all of it always exists as long as no store opens fuller than it may be (decision 0014). What is charged
sets the twins of a case apart (`stock`).

Source: L. R. Ford, D. R. Fulkerson, Constructing maximal dynamic flows from static flows, Oper. Res. 6 (1958).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.contract import Places
from nuandong.balance.flow.jit import compiled
from nuandong.balance.flow.kernels import Graph, Index
from nuandong.balance.flow.stock import Stock
from nuandong.units import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Places joined by pipes, lower number first: (p,), and the pair and direction of each link (a,), -1 where the
    link lies inside one place."""

    low: IntArray
    high: IntArray
    of_link: IntArray
    is_turned: np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class Expanded:
    """One case as a graph over all steps.

    Node numbers: step * width + place, then step * width + places + tank. `volume` (arcs,) is what gas can move
    along an arc, against it; `supply` (nodes,) what enters at a node; `owed` (nodes,) what floors and charges
    demand; `demand` (ranks, t, places). `pipe_arc` (p, t) leads high to low, so gas flows low to high; `send_arc`
    (k, t) leads from the place to its store; `carry_arc` (k, t - 1) from the next step's store back to this one's.
    """

    graph: Graph
    volume: FloatArray
    supply: FloatArray
    owed: FloatArray
    demand: FloatArray
    places: Places
    pairs: Pairs
    pipe_arc: IntArray
    send_arc: IntArray
    carry_arc: IntArray
    steps: int

    @property
    def width(self) -> int:
        """Nodes of one step: places and stores."""
        return self.places.count + int(self.send_arc.shape[0])


def pair_up(case: BalanceCase, places: Places) -> Pairs:
    """Places that pipes join, parallel pipes as one."""
    tail, head = places.of_node[case.links.tail], places.of_node[case.links.head]
    turned = tail > head
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    outside = low != high
    key, which = np.unique(low[outside] * places.count + high[outside], return_inverse=True)
    of_link = np.full(tail.size, -1, dtype=np.int64)
    of_link[outside] = which
    return Pairs(key // max(places.count, 1), key % max(places.count, 1), of_link, turned)


def expand(*, case: BalanceCase, places: Places, stock: Stock) -> Expanded:
    """The graph of a case over all steps with the volumes of one twin."""
    steps, days, tanks = case.steps.count, case.steps.days, case.tanks
    pairs, home = pair_up(case, places), places.of_node[tanks.node]
    graph, pipe_arc, send_arc, carry_arc = _lay_out(
        np.stack([pairs.low, pairs.high]), np.concatenate([home, [places.count, steps]]).astype(np.int64)
    )
    forth, back = pair_volumes(case, pairs)
    volume = np.zeros(graph.head.size)
    carry = np.maximum(stock.carry[:, :-1], 0.0)
    for arc, there, here in (
        (pipe_arc, forth, back),
        (send_arc, tanks.sendout * days, tanks.injection * days),
        (carry_arc, carry, np.zeros_like(carry)),
    ):
        volume[arc] = there
        volume[graph.twin[arc]] = here
    entering = np.zeros((steps, places.count))
    np.add.at(entering.T, places.of_node[case.supplies.node], case.supplies.limit * days)
    supply = np.concatenate([entering, np.maximum(stock.free, 0.0).T], axis=1).ravel()
    owed = np.concatenate([np.zeros_like(entering), np.maximum(-stock.free, 0.0).T], axis=1).ravel()
    return Expanded(graph, volume, supply, owed, _demand(case, places), places, pairs, pipe_arc, send_arc, carry_arc,
                    steps)  # fmt: skip


def pair_volumes(case: BalanceCase, pairs: Pairs) -> tuple[FloatArray, FloatArray]:
    """What pipes carry from the lower to the higher place and back, (p, t) each."""
    links, days = case.links, case.steps.days
    forth = np.zeros((pairs.low.size, case.steps.count))
    back = np.zeros_like(forth)
    straight = (pairs.of_link >= 0) & ~pairs.is_turned
    turned = (pairs.of_link >= 0) & pairs.is_turned
    for chosen, into, against in ((straight, forth, back), (turned, back, forth)):
        np.add.at(into, pairs.of_link[chosen], links.capacity[chosen] * days)
        np.add.at(against, pairs.of_link[chosen], links.capacity_back[chosen] * days)
    return forth, back


def _demand(case: BalanceCase, places: Places) -> FloatArray:
    """Volumes asked for by rank, step and place."""
    demands = case.demands
    asked = np.zeros((case.ranks * places.count, case.steps.count))
    row = demands.rank * places.count + places.of_node[demands.node]
    np.add.at(asked, row, demands.quantity * case.steps.days)
    by_rank = asked.reshape(case.ranks, places.count, case.steps.count)
    return np.ascontiguousarray(by_rank.transpose(0, 2, 1))


@compiled
def _lay_out(ends: IntArray, shape: IntArray) -> tuple[Graph, IntArray, IntArray, IntArray]:
    """Arcs by node, and where the arcs of pipes, send-out and carrying stand. `shape` is the place of each store,
    then the numbers of places and of steps."""
    tanks, places, steps = shape.size - 2, shape[-2], shape[-1]
    pipes, width = ends.shape[1], places + tanks
    first = np.zeros(width * steps + 1, dtype=np.int32)
    for step in range(steps):
        start = step * width + 1
        for pipe in range(pipes):
            first[start + ends[0, pipe]] += 1
            first[start + ends[1, pipe]] += 1
        for tank in range(tanks):
            first[start + shape[tank]] += 1
            first[start + places + tank] += 1 + (step > 0) + (step < steps - 1)
    for node in range(width * steps):
        first[node + 1] += first[node]
    fill = first[:-1].copy()
    head = np.empty(first[-1], dtype=np.int32)
    twin = np.empty(first[-1], dtype=np.int32)
    pipe_arc = np.empty((pipes, steps), dtype=np.int64)
    send_arc = np.empty((tanks, steps), dtype=np.int64)
    carry_arc = np.empty((tanks, max(steps - 1, 0)), dtype=np.int64)
    for step in range(steps):
        start = step * width
        for pipe in range(pipes):
            pipe_arc[pipe, step] = _join_ends(
                (fill, head, twin), start + ends[1, pipe], start + ends[0, pipe]
            )
        for tank in range(tanks):
            store = start + places + tank
            send_arc[tank, step] = _join_ends((fill, head, twin), start + shape[tank], store)
            if step < steps - 1:
                carry_arc[tank, step] = _join_ends((fill, head, twin), store + width, store)
    return Graph(first, head, twin), pipe_arc, send_arc, carry_arc


@compiled
def _join_ends(arcs: tuple[Index, Index, Index], begin: int, end: int) -> int:
    """Enter an arc and its twin; the number of the first."""
    fill, head, twin = arcs
    there, back = fill[begin], fill[end]
    head[there], head[back] = end, begin
    twin[there], twin[back] = back, there
    fill[begin] += 1
    fill[end] += 1
    return int(there)
