"""Explanations in the terminal: the chain of reasons, what would help, binding cuts, contradicting wishes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from nuandong.assess.explain import Explanation
from nuandong.assess.explaining.chain import Because
from nuandong.assess.explaining.cuts import CutStory
from nuandong.assess.explaining.names import joined
from nuandong.assess.explaining.worth import NodeWorth
from nuandong.assess.requests import Verdict
from nuandong.casefile.report_words import pick
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table, headed

MOST_LIMITS = 12
WORTH_DECIMALS = -2  # hundreds of CNY per 10^4 m3: finer than a fen per m3 is carriage
TOPICS = {
    "gap": ("缺口", "Gap"),
    "level": ("等级", "Level"),
    "powers": ("权限", "Powers"),
    "measures": ("替代", "Alternatives"),
    "tiers": ("次序", "Order"),
    "county": ("县区", "County"),
    "user": ("用户", "User"),
}
WAYS = {
    "link": ("管道满载", "full pipe"),
    "link_back": ("管道反输满载", "full pipe, against its direction"),
    "supply": ("气源取尽", "source taken whole"),
    "sendout": ("储气外送到顶", "full send-out"),
    "filling": ("注气到顶", "full injection"),
    "stock": ("库存", "stock"),
    "held_back": ("须保留库存", "stock that must stay"),
    "lost": ("蒸发损失", "boil-off"),
}


def _clause(one: Because, language: str) -> str:
    return pick(language, one.clause_zh or one.clause, one.clause)


def print_explanation(found: Explanation, console: Console, language: str) -> None:
    """Why, through which limits, what would spare the subject, and who would come next."""
    name = pick(language, found.subject.name_zh, found.subject.name_en)
    answer = pick(language, "为什么缺气或被压减", "why it goes short or is cut")
    if not found.is_cut:
        answer = pick(language, "当日不缺气、不压减", "neither short nor cut on this day")
    console.print(Text(f"{name} · {found.gas_day} · {answer}", style=STRONG))
    rows = [
        (pick(language, *TOPICS[one.topic]), pick(language, one.text_zh, one.text_en), _clause(one, language))
        for one in found.chain
    ]
    columns = headed(
        language,
        ("环节", "Step", "w"),
        ("因为", "Because", "t"),
        ("条款", "Clause", "t"),
    )
    console.print(figure_table(columns, rows))
    if found.cut is None:
        return
    _print_cut(found.cut, console, language)
    _print_help(found, console, language)
    _print_next(found, console, language)


def _print_help(found: Explanation, console: Console, language: str) -> None:
    heading = pick(
        language,
        "怎样才能不缺（各项单独、仅当日，其余不变；“已验”为从头另解并逐级核对）",
        "What would spare it (each alone, on this day, all else equal; checked = solved again from nothing)",
    )
    console.print(Text(heading, style=STRONG))
    yes, no = pick(language, "已验", "checked"), pick(language, "未验", "not checked")
    rows = [
        (
            pick(language, one.name_zh, one.name_en),
            f"{one.amount:,.2f}" if one.is_enough else "—",
            "" if one.is_enough else f"{one.left:,.2f}",
            yes if one.is_verified else no,
        )
        for one in found.would_help
    ]
    columns = headed(
        language,
        ("改变", "Change", "t"),
        ("至少（万m³/d，库存万m³）", "At least (10⁴ m³/day; stock 10⁴ m³)", "n"),
        ("不够，仍缺（万m³/d）", "Not enough, still short (10⁴ m³/day)", "n"),
        ("", "", "w"),
    )
    console.print(figure_table(columns, rows))


def _print_next(found: Explanation, console: Console, language: str) -> None:
    """Two answers that must not be mixed: who would be served, and what it would save."""
    who = pick(
        language,
        f"本县当日多 1 万m³，会供给：{found.next_zh}。",
        f"One more ×10⁴ m³ here on this day would go to: {found.next_en}.",
    )
    worth = pick(
        language,
        f"若不供给任何缺口，只顶替购气，可省 {found.price:,.3f} 元/m³［示意］；这不是它对缺气者的价值。",
        f"If it served nobody who is short and only saved purchases, it would save {found.price:,.3f} CNY/m³ "
        f"[illustrative]; that is not its worth to those who are short.",
    )
    console.print(who, markup=False)
    console.print(Text(worth, style=QUIET))


def print_cuts(stories: Sequence[CutStory], console: Console, language: str) -> None:
    """Every binding cut of a day, the largest shortage first."""
    if not stories:
        console.print(pick(language, "当日无人缺气。", "Nobody is short on this day."))
    for number, story in enumerate(stories, start=1):
        missing = pick(
            language,
            f"{number}. {len(story.counties)} 个县区缺 {story.missing:,.2f} 万m³（{story.share:.1%}）",
            f"{number}. counties: {len(story.counties)}, missing {story.missing:,.2f} ×10⁴ m³ ({story.share:.1%})",
        )
        console.print(Text(missing, style=STRONG))
        _print_cut(story, console, language)
    if len(stories) > 1:
        note = (
            "各部分可以互相包含，缺口不可相加。",
            "The parts may lie inside one another; do not add them up.",
        )
        console.print(Text(pick(language, *note), style=QUIET))


def _print_cut(story: CutStory, console: Console, language: str) -> None:
    console.print(Padding(Text(pick(language, story.text_zh, story.text_en)), (0, 0, 0, 2)))
    rows = [
        (
            pick(language, *WAYS[limit.way]),
            limit.ident,
            pick(language, limit.name_zh, limit.name_en),
            f"{limit.volume:,.2f}",
        )
        for limit in story.limits[:MOST_LIMITS]
    ]
    columns = headed(
        language,
        ("限制", "Limit", "w"),
        ("编号", "Id", "w"),
        ("名称", "Name", "t"),
        ("至多送入（万m³）", "Brings at most (10⁴ m³)", "n"),
    )
    console.print(figure_table(columns, rows))
    rest = len(story.limits) - MOST_LIMITS
    if rest > 0:
        console.print(Text(pick(language, f"  另有 {rest} 项", f"  and {rest} more"), style=QUIET))


def print_worth(found: NodeWorth, console: Console, language: str) -> None:
    """Counties of equal worth on the first gas day in one line, the dearest first."""
    groups: dict[tuple[float, bool], list[tuple[str, str]]] = {}
    for node in found.counties:
        key = (round(float(found.per_unit[node, 0]), WORTH_DECIMALS), bool(found.reaches_short[node, 0]))
        groups.setdefault(key, []).append((found.names_zh[node], found.names_en[node]))
    serves = pick(language, "先供给缺气者", "serves the short first")
    saves = pick(language, "只节省购气", "only saves purchases")
    rows = [
        (f"{worth:,.0f}", serves if is_short else saves, pick(language, *joined(names, most=8)))
        for (worth, is_short), names in sorted(groups.items(), reverse=True)
    ]
    heading = pick(
        language,
        f"{found.days[0]} 各县区再多 1 万m³ 可省购气费（供给份额不变；价格含示意值）",
        f"{found.days[0]}: purchases saved by one more 10⁴ m³ in each county (shares unchanged; prices in part "
        f"illustrative)",
    )
    console.print(Text(heading, style=STRONG))
    columns = headed(
        language,
        ("可省（元/万m³）", "Saves (CNY per 10⁴ m³)", "n"),
        ("实际去向", "Where it would go", "w"),
        ("县区", "Counties", "t"),
    )
    console.print(figure_table(columns, rows))


def print_verdict(verdict: Verdict, console: Console, language: str) -> None:
    """Whether a request can be had, and if not, the wishes that contradict, one a line."""
    console.print(pick(language, verdict.text_zh, verdict.text_en), markup=False)
    for one in verdict.members_zh if language == "zh" else verdict.members_en:
        console.print(f"  ✗ {one}", markup=False)
