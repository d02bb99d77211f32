"""What the machine proposes for the first gas day, in words that a duty officer can act on."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from nuandong.assess.picture import Proposal, ProvinceGaps, Reason
from nuandong.gasday import CHINA, begin_of
from nuandong.policy.book import FORECAST_ITSELF

if TYPE_CHECKING:
    from nuandong.assess.day import Answers


def of(answers: Answers, province: ProvinceGaps) -> Proposal:
    """The proposal: level, why, by when, what it allows, and what the next level would add."""
    level = answers.levels.today
    warning = answers.levels.by_day[0]
    decide_by = _decide_by(answers)
    next_key, residual, next_zh, next_en = _next(answers)
    headline_zh, headline_en = _headline(answers, province, decide_by)
    return Proposal(
        level=level.key,
        name_zh=level.name_zh,
        name_en=level.name_en,
        headline_zh=headline_zh,
        headline_en=headline_en,
        decide_by=decide_by,
        reasons=tuple(
            Reason(reason.text_zh, reason.text_en, reason.clause, str(reason.evidence), reason.clause_zh)
            for reason in warning.reasons
        ),
        powers_zh=answers.work.powers.texts_zh,
        powers_en=answers.work.powers.texts_en,
        next_level=next_key,
        next_level_residual=residual,
        next_level_text_zh=next_zh,
        next_level_text_en=next_en,
    )


def _decide_by(answers: Answers) -> datetime:
    """The level's hour on the day of asking, or the begin of the gas day where that hour has passed."""
    hour, minute = (int(part) for part in answers.work.powers.decide_by.split(":"))
    local = answers.work.axes.as_of.astimezone(CHINA)
    at_hour = datetime.combine(local.date(), time(hour, minute), tzinfo=CHINA)
    begin = begin_of(answers.work.axes.days[0])
    return at_hour if local <= at_hour <= begin else begin


def _headline(answers: Answers, province: ProvinceGaps, decide_by: datetime) -> tuple[str, str]:
    level = answers.levels.today
    gap, share = float(province.gap_before[0]), float(province.gap_share[0])
    if level.rank == 0:
        return "无预警 · 供应可满足需求", "No warning · supply meets demand"
    act_zh, act_en = _act(answers, decide_by)
    on_zh, on_en = _proposed_on(answers)
    return (
        f"{level.name_zh}{on_zh} · 全省缺口 {gap:,.1f} 万m³/d（{share:.1%}）· {act_zh}",
        f"{level.name_en}{on_en} · province short of {gap:,.1f}×10⁴ m³/d ({share:.1%}) · {act_en}",
    )


def _proposed_on(answers: Answers) -> tuple[str, str]:
    """On which quantile of demand the level is proposed, where policy takes another than the forecast itself."""
    quantile = answers.work.policy.demand_quantile(day=answers.work.axes.days[0])
    if quantile == FORECAST_ITSELF or answers.spread is None:
        return "", ""
    return f"（按需求 {quantile:.0%} 分位）", f" (on the {quantile:.0%} quantile of demand)"


def _act(answers: Answers, decide_by: datetime) -> tuple[str, str]:
    """What is to be done: approve by then, or at once where that has passed; or what no order can close any more."""
    relief, short = (float(answers.work.plan.missing(orders=orders)[0]) for orders in (True, False))
    by_zh, by_en = _deadline(decide_by)
    is_past = decide_by < answers.work.axes.as_of
    if relief > 0:
        when_zh, when_en = ("请立即", "at once") if is_past else (f"{by_zh}前需", f"by {by_en}")
        act_zh, act_en = (
            f"{when_zh}批准压减方案（{relief:,.1f} 万m³/d）",
            (f"approve the cut of {relief:,.1f}×10⁴ m³/d {when_en}"),
        )
        left_zh, left_en = f"，仍缺 {short:,.1f} 万m³/d", f"; {short:,.1f}×10⁴ m³/d stays short"
        return (act_zh + left_zh, act_en + left_en) if short > 0 else (act_zh, act_en)
    if short > 0:
        return (
            f"已无可及时压减的用户，仍缺 {short:,.1f} 万m³/d，请立即处置",
            f"nobody can be cut in time and {short:,.1f}×10⁴ m³/d stays short: act at once",
        )
    return "无需压减，动用储气与替代资源即可", "no cut needed"


def _deadline(decide_by: datetime) -> tuple[str, str]:
    """A deadline that cannot be misread on another day or in another zone."""
    local = decide_by.astimezone(CHINA)
    return (
        f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}（北京时间）",
        f"{local:%H:%M} on {local.day} {local:%B %Y}, Beijing time",
    )


def _next(answers: Answers) -> tuple[str, float, str, str]:
    if answers.next_powers is None or answers.next_plan is None:
        return "", 0.0, "已是最高等级", "This is the highest level"
    higher = answers.work.policy.level(answers.next_powers.level, day=answers.work.axes.days[0])
    residual = float(answers.next_plan.missing(orders=False)[0])
    more = sorted(set(answers.next_powers.may_order) - set(answers.work.powers.may_order))
    names = {tier.key: tier for tier in answers.work.policy.tiers(day=answers.work.axes.days[0])}
    zh = "、".join(names[key].name_zh for key in names if key in more) or "无新增层级"
    en = ", ".join(names[key].name_en for key in names if key in more) or "no further tier"
    return (
        higher.key,
        residual,
        f"升至{higher.name_zh}可再压减：{zh}；储备投放 {answers.next_powers.may_release:.0%}；"
        f"余缺 {residual:,.1f} 万m³/d",
        f"{higher.name_en} could also cut: {en}; release {answers.next_powers.may_release:.0%} of the reserve; "
        f"{residual:,.1f}×10⁴ m³/d would stay short",
    )
