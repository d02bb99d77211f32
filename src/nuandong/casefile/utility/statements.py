"""What a backtest's pictures say, each in one sentence that stands above its picture and in the terminal."""

from __future__ import annotations

import numpy as np

from nuandong.casefile.report_words import number, percent, pick
from nuandong.casefile.utility.drift import SPAN, alarms
from nuandong.casefile.utility.scored import COLDEST, Scored
from nuandong.casefile.utility.trial import OWN
from nuandong.casefile.utility.words import forecaster_word, span_word
from nuandong.demand.backtest import CoverageInterval

FEWEST_COLD = 3  # days below which the coldest say nothing
EVEN = 1.005  # errors closer than this are even


def league_statement(found: Scored, *, language: str) -> str:
    """Our error at the first lead beside the best peer's."""
    lead, span = found.trial.leads[0], found.span
    own, peer = found.relative(OWN, lead, span), found.best_peer(lead, span)
    days = span_word(span, language=language)
    ahead = pick(language, f"提前 {lead} 天", "One day ahead" if lead == 1 else f"{lead} days ahead")
    head = pick(
        language,
        f"{ahead}，{days}平均误差为用气量的 {percent(own)}",
        f"{ahead} the error on {days} is {percent(own)} of use",
    )
    if peer is None:
        return head
    theirs = found.relative(peer, lead, span)
    change = own / theirs - 1 if theirs else float("nan")
    name = forecaster_word(peer, language=language)
    aside = pick(language, f"（{name} {percent(theirs)}）", f" ({name}, {percent(theirs)})")
    size = percent(abs(change), decimals=0)
    if abs(change) < 0.005:
        return head + pick(language, f"，与最好的对照方法相当{aside}", f", as good as the best peer{aside}")
    if change < 0:
        return head + pick(
            language, f"，比最好的对照方法低 {size}{aside}", f", {size} less than the best peer's{aside}"
        )
    return head + pick(
        language, f"，比最好的对照方法高 {size}{aside}", f", {size} more than the best peer's{aside}"
    )


def band_coverage(found: Scored, nominal: float) -> CoverageInterval | None:
    """How often a band held use, over all series; None for a band that was not told."""
    return next((met for share, met in found.bands if abs(share - nominal) < 1e-6 and met.count), None)


def calibration_statement(found: Scored, *, language: str) -> str:
    """Whether the 80 % band holds what it says."""
    met = band_coverage(found, 0.8)
    if met is None:
        return pick(language, "区间未评分", "No band was scored")
    between = f"{percent(met.low)}–{percent(met.high)}"
    if met.holds(0.8):
        verdict = pick(language, "所称可信", "it holds what it says")
    elif met.found < 0.8:
        verdict = pick(language, "区间偏窄", "it is too narrow")
    else:
        verdict = pick(language, "区间偏宽", "it is too wide")
    return pick(
        language,
        f"80% 区间实际涵盖 {percent(met.found)} 的日子（95% 区间 {between}）：{verdict}",
        f"The 80 % band held use on {percent(met.found)} of days (95 % interval {between}): {verdict}",
    )


def coldest_statement(found: Scored, *, language: str) -> str:
    """The error where it matters most."""
    lead = found.trial.leads[0]
    line = found.line(OWN, lead, COLDEST)
    if line is None or line.scores.count < FEWEST_COLD:
        return pick(language, "没有足够的冷日评分", "Too few cold days to score")
    bias = line.scores.bias / line.scores.mean_use
    side = pick(language, "偏高" if bias > 0 else "偏低", "too high" if bias > 0 else "too low")
    return pick(
        language,
        f"最冷的 {line.scores.count} 天平均误差 {percent(line.scores.relative)}，平均{side} {percent(abs(bias))}",
        f"On the {line.scores.count} coldest days the error is {percent(line.scores.relative)}, on average "
        f"{percent(abs(bias))} {side}",
    )


