"""The first ranks that miss nothing, held all at once with every column that moves in no plan without their missing.

That nothing is least needs no proof. Their duals, where the last basis has them, name columns that stand still in every
such plan: gas that homes need on its way to them. A checker does not know these columns. So the first proof that leans
on them carries the duals of the zero ranks in itself, as often as it takes to give those columns' reduced costs their
sign; of what is zero any multiple may be added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.costs import rank_cost, weighted_cost
from nuandong.balance.program import Program
from nuandong.balance.start import START_RATIO
from nuandong.units import BoolArray, FloatArray

ZERO_VOLUME = 1e-7  # 10^4 m3: a thousandth of a cubic metre is nothing
FIRM = 1e-2  # reduced costs below this would have to be added too often to be held by
SIGNED = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class ZeroFace:
    """Duals of the zero ranks' weighted volume (rows,), its reduced costs (columns,), and what they hold."""

    row_dual: FloatArray
    reduced_cost: FloatArray
    held: BoolArray


def hold_zeros(program: Program) -> ZeroFace | None:
    """Hold the first ranks that miss nothing; None where the last basis does not prove more than that."""
    zeros = 0
    while zeros < program.case.ranks and amount(program, rank_cost(program, zeros)) <= ZERO_VOLUME:
        zeros += 1
    if zeros == 0:
        return None
    cost = weighted_cost(program, ranks=zeros, ratio=START_RATIO)
    face = None
    if program.is_least(cost):
        is_other = (program.upper > program.lower) & (cost == 0)
        held = is_other & (np.abs(program.reduced_cost) > FIRM)
        face = ZeroFace(program.row_dual, program.reduced_cost, held)
        program.fix(held, program.nearest_bound())
    program.fix(cost > 0, np.zeros(cost.size))
    return face


def self_contained(program: Program, face: ZeroFace | None) -> FloatArray:
    """The duals of the last stage, with those of the zero ranks added until they prove it without knowing the face."""
    if face is None or not face.held.any():
        return program.row_dual
    zero, here = face.reduced_cost[face.held], program.reduced_cost[face.held]
    times = float(((SIGNED - np.sign(zero) * here) / np.abs(zero)).max())
    return program.row_dual + max(times, 0.0) * face.row_dual


def amount(program: Program, cost: FloatArray) -> float:
    """Cost of the present plan; summed by numpy, for a threaded product of long vectors waits for its threads."""
    return float((cost * program.value).sum())
