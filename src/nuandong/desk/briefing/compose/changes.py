"""What changed since the last brief, in words (T-074)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.content import Figure, Paragraph, Section, Source
from nuandong.desk.briefing.models import Brief

CHANGES = ("changes", "较上期变化", "Since the last brief")
FirstOf = Callable[[str, tuple[str, str], float, Source], Figure]


@dataclass(frozen=True, slots=True)
class Watched:
    """A figure whose change is told; what is smaller than `least` is told as unchanged."""

    key: str
    zh: str
    en: str
    printed: FirstOf
    least: float


WATCHED = (
    Watched("balance.demand", "预测需求", "demand", g.flow, 0.05),
    Watched("balance.supply", "落实气源", "firm supply", g.flow, 0.05),
    Watched("balance.gap", "措施前缺口", "the gap before measures", g.flow, 0.05),
    Watched("cuts.relief", "拟压减气量", "relief proposed", g.flow, 0.05),
    Watched("stores.held", "储气库存", "gas in store", g.volume, 0.5),
)


def change_section(ground: Ground, sections: tuple[Section, ...]) -> Section:
    """The difference of the watched figures, and of the level, against the brief before."""
    earlier = ground.earlier
    if earlier is None:
        return g.lacking(
            "changes",
            CHANGES[1:],
            ("没有更早的一期，无从比较。", "There is no earlier brief to compare with."),
        )
    before, now = earlier.told.figures, {one.key: one for section in sections for one in section.figures}
    figures, zh, en = [_named(earlier)], [], []
    for place, watched in enumerate(WATCHED):
        if watched.key in before and watched.key in now:
            figure, words = _change(
                watched, before[watched.key], now[watched.key], place, brief_source(earlier)
            )
            figures.append(figure)
            zh.append(words[0])
            en.append(words[1])
    level_figures, level_words = _level(before, now, brief_source(earlier))
    paragraph = Paragraph(
        "changes.summary",
        "与{changes.earlier}相比，" + "，".join(zh) + "。" + level_words[0],
        "Against {changes.earlier}: " + ", ".join(en) + ". " + level_words[1],
    )
    return Section(*CHANGES, figures=(*figures, *level_figures), paragraphs=(paragraph,))


def brief_source(brief: Brief) -> Source:
    """The page of another brief."""
    return Source(
        f"{g.month_day(brief.gas_day)}气日简报",
        f"brief of {brief.gas_day.isoformat()}",
        g.address("brief", brief.pk),
    )


def _named(earlier: Brief) -> Figure:
    zh, en = g.day_words(earlier.gas_day)
    number = f"（第{earlier.serial}期）" if earlier.serial else "（未签发稿）"
    said = (
        f"{zh}气日简报{number}",
        f"the brief of {en}" + (f" (No. {earlier.serial})" if earlier.serial else " (unsigned)"),
    )
    return g.words("changes.earlier", ("上期", "last brief"), said, brief_source(earlier))


LETTERS = "abcdefghij"


def _change(
    watched: Watched, before: Figure, now: Figure, place: int, source: Source
) -> tuple[Figure, tuple[str, str]]:
    difference = (now.number or 0.0) - (before.number or 0.0)
    key = f"changes.by_{LETTERS[place]}"
    label = (f"{watched.zh}变化", f"change of {watched.en}")
    figure = watched.printed(key, label, abs(difference), source)
    if abs(difference) < watched.least:
        return figure, (f"{watched.zh}基本持平（相差{{{key}}}）", f"{watched.en} unchanged (by {{{key}}})")
    zh, en = ("增加", "up") if difference > 0 else ("减少", "down")
    return figure, (f"{watched.zh}{zh}{{{key}}}", f"{watched.en} {en} {{{key}}}")


def _level(
    before: dict[str, Figure], now: dict[str, Figure], source: Source
) -> tuple[tuple[Figure, ...], tuple[str, str]]:
    if "level.proposed" not in before or "level.proposed" not in now:
        return (), ("", "")
    was, stands = before["level.proposed"], now["level.proposed"]
    figure = g.words("changes.level", ("上期建议级别", "level proposed last"), (was.zh, was.en), source)
    if was.zh == stands.zh:
        return (figure,), ("建议级别仍为{changes.level}。", "The level proposed is still {changes.level}.")
    return (figure,), (
        "建议级别由{changes.level}调整为{level.proposed}。",
        "The level proposed went from {changes.level} to {level.proposed}.",
    )
