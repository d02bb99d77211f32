"""Why is this user cut, and what would have to change: from the province's gap down to one user's share.

The chain is that of the day itself: gap, level, powers, cut order, network, share of the county and tier, the user's
own load. Then what would spare the user, each answer solved anew from nothing; who would be served next; and
what gas is worth at the place. Powers stay those of the day's level throughout.

Clauses: T-028, T-029 (order), T-040 (levels), T-041 (spoken with fully), T-042 (plan).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from nuandong.assess.case import Case
from nuandong.assess.day import Answers, Workings, day_answers
from nuandong.assess.explaining import chain
from nuandong.assess.explaining.cuts import CutStory, cut_story
from nuandong.assess.explaining.help import WouldHelp, what_would_help
from nuandong.assess.explaining.names import Namer
from nuandong.assess.explaining.subject import Subject, county_subject, user_subject
from nuandong.assess.explaining.worth import NodeWorth, node_worth
from nuandong.assess.problem import measured_problem
from nuandong.balance.certificate import ROOM_TOLERANCE
from nuandong.balance.reasons import Goal, binding_cut, next_served, node_prices
from nuandong.findings import AssuranceError

Progress = Callable[[str, float], None]
Because = chain.Because


class NothingAsked(AssuranceError):
    """Neither a user nor a county was named, or both."""

    def __init__(self) -> None:
        super().__init__("请给出用户或县区之一。Name a user or a county, one of them.")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a user is cut, or a county is short, on the first gas day.

    `chain` leads from the province to the subject; `cut` is None where nothing is short; `next_zh` and `next_en`
    say where one more 10^4 m3/day brought to the county would go, `price` what it would save if it went to
    nobody who is short (CNY per m3, from illustrative prices where the case has no others).
    """

    subject: Subject
    gas_day: date
    is_cut: bool
    chain: tuple[Because, ...]
    cut: CutStory | None
    would_help: tuple[WouldHelp, ...]
    next_zh: str
    next_en: str
    price: float


def explain(
    *,
    case: Case,
    user: str = "",
    county: str = "",
    as_of: datetime | None = None,
    answers: Answers | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Why a user is cut or a county is short on the case's gas day, and what would spare it.

    `user` is the id or name of a user, or the id of a delivery point; `county` a code or name. `answers` are those
    of `day_answers` where they are at hand. Raises `NothingAsked`, `UnknownSubject`, `FaultyCase`,
    `SolverFailure`.
    """
    if bool(user) == bool(county):
        raise NothingAsked
    tell = progress or (lambda stage, part: None)
    subject = user_subject(case=case, user=user) if user else county_subject(case=case, county=county)
    found = answers or day_answers(case=case, as_of=as_of, progress=tell)
    namer = namer_of(found.work)
    goal = goal_of(found, subject)
    reasons = chain.of_province(found) + chain.of_subject(found, subject, namer, goal=goal)
    if goal is None:
        return Explanation(subject, found.work.axes.days[0], False, reasons, None, (), "", "", 0.0)
    plan = found.work.plan.plan
    cut = binding_cut(case=namer.problem, plan=plan, row=goal.row, step=goal.step)
    told = cut_story(cut=cut, namer=namer)
    helps = what_would_help(namer=namer, plan=plan, goal=goal, cut=cut, tell=tell)
    node = int(namer.problem.demands.node[goal.row])
    following = next_served(case=namer.problem, plan=plan, node=node, step=goal.step)
    next_zh, next_en = chain.next_words(following, namer)
    return Explanation(
        subject=subject,
        gas_day=found.work.axes.days[0],
        is_cut=True,
        chain=reasons,
        cut=told,
        would_help=helps,
        next_zh=next_zh,
        next_en=next_en,
        price=float(node_prices(case=namer.problem, plan=plan).price[node, goal.step]),
    )


def explain_cuts(*, answers: Answers) -> tuple[CutStory, ...]:
    """Every binding cut of the first gas day once, the largest shortage first.

    Counties whose shortage has the same cause share a cut; a cut inside another names a tighter bottleneck.
    """
    namer, plan = namer_of(answers.work), answers.work.plan.plan
    found = {}
    for row in np.flatnonzero(plan.unserved[:, 0] > ROOM_TOLERANCE):
        cut = binding_cut(case=namer.problem, plan=plan, row=int(row), step=0)
        found[cut.nodes.tobytes(), cut.tanks.tobytes()] = (
            cut  # the last row has the lowest rank: all that is short
        )
    stories = (cut_story(cut=cut, namer=namer) for cut in found.values())
    return tuple(sorted(stories, key=lambda story: -story.missing))


def explain_worth(*, answers: Answers) -> NodeWorth:
    """What one more 10^4 m3 is worth at each node and on each gas day of the outlook."""
    return node_worth(namer=namer_of(answers.work))


def namer_of(work: Workings) -> Namer:
    """Names beside the balance problem that the day's plan answers."""
    return Namer(work, measured_problem(grounds=work.grounds, rows=work.plan.rows, powers=work.powers))


def goal_of(answers: Answers, subject: Subject) -> Goal | None:
    """The last row that is to be spared: of a user the lowest tier it is cut in, of a county all that is short.

    Rows of one county share its node, so when the row of the lowest rank misses nothing, none does.
    """
    work = answers.work
    if subject.county not in work.axes.county_at:
        return None
    rows, plan = work.plan.rows, work.plan.plan
    short = (rows.county == work.axes.county_at[subject.county]) & (plan.unserved[:, 0] > ROOM_TOLERANCE)
    if subject.user:
        lines = zip(answers.cuts.user, answers.cuts.tier, answers.cuts.county, strict=True)
        tiers = {tier for user, tier, county in lines if (user, county) == (subject.user, subject.county)}
        short &= rows.is_order & np.isin(rows.tier, [work.loads.tiers.index(tier) for tier in tiers])
    found = np.flatnonzero(short)
    return Goal(int(found[rows.rank[found].argmax()]), 0) if found.size else None
