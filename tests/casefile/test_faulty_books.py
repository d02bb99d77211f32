"""Past use that is wrong in a way that a person can mend: every fault with its row, its column and its cure."""

from pathlib import Path

import numpy as np
import pytest

from nuandong.casefile import read_case, write_case, write_workbook
from tests.casefile.spoil import copy_of_tiny, found, rows_of, write_rows

HEAD = ["county", "gas_day", "residents", "heating", "coal_to_gas", "public_trade", "vehicles", "industry",
        "feedstock", "power", "known_at"]  # fmt: skip
COUNTY = "149101"


def with_books(folder: Path, *rows: list[str], head: list[str] = HEAD) -> Path:
    write_rows(folder, "use_history", [head, *rows])
    return folder


def day(text: str, heating: str = "3.5", known_at: str = "") -> list[str]:
    return [COUNTY, text, "1.2", heating, "", "", "", "", "", "", known_at]


def codes(folder: Path) -> list[str]:
    return [code for code, _, _ in found(folder)]


def test_sound_books_are_read_in_every_form(tmp_path: Path) -> None:
    folder = with_books(copy_of_tiny(tmp_path), day("2022-11-01"), day("2022-11-02", ""), day("2022/11/3"))
    assert found(folder) == []
    case = read_case(folder)
    assert case.past_use.heating[:1].tolist() == [3.5]
    assert np.isnan(case.past_use.heating[1])
    assert np.isnan(case.past_use.power).all()
    assert case.past_use.known_at == (None,) * 3
    write_case(case, tmp_path / "again")
    write_workbook(case, tmp_path / "again.xlsx")
    assert read_case(tmp_path / "again").input_hash == case.input_hash
    assert read_case(tmp_path / "again.xlsx").input_hash == case.input_hash


def test_books_need_only_the_columns_that_somebody_knows(tmp_path: Path) -> None:
    folder = with_books(
        copy_of_tiny(tmp_path), [COUNTY, "2022-11-01", "3.5"], head=["县区", "气日", "采暖（万m³/d）"]
    )
    assert found(folder) == []
    assert read_case(folder).past_use.heating.tolist() == [3.5]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param(day("2022-11-01", "three"), "not_a_number", id="text-in-a-number"),
        pytest.param(day("2022-11-01", "-1"), "out_of_bounds", id="less-than-nothing"),
        pytest.param(day("the first"), "not_a_date", id="no-day"),
        pytest.param(day("2022-11-01", known_at="yesterday"), "not_an_instant", id="no-instant"),
        pytest.param(["999999", *day("2022-11-01")[1:]], "unknown_reference", id="a-county-nobody-knows"),
        pytest.param(day("2022-11-01", "3500"), "report_out_of_scale", id="in-another-unit"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: list[str], code: str) -> None:
    folder = with_books(copy_of_tiny(tmp_path), day("2022-10-31"), row)
    assert code in codes(folder)
    texts = [text for found_code, _, text in found(folder) if found_code == code]
    assert "use_history.csv row 3" in texts[0]


def test_the_same_day_twice_is_named_but_a_later_word_on_it_is_not(tmp_path: Path) -> None:
    twice = with_books(copy_of_tiny(tmp_path / "a"), day("2022-11-01"), day("2022-11-01"))
    assert codes(twice) == ["duplicate_key"]
    later = with_books(
        copy_of_tiny(tmp_path / "b"), day("2022-11-01", known_at="2022-11-02T10:00"),
        day("2022-11-01", known_at="2022-11-05T10:00"),
    )  # fmt: skip
    assert codes(later) == []


def test_a_plan_of_a_point_that_nobody_knows_is_named(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    point = rows_of(folder, "delivery_points")[1][0]
    head = ["point", "gas_day", "use", "filed_at"]
    filed = "2023-12-18T10:00:00+08:00"
    write_rows(
        folder, "use_plans", [head, [point, "2023-12-20", "0", filed], ["nobody", "2023-12-20", "1", filed]]
    )
    assert codes(folder) == ["unknown_reference"]


def test_a_cut_of_unknown_depth_is_allowed(tmp_path: Path) -> None:
    folder = with_books(copy_of_tiny(tmp_path), day("2022-11-01"))
    write_rows(folder, "use_held_back", [["county", "gas_day", "consumer_class", "held_back"],
                                         [COUNTY, "2022-11-01", "RES_HEAT", ""]])  # fmt: skip
    assert found(folder) == []
    assert np.isnan(read_case(folder).held_back.held_back).all()
