"""Writes docs/clauses.md from clauses.toml: each clause of the notice, its home, and how far it is.

python tools/make_clauses.py            writes the page
python tools/make_clauses.py --check    says whether the page is current, and writes nothing
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCE = CHECKOUT / "clauses.toml"
PAGE = CHECKOUT / "docs" / "clauses.md"
STATES = {"built": "已建 built", "begun": "在建 begun", "open": "未建 open"}

_HEAD = """# 条款与实现 · Clauses and where they are kept

*由 `tools/make_clauses.py` 从 `clauses.toml` 生成，请改后者。
Generated from `clauses.toml`; mend that file, not this page.*

通知（晋政办发电〔2020〕68号，2020-11-24）分解为 99 条。每条写明在通知中的位置、
要点（本项目自己的话）、所在房间和完成程度。
The notice is cut into 99 clauses. Each row gives its place in the notice, its gist in our own words, the room where it
is at home, and how far it is: **built** – a user can do it today; **begun** – part of it, with what is missing;
**open** – not yet.

"""


def read_clauses() -> dict[str, dict[str, Any]]:
    """The clauses by id, as they stand in the file."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def page(clauses: dict[str, dict[str, Any]]) -> str:
    """The whole page: head, counts, one row a clause."""
    counts = Counter(clause["state"] for clause in clauses.values())
    summary = " · ".join(f"{words} {counts[state]}" for state, words in STATES.items())
    table = [
        "| 编号 | 位置 | 要点 | Gist | 状态 State | 房间 Home | 代码、页面、测试 Code, screens, tests |",
        "|---|---|---|---|---|---|---|",
        *(_row(number, clause) for number, clause in clauses.items()),
    ]
    return f"{_HEAD}{summary}\n\n" + "\n".join(table) + "\n"


def _row(number: str, clause: dict[str, Any]) -> str:
    remark_zh, remark_en = clause.get("remark_zh", ""), clause.get("remark_en", "")
    places = [f"`{place}`" for key in ("modules", "screens", "tests") for place in clause.get(key, [])]
    cells = [
        number,
        clause["place"],
        clause["zh"] + (f"<br>*{remark_zh}*" if remark_zh else ""),
        clause["en"] + (f"<br>*{remark_en}*" if remark_en else ""),
        STATES[clause["state"]],
        f"`{clause['home'].removeprefix('nuandong.')}`",
        "<br>".join(places) or "–",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main(arguments: list[str]) -> int:
    """Writes the page or checks it; 1 where it is not current."""
    wanted = page(read_clauses())
    if "--check" not in arguments:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted
    if not current:
        print(f"{PAGE.name} is not current: run python tools/make_clauses.py")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
