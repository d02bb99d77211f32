"""Even shares inside a rank: max-min fair by rounds of filling on the optimal face.

The unit of fairness is one demand row on one step (county, tier and gas day; rulings, 9), its share the
missing part of its quantity. Each round finds the least common bound on the shares of the rows still in the
race, and holds those that cannot go below it: the rows whose constraint carries a dual price.

Source: progressive filling (water filling) for max-min fairness over a polytope.
"""

from __future__ import annotations

import numpy as np

from nuandong.balance.program import DUAL_TOLERANCE, Program
from nuandong.balance.proof import ShareProof
from nuandong.units import FloatArray, IntArray

ZERO_SHARE = 1e-9


def even_shares(program: Program, rank: int) -> tuple[ShareProof, ...]:
    """Make the missing shares of a rank max-min fair and hold them; one proof a round.

    Nothing to do where none is missing.
    """
    columns, quantity = _racing(program, rank)
    if columns.size == 0 or float(program.value[columns].max()) <= ZERO_SHARE:
        return ()
    proofs = []
    share_rows = program.extend(columns=columns, share_of=quantity)
    racing = np.ones(columns.size, dtype=np.bool_)
    held = np.zeros(program.layout.columns)
    while racing.any():
        best = share_rows.minimise_share()
        if best.share <= ZERO_SHARE:
            program.fix(_marked(program, columns[racing]), held)
            break
        stuck = racing & (best.share_dual > DUAL_TOLERANCE)
        if not stuck.any():  # numerically flat: the largest share stands
            stuck = racing & (best.value[columns] >= best.share * quantity - ZERO_SHARE)
        held[columns[stuck]] = best.value[columns[stuck]]  # a feasible point, not a rounded product
        program.fix(_marked(program, columns[stuck]), held)
        share_rows.release(stuck)
        proofs.append(ShareProof(rank, best.row_dual, columns[racing] - program.layout.unserved,
                                 best.share_dual[racing]))  # fmt: skip
        racing &= ~stuck
    program.value = best.value[: program.layout.columns]
    share_rows.remove()
    return tuple(proofs)


def _racing(program: Program, rank: int) -> tuple[IntArray, FloatArray]:
    """Columns of a rank that are not yet settled, with their quantities."""
    case, layout = program.case, program.layout
    rows = np.flatnonzero(case.demands.rank == rank)
    columns = layout.block(layout.unserved, case.demands.node.size)[rows].ravel()
    quantity = case.demands.quantity[rows].ravel()
    open_columns = (program.upper[columns] > program.lower[columns]) & (quantity > 0)
    return columns[open_columns], quantity[open_columns]


def _marked(program: Program, columns: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    where = np.zeros(program.layout.columns, dtype=np.bool_)
    where[columns] = True
    return where
