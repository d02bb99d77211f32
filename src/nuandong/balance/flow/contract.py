"""Pipes that can never bind are contracted: their two ends become one place.

A pipe from u to v can never bind on a step where it carries at least all that could leave v by other ways, or all
that could enter u by other ways: whatever flows through it must do both. Where that holds for both directions on
every step, the pipe's ends are one place for every demand not larger than the given one, and for every outage of
other pipes, since an outage only lessens what could enter or leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.jit import compiled
from nuandong.units import BoolArray, FloatArray, IntArray


class Pipes(NamedTuple):
    """Ends (a,) and capacity each way (a, t)."""

    tail: IntArray
    head: IntArray
    forward: FloatArray
    backward: FloatArray


class Passing(NamedTuple):
    """Most that could enter and leave each place on each step, (n, t)."""

    enter: FloatArray
    leave: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Which place each node belongs to, (n,), numbered without holes; how many there are."""

    of_node: IntArray
    count: int


def contract(case: BalanceCase, *, kept: BoolArray | None = None) -> Places:
    """Places of a case; the pipes marked in `kept` (a,) stay, because somebody will take them out."""
    links = case.links
    pipes = Pipes(links.tail, links.head, np.ascontiguousarray(links.capacity, dtype=np.float64),
                  np.ascontiguousarray(links.capacity_back, dtype=np.float64))  # fmt: skip
    stays = np.zeros(links.tail.size, dtype=np.bool_) if kept is None else kept
    root = _join(pipes, _passing(case), stays)
    _, of_node = np.unique(root, return_inverse=True)
    return Places(of_node.astype(np.int64), int(of_node.max()) + 1 if of_node.size else 0)


def _passing(case: BalanceCase) -> Passing:
    enter = np.zeros((case.nodes, case.steps.count))
    leave = np.zeros((case.nodes, case.steps.count))
    links, tanks = case.links, case.tanks
    np.add.at(enter, case.supplies.node, case.supplies.limit)
    np.add.at(enter, tanks.node, tanks.sendout)
    np.add.at(leave, tanks.node, tanks.injection)
    np.add.at(leave, case.demands.node, case.demands.quantity)
    for begins, ends, capacity in (
        (links.tail, links.head, links.capacity),
        (links.head, links.tail, links.capacity_back),
    ):
        np.add.at(leave, begins, capacity)
        np.add.at(enter, ends, capacity)
    return Passing(enter, leave)


@compiled
def _join(pipes: Pipes, passing: Passing, stays: BoolArray) -> IntArray:
    """The first node of the place of each node, (n,)."""
    root = np.arange(passing.enter.shape[0])
    is_open = np.ones(pipes.tail.size, dtype=np.bool_)
    changed = True
    while changed:
        changed = False
        for pipe in range(pipes.tail.size):
            if not is_open[pipe]:
                continue
            tail, head = _root(root, pipes.tail[pipe]), _root(root, pipes.head[pipe])
            if tail != head and (stays[pipe] or _may_bind(pipes, passing, (pipe, tail, head))):
                continue
            if tail == head and stays[pipe]:
                is_open[pipe] = False
                continue
            is_open[pipe] = False
            changed = True
            both = pipes.forward[pipe] + pipes.backward[pipe]
            if tail != head:
                passing.enter[tail] += passing.enter[head]
                passing.leave[tail] += passing.leave[head]
                root[head] = tail
            passing.enter[tail] -= both  # what stays inside a place neither enters nor leaves it
            passing.leave[tail] -= both
    for node in range(root.size):
        root[node] = _root(root, node)
    return root


@compiled
def _root(root: IntArray, node: int) -> int:
    while root[node] != node:
        node = root[node]
    return node


@compiled
def _may_bind(pipes: Pipes, passing: Passing, at: tuple[int, int, int]) -> bool:
    """Whether a pipe's capacity could matter on some step, in either direction."""
    pipe, tail, head = at
    for step in range(pipes.forward.shape[1]):
        forward, backward = pipes.forward[pipe, step], pipes.backward[pipe, step]
        through = min(passing.leave[head, step], passing.enter[tail, step]) - backward
        if forward < through:
            return True
        through = min(passing.leave[tail, step], passing.enter[head, step]) - forward
        if backward < through:
            return True
    return False
