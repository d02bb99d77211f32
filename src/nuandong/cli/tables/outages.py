"""Outages, the N-1 formula and own-first sharing in a terminal."""

from __future__ import annotations

import math

import numpy as np
from rich.console import Console
from rich.text import Text

from nuandong.assess.n_minus_one import AreaStandard, StandardPicture
from nuandong.assess.outage_rows import OutageRows
from nuandong.assess.outages import OutagePicture
from nuandong.assess.rare_day import RareDay
from nuandong.assess.sharing import SharingPicture
from nuandong.assess.trigger import TriggerSupply
from nuandong.casefile.report_story import level_word
from nuandong.casefile.report_words import VOLUME, instant_text, number, percent, pick
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table, headed
from nuandong.vocabulary import ArcKind, label

KINDS = {
    "source": ("气源", "Source"),
    "store": ("储气", "Store"),
    "pair": ("两处同时", "Pair"),
}
NONE_LACKING = ("不需", "none needed")


def print_outages(picture: OutagePicture, console: Console, language: str, *, top: int) -> None:
    """Print the gravest outages, pairs below, and how many do nothing."""
    stamp, single = picture.stamp, picture.single
    level = level_word(picture.level, language=language)
    head = pick(
        language,
        f"\n逐一停运：{picture.first} 起 {picture.days} 天 · 按当日方案的{level}权限 · "
        f"数据截至 {instant_text(stamp.as_of)}",
        f"\nOne element out at a time: {picture.days} day(s) from {picture.first} · within the powers of level "
        f"{level} · as of {instant_text(stamp.as_of)}",
    )
    console.print(Text(head, style=STRONG))
    note = pick(
        language,
        f"较无停运时多缺的气量（{VOLUME[0]}，停运期合计）；民生缺口为全部储备与措施用尽后的缺口",
        f"beyond the same days without any outage ({VOLUME[1]}, sum of the outage); the livelihood gap is what "
        f"homes miss with everything released",
    )
    console.print(Text(note, style=QUIET))
    console.print(_outage_table(single, language, top))
    if picture.pairs.element:
        console.print(Text(pick(language, "两处同时停运", "Two at a time"), style=STRONG))
        console.print(_outage_table(picture.pairs, language, top))
    quiet = int((~single.has_effect).sum())
    shown = min(top, int(single.has_effect.sum()))
    closing = pick(
        language,
        f"共 {len(single.element)} 处，列出 {shown} 处；{quiet} 处在方案中不走气，停运无影响，未另行求解。"
        f"精确求解 {picture.runs} 次。",
        f"{len(single.element)} elements, {shown} shown; {quiet} carry nothing in the plan, so their loss changes "
        f"nothing and was not run. {picture.runs} exact runs.",
    )
    console.print(Text(closing, style=QUIET))
    if stamp.has_illustrative:
        words = pick(
            language, "含示意数据，以下数字不可作为实际依据", "Holds illustrative figures: not a real record"
        )
        console.print(Text(words, style=QUIET))


def print_standards(picture: StandardPicture, console: Console, language: str) -> None:
    """Print formula and flow answer of every area."""
    head = pick(
        language, "\nN-1（欧盟 2017/1938 附件二）与管网实际", "\nN-1 (EU 2017/1938, Annex II) and the network"
    )
    console.print(Text(head, style=STRONG))
    console.print(Text(pick(language, picture.design.note_zh, picture.design.note_en), style=QUIET))
    columns = headed(
        language,
        ("地区", "Area", "w"),
        ("库存", "Stock", "n"),
        ("设计日需求", "Design day", "n"),
        ("最大一处", "Largest", "t"),
        ("N-1", "N-1", "n"),
        ("管网可供", "Delivered", "n"),
        ("缺气源", "No gas", "n"),
        ("管道满", "Pipes full", "n"),
    )
    rows = [
        (
            pick(language, row.name_zh, row.name_en),
            percent(row.storage, decimals=0),
            number(row.demand),
            pick(language, row.largest_zh, row.largest_en),
            percent(row.formula.share),
            percent(row.flow_share),
            number(row.no_gas),
            number(row.full_pipes),
        )
        for row in picture.areas
    ]
    console.print(figure_table(columns, rows))
    province = picture.areas[0]
    console.print(pick(language, province.explained_zh, province.explained_en))
    print_rare_day(picture.design.rare, console, language)
    if picture.design.rare is not None:
        console.print(_formula_on_rare_day(picture.design.rare, province, language))
    console.print(_trigger_line(picture.trigger, language), style=QUIET)


