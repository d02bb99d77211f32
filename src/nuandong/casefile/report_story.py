"""What a report tells of a day: the few series and statements that several of its outputs share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_words import number, percent, pick, word_label
from nuandong.units import CUBIC_METRE, FloatArray, Flow, to_cubic_metre
from nuandong.vocabulary import MeasureKind, SourceKind

# Blue, yellow, orange and red belong to warning levels alone; whatever else has a colour takes a quiet one that
# keeps its order in grey print.
INK, MUTED, RULE, GROUND = "#1f2933", "#5b6770", "#d5dadd", "#f4f5f5"
KIND_COLOURS = {
    SourceKind.TRUNK: "#3f5661",
    SourceKind.CBM: "#64857f",
    SourceKind.TIGHT_GAS: "#9bb3a6",
    SourceKind.COKE_OVEN_SNG: "#a5917f",
    SourceKind.LNG_PLANT: "#857698",
    SourceKind.LNG_TRUCK: "#b5a7c3",
    SourceKind.STORAGE: "#cdd6d4",
}
OTHER_COLOUR = "#eceeee"


@dataclass(frozen=True, slots=True)
class LevelLook:
    """How a warning level is shown: words, place among four, ground and ink."""

    zh: str
    en: str
    rank: int
    ground: str
    ink: str

    @property
    def bars(self) -> str:
        """Its place as filled squares, so that it reads without colour."""
        return "■" * self.rank + "□" * max(0, 4 - self.rank)


LEVEL_LOOKS = {
    "none": LevelLook("无", "None", 0, "#e4e7e9", "#1f2933"),
    "blue": LevelLook("蓝", "Blue", 1, "#1d5fa7", "#ffffff"),
    "yellow": LevelLook("黄", "Yellow", 2, "#f2c200", "#1f2933"),
    "orange": LevelLook("橙", "Orange", 3, "#c4500a", "#ffffff"),
    "red": LevelLook("红", "Red", 4, "#b91c2b", "#ffffff"),
}


def level_look(level: str) -> LevelLook:
    """The look of a level; one that another province's list adds is shown by its key on a quiet ground."""
    return LEVEL_LOOKS.get(level, LevelLook(level, level, 0, "#e4e7e9", "#1f2933"))


def level_word(level: str, *, language: str) -> str:
    """A level's short word."""
    look = level_look(level)
    return pick(language, look.zh, look.en)


@dataclass(frozen=True, slots=True, eq=False)
class KindSupply:
    """Supply of one kind over the outlook, (T,): nominated, and taken by the plan; `count` gives gas today."""

    kind: str
    nominated: FloatArray
    taken: FloatArray
    count: int

    @property
    def colour(self) -> str:
        """The kind's quiet colour."""
        return KIND_COLOURS[SourceKind(self.kind)] if self.kind in set(SourceKind) else OTHER_COLOUR

    def name(self, *, language: str) -> str:
        """Label of the kind; a measure that no source is like bears the measure's label."""
        words = SourceKind if self.kind in set(SourceKind) else MeasureKind
        return word_label(words, self.kind, language=language)


def supply_by_kind(picture: DayPicture) -> tuple[KindSupply, ...]:
    """Supply summed by kind, in the order in which a balance shows the kinds; kinds without a row are left out."""
    sources = picture.sources
    kinds = np.array(sources.kind)
    order = [*SourceKind, *sorted(set(sources.kind) - set(SourceKind))]
    gives = (sources.nominated[:, 0] > 0) | (sources.delivered[:, 0] > CUBIC_METRE)
    return tuple(
        KindSupply(
            kind,
            sources.nominated[kinds == kind].sum(axis=0),
            sources.delivered[kinds == kind].sum(axis=0),
            int(gives[kinds == kind].sum()),
        )
        for kind in map(str, order)
        if (kinds == kind).any()
    )


@dataclass(frozen=True, slots=True)
class ClosingStep:
    """One step from the gap to what is left of it: `change` is negative where it closes the gap."""

    kind: str  # gap | network | storage | measure | relief | residual
    name_zh: str
    name_en: str
    change: Flow

    def name(self, *, language: str) -> str:
        """Label of the step."""
        return pick(language, self.name_zh, self.name_en)


def closing_steps(picture: DayPicture) -> tuple[ClosingStep, ...]:
    """From the legal gap of the first day to the residual gap, step by step; the steps add up exactly.

    What the network cannot carry to where it is wanted makes more to be closed than the sums show: that difference
    is a step of its own.
    """
    province = picture.province
    gap, residual = float(province.gap_before[0]), float(province.gap_residual[0])
    closing = [*_storage_step(picture), *_measure_steps(picture), *_relief_steps(picture)]
    difference = residual - gap - sum(step.change for step in closing)
    network = ClosingStep("network", "管网受限或未取用", "Not deliverable or not taken", difference)
    return (
        ClosingStep("gap", "缺口（措施前）", "Gap before measures", gap),
        *([network] if abs(difference) > CUBIC_METRE else []),
        *closing,
        ClosingStep("residual", "剩余缺口", "Residual gap", residual),
    )


