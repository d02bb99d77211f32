"""Bad input through the files of a case: `check` and `plan` name it, compute nothing, and no solver is heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from nuandong.cli import main
from tests.casefile.spoil import Spoil, copy_of_tiny, in_settings, put, scale, without_rows

REFUSED = {
    "not-a-number": (put("arcs", 3, "capacity", "nan"), "arcs.csv", "capacity"),
    "endless": (put("sources", 2, "max_flow", "inf"), "sources.csv", "max_flow"),
    "endless-by-exponent": (put("stores", 2, "working_capacity", "1e400"), "stores.csv", "working_capacity"),
    "negative-capacity": (put("arcs", 3, "capacity", "-5"), "arcs.csv", "capacity"),
    "negative-supply": (put("sources", 2, "max_flow", "-36"), "sources.csv", "max_flow"),
    "isolated-demand": (without_rows("arcs", where={"arc": "gate-149202"}), "nodes.csv", "node"),
    "no-horizon": (in_settings("horizon_days = 7", "horizon_days = 0"), "case.toml", "horizon_days"),
    "horizon-backwards": (in_settings("horizon_days = 7", "horizon_days = -1"), "case.toml", "horizon_days"),
    "season-backwards": (
        in_settings("season_last = 2023-12-29", "season_last = 2023-12-01"),
        "case.toml",
        "season_last",
    ),
    "contract-least-above-most": (put("contracts", 2, "daily_min", "32"), "contracts.csv", "daily_min"),
    "contract-ends-before-it-begins": (put("contracts", 2, "begins", "2024-04-30"), "contracts.csv", "ends"),
    "contract-season-below-its-days": (
        put("contracts", 2, "season_max", "3039"),
        "contracts.csv",
        "season_max",
    ),
    "store-fuller-than-it-can-be": (put("inventories", 3, "inventory", "61"), "inventories.csv", "inventory"),
    "reserve-larger-than-its-store": (put("stores", 2, "reserve", "61"), "stores.csv", "reserve"),
    "boil-off-in-percent": (put("stores", 2, "boil_off", "5"), "stores.csv", "boil_off"),
    "slip-of-a-thousand-in-a-source": (
        scale("sources", "max_flow", factor=1000, where={"supply": "trunk-north"}),
        "sources.csv",
        "max_flow",
    ),
    "slip-of-a-thousand-in-a-load": (
        scale("delivery_points", "load", factor=1000, where={"point": "p-glass"}),
        "delivery_points.csv",
        "load",
    ),
    "slip-of-a-thousand-in-a-nomination": (
        scale("nominations", "flow", factor=1000, where={"contract": "c-trunk"}),
        "nominations.csv",
        "flow",
    ),
    "slip-of-a-thousand-in-a-report": (
        scale("use_reports", "use", factor=1000, where={"county": "149101"}),
        "use_reports.csv",
        "use",
    ),
}
DOUBTED = {
    "pipe-a-thousand-times-too-large": (
        scale("arcs", "capacity", factor=1000, where={"arc": "pipe-1"}),
        "arcs.csv",
        "capacity",
    ),
    "pipe-of-a-source-a-thousand-times-too-small": (
        scale("arcs", "capacity", factor=0.001, where={"arc": "trunk-1"}),
        "sources.csv",
        "max_flow",
    ),
    "measure-a-thousand-times-too-large": (
        scale("measures", "flow", factor=1000, where={"measure": "m-spot"}),
        "measures.csv",
        "flow",
    ),
    "store-a-thousand-times-too-large": (
        scale("stores", "working_capacity", factor=1000, where={}),
        "stores.csv",
        "working_capacity",
    ),
}
RAW = ("Traceback", "HiGHS", "solver", "Infeasible", "ValueError")


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("spoil", "file", "column"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_is_named_and_nothing_is_computed(
    spoil: Spoil, file: str, column: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = copy_of_tiny(tmp_path), tmp_path / "out"
    spoil(folder)
    for verb, code in (("check", 1), ("plan", 2)):
        rest = ["--out", str(out)] if verb == "plan" else []
        assert main([verb, str(folder), "--language", language, *rest]) == code
        said = capsys.readouterr()
        told = said.out if verb == "check" else said.err
        assert file in told
        assert column in told
        assert ("✗ 错误" if language == "zh" else "✗ error") in told
        assert not [raw for raw in RAW if raw in said.out + said.err]
    assert not out.exists()


@pytest.mark.parametrize(("spoil", "file", "column"), DOUBTED.values(), ids=DOUBTED)
def test_what_is_hardly_so_is_named_by_check_and_does_not_stop_the_plan(
    spoil: Spoil, file: str, column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_of_tiny(tmp_path)
    spoil(folder)
    assert main(["check", str(folder), "--language", "en"]) == 0
    said = words(capsys.readouterr().out)
    assert "! warning" in said
    assert file in said
    assert column in said
    assert main(["plan", str(folder)]) == 0
    assert not [raw for raw in RAW if raw in capsys.readouterr().err]


def test_the_sound_case_is_not_doubted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(copy_of_tiny(tmp_path)), "--language", "en"]) == 0
    assert "warning" not in capsys.readouterr().out.replace("0 warnings", "")
