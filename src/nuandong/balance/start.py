"""The first run of a plan: where it begins, and what it does when the solver gives up.

Its weights fall geometrically from rank to rank. It begins where an earlier case of the same shape ended, otherwise
at the plan of the same balance in longer steps (`coarse`). A case cut in pieces can make the run so degenerate that
the solver leaves it unproven; other weights then help, and they change nothing in the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import highspy

from nuandong.balance.case import BalanceCase
from nuandong.balance.coarse import coarse_of
from nuandong.balance.costs import purchase_cost, weighted_cost
from nuandong.balance.program import DUAL_SIMPLEX, OutOfTime, Program, SolverFailure
from nuandong.units import FloatArray

START_RATIO = 3.0
OTHER_RATIOS = (2.0, 1.5)
START_COST = 1e-3  # the first run leans towards cheap gas already; the last stage then has nothing to do
FINEST, LARGEST = 1e3, 1e8  # weight of the last rank and of the first
NO_PLAN = ("Infeasible", "Primal infeasible or unbounded")


@dataclass(slots=True, eq=False)
class Start:
    """Where the first run of a solve begins, and afterwards where it ended: the next case of the same shape is
    then solved from there. It moves the time, not the answer."""

    basis: highspy.HighsBasis | None = None


def first_run(*, case: BalanceCase, ratio: float, start: Start, seconds: float = math.inf) -> Program:
    """The program of a case after its weighted run; `start` then tells where it ended.

    Raises `OutOfTime` after `seconds` of wall time, `SolverFailure` where no weights lead to a proven end.
    """
    basis, spent = (start.basis, 0.0) if start.basis is not None else _coarse_basis(case, ratio, seconds)
    program = Program(case)
    program.give(max(seconds - spent, 0.0))
    if basis is not None:
        program.begin_at(basis)
    _run_weighted(program, (ratio, *(other for other in OTHER_RATIOS if other != ratio)))
    start.basis = program.basis
    return program


def _coarse_basis(case: BalanceCase, ratio: float, seconds: float) -> tuple[highspy.HighsBasis | None, float]:
    """Where the plan in longer steps ends, told in the columns of the case, and the seconds that it took.

    None for a short case, and where the longer steps have no plan: a floor of stock that days can reach may be
    out of reach of their mean.
    """
    coarse = coarse_of(case)
    if coarse is None:
        return None, 0.0
    began = Start()
    try:
        program = first_run(case=coarse.case, ratio=ratio, start=began, seconds=seconds)
    except SolverFailure:
        return None, 0.0
    return (coarse.basis(began.basis) if began.basis is not None else None), program.spent


def _run_weighted(program: Program, ratios: tuple[float, ...]) -> None:
    """The weighted run with the first of some ratios that leads to a proven end."""
    try:
        program.minimise(start_cost(program, ratios[0]), strategy=DUAL_SIMPLEX)
    except OutOfTime:
        raise
    except SolverFailure as failure:
        if failure.status in NO_PLAN or not ratios[1:]:
            raise
        program.forget()
        _run_weighted(program, ratios[1:])


def start_cost(program: Program, ratio: float) -> FloatArray:
    """Missing volumes weighted by rank, and a little of what gas and carriage cost.

    All of it is made large beside the solver's tolerance, so that the millionths by which `purchase_cost` breaks
    ties still count; but the first rank weighs at most `LARGEST`, beyond which a weight drowns in its own rounding
    and the solver proves nothing. Where ranks are many, they therefore lie closer together than `ratio`.
    """
    ranks = program.case.ranks
    ratio = min(ratio, LARGEST ** (1.0 / max(ranks - 1, 1)))
    scale = min(FINEST, LARGEST / ratio ** max(ranks - 1, 0))
    weighted = weighted_cost(program, ranks=ranks, ratio=ratio)
    return scale * (weighted + START_COST * purchase_cost(program))
