"""What was done before anybody is cut, in one line: measures used, and why the others are not (T-010)."""

from __future__ import annotations

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_words import number, pick
from nuandong.units import CUBIC_METRE

_WORDS = (
    ("used", "{n} 项用尽", "{n} used up"),
    (
        "pipes",
        "{n} 项有余量但管道已满、送不到被压减的用户",
        "{n} with gas left that full pipes keep from those cut",
    ),
    ("limit", "{n} 项受共同限额所限", "{n} held by a limit that they share"),
    ("kept", "{n} 项的余量须留给后续日", "{n} with gas left that is held for later days"),
    ("no_gap", "{n} 项不必再用", "{n} no longer needed"),
    ("late", "{n} 项当日来不及", "{n} too late for the day"),
    ("powers", "{n} 项超出本级权限", "{n} beyond the powers of the level"),
)


def alternatives_statement(picture: DayPicture, *, language: str) -> str:
    """Measures by what became of them; empty for pictures of earlier forms, which do not say."""
    rows = picture.alternatives
    counts = [(rows.why.count(why), zh, en) for why, zh, en in _WORDS]
    parts = [pick(language, zh, en).format(n=count) for count, zh, en in counts if count]
    if not parts:
        return ""
    used = number(float(rows.used.sum()))
    is_cut = float(picture.cuts.relief.sum()) > CUBIC_METRE / 2
    head = pick(
        language,
        f"压减之前已动用其他措施 {used} 万m³/d：" if is_cut else f"已动用其他措施 {used} 万m³/d：",
        f"Before any cut {used} ×10⁴ m³/day of other measures: "
        if is_cut
        else f"{used} ×10⁴ m³/day of measures: ",
    )
    end = pick(
        language,
        "。" if not is_cut else "；仍不足，方压减。",
        "." if not is_cut else "; cuts close the rest.",
    )
    return head + pick(language, "，", ", ").join(parts) + end
