"""The exact plan of a case that something was taken out of, from whichever start the solver can stand."""

from __future__ import annotations

from nuandong.balance import BalanceCase, BalancePlan, SolverFailure, solve_tiers
from nuandong.balance.solve import START_RATIO

OTHER_RATIOS = (2.0, 4.0)


def solve_from_any_start(*, case: BalanceCase, is_fair: bool = True) -> BalancePlan:
    """The plan of `solve_tiers`; where its first, weighted run ends unproven, once more from other weights.

    The weights of the first run change nothing in the answer, but a case cut in pieces makes that run so degenerate
    that the solver may give it up. Raises `SolverFailure` when every start ends so.
    """
    try:
        return solve_tiers(case=case, is_fair=is_fair, start_ratio=START_RATIO)
    except SolverFailure as failure:
        for ratio in OTHER_RATIOS:
            try:
                return solve_tiers(case=case, is_fair=is_fair, start_ratio=ratio)
            except SolverFailure:
                continue
        raise failure from None
