"""What is written of a day can be opened, re-added and written again to the same byte."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from nuandong.assess.picture import CutLines, DayPicture, SeasonPicture
from nuandong.assess.plain import from_plain, to_plain
from nuandong.casefile import recheck
from nuandong.casefile.report_figures import fitted
from nuandong.casefile.report_story import closing_steps, supply_by_kind
from nuandong.casefile.results import ResultsNotWritten, write_results, write_season
from nuandong.findings import Findings
from tests.results.three_counties import AS_OF, three_county_case, three_county_day


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("结果 of a day") / "12-20"
    write_results(three_county_day(), three_county_case(), folder, at=AS_OF)
    return folder


def rows_of(folder: Path, stem: str) -> list[dict[str, str]]:
    with (folder / f"{stem}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_a_second_run_writes_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_results(from_plain(to_plain(three_county_day())), three_county_case(), tmp_path, at=AS_OF)
    assert hashes(tmp_path) == hashes(written)


def test_the_manifest_names_every_other_file_with_its_hash(written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    found = hashes(written)
    del found["manifest.json"]
    assert manifest["files"] == found
    assert manifest["stamp"]["policy_version"] == three_county_day().stamp.policy_version


def test_figures_in_csv_are_the_computed_ones_to_the_last_bit(written: Path) -> None:
    day = three_county_day()
    demand = [float(row["demand"]) for row in rows_of(written, "counties")]
    assert demand == day.counties.demand.ravel().tolist()
    flow = [float(row["flow"]) for row in rows_of(written, "arcs")]
    assert flow == day.arcs.flow.ravel().tolist()


def test_every_entity_has_a_row_for_every_gas_day(written: Path) -> None:
    rows = rows_of(written, "stores")
    assert len(rows) == 2 * 14
    assert [row["gas_day"] for row in rows[:2]] == ["2023-12-20", "2023-12-21"]
    assert rows[0]["node"] == "taiyuan-n"
    assert rows[0]["evidence"] == "illustrative"


def test_the_balance_of_the_written_files_holds_at_every_node_and_day(written: Path) -> None:
    outcome = recheck.recheck_folder(written)
    assert outcome.holds
    assert (outcome.nodes, outcome.days) == (7, 14)
    assert outcome.worst < 1e-9


@pytest.mark.parametrize(
    ("stem", "column", "row", "rule"),
    [
        pytest.param("arcs", "flow", 0, "node", id="a-flow-that-nobody-sent"),
        pytest.param("counties", "served", 3, "node", id="a-county-that-burns-more-than-arrives"),
        pytest.param("sources", "taken", 15, "node", id="gas-from-nowhere"),
        pytest.param("stores", "boil_off", 5, "store", id="gas-that-a-tank-loses-unseen"),
        pytest.param("stores", "inventory_end", 2, "stock_carried", id="a-stock-that-changes-overnight"),
    ],
)
def test_a_hundredth_of_a_cubic_metre_too_much_is_found(
    written: Path, tmp_path: Path, stem: str, column: str, row: int, rule: str
) -> None:
    for path in written.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rows = rows_of(written, stem)
    rows[row][column] = repr(float(rows[row][column]) + 2e-6)
    with (tmp_path / f"{stem}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert rule in {failure.rule for failure in recheck.recheck_folder(tmp_path).failures}


def test_more_flow_than_a_pipe_can_carry_is_found(tmp_path: Path) -> None:
    day = three_county_day()
    narrow = replace(day, arcs=replace(day.arcs, capacity=day.arcs.capacity * 0.5))
    write_results(narrow, three_county_case(), tmp_path, at=AS_OF)
    assert {failure.rule for failure in recheck.recheck_folder(tmp_path).failures} == {"capacity"}


def test_an_empty_folder_does_not_pass_the_check(tmp_path: Path) -> None:
    with pytest.raises(recheck.UnreadableResults, match=r"nodes\.csv"):
        recheck.recheck_folder(tmp_path)


def test_the_check_runs_alone_on_the_standard_library(written: Path) -> None:
    program = Path(recheck.__file__)
    ended = subprocess.run(
        [sys.executable, "-I", "-S", str(program), str(written)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "0 fail" in ended.stdout


def test_a_season_is_written_as_tables_that_balance(tmp_path: Path) -> None:
    day = three_county_day()
    shared = {name: getattr(day, name) for name in SeasonPicture.__dataclass_fields__ if name != "band"}
    write_season(SeasonPicture(**shared), three_county_case(), tmp_path, at=AS_OF)
    assert recheck.recheck_folder(tmp_path).holds
    assert not (tmp_path / "cuts.csv").exists()


def test_the_workbook_opens_with_every_sheet_its_charts_and_the_runs_own_date(written: Path) -> None:
    book = openpyxl.load_workbook(written / "report.xlsx")
    assert [sheet.title for sheet in book][:3] == [
        "总览 Day",
        "供需平衡 Balance",
        "全省供需与缺口 Province by day",
    ]
    balance = book["供需平衡 Balance"]
    assert len(balance._charts) == 1
    assert balance.freeze_panes == "C2"
    assert balance["A1"].value == "气日\nGas day"
    assert balance["B1"].value == "国家干线（万m³/d）\nTrunk pipeline"
    assert balance["B2"].value == 330
    assert str(book.properties.created) == "2023-12-19 17:00:00"
    assert len(list(book["管段 Pipes and branches"].rows)) == 6 * 14 + 1


def test_a_users_name_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    day = three_county_day()
    lines = {name: getattr(day.cuts, name) for name in CutLines.__dataclass_fields__}
    sly = replace(day, cuts=CutLines(**{**lines, "name_zh": ("=1+1", "<script>alert(1)</script>")}))
    write_results(sly, three_county_case(), tmp_path, at=AS_OF)
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["压减建议 Curtailment proposal"]
    assert sheet["D2"].value == "=1+1"
    assert sheet["D2"].data_type == "s"
    assert "<script" not in (tmp_path / "report.html").read_text(encoding="utf-8")


class Outward(HTMLParser):
    """Collects every address that a page would fetch, and ids that stand twice."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "srcset", "data", "poster") or (name.endswith("href") and tag != "a"):
                self.fetched.append(value or "")


