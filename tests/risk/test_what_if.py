"""What-ifs: both pictures are whole plans, the differences are theirs, and what cannot be is refused."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong import assess_day, read_case, what_if
from nuandong.assess import Case, Comparison
from nuandong.assess.changes import (
    Change,
    ContractChange,
    DemandChange,
    NominationChange,
    PipeChange,
    SourceChange,
    StoreChange,
    TruckChange,
    WeatherChange,
    applied,
)
from nuandong.assess.changing import ImpossibleChange, UnknownPart
from nuandong.assess.what_if import Standing, standing_of
from nuandong.casefile.risk_results import write_risk
from nuandong.cli import main

CASES = Path(__file__).parents[1] / "cases"
TINY, SHANXI = CASES / "tiny", Path(__file__).parents[2] / "examples" / "shanxi"


@pytest.fixture(scope="module")
def standing(case: Case) -> Standing:
    return standing_of(case=case)


@pytest.fixture(scope="module")
def colder(case: Case, standing: Standing) -> Comparison:
    return what_if(case=case, changes=[WeatherChange(-3.0)], standing=standing)


def test_a_what_if_goes_by_the_rules_of_the_day_it_stands_on(case: Case, standing: Standing) -> None:
    book = standing.policy
    changed = what_if(
        case=case,
        changes=[WeatherChange(-3.0)],
        standing=replace(standing, policy=replace(book, version="another version of the same rules")),
    )
    assert changed.after.stamp.policy_version == "another version of the same rules"


def row_of(comparison: Comparison, group: str, key: str) -> int:
    rows = comparison.differences
    return next(
        at for at, place in enumerate(zip(rows.group, rows.key, strict=True)) if place == (group, key)
    )


def change_of(comparison: Comparison, key: str, *, group: str = "province") -> float:
    return float(comparison.differences.change[row_of(comparison, group, key), 0])


# ---- both pictures ---------------------------------------------------------------------------------------------


def test_the_changed_picture_is_what_the_changed_case_gives_from_nothing(
    case: Case, colder: Comparison
) -> None:
    alone = assess_day(case=applied(case, [WeatherChange(-3.0)], as_of=case.settings.decided_at))
    assert colder.after.province.gap_residual == pytest.approx(alone.province.gap_residual, abs=1e-4)
    assert colder.after.counties.relief == pytest.approx(alone.counties.relief, abs=1e-3)
    assert colder.after.cuts.point == alone.cuts.point
    assert colder.level_after == alone.proposal.level


def test_differences_are_those_of_the_two_pictures(colder: Comparison) -> None:
    rows = colder.differences
    for at, (group, key) in enumerate(zip(rows.group, rows.key, strict=True)):
        if group == "province":
            assert rows.before[at] == pytest.approx(getattr(colder.before.province, key), abs=1e-4)
            assert rows.after[at] == pytest.approx(getattr(colder.after.province, key), abs=1e-4)
    relief = [at for at, group in enumerate(rows.group) if group == "tier"]
    assert rows.change[relief].sum(axis=0) == pytest.approx(
        colder.after.tiers.relief.sum(axis=0) - colder.before.tiers.relief.sum(axis=0), abs=1e-3
    )


def test_colder_by_three_kelvin_raises_demand_level_and_cuts(colder: Comparison) -> None:
    assert change_of(colder, "demand") == pytest.approx(1.6, abs=0.05)
    assert (colder.level_before, colder.level_after) == ("orange", "red")
    assert set(colder.users.turn) == {"more"}
    assert (colder.users.after > colder.users.before).all()


def test_the_day_as_it_is_stays_as_it_is(case: Case, standing: Standing, colder: Comparison) -> None:
    assert colder.before is standing.picture
    again = what_if(case=case, changes=[WeatherChange(-3.0)])
    assert again.differences.before == pytest.approx(colder.differences.before, abs=1e-4)
    assert again.differences.after == pytest.approx(colder.differences.after, abs=1e-4)


def test_many_questions_of_one_standing_do_not_disturb_each_other(case: Case, standing: Standing) -> None:
    first = what_if(case=case, changes=[PipeChange("pipe-1")], standing=standing)
    what_if(case=case, changes=[SourceChange("trunk-north", 0.5)], standing=standing)
    again = what_if(case=case, changes=[PipeChange("pipe-1")], standing=standing)
    assert (first.differences.after == again.differences.after).all()


# ---- each change -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name_and_share", [("pipe-1", 1.0), ("join-1", 1.0), ("gate-149101", 0.99)], ids=lambda pair: pair[0]
)
def test_a_pipe_that_keeps_room_for_what_flows_changes_nothing(
    case: Case, standing: Standing, name_and_share: tuple[str, float]
) -> None:
    found = what_if(case=case, changes=[PipeChange(*name_and_share)], standing=standing)
    assert not found.differences.change.any()
    assert found.users.point == ()


def test_an_empty_store_cannot_deliver_what_was_nominated_from_it(case: Case, standing: Standing) -> None:
    found = what_if(case=case, changes=[StoreChange("tank-jia", stock=0.0)], standing=standing)
    assert change_of(found, "supply") == 0.0  # two a day stay nominated
    assert change_of(found, "deliverable_gap") == pytest.approx(2.0, abs=1e-3)


def test_a_closed_pipe_closes_on_its_days_only(case: Case, standing: Standing) -> None:
    day = case.settings.gas_day + timedelta(days=1)
    found = what_if(case=case, changes=[PipeChange("trunk-1", 0.0, day, day)], standing=standing)
    change = found.differences.change[row_of(found, "province", "deliverable_gap")]
    assert change[0] == 0.0
    assert change[1] > 20
    assert change[2:] == pytest.approx(0.0, abs=1e-3)


def test_demand_of_one_class_in_one_county_grows_there_alone(case: Case, standing: Standing) -> None:
    found = what_if(case=case, changes=[DemandChange(0.5, "149101")], standing=standing)
    before, after = found.before.counties.demand[:, 0], found.after.counties.demand[:, 0]
    at = found.before.counties.county.index("149101")
    assert after[at] == pytest.approx(1.5 * before[at], rel=0.02)
    assert np.delete(after, at) == pytest.approx(np.delete(before, at))


@pytest.mark.parametrize(
    ("change", "supply"),
    [
        (SourceChange("trunk-north", 0.5), -15.5),  # 31 are nominated
        (ContractChange("c-trunk", 0.5), -15.5),
        (NominationChange("c-trunk", 20.0), -11.0),
        (TruckChange(0.0), 0.0),  # no truck is nominated for the day
    ],
    ids=["source", "contract", "nomination", "trucks"],
)
def test_supply_changes_by_what_was_changed(
    case: Case, standing: Standing, change: Change, supply: float
) -> None:
    found = what_if(case=case, changes=[change], standing=standing)
    assert change_of(found, "supply") == pytest.approx(supply, abs=1e-3)


def test_changes_add_up(case: Case, standing: Standing) -> None:
    both = what_if(
        case=case, changes=[SourceChange("trunk-north", 0.5), WeatherChange(-3)], standing=standing
    )
    assert change_of(both, "supply") == pytest.approx(-15.5, abs=1e-3)
    assert change_of(both, "demand") == pytest.approx(1.6, abs=0.05)
    assert both.after.stamp.input_hash != both.before.stamp.input_hash


# ---- refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "table"),
    [
        (PipeChange("nope"), r"arcs\.csv"),
        (SourceChange("nope"), r"sources\.csv"),
        (StoreChange("nope"), r"stores\.csv"),
        (ContractChange("nope"), r"contracts\.csv"),
        (NominationChange("nope", 1.0), r"contracts\.csv"),
        (DemandChange(0.1, "nope"), r"demand_models\.csv"),
        (DemandChange(0.1, "", "nope"), r"demand_models\.csv"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_unknown_id_is_refused_with_the_file_that_would_name_it(
    case: Case, change: Change, table: str
) -> None:
    with pytest.raises(UnknownPart, match=rf"nope.*{table}.*look it up"):
        what_if(case=case, changes=[change])


@pytest.mark.parametrize(
    "change",
    [
        PipeChange("pipe-1", -0.1),
        PipeChange("pipe-1", math.nan),
        SourceChange("trunk-north", -1.0),
        TruckChange(math.inf),
        DemandChange(-1.5),
        WeatherChange(math.nan),
        StoreChange("tank-jia", stock=-1.0),
        NominationChange("c-trunk", -1.0),
    ],
    ids=repr,
)
def test_a_figure_that_cannot_be_is_refused(case: Case, change: Change) -> None:
    with pytest.raises(ImpossibleChange):
        what_if(case=case, changes=[change])


def test_days_the_wrong_way_round_are_refused(case: Case) -> None:
    day = case.settings.gas_day
    with pytest.raises(ImpossibleChange, match="last day lies before the first"):
        what_if(case=case, changes=[SourceChange("trunk-north", 0.5, day, day - timedelta(days=1))])


# ---- files, command line ---------------------------------------------------------------------------------------


def test_the_tables_hold_every_figure_of_every_day(colder: Comparison, tmp_path: Path) -> None:
    write_risk(tmp_path, comparison=colder)
    lines = (tmp_path / "differences.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(colder.differences.key) * len(colder.before.stamp.days)
    people = (tmp_path / "users.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(people) == 1 + len(colder.users.point)


def test_the_command_shows_both_and_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["what-if", str(TINY), "--warmer", "-3", "--source", "trunk-north=0.9", "--language", "en"]) == 0
    )
    shown = capsys.readouterr().out
    assert "Livelihood gap" in shown
    assert "-3.1" in shown.replace("−", "-")  # a tenth of 31 less supply


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ([], "Name at least one change"),
        (["--narrow", "pipe-1"], "ID=0.5"),
        (["--narrow", "pipe-1=half"], "ID=0.5"),
        (["--demand", "lots"], "140105=0.3"),
        (["--close", "nope"], "look it up"),
    ],
    ids=["nothing", "no share", "no number", "no demand", "no pipe"],
)
def test_the_command_refuses_with_the_cure(
    words: list[str], cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["what-if", str(TINY), *words]) == 2
    assert cure in " ".join(capsys.readouterr().err.split())


# ---- the sample province ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_closed_roads_turn_the_sample_province_red_and_leave_lingqiu_short() -> None:
    case = read_case(SHANXI)
    found = what_if(case=case, changes=[TruckChange(0.0)])
    assert (found.level_before, found.level_after) == ("orange", "red")
    assert change_of(found, "supply") == pytest.approx(-77.2, abs=0.05)
    assert change_of(found, "140224", group="home") > 0
    alone = assess_day(case=applied(case, [TruckChange(0.0)], as_of=case.settings.decided_at))
    assert found.after.counties.relief == pytest.approx(alone.counties.relief, abs=1e-3)
    assert found.after.cuts.point == alone.cuts.point
