"""The reasons of a gas day, computed with its plan and kept beside its picture.

Which limits bind; why each user of the proposal is cut and each short county short; what one more 10^4 m3 is worth in
each county, and whom it would serve. Counties behind the same limits share the last answer: from each of them the
same short users can be reached, so the unit is placed in the largest of them and the county is named.

Clauses: T-008 (balance), T-028 and T-029 (order), T-041 (spoken with fully).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.assess.day import Answers
from nuandong.assess.explain import explain_cuts, explain_worth, goal_of, namer_of
from nuandong.assess.explaining import chain
from nuandong.assess.explaining.chain import Because
from nuandong.assess.explaining.cuts import CutStory
from nuandong.assess.explaining.names import Namer
from nuandong.assess.explaining.subject import county_subject, user_subject
from nuandong.balance.reasons import next_served
from nuandong.units import CUBIC_METRE, BoolArray, FloatArray, IntArray, Volume

NO_GROUP = -1


@dataclass(frozen=True, slots=True)
class SubjectReasons:
    """What the chain says of one user (`user` set) or county, after what it says of the province."""

    user: str
    county: str
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class NextUnit:
    """Where one more 10^4 m3/day brought to `county` would go; `volume` is what reaches users (10^4 m3).

    `cuts` are the positions of the binding cuts that hold the county, the largest shortage first.
    """

    county: str
    cuts: tuple[int, ...]
    volume: Volume
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, eq=False)
class CountyWorth:
    """By county, (n,): `per_unit` in CNY per 10^4 m3 of purchases saved if shares stay as they are;
    `reaches_short`, whether the unit would instead reach somebody who is short; `following`, the position of its
    answer in `DayReasons.following` (-1: it only saves purchases)."""

    county: tuple[str, ...]
    per_unit: FloatArray
    reaches_short: BoolArray
    following: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class DayReasons:
    """The reasons of the first gas day; `province` are the links of the chain that all subjects share."""

    gas_day: date
    province: tuple[Because, ...]
    subjects: tuple[SubjectReasons, ...]
    cuts: tuple[CutStory, ...]
    worth: CountyWorth
    following: tuple[NextUnit, ...]


def day_reasons(*, answers: Answers) -> DayReasons:
    """All reasons of a day's answers; about a third of the day's own computing time. Raises `SolverFailure`."""
    namer, cuts = namer_of(answers.work), explain_cuts(answers=answers)
    worth, following = _worth(answers, namer, cuts)
    return DayReasons(
        gas_day=answers.work.axes.days[0],
        province=chain.of_province(answers),
        subjects=_subjects(answers, namer),
        cuts=cuts,
        worth=worth,
        following=following,
    )


def _subjects(answers: Answers, namer: Namer) -> tuple[SubjectReasons, ...]:
    """What is said of every user that is cut and of every county that is short."""
    case, axes = answers.work.case, answers.work.axes
    short = (answers.work.plan.plan.unserved[:, 0] > CUBIC_METRE).nonzero()[0]
    counties = sorted({axes.counties[int(answers.work.plan.rows.county[row])] for row in short})
    subjects = [county_subject(case=case, county=county) for county in counties]
    subjects += [user_subject(case=case, user=user) for user in dict.fromkeys(answers.cuts.user)]
    return tuple(
        SubjectReasons(
            user=subject.user,
            county=subject.county,
            because=chain.of_subject(answers, subject, namer, goal=goal_of(answers, subject)),
        )
        for subject in subjects
    )


def _worth(
    answers: Answers, namer: Namer, cuts: tuple[CutStory, ...]
) -> tuple[CountyWorth, tuple[NextUnit, ...]]:
    axes, found = answers.work.axes, explain_worth(answers=answers)
    nodes = np.asarray(found.counties, dtype=np.int64)
    reaches = found.reaches_short[nodes, 0]
    behind = [tuple(at for at, cut in enumerate(cuts) if county in cut.counties) for county in axes.counties]
    groups = list(dict.fromkeys(group for group, live in zip(behind, reaches, strict=True) if live))
    groups.sort(key=lambda group: (len(group), group))
    use = answers.work.loads.by_county[:, 0]
    units = []
    for group in groups:
        members = [row for row, other in enumerate(behind) if other == group and reaches[row]]
        largest = max(members, key=lambda row: (float(use[row]), -row))
        units.append(_next(answers, namer, county=largest, group=group))
    following = [
        groups.index(group) if live else NO_GROUP for group, live in zip(behind, reaches, strict=True)
    ]
    worth = CountyWorth(
        county=axes.counties,
        per_unit=found.per_unit[nodes, 0],
        reaches_short=reaches,
        following=np.asarray(following, dtype=np.int64),
    )
    return worth, tuple(units)


def _next(answers: Answers, namer: Namer, *, county: int, group: tuple[int, ...]) -> NextUnit:
    """The plan solved again with one more unit in a county."""
    axes = answers.work.axes
    answer = next_served(
        case=namer.problem, plan=answers.work.plan.plan, node=int(axes.county_node[county]), step=0
    )
    text_zh, text_en = chain.next_words(answer, namer)
    return NextUnit(axes.counties[county], group, answer.volume, text_zh, text_en)
