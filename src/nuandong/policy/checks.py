"""Whether the rules of one policy agree with each other, and whether further entries leave history alone.

Clauses: T-029 (protected classes never cut), T-039 (a plan is linted before it is used).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from nuandong.findings import Finding, Place
from nuandong.policy.dated import DatedRule
from nuandong.policy.reading import RawEntry
from nuandong.policy.rules import DECLARE_KEY, LADDER_KEY, PLAYBOOK_KEY, POWERS_KEY, SCALES
from nuandong.policy.words import NO_LEVEL
from nuandong.vocabulary import ConsumerClass

Rules = Mapping[str, DatedRule[Any]]


def _fault(code: str, key: str, value: object, zh: str, en: str) -> Finding:
    return Finding(code=code, place=Place(column=key), value=str(value), wanted_zh=zh, wanted_en=en)


def split_overrides(
    *, standing: list[RawEntry], further: list[RawEntry]
) -> tuple[list[RawEntry], list[Finding]]:
    """Further entries that leave history alone, and findings for those that would change it.

    Without a clock nobody can say which day is past; so nothing that stands may be changed: a further
    entry begins before the first or after the last entry of its rule.
    """
    kept, faults = [], []
    for entry in further:
        begins = entry.table.get("begins")
        dates = [other.table.get("begins") for other in standing if other.key == entry.key]
        known = [other for other in dates if isinstance(other, date)]
        if not isinstance(begins, date) or not known or not min(known) <= begins <= max(known):
            kept.append(entry)
            continue
        place = Place(entry.place.file, entry.place.row, f"{entry.key}.begins")
        zh = f"不得改动已有条目；开始日应晚于 {max(known)}"
        en = f"must not change an entry that stands; wants a begin after {max(known)}"
        faults.append(Finding("policy-edits-history", place, str(begins), zh, en))
    return kept, faults


def agreement_faults(*, rules: Rules) -> list[Finding]:
    """Rules that contradict each other on any day on which something changes."""
    faults = [
        _fault("policy-missing", key, "", "政策必须含此规则", "every policy must hold this rule")
        for key in ("plan", "levels")
        if key not in rules
    ]
    if faults:
        return faults
    seen: dict[tuple[str, str, str], Finding] = {}
    for day in sorted({entry.begins for rule in rules.values() for entry in rule.values}):
        for check in _CHECKS:
            for finding in check(rules, day):
                seen.setdefault((finding.code, finding.place.column, finding.value), finding)
    return list(seen.values())


def _value(rules: Rules, key: str, day: date) -> Any:
    return rules[key].on(day).value if key in rules and rules[key].is_in_force(day) else None


def _level_faults(rules: Rules, day: date) -> Iterator[Finding]:
    levels = _value(rules, "levels", day) or ()
    keys = [level.key for level in levels]
    if NO_LEVEL.key in keys or len(set(keys)) != len(keys):
        yield _fault(
            "policy-levels",
            "levels",
            keys,
            "等级的键应各不相同且不为 none",
            "wants distinct keys, none of them none",
        )
    if sorted(level.rank for level in levels) != list(range(1, len(levels) + 1)):
        ranks = [level.rank for level in levels]
        yield _fault("policy-levels", "levels", ranks, "rank 应为 1 起的连续整数", "wants ranks 1, 2, 3 …")


def _ladder_faults(rules: Rules, day: date) -> Iterator[Finding]:
    ranks = {level.key: level.rank for level in _value(rules, "levels", day) or ()}
    for scale in SCALES:
        steps: list[tuple[int, float, str]] = []
        for key, rule in rules.items():
            met = LADDER_KEY.fullmatch(key)
            if met is None or met["scale"] != scale or not rule.is_in_force(day):
                continue
            if met["level"] not in ranks:
                yield _fault(
                    "policy-level", key, met["level"], "预案中没有此等级", "the plan has no such level"
                )
                continue
            steps.append((ranks[met["level"]], rule.on(day).value, key))
        yield from _order_faults(sorted(steps))


def _order_faults(steps: list[tuple[int, float, str]]) -> Iterator[Finding]:
    for (rank, threshold, _), (next_rank, next_threshold, key) in pairwise(steps):
        if next_rank == rank:
            yield _fault(
                "policy-ladder", key, next_threshold, "同一等级只应有一个门槛", "wants one threshold a level"
            )
        elif next_threshold <= threshold:
            zh, en = f"应高于下一级的 {threshold:g}", f"wants more than the level below, {threshold:g}"
            yield _fault("policy-ladder", key, next_threshold, zh, en)


def _power_faults(rules: Rules, day: date) -> Iterator[Finding]:
    levels = {level.key for level in _value(rules, "levels", day) or ()}
    tiers = {tier["key"] for tier in _value(rules, "tiers", day) or ()}
    for key, rule in rules.items():
        met = POWERS_KEY.fullmatch(key)
        if met is None or not rule.is_in_force(day):
            continue
        if met["level"] not in levels:
            yield _fault("policy-level", key, met["level"], "预案中没有此等级", "the plan has no such level")
        powers = rule.on(day).value
        named = (*powers["may_order"], *(limit.tier for limit in powers["cut_limits"]))
        for tier in sorted(set(named) - tiers):
            yield _fault("policy-tier", key, tier, "压减顺序中没有此层级", "the cut order has no such tier")


def _response_faults(rules: Rules, day: date) -> Iterator[Finding]:
    """Who declares, and the playbook: of levels that the plan has, each step named once."""
    levels = {level.key for level in _value(rules, "levels", day) or ()}
    for key, rule in rules.items():
        met = DECLARE_KEY.fullmatch(key) or PLAYBOOK_KEY.fullmatch(key)
        if met is None or not rule.is_in_force(day):
            continue
        if met["level"] not in levels:
            yield _fault("policy-level", key, met["level"], "预案中没有此等级", "the plan has no such level")
        if PLAYBOOK_KEY.fullmatch(key):
            steps = [step.key for step in rule.on(day).value]
            if len(set(steps)) != len(steps):
                yield _fault(
                    "policy-step", key, steps, "措施的键应各不相同", "wants distinct keys of its steps"
                )


def _tier_faults(rules: Rules, day: date) -> Iterator[Finding]:
    tiers = _value(rules, "tiers", day)
    if tiers is None:
        return
    protected = frozenset(_value(rules, "protected", day) or ())
    untouched = protected | frozenset(_value(rules, "untouched", day) or ())
    placed = {consumer_class for tier in tiers for consumer_class in tier["classes"]}
    for both in sorted(placed & untouched):
        zh, en = (
            "此类受保护或不得下达，不得列入压减顺序",
            "is protected or never ordered; must not stand in a tier",
        )
        yield _fault("policy-protected-in-tier", "tiers", both, zh, en)
    for homeless in sorted(set(ConsumerClass) - placed - untouched):
        zh, en = "此类既不受保护也不在任何层级", "stands in no tier and is not protected either"
        yield _fault("policy-homeless-class", "tiers", homeless, zh, en)
    keys = [tier["key"] for tier in tiers]
    if len(set(keys)) != len(keys):
        yield _fault("policy-tier", "tiers", keys, "层级的键应各不相同", "wants distinct keys")


_CHECKS: tuple[Callable[[Rules, date], Iterator[Finding]], ...] = (
    _level_faults,
    _ladder_faults,
    _power_faults,
    _response_faults,
    _tier_faults,
)
