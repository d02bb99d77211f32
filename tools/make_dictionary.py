"""The manual page of figures, from the data dictionary: what every figure and report field is called and means.

make_dictionary.py [--check]     with --check nothing is written; exit code 1 where the page is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from nuandong.quantities import Kind, Quantity, keys, quantity

PAGE = Path(__file__).resolve().parent.parent / "docs" / "figures.md"
SECTIONS = (
    (
        "figures",
        "Figures of results 结果指标",
        "Columns of result files, figures on screen, in reports and in the terminal.",
    ),
    ("report", "Fields of a daily report 日报字段", "What a reporting unit files for a gas day."),
)
HEAD = """# Figures

*由 `tools/make_dictionary.py` 从 `src/nuandong/quantities.toml` 生成，请改后者。
Generated from the data dictionary; mend that file, not this page.*

`nuandong terms` finds these in the terminal. Columns of a case stand in [the case format](case-format.md).
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for section in SECTIONS for line in _section(*section))])


def _section(name: str, title: str, words: str) -> Iterator[str]:
    yield f"## {title}\n\n{words}\n\n| Key | 中文 | English | Unit | Bounds | 含义 Meaning |\n|---|---|---|---|---|---|"
    for key in keys(name):
        yield _row(key, quantity(key if name == "figures" else f"{name}.{key}"))
    yield ""


def _row(key: str, entry: Quantity) -> str:
    unit = entry.unit_text(language="en") if entry.kind is Kind.NUMBER else ""
    meanings = dict.fromkeys(filter(None, (entry.meaning(language="zh"), entry.meaning(language="en"))))
    cells = (f"`{key}`", entry.label_zh, entry.label_en, unit, _bounds(entry), "<br>".join(meanings))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _bounds(entry: Quantity) -> str:
    if entry.lower is None and entry.upper is None:
        return ""
    low, high = ("" if bound is None else f"{bound:,g}" for bound in (entry.lower, entry.upper))
    return f"{low} … {high}"


def main(words: list[str]) -> int:
    """Write the page, or say that it is out of date."""
    written = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    if "--check" in words:
        return int(written != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
