"""The brief as PDF, set by typst in the measures of GB/T 9704-2012.

No font is shipped: what stands first of the lists below on this machine is used. Without any Chinese font there is no
PDF, and pages say so; an empty box is no character. The same brief gives the same bytes on one machine.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from nuandong.desk.briefing.paper import layout
from nuandong.desk.briefing.paper.sheet import SetTable, Sheet
from nuandong.gasday import CHINA

MEDIA_TYPE = "application/pdf"
SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "STSong", "Songti SC")
HEI = (
    "SimHei",
    "STHeiti",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
)
FANG = ("FangSong_GB2312", "FangSong", "STFangsong", *SONG, *HEI)
KAI = ("KaiTi_GB2312", "KaiTi", "STKaiti", *SONG, *HEI)
TITLES = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", *SONG, *HEI)
LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
LISTS = {"body": FANG, "heading": HEI + SONG, "remark": KAI, "title": TITLES, "song": SONG + HEI}


def can_set() -> bool:
    """Whether this machine can make a PDF with Chinese in it."""
    return bool(_fonts())


def pdf_of(sheet: Sheet) -> bytes:
    """The file's bytes."""
    import typst

    told = json.dumps({**_plain(sheet), "fonts": _fonts(), "layout": _measures()}, ensure_ascii=False)
    source = files("nuandong.desk.briefing.paper").joinpath("brief.typ").read_bytes()
    made: Any = typst.compile(source, sys_inputs={"sheet": told})
    return bytes(made)


@cache
def _fonts() -> dict[str, list[str]]:
    """Families of this machine for each part of the paper, the best first; empty where it has no Chinese font."""
    if find_spec("typst") is None:
        return {}
    import typst

    there = set(typst.Fonts().families())
    latin = [name for name in LATIN if name in there]
    found = {part: latin + [name for name in names if name in there] for part, names in LISTS.items()}
    return found if all(len(names) > len(latin) for names in found.values()) else {}


def _measures() -> dict[str, Any]:
    return {
        "top": layout.TOP_MM,
        "left": layout.LEFT_MM,
        "right": layout.RIGHT_MM,
        "bottom": layout.BOTTOM_MM,
        "body": layout.BODY_PT,
        "title": layout.TITLE_PT,
        "name": layout.NAME_PT,
        "number": layout.NUMBER_PT,
        "table": layout.TABLE_PT,
        "line": layout.LINE_PT,
        "red": f"#{layout.RED}",
    }


def _plain(sheet: Sheet) -> dict[str, Any]:
    local = sheet.dated.astimezone(CHINA)
    return {
        "language": sheet.language, "name": sheet.name, "issue": sheet.issue, "body": sheet.body, "date": sheet.date,
        "signer": sheet.signer, "mark": sheet.mark, "title": sheet.title, "addressee": sheet.addressee,
        "edition": sheet.edition, "closing": sheet.closing, "notes": list(sheet.note_by_hand),
        "dated": [local.year, local.month, local.day, local.hour, local.minute],
        "words": {key: sheet.word(key) for key in ("notes", "sources", "marks", "source_head")}
        | {"printed": sheet.word("printed", date=sheet.date)},
        "sources": [[source.said(sheet.language), source.address] for source in sheet.sources],
        "sections": [
            {
                "heading": section.heading,
                "missing": section.missing,
                "paragraphs": [
                    {"lines": [[line.text, line.note] for line in told.lines], "remark": told.remark}
                    for told in section.paragraphs
                ],
                "tables": [_table(table, sheet.language) for table in section.tables],
            }
            for section in sheet.sections
        ],
    }  # fmt: skip


def _table(told: SetTable, language: str) -> dict[str, Any]:
    return {
        "title": told.table.title(language),
        "note": told.single_note,
        "heads": list(told.table.head_words(language)),
        "rows": [
            {
                "cells": [[cell.said(language), cell.number is not None] for cell in row.cells],
                "note": note,
                "sum": row.is_sum,
            }
            for row, note in zip(told.table.rows, told.notes, strict=True)
        ],
    }
