"""Lines of orders as a curtailment plan, and what forbids it: the library's guards, at draft and again at approval.

A point may stand in several orders of a gas day (plants have an order of their own, later waves add). So its lines are
judged as their sum with everything else that is ordered or drafted for the day.

Clauses: T-028, T-029 (order, protected first), T-042, T-044, T-046.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Q

from nuandong.assess.day import day_answers
from nuandong.assess.plan_check import check_plan
from nuandong.curtailment import CutPlan, Precedence, ReliefTarget, check_order, guards
from nuandong.curtailment.plan import REDUCE, STOP
from nuandong.desk.dispatch.models import Order, OrderLine, OrderState
from nuandong.desk.dispatch.models.orders import CUTS
from nuandong.desk.dispatch.standing import Ground, ground_of
from nuandong.desk.outlook.cases import day_case
from nuandong.desk.plans.precedence.order import in_force_by_county
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.policy import Powers
from nuandong.units import CUBIC_METRE

LINES_FILE = "order_lines"
NO_TARGET = ReliefTarget((), (), np.zeros(0))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A point's part of a plan."""

    line: OrderLine
    relief: float


ASKS = Q(planned_relief__gt=0) | Q(spared__gt=0)  # lines that the run asked something of


def own_lines(order: Order) -> list[OrderLine]:
    """The lines of an order that ask for anything, in the order of the cut."""
    return list(order.lines.filter(planned_relief__gt=0).order_by("place", "id"))


def judged_lines(order: Order) -> list[OrderLine]:
    """The lines of an order that guards judge: those too that offers spared altogether."""
    return list(order.lines.filter(ASKS).order_by("place", "id"))


def others(order: Order) -> list[OrderLine]:
    """Lines of all other cuts of the gas day that are ordered, or drafted beside this one."""
    drafts = {OrderState.DRAFT, OrderState.APPROVED, OrderState.ISSUED}
    found = OrderLine.objects.filter(
        ASKS, order__gas_day=order.gas_day, order__kind__in=CUTS, order__state__in=drafts
    ).exclude(order=order)
    if order.wave > 1:  # drafts of an earlier wave that nobody issued are no part of what a later one adds to
        found = found.exclude(order__state=OrderState.DRAFT)
    return list(found.order_by("order_id", "place"))


def whole_plan(order: Order, ground: Ground, own: Sequence[OrderLine]) -> CutPlan:
    """Some lines of an order with all others of the gas day, a line a point, in the order of the tiers.

    Where offers stand in for others, the plan is what the run asked: nobody is out of turn because a neighbour came
    forward.
    """
    total: dict[str, _Cut] = {}
    for line in [*own, *others(order)]:
        before = total.get(line.subject)
        relief = line.asked_relief + (before.relief if before else 0.0)
        total[line.subject] = _Cut(before.line if before else line, relief)
    asked = [(cut.line, cut.relief) for cut in total.values() if cut.relief >= CUBIC_METRE / 2]
    return plan_of(asked, ground, order.decided_at)


def plan_of(cuts: Iterable[tuple[OrderLine, float]], ground: Ground, decided_at: datetime) -> CutPlan:
    """Lines with their relief as a plan; what a line says of itself is kept, so that the guards can refuse it."""
    loads = ground.loads
    tiers = {tier.key: tier.order for tier in ground.policy.tiers(day=loads.days[0])}
    rows = sorted(
        cuts, key=lambda cut: (tiers.get(cut[0].tier, len(tiers) + 1), cut[0].place, cut[0].pk or 0)
    )
    lines = [line for line, _ in rows]
    names = dict(zip(ground.book.users.user, ground.book.users.name_zh, strict=True))
    return CutPlan(
        day=loads.days[0],
        decided_at=decided_at,
        order=tuple(range(1, len(rows) + 1)),
        point=tuple(line.subject for line in lines),
        user=tuple(line.user_id or "" for line in lines),
        name_zh=tuple(names.get(line.user_id or "", line.name_zh) for line in lines),
        name_en=tuple(line.name_en for line in lines),
        county=tuple(line.county_id or "" for line in lines),
        tier=tuple(line.tier for line in lines),
        consumer_class=tuple(line.consumer_class for line in lines),
        state=tuple(state_of(line, relief) for line, relief in rows),
        load=np.array([line.load for line in lines], dtype=np.float64),
        safe_load=np.array([line.safe_load for line in lines], dtype=np.float64),
        relief=np.array([round(relief, 4) for _, relief in rows], dtype=np.float64),
        notify_by=tuple(max(line.notify_by, decided_at) for line in lines),
        reason_zh=tuple(line.reason_zh for line in lines),
        reason_en=tuple(line.reason_en for line in lines),
        asked=NO_TARGET,
        residual=NO_TARGET,
    )


