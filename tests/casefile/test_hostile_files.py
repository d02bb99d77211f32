"""Files that are too large, empty, damaged, forbidden or made to hurt: a finding in bounded time, never a trace."""

import os
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from nuandong.casefile import Limits, examine_case, read_case, write_workbook
from tests.casefile.spoil import TINY, copy_of_tiny, found, put, rows_of, write_rows

MEGABYTE = 1_000_000


def book_of_tiny(folder: Path) -> Path:
    path = folder / "case.xlsx"
    write_workbook(read_case(TINY), path)
    return path


def repacked(path: Path, member: str, content: bytes) -> Path:
    """The workbook with one member replaced, or added."""
    target = path.with_name(f"repacked-{path.name}")
    with (
        zipfile.ZipFile(path) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            if name != member:
                after.writestr(name, before.read(name))
        after.writestr(member, content)
    return target


def sheet_xml(rows: bytes) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?>'
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return head + b"<worksheet " + space + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def sheet_member(path: Path, name: str) -> str:
    """The member that holds a sheet; the writer numbers sheets in their order."""
    import python_calamine

    order = python_calamine.CalamineWorkbook.from_path(str(path)).sheet_names
    return f"xl/worksheets/sheet{order.index(name) + 1}.xml"


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "nowhere"
    assert found(path) == [
        ("not_found", f"{path}：找不到该文件夹或工作簿", f"{path}: no such folder or workbook")
    ]


def test_a_file_that_is_no_case(tmp_path: Path) -> None:
    (tmp_path / "case.pdf").write_bytes(b"%PDF")
    assert found(tmp_path / "case.pdf") == [
        (
            "not_a_case",
            "case.pdf：应为案例文件夹或 .xlsx 工作簿",
            "case.pdf: a case is a folder or an .xlsx workbook",
        )
    ]


def test_a_workbook_of_another_kind_is_sent_back_to_be_saved_as_xlsx(tmp_path: Path) -> None:
    (tmp_path / "案例.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert found(tmp_path / "案例.xls") == [
        (
            "other_workbook",
            "案例.xls：请另存为 .xlsx 工作簿后重试",
            "案例.xls: save it as an .xlsx workbook and try again",
        )
    ]


def test_an_empty_folder_lacks_every_table_it_must_have(tmp_path: Path) -> None:
    codes = [code for code, _, _ in found(tmp_path)]
    assert codes == ["missing_file"] * 13


def test_a_file_of_500_megabytes_is_refused_unread(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    with (folder / "weather.csv").open("r+b") as opened:
        opened.truncate(500 * MEGABYTE)
    tracemalloc.start()
    lines = found(folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == [
        (
            "file_too_large",
            "weather.csv：文件大小 500.0 MB，超过上限 200.0 MB，未读取",
            "weather.csv: 500.0 MB in size, more than the limit of 200.0 MB; not read",
        )
    ]
    assert peak < 50 * MEGABYTE


def test_the_limit_of_a_file_is_the_callers_to_set(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    size = (folder / "weather.csv").stat().st_size
    largest = max(file.stat().st_size for file in folder.iterdir())
    assert found(folder, limits=Limits(file_bytes=largest)) == []
    assert (
        "file_too_large" in {code for code, _, _ in found(folder, limits=Limits(file_bytes=size - 1))}
    ) is True


def test_a_workbook_of_500_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    with path.open("r+b") as opened:
        opened.truncate(500 * MEGABYTE)
    assert found(path) == [
        (
            "file_too_large",
            "case.xlsx：文件大小 500.0 MB，超过上限 100.0 MB，未读取",
            "case.xlsx: 500.0 MB in size, more than the limit of 100.0 MB; not read",
        )
    ]


def test_an_empty_workbook(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "empty.xlsx")) as book:
        book.add_worksheet()
    assert found(tmp_path / "empty.xlsx") == [
        ("empty_workbook", "empty.xlsx：工作簿是空的", "empty.xlsx: the workbook is empty")
    ]


def test_a_workbook_without_a_sheet_that_must_be_there(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "notes.xlsx")) as book:
        book.add_worksheet("备忘").write_string(0, 0, "记得打电话")
    lines = found(tmp_path / "notes.xlsx")
    assert lines[0] == (
        "unknown_sheet",
        "备忘：不是案例的工作表，未读取；案例有哪些工作表见手册“案例文件夹”",
        "备忘: not a sheet of a case, not read; the manual page “The case folder” names them",
    )
    assert lines[1] == (
        "missing_sheet",
        "case：缺少工作表，必须提供（案例）",
        "case: sheet is missing and must be there (Case)",
    )
    assert [code for code, _, _ in lines[1:]] == ["missing_sheet"] * 13


def test_a_workbook_with_a_million_empty_rows_is_read_as_if_they_were_not_there(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    member = sheet_member(path, "zone_members")
    with zipfile.ZipFile(path) as package:
        before = package.read(member)
    empty = b"".join(
        b'<row r="%d"><c r="B%d" s="1"/></row>' % (number, number) for number in range(7, 1_000_007)
    )
    path = repacked(path, member, before.replace(b"</sheetData>", empty + b"</sheetData>"))
    case, findings = examine_case(path)
    assert not findings.found
    assert case is not None
    assert case.input_hash == read_case(TINY).input_hash


@pytest.mark.slow
def test_a_million_rows_of_blanks_are_read_as_if_they_were_not_there(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    member = sheet_member(path, "zone_members")
    with zipfile.ZipFile(path) as package:
        before = package.read(member)
    blank = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>' % (n, n)
        for n in range(7, 1_000_007)
    )
    path = repacked(path, member, before.replace(b"</sheetData>", blank + b"</sheetData>"))
    assert found(path) == []


def test_a_csv_with_a_million_empty_rows_is_read_as_if_they_were_not_there(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    with (folder / "zone_members.csv").open("a", encoding="utf-8") as opened:
        opened.write(",\n" * 1_000_000)
    assert found(folder) == []


def test_rows_behind_a_thousand_empty_ones_are_never_silently_dropped(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    with (folder / "zone_members.csv").open("a", encoding="utf-8") as opened:
        opened.write(",\n" * 1_001 + "zone-jia,149201\n")
    assert found(folder) == [
        (
            "rows_after_gap",
            "zone_members.csv 第 1008 行：前面有 1000 个以上的空行，请删除空行",
            "zone_members.csv row 1008: stands behind more than 1000 empty rows; delete the empty rows",
        )
    ]


def test_one_cell_at_the_far_corner_does_not_claim_the_memory(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    member = sheet_member(path, "zone_members")
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = repacked(path, member, sheet_xml(far))
    assert found(path) == [
        (
            "sheet_too_large",
            "repacked-case.xlsx：数据延伸到 XFD1048576，区域过大；请删除远处的单元格",
            "repacked-case.xlsx: its cells reach as far as XFD1048576, too large an area; delete the far cells",
        )
    ]


def test_cells_that_hide_how_far_they_spread_are_refused(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    member = sheet_member(path, "zone_members")
    wide = b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>" + b'<row r="1048576"><c><v>1</v></c></row>'
    path = repacked(path, member, sheet_xml(wide))
    assert found(path) == [
        (
            "unplaced_cells",
            "repacked-case.xlsx：单元格没有注明位置；请用表格软件另存为 .xlsx 后重试",
            "repacked-case.xlsx: its cells do not say where they stand; "
            "save it once in a spreadsheet program and try again",
        )
    ]


def test_a_small_workbook_that_unpacks_to_much_more_is_refused(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.png", bytes(60 * MEGABYTE))
    assert path.stat().st_size < MEGABYTE
    assert found(path, limits=Limits(unpacked_bytes=50 * MEGABYTE)) == [
        (
            "unpacks_too_large",
            "case.xlsx：解压后 60.4 MB，超过上限 50.0 MB，未读取",
            "case.xlsx: unpacks to 60.4 MB, more than the limit of 50.0 MB; not read",
        )
    ]


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        member = package.getinfo("xl/styles.xml")
    size = member.file_size.to_bytes(4, "little")
    entry = content.rindex(b"xl/styles.xml") - 46
    assert bytes(content[entry + 24 : entry + 28]) == size
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    (line,) = found(path)
    assert line[0] == "not_a_workbook"


def test_a_text_that_only_calls_itself_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "case.xlsx").write_text("region,name\n", encoding="utf-8")
    assert found(tmp_path / "case.xlsx") == [
        (
            "not_a_workbook",
            "case.xlsx：不是有效的 .xlsx 工作簿（或有密码）",
            "case.xlsx: not a valid .xlsx workbook, or locked by a password",
        )
    ]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short_is_a_finding(tmp_path: Path, share: float) -> None:
    path = book_of_tiny(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert [code for code, _, _ in found(path)] == ["not_a_workbook"]


def test_a_sheet_of_broken_xml_is_a_finding(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    path = repacked(path, sheet_member(path, "arcs"), b"<worksheet><sheetData><row></c></worksheet>")
    assert [code for code, _, _ in found(path)] == ["damaged_workbook"]


def test_cells_with_excel_errors_are_findings(tmp_path: Path) -> None:
    path = book_of_tiny(tmp_path)
    member = sheet_member(path, "zone_members")
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>zone</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>region</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>zone-jia</t></is></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    )
    path = repacked(path, member, sheet_xml(rows))
    lines = found(path)
    assert [code for code, _, _ in lines] == ["empty_cell"]
    assert "zone_members 第 2 行 列 region" in lines[0][1]


def test_what_is_found_a_thousand_times_is_shown_fifty_times_and_counted(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    rows = rows_of(folder, "zone_members")
    many = [["zone-jia", f"15{number:04d}"] for number in range(1_000)]
    write_rows(folder, "zone_members", [*rows, *many])
    put("zones", 2, "evidence", "hearsay")(folder)
    lines = found(folder)
    assert [code for code, _, _ in lines].count("unknown_reference") == 51
    assert lines[-1] == (
        "unknown_reference",
        "zone_members.csv：同类问题另有 950 处未列出",
        "zone_members.csv: 950 more of the same kind",
    )
    assert lines[0][0] == "not_a_choice"


def test_more_rows_than_any_case_has_are_refused(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    assert (
        "too_many_rows",
        "weather.csv：超过 50 行，未读取",
        "weather.csv: more than 50 rows; not read",
    ) in found(folder, limits=Limits(rows=50))


def test_a_loop_of_links_is_a_finding(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    (folder / "zones.csv").unlink()
    (folder / "zone_members.csv").unlink()
    (folder / "zones.csv").symlink_to(folder / "zones.csv")
    ((code, zh, en),) = found(folder)
    assert code == "unreadable_file"
    assert zh.startswith("zones.csv：无法读取（")
    assert en.startswith("zones.csv: cannot be read (")


def test_a_pipe_that_nobody_writes_into_does_not_hang(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    (folder / "arc_limits.csv").unlink()
    os.mkfifo(folder / "arc_limits.csv")
    assert found(folder) == [
        (
            "not_a_file",
            "arc_limits.csv：不是普通文件，拒绝读取",
            "arc_limits.csv: not an ordinary file; refused",
        )
    ]


def test_a_file_that_one_may_not_read(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    examine_case(folder)  # everything that reading needs is loaded while we still may
    (folder / "arc_limits.csv").chmod(0)
    line = as_somebody_else(folder)
    assert line == "unreadable_file arc_limits.csv: cannot be read (permission denied); check its permissions"


def test_a_folder_that_one_may_not_enter(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path)
    examine_case(folder)
    folder.chmod(0)
    line = as_somebody_else(folder)
    folder.chmod(0o755)
    assert line == "unreadable_file 微型 case: cannot be read (permission denied); check its permissions"


def as_somebody_else(folder: Path) -> str:
    """What an ordinary user is told; root may read everything, so root becomes nobody in a child."""
    for parent in (folder, *folder.parents):
        if parent.owner() != "root" or parent == Path("/tmp") or parent == Path("/"):
            break
        if parent != folder:
            parent.chmod(0o755)
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            text = "\n".join(f"{code} {en}" for code, _, en in found(folder))
            os.write(send, text.encode())
            status = 0
        finally:
            os._exit(status)
    os.close(send)
    with os.fdopen(receive, "rb") as opened:
        text = opened.read().decode()
    _, status = os.waitpid(child, 0)
    assert status == 0, sys.exc_info()
    return text
