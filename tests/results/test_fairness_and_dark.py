"""The ledger in results, and figures that follow the page's light and dark."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from nuandong.assess import Case, DayPicture, assess_day
from nuandong.casefile import read_case, result_tables, write_results
from nuandong.casefile.report_fairness import fairness_part, fairness_tables
from nuandong.casefile.report_palette import DARK_OF, dark_rules, kept, themed
from nuandong.casefile.report_story import LEVEL_LOOKS
from tests.fixtures.tiny_case import TINY


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_history_that_is_written_is_read_by_the_next_days_case(
    case: Case, picture: DayPicture, tmp_path: Path
) -> None:
    write_results(picture, case, tmp_path / "out", at=picture.stamp.as_of)
    copied = tmp_path / "case"
    copied.mkdir()
    for file in TINY.iterdir():
        (copied / file.name).write_bytes(file.read_bytes())
    (copied / "cut_history.csv").write_bytes((tmp_path / "out" / "cut_history.csv").read_bytes())
    again = read_case(copied)
    assert set(again.users.cut_history.point) == set(picture.cuts.point)
    settings = replace(
        again.settings, gas_day=picture.stamp.days[1], decided_at=again.settings.decided_at.replace(day=20)
    )
    later = assess_day(case=replace(again, settings=settings))
    assert later.fairness is not None
    users = dict(zip(later.fairness.users.user, later.fairness.users.hours_before.tolist(), strict=True))
    assert picture.fairness is not None
    before = dict(zip(picture.fairness.users.user, picture.fairness.users.hours_season.tolist(), strict=True))
    assert users == before


def test_fairness_csv_holds_every_county_and_tier_and_its_relief_is_that_of_the_cuts(
    case: Case, picture: DayPicture, tmp_path: Path
) -> None:
    write_results(picture, case, tmp_path, at=picture.stamp.as_of)
    fairness, cuts = rows_of(tmp_path / "fairness.csv"), rows_of(tmp_path / "cuts.csv")
    assert len({(row["county"], row["tier"]) for row in fairness}) == len(fairness)
    given: dict[tuple[str, str], float] = {}
    for row in cuts:
        key = (row["county"], row["tier"])
        given[key] = given.get(key, 0.0) + float(row["relief"])
    for row in fairness:
        wanted = given.get((row["county"], row["tier"]), 0.0)
        assert float(row["relief"]) == pytest.approx(wanted)
        assert float(row["share"]) * float(row["cuttable"]) == pytest.approx(wanted)


def test_a_picture_of_an_earlier_form_has_no_ledger_and_is_written_without_it(picture: DayPicture) -> None:
    earlier = replace(picture, fairness=None)
    assert fairness_tables(earlier) == ()
    assert fairness_part(earlier, "zh") == ""


def test_every_quiet_colour_of_a_figure_has_a_value_for_dark_ground(
    case: Case, picture: DayPicture, tmp_path: Path
) -> None:
    write_results(picture, case, tmp_path, at=picture.stamp.as_of)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    figures = " ".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    plain = set(re.findall(r"(?:fill|stroke):\s*(#[0-9a-f]{6})", figures))
    levels = {kept(colour) for look in LEVEL_LOOKS.values() for colour in (look.ground, look.ink)}
    assert plain <= levels
    assert not set(re.findall(r"var\(--c([0-9a-f]{6})", figures)) - {colour[1:] for colour in DARK_OF}


def test_a_figure_shows_its_light_colours_where_no_page_sets_them() -> None:
    assert themed('<path style="fill: #1f2933"/>') == '<path style="fill: var(--c1f2933,#1f2933)"/>'
    assert themed('<path style="fill: #c4500a"/>') == '<path style="fill: #c4500a"/>'
    assert "screen and (prefers-color-scheme: dark)" in dark_rules()  # paper stays light


def test_every_table_gives_its_columns_as_arrays_of_one_length(case: Case, picture: DayPicture) -> None:
    for table in result_tables(picture, case):
        arrays = table.arrays
        assert list(arrays) == list(table.columns)
        assert {len(column) for column in arrays.values()} <= {len(table)}
    stores = next(table for table in result_tables(picture, case) if table.stem == "stores").arrays
    assert stores["gas_day"].dtype == "datetime64[D]"
    assert stores["sendout"].dtype == float
    assert float(stores["sendout"].sum()) == pytest.approx(float(picture.stores.sendout.sum()))
