"""What one more 10^4 m3 is worth, and to whom it would go: two answers that must not be mixed.

`node_prices` is money: by how much purchase and carriage fall if the *same* shares are served with one more
unit at hand. `next_served` is gas: who gets it, for a short county asks for people, not for savings. At a place
from which gas can reach a short row the second answer is the one that counts, and `NodePrices.reaches_short`
says where that is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.balance.case import BalanceCase, BalancePlan
from nuandong.balance.held import held_case
from nuandong.balance.program import DUAL_SIMPLEX
from nuandong.balance.reasons.changes import Change, ChangeKind, changed_case
from nuandong.balance.reasons.cut import reaching, short_places
from nuandong.balance.reasons.warm import WarmProgram
from nuandong.balance.solve import purchase_cost, solve_tiers
from nuandong.units import BoolArray, FloatArray, Flow

SLACK = 1e-7  # 10^4 m3/day: a plan's shares are met to solver precision only


@dataclass(frozen=True, slots=True, eq=False)
class NodePrices:
    """`price` (n, t) in CNY per m3, which is 10^4 CNY per 10^4 m3; `reaches_short` (n, t) whether gas from
    there would reach somebody who is short instead of saving money."""

    price: FloatArray
    reaches_short: BoolArray


def node_prices(*, case: BalanceCase, plan: BalancePlan) -> NodePrices:
    """The dual prices of the node balances in the cheapest plan that serves what `plan` serves.

        price[n,t] = d (least cost) / d quantity[n,t] / days[t]      with unserved held

    The least cost is convex in what is asked for, so one more unit at hand saves at most its price and one unit
    less costs at least its price; where the price is the only one, both meet. The duals that a plan carries as
    proof of its cost belong to a narrower question (each pipe held on the face of each rank) and are no prices
    at places that a rank has settled.

    Raises `SolverFailure` where the plan's shares cannot be served.
    """
    program = WarmProgram(case)
    first = program.layout.unserved
    served = np.clip(plan.unserved.ravel(), 0.0, case.demands.quantity.ravel())
    program.set_bounds(
        first=first,
        lower=served,
        upper=np.minimum(served + SLACK, program.upper[first : first + served.size]),
    )
    program.minimise(purchase_cost(program), strategy=DUAL_SIMPLEX)
    dual = program.row_dual[: case.nodes * case.steps.count].reshape(case.nodes, case.steps.count)
    seeds = short_places(case=case, plan=plan)
    held = held_case(case=case, plan=plan, rank=case.ranks)
    return NodePrices(dual / case.steps.days[None, :], reaching(case=held, plan=plan, seeds=seeds)[0])


@dataclass(frozen=True, slots=True, eq=False)
class NextServed:
    """Where one more unit would go: `gained` (r, t) in 10^4 m3/day, below zero where another gives way to a
    better rank; `volume` (10^4 m3) is all that reaches users; the rest saves purchases."""

    gained: FloatArray
    volume: float


def next_served(
    *, case: BalanceCase, plan: BalancePlan, node: int, step: int, amount: Flow = 1.0
) -> NextServed:
    """Who gets `amount` (10^4 m3/day) more at a node on a step: the plan solved again with it."""
    more = Change(ChangeKind.GAS, node, (step,), amount)
    again = solve_tiers(case=changed_case(case=case, change=more))
    gained = plan.unserved - again.unserved
    gained[np.abs(gained) < SLACK] = 0.0
    return NextServed(gained, float((gained * case.steps.days[None, :]).sum()))
