"""Every single element out, one after the other: who goes short, what it costs in stock, how long homes hold out.

The outage begins on a gas day of the outlook and lasts some days; stores begin with what the day's plan left in them,
nominations stay, powers are those of the level proposed for the day. Everything is compared with the same days
without any outage under the same rules, so that the difference is the outage's own.

Clauses: T-038 (extremes and failures), T-039; rulings, 11; decision 0012.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations

import numpy as np

from nuandong.assess import levels, rows
from nuandong.assess.case import Case
from nuandong.assess.day import Answers, Progress, answers_for
from nuandong.assess.loads import ranked_rows
from nuandong.assess.outage_rows import Element, OutageRows, ranked_outages
from nuandong.assess.picture import Stamp
from nuandong.assess.problem import measured_problem
from nuandong.findings import AssuranceError
from nuandong.gasday import CHINA
from nuandong.policy import PolicyBook
from nuandong.risk import Loss, LossQuestion, run_losses, window
from nuandong.risk.window import opening_at
from nuandong.units import Volume
from nuandong.vocabulary import ArcKind, MeasureKind

PROVINCIAL = (ArcKind.PIPE, ArcKind.TRUNK, ArcKind.JOIN)
PAIRED = 12  # the worst single elements that are also taken out two at a time


class UnknownElement(AssuranceError):
    """An element that the case does not have."""

    def __init__(self, element: str) -> None:
        self.element = element
        super().__init__(
            f"{element}: 案例中没有此管道、气源或储气设施，请核对 arcs.csv、sources.csv、stores.csv。"
            f"No such pipe, source or store in the case; look up its id in arcs.csv, sources.csv or stores.csv."
        )


class OutageOutsideOutlook(AssuranceError):
    """An outage that begins before or ends after the days of the outlook."""

    def __init__(self, first: date, days: int, outlook: tuple[date, ...]) -> None:
        self.first, self.days, self.outlook = first, days, outlook
        super().__init__(
            f"{first} + {days} d: 停运须落在展望期 {outlook[0]} — {outlook[-1]} 内，请缩短天数或加大 horizon_days。"
            f"An outage must lie inside the outlook; ask for fewer days or raise horizon_days in case.toml."
        )


@dataclass(frozen=True, slots=True)
class OutageRequest:
    """What is asked: `first` (default: the case's gas day), `days`, which elements (default: all provincial ones),
    and how many of the worst are also taken out in pairs (0: none)."""

    days: int = 1
    first: date | None = None
    elements: tuple[str, ...] = ()
    paired: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class OutagePicture:
    """All outages of one length: what they rest on, singles, pairs, and what is unserved without any (10^4 m3)."""

    stamp: Stamp
    level: str
    first: date
    days: int
    tiers: tuple[str, ...]
    counties: tuple[str, ...]
    reference_relief: Volume
    reference_livelihood: Volume
    single: OutageRows
    pairs: OutageRows
    runs: int


def outages(
    *,
    case: Case,
    request: OutageRequest | None = None,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
) -> OutagePicture:
    """Take every element out in turn and rank what that does.

    `progress` is told the stage and the part done (0..1); raising from it cancels. Raises `UnknownElement`,
    `OutageOutsideOutlook`, `FaultyCase`, `SolverFailure`.
    """
    asked = request or OutageRequest()
    tell = progress or (lambda stage, part: None)
    chosen = elements_of(case=case, named=asked.elements)
    first = _first_step(case, asked)
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    answers = answers_for(
        case=case,
        as_of=instant,
        policy=policy or case.policy,
        tell=lambda stage, part: tell(stage, 0.1 * part),
    )
    question = question_of(answers=answers, first=first, days=asked.days)
    share = 0.9 if not asked.paired else 0.6
    table = run_losses(
        question=question,
        losses=[element.loss for element in chosen],
        progress=lambda name, part: tell(f"outage {name}", 0.1 + share * part),
    )
    single = ranked_outages(answers.work, question, table=table, elements=chosen)
    twos = _pairs(chosen, single, asked.paired)
    both = run_losses(
        question=question,
        losses=[pair.loss for pair in twos],
        progress=lambda name, part: tell(f"outage {name}", 0.1 + share + (0.9 - share) * part),
    )
    tell("done", 1.0)
    work = answers.work
    return OutagePicture(
        stamp=rows.stamp(work),
        level=work.powers.level,
        first=work.axes.days[first],
        days=asked.days,
        tiers=work.loads.tiers,
        counties=work.axes.counties,
        reference_relief=float(table.reference[work.plan.rows.is_order].sum()),
        reference_livelihood=float(answers.livelihood[first : first + asked.days].sum()),
        single=single,
        pairs=ranked_outages(work, question, table=both, elements=twos),
        runs=table.runs + both.runs,
    )


def elements_of(*, case: Case, named: tuple[str, ...] = ()) -> tuple[Element, ...]:
    """The provincial pipes, sources and stores of a case, or those named (any arc); raises `UnknownElement`."""
    network = case.network
    arcs, sources, stores = network.arcs, network.sources, network.stores
    found = [
        Element(arc, str(arcs.kind[row]), arcs.name_zh[row], arcs.name_en[row], Loss(arc, links=(row,)))
        for row, arc in enumerate(arcs.arc)
    ]
    found += [
        Element(supply, "source", sources.name_zh[row], sources.name_en[row], Loss(supply, supplies=(row,)))
        for row, supply in enumerate(sources.supply)
    ]
    found += [
        Element(store, "store", stores.name_zh[row], stores.name_en[row], Loss(store, tanks=(row,)))
        for row, store in enumerate(stores.store)
    ]
    if not named:
        kept = {*map(str, PROVINCIAL), "source", "store"}
        return tuple(element for element in found if element.kind in kept)
    known = {element.element for element in found}
    for name in named:
        if name not in known:
            raise UnknownElement(name)
    return tuple(element for element in found if element.element in set(named))


def question_of(*, answers: Answers, first: int, days: int) -> LossQuestion:
    """The day's plan as a question about losses: its problem and that of homes, cut down to the outage's days."""
    work, plan = answers.work, answers.work.plan
    opening = opening_at(inventory=plan.plan.inventory, opening=work.grounds.opening, step=first)
    problem = measured_problem(grounds=work.grounds, rows=plan.rows, powers=work.powers)
    used = problem.volumes(plan.plan, until=first)
    top = work.policy.powers(level=levels.top_level(work.policy, work.axes.days[0]), day=work.axes.days[0])
    idle = np.zeros_like(work.loads.reducible)
    bare = ranked_rows(loads=replace(work.loads, reducible=idle, beyond=idle), may_order=frozenset())
    homes = measured_problem(
        grounds=work.grounds,
        rows=replace(
            bare, rank=bare.rank.max(initial=0) - bare.rank
        ),  # safe loads first: what the gap is defined by
        powers=replace(top, may_release=1.0, measures=tuple(MeasureKind)),
    )
    return LossQuestion(
        planned=window(case=problem, first=first, count=days, opening=opening, used=used),
        is_protected=plan.rows.is_protected,
        is_safe=(plan.rows.tier < 0) & ~plan.rows.is_protected,
        homes=window(case=homes, first=first, count=days, opening=opening, used=used),
        homes_protected=bare.is_protected,
    )


def _first_step(case: Case, asked: OutageRequest) -> int:
    settings = case.settings
    begins = asked.first or settings.gas_day
    step = (begins - settings.gas_day).days
    if step < 0 or asked.days < 1 or step + asked.days > settings.horizon_days:
        last = settings.gas_day.fromordinal(settings.gas_day.toordinal() + settings.horizon_days - 1)
        raise OutageOutsideOutlook(begins, asked.days, (settings.gas_day, last))
    return step


def _pairs(chosen: Sequence[Element], single: OutageRows, worst: int) -> tuple[Element, ...]:
    """The worst single elements with effect, two at a time."""
    by_id = {element.element: element for element in chosen}
    names = [name for name, live in zip(single.element, single.has_effect, strict=True) if live][:worst]
    return tuple(
        Element(
            element=f"{one}+{two}",
            kind="pair",
            name_zh=f"{by_id[one].name_zh} + {by_id[two].name_zh}",
            name_en=f"{by_id[one].name_en} + {by_id[two].name_en}",
            loss=by_id[one].loss.with_(by_id[two].loss),
        )
        for one, two in combinations(names, 2)
    )
