"""A plan with its proofs as the checker gets it: only what survives a trip through JSON."""

from __future__ import annotations

import json
from typing import Any

from nuandong.balance import BalanceCase, solve_tiers
from nuandong.balance.certificate import Names, certificate_of, residuals

Certificate = dict[str, Any]


def certified(case: BalanceCase) -> Certificate:
    """The certificate of a case's plan after a trip through JSON; the plan itself balances within its bounds."""
    plan = solve_tiers(case=case)
    assert residuals(case=case, plan=plan).hold
    names = Names(
        nodes=_numbered("n", case.nodes),
        links=_numbered("a", case.links.tail.size),
        supplies=_numbered("s", case.supplies.node.size),
        tanks=_numbered("k", case.tanks.node.size),
        demands=_numbered("d", case.demands.node.size),
    )
    return dict(json.loads(json.dumps(certificate_of(case=case, plan=plan, names=names))))


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{row}" for row in range(count))