def print_rare_day(rare: RareDay | None, console: Console, language: str) -> None:
    """One sentence on the day that one winter in so many has, and how much of the counties' peaks comes together."""
    if rare is None:
        words = pick(
            language,
            "过往完整冬季不足 3 个，不推算多年一遇的设计日。",
            "Fewer than 3 whole past winters: no rare design day.",
        )
        console.print(Text(words, style=QUIET))
        return
    console.print(pick(language, rare.note_zh, rare.note_en), soft_wrap=True, highlight=False)
    together = tuple(
        percent(share) for share in (rare.coincidence, rare.coincidence_low, rare.coincidence_high)
    )
    words = pick(
        language,
        f"各地高峰的同时率 {together[0]}（90% 区间 {together[1]}—{together[2]}）",
        f"Of the areas' own peaks {together[0]} come together (90 % interval {together[1]}–{together[2]})",
    )
    console.print(Text(words, style=QUIET))


def _formula_on_rare_day(rare: RareDay, province: AreaStandard, language: str) -> str:
    value, low, high = (percent(share) for share in rare.formula(province.capacity))
    stock = percent(province.storage, decimals=0)
    return pick(
        language,
        f"按这一日的需求、储气 {stock}，全省公式得 {value}（{low}—{high}）",
        f"On that day's demand, stores at {stock}, the province's formula gives {value} ({low}–{high})",
    )


def _trigger_line(trigger: TriggerSupply, language: str) -> str:
    """What may be assumed of all supply when stores near their reserve do not count."""
    left_out = pick(language, "、".join(trigger.stores_zh), ", ".join(trigger.stores_en)) or pick(
        language, "无", "none"
    )
    return pick(
        language,
        f"英国预警算法（{trigger.gas_day}）：气源与储气全力 {number(trigger.all_flows)}，"
        f"可指望 {number(trigger.assumed)} 万m³/d；距储备线不足两日、不计入：{left_out}",
        f"British trigger ({trigger.gas_day}): sources and all stores {number(trigger.all_flows)}, "
        f"of which {number(trigger.assumed)} ×10⁴ m³/d may be assumed; "
        f"within two days of their reserve, not counted: {left_out}",
    )


def print_sharing(picture: SharingPicture, console: Console, language: str) -> None:
    """Print what each city misses on the first day, shared and own-first."""
    head = pick(
        language,
        "\n先保本市与全省共担（首日未供，万m³）",
        "\nOwn-first and shared (first day, unserved, 10⁴ m³)",
    )
    console.print(Text(head, style=STRONG))
    columns = headed(
        language,
        ("市", "City", "w"),
        ("共担", "Shared", "n"),
        ("先保本市", "Own-first", "n"),
        ("其中民生 共担", "Homes, shared", "n"),
        ("民生 先保本市", "Homes, own-first", "n"),
    )
    tables = (picture.shared, picture.own_first, picture.protected_shared, picture.protected_own_first)
    rows = [
        (pick(language, picture.name_zh[row], picture.name_en[row]), *(number(float(t[row])) for t in tables))
        for row in range(len(picture.city))
    ]
    rows.append((pick(language, "合计", "Sum"), *(number(float(table.sum())) for table in tables)))
    console.print(figure_table(columns, rows))
    moved = float(np.maximum(picture.own_first - picture.shared, 0.0).sum())
    words = pick(
        language,
        f"不合作的代价：多缺 {number(picture.cost)}，其中民生 {number(picture.protected_cost)}；"
        f"另有 {number(moved)} 的短缺转到无气源的市",
        f"Cost of not co-operating: {number(picture.cost)} more unserved, {number(picture.protected_cost)} of it by "
        f"homes; {number(moved)} of shortage moves to cities without gas of their own",
    )
    console.print(words)


def _outage_table(part: OutageRows, language: str, top: int) -> object:
    columns = headed(
        language,
        ("停运", "Out", "t"),
        ("类别", "Kind", "t"),
        ("民生缺口", "Livelihood gap", "n"),
        ("民生", "Homes", "n"),
        ("保安负荷", "Safe loads", "n"),
        ("指令外", "Beyond orders", "n"),
        ("压减", "Relief", "n"),
        ("合计", "Sum", "n"),
        ("民生可撑", "Homes hold out", "n"),
    )
    rows = []
    for row in np.flatnonzero(part.has_effect)[:top]:
        figures = (
            part.livelihood_gap,
            part.protected,
            part.safe_load,
            part.beyond_orders,
            part.relief,
            part.total,
        )
        rows.append(
            (
                pick(language, part.name_zh[row], part.name_en[row]),
                _kind(part.kind[row], language),
                *(number(float(figure[row])) for figure in figures),
                _hours(float(part.survival_hours[row]), language),
            )
        )
    return figure_table(columns, rows)


def _kind(kind: str, language: str) -> str:
    return pick(language, *KINDS[kind]) if kind in KINDS else label(ArcKind(kind), language=language)


def _hours(hours: float, language: str) -> str:
    """Hours on stock; where homes lack nothing even without stock, none are needed."""
    if math.isinf(hours):
        return pick(language, *NONE_LACKING)
    return f"{number(hours, decimals=0)} h"
