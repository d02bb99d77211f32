"""A sound case reads the same whatever its form: encodings, headings, workbook, clerks' habits."""

import math
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

import nuandong
from nuandong.casefile import examine_case, read_case, write_case, write_workbook
from nuandong.casefile.canonical import tables_of
from nuandong.casefile.shape import column_names
from nuandong.findings import FaultyCase
from nuandong.gasday import CHINA
from nuandong.quantities import column, label
from nuandong.vocabulary import ArcKind, ConsumerClass
from tests.casefile.spoil import TINY, copy_of_tiny, found, put, rows_of, without_column, write_rows


def test_the_tiny_case_reads_without_a_finding() -> None:
    case, findings = examine_case(TINY)
    assert not findings.found
    assert case is not None
    assert case.settings.gas_day == date(2023, 12, 20)
    assert case.settings.decided_at == datetime(2023, 12, 19, 17, tzinfo=CHINA)
    assert case.settings.effective_weights == (0.5, 0.3, 0.2)
    assert case.network.arcs.kind[:2] == (ArcKind.TRUNK, ArcKind.PIPE)
    assert case.network.arcs.capacity.tolist() == [45, 12, 15, 6, 40, 9, 25, 6]
    assert math.isnan(case.network.arcs.length_km[3])
    assert case.network.arcs.in_service_from[0] is None
    assert case.network.nominations.revision.dtype == np.int64
    assert case.users.users.is_group.tolist() == [False, False, True, False, False, False, False, True]
    assert case.models.consumer_class[1] is ConsumerClass.C2G


def test_the_front_door_reads_a_case() -> None:
    assert nuandong.read_case(TINY).input_hash == read_case(TINY).input_hash


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_folder_in_another_encoding_is_the_same_case(tmp_path: Path, encoding: str) -> None:
    folder = copy_of_tiny(tmp_path)
    for file in folder.iterdir():
        file.write_text(file.read_text(encoding="utf-8"), encoding=encoding)
    assert found(folder) == []
    assert read_case(folder).input_hash == read_case(TINY).input_hash


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_tabs_and_semicolons_separate_cells_too(tmp_path: Path, delimiter: str) -> None:
    folder = copy_of_tiny(tmp_path)
    for file in folder.glob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace(",", delimiter), encoding="utf-8")
    assert read_case(folder).input_hash == read_case(TINY).input_hash


