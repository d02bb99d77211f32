"""What the papers show was run: every file, command, program and output of the examples, from first line to last."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nuandong.balance import StockTargets, solve_tiers
from tests.balance.small import tank_case
from tests.docs.papers import CHECKOUT, section, text_of
from tools.make_outputs import PAGES, blocks, prepared, rewritten

SAME_IN_BOTH = ("csv", "toml", "sh")
TWO_LANGUAGES = [("README.md", "README.zh-CN.md"), ("docs/tutorial.md", "docs/tutorial.zh-CN.md")]
RUN_ONCE = [name for name in PAGES if name != "README.zh-CN.md"]  # it shows what README.md shows
ROUNDING = re.compile(r"\d(\.\d)?e-1\d")  # the last bits of a sum differ from machine to machine


@pytest.mark.parametrize("name", RUN_ONCE)
def test_every_output_on_a_page_is_what_its_example_says(name: str, tmp_path: Path) -> None:
    shown = text_of(name)
    said = rewritten(shown, prepared(tmp_path))
    assert ROUNDING.sub("tiny", said) == ROUNDING.sub("tiny", shown), "run tools/make_outputs.py"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_examples_shows_what_they_said(name: str) -> None:
    outputs = [block for block in blocks(text_of(name)) if block.language == "text"]
    assert outputs
    assert all(block.body.strip() for block in outputs)


def test_the_readme_shows_a_day_in_python_in_five_lines() -> None:
    (program,) = [block for block in blocks(text_of("README.md")) if block.language == "python"]
    lines = [line for line in program.body.splitlines() if line and not line.startswith("print(")]
    assert len(lines) == 5
    assert all(name in program.body for name in ("read_case", "assess_day", "write_results"))


def test_the_chinese_readme_shows_the_same_program_and_what_it_said() -> None:
    english, chinese = (
        [block.body for block in blocks(text_of(name)) if block.language in ("python", "text")]
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


@pytest.mark.parametrize(("english", "chinese"), TWO_LANGUAGES)
def test_both_languages_show_the_same_files_and_commands(english: str, chinese: str) -> None:
    def shown(name: str) -> list[str]:
        return [
            re.sub(r"  #.*| --language en", "", f"{block.word}\n{block.body}")
            for block in blocks(text_of(name))
            if block.language in SAME_IN_BOTH
        ]

    assert shown(english) == shown(chinese)


def test_an_output_that_is_no_longer_true_is_noticed(tmp_path: Path) -> None:
    page = "```python\nprint(6 * 7)\n```\n\n```text\n41\n```\n"
    assert rewritten(page, tmp_path) == page.replace("41", "42")


def test_programs_of_a_page_share_their_names_and_its_files(tmp_path: Path) -> None:
    page = (
        "```csv given/a.csv\n7\n```\n\n```python run\nseven = open('given/a.csv').read().strip()\n```\n\n"
        "```python\nprint(seven)\n```\n\n```text\n```\n"
    )
    assert rewritten(page, tmp_path).endswith("```text\n7\n```\n")


def test_a_command_of_ours_is_answered_by_this_tree(tmp_path: Path) -> None:
    page = "```sh\n./nuandong check nowhere --language en\n```\n\n```text\n```\n"
    assert "nowhere" in rewritten(page, tmp_path).rpartition("```text")[2]


def test_a_command_without_an_output_below_it_is_not_run(tmp_path: Path) -> None:
    page = "```sh\ntouch left-behind\n```\n\nwords\n\n```text\nkept\n```\n"
    assert rewritten(page, tmp_path) == page
    assert list(tmp_path.iterdir()) == []


def test_examples_find_the_sample_province(tmp_path: Path) -> None:
    assert (prepared(tmp_path) / "examples" / "shanxi" / "case.toml").samefile(
        CHECKOUT / "examples" / "shanxi" / "case.toml"
    )


def test_the_comparison_with_pypsa_passes_over_ranks_that_only_a_stock_target_has(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (program,) = [block.body for block in blocks(text_of("docs/peers.md")) if "for rank," in block.body]
    loop = program[program.index("for rank,") :]
    one = np.zeros(1, dtype=np.int64)
    short = tank_case(opening=30.0, boil_off=0.0, least=0.0, demand=[50.0])
    kept = replace(short, targets=StockTargets(one, one, np.array([40.0]), one + 1))
    plan = solve_tiers(case=kept)
    assert (plan.rank_unserved > 0).tolist() == [True, True]
    exec(loop, {"found": SimpleNamespace(problem=kept), "plan": plan, "theirs": {"unserved rank 0": 20.0}})
    assert capsys.readouterr().out == "rank 0: PyPSA 20.0000, the exact plan 20.0000\n"


def test_the_page_of_python_checks_a_plan_of_plain_arrays_and_refuses_a_changed_one() -> None:
    said = section(text_of("docs/python.md"), "## A problem of your own, as arrays").rpartition("```text")[2]
    assert "balances and bounds hold: True" in said
    assert "refused: balance: node town" in said
