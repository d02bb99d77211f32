"""Incidents: how grave one is, by when it must be told to whom, and when several are one concentrated outage.

Two clocks are law (plan of 2021): within 12 h of discovery to the government, the upper department and the command
office, within another 12 h of that report the office has verified it and told the command. Stricter ones are policy.

Clauses: T-069 (sudden events), T-096 (major events in time), T-009 (no concentrated outage), T-087 (casualties).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from nuandong.policy import DatedValue, PolicyBook


class Gravity(StrEnum):
    """How grave an incident is; each has clocks of its own."""

    ORDINARY = "ordinary"
    LARGER = "larger"
    MAJOR = "major"


class ClockKind(StrEnum):
    """What must be done in time."""

    VOICE = "voice"  # told by voice
    WRITTEN = "written"  # told in writing, stricter than the law
    REPORT = "report"  # the legal limit of the written report
    VERIFY = "verify"
    FOLLOW_UP = "follow_up"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Harm:
    """What an incident has done: households without gas and for how many hours, casualties, a forced shut-off."""

    households: int = 0
    hours: float = 0.0
    casualties: int = 0
    is_upstream_closed: bool = False
    is_concentrated: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """The instants an incident has passed so far; None for what has not happened."""

    found: datetime
    voiced: datetime | None = None
    reported: datetime | None = None
    verified: datetime | None = None
    followed_up: datetime | None = None
    closed: datetime | None = None
    reviewed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit: due at, done at (None while open), the rule it comes from."""

    kind: ClockKind
    due_at: datetime
    done_at: datetime | None
    rule: DatedValue[float]

    def is_overdue(self, at: datetime) -> bool:
        """Whether it ran out before it was done; at its very instant it has not."""
        return (at if self.done_at is None else self.done_at) > self.due_at


def gravity_of(*, harm: Harm, policy: PolicyBook, day: date) -> Gravity:
    """Major from so many households or hours on, with any casualty, a closed upstream valve, or in a cluster.

    Larger where any household is without gas; else ordinary.
    """
    households = policy.number("major.households_from", day=day).value
    hours = policy.number("major.hours_from", day=day).value
    lasts = harm.households > 0 and harm.hours >= hours
    worst = harm.casualties > 0 or harm.is_upstream_closed or harm.is_concentrated
    if worst or harm.households >= households or lasts:
        return Gravity.MAJOR
    return Gravity.LARGER if harm.households > 0 else Gravity.ORDINARY


def clocks_of(*, passed: Passed, gravity: Gravity, policy: PolicyBook, day: date) -> tuple[Clock, ...]:
    """Every clock that has begun to run, in the order of due instants."""

    def clock(kind: ClockKind, rule: str, begins: datetime, done_at: datetime | None) -> Clock:
        limit = policy.number(rule, day=day)
        days = rule.endswith("_days")
        span = timedelta(days=limit.value) if days else timedelta(hours=limit.value)
        return Clock(kind, begins + span, done_at, limit)

    written = {
        Gravity.MAJOR: "event.major_written_hours",
        Gravity.LARGER: "event.larger_hours",
        Gravity.ORDINARY: "event.ordinary_hours",
    }[gravity]
    clocks = [clock(ClockKind.WRITTEN, written, passed.found, passed.reported)]
    if policy.rules["event.report_hours"].is_in_force(day):  # the law of 2021; earlier days had none
        clocks.append(clock(ClockKind.REPORT, "event.report_hours", passed.found, passed.reported))
    if passed.reported is not None and policy.rules["event.verify_hours"].is_in_force(day):
        clocks.append(clock(ClockKind.VERIFY, "event.verify_hours", passed.reported, passed.verified))
    if gravity is Gravity.MAJOR:
        told = min((at for at in (passed.voiced, passed.reported) if at), default=None)
        clocks.append(clock(ClockKind.VOICE, "event.major_voice_hours", passed.found, told))
    if passed.verified is not None and passed.closed is None:
        last = passed.followed_up or passed.verified
        clocks.append(clock(ClockKind.FOLLOW_UP, "event.follow_up_hours", last, None))
    if passed.closed is not None:
        clocks.append(clock(ClockKind.REVIEW, "event.review_days", passed.closed, passed.reviewed))
    return tuple(sorted(clocks, key=lambda one: (one.due_at, one.kind)))


@dataclass(frozen=True, slots=True)
class Outage:
    """One incident with households short or cut off: where, since when, how many, in which villages."""

    key: str
    county: str
    found: datetime
    households: int
    villages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Outages of one county that together are concentrated."""

    county: str
    keys: tuple[str, ...]
    households: int
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClusterRules:
    """From how many households or villages on, within how long."""

    households_from: float
    villages_from: float
    within: timedelta


def cluster_rules(*, book: PolicyBook, day: date) -> ClusterRules:
    """The rules of a policy on a day; `PolicySilent` where the province gives none."""
    return ClusterRules(
        households_from=book.number("cluster.households_from", day=day).value,
        villages_from=book.number("cluster.villages_from", day=day).value,
        within=timedelta(hours=book.number("cluster.hours", day=day).value),
    )


def clusters(*, outages: Iterable[Outage], rules: ClusterRules) -> tuple[Cluster, ...]:
    """Outages of one county that within the span reach so many households or villages together.

    Villages of one county count as adjacent: nobody keeps a map of villages, and a cluster that is told once too
    often costs a telephone call. Overlapping spans that each reach it are one cluster.
    """
    by_county: dict[str, list[Outage]] = {}
    for outage in sorted(outages, key=lambda one: (one.found, one.key)):
        by_county.setdefault(outage.county, []).append(outage)
    found = (_of_county(county, rows, rules) for county, rows in sorted(by_county.items()))
    return tuple(cluster for cluster in found if cluster is not None)


def _of_county(county: str, rows: Sequence[Outage], rules: ClusterRules) -> Cluster | None:
    members: dict[str, Outage] = {}
    for first in rows:
        span = [row for row in rows if first.found <= row.found <= first.found + rules.within]
        villages = frozenset[str]().union(*(row.villages for row in span))
        households = sum(row.households for row in span)
        if households >= rules.households_from or len(villages) >= rules.villages_from:
            members |= {row.key: row for row in span}
    if not members:
        return None
    return Cluster(
        county,
        tuple(members),
        sum(row.households for row in members.values()),
        tuple(sorted(frozenset[str]().union(*(row.villages for row in members.values())))),
    )
