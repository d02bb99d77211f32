"""The certificate of a day's plan: problem, plan and proofs with names, ready to be written beside the results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nuandong.assess import arrange
from nuandong.assess.case import Case
from nuandong.assess.day import Answers, Progress, day_answers
from nuandong.assess.limited import Limited
from nuandong.assess.loads import RankedRows
from nuandong.assess.picture import DayPicture
from nuandong.assess.problem import Grounds, measured_problem
from nuandong.balance import solve_tiers
from nuandong.balance.certificate import Names, certificate_of
from nuandong.balance.solve import Solve
from nuandong.policy import PolicyBook


@dataclass(frozen=True, slots=True, eq=False)
class ProvenDay:
    """A picture with the certificate of its plan."""

    picture: DayPicture
    certificate: dict[str, object]


def prove_day(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
    limited: Limited | None = None,
) -> ProvenDay:
    """The same picture as `assess_day`, and what proves its plan; same arguments, same errors.

    Where `limited` solved and ran out of time, the picture's first finding says how far the plan is proven, and the
    checker refuses its certificate.
    """
    solve: Solve = limited or solve_tiers
    answers = day_answers(case=case, as_of=as_of, policy=policy, progress=progress, solve=solve)
    picture = arrange.day_picture(answers)
    if limited:
        picture = replace(picture, findings=limited.findings + picture.findings)
    return ProvenDay(picture, day_certificate(answers))


def day_certificate(answers: Answers) -> dict[str, object]:
    """What proves the plan of a day; `casefile.verify` judges it with the standard library alone."""
    work = answers.work
    rows = work.plan.rows
    problem = measured_problem(grounds=work.grounds, rows=rows, powers=work.powers)
    names = problem_names(grounds=work.grounds, tiers=work.loads.tiers, rows=rows)
    return {
        **certificate_of(case=problem, plan=work.plan.plan, names=names),
        "gas_days": [day.isoformat() for day in work.axes.days],
        "level": work.powers.level,
        "policy_version": work.policy.version,
        "input_hash": work.case.input_hash,
    }


def problem_names(*, grounds: Grounds, tiers: tuple[str, ...], rows: RankedRows) -> Names:
    """What the rows of a measured problem are called."""
    network = grounds.network
    parts = [
        "protected"
        if protected
        else "safe load"
        if tier < 0
        else f"{tiers[tier]}{'' if order else ' beyond orders'}"
        for tier, order, protected in zip(rows.tier, rows.is_order, rows.is_protected, strict=True)
    ]
    counties = grounds.axes.counties
    return Names(
        nodes=network.nodes.node,
        links=network.arcs.arc,
        supplies=network.sources.supply + network.measures.measure,
        tanks=network.stores.store,
        demands=tuple(f"{counties[county]} {part}" for county, part in zip(rows.county, parts, strict=True)),
        totals=grounds.totals.names,
    )