def state_of(line: OrderLine, relief: float) -> str:
    """Whether a relief stops the point or only reduces it."""
    whole = (line.load - line.safe_load) * line.in_time
    return STOP if line.safe_load <= 0 and relief > whole - CUBIC_METRE else REDUCE


def guard_findings(*, order: Order, powers: Powers, own: Sequence[OrderLine] | None = None) -> Findings:
    """Everything that the guards say of an order's lines (`own`: as they would be) as the records stand now."""
    own = judged_lines(order) if own is None else own
    if not order.is_cut:
        return _measure_findings(order, powers, own)
    ground = ground_of(gas_day=order.gas_day, decided_at=order.decided_at, powers=powers)
    plan = whole_plan(order, ground, own)
    day = order.gas_day
    found = guards.check_lines(plan=plan, loads=ground.loads, policy=ground.policy, day=day, powers=powers)
    found += guards.check_names(plan=plan, loads=ground.loads, book=ground.book, day=day)
    ordered = check_order(
        plan=plan, loads=ground.loads, policy=ground.policy, day=day, precedence=_precedence(order)
    )
    if order.wave > 1:  # a later wave asks whoever is left, so nobody is asked alike
        ordered = Findings(ordered.errors)
    none = () if own else (_empty(),)
    return Findings((*none, *found, *ordered))


def network_findings(*, order: Order) -> Findings:
    """What the network says of the day's lines, solved anew: short counties, idle measures, cuts out of turn."""
    case = day_case(order.gas_day, order.decided_at)
    answers = day_answers(case=case, as_of=order.decided_at, policy=case.policy)
    ground = ground_of(gas_day=order.gas_day, decided_at=order.decided_at, powers=answers.work.powers)
    cuts = whole_plan(order, ground, judged_lines(order))
    return check_plan(answers=answers, cuts=cuts, precedence=_precedence(order))


def _precedence(order: Order) -> Precedence:
    """Cities' own orders as they were known when the order's lines were computed (T-028)."""
    return in_force_by_county(day=order.gas_day, known_at=order.decided_at)


def digest_of_lines(lines: Sequence[OrderLine]) -> str:
    """Digest of what lines order, the same for the same lines; stands in the ledger and in examinations."""
    plain = [
        [
            line.subject,
            line.user_id or "",
            float(line.planned_relief),
            float(line.load),
            float(line.safe_load),
            *([float(line.offered), float(line.spared)] if line.offered or line.spared else []),
        ]
        for line in sorted(lines, key=lambda line: (line.subject, line.planned_relief))
        if line.planned_relief > 0 or line.spared > 0
    ]
    written = json.dumps(plain, separators=(",", ":"), allow_nan=False)
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()


def day_digest(order: Order) -> str:
    """Digest of all lines of the day that an examination of this order looks at."""
    return digest_of_lines([*own_lines(order), *others(order)])


def _measure_findings(order: Order, powers: Powers, own: Sequence[OrderLine]) -> Findings:
    """Transfers and releases: something above zero, no more than there is, and permitted at the level in force."""
    allowed = {str(kind) for kind in powers.measures}
    wanted = "transfer" if order.kind == "transfer" else "reserve"
    found: list[Finding] = [] if own else [_empty()]
    if wanted not in allowed and not (wanted == "reserve" and powers.may_release > 0):
        found.append(_finding("beyond_powers", None, order.number, (
            f"本级（{powers.level}）不得动用此类措施",
            f"level {powers.level} may not use measures of this kind")))  # fmt: skip
    for row, line in enumerate(own, start=1):
        if line.load > 0 and line.planned_relief > line.load + CUBIC_METRE / 2:
            found.append(_finding("beyond_limit", row, f"{line.subject} {line.planned_relief:.4f}", (
                f"至多 {line.load:.4f} 万m³/d", f"at most {line.load:.4f} 10^4 m3/day")))  # fmt: skip
    return Findings(tuple(found))


def _empty() -> Finding:
    return _finding(
        "empty", None, "", ("指令没有任何一行；请填入或删除草稿", "no line asks for anything; fill it in")
    )


def _finding(rule: str, row: int | None, value: str, words: tuple[str, str]) -> Finding:
    place = Place(file=LINES_FILE, row=row, column="planned_relief")
    return Finding(f"dispatch.{rule}", place, value, *words, severity=Severity.ERROR)
