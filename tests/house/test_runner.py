"""`./nuandong test` tells the truth about what ran."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source_tree import CHECKOUT

pytestmark = pytest.mark.slow

SOURCES = os.pathsep.join(
    [str(CHECKOUT / "src"), str(CHECKOUT)]
)  # a sample outside the tree sees no conftest of it
SAMPLE = """
import pytest

def test_quick(): pass

@pytest.mark.slow
def test_slow(): pass

@pytest.mark.reference
def test_against_reference_figures(): pass
"""
SKIPPING = SAMPLE + "\ndef test_gone(): pytest.skip('no gas meter; get it with: apt-get install meter')\n"


def run(folder: Path, text: str, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    sample = folder / "test_sample.py"
    sample.write_text(text, encoding="utf-8")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("NUANDONG_REFERENCE", "PYTEST_"))}
    return subprocess.run(
        [
            sys.executable,
            CHECKOUT / "tools" / "run_tests.py",
            "-p",
            "tests.fixtures.left_out",
            *words,
            sample,
        ],
        env={**inherited, "PYTHONPATH": SOURCES, "NUANDONG_STATE": str(folder / "state"), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("text", "words", "code", "count"),
    [
        pytest.param(SAMPLE, [], 0, "1 run, 0 skipped", id="slow-ones-stay-out"),
        pytest.param(SAMPLE, ["--all"], 0, "2 run, 0 skipped", id="all-runs-the-slow-ones"),
        pytest.param(SKIPPING, [], 0, "1 run, 1 skipped", id="a-skip-is-said"),
        pytest.param(SKIPPING, ["--all"], 1, "2 run, 1 skipped", id="a-skip-fails-all"),
        pytest.param("def test_cold(): assert 0", [], 1, "1 run, 0 skipped", id="a-failure-fails"),
        pytest.param("", [], 5, "0 run, 0 skipped", id="no-test-at-all-is-no-success"),
    ],
)
def test_what_ran_is_counted(tmp_path: Path, text: str, words: list[str], code: int, count: str) -> None:
    said = run(tmp_path, text, "-p", "no:xdist", *words)
    assert said.returncode == code, said.stdout
    assert count in said.stdout


def test_the_reason_of_a_skip_and_its_cure_are_said(tmp_path: Path) -> None:
    assert "SKIPPED 1 ×: no gas meter; get it with: apt-get install meter" in run(tmp_path, SKIPPING).stdout


@pytest.mark.parametrize("workers", [["-p", "no:xdist"], ["-n", "1"]])
def test_reference_tests_are_left_out_and_counted_or_run(tmp_path: Path, workers: list[str]) -> None:
    left_out = run(tmp_path, SAMPLE, *workers, "--all")
    assert "2 run, 0 skipped" in left_out.stdout
    assert "1 tests that read reference data were left out" in left_out.stdout
    assert (
        "3 run, 0 skipped"
        in run(tmp_path, SAMPLE, *workers, "--all", NUANDONG_REFERENCE_DATA="/anywhere").stdout
    )
