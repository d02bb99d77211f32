"""What would have to change for somebody to be spared: candidates from the binding cut, each solved and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from nuandong.assess.explaining.names import Namer, Words
from nuandong.balance import BalancePlan
from nuandong.balance.reasons import (
    BindingCut,
    Change,
    ChangeKind,
    Counterfactual,
    Goal,
    Way,
    most_of,
    smallest_change,
)
from nuandong.units import Flow

MOST_PIPES = 2
LESS_AT_HOME: Words = ("{zh}自然回落（如回暖）", "{en} falls of itself, as in milder weather")
WORDS: dict[ChangeKind, Words] = {
    ChangeKind.GAS: ("在{zh}另增供气", "more gas brought to {en}"),
    ChangeKind.LINK: ("{zh}增加输气能力", "more capacity of {en}"),
    ChangeKind.LINK_BACK: ("{zh}增加反输能力", "more capacity of {en}, against its direction"),
    ChangeKind.SUPPLY: ("{zh}增供", "more gas from {en}"),
    ChangeKind.DEMAND: ("{zh}少用", "less use by {en}"),
    ChangeKind.SENDOUT: ("{zh}提高外送能力", "more send-out of {en}"),
    ChangeKind.HELD_BACK: ("{zh}少留库存", "less stock held back by {en}"),
}


@dataclass(frozen=True, slots=True)
class WouldHelp:
    """One change, alone and on the gas day: the least amount that spares the subject, or that it is not enough.

    `amount` in 10^4 m3/day (10^4 m3 for stock). `is_verified`: two plans made from nothing, with the amount and
    with one grain less, do what is said and were judged without a solver.
    """

    kind: str
    ident: str
    name_zh: str
    name_en: str
    amount: Flow
    is_enough: bool
    left: Flow
    is_verified: bool
    text_zh: str
    text_en: str


def what_would_help(
    *,
    namer: Namer,
    plan: BalancePlan,
    goal: Goal,
    cut: BindingCut,
    tell: Callable[[str, float], None],
) -> tuple[WouldHelp, ...]:
    """Every candidate alone, those that are enough first, least amount first."""
    case = namer.problem
    ample = float((plan.unserved * case.steps.days[None, :]).sum()) / float(case.steps.days[goal.step])
    candidates = tuple(_candidates(namer, goal, cut))
    answers = []
    for number, change in enumerate(candidates):
        tell("what would help", number / len(candidates))
        most = most_of(case=case, change=change, ample=ample)
        answers.append(_told(namer, smallest_change(case=case, goal=goal, change=change.of(most))))
    return tuple(sorted(answers, key=lambda one: (not one.is_enough, one.amount, one.kind)))


def _candidates(namer: Namer, goal: Goal, cut: BindingCut) -> Iterator[Change]:
    """Gas at the county, the widest pipes into the cut, its largest source and stores, other use of the county."""
    case, day = namer.problem, (goal.step,)
    node = int(case.demands.node[goal.row])
    yield Change(ChangeKind.GAS, node, day, 0.0)
    pipes = _at(cut, goal.step, Way.LINK) + _at(cut, goal.step, Way.LINK_BACK)
    for _, way, at in sorted(pipes, key=lambda pipe: (-pipe[0], pipe[2]))[:MOST_PIPES]:
        yield Change(ChangeKind.LINK if way is Way.LINK else ChangeKind.LINK_BACK, at, day, 0.0)
    for _, _, at in _at(cut, goal.step, Way.SUPPLY)[:1]:
        yield Change(ChangeKind.SUPPLY, at, day, 0.0)
    for _, _, at in _at(cut, goal.step, Way.SENDOUT)[:1]:
        yield Change(ChangeKind.SENDOUT, at, day, 0.0)
    held = sorted((entry.volume, entry.at, entry.step) for entry in cut.entries if entry.way is Way.HELD_BACK)
    for _, at, step in held[:1]:
        yield Change(ChangeKind.HELD_BACK, at, (step,), 0.0)
    same = (case.demands.node == node) & (case.demands.rank < case.demands.rank[goal.row])
    others = np.where(same, case.demands.quantity[:, goal.step], 0.0)
    if float(others.max(initial=0.0)) > 0:
        yield Change(ChangeKind.DEMAND, int(others.argmax()), day, 0.0)


def _at(cut: BindingCut, step: int, way: Way) -> list[tuple[float, Way, int]]:
    """Volume, way and place of a cut's entries on a step, largest first."""
    found = [(entry.volume, way, entry.at) for entry in cut.entries if (entry.way, entry.step) == (way, step)]
    return sorted(found, key=lambda entry: (-entry[0], entry[2]))


def _told(namer: Namer, answer: Counterfactual) -> WouldHelp:
    change = answer.change
    ident, (name_zh, name_en) = _named(namer, change)
    zh, en = LESS_AT_HOME if _is_at_home(namer, change) else WORDS[change.kind]
    what_zh, what_en = zh.format(zh=name_zh), en.format(en=name_en)
    is_stock = change.kind is ChangeKind.HELD_BACK
    unit_zh, unit_en = ("万m³", "×10⁴ m³") if is_stock else ("万m³/d", "×10⁴ m³/d")
    if answer.is_enough:
        text_zh, text_en = (
            f"{what_zh} {change.amount:,.2f} {unit_zh}",
            f"{change.amount:,.2f} {unit_en} {what_en}",
        )
    else:
        text_zh = f"{what_zh}：单靠此项不够，仍缺 {answer.left:,.2f} 万m³/d"
        text_en = f"{what_en}: not enough alone, {answer.left:,.2f} ×10⁴ m³/d stay short"
    return WouldHelp(
        kind=str(change.kind),
        ident=ident,
        name_zh=what_zh,
        name_en=what_en,
        amount=change.amount,
        is_enough=answer.is_enough,
        left=answer.left,
        is_verified=answer.is_verified,
        text_zh=text_zh,
        text_en=text_en,
    )


def _is_at_home(namer: Namer, change: Change) -> bool:
    """Nobody is asked to use less at home: such use only falls with the cold."""
    return change.kind is ChangeKind.DEMAND and bool(namer.work.plan.rows.is_protected[change.at])


def _named(namer: Namer, change: Change) -> tuple[str, Words]:
    network = namer.work.case.network
    match change.kind:
        case ChangeKind.GAS:
            return network.nodes.node[change.at], namer.node(change.at)
        case ChangeKind.LINK | ChangeKind.LINK_BACK:
            return namer.entry(Way.LINK, change.at)
        case ChangeKind.SUPPLY:
            return namer.entry(Way.SUPPLY, change.at)
        case ChangeKind.DEMAND:
            county = int(namer.work.plan.rows.county[change.at])
            return namer.work.axes.counties[county], namer.row(change.at)
        case _:
            return namer.entry(Way.SENDOUT, change.at)