def _storage_step(picture: DayPicture) -> list[ClosingStep]:
    stores = picture.stores
    nominated = np.asarray(stores.nominated)
    bought = nominated[:, 0] if nominated.ndim == 2 else nominated
    extra = float((stores.sendout[:, 0] - stores.injection[:, 0] - bought).sum())
    return (
        [ClosingStep("storage", "储气增供", "More from storage", -extra)] if abs(extra) > CUBIC_METRE else []
    )


def _measure_steps(picture: DayPicture) -> list[ClosingStep]:
    """Measures by kind; the reserve leaves through the stores' send-out and stands there."""
    rows = picture.alternatives
    kinds = np.array(rows.kind)
    used = {
        kind: float(rows.used[kinds == kind].sum()) for kind in dict.fromkeys(rows.kind) if kind != "reserve"
    }
    return [
        ClosingStep(
            "measure",
            word_label(MeasureKind, kind, language="zh"),
            word_label(MeasureKind, kind, language="en"),
            -flow,
        )
        for kind, flow in used.items()
        if flow > CUBIC_METRE
    ]


def _relief_steps(picture: DayPicture) -> list[ClosingStep]:
    tiers = picture.tiers
    return [
        ClosingStep("relief", f"压减：{zh}", f"Cut: {en}", -float(relief))
        for zh, en, relief in zip(tiers.name_zh, tiers.name_en, tiers.relief[:, 0], strict=True)
        if relief > CUBIC_METRE
    ]


def balance_statement(picture: DayPicture, *, language: str) -> str:
    """The balance chart's title: the worst day and how many days are short."""
    gaps = to_cubic_metre(picture.province.gap_before)
    short, worst = int((gaps > 0).sum()), int(np.argmax(gaps))
    count = len(gaps)
    if not short:
        return pick(language, f"未来 {count} 天供应满足需求", f"Supply meets demand on all {count} days")
    day = picture.stamp.days[worst]
    gap, share = number(gaps[worst]), percent(float(picture.province.gap_share[worst]))
    return pick(
        language,
        f"未来 {count} 天有 {short} 天供不应求，{day.month} 月 {day.day} 日最紧：缺 {gap} 万m³/d（{share}）",
        f"Supply falls short on {short} of {count} days; {day:%d %b} is tightest, {gap} ×10⁴ m³/day short ({share})",
    )


def closing_statement(picture: DayPicture, *, language: str) -> str:
    """The waterfall's title: what closes today's gap, and what is left."""
    province = picture.province
    relief, left = float(picture.tiers.relief[:, 0].sum()), float(province.gap_residual[0])
    gap = float(province.gap_before[0])
    if gap <= CUBIC_METRE and relief <= CUBIC_METRE:
        return pick(language, "今日没有缺口，无须压减", "There is no gap today and nobody is cut")
    rest_zh = f"，仍剩 {number(left)} 万m³/d 未补上" if left > CUBIC_METRE else "，缺口全部补上"
    rest_en = f"; {number(left)} stays open" if left > CUBIC_METRE else "; the gap is closed"
    return pick(
        language,
        f"措施前缺 {number(gap)} 万m³/d，其中压减非民生 {number(relief)}{rest_zh}",
        f"{number(gap)} ×10⁴ m³/day short before measures, {number(relief)} cut from others{rest_en}",
    )


def store_statement(picture: DayPicture, *, language: str) -> str:
    """The stores' title: how full they are together."""
    stores = picture.stores
    stock, capacity = float(stores.inventory[:, 0].sum()), float(stores.working_capacity.sum())
    if capacity <= 0:
        return pick(language, "没有储气设施", "There is no store")
    return pick(
        language,
        f"全省库存 {number(stock, decimals=0)} 万m³，为工作气量的 {percent(stock / capacity, decimals=0)}",
        f"Stores hold {number(stock, decimals=0)} ×10⁴ m³, {percent(stock / capacity, decimals=0)} of working capacity",
    )


def tier_statement(picture: DayPicture, *, language: str) -> str:
    """The tiers' title: how much of what may be ordered the plan uses."""
    tiers = picture.tiers
    may = float(tiers.curtailable[tiers.may_order, 0].sum())
    relief = float(tiers.relief[:, 0].sum())
    return pick(
        language,
        f"本级可压减 {number(may)} 万m³/d，方案压减 {number(relief)}",
        f"{number(may)} ×10⁴ m³/day may be cut at this level; the plan cuts {number(relief)}",
    )


def map_statement(picture: DayPicture, *, language: str) -> str:
    """The map's title: how many counties are short before measures, and which pipes bind."""
    short = int((to_cubic_metre(picture.counties.shortfall[:, 0]) > 0).sum())
    pipes = binding_pipes(picture)
    return pick(
        language,
        f"措施前 {short} 个县区供气不足，{len(pipes)} 段管道满负荷",
        f"{short} counties are short before measures; {len(pipes)} pipes run full",
    )


def binding_pipes(picture: DayPicture) -> tuple[int, ...]:
    """Rows of the arcs, county branches apart, that carry all they can on the first day."""
    arcs = picture.arcs
    return tuple(
        row
        for row, kind in enumerate(arcs.kind)
        if arcs.binding[row, 0] and kind != "gate" and arcs.capacity[row, 0] > 0
    )
