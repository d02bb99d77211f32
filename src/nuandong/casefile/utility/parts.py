"""Ground of the pages: the document, a figure with its statement and source, and the table behind it."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from nuandong import __version__
from nuandong.casefile.report_html import POLICY
from nuandong.casefile.report_palette import dark_rules
from nuandong.casefile.report_words import pick
from nuandong.casefile.utility.said import Said
from nuandong.findings import Findings, Severity

FILE_OF = {"zh": "report.html", "en": "report.en.html"}
_STYLE = """
:lang(en) body { font-family: "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC", sans-serif; }
.behind { position: relative; margin-top: 4px; }
.behind details { margin: 0; }
.behind > a { position: absolute; right: 0; top: 0; }
.behind a, summary { color: var(--muted); font-size: 12px; }
.verdict { font-size: 16px; margin: 10px 0 4px; padding: 0; list-style: none; }
.verdict li { padding: 2px 0 2px 1.1em; text-indent: -1.1em; }
ol, ul { overflow-wrap: anywhere; }
@media (max-width: 560px) { summary, .behind > a { padding: 10px 0; } }
@media print { .behind > a { display: none; } }
"""


@dataclass(frozen=True, slots=True)
class Behind:
    """The table behind a picture: its file name, headings and rows as texts; `kinds` n figures, w words, t texts."""

    stem: str
    headings: tuple[str, ...]
    kinds: str
    rows: tuple[tuple[str, ...], ...]


def document(*, title: str, language: str, body: Sequence[str]) -> bytes:
    """A page that needs nothing but itself: no script, nothing from outside, light, dark and print."""
    style = files("nuandong.casefile").joinpath("report.css").read_text(encoding="utf-8")
    inside = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{pick(language, "zh-CN", "en")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(title)} · 暖冬 Nuandong</title>\n<style>\n{style}{_STYLE}{dark_rules()}</style>\n</head>\n"
        f"<body>\n{inside}\n</body>\n</html>\n"
    ).encode()


def header(words: tuple[str, str], language: str) -> str:
    """The line above the title, with the way to the other language."""
    other = pick(language, "en", "zh")
    link = pick(language, "English", "中文")
    return (
        f"<header><span>{escape(pick(language, *words))}</span>"
        f'<a class="other-language" href="{FILE_OF[other]}" hreflang="{other}">{link}</a></header>'
    )


def figures(pairs: Sequence[tuple[str, str]]) -> str:
    """Big figures with their names; a value may hold finished HTML."""
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="figures">{cells}</dl>'


def picture(*, statement: str, source: str, drawn: str, behind: Behind, language: str) -> str:
    """A picture under its statement, with unit, source and time, and the table behind it."""
    return (
        f'<section class="picture"><h2>{escape(statement)}</h2><p class="source">{escape(source)}</p>\n'
        f"<figure>{drawn}</figure>{table_behind(behind, language)}</section>"
    )


def table_behind(behind: Behind, language: str) -> str:
    """A table folded away, and the same as a file to keep."""
    words = pick(language, "图后数据", "The figures behind it")
    folded = f"<details><summary>{words}</summary>{table(behind)}</details>"
    return f'<div class="behind">{folded}{download(behind, language)}</div>'


def download(behind: Behind, language: str) -> str:
    """A link that keeps the table as CSV, from inside the page."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([behind.headings, *behind.rows])
    held = base64.b64encode(("\ufeff" + text.getvalue()).encode()).decode()
    name = f"{behind.stem}.csv"
    return f'<a download="{name}" href="data:text/csv;base64,{held}">{pick(language, "保存为", "Save as")} {name}</a>'


def table(behind: Behind) -> str:
    """Headings and rows as HTML."""
    heads = "".join(
        f'<th scope="col" class="{kind}">{escape(words)}</th>'
        for kind, words in zip(behind.kinds, behind.headings, strict=True)
    )
    lines = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}">{escape(cell)}</td>' for kind, cell in zip(behind.kinds, row, strict=True)
        )
        + "</tr>\n"
        for row in behind.rows
    )
    shown = f"<table><thead><tr>{heads}</tr></thead><tbody>\n{lines}</tbody></table>".replace(
        ' class="t"', ""
    )
    return f'<div class="scroll">{shown}</div>'


def said_part(said: Sequence[Said], language: str) -> str:
    """What was taken for granted, each line."""
    lines = "".join(f"<li>{escape(one.text(language=language))}</li>" for one in said)
    title = pick(
        language, "读取时的假定（没有一条是默默作的）", "What was taken for granted (nothing silently)"
    )
    return f'<section class="words"><h2>{title}</h2><ul>{lines}</ul></section>'


def findings_part(findings: Findings, language: str, *, after: str = "") -> str:
    """What is doubtful in the table, as read and as the data doctor sees it."""
    title = pick(language, f"数据问题 {len(findings)} 项", f"Findings: {len(findings)}")
    if not len(findings):
        return f'<section class="words"><h2>{title}</h2>{after}</section>'
    words = {
        Severity.ERROR: pick(language, "错误", "error"),
        Severity.WARNING: pick(language, "提醒", "warning"),
    }
    rows = tuple((words[one.severity], one.code, one.text(language=language)) for one in findings)
    behind = Behind(
        "findings", pick_headings(language, "程度,代码,问题", "Severity,Code,Finding"), "wwt", rows
    )
    return f'<section class="words"><h2>{title}</h2>{table(behind)}{after}</section>'


def pick_headings(language: str, zh: str, en: str) -> tuple[str, ...]:
    """Headings written as one text with commas, in the language asked for."""
    return tuple(pick(language, zh, en).split(","))


def footer(lines: Sequence[tuple[str, str]], language: str) -> str:
    """What the page rests on: file, hash, units, version."""
    written = (*lines, (pick(language, "程序", "Made by"), f"nuandong {__version__}"))
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in written if text)
    return f"<footer><dl>{listed}</dl></footer>"
