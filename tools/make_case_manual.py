"""Writes the manual page of the case format, in both languages, from the data dictionary.

python tools/make_case_manual.py            writes docs/case-format.md and docs/case-format.zh.md
python tools/make_case_manual.py --check    says whether they are current, and writes nothing
"""

from __future__ import annotations

import sys
from pathlib import Path

from nuandong import vocabulary
from nuandong.casefile.limits import MEGABYTE, Limits
from nuandong.casefile.settings import FIELDS
from nuandong.casefile.shape import TABLES, column_names
from nuandong.quantities import Kind, Quantity, TableWords, column, table_words

DOCS = Path(__file__).resolve().parent.parent / "docs"
TEXTS = Path(__file__).resolve().parent / "case_manual"
PAGES = {"en": "case-format.md", "zh": "case-format.zh.md"}

_WORDS = {
    "en": {
        "overview": ("Table", "Label", "Must be there", "What it holds"),
        "columns": ("Column", "Label", "Unit", "What it is", "Bounds", "May be empty", "Meaning"),
        "kinds": ("text", "number", "date", "instant", "flag", "one of a list", "id of"),
        "yes": "yes",
        "key": "A row is known by: {}.",
        "check": "check above {}",
        "or": " or ",
        "lists": "## Closed lists\n",
        "list": ("Word", "Chinese", "English"),
    },
    "zh": {
        "overview": ("表", "标签", "必需", "内容"),
        "columns": ("列", "标签", "单位", "类型", "上下限", "可空", "含义"),
        "kinds": ("文字", "数字", "日期", "时间", "是否", "可选值", "编号，见"),
        "yes": "是",
        "key": "唯一键：{}。",
        "check": "核对线 {}",
        "or": " 或 ",
        "lists": "## 可选值\n",
        "list": ("代码", "中文", "英文"),
    },
}


def _introduction(language: str) -> str:
    """What stands above the tables, with places for the limits of reading."""
    return (TEXTS / f"introduction.{language}.md").read_text(encoding="utf-8")


def manual(language: str) -> str:
    """The whole page in `en` or `zh`."""
    words, limits = _WORDS[language], Limits()
    parts = [
        _introduction(language).format(
            empty_rows=limits.empty_rows,
            file_mb=limits.file_bytes // MEGABYTE,
            book_mb=limits.workbook_bytes // MEGABYTE,
            unpacked_mb=limits.unpacked_bytes // MEGABYTE,
            rows=limits.rows,
            findings=limits.findings,
        )
    ]
    tables = [table_words(name) for name in ("case", *TABLES)]
    parts.append(_table(words["overview"], [_overview_row(table, language) for table in tables]))
    parts += [_section(table, language) for table in tables]
    parts.append(words["lists"])
    parts += [_closed_list(name, language) for name in _vocabularies()]
    return "\n".join(parts).rstrip() + "\n"


def _overview_row(table: TableWords, language: str) -> list[str]:
    name = f"[`{table.name}`](#{table.name})"
    required = _WORDS[language]["yes"] if table.required else ""
    return [name, table.label(language=language), required, table.meaning(language=language)]


def _section(table: TableWords, language: str) -> str:
    words = _WORDS[language]
    names = FIELDS if table.name == "case" else column_names(table.name)
    rows = [_column_row(name, column(table.name, name=name), language) for name in names]
    lines = [
        f"### {table.name}\n",
        f"**{table.label(language=language)}** {table.meaning(language=language)}",
    ]
    if table.key:
        separator = "、" if language == "zh" else ", "
        lines[-1] += " " + words["key"].format(separator.join(f"`{name}`" for name in table.key))
    return "\n".join([*lines, "", _table(words["columns"], rows)])


def _column_row(name: str, entry: Quantity, language: str) -> list[str]:
    unit = entry.unit.zh if language == "zh" else entry.unit.en
    return [
        f"`{name}`",
        entry.label(language=language),
        unit,
        _kind(entry, language),
        _bounds(entry, language),
        _WORDS[language]["yes"] if entry.may_be_empty else "",
        entry.meaning(language=language),
    ]


def _kind(entry: Quantity, language: str) -> str:
    words = _WORDS[language]
    written = dict(
        zip(("text", "number", "date", "instant", "flag", "choice", "reference"), words["kinds"], strict=True)
    )
    kind: str = written[entry.kind.value]
    if entry.kind is Kind.REFERENCE:
        return f"{kind} " + words["or"].join(f"`{target}`" for target in entry.refers)
    if entry.kind is Kind.CHOICE and entry.vocabulary is not None:
        name = entry.vocabulary.__name__
        return f"[{name}](#{name.lower()})"
    if entry.kind is Kind.CHOICE:
        return " / ".join(f"`{choice}`" for choice in entry.choices)
    return kind


def _bounds(entry: Quantity, language: str) -> str:
    bounds = (
        "" if entry.lower is None or entry.upper is None else f"{_short(entry.lower)} … {_short(entry.upper)}"
    )
    if entry.suspect_above is not None:
        bounds += "; " + _WORDS[language]["check"].format(_short(entry.suspect_above))
    return bounds


def _short(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:g}"


def _vocabularies() -> list[str]:
    used = {
        entry.vocabulary
        for name in TABLES
        for entry in (column(name, name=head) for head in column_names(name))
    }
    return sorted(word.__name__ for word in used if word is not None)


def _closed_list(name: str, language: str) -> str:
    rows = [
        [f"`{word.value}`", vocabulary.label(word, language="zh"), vocabulary.label(word, language="en")]
        for word in getattr(vocabulary, name)
    ]
    return f"### {name}\n\n" + _table(_WORDS[language]["list"], rows)


def _table(heads: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def outdated() -> list[str]:
    """Names of the pages that do not say what the dictionary says."""
    return [
        page
        for language, page in PAGES.items()
        if not (DOCS / page).is_file() or (DOCS / page).read_text(encoding="utf-8") != manual(language)
    ]


def main(arguments: list[str]) -> int:
    """Writes the pages, or with --check tells which are outdated."""
    if "--check" in arguments:
        late = outdated()
        print(
            f"outdated: {', '.join(late)}; run tools/make_case_manual.py"
            if late
            else "the case manual is current"
        )
        return 1 if late else 0
    DOCS.mkdir(exist_ok=True)
    for language, page in PAGES.items():
        (DOCS / page).write_text(manual(language), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
