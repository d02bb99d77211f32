"""Whether a curtailable-user list may be put in force: what it frees, who is on it, what is known of each.

Faults stop an approval; remarks travel with it, and where the list frees less than is asked the approver says why.

Clauses: T-039 (relief ≥ tier gap), T-044 (completeness of the user master), T-028 (protected users on no list),
T-045 (order of tiers).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nuandong.desk.directory.contacts.board import Freshness, entries_of
from nuandong.desk.directory.lists.asked import Asked, asked_of
from nuandong.desk.directory.models import CurtailmentList, DeliveryPoint, Organisation, Region
from nuandong.desk.directory.notice import rule
from nuandong.desk.directory.province import policy_book
from nuandong.findings import FaultWords, Finding, Findings, Place, Severity, stated
from nuandong.policy.words import Tier

SHORT = ("list.short", "list.short_tier")  # who approves all the same says why
SMALLEST = 0.0001  # 1 m3/day: solver noise decides nothing
ERROR, WARNING = Severity.ERROR, Severity.WARNING
WORDS: Mapping[str, FaultWords] = {
    "list.empty": (ERROR, "清单为空；请加入用气点", "the list is empty; put delivery points on it"),
    "list.protected": (
        ERROR,
        "{user}属保障类或不参与调峰的类别，任何指令不得压减；请移出清单",
        "{user} is of a class that no order may cut; take it off the list",
    ),
    "list.safe_load": (
        ERROR,
        "{user}未填安全用气量；该类用户须自报，请先补录",
        "{user} has no safe load; users of this kind state it; record it first",
    ),
    "list.incomplete": (
        ERROR,
        "用户信息完整率 {share}，低于 {wanted}；请补齐下列缺项",
        "{share} of user records are complete, {wanted} are wanted; fill what is missing",
    ),
    "list.missing_fact": (WARNING, "{user}缺：{facts}", "{user} lacks: {facts}"),
    "list.department": (
        WARNING,
        "{user}由{guided}指导，不属本清单部门",
        "{user} is guided by {guided}, not by this list's department",
    ),
    "list.short": (
        WARNING,
        "清单可压减 {relief} 万m³/d，小于第 {run} 次推演压减前缺口 {gap} 万m³/d；批准时须说明其余如何解决",
        "the list frees {relief} of a gap of {gap} 10⁴ m³/d (run {run}); who approves says how the rest is covered",
    ),
    "list.short_tier": (
        WARNING,
        "{tier}：可压减 {relief} 万m³/d，小于推演所需 {gap} 万m³/d",
        "{tier}: frees {relief}, the run asks for {gap} 10⁴ m³/d",
    ),
}
FACTS = {
    "department": ("主管部门", "department"),
    "load": ("日用气量", "load"),
    "notice": ("提前通知时间", "notice time"),
    "organisation": ("所属单位", "organisation"),
    "contact": ("联系人", "contact"),
}


@dataclass(frozen=True, slots=True)
class TierRelief:
    """What a list frees in one tier, and what is asked of it (10^4 m3/day)."""

    tier: Tier
    points: int
    relief: float
    asked: float

    @property
    def is_short(self) -> bool:
        """Whether less can be freed than is asked."""
        return self.asked > self.relief + SMALLEST


@dataclass(frozen=True, slots=True)
class Linted:
    """A list examined: relief by tier in cut order, completeness 0..1, what the run asks, what was found."""

    tiers: tuple[TierRelief, ...]
    completeness: float
    asked: Asked | None
    findings: Findings

    @property
    def relief(self) -> float:
        """All that the list frees (10^4 m3/day)."""
        return sum(row.relief for row in self.tiers)

    @property
    def is_short(self) -> bool:
        """Whether the list frees less than is asked, in all or in a tier."""
        return any(finding.code in SHORT for finding in self.findings)


def linted(*, curtailment_list: CurtailmentList, at: datetime) -> Linted:
    """Examine a list as it stands, for the day on which it begins."""
    rows = curtailment_list.entries.select_related("point__user__organisation").order_by("point_id")
    points = [entry.point for entry in rows]
    day = curtailment_list.begins
    placed = [(point, tier_of(point, curtailment_list)) for point in points]
    asked = asked_of(counties=counties_below(curtailment_list.region))
    tiers = _by_tier(placed, policy_book().tiers(day=day), asked)
    reached = _reached(points, at)
    missing = {point.code: _missing(point, reached) for point in points}
    whole = sum(not lacks for lacks in missing.values())
    share = whole / len(points) if points else 0.0
    wanted = rule("list_completeness", day=max(day, at.date())).value
    found = [
        *([_found("list.empty", "", {})] if not points else []),
        *_about_points(placed, missing, curtailment_list.department),
        *_about_share(share, wanted, bool(points)),
        *_about_relief(tiers, asked),
    ]
    return Linted(tuple(tiers), share, asked, Findings(tuple(found)))


def tier_of(point: DeliveryPoint, curtailment_list: CurtailmentList) -> Tier | None:
    """The tier in which a point stands on the list's first day; None: no order may name it."""
    return policy_book().tier_of(
        consumer_class=point.consumer_class, is_dual_fuel=point.is_dual_fuel,
        is_interruptible=point.is_interruptible, day=curtailment_list.begins,
    )  # fmt: skip


