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
WORK_BETWEEN = 0.2  # global relabelling after so many times (nodes + arcs) of work


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
    """Working arrays of one run: label and next arc by node, how many nodes bear a label, nodes from near to far,
    and those that wait, in a ring."""

    label: Index
    arc: Index
    many: Index
    order: Index
    ring: Index
    waits: BoolArray


@compiled
def drain(graph: Graph, state: State) -> None:
    """Move lack to spare supply until none can move; `state` is changed in place."""
    nodes = graph.first.size - 1
    search = Search(
        np.empty(nodes, dtype=np.int32),
        np.empty(nodes, dtype=np.int32),
        np.empty(nodes + 2, dtype=np.int32),
        np.empty(nodes, dtype=np.int32),
        np.empty(nodes + 1, dtype=np.int32),
        np.empty(nodes, dtype=np.bool_),
    )
    limit = WORK_BETWEEN * (nodes + graph.head.size)
    again = True
    while again:
        known = _relabel_all(graph, state, search)
        again = _discharge_all(graph, state, (search, known, limit))


@compiled
def _relabel_all(graph: Graph, state: State, search: Search) -> int:
    """Exact labels: arcs to the nearest spare supply plus one; one more than there are nodes where there is no way.
    How many nodes have a way."""
    nodes = graph.first.size - 1
    never = nodes + 1
    order, label = search.order, search.label
    label[:] = never
    search.many[:] = 0
    last = 0
    for node in range(nodes):
        search.arc[node] = graph.first[node]
        if state.spare[node] > 0:
            label[node] = 1
            order[last] = node
            last += 1
    at = 0
    while at < last:
        node = order[at]
        at += 1
        search.many[label[node]] += 1
        for arc in range(graph.first[node], graph.first[node + 1]):
            other = graph.head[arc]
            if label[other] == never and state.room[graph.twin[arc]] > 0:
                label[other] = label[node] + 1
                order[last] = other
                last += 1
    return last


@compiled
def _discharge_all(graph: Graph, state: State, extent: tuple[Search, int, float]) -> bool:
    """Move lack, first come first served, the farthest first at the start, so that it gathers on the way; true
    where labels have grown so stale that they should be set anew.

    One long loop on purpose: cut into functions it takes three times as long.
    """
    search, known, limit = extent
    first, head, twin = graph.first, graph.head, graph.twin
    room, spare, lack = state.room, state.spare, state.lack
    label, next_arc, ring, waits = search.label, search.arc, search.ring, search.waits
    nodes = first.size - 1
    never = nodes + 1
    begin, end = 0, _line_up(state, search, known)
    work = 0.0
    while begin != end and work <= limit:
        node = ring[begin]
        begin = begin + 1 if begin < nodes else 0
        waits[node] = False
        while lack[node] > 0 and label[node] < never:
            moved = min(lack[node], spare[node])
            lack[node] -= moved
            spare[node] -= moved
            arc, lowest = next_arc[node], never
            while arc < first[node + 1] and lack[node] > 0:
                other = head[arc]
                if room[arc] > 0 and label[node] == label[other] + 1:
                    moved = min(lack[node], room[arc])
                    room[arc] -= moved
                    room[twin[arc]] += moved
                    lack[node] -= moved
                    lack[other] += moved
                    if not waits[other]:
                        waits[other] = True
                        ring[end] = other
                        end = end + 1 if end < nodes else 0
                    if lack[node] == 0:
                        break  # the arc may still have room
                arc += 1
            next_arc[node] = arc
            if lack[node] > 0:
                for arc in range(first[node], first[node + 1]):
                    if room[arc] > 0 and label[head[arc]] + 1 < lowest:
                        lowest = label[head[arc]] + 1
                _lift(search, node, lowest)
                next_arc[node] = first[node]
                work += WORK_OF_RELABEL + first[node + 1] - first[node]
    return work > limit


@compiled
def _line_up(state: State, search: Search, known: int) -> int:
    """Put the nodes that lack into the ring, the farthest first; how many they are."""
    search.waits[:] = False
    end = 0
    for at in range(known - 1, -1, -1):
        node = search.order[at]
        if state.lack[node] > 0:
            search.waits[node] = True
            search.ring[end] = node
            end += 1
    return end


@compiled
def _lift(search: Search, node: int, lowest: int) -> None:
    """Give a node its higher label and close the gap that this may leave."""
    label, many = search.label, search.many
    never, before = label.size + 1, label[node]
    label[node] = lowest
    many[before] -= 1
    if lowest < never:
        many[lowest] += 1
    if many[before] == 0:
        for other in range(label.size):
            if before < label[other] < never:
                many[label[other]] -= 1
                label[other] = never


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
def supplied_side(graph: Graph, state: State) -> BoolArray:
    """Nodes that spare supply can still reach, (nodes,) truth: all others are as well served as they can be."""
    nodes = graph.first.size - 1
    inside = state.spare > 0
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
            if state.room[graph.twin[arc]] > 0 and not inside[other]:
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


@compiled
def parted(graph: Graph, volume: FloatArray, inside: BoolArray) -> IntArray:
    """Which connected part of a set each node is in, (nodes,), -1 outside; arcs that never carry join nothing."""
    nodes = graph.first.size - 1
    part = np.full(nodes, -1, dtype=np.int64)
    ring = np.empty(nodes, dtype=np.int32)
    parts = 0
    for seed in range(nodes):
        if not inside[seed] or part[seed] >= 0:
            continue
        part[seed] = parts
        ring[0] = seed
        at, last = 0, 1
        while at < last:
            node = ring[at]
            at += 1
            for arc in range(graph.first[node], graph.first[node + 1]):
                other = graph.head[arc]
                joined = volume[arc] > 0.0 or volume[graph.twin[arc]] > 0.0
                if joined and inside[other] and part[other] < 0:
                    part[other] = parts
                    ring[last] = other
                    last += 1
        parts += 1
    return part
