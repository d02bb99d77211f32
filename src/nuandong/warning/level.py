"""Warning level of a gas day.

A level follows from the gap *before* any measure: a gap that curtailment has closed is still an
emergency. Thresholds are policy (provinces/<name>/warning.toml); how they combine is fixed here: the worst
of what the province, any supply zone across prefecture borders and the protected classes call for.

Clauses: T-040 (levels), T-007 (households).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from nuandong.findings import AssuranceError
from nuandong.policy.words import NO_LEVEL, Ladder, Level
from nuandong.units import Flow, Share, to_cubic_metre
from nuandong.vocabulary import Evidence

SHARE_DECIMALS = 6  # shares are compared as they are published; 90 of 100 must be exactly 10 %
LIVELIHOOD_CLAUSE = (
    "notice 一: no household goes without gas; that any such gap is the highest level is judged"
)
LIVELIHOOD_CLAUSE_ZH = "通知一：“一刻不能缺气”；凡有此缺口即列最高级，为研判"


class UnusableGap(AssuranceError):
    """A demand or supply that is not a number or negative: no level may be read off it."""

    def __init__(self, area: str, demand: Flow, supply: Flow) -> None:
        self.area, self.demand, self.supply = area, demand, supply
        super().__init__(
            f"{area}: demand {demand} and supply {supply} give no gap. "
            f"Give finite flows of zero or more (10^4 m3/day); mend the forecast or the balance behind them."
        )


def whole_m3(flow: Flow) -> Flow:
    """A flow rounded to whole m3 a day: a level must not hang on solver noise (10^4 m3/day in and out)."""
    return float(to_cubic_metre(flow))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class AreaGap:
    """Forecast demand and firm supply of one area on one gas day, before any measure (10^4 m3/day).

    `crosses_cities` matters for supply zones only: an area inside one prefecture calls for no provincial
    level, its city's own plan does.
    """

    area: str
    demand: Flow
    supply: Flow
    name_zh: str = ""
    name_en: str = ""
    crosses_cities: bool = True

    def __post_init__(self) -> None:
        if not (0.0 <= self.demand < math.inf and 0.0 <= self.supply < math.inf):
            raise UnusableGap(self.area, self.demand, self.supply)

    @property
    def gap(self) -> Flow:
        """What demand misses, in whole m3 a day; never negative."""
        return max(0.0, whole_m3(whole_m3(self.demand) - whole_m3(self.supply)))

    @property
    def share(self) -> Share:
        """Missing part of demand; an area that asks for nothing misses nothing."""
        demand = whole_m3(self.demand)
        if demand == 0:
            return 0.0
        return round(self.gap / demand, SHARE_DECIMALS)


@dataclass(frozen=True, slots=True)
class LevelReason:
    """Why one area, or the households, call for a level. `threshold` is NaN for the households' rule."""

    area: str
    level: Level
    share: Share
    threshold: Share
    strict: bool
    clause: str
    evidence: Evidence
    text_zh: str
    text_en: str
    clause_zh: str = ""


@dataclass(frozen=True, slots=True)
class LevelCall:
    """The level that a gas day calls for, its reasons (worst first), and zones that do not count.

    `set_aside` holds zones inside one prefecture that would have called for a level: they concern the
    city's own plan. The machine proposes; a person declares.
    """

    level: Level
    reasons: tuple[LevelReason, ...]
    set_aside: tuple[LevelReason, ...] = ()


def warning_level(
    *,
    province: AreaGap,
    zones: Iterable[AreaGap],
    livelihood_gap: Flow,
    province_ladder: Ladder,
    zone_ladder: Ladder | None,
) -> LevelCall:
    """The worst of what the province, any supply zone and the protected classes call for, with reasons.

    `livelihood_gap` (10^4 m3/day) is what protected classes would still miss after every other class is
    cut to its safe load; from one whole m3 on it calls for the highest level, whatever its share. Only
    zones that cross prefecture borders count; `zone_ladder` is None for a plan without such a scale.
    Raises `UnusableGap` for a livelihood gap that is not a number.
    """
    reasons = [_area_reason(province, province_ladder)]
    set_aside: list[LevelReason] = []
    for zone in zones if zone_ladder is not None else ():
        assert zone_ladder is not None
        reason = _area_reason(zone, zone_ladder)
        if reason.level > NO_LEVEL:
            (reasons if zone.crosses_cities else set_aside).append(reason)
    if not -math.inf < livelihood_gap < math.inf:
        raise UnusableGap("livelihood", livelihood_gap, 0.0)
    if whole_m3(livelihood_gap) > 0:
        reasons.append(_livelihood_reason(whole_m3(livelihood_gap), province_ladder.top))
    reasons.sort(key=lambda reason: -reason.level.rank)
    return LevelCall(reasons[0].level, tuple(reasons), tuple(set_aside))


def _area_reason(gap: AreaGap, ladder: Ladder) -> LevelReason:
    step = ladder.explain(gap.share)
    zh, en = gap.name_zh or gap.area, gap.name_en or gap.area
    # More decimals where one would show a figure on the wrong side of its threshold (20.04 % as 20.0 %).
    figure = _percent(gap.share, step.threshold)
    local_zh = "" if gap.crosses_cities else "；只在一市之内，不触发省级等级，转该市预案"
    local_en = "" if gap.crosses_cities else "; inside one city: no provincial level, see the city's plan"
    return LevelReason(
        area=gap.area,
        level=step.level,
        share=gap.share,
        threshold=step.threshold,
        strict=step.strict,
        clause=step.clause,
        evidence=step.evidence,
        text_zh=f"{zh}缺口 {gap.gap:,.1f} 万m³/d，占需求 {figure}；{step.text_zh}{local_zh}",
        text_en=f"{en}: gap {gap.gap:,.1f} 10⁴ m³/d, {figure} of demand; {step.text_en}{local_en}",
        clause_zh=step.clause_zh,
    )


def _percent(share: Share, threshold: Share) -> str:
    near = share != threshold and abs(share - threshold) < 0.0005
    return f"{share * 100:.4f}%" if near else f"{share * 100:.1f}%"


def _livelihood_reason(gap: Flow, top: Level) -> LevelReason:
    return LevelReason(
        area="livelihood",
        level=top,
        share=math.nan,
        threshold=math.nan,
        strict=True,
        clause=LIVELIHOOD_CLAUSE,
        evidence=Evidence.JUDGED,
        text_zh=f"民生缺口 {gap:,.1f} 万m³/d：其余用户压至保安负荷后保障类仍缺气，直接列为{top.name_zh}",
        text_en=f"Livelihood gap {gap:,.1f} 10⁴ m³/d: protected classes stay short after all others are cut "
        f"to their safe load; {top.name_en}, whatever the share",
        clause_zh=LIVELIHOOD_CLAUSE_ZH,
    )
