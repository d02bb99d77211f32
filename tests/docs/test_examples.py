"""What the papers show was run: every file, command, program and output of the examples, from first line to last."""

import re
from pathlib import Path

import pytest

from tests.docs.papers import CHECKOUT, OUTPUTS

IN_BOTH = ("csv", "toml")
ROUNDING = re.compile(r"\d(\.\d)?e-1\d")  # the last bits of a sum differ from machine to machine


@pytest.mark.parametrize("name", OUTPUTS.PAGES)
def test_every_output_on_a_page_is_what_its_example_says(name: str, tmp_path: Path) -> None:
    shown = (CHECKOUT / name).read_text(encoding="utf-8")
    said = OUTPUTS.rewritten(shown, OUTPUTS.prepared(tmp_path))
    assert ROUNDING.sub("tiny", said) == ROUNDING.sub("tiny", shown), "run tools/make_outputs.py"


@pytest.mark.parametrize("name", OUTPUTS.PAGES)
def test_a_page_of_examples_has_some_that_run(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    answered = [block for block in OUTPUTS.blocks(text) if block.language == "text" and block.body.strip()]
    assert answered


def test_an_output_that_is_no_longer_true_is_noticed(tmp_path: Path) -> None:
    page = "```python\nprint(6 * 7)\n```\n\n```text\n41\n```\n"
    assert OUTPUTS.rewritten(page, tmp_path) == page.replace("41", "42")


def test_a_command_without_an_output_below_it_is_not_run(tmp_path: Path) -> None:
    page = "```sh\ntouch left-behind\n```\n\nwords\n\n```text\nkept\n```\n"
    assert OUTPUTS.rewritten(page, tmp_path) == page
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("README.md", "README.zh-CN.md"), ("docs/tutorial.md", "docs/tutorial.zh-CN.md")],
)
def test_both_languages_show_the_same_files(english: str, chinese: str) -> None:
    pairs = [
        [(block.word, block.body) for block in OUTPUTS.blocks(text) if block.language in IN_BOTH]
        for text in ((CHECKOUT / name).read_text(encoding="utf-8") for name in (english, chinese))
    ]
    assert pairs[0] == pairs[1]