def test_chinese_headings_with_units_and_chinese_file_names_are_understood(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    for table in ("arcs", "stores", "delivery_points", "use_reports"):
        rows = rows_of(folder, table)
        rows[0] = [label(f"{table}.{name}", language="zh", with_unit=True) for name in rows[0]]
        write_rows(folder, table, rows)
    (folder / "arcs.csv").rename(folder / "管段.csv")
    assert found(folder) == []
    assert read_case(folder).input_hash == read_case(TINY).input_hash


def test_english_headings_and_labels_of_closed_lists_are_understood(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    rows = rows_of(folder, "arcs")
    rows[0] = [column("arcs", name=name).label_en for name in rows[0]]
    write_rows(folder, "arcs", rows)
    put("demand_models", 2, "consumer_class", "居民炊事热水")(folder)
    put("demand_models", 3, "consumer_class", "coal-to-gas households")(folder)
    assert read_case(folder).input_hash == read_case(TINY).input_hash


def test_clerks_dates_numbers_and_flags_are_understood(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    put("contracts", 2, "begins", "2023/11/1")(folder)
    put("contracts", 2, "ends", "2024年3月31日")(folder)
    put("contracts", 3, "begins", "20231101")(folder)
    put("contracts", 2, "season_max", "4,800")(folder)
    put("nominations", 2, "filed_at", "2023-12-09 14:00")(folder)
    put("users", 2, "is_group", "否")(folder)
    put("users", 4, "is_group", "是")(folder)
    assert read_case(folder).input_hash == read_case(TINY).input_hash


def test_an_instant_in_another_offset_is_the_same_instant(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    put("nominations", 2, "filed_at", "2023-12-09T06:00:00Z")(folder)
    assert read_case(folder).input_hash == read_case(TINY).input_hash


def test_empty_rows_are_passed_over_and_places_still_count_them(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    rows = rows_of(folder, "users")
    write_rows(folder, "users", [rows[0], [], ["", "", ""], *rows[1:]])
    assert read_case(folder).input_hash == read_case(TINY).input_hash
    put("users", 4, "is_group", "perhaps")(folder)
    (finding,) = examine_case(folder)[1].found
    assert (finding.place.file, finding.place.row, finding.place.column) == ("users.csv", 4, "is_group")


def test_an_optional_column_may_be_left_out_and_is_then_unknown(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    without_column("arcs", "length_km")(folder)
    assert np.isnan(read_case(folder).network.arcs.length_km).all()


def test_an_optional_table_may_be_absent_and_is_then_empty(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    (folder / "arc_limits.csv").unlink()
    assert read_case(folder).network.arc_limits.arc == ()


def test_a_missing_english_name_shows_the_chinese_one(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    put("users", 2, "name_en", "")(folder)
    assert read_case(folder).users.users.name_en[0] == "示例玻璃厂"


def test_papers_beside_the_tables_disturb_nobody(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    (folder / "SOURCES.md").write_text("# Sources\n", encoding="utf-8")
    (folder / ".hidden").write_text("", encoding="utf-8")
    assert found(folder) == []


def test_a_faulty_case_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    put("arcs", 3, "to_node", "nowhere")(folder)
    put("stores", 2, "sendout", "-1")(folder)
    put("weather", 3, "gas_day", "yesterday")(folder)
    with pytest.raises(FaultyCase) as refused:
        read_case(folder)
    codes = [finding.code for finding in refused.value.findings.errors]
    assert codes == ["out_of_bounds", "not_a_date", "pipe_to_nowhere"]
    assert all(code_place in str(refused.value) for code_place in ("stores.csv", "weather.csv", "arcs.csv"))


def test_a_warning_alone_does_not_stop_a_case(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    put("nominations", 2, "flow", "31.5")(folder)
    case, findings = examine_case(folder)
    assert case is not None
    assert [finding.code for finding in findings.warnings] == ["nomination_above_contract"]


def test_a_case_written_as_a_folder_reads_back_exactly(tmp_path: Path) -> None:
    case = read_case(TINY)
    write_case(case, tmp_path / "once")
    again = read_case(tmp_path / "once")
    write_case(again, tmp_path / "twice")
    assert again.settings == case.settings
    for name, table in tables_of(case).items():
        for head in column_names(name):
            np.testing.assert_array_equal(getattr(tables_of(again)[name], head), getattr(table, head))
    once, twice = (
        {file.name: file.read_bytes() for file in (tmp_path / side).iterdir()} for side in ("once", "twice")
    )
    assert once == twice


def test_a_workbook_of_the_case_is_the_same_case_and_the_same_bytes(tmp_path: Path) -> None:
    case = read_case(TINY)
    write_workbook(case, tmp_path / "一.xlsx")
    write_workbook(case, tmp_path / "二.xlsx")
    assert found(tmp_path / "一.xlsx") == []
    assert read_case(tmp_path / "一.xlsx").input_hash == case.input_hash
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_full_precision_and_awkward_texts_survive_csv_and_workbook(tmp_path: Path) -> None:
    case = read_case(TINY)
    arcs = case.network.arcs
    awkward = replace(
        arcs,
        capacity=arcs.capacity + 0.1 + 0.2,
        capacity_back=np.nextafter(arcs.capacity_back + 1 / 3, 100),
        segment=('引号"与,逗号', "两行\n一格", "=1+1", *arcs.segment[3:]),
    )
    settings = replace(case.settings, note_zh='他说："\\ 斜杠"\n第二行\t完', note_en="#1")
    case = replace(case, settings=settings, network=replace(case.network, arcs=awkward))
    write_case(case, tmp_path / "folder")
    write_workbook(case, tmp_path / "book.xlsx")
    for path in (tmp_path / "folder", tmp_path / "book.xlsx"):
        again = read_case(path)
        assert again.settings == settings
        assert again.network.arcs.capacity.tolist() == awkward.capacity.tolist()
        assert again.network.arcs.capacity_back.tolist() == awkward.capacity_back.tolist()
        assert again.network.arcs.segment == awkward.segment


def test_the_hash_changes_with_any_one_value(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    before = read_case(folder).input_hash
    put("weather", 2, "mean_temperature", "1.2000001")(folder)
    assert read_case(folder).input_hash != before
