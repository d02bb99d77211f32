"""A province's policy: dated rules read from its folder, asked by the day, stamped by their content.

Everything that a paper decides (numbers, orders, lists, deadlines) is data in `provinces/<name>/*.toml`;
how the numbers are compared and combined is code elsewhere. Each run stores `version`, so that a result
can always be traced to the policy it used.

Clauses: T-028, T-029 (who is cut and who never), T-040 (levels), T-057, T-062 (storage), T-095 (reports).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Any

from nuandong.findings import AssuranceError, Finding, Findings
from nuandong.policy import ladders
from nuandong.policy.checks import agreement_faults, split_overrides
from nuandong.policy.dated import DatedRule, DatedValue, PolicySilent
from nuandong.policy.reading import FaultyPolicy, build_rules, read_texts
from nuandong.policy.words import NO_LEVEL, Ladder, Level, Plan, PlaybookStep, Powers, Tier
from nuandong.units import Share
from nuandong.vocabulary import ConsumerClass

OVERRIDES_FILE = "policy.toml"
ONE_IN = 20.0  # winters, where no rule says; British and European practice
FORECAST_ITSELF = 0.5  # the demand quantile that is the forecast, in the middle of what may come


class UnknownProvince(AssuranceError):
    """No folder of rules bears this name."""

    def __init__(self, province: str, known: tuple[str, ...]) -> None:
        self.province, self.known = province, known
        super().__init__(f"{province}: no such policy. Choose one of {', '.join(known)}, or add a folder.")


class UnknownLevel(AssuranceError):
    """A level that the plan in force does not have."""

    def __init__(self, level: str, day: date, known: tuple[str, ...]) -> None:
        self.level, self.day, self.known = level, day, known
        super().__init__(
            f"{level}: not a level of the plan in force on {day}. Use one of {', '.join(known)}."
        )


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """The rules of one province, by key; every question names the gas day it is asked for.

    A day without a value raises `PolicyNotInForce`; a rule that the province never gave, `PolicySilent`.
    """

    province: str
    rules: Mapping[str, DatedRule[Any]]
    version: str

    def rule(self, key: str, *, day: date) -> DatedValue[Any]:
        """The value of any rule on a day, with its clause and evidence."""
        if key not in self.rules:
            raise PolicySilent(key, self.province)
        return self.rules[key].on(day)

    def number(self, key: str, *, day: date) -> DatedValue[float]:
        """A rule whose value is a number, in base units unless its key spells another."""
        return self._typed(key, day, float)

    def text(self, key: str, *, day: date) -> DatedValue[str]:
        """A rule whose value is a text: a time of day such as `report.county_by`, a date such as 11-30."""
        return self._typed(key, day, str)

    def _typed(self, key: str, day: date, kind: type) -> DatedValue[Any]:
        entry = self.rule(key, day=day)
        if not isinstance(entry.value, kind):
            raise TypeError(
                f"{key}: holds {type(entry.value).__name__}, not {kind.__name__}; ask with rule()"
            )
        return entry

    def plan(self, day: date) -> Plan:
        """The emergency plan in force."""
        entry = self.rule("plan", day=day)
        return Plan(
            **entry.value,
            evidence=entry.evidence,
            clause=entry.clause,
            note_zh=entry.note_zh,
            note_en=entry.note_en,
            clause_zh=entry.clause_zh,
        )

    def levels(self, *, day: date) -> tuple[Level, ...]:
        """The plan's levels, mildest first; `NO_LEVEL` is not among them."""
        levels: tuple[Level, ...] = self.rule("levels", day=day).value
        return tuple(sorted(levels, key=lambda level: level.rank))

    def level(self, key: str, *, day: date) -> Level:
        """A level by its key; `none` is the level of rank 0."""
        levels = {level.key: level for level in (NO_LEVEL, *self.levels(day=day))}
        if key not in levels:
            raise UnknownLevel(key, day, tuple(levels))
        return levels[key]

    def province_ladder(self, *, day: date) -> Ladder:
        """Thresholds on the missing share of the whole province's demand (of the city's, for a city plan)."""
        return self._ladder("province", day)

    def zone_ladder(self, *, day: date) -> Ladder:
        """Thresholds for an area that crosses prefecture borders."""
        return self._ladder("zone", day)

    def city_ladder(self, *, day: date) -> Ladder:
        """Thresholds for one city, whose own plan they call for; `PolicySilent` where the province gives none."""
        return self._ladder("city", day)

    def _ladder(self, scale: str, day: date) -> Ladder:
        levels = self.levels(day=day)
        return ladders.ladder(rules=self.rules, scale=scale, day=day, levels=levels, province=self.province)

    def tiers(self, *, day: date) -> tuple[Tier, ...]:
        """The cut order, asked first to asked last."""
        entry = self.rule("tiers", day=day)
        return tuple(
            Tier(order=order, evidence=entry.evidence, **row) for order, row in enumerate(entry.value, 1)
        )

    def tier_of(
        self, *, consumer_class: ConsumerClass, is_dual_fuel: bool, is_interruptible: bool, day: date
    ) -> Tier | None:
        """The first tier that holds a delivery point of this kind; None: it never stands in an order."""
        if consumer_class in self.untouched_classes(day=day):
            return None
        flags = {"is_dual_fuel": is_dual_fuel, "is_interruptible": is_interruptible}
        return next(
            (tier for tier in self.tiers(day=day) if tier.holds(consumer_class=consumer_class, **flags)), None
        )

    def protected_classes(self, *, day: date) -> frozenset[ConsumerClass]:
        """Classes whose gas no order may take; what they miss is the livelihood gap."""
        return frozenset(self.rule("protected", day=day).value)

    def untouched_classes(self, *, day: date) -> frozenset[ConsumerClass]:
        """Classes that never stand in an order: the protected ones, losses, gas that only passes through."""
        return self.protected_classes(day=day) | frozenset(self.rule("untouched", day=day).value)

    def powers(self, *, level: str, day: date) -> Powers:
        """What a level allows; `none` allows no order and no reserve."""
        if self.level(level, day=day) == NO_LEVEL:
            return _no_powers(self.plan(day))
        entry = self.rule(f"powers.{level}", day=day)
        return Powers(
            level=level,
            clause=entry.clause,
            clause_zh=entry.clause_zh,
            evidence=entry.evidence,
            **entry.value,
        )

    def declaring_office(self, *, level: str, scale: str, day: date) -> DatedValue[str]:
        """Whose approval declares a level for the province, a zone or a city: one of `rules.OFFICES`."""
        return self.text(f"declare.{scale}_{level}", day=day)

    def playbook(self, *, level: str, day: date) -> DatedValue[tuple[PlaybookStep, ...]]:
        """What a level asks of whom, by when; `PolicySilent` where the province gives no steps."""
        return self.rule(f"playbook.{level}", day=day)

    def demand_counts(self, *, day: date) -> frozenset[ConsumerClass]:
        """Classes whose use counts in the demand by which a gap is measured."""
        return frozenset(self.rule("demand_counts", day=day).value)

    def gap_that_counts(self, *, day: date) -> str:
        """Which gap sets the level: `sum` (demand less firm supply) or `deliverable` (on the network)."""
        return self.text("gap_that_counts", day=day).value

    def demand_quantile(self, *, day: date) -> float:
        """Which quantile of forecast demand a level is proposed on; 0.5, the forecast itself, where no rule says."""
        return self._number_or("demand_quantile", FORECAST_ITSELF, day)

    def return_period(self, *, day: date) -> float:
        """Winters, one of which goes beyond the day that peaks are laid out for; 20 where no rule says."""
        return self._number_or("extreme.return_period", ONE_IN, day)

    def overreaction(self, *, day: date) -> Share:
        """Share of the heating use that comes on top near the design day; 0 where no rule says."""
        return self._number_or("overreaction.share", 0.0, day)

    def _number_or(self, key: str, usual: float, day: date) -> float:
        """A number, or what is usual where the province has no rule in force."""
        if key not in self.rules or not self.rules[key].is_in_force(day):
            return usual
        return self.number(key, day=day).value


