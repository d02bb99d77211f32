"""Where things stand on a sheet of reports: a row a field, a column a unit. Pure.

One layout serves a county that fills one column and a city that fills forty: labels at the left stay in sight. The
first column names each row by its key in the data dictionary, so that rows may be moved and languages mixed.
"""

from __future__ import annotations

from string import ascii_uppercase

UNIT_KEY, NAME_KEY, DAY_KEY, NOTE_KEY = "unit", "name", "gas_day", "note"
KEY_COLUMN, ZH_COLUMN, EN_COLUMN, MEASURE_COLUMN, FIRST_UNIT_COLUMN = range(5)
TITLE_ROW, HINT_ROW, UNIT_ROW, NAME_ROW, DAY_ROW, FIRST_FIELD_ROW = range(6)
REPORT_SHEET, LAST_SHEET, HOW_SHEET = "日报 Report", "上次 Last", "说明 How to"
MOST_UNITS, MOST_ROWS = 600, 400
LETTERS = len(ascii_uppercase)


def cell_name(row: int, column: int) -> str:
    """The name of a cell as a spreadsheet shows it; row and column from zero."""
    letters = ""
    left = column + 1
    while left:
        left, place = divmod(left - 1, LETTERS)
        letters = ascii_uppercase[place] + letters
    return f"{letters}{row + 1}"
