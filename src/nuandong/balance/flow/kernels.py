"""Maximum flow by push and relabel, backwards: what is lacking looks for what is spare.

A state node is a place (or a store) on a step. Instead of gas that looks for consumers, *lack* is moved against
the gas: from a consumer through pipes and stores to supply that is still spare. Lack that can reach no spare
supply is what certainly goes missing; it never has to be looked at again when further demand is added, so that
rank after rank is answered from where the last one ended.

Labels are lower bounds of the number of arcs to spare supply. They are set exactly by a search from all spare
supply at the start and whenever much work was done since (global relabelling); when a label dies out, all nodes
above it can reach nothing (gap).

Source: A. V. Goldberg, R. E. Tarjan, A new approach to the maximum-flow problem, J. ACM 35 (1988); B. V. Cherkassky,
A. V. Goldberg, On implementing the push-relabel method, Algorithmica 19 (1997).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuandong.balance.flow.jit import compiled
from nuandong.units import BoolArray, FloatArray, IntArray

Index = NDArray[np.int32]
WORK_OF_RELABEL = 12  # work of one relabelling of a node, in scanned arcs
WORK_BETWEEN = 1.0  # global relabelling after so many times (nodes + arcs) of work


class Graph(NamedTuple):
    """Arcs by node: those of node i are `first[i]` to `first[i + 1]`; `twin` is the same pipe the other way."""

    first: Index
    head: Index
    twin: Index


class State(NamedTuple):
    """What is left, in whole units: room of each arc for lack to move along it; spare supply and lack by node."""

    room: IntArray
    spare: IntArray
    lack: IntArray


class Search(NamedTuple):
    """Working arrays of one run: label and next arc by node, nodes by label, a ring of nodes to look at."""

    label: Index
    arc: Index
    many: Index
    ring: Index
    waits: BoolArray


@compiled
def drain(graph: Graph, state: State) -> None:
    """Move lack to spare supply until none can move; `state` is changed in place."""
    nodes = graph.first.size - 1
    search = Search(
        np.empty(nodes, dtype=np.int32),
        np.empty(nodes, dtype=np.int32),
        np.zeros(nodes + 2, dtype=np.int32),
        np.empty(nodes + 1, dtype=np.int32),
        np.zeros(nodes, dtype=np.bool_),
    )
    limit = WORK_BETWEEN * (nodes + graph.head.size)
    again = True
    while again:
        _relabel_all(graph, state, search)
        again = _discharge_all(graph, state, (search, limit))


@compiled
def _relabel_all(graph: Graph, state: State, search: Search) -> None:
    """Exact labels: arcs to the nearest spare supply plus one; `nodes` where there is no way."""
    nodes = graph.first.size - 1
    ring, label = search.ring, search.label
    label[:] = nodes
    search.many[:] = 0
    last = 0
    for node in range(nodes):
        search.arc[node] = graph.first[node]
        if state.spare[node] > 0:
            label[node] = 1
            ring[last] = node
            last += 1
    at = 0
    while at < last:
        node = ring[at]
        at += 1
        search.many[label[node]] += 1
        for arc in range(graph.first[node], graph.first[node + 1]):
            other = graph.head[arc]
            if label[other] == nodes and state.room[graph.twin[arc]] > 0:
                label[other] = label[node] + 1
                ring[last] = other
                last += 1


@compiled
def _discharge_all(graph: Graph, state: State, search_limit: tuple[Search, float]) -> bool:
    """Move lack, first come first served; true where labels have grown so stale that they should be set anew."""
    search, limit = search_limit
    nodes = graph.first.size - 1
    size = nodes + 1
    label, ring, waits = search.label, search.ring, search.waits
    begin, end = 0, 0
    for node in range(nodes):
        waits[node] = state.lack[node] > 0 and label[node] < nodes
        if waits[node]:
            ring[end] = node
            end += 1
    work = 0.0
    while begin != end:
        node = ring[begin]
        begin = begin + 1 if begin + 1 < size else 0
        waits[node] = False
        while state.lack[node] > 0 and label[node] < nodes:
            end = _push(graph, state, (search, node, end))
            if state.lack[node] > 0:
                work += WORK_OF_RELABEL + graph.first[node + 1] - graph.first[node]
                _relabel(graph, state, (search, node))
        if work > limit:
            return True
    return False


@compiled
def _push(graph: Graph, state: State, at: tuple[Search, int, int]) -> int:
    """Move a node's lack to its own spare supply and to nodes one label nearer; the ring's new end."""
    search, node, end = at
    nodes = graph.first.size - 1
    label = search.label
    taken = min(state.lack[node], state.spare[node])
    state.lack[node] -= taken
    state.spare[node] -= taken
    arc = search.arc[node]
    while arc < graph.first[node + 1] and state.lack[node] > 0:
        other = graph.head[arc]
        if state.room[arc] > 0 and label[node] == label[other] + 1:
            moved = min(state.lack[node], state.room[arc])
            state.room[arc] -= moved
            state.room[graph.twin[arc]] += moved
            state.lack[node] -= moved
            state.lack[other] += moved
            if not search.waits[other] and label[other] < nodes:
                search.waits[other] = True
                search.ring[end] = other
                end = end + 1 if end < nodes else 0
            if state.lack[node] == 0:
                break  # the arc may still have room
        arc += 1
    search.arc[node] = arc
    return end


@compiled
def _relabel(graph: Graph, state: State, at: tuple[Search, int]) -> None:
    """Lift a node just above its lowest neighbour that has room; close the gap that this may leave."""
    search, node = at
    nodes = graph.first.size - 1
    label = search.label
    before, lowest = label[node], nodes
    for arc in range(graph.first[node], graph.first[node + 1]):
        if state.room[arc] > 0 and label[graph.head[arc]] + 1 < lowest:
            lowest = label[graph.head[arc]] + 1
    search.arc[node] = graph.first[node]
    label[node] = lowest
    search.many[before] -= 1
    if lowest < nodes:
        search.many[lowest] += 1
    if search.many[before] == 0:
        for other in range(nodes):
            if before < label[other] < nodes:
                search.many[label[other]] -= 1
                label[other] = nodes


@compiled
def short_side(graph: Graph, state: State) -> BoolArray:
    """The smallest set of nodes that holds all lack and that no more gas can enter, (nodes,) truth.

    Everything that lack could still reach. It is the same for every maximum flow.
    """
    nodes = graph.first.size - 1
    inside = state.lack > 0
    ring = np.empty(nodes, dtype=np.int32)
    last = 0
    for node in range(nodes):
        if inside[node]:
            ring[last] = node
            last += 1
    at = 0
    while at < last:
        node = ring[at]
        at += 1
        for arc in range(graph.first[node], graph.first[node + 1]):
            other = graph.head[arc]
            if state.room[arc] > 0 and not inside[other]:
                inside[other] = True
                ring[last] = other
                last += 1
    return inside


@compiled
def entering(graph: Graph, volume: FloatArray, inside: BoolArray) -> float:
    """Most volume that arcs can bring into a set of nodes: `volume` of all arcs that lead out for lack."""
    total = 0.0
    for node in range(graph.first.size - 1):
        if inside[node]:
            for arc in range(graph.first[node], graph.first[node + 1]):
                if not inside[graph.head[arc]]:
                    total += volume[arc]
    return total
