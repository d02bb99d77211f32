"""A plan edited by hand in a spreadsheet: each kind of edit is named with its row and its cure."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from nuandong.assess.arrange import day_picture
from nuandong.assess.case import Case
from nuandong.assess.day import Answers, day_answers
from nuandong.assess.explaining.subject import ordered_points
from nuandong.assess.plan_check import check_plan
from nuandong.assess.scenario import warmer
from nuandong.casefile import read_case, write_results
from nuandong.casefile.hand_plan import hand_written, other_input, read_written_plan
from nuandong.curtailment import PointLoads
from nuandong.findings import Findings

TINY = Path(__file__).parents[1] / "cases" / "tiny"
LNG, STEEL, METHANOL, MILL = 2, 3, 4, 5  # rows of the tiny case's cut list

Table = list[dict[str, str]]
Edit = Callable[[Table], object]


@dataclass(frozen=True)
class Made:
    """A day, computed once, and the folder that was written of it."""

    case: Case
    answers: Answers
    loads: PointLoads
    folder: Path

    def told(self, folder: Path) -> Findings:
        written = read_written_plan(folder)
        hand = hand_written(written, answers=self.answers, loads=self.loads)
        assert hand is not None
        return hand.told(
            check_plan(answers=self.answers, cuts=hand.cuts, used=written.used, loads=self.loads)
        )


def made(case: Case, folder: Path) -> Made:
    answers = day_answers(case=case)
    write_results(day_picture(answers), case, folder, at=case.settings.decided_at)
    return Made(case, answers, ordered_points(answers.work), folder)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(read_case(TINY), tmp_path_factory.mktemp("day"))


def rows_of(file: Path) -> Table:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def write(file: Path, rows: Table, encoding: str = "utf-8") -> None:
    with file.open("w", encoding=encoding, newline="") as opened:
        writer = csv.DictWriter(opened, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def edited(day: Made, folder: Path, edit: Edit, *, table: str = "cuts.csv") -> list[tuple[str, int | None]]:
    """Rules that the edit breaks, each with the row of the file."""
    for name in ("cuts.csv", "alternatives.csv", "manifest.json"):
        (folder / name).write_bytes((day.folder / name).read_bytes())
    rows = rows_of(folder / table)
    edit(rows)
    write(folder / table, rows)
    found = day.told(folder)
    for finding in found:
        assert finding.place.file in ("cuts.csv", "alternatives.csv")
        assert finding.wanted_zh
        assert finding.wanted_en
        is_quoted = "wrong_name" in finding.code  # the name that should stand there is Chinese
        assert is_quoted or not [letter for letter in finding.wanted_en if "\u4e00" <= letter <= "\u9fff"]
    return [(finding.code.removeprefix("curtailment.plan."), finding.place.row) for finding in found.errors]


def put(row: int, **cells: str) -> Edit:
    return lambda rows: rows[row - 2].update(cells)


def both(*edits: Edit) -> Edit:
    return lambda rows: [edit(rows) for edit in edits]


def shift(row: int, by: float) -> Edit:
    def edit(rows: Table) -> None:
        rows[row - 2]["relief"] = f"{float(rows[row - 2]['relief']) + by:.4f}"

    return edit


def drop(row: int) -> Edit:
    return lambda rows: rows.pop(row - 2)


def test_the_plan_as_written_may_be_issued(day: Made, tmp_path: Path) -> None:
    assert [row["point"] for row in rows_of(day.folder / "cuts.csv")] == [
        "p-lng",
        "p-steel",
        "p-methanol",
        "p-mill",
    ]
    assert edited(day, tmp_path, lambda rows: None) == []


@pytest.mark.parametrize(
    ("edit", "rule", "row"),
    [
        pytest.param(put(STEEL, point="p-hospital"), "protected", STEEL, id="a-hospital-is-written-in"),
        pytest.param(put(STEEL, point="p-ghost"), "unknown_point", STEEL, id="nobody-of-that-id"),
        pytest.param(put(MILL, point="p-lng"), "repeated_point", MILL, id="named-twice"),
        pytest.param(put(STEEL, user="u-mill"), "wrong_user", STEEL, id="another-user"),
        pytest.param(put(STEEL, name_zh="别的厂"), "wrong_name", STEEL, id="another-name"),
        pytest.param(put(STEEL, county="149202"), "wrong_place", STEEL, id="another-county"),
        pytest.param(put(STEEL, tier="lng_plant"), "wrong_place", STEEL, id="another-tier"),
        pytest.param(put(METHANOL, load="30"), "wrong_load", METHANOL, id="a-load-made-larger"),
        pytest.param(put(METHANOL, safe_load="0"), "wrong_load", METHANOL, id="a-safe-load-made-smaller"),
        pytest.param(put(MILL, relief="-1"), "amount", MILL, id="less-than-nothing"),
        pytest.param(put(MILL, relief="0"), "amount", MILL, id="nothing"),
        pytest.param(put(MILL, relief="1.20005"), "amount", MILL, id="half-a-cubic-metre"),
        pytest.param(put(METHANOL, relief="2.9"), "safe_load", METHANOL, id="into-the-safe-load"),
        pytest.param(
            put(MILL, notify_by="2023-12-20T20:00:00+08:00"), "beyond_limit", MILL, id="told-too-late"
        ),
        pytest.param(
            put(MILL, notify_by="2023-12-19T08:00:00+08:00"), "notice", MILL, id="told-before-the-decision"
        ),
        pytest.param(put(METHANOL, state="停"), "state", METHANOL, id="stopped-with-a-safe-load"),
        pytest.param(
            both(shift(LNG, -0.5), shift(METHANOL, 0.5)),
            "tier_order",
            METHANOL,
            id="tier-4-for-tier-1-in-one-county",
        ),
        pytest.param(shift(METHANOL, 0.3), "above_need", METHANOL, id="more-than-need-be"),
        pytest.param(shift(METHANOL, -0.3), "below_need", METHANOL, id="less-than-need-be"),
        pytest.param(drop(METHANOL), "below_need", None, id="a-line-taken-out"),
        pytest.param(
            both(shift(MILL, -0.4), shift(METHANOL, 0.4)), "gate", MILL, id="elsewhere-behind-a-full-branch"
        ),
        pytest.param(
            both(put(LNG, order="2"), put(STEEL, order="1")), "out_of_line", LNG, id="order-numbers-swapped"
        ),
        pytest.param(
            both(put(LNG, order=""), lambda rows: rows.insert(0, rows.pop(3))),
            "out_of_line",
            3,
            id="the-last-tier-first-and-a-number-missing",
        ),
        pytest.param(put(MILL, relief="很多"), "not_a_number", MILL, id="words-for-a-figure"),
        pytest.param(put(MILL, notify_by="明天"), "not_an_instant", MILL, id="words-for-an-instant"),
    ],
)
def test_an_edit_is_refused_by_name_and_row(
    day: Made, tmp_path: Path, edit: Edit, rule: str, row: int | None
) -> None:
    assert (rule, row) in edited(day, tmp_path, edit)


def test_a_list_sorted_anew_to_read_it_is_the_same_list(day: Made, tmp_path: Path) -> None:
    assert edited(day, tmp_path, lambda rows: rows.sort(key=lambda row: row["county"])) == []


def test_a_measure_left_idle_that_would_spare_a_cut_is_named_with_what_it_spares(
    day: Made, tmp_path: Path
) -> None:
    def idle(rows: Table) -> None:
        rows[-1]["used"] = "1.0"

    assert edited(day, tmp_path, idle, table="alternatives.csv")[0] == ("idle_alternative", 4)
    finding = day.told(tmp_path).errors[0]
    assert "3.0000" in finding.wanted_zh  # of the 4 that the plan takes
    assert "spares 3.0000" in finding.wanted_en


def test_idle_gas_that_could_reach_nobody_is_no_reason_to_refuse(day: Made, tmp_path: Path) -> None:
    rows = rows_of(day.folder / "alternatives.csv")
    assert [row["measure"] for row in rows if float(row["available"]) > float(row["used"])] == [
        "m-reserve",
        "m-spot",
    ]
    assert edited(day, tmp_path, lambda rows: None) == []


def test_a_point_off_the_list_in_force_is_refused_however_much_it_could_give(
    day: Made, tmp_path: Path
) -> None:
    entries = day.case.users.list_entries
    kept = [row for row, point in enumerate(entries.point) if point != "p-mill"]
    shorter = replace(
        entries,
        curtailment_list=tuple(entries.curtailment_list[row] for row in kept),
        point=tuple(entries.point[row] for row in kept),
    )
    case = replace(day.case, users=replace(day.case.users, list_entries=shorter))
    answers = day_answers(case=case)
    off = Made(case, answers, ordered_points(answers.work), day.folder)
    assert ("not_listed", MILL) in edited(off, tmp_path, lambda rows: None)


def test_a_tier_beyond_the_powers_of_the_level_is_refused(day: Made, tmp_path: Path) -> None:
    first, last = day.case.settings.season_first, day.case.settings.season_last
    mild = made(warmer(case=day.case, kelvin=8.0, first=first, last=last), tmp_path / "mild")
    assert mild.answers.levels.today.key == "yellow"  # interruptible users at most
    (tmp_path / "edited").mkdir()

    def add(rows: Table) -> None:
        mill = rows_of(day.folder / "cuts.csv")[MILL - 2]
        rows.append({**mill, "load": "", "safe_load": "", "notify_by": "", "relief": "0.1"})

    found = edited(mild, tmp_path / "edited", add)
    assert [rule for rule, _ in found if rule in ("beyond_powers", "beyond_limit")] == [
        "beyond_powers",
        "beyond_limit",
    ]


def test_a_list_saved_by_a_chinese_spreadsheet_with_chinese_headings_and_fewer_columns_is_read(
    day: Made, tmp_path: Path
) -> None:
    rows = rows_of(day.folder / "cuts.csv")
    short = [{"交接点编号": row["point"], "压减量（万m³/d）": row["relief"]} for row in rows]
    write(tmp_path / "清单.csv", short, encoding="gb18030")
    assert [finding.code for finding in day.told(tmp_path / "清单.csv")] == []


def test_the_workbook_of_the_results_may_be_edited_instead_and_its_rows_are_named(
    day: Made, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(day.folder / "report.xlsx")
    for name in ("report.xlsx", "manifest.json"):
        (tmp_path / name).write_bytes((day.folder / name).read_bytes())
    assert len(day.told(tmp_path / "report.xlsx")) == 0
    cuts = next(sheet for sheet in book if sheet.title.startswith("压减建议"))
    heads = [str(cell.value).split("\n")[1] for cell in cuts[1]]
    cuts.cell(row=METHANOL, column=heads.index("Relief") + 1, value=1.5)
    measures = next(sheet for sheet in book if sheet.title.startswith("替代措施"))
    heads = [str(cell.value).split("\n")[1] for cell in measures[1]]
    measures.cell(row=4, column=heads.index("Used") + 1, value=1.0)
    book.save(tmp_path / "report.xlsx")
    found = day.told(tmp_path / "report.xlsx")
    told = [(finding.code.removeprefix("curtailment.plan."), finding.place.row) for finding in found.errors]
    assert ("idle_alternative", 4) in told
    assert any(finding.place.file.startswith("压减建议") for finding in found)


def test_a_workbook_without_the_sheet_of_cuts_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert read_written_plan(tmp_path / "empty.xlsx").findings.errors


def test_a_measure_is_named_by_its_row_however_the_table_is_sorted(day: Made, tmp_path: Path) -> None:
    def turned(rows: Table) -> None:
        rows[-1]["used"] = "1.0"
        rows.reverse()

    assert edited(day, tmp_path, turned, table="alternatives.csv")[0] == ("idle_alternative", 2)


def test_a_list_without_the_column_that_says_how_much_is_refused(day: Made, tmp_path: Path) -> None:
    write(tmp_path / "cuts.csv", [{"point": "p-lng"}])
    found = day.told(tmp_path / "cuts.csv")
    assert ("missing_column", "relief") in [(finding.code, finding.place.column) for finding in found]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(day: Made, tmp_path: Path) -> None:
    text = (day.folder / "cuts.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "cuts.csv").write_text(
        "\n".join([text[0], "", "", *text[1:], ""]).replace("p-mill", "p-ghost"), "utf-8"
    )
    assert [
        finding.place.row for finding in day.told(tmp_path / "cuts.csv") if "unknown" in finding.code
    ] == [7]


def test_a_plan_of_another_state_of_the_case_is_checked_with_a_warning(day: Made) -> None:
    written = read_written_plan(day.folder)
    assert written.as_of == day.case.settings.decided_at
    assert len(other_input(written, input_hash=day.case.input_hash)) == 0
    assert len(other_input(written, input_hash="another").warnings) == 1


def test_the_check_solves_anew_and_keeps_nothing_of_the_first_run(day: Made, tmp_path: Path) -> None:
    again = replace(day, answers=day_answers(case=day.case))
    assert edited(day, tmp_path, shift(METHANOL, 0.3)) == edited(again, tmp_path, shift(METHANOL, 0.3))
    assert np.isfinite(day.answers.cuts.relief).all()
