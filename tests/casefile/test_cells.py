"""Single cells: what is understood, and what is refused."""

import math
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.casefile.cells import BadCell, date_of, flag_of, instant_of, number_of, read_cells, text_of
from nuandong.casefile.csvfile import encoding_of
from nuandong.casefile.shape import plain
from nuandong.gasday import CHINA
from nuandong.quantities import column


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.5", 1.5),
        (" 2 ", 2.0),
        ("1,234,567.8", 1234567.8),
        ("1，234", 1234.0),
        ("−3.5", -3.5),
        ("1e3", 1000.0),
        (7, 7.0),
    ],
)
def test_numbers_as_clerks_write_them(cell: object, expected: float) -> None:
    assert number_of(cell) == expected


@pytest.mark.parametrize(
    "cell", ["", "12,34", "1.2.3", "5%", "nan", "inf", True, None, date(2023, 1, 1), "十"]
)
def test_what_is_no_number(cell: object) -> None:
    with pytest.raises(BadCell, match="not_a_number"):
        number_of(cell)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_in_full_reads_back_exactly(number: float) -> None:
    assert number_of(repr(number)) == number


@pytest.mark.parametrize(
    "cell",
    [
        "2023-12-20",
        "2023/12/20",
        "2023.12.20",
        "2023年12月20日",
        "20231220",
        datetime(2023, 12, 20),
        date(2023, 12, 20),
    ],
)
def test_days_as_clerks_write_them(cell: object) -> None:
    assert date_of(cell) == date(2023, 12, 20)


@pytest.mark.parametrize(
    "cell", ["2023-02-29", "20-12-2023", "45280", 45280.0, datetime(2023, 12, 20, 8), "", "昨天"]
)
def test_what_is_no_day(cell: object) -> None:
    with pytest.raises(BadCell, match="not_a_date"):
        date_of(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2023-12-19T17:00:00+08:00",
        "2023-12-19T09:00:00Z",
        "2023-12-19 17:00",
        "2023/12/19 17:00:00",
        datetime(2023, 12, 19, 17),
        datetime(2023, 12, 19, 10, tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_instants_with_and_without_an_offset(cell: object) -> None:
    read = instant_of(cell)
    assert read == datetime(2023, 12, 19, 17, tzinfo=CHINA)
    assert read.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("cell", ["2023-12-19", "", "17:00", date(2023, 12, 19), "0001-01-01T00:00:00+23:59"])
def test_what_is_no_instant(cell: object) -> None:
    with pytest.raises(BadCell, match="not_an_instant"):
        instant_of(cell)


@pytest.mark.parametrize(
    ("cell", "expected"), [("TRUE", True), ("是", True), (1.0, True), ("0", False), ("否", False)]
)
def test_flags(cell: object, expected: bool) -> None:
    assert flag_of(cell) is expected


def test_a_code_that_a_spreadsheet_turned_into_a_number_is_a_code_again() -> None:
    assert text_of(140105.0) == "140105"


def test_a_faulty_cell_leaves_a_blank_and_the_others_are_read() -> None:
    met: list[tuple[str, int]] = []
    values = read_cells(
        column("arcs", name="capacity"), ["1", "x", "", "4"], lambda code, row, _: met.append((code, row))
    )
    assert met == [("not_a_number", 1), ("empty_cell", 2)]
    assert [values[0], values[3]] == [1.0, 4.0]
    assert math.isnan(values[1])
    assert math.isnan(values[2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_of_chinese_text_is_told(encoding: str) -> None:
    text = "县区,名称\n140105,小店区𠮷\n"
    content = text.encode(encoding)
    assert content.decode(encoding_of(content) or "") == text


def test_headings_are_compared_without_case_width_spaces_and_units() -> None:
    assert plain("　Capacity Back（万m³/d）") == plain("capacity_back [10⁴]") == "capacity_back"