def relief_of(point: DeliveryPoint, tier: Tier | None) -> float:
    """What a point can give up: never below its safe load, never more than its tier allows (10^4 m3/day)."""
    if tier is None:
        return 0.0
    safe = point.safe_load or (tier.safe_share or 0.0) * point.load
    return float(max(0.0, min(tier.max_cut * point.load, point.load - safe)))


def counties_below(place: Region) -> frozenset[str]:
    """Codes of a place and of everything below it."""
    codes = {place.code}
    for _floor in range(2):
        codes |= set(Region.objects.filter(parent__code__in=codes).values_list("code", flat=True))
    return frozenset(codes)


def _by_tier(
    placed: Sequence[tuple[DeliveryPoint, Tier | None]], tiers: Iterable[Tier], asked: Asked | None
) -> list[TierRelief]:
    wanted = asked.by_tier if asked else {}
    found = []
    for tier in tiers:
        held = [point for point, its in placed if its is not None and its.key == tier.key]
        relief = sum(relief_of(point, tier) for point in held)
        found.append(TierRelief(tier, len(held), relief, wanted.get(tier.key, 0.0)))
    return found


def _reached(points: Sequence[DeliveryPoint], at: datetime) -> frozenset[str]:
    """Organisations of these points whose contact can be reached."""
    codes = {point.user.organisation_id for point in points if point.user.organisation_id}
    entries = entries_of(Organisation.objects.filter(code__in=codes), at)
    return frozenset(
        entry.organisation.code for entry in entries if entry.contact.freshness is not Freshness.MISSING
    )


def _missing(point: DeliveryPoint, reached: frozenset[str]) -> list[str]:
    """What is not known of a point and its user; groups of small users have neither organisation nor contact."""
    user = point.user
    held = {
        "department": bool(user.department),
        "load": point.load > 0,
        "notice": point.notice_hours > 0,
        "organisation": user.is_group or bool(user.organisation_id),
        "contact": user.is_group or user.organisation_id in reached,
    }
    return [name for name, there in held.items() if not there]


def _about_points(
    placed: Sequence[tuple[DeliveryPoint, Tier | None]], missing: Mapping[str, list[str]], department: str
) -> list[Finding]:
    found = []
    for point, tier in placed:
        user = (point.user.name_zh, point.user.name_en or point.user.name_zh)
        if tier is None:
            found.append(_found("list.protected", point.code, {"user": user}))
        elif tier.safe_share is None and not point.safe_load:
            found.append(_found("list.safe_load", point.code, {"user": user}))
        if department and point.user.department and point.user.department != department:
            found.append(
                _found("list.department", point.code, {"user": user, "guided": point.user.department})
            )
        if missing[point.code]:
            lacks = ("、".join(FACTS[one][0] for one in missing[point.code]),
                     ", ".join(FACTS[one][1] for one in missing[point.code]))  # fmt: skip
            found.append(_found("list.missing_fact", point.code, {"user": user, "facts": lacks}))
    return found


def _about_share(share: float, wanted: float, has_points: bool) -> list[Finding]:
    if not has_points or share >= wanted:
        return []
    return [_found("list.incomplete", "", {"share": f"{share:.2%}", "wanted": f"{wanted:.0%}"})]


def _about_relief(tiers: Sequence[TierRelief], asked: Asked | None) -> list[Finding]:
    if asked is None:
        return []
    found = [
        _found("list.short_tier", "", {"tier": (row.tier.name_zh, row.tier.name_en), "relief": f"{row.relief:.1f}",
                                       "gap": f"{row.asked:.1f}"})
        for row in tiers if row.is_short
    ]  # fmt: skip
    relief = sum(row.relief for row in tiers)
    if asked.gap > relief + SMALLEST:
        facts = {"relief": f"{relief:.1f}", "gap": f"{asked.gap:.1f}", "run": asked.run}
        found.append(_found("list.short", "", facts))
    return found


def _found(code: str, point: str, facts: Mapping[str, object]) -> Finding:
    return stated(code, words=WORDS[code], place=Place(column=point), facts=facts)
