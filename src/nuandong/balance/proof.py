"""What proves a plan: one dual vector a stage, in the order in which the stages hold each other.

A dual vector is a safe proof because every column has finite bounds (rulings, 20): whatever its rounding, it
bounds the stage's objective from below. The checker (`casefile.verify`) recomputes that bound from the
problem alone and compares it with what the plan reaches.
"""

from __future__ import annotations

from dataclasses import dataclass

from nuandong.units import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class RankProof:
    """The missing volume of a rank cannot be smaller: duals of all rows, node balances first."""

    rank: int
    row_dual: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ShareProof:
    """The largest share of the rows still in the race cannot be smaller: duals of all rows, and of the share
    rows by the unserved column (r * t) that each bounds."""

    rank: int
    row_dual: FloatArray
    columns: IntArray
    share_dual: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class CostProof:
    """No plan with the same shares is cheaper."""

    row_dual: FloatArray


Proof = RankProof | ShareProof | CostProof
