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
PAGES = {"en": "case-format.md", "zh": "case-format.zh.md"}

_INTRODUCTION = {
    "en": """# The case folder

[中文](case-format.zh.md)

*Generated from the data dictionary by `tools/make_case_manual.py`; mend `src/nuandong/quantities.toml`, not this page.*

A case holds what one province's season needs: network, sources and contracts, stores, users, weather, reports. It is

- a **folder** with `case.toml` and one CSV file per table (`nodes.csv`, `arcs.csv`, …), or
- one **workbook** (`.xlsx`) with a sheet of the same name per table, and a sheet `case` with the columns `setting` and
  `value`.

Both forms of the same case give the same answer and the same digest.

## Rules for all tables

- The first row names the columns: by the name below, or by its Chinese or English label, with or without the unit in
  brackets. Files and sheets may bear the table's label too. The order of columns is free. An unknown column or file is
  named in a warning and not read.
- CSV files in UTF-8 (with or without byte-order mark), GB18030, or UTF-16 with mark; comma, tab or semicolon between
  cells.
- Numbers in the unit given; `1,234.5` is understood. Shares are written 0 to 1. An empty cell means *unknown* and is
  allowed only where the table says so; a column that may be empty may be left out.
- Dates as `2023-12-20` (also `2023/12/20`, `2023年12月20日`, `20231220`, or a date cell of a workbook).
- Instants as `2023-12-19T17:00:00+08:00`; without an offset they are China's time.
- Flags `true` or `false` (also 是/否, 1/0, yes/no). Closed lists by their word, or by its label in either language.
- Empty rows are passed over; more than {empty_rows:,} of them with rows behind are a fault.
- Bounds are inclusive. A value outside is a fault; a value above the mark *check above* is a warning, for it is
  probably in another unit.
- Refused unread: a file above {file_mb:,} MB, a workbook above {book_mb:,} MB or one that unpacks to more than
  {unpacked_mb:,} MB, a table of more than {rows:,} rows.

A faulty case is not computed. All its faults come in one list, each with file, row, column, the value met and what is
wanted; the first {findings} of a kind in a file are shown, the others counted.

## Rules of the case's own

`policy.toml` beside `case.toml` (in a workbook: a sheet `policy`, one line of the file in each row of its first column)
may add dated rules to those of the province: thresholds, tiers, powers, deadlines. Each entry names `value`, or
`carries = true` where the value before it goes on, and `begins`, `clause`, `evidence`; it may name `ends`, `clause_zh`,
`note_zh`, `note_en`. Entries are added, never laid over one that stands: each begins before the first or after the last
entry of its rule in `src/nuandong/policy/provinces`. They are checked with all other faults and part of the digest.

```toml
[[province.orange_from]]
value = 0.18
begins = 2023-12-01
clause = "a plan of our own"
clause_zh = "本省试行办法"
evidence = "judged"
```

## To close a pipe

`arc_limits.csv` need not be there. To close a pipe for some gas days, or to narrow it, add a row: the arc's id from
`arcs.csv`, first and last gas day, the share of its capacity that is left (0 closes it), why, and since when that is
known. A decision taken before `known_at` does not see it.

```csv
arc,begins,ends,share,reason,known_at
sj1-2,2023-12-20,2023-12-22,0,repair,2023-12-19T16:00:00+08:00
```

`nuandong what-if FOLDER --close ID` asks the same without touching the case.

## Cuts of earlier gas days

`plan --out` writes `cut_history.csv`: the season's cuts up to and with that day's plan. Laid into the next gas day's
case as it is (or named with `plan --after`), it counts hours, volumes and days of interruptible contracts.

## Tables
""",
    "zh": """# 案例文件夹

[English](case-format.md)

*本页由 `tools/make_case_manual.py` 根据数据字典生成；请修改 `src/nuandong/quantities.toml`，不要修改本页。*

一个案例包含一省一个采暖季所需的全部数据：管网、气源与合同、储气、用户、气温、上报。它可以是

- 一个**文件夹**：`case.toml` 加每张表一个 CSV 文件（`nodes.csv`、`arcs.csv` 等）；或
- 一个**工作簿**（`.xlsx`）：每张表一个同名工作表，另有 `case` 工作表，含 `setting`、`value` 两列。

同一案例的两种形式得到相同的结果和相同的摘要。

## 各表通用规则

- 首行为列名：可用下列名称，也可用其中文或英文标签，标签后可带括号注明的单位。\
文件名、工作表名也可用表的标签。列的顺序不限。未知的列或文件给出警告，不读取。
- CSV 编码为 UTF-8（有无 BOM 均可）、GB18030，或带 BOM 的 UTF-16；以逗号、制表符或分号分隔。
- 数字按所列单位填写，可写 `1,234.5`。比例填 0 至 1。空单元格表示*不知*，\
仅在表中注明可空时允许；可空的列可整列省略。
- 日期如 `2023-12-20`（也可 `2023/12/20`、`2023年12月20日`、`20231220`，或工作簿的日期单元格）。
- 时间如 `2023-12-19T17:00:00+08:00`；不带时区的按北京时间。
- 是否类填 `true` 或 `false`（也可 是/否、1/0）。可选值填其代码，或其中、英文标签。
- 空行跳过；连续空行超过 {empty_rows:,} 行而其后仍有数据，为错误。
- 上下限均含端点。超出为错误；超过“核对线”为警告，多半是单位用错。
- 以下情形不读取：文件超过 {file_mb:,} MB，工作簿超过 {book_mb:,} MB 或解压后超过 {unpacked_mb:,} MB，\
一张表超过 {rows:,} 行。

有错误的案例不作任何计算。全部错误一次列出，逐条注明文件、行、列、所遇的值和应填内容；\
同一文件中同类错误列出前 {findings} 处，其余计数。

## 案例自带的规则

`case.toml` 旁可放 `policy.toml`（工作簿中为 `policy` 工作表，首列每行一行文字），在本省规则之外增加带日期的条目：\
门槛、层级、权限、时限。每个条目写明 `value`（沿用此前数值则写 `carries = true`）、`begins`、`clause`、`evidence`，\
可另写 `ends`、`clause_zh`、`note_zh`、`note_en`。条目只增不改：须早于 `src/nuandong/policy/provinces` 中该规则的首条，\
或晚于其末条。与其他错误一并检查，并计入摘要。

```toml
[[province.orange_from]]
value = 0.18
begins = 2023-12-01
clause = "a plan of our own"
clause_zh = "本省试行办法"
evidence = "judged"
```

## 关停一段管道

`arc_limits.csv` 可以没有。要在若干气日关停或限制一段管道，添一行即可：`arcs.csv` 中的管段编号、首末气日、\
余下的能力比例（0 为关停）、原因、获知时间。`known_at` 之前所作的决定看不到它。

```csv
arc,begins,ends,share,reason,known_at
sj1-2,2023-12-20,2023-12-22,0,检修,2023-12-19T16:00:00+08:00
```

只想问问后果而不动案例，用 `nuandong what-if 案例 --close 管段编号`。

## 以往气日的压减

`plan --out` 写出 `cut_history.csv`：本季截至当日方案的压减。原样放进下一气日的案例（或用 `plan --after` 指明），\
即计入各户压减时数、气量和可中断合同天数。

## 表
""",
}
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


def manual(language: str) -> str:
    """The whole page in `en` or `zh`."""
    words, limits = _WORDS[language], Limits()
    parts = [
        _INTRODUCTION[language].format(
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