def _no_powers(plan: Plan) -> Powers:
    return Powers(
        level=NO_LEVEL.key,
        may_order=(),
        may_release=0.0,
        measures=(),
        cut_limits=(),
        decide_by="18:00",
        declared_by_zh="保供办",
        declared_by_en="Assurance office",
        texts_zh=("不启动响应；不下达压减，不动用应急储备",),
        texts_en=("No response: no order to cut, no release of reserve",),
        clause=plan.clause,
        evidence=plan.evidence,
        clause_zh=plan.clause_zh,
    )


def read_policy(*, province: str = "shanxi", overrides: str | None = None) -> PolicyBook:
    """The policy of a province, perhaps with further dated entries of a case (TOML text).

    Further entries are added, never laid over an entry that stands: each must begin before the first or
    after the last entry of its rule in the province's folder. `FaultyPolicy` lists all faults at once;
    `UnknownProvince` where no folder bears the name.
    """
    entries, faults = read_texts(texts=_province_texts(province))
    if overrides is not None:
        further, form = read_texts(texts={OVERRIDES_FILE: overrides})
        kept, conflicts = split_overrides(standing=entries, further=further)
        entries, faults = entries + kept, faults + form + conflicts
    rules, problems = build_rules(entries=entries)
    faults += problems
    return _book(province, rules, faults or agreement_faults(rules=rules))


def policy_from_texts(*, province: str, texts: Mapping[str, str]) -> PolicyBook:
    """A policy from TOML texts (file name to text), for a province whose folder stands elsewhere."""
    entries, faults = read_texts(texts=texts)
    rules, problems = build_rules(entries=entries)
    faults += problems
    return _book(province, rules, faults or agreement_faults(rules=rules))


def known_provinces() -> tuple[str, ...]:
    """Names of the folders of rules that come with the package."""
    folder = resources.files("nuandong.policy") / "provinces"
    return tuple(
        sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and "__" not in entry.name)
    )


def _province_texts(province: str) -> dict[str, str]:
    if province not in known_provinces():
        raise UnknownProvince(province, known_provinces())
    folder = resources.files("nuandong.policy") / "provinces" / province
    files = (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {entry.name: entry.read_text(encoding="utf-8") for entry in files}


def _book(province: str, rules: dict[str, DatedRule[Any]], faults: list[Finding]) -> PolicyBook:
    if faults:
        raise FaultyPolicy(Findings(tuple(faults)))
    return PolicyBook(province, MappingProxyType(dict(rules)), content_hash(rules=rules))


def content_hash(*, rules: Mapping[str, DatedRule[Any]]) -> str:
    """SHA-256 (hex) of all dated values in canonical form: the same content gives the same version."""
    plain = [_plain(entry) for key in sorted(rules) for entry in rules[key].values]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
