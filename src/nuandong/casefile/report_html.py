"""The report of a gas day as one HTML file: no script, nothing from outside, prints as clean A4.

From the first line down it answers how bad, why, what now and by when; then the figures, each with its statement,
unit, source, time and coverage; then the tables behind them; last what all of it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from importlib.resources import files

from nuandong import __version__
from nuandong.assess.case import Case
from nuandong.assess.picture import DayPicture
from nuandong.casefile import report_story as story
from nuandong.casefile.report_balance import balance_chart
from nuandong.casefile.report_bars import closing_chart, store_chart, tier_chart
from nuandong.casefile.report_fairness import fairness_part
from nuandong.casefile.report_likely import methods_note, odds_note
from nuandong.casefile.report_map import network_map
from nuandong.casefile.report_palette import dark_rules
from nuandong.casefile.report_parts import (
    alternatives_part,
    counties_part,
    cuts_part,
    findings_part,
    pipes_part,
    sources_part,
    stores_part,
    zones_part,
)
from nuandong.casefile.report_sankey import flow_chart, flow_statement
from nuandong.casefile.report_words import FLOW, day_text, instant_text, mark, number, percent, pick
from nuandong.units import FloatArray

FILE_OF = {"zh": "report.html", "en": "report.en.html"}
# The page needs nothing but its own styles: a reader's browser may refuse everything else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report_page(*, picture: DayPicture, case: Case, language: str, at: datetime) -> bytes:
    """The whole page in one language, as UTF-8."""
    title = f"{day_text(picture.stamp.gas_day, language=language)} · {_case_name(case, language)}"
    body = [
        _header(picture, case, language),
        f"<h1>{escape(pick(language, '气日 ', 'Gas day ') + title)}</h1>",
        _level(picture, language),
        _figures(picture, language),
        _reasons(picture, language),
        _powers(picture, language),
        _pictures(picture, case, language),
        sources_part(picture, language),
        stores_part(picture, case, language),
        alternatives_part(picture, case, language),
        cuts_part(picture, case, language),
        fairness_part(picture, language),
        zones_part(picture, case, language),
        pipes_part(picture, case, language),
        counties_part(picture, language),
        findings_part(picture, language),
        _footer(picture, case, language, at),
    ]
    return _document(title, language, "\n".join(body))


def _document(title: str, language: str, body: str) -> bytes:
    style = files("nuandong.casefile").joinpath("report.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{pick(language, "zh-CN", "en")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(title)} · 暖冬 Nuandong</title>\n<style>\n{style}{dark_rules()}</style>\n</head>\n"
        f"<body>\n{body}\n"
        "</body>\n</html>\n"
    ).encode()


def _case_name(case: Case, language: str) -> str:
    return pick(language, case.settings.name_zh, case.settings.name_en)


def _header(picture: DayPicture, case: Case, language: str) -> str:
    other = pick(language, "en", "zh")
    words = pick(language, "English", "中文")
    link = f'<a class="other-language" href="{FILE_OF[other]}" hreflang="{other}">{words}</a>'
    name = pick(language, "暖冬 · 冬季天然气保供日报", "Nuandong · winter gas assurance, daily report")
    return f"<header><span>{name}</span>{link}</header>"


def _level(picture: DayPicture, language: str) -> str:
    proposal, look = picture.proposal, story.level_look(picture.proposal.level)
    until = f"{pick(language, '决断时限', 'Decide by')} {instant_text(proposal.decide_by)}"
    name = escape(pick(language, proposal.name_zh, proposal.name_en))
    machine = pick(language, "系统建议，由有权人员发布", "Proposed by the system; a person declares")
    return (
        f'<section class="level" style="background:{look.ground};color:{look.ink}">'
        f'<strong>{name}<span class="bars" aria-hidden="true">{look.bars}</span></strong>'
        f'<div><p class="sentence">{escape(pick(language, proposal.headline_zh, proposal.headline_en))}</p>'
        f'<p class="until">{until} · {machine}</p></div></section>'
    )


def _figures(picture: DayPicture, language: str) -> str:
    province, stamp = picture.province, picture.stamp
    unit = pick(language, *FLOW)

    def flow(values: FloatArray) -> str:
        return f"{number(float(values[0]))} <small>{unit}</small>"

    share = f" <small>{percent(float(province.gap_share[0]))}</small>"
    odds = f"<small>{escape(odds_note(picture, language=language))}</small>"
    warmth = f"{number(float(province.mean_temperature[0]))} <small>°C</small>"
    lines = (
        (pick(language, "缺口（措施前，定级口径）", "Gap before measures"), flow(province.gap_before) + share),
        *(((pick(language, "把握程度", "How likely"), odds),) if picture.likelihood is not None else ()),
        (pick(language, "可输送缺口", "Deliverable gap"), flow(province.deliverable_gap)),
        (pick(language, "民生缺口", "Livelihood gap"), flow(province.livelihood_gap)),
        (pick(language, "需求", "Demand"), flow(province.demand)),
        (pick(language, "供应（合同与日指定）", "Supply (contracted, nominated)"), flow(province.supply)),
        (pick(language, "剩余缺口（压减后）", "Residual gap after cuts"), flow(province.gap_residual)),
        (pick(language, "日均气温", "Mean temperature"), warmth),
        (pick(language, "上报县区", "Counties reported"), f"{stamp.reported}/{stamp.expected}"),
        (pick(language, "数据截至", "As of"), f"<small>{instant_text(stamp.as_of)}</small>"),
    )  # fmt: skip
    return (
        '<dl class="figures">'
        + "".join(f"<div><dt>{head}</dt><dd>{text}</dd></div>" for head, text in lines)
        + "</dl>"
    )


def _reasons(picture: DayPicture, language: str) -> str:
    lines = []
    for reason in picture.proposal.reasons:
        note = mark(reason.evidence, language=language)
        tail = f' <span class="mark">{note}</span>' if note else ""
        text = escape(pick(language, reason.text_zh, reason.text_en))
        clause = escape(pick(language, reason.clause_zh or reason.clause, reason.clause))
        lines.append(f"<li>{text} <small>{pick(language, f'（{clause}）', f'({clause})')}</small>{tail}</li>")
    return _section(pick(language, "为什么", "Why"), f"<ul>{''.join(lines)}</ul>") if lines else ""


def _powers(picture: DayPicture, language: str) -> str:
    proposal = picture.proposal
    texts = pick_list(language, proposal.powers_zh, proposal.powers_en)
    lines = "".join(f"<li>{escape(text)}</li>" for text in texts)
    further = pick(language, proposal.next_level_text_zh, proposal.next_level_text_en)
    tail = f"<p>{escape(further)}</p>" if further else ""
    title = pick(language, "本级可以做什么", "What this level allows")
    return _section(title, f"<ul>{lines}</ul>{tail}") if lines or tail else ""


def pick_list(language: str, zh: Sequence[str], en: Sequence[str]) -> Sequence[str]:
    """The list in the language asked for."""
    return en if language.startswith("en") else zh


def _section(title: str, body: str, *, kind: str = "words") -> str:
    return f'<section class="{kind}"><h2>{escape(title)}</h2>{body}</section>'


def _pictures(picture: DayPicture, case: Case, language: str) -> str:
    flow = pick(language, *FLOW)
    parts = (
        (story.balance_statement, balance_chart(picture, language=language), flow),
        (flow_statement, flow_chart(picture, language=language), flow),
        (story.closing_statement, closing_chart(picture, language=language), flow),
        (story.tier_statement, tier_chart(picture, language=language), flow),
        (story.store_statement, store_chart(picture, language=language), pick(language, "万m³", "10⁴ m³")),
        (
            story.map_statement,
            network_map(picture, case, language=language),
            pick(language, "万m³/d（示意图，非测绘）", "10⁴ m³/day (schematic)"),
        ),
    )
    return "".join(
        _section(
            statement(picture, language=language),
            f'<p class="source">{_source(picture, language, unit)}</p>\n'
            f'<figure class="{statement.__name__}">{drawn}</figure>',
            kind="picture",
        )
        for statement, drawn, unit in parts
    )


def _source(picture: DayPicture, language: str, unit: str) -> str:
    """Unit, source, time and coverage of a figure, and the mark where it rests on illustrative figures."""
    stamp = picture.stamp
    line = pick(
        language,
        f"气日 {stamp.gas_day} · 单位 {unit} · 来源：本次测算 · 截至 {instant_text(stamp.as_of)}"
        f" · 上报 {stamp.reported}/{stamp.expected}",
        f"Gas day {stamp.gas_day} · unit {unit} · source: this run · as of {instant_text(stamp.as_of)}"
        f" · {stamp.reported}/{stamp.expected} reported",
    )
    note = pick(language, "含示意数据", "holds illustrative figures")
    return line + (f' · <span class="mark">{note}</span>' if stamp.has_illustrative else "")


def _footer(picture: DayPicture, case: Case, language: str, at: datetime) -> str:
    stamp = picture.stamp
    lines = (
        (pick(language, "预案", "Plan in force"), stamp.plan_code),
        (pick(language, "天气", "Weather"), pick(language, stamp.weather_note_zh, stamp.weather_note_en)),
        (
            pick(language, "预测方法（县区×类别）", "Methods (counties × classes)"),
            methods_note(picture, language=language),
        ),
        (pick(language, "说明", "Note"), pick(language, case.settings.note_zh, case.settings.note_en)),
        (pick(language, "政策版本", "Policy version"), stamp.policy_version),
        (pick(language, "输入摘要", "Input hash"), stamp.input_hash),
        (pick(language, "生成", "Written"), f"{instant_text(at)} · nuandong {__version__}"),
    )
    marks = pick(
        language,
        "标记：示意 = 无公开数据，由本系统按公开事实编制；待核实 = 凭记忆或研判，尚未对照原文；生成 = 由模型产生。",
        "Marks: illustrative = nobody publishes it, made from public facts; unverified = recalled or judged, not yet "
        "checked against its text; generated = made by a model.",
    )
    listed = "".join(f"<dt>{head}</dt><dd>{escape(text)}</dd>" for head, text in lines if text)
    return f"<footer><p>{marks}</p><dl>{listed}</dl></footer>"
