"""Why a level is proposed, and what changed since the run before, in words of both languages.

Kept with the proposal, so that years later it says what it said then.

Clauses: T-040 (clause and figures with every level), T-070 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from nuandong.assess.picture import DayPicture
from nuandong.desk.alerts.models import ScopeKind
from nuandong.desk.alerts.standings import Area
from nuandong.policy import NO_LEVEL, Level, PolicyBook
from nuandong.vocabulary import Evidence
from nuandong.warning import LevelProposal, Way
from nuandong.warning.level import LIVELIHOOD_CLAUSE, LIVELIHOOD_CLAUSE_ZH, whole_m3

LEAST_SHARE = 0.0005  # half of the last decimal that is shown
LEAST_FLOW = 0.05
LEAST_DEGREES = 0.05
Words = dict[str, str]


def reasons_of(
    area: Area, picture: DayPicture, proposal: LevelProposal, calls: tuple[Level, ...], policy: PolicyBook
) -> list[Words]:
    """The grounds of a proposal, the strongest first; each with clause and how well it is known."""
    told = list(_figures(area, picture))
    day = picture.stamp.gas_day
    if proposal.called > calls[0]:
        first = next(t for t, call in enumerate(calls) if call >= proposal.called)
        told.insert(0, _later(proposal.called, picture.stamp.days[first], policy, day))
    elif calls[0] > NO_LEVEL and calls[0] > proposal.level:
        told.insert(0, _short_lived(calls[0], policy, day))
    if proposal.way is Way.HOLD and proposal.called < proposal.level:
        told.insert(0, _held(proposal, policy, day))
    return told


def _figures(area: Area, picture: DayPicture) -> Iterator[Words]:
    if area.kind is ScopeKind.PROVINCE:
        for reason in picture.proposal.reasons:
            yield _words(reason.text_zh, reason.text_en, reason.clause, reason.clause_zh, reason.evidence)
        return
    step = area.ladders[0].explain(float(area.share[0]))
    gap, share = float(area.gap[0]), float(area.share[0]) * 100
    yield _words(
        f"{area.name_zh}缺口 {gap:,.1f} 万m³/d，占需求 {share:.1f}%；{step.text_zh}",
        f"{area.name_en or area.name_zh}: gap {gap:,.1f} 10⁴ m³/d, {share:.1f}% of demand; {step.text_en}",
        step.clause, step.clause_zh, step.evidence,
    )  # fmt: skip
    if whole_m3(float(area.livelihood_gap[0])) > 0:
        short = float(area.livelihood_gap[0])
        yield _words(
            f"民生缺口 {short:,.1f} 万m³/d：直接列为最高级",
            f"Livelihood gap {short:,.1f} 10⁴ m³/d: the highest level, whatever the share",
            LIVELIHOOD_CLAUSE, LIVELIHOOD_CLAUSE_ZH, Evidence.JUDGED,
        )  # fmt: skip


def _later(called: Level, then: date, policy: PolicyBook, day: date) -> Words:
    rule = policy.number("duration.outlook_days", day=day)
    return _words(
        f"{then.month}月{then.day}日预计达到{called.name_zh}；向前看 {rule.value:.0f} 个气日",
        f"{called.name_en} is forecast for {then.day} {then:%b}; the next {rule.value:.0f} gas days are looked at",
        rule.clause, rule.clause_zh, rule.evidence,
    )  # fmt: skip


def _short_lived(call: Level, policy: PolicyBook, day: date) -> Words:
    rule = policy.number("duration.mild_days", day=day)
    return _words(
        f"该气日达到{call.name_zh}，但未连续 {rule.value:.0f} 个气日，暂不建议升级",
        f"The gas day calls for {call.name_en}, but not {rule.value:.0f} gas days in a row: no rise is proposed",
        rule.clause, rule.clause_zh, rule.evidence,
    )  # fmt: skip


def _held(proposal: LevelProposal, policy: PolicyBook, day: date) -> Words:
    rule = policy.number("step_down.margin", day=day)
    unmet = [condition for condition in proposal.conditions if not condition.is_met]
    return _words(
        f"已低于{proposal.level.name_zh}门槛，但降级条件未全部满足："
        + "；".join(one.text_zh for one in unmet),
        f"Below {proposal.level.name_en} by now, but not every condition of the way down is met: "
        + "; ".join(one.text_en for one in unmet),
        rule.clause, rule.clause_zh, rule.evidence,
    )  # fmt: skip


def _words(zh: str, en: str, clause: str, clause_zh: str, evidence: str) -> Words:
    return {"zh": zh, "en": en, "clause": clause, "clause_zh": clause_zh, "evidence": str(evidence)}


def conditions_of(proposal: LevelProposal) -> list[dict[str, Any]]:
    """Every condition of the way down, met or not."""
    return [{"is_met": one.is_met, "zh": one.text_zh, "en": one.text_en} for one in proposal.conditions]


def changes_between(before: DayPicture | None, now: DayPicture, policy: PolicyBook) -> list[Words]:
    """What changed of the gas day since the run before; empty where there is none, one line where nothing did."""
    if before is None or now.stamp.gas_day not in before.stamp.days:
        return []
    then = before.stamp.days.index(now.stamp.gas_day)
    told = [
        *_level_change(before, now, then, policy),
        *_flow_changes(before, now, then),
        *_report_change(before, now),
    ]
    return told or [{"zh": "与上一次推演相比没有变化", "en": "Nothing changed since the run before"}]


def _level_change(before: DayPicture, now: DayPicture, then: int, policy: PolicyBook) -> Iterator[Words]:
    day = now.stamp.gas_day
    first, last = (policy.level(key, day=day) for key in (before.province.level[then], now.province.level[0]))
    if first != last:
        yield {
            "zh": f"该气日等级由{first.name_zh}变为{last.name_zh}",
            "en": f"The day's level went from {first.name_en} to {last.name_en}",
        }
    shares = float(before.province.gap_share[then]), float(now.province.gap_share[0])
    if abs(shares[1] - shares[0]) >= LEAST_SHARE:
        yield {
            "zh": f"缺口率 {shares[0] * 100:.1f}% → {shares[1] * 100:.1f}%",
            "en": f"Gap share {shares[0] * 100:.1f}% → {shares[1] * 100:.1f}%",
        }


def _flow_changes(before: DayPicture, now: DayPicture, then: int) -> Iterator[Words]:
    rows = (
        ("需求", "Demand", before.province.demand[then], now.province.demand[0], "万m³/d", "10⁴ m³/d", LEAST_FLOW),
        ("供应", "Supply", before.province.supply[then], now.province.supply[0], "万m³/d", "10⁴ m³/d", LEAST_FLOW),
        ("民生缺口", "Livelihood gap", before.province.livelihood_gap[then], now.province.livelihood_gap[0],
         "万m³/d", "10⁴ m³/d", LEAST_FLOW),
        ("平均气温", "Mean temperature", before.province.mean_temperature[then], now.province.mean_temperature[0],
         "℃", "°C", LEAST_DEGREES),
    )  # fmt: skip
    for zh, en, first, last, unit_zh, unit_en, least in rows:
        moved = float(last) - float(first)
        if abs(moved) >= least:
            yield {
                "zh": f"{zh} {float(first):,.1f} → {float(last):,.1f} {unit_zh}（{moved:+,.1f}）",
                "en": f"{en} {float(first):,.1f} → {float(last):,.1f} {unit_en} ({moved:+,.1f})",
            }


def _report_change(before: DayPicture, now: DayPicture) -> Iterator[Words]:
    if before.stamp.reported != now.stamp.reported:
        counts = f"{before.stamp.reported} → {now.stamp.reported} / {now.stamp.expected}"
        yield {"zh": f"已报单位 {counts}", "en": f"Units that reported {counts}"}
