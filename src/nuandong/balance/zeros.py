"""The first ranks that miss nothing, held all at once with every column that moves in no plan without their missing.

That nothing is least needs no proof. Their duals, where the last basis has them, name columns that stand still in every
such plan: gas that homes need on its way to them. A checker does not know these columns. So the first proof that leans
on them carries the duals of the zero ranks in itself, as often as it takes to give those columns' reduced costs their
sign; of what is zero any multiple may be added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.costs import rank_volumes, weighted_cost
from nuandong.balance.program import Program
from nuandong.balance.start import START_RATIO
from nuandong.units import BoolArray, FloatArray

ZERO_VOLUME = 1e-7  # 10^4 m3: a thousandth of a cubic metre is nothing
FIRM = 1e-2  # reduced costs below this would have to be added too often to be held by
SIGNED = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class ZeroFace:
    """The first `ranks` ranks: duals of their weighted volume (rows,), reduced costs (columns,), what they hold.

    Where the last basis does not prove that they miss nothing, it holds no more than the uses themselves.
    """

    ranks: int
    row_dual: FloatArray
    reduced_cost: FloatArray
    held: BoolArray


def hold_zeros(program: Program) -> ZeroFace:
    """Hold the first ranks that miss nothing."""
    is_short = rank_volumes(program) > ZERO_VOLUME
    ranks = int(is_short.argmax()) if is_short.any() else is_short.size
    cost = weighted_cost(program, ranks=ranks, ratio=START_RATIO)
    is_open = (program.upper > program.lower) & (cost == 0)
    is_proven = ranks > 0 and program.is_least(cost)
    held = is_open & (np.abs(program.reduced_cost) > FIRM) & is_proven
    program.fix(held, program.nearest_bound())
    program.fix(cost > 0, np.zeros(cost.size))
    return ZeroFace(ranks, program.row_dual, program.reduced_cost, held)


def self_contained(program: Program, face: ZeroFace | None) -> FloatArray:
    """The duals of the last stage, with those of the zero ranks added until they prove it without knowing the face."""
    if face is None or not face.held.any():
        return program.row_dual
    zero, here = face.reduced_cost[face.held], program.reduced_cost[face.held]
    times = float(((SIGNED - np.sign(zero) * here) / np.abs(zero)).max())
    return program.row_dual + max(times, 0.0) * face.row_dual
