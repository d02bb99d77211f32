"""Why a company is asked for just this much: one sentence that it can check with its own figures.

Clauses: T-041 (told in advance, spoken with fully), T-045 (order list).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nuandong.gasday import CHINA
from nuandong.policy import Tier
from nuandong.units import HOURS_PER_DAY, Flow, Share


@dataclass(frozen=True, slots=True)
class Ask:
    """What one line rests on; flows in 10^4 m3/day, `percentage` as a share that all of the tier give, `turn` the
    place by cumulative hours where they give by turns, `paper_zh` the plan in force (clauses are kept in English)."""

    tier: Tier
    paper_zh: str
    state: str
    need: Flow
    percentage: Share
    load: Flow
    safe: Flow
    in_time: Share
    max_cut: Share
    reducible: Flow
    relief: Flow
    notify_by: datetime
    turn: int = 1
    hours_before: float = 0.0


def reason_zh(ask: Ask) -> str:
    """The reason in Chinese."""
    mark = f"（{ask.tier.evidence.mark_zh}）" if ask.tier.evidence.mark_zh else ""
    return (
        f"本县第{ask.tier.order}层级“{ask.tier.name_zh}”须压减{_flow(ask.need)}万m³/d，"
        f"{_sharing_zh(ask)}；"
        f"本户当日负荷{_flow(ask.load)}、保安负荷{_flow(ask.safe)}，{_how_zh(ask)}可压减{_flow(ask.reducible)}，"
        f"应{'停用' if ask.state == 'stop' else '压减'}{_flow(ask.relief)}万m³/d；"
        f"最迟{_clock_zh(ask.notify_by)}通知到户；依据：{ask.paper_zh}“{ask.tier.group_zh}”组次序{mark}。"
    )


def reason_en(ask: Ask) -> str:
    """The reason in English."""
    mark = f" ({ask.tier.evidence.mark_en})" if ask.tier.evidence.mark_en else ""
    verb = "stop, freeing" if ask.state == "stop" else "reduce by"
    return (
        f"Tier {ask.tier.order}, {ask.tier.name_en}, of this county must free {_flow(ask.need)} ×10⁴ m³/d, "
        f"{_sharing_en(ask)}; load of the day {_flow(ask.load)}, "
        f"safe load {_flow(ask.safe)}, reducible {_flow(ask.reducible)}{_how_en(ask)}: {verb} "
        f"{_flow(ask.relief)} ×10⁴ m³/d; to be told by {_clock_en(ask.notify_by)}; "
        f"clause: {ask.tier.clause}{mark}."
    )


def _sharing_zh(ask: Ask) -> str:
    if ask.tier.sharing == "turns":
        return (
            f"同县同层级按本季累计压减时数由少到多轮流，本户累计{ask.hours_before:.4g}小时，排第{ask.turn}位"
        )
    return f"同县同层级各户按可压减量同比例分担{_percent(ask.percentage)}"


def _sharing_en(ask: Ask) -> str:
    if ask.tier.sharing == "turns":
        return (
            f"users of the county and tier taking turns by hours cut this season, this one with "
            f"{ask.hours_before:.4g} h in place {ask.turn}"
        )
    return f"each user of the county and tier giving the same {_percent(ask.percentage)} of what it can"


def _how_zh(ask: Ask) -> str:
    hours = (
        f"扣除告知与降负荷时间后当日尚余{ask.in_time * HOURS_PER_DAY:.4g}小时，" if ask.in_time < 1 else ""
    )
    limit = f"至多压减负荷的{ask.max_cut:.0%}，" if ask.max_cut < 1 else ""
    return hours + limit


def _how_en(ask: Ask) -> str:
    hours = f"{ask.in_time * HOURS_PER_DAY:.4g} h left after notice and ramp" if ask.in_time < 1 else ""
    limit = f"at most {ask.max_cut:.0%} of load" if ask.max_cut < 1 else ""
    told = ", ".join(part for part in (hours, limit) if part)
    return f" ({told})" if told else ""


def _flow(flow: Flow) -> str:
    """A flow to the cubic metre without idle zeros: 1.5, 0.0003."""
    return f"{flow:.4f}".rstrip("0").rstrip(".")


def _percent(share: Share) -> str:
    """A share in per cent, fine enough for a company to arrive at its own cubic metres."""
    return f"{share * 100:.4f}".rstrip("0").rstrip(".") + "%"


def _clock_zh(instant: datetime) -> str:
    local = instant.astimezone(CHINA)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _clock_en(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"