@pytest.mark.parametrize("name", ["report.html", "report.en.html"])
def test_the_page_stands_alone_fetches_nothing_and_runs_nothing(written: Path, name: str) -> None:
    text = (written / name).read_text(encoding="utf-8")
    page = Outward()
    page.feed(text)
    assert [address for address in page.fetched if not address.startswith("#")] == []
    assert not page.tags & {"script", "link", "iframe", "img", "object"}
    assert "url(http" not in text
    assert "@import" not in text
    assert len(page.ids) == len(set(page.ids))


def test_the_page_says_level_gap_clause_coverage_and_what_is_unverified(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    for wanted in (
        "橙色",
        "55.8",
        "T-040",
        "待核实",
        "2/3",
        "示意",
        "示例陶瓷一厂",
        "决断时限 2023-12-19 18:00",
    ):
        assert wanted in text, wanted
    english = (written / "report.en.html").read_text(encoding="utf-8")
    for wanted in ("Orange", "Sample Ceramics 1", "unverified", "Decide by 2023-12-19 18:00"):
        assert wanted in english, wanted
    assert "万m³" not in english


def test_the_steps_from_gap_to_residual_add_up() -> None:
    first, *between, last = closing_steps(three_county_day())
    assert first.change + sum(step.change for step in between) == pytest.approx(last.change, abs=1e-9)
    assert {step.kind for step in between} == {"storage", "measure", "relief"}


def test_gas_that_pipes_cannot_carry_is_a_step_of_its_own() -> None:
    day = three_county_day()
    easier = replace(day, province=replace(day.province, gap_before=day.province.gap_before - 5.0))
    assert [step.change for step in closing_steps(easier) if step.kind == "network"] == [pytest.approx(5.0)]


def test_kinds_of_supply_sum_to_the_provinces_supply_every_day() -> None:
    day = three_county_day()
    total = sum(kind.nominated for kind in supply_by_kind(day))
    np.testing.assert_allclose(total, day.province.supply)


def test_a_day_without_cuts_stores_or_findings_is_written_too(tmp_path: Path) -> None:
    day, case = three_county_day(), three_county_case()
    bare: DayPicture = replace(
        day,
        cuts=no_rows(day.cuts, day.cuts.user),
        zones=no_rows(day.zones, day.zones.zone),
        stores=no_rows(day.stores, day.stores.store),
        tiers=no_rows(day.tiers, day.tiers.tier),
        alternatives=no_rows(day.alternatives, day.alternatives.measure),
        findings=Findings(),
    )
    write_results(bare, case, tmp_path, at=AS_OF)
    assert rows_of(tmp_path, "cuts") == []
    assert (tmp_path / "cuts.csv").read_text(encoding="utf-8").startswith("order,point,user")


def no_rows(table: object, ids: tuple[str, ...]) -> object:
    """The same table without rows; every column loses its first axis."""
    columns = {name: getattr(table, name)[:0] for name in table.__dataclass_fields__}  # type: ignore[attr-defined]
    assert ids, "a table that is already empty would prove nothing"
    return type(table)(**columns)


def test_a_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    blocked = tmp_path / "taken"
    blocked.write_text("a file", encoding="utf-8")
    with pytest.raises(ResultsNotWritten, match="taken"):
        write_results(three_county_day(), three_county_case(), blocked, at=AS_OF)


@pytest.mark.parametrize(
    ("words", "most", "wanted"),
    [
        pytest.param("太原 LNG 储罐", 13, "太原 LNG 储罐", id="fits-exactly"),
        pytest.param("太原 LNG 储罐", 12, "太原 LNG 储…", id="one-place-too-many"),
        pytest.param("Taiyuan LNG tank", 12, "Taiyuan LNG…", id="latin-counts-single"),
    ],
)
def test_a_name_that_is_too_long_for_its_figure_is_cut_by_the_width_it_takes(
    words: str, most: int, wanted: str
) -> None:
    assert fitted(words, most) == wanted
