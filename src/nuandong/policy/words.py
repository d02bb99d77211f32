"""What policy speaks of: plans, levels, ladders, tiers of the cut order, and the powers of a level.

Clauses are kept in English and, where somebody said them so, in Chinese (`clause_zh`, empty otherwise).

Levels are ordered data, not a closed list: Shanxi has four, Xi'an five, Qingyang three. They are compared
by rank only; `NO_LEVEL` has rank 0.

Clauses: T-028 (cut order), T-040 (levels), T-043 (liquefaction plants).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nuandong.units import Share
from nuandong.vocabulary import ConsumerClass, Evidence, MeasureKind


@dataclass(frozen=True, slots=True)
class Plan:
    """An emergency plan in force: its code, its names, when it was issued and how well it is known."""

    code: str
    name_zh: str
    name_en: str
    issued: date
    evidence: Evidence
    clause: str = ""
    note_zh: str = ""
    note_en: str = ""
    clause_zh: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """One warning level of a plan; `rank` 1 is the mildest."""

    key: str
    rank: int
    name_zh: str
    name_en: str
    response_zh: str
    response_en: str
    hue: str

    def __lt__(self, other: Level) -> bool:
        return self.rank < other.rank

    def __le__(self, other: Level) -> bool:
        return self.rank <= other.rank

    def __gt__(self, other: Level) -> bool:
        return self.rank > other.rank

    def __ge__(self, other: Level) -> bool:
        return self.rank >= other.rank


NO_LEVEL = Level("none", 0, "无预警", "No warning", "常态", "Normal", "none")


@dataclass(frozen=True, slots=True)
class Step:
    """One threshold of a ladder. `strict`: the level begins above the threshold, not at it."""

    level: Level
    threshold: Share
    strict: bool
    clause: str
    evidence: Evidence
    text_zh: str = ""
    text_en: str = ""
    clause_zh: str = ""

    def is_reached(self, share: Share) -> bool:
        """Whether a share of demand missing calls for this step's level."""
        return share > self.threshold if self.strict else share >= self.threshold


@dataclass(frozen=True, slots=True)
class Ladder:
    """The thresholds of one scale (province or zone), mildest first, and all levels of the plan.

    Levels of the plan without a step here have thresholds that nobody published: see `unknown`.
    """

    scale: str
    levels: tuple[Level, ...]
    steps: tuple[Step, ...]

    @property
    def top(self) -> Level:
        """The worst level of the plan, whether or not its threshold is known."""
        return max(self.levels, key=lambda level: level.rank)

    @property
    def unknown(self) -> tuple[Level, ...]:
        """Levels whose threshold on this scale is not known; the machine can never propose them by share."""
        known = {step.level.key for step in self.steps}
        return tuple(level for level in self.levels if level.key not in known)

    def level(self, share: Share) -> Level:
        """The level that a missing share of demand calls for (0..1, rounded as it is published)."""
        return self.explain(share).level

    def explain(self, share: Share) -> Step:
        """The step that a share reaches; below the lowest one, a step of `NO_LEVEL` that names it."""
        reached = [step for step in self.steps if step.is_reached(share)]
        if reached:
            return reached[-1]
        lowest = self.steps[0]
        return Step(
            level=NO_LEVEL,
            threshold=0.0,
            strict=False,
            clause=lowest.clause,
            evidence=lowest.evidence,
            text_zh=f"未到最低一级（{lowest.text_zh}）",
            text_en=f"below the lowest step ({lowest.text_en})",
            clause_zh=lowest.clause_zh,
        )

    def step_of(self, level: Level) -> Step | None:
        """The step of a level, or None where its threshold is not known or there is none."""
        return next((step for step in self.steps if step.level.key == level.key), None)


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of the cut order; `order` 1 is asked first.

    `max_cut` is the largest share of a point's load that may be ordered away, `safe_share` the share that
    stays where a user's own safe load is not known (None: it must be stated by the user), `notice_hours`
    the time from notice to effect. `needs` says which users of the classes stand here. `sharing` is how the users
    of a county divide what is asked of them: `percentage`, all the same; `turns`, least cumulative hours first.
    """

    key: str
    order: int
    name_zh: str
    name_en: str
    group_zh: str
    group_en: str
    classes: tuple[ConsumerClass, ...]
    needs: str  # any | dual_fuel | interruptible | plain
    max_cut: Share
    safe_share: Share | None
    notice_hours: float
    department: str
    department_zh: str
    department_en: str
    clause: str
    evidence: Evidence
    sharing: str = "percentage"
    clause_zh: str = ""

    def holds(self, *, consumer_class: ConsumerClass, is_dual_fuel: bool, is_interruptible: bool) -> bool:
        """Whether a delivery point of this kind may stand in this tier."""
        met = {
            "any": True,
            "dual_fuel": is_dual_fuel,
            "interruptible": is_interruptible,
            "plain": not (is_dual_fuel or is_interruptible),
        }[self.needs]
        return consumer_class in self.classes and met


@dataclass(frozen=True, slots=True)
class CutLimit:
    """How far one tier may be cut under a level, as a share of load; narrower than the tier's own limit."""

    tier: str
    share: Share


@dataclass(frozen=True, slots=True)
class Powers:
    """What a level allows: tiers that may be ordered to cut, share of reserve that may be released, measures."""

    level: str
    may_order: tuple[str, ...]
    may_release: Share
    measures: tuple[MeasureKind, ...]
    cut_limits: tuple[CutLimit, ...]
    decide_by: str  # local time, "18:00"
    declared_by_zh: str
    declared_by_en: str
    texts_zh: tuple[str, ...]
    texts_en: tuple[str, ...]
    clause: str
    evidence: Evidence
    clause_zh: str = ""

    def cut_limit(self, tier: str) -> Share:
        """Largest share of load that this level lets be cut in a tier; 0 where it may not be ordered."""
        if tier not in self.may_order:
            return 0.0
        return next((limit.share for limit in self.cut_limits if limit.tier == tier), 1.0)


@dataclass(frozen=True, slots=True)
class PlaybookStep:
    """One thing that a level asks of somebody, counted from the declaration.

    `evidence` is how well the step itself is known; who owns it and `within_hours` are as well known as the entry
    that holds it.
    """

    key: str
    zh: str
    en: str
    owner_zh: str
    owner_en: str
    within_hours: float
    clause: str
    clause_zh: str
    evidence: Evidence
