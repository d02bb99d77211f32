"""Files and tables that are missing, unknown, doubled or unreadable: what is said of each, in both languages."""

from pathlib import Path

import pytest

from tests.casefile.spoil import (
    Spoil,
    add,
    copy_of_tiny,
    found,
    rows_of,
    without_column,
    without_file,
    write_bytes,
    write_rows,
    write_text,
)

Line = tuple[str, str, str]

CASES = [
    pytest.param(
        [without_file("nodes.csv")],
        [
            (
                "missing_file",
                "nodes.csv：缺少文件，必须提供（节点）",
                "nodes.csv: file is missing and must be there (Nodes)",
            ),
        ],
        id="missing-table",
    ),
    pytest.param(
        [without_file("case.toml")],
        [
            (
                "missing_file",
                "case.toml：缺少文件，必须提供（案例）",
                "case.toml: file is missing and must be there (Case)",
            ),
        ],
        id="missing-settings",
    ),
    pytest.param(
        [without_column("arcs", "capacity")],
        [
            (
                "missing_column",
                "arcs.csv 第 1 行 列 capacity：缺少列 capacity（正向输气能力），必须提供",
                "arcs.csv row 1 column capacity: column capacity (Capacity) is missing and must be there",
            ),
        ],
        id="missing-column",
    ),
    pytest.param(
        [write_text("节 点 备份.csv", "a,b\n")],
        [
            (
                "unknown_file",
                "节 点 备份.csv：不是案例的文件，未读取；案例有哪些文件见手册“案例文件夹”",
                "节 点 备份.csv: not a file of a case, not read; the manual page “The case "
                "folder” names them",
            ),
        ],
        id="unknown-file",
    ),
    pytest.param(
        [lambda folder: write_rows(folder, "zones", [[*row, "x"] for row in rows_of(folder, "zones")])],
        [
            (
                "unknown_column",
                "zones.csv 第 1 行 列 x：未知的列，未读取",
                "zones.csv row 1 column x: unknown column, not read",
            ),
        ],
        id="unknown-column",
    ),
    pytest.param(
        [
            lambda folder: write_rows(
                folder, "zone_members", [[*row, row[0]] for row in rows_of(folder, "zone_members")]
            )
        ],
        [
            (
                "duplicate_column",
                "zone_members.csv 第 1 行 列 zone：列名重复，只能保留一列",
                "zone_members.csv row 1 column zone: the column stands twice; keep one",
            ),
        ],
        id="column-twice",
    ),
    pytest.param(
        [write_text("供气区成员.csv", "zone,region\n")],
        [
            (
                "table_twice",
                "供气区成员.csv：与 zone_members.csv 是同一张表，只能保留一个",
                "供气区成员.csv: the same table as zone_members.csv; keep one",
            ),
        ],
        id="table-twice",
    ),
    pytest.param(
        [
            lambda folder: (
                (folder / "zones.csv").unlink(),
                (folder / "zones.csv").mkdir(),
                (folder / "zone_members.csv").unlink(),
            )
        ],
        [
            (
                "folder_for_file",
                "zones.csv：这里应为文件，却是文件夹",
                "zones.csv: a file is wanted here, this is a folder",
            ),
        ],
        id="folder-for-a-file",
    ),
    pytest.param(
        [write_bytes("arc_limits.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")],
        [
            (
                "not_text",
                "arc_limits.csv：不是文本文件；应为 UTF-8 或 GB18030 编码的 CSV",
                "arc_limits.csv: not a text file; a CSV in UTF-8 or GB18030 is wanted",
            ),
        ],
        id="not-a-text",
    ),
    pytest.param(
        [
            write_text(
                "arc_limits.csv",
                'arc,begins,ends,share,reason,known_at\npipe-2,2023-12-27,2023-12-28,0.5,"检修,20'
                "23-12-01T09:00:00+08:00\n",
            )
        ],
        [
            (
                "broken_csv",
                "arc_limits.csv 第 2 行：CSV 格式有误（unexpected end of data），请检查引号",
                "arc_limits.csv row 2: broken CSV (unexpected end of data); check its quotation marks",
            ),
        ],
        id="open-quotation-mark",
    ),
    pytest.param(
        [write_text("arc_limits.csv", "")],
        [
            (
                "no_header",
                "arc_limits.csv：没有内容；首行应为列名",
                "arc_limits.csv: nothing in it; the first row must name the columns",
            ),
        ],
        id="empty-file",
    ),
    pytest.param(
        [write_text("sources.csv", "supply,name_zh,name_en,kind,node,max_flow,heating_value_mj,evidence\n")],
        [
            (
                "no_rows",
                "sources.csv：没有数据行，至少要有一行",
                "sources.csv: no rows; at least one is wanted",
            ),
        ],
        id="no-rows",
    ),
    pytest.param(
        [add("zone_members", "zone-jia", "149201", "多余")],
        [
            (
                "too_many_cells",
                "zone_members.csv 第 7 行：“多余”：本行超出表头的列数",
                "zone_members.csv row 7: “多余”: a cell beyond the last column of the header",
            ),
        ],
        id="cell-beyond-the-header",
    ),
]


@pytest.mark.parametrize(("spoils", "expected"), CASES)
def test_the_finding_names_the_file_and_nothing_else(
    tmp_path: Path, spoils: list[Spoil], expected: list[Line]
) -> None:
    folder = copy_of_tiny(tmp_path)
    for spoil in spoils:
        spoil(folder)
    assert found(folder) == expected
