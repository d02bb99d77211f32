"""Even shares inside a rank: max-min fair by rounds of filling on the optimal face.

The unit of fairness is one demand row on one step (county, tier and gas day; rulings, 9), its share the
missing part of its quantity. Each round finds the least common bound on the shares of the rows still in the
race, and holds those that cannot go below it: the rows whose constraint carries a dual price. Rows that share no open
column cannot give each other gas, so each part of the program that hangs together is filled by itself (`parts`).

Source: progressive filling (water filling) for max-min fairness over a polytope.
"""

from __future__ import annotations

import numpy as np

from nuandong.balance.linear import DUAL_TOLERANCE, PRIMAL_SIMPLEX
from nuandong.balance.parts import Part, parts_with
from nuandong.balance.program import Program
from nuandong.balance.proof import ShareProof
from nuandong.balance.share_rows import ShareOptimum, ShareRows
from nuandong.units import BoolArray, FloatArray, IntArray

ZERO_SHARE = 1e-9

Round = tuple[float, ShareProof]  # the share that a proof is of


def even_shares(program: Program, rank: int, *, leaning: FloatArray) -> tuple[ShareProof, ...]:
    """Make the missing shares of a rank max-min fair and hold them; one proof a round, the largest share first.

    `leaning` (columns,) is the cost by which whatever shares leave open is decided for the time being. Nothing to
    do where none is missing.
    """
    columns, quantity = _racing(program, rank)
    if columns.size == 0 or float(program.value[columns].max()) <= ZERO_SHARE:
        return ()
    rounds: list[Round] = []
    for row_numbers, inside in parts_with(program, columns):
        part = Part(program, row_numbers=row_numbers, columns=inside)
        part.give(program.left)
        chosen = np.isin(columns, inside)
        rounds += _Filling(program, part, columns[chosen], quantity[chosen]).fill(rank, leaning)
    return tuple(proof for _, proof in sorted(rounds, key=lambda one: -one[0]))


class _Filling:
    """The race of some uses of one rank inside one part of the program."""

    def __init__(self, program: Program, part: Part, columns: IntArray, quantity: FloatArray) -> None:
        self._program, self._part = program, part
        self._columns, self._quantity = columns, quantity
        self._place = np.searchsorted(part.columns, columns)  # in the part
        self._racing = np.ones(columns.size, dtype=np.bool_)
        self._rounds: list[Round] = []
        self._largest = 1.0

    def fill(self, rank: int, leaning: FloatArray) -> list[Round]:
        """Rounds until nobody is in the race; then the part settles where it leans to, and the whole takes it over."""
        part, program = self._part, self._program
        share_rows = ShareRows(part, self._place, self._quantity)
        while self._racing.any():
            best = share_rows.minimise_share()
            if best.share <= ZERO_SHARE:
                self._hold(self._racing, np.zeros(part.columns.size))
                break
            stuck = self._stuck(best)
            self._hold(stuck, best.value)  # a feasible point, not a rounded product
            share_rows.release(stuck)
            self._largest = min(self._largest, best.share)
            self._rounds.append((self._largest, self._proof(rank, best)))
            self._racing &= ~stuck
        share_rows.remove()
        part.minimise(leaning[part.columns], strategy=PRIMAL_SIMPLEX)
        program.adopt(part)
        program.fix(_marked(self._columns, program.lower.size), program.value)
        return self._rounds

    def _stuck(self, best: ShareOptimum) -> BoolArray:
        stuck: BoolArray = self._racing & (best.share_dual > DUAL_TOLERANCE)
        if not stuck.any():  # numerically flat: the largest share stands
            largest = best.share * self._quantity - ZERO_SHARE
            stuck = self._racing & (best.value[self._place] >= largest)
        return stuck

    def _hold(self, which: BoolArray, value: FloatArray) -> None:
        count = self._part.columns.size  # the last value is that of the share itself
        self._part.fix(_marked(self._place[which], count), value[:count])

    def _proof(self, rank: int, best: ShareOptimum) -> ShareProof:
        row_dual = np.zeros(self._program.right.size)
        row_dual[self._part.row_numbers] = best.row_dual
        first = self._program.layout.unserved
        return ShareProof(rank, row_dual, self._columns[self._racing] - first, best.share_dual[self._racing])


def _racing(program: Program, rank: int) -> tuple[IntArray, FloatArray]:
    """Columns of a rank that are not yet settled, with their quantities, by column number."""
    case, layout = program.case, program.layout
    rows = np.flatnonzero(case.demands.rank == rank)
    columns = layout.block(layout.unserved, case.demands.node.size)[rows].ravel()
    quantity = case.demands.quantity[rows].ravel()
    open_columns = (program.upper[columns] > program.lower[columns]) & (quantity > 0)
    return columns[open_columns], quantity[open_columns]


def _marked(columns: IntArray, count: int) -> BoolArray:
    where = np.zeros(count, dtype=np.bool_)
    where[columns] = True
    return where
