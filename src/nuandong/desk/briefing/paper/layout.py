"""Measures of an official paper by GB/T 9704-2012.

Read in the standard's published text: A4; 37 mm above and 28 mm left of a text block of 156 by 225 mm; body in
仿宋 of size 3 (16 pt), 22 lines of 28 characters; a paper that may be published says so in brackets (附注).

Recalled, 待核实: title in 小标宋 of size 2 (22 pt), headings in 黑体 and 楷体 of size 3, page numbers of size 4 (14 pt)
in 宋体 between dashes, outside on either page; red for the name of the issuing body and the rule below it. The
standard knows no form of its own for a brief (简报): name, number, issuing body and date above a red rule are custom.
"""

from __future__ import annotations

PAGE_MM = (210.0, 297.0)
TOP_MM, LEFT_MM = 37.0, 28.0
BLOCK_MM = (156.0, 225.0)
RIGHT_MM = PAGE_MM[0] - LEFT_MM - BLOCK_MM[0]
BOTTOM_MM = PAGE_MM[1] - TOP_MM - BLOCK_MM[1]
LINES, CHARACTERS = 22, 28
MM_PER_PT = 25.4 / 72

BODY, TITLE, HEADING, SUBHEADING, PAGE_NUMBER = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
BODY_PT, TITLE_PT, NAME_PT, NUMBER_PT, COLOPHON_PT, TABLE_PT = 16.0, 22.0, 36.0, 14.0, 14.0, 10.5
RED = "C00000"

LINE_PT = BLOCK_MM[1] / LINES / MM_PER_PT  # 28.99 pt: twenty-two lines fill the block
CHARACTER_PT = BLOCK_MM[0] / CHARACTERS / MM_PER_PT  # 15.79 pt: twenty-eight characters fill a line
NUMERALS = "〇一二三四五六七八九十"


def numeral(number: int) -> str:
    """一, 二, … 十, 十一, … as headings are counted; 1 to 99."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")
