"""Nothing in the tree ties it to one machine or one network."""

import re
from pathlib import Path

import pytest

from tests.house.source_tree import CHECKOUT, versioned_files

# Written in parts, so that this file does not find itself.
REGISTRIES = ("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:com|org)", "deb" + r"ian\.org")
HOMES = (
    "/" + r"home/[a-z]",
    "/" + r"Users/[A-Za-z]",
    "(?<![A-Za-z0-9._$}-])/" + r"root/",
    "[A-Z]:" + r"\\Users",
)
FOREIGN = re.compile("|".join([*REGISTRIES, *HOMES]))
LARGEST_READ = 4_000_000


def foreign_words(text: str) -> list[str]:
    return [text[max(0, hit.start() - 30) : hit.end() + 30] for hit in FOREIGN.finditer(text)]


def text_of(path: Path) -> str:
    if path.stat().st_size > LARGEST_READ:
        return ""
    return path.read_bytes().decode("utf-8", errors="ignore")


def test_no_file_names_a_package_registry_or_a_home_folder() -> None:
    found = {
        str(path.relative_to(CHECKOUT)): words
        for path in versioned_files()
        if (words := foreign_words(text_of(path)))
    }
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "pypi" + ".org/simple",
        "registry." + "npmjs" + ".org",
        "/" + "home/wang/gas",
        "/" + "root/x",
    ],
)
def test_such_words_are_noticed(text: str) -> None:
    assert foreign_words(text)


def test_a_path_inside_the_tree_is_left_in_peace() -> None:
    assert not foreign_words("src/root/x and $HOME/.cache and https://www.shanxi.gov.cn/home/")
