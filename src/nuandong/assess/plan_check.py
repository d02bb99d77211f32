"""Whether a curtailment plan may be issued, whoever wrote or edited it: every broken rule with its line and its cure.

Lines are held against loads, lists, policy and powers (`curtailment.guards`, `curtailment.order_guards`). What hangs
on the network is solved again with the plan's lines as they are: does gas then reach everybody else, is nobody cut who
need not be, in the order of the tiers, and is no other measure idle that would spare a cut (`hand_run`)?

Clauses: T-010 (other measures first), T-028, T-029, T-041, T-042, T-044, T-045.
"""

from __future__ import annotations

from collections.abc import Mapping

from nuandong.assess.day import Answers
from nuandong.assess.explaining.subject import ordered_points
from nuandong.assess.hand_run import Comparison, HandPlan, compared
from nuandong.assess.hand_words import network_findings
from nuandong.curtailment import CutPlan, PointLoads, Precedence, check_order, guards
from nuandong.findings import Findings
from nuandong.units import Flow


def check_plan(
    *,
    answers: Answers,
    cuts: CutPlan,
    used: Mapping[str, Flow] | None = None,
    loads: PointLoads | None = None,
    precedence: Precedence | None = None,
) -> Findings:
    """Everything that forbids `cuts` as the plan of the day that `answers` computed; empty if it may be issued.

    `used` is what of each measure the plan takes on the gas day (10^4 m3/day by id, `reserve` for withdrawal beyond
    nominations); None: as the machine's own plan. `precedence` are the cities' own orders of
    classes. Warnings are no bar. Raises `SolverFailure`.
    """
    work = answers.work
    permitted = loads or ordered_points(work)
    day, powers = work.axes.days[0], work.powers
    lines = guards.check_lines(plan=cuts, loads=permitted, policy=work.policy, day=day, powers=powers)
    named = guards.check_names(plan=cuts, loads=permitted, book=work.case.users, day=day)
    order = check_order(plan=cuts, loads=permitted, policy=work.policy, day=day, precedence=precedence)
    found: Comparison = compared(HandPlan(work, cuts, permitted, used or {}))
    return lines + named + order + network_findings(found)