def drift_statement(found: Scored, *, language: str) -> str:
    """Whether errors lean to one side for longer than chance lets them."""
    spans = alarms(beyond=found.alarm)
    if not found.is_drift_judged:
        return pick(language, "记录太短，漂移无从判断", "The record is too short to tell a drift")
    if not spans:
        return pick(
            language,
            "没有漂移警报：误差没有持续偏向一边",
            "No drift: errors did not keep to one side for longer than chance lets them",
        )
    first, last = spans[-1]
    days = found.trial.days
    lean = float(np.nan_to_num(found.leaning[last]))
    side = pick(language, "偏高" if lean > 0 else "偏低", "too high" if lean > 0 else "too low")
    lean_zh, lean_en = (
        f"四周平均{side} {percent(abs(lean))}",
        f"by {percent(abs(lean))} {side} over four weeks",
    )
    span_zh, span_en = f"{days[first]} 至 {days[last]}", f"from {days[first]} to {days[last]}"
    if len(spans) == 1:
        return pick(language, f"1 次漂移警报：{span_zh}，{lean_zh}", f"1 drift alarm, {span_en}, {lean_en}")
    count = len(spans)
    return pick(
        language,
        f"{count} 次漂移警报；最近一次 {span_zh}，{lean_zh}",
        f"{count} drift alarms; the last {span_en}, {lean_en}",
    )


def error_answer(found: Scored, *, language: str) -> str:
    """How far off, in half a sentence with its verdict first."""
    lead, span = found.trial.leads[0], found.span
    own, peer = found.relative(OWN, lead, span), found.best_peer(lead, span)
    theirs = found.relative(peer, lead, span) if peer else float("nan")
    mark = "✓" if not own > theirs * EVEN else "✗"
    days = span_word(span, language=language)
    return pick(
        language,
        f"{mark} 误差：{days}提前 {lead} 天平均差 {percent(own)}，最好的对照方法差 {percent(theirs)}",
        f"{mark} Error: {percent(own)} on {days} at lead {lead}; the best peer has {percent(theirs)}",
    )


def band_answer(found: Scored, *, language: str) -> str:
    """Whether bands can be believed, and if not, on which side they fail."""
    parts = [(nominal, met) for nominal in (0.8, 0.9) if (met := band_coverage(found, nominal)) is not None]
    if not parts:
        return pick(language, "– 区间：没有评分", "– Bands: none were scored")
    wrong = {
        pick(language, *_fault_of_band(nominal, met)) for nominal, met in parts if not met.holds(nominal)
    }
    zh = "，".join(f"{nominal:.0%} 区间涵盖 {percent(met.found)}" for nominal, met in parts)
    en = ", ".join(f"the {nominal * 100:g} % band held {percent(met.found)}" for nominal, met in parts)
    mark = "✗" if wrong else "✓"
    tail = pick(language, "；", ": ") + pick(language, "、", ", ").join(sorted(wrong)) if wrong else ""
    return pick(language, f"{mark} 区间：{zh}{tail}", f"{mark} Bands: {en} of days{tail}")


def _fault_of_band(nominal: float, met: CoverageInterval) -> tuple[str, str]:
    return ("偏窄", "too narrow") if met.found < nominal else ("偏宽", "too wide")


def cold_answer(found: Scored, *, language: str) -> str:
    """How the coldest days came out beside the best peer on them."""
    lead = found.trial.leads[0]
    own = found.relative(OWN, lead, COLDEST)
    if not np.isfinite(own):
        return pick(language, "– 冷天：没有可评分的冷天", "– Cold days: none to score")
    peer = found.best_peer(lead, COLDEST)
    theirs = found.relative(peer, lead, COLDEST) if peer else float("nan")
    mark = "✓" if not own > theirs * EVEN else "✗"
    return pick(
        language,
        f"{mark} 冷天：最冷 5% 的日子平均差 {percent(own)}，对照方法最好的差 {percent(theirs)}",
        f"{mark} Cold days: {percent(own)} on the coldest 5 %; the best peer there has {percent(theirs)}",
    )


def drift_answer(found: Scored, *, language: str) -> str:
    """Whether an alarm stands at the end of the record."""
    if not found.is_drift_judged:
        return pick(language, "– 漂移：记录太短，无从判断", "– Drift: the record is too short to tell")
    if found.alarm.any() and found.alarm[-SPAN:].any():
        return pick(
            language,
            "✗ 漂移：近四周有警报，预报正偏向一边",
            "✗ Drift: an alarm in the last four weeks, errors lean to one side",
        )
    count = len(alarms(beyond=found.alarm))
    return pick(
        language,
        f"✓ 漂移：近四周没有警报（全期 {count} 次）",
        f"✓ Drift: no alarm in the last four weeks ({count} in all)",
    )


def figure_text(value: float) -> str:
    """A figure in the unit of the file with as many decimals as its size asks for."""
    size = abs(value)
    return number(value, decimals=0 if size >= 1000 else 1 if size >= 10 else 3)
