"""The papers hold together: both languages, links, decisions, rulings, and nothing of one machine."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.papers import CHECKOUT, anchors, headings, links, name_of, pages, text_of
from tests.docs.test_examples import TWO_LANGUAGES
from tests.house.source_tree import PACKAGE, modules

FIRST_SCREEN = 25  # lines
OF_ONE_MACHINE = re.compile(r"\.\./shared|(?<![\w.])/(?:work|tmp|root|mnt)/|localhost:\d|C:\\")
DECISIONS = sorted((CHECKOUT / "docs" / "decisions").glob("*.md"))
OUTSIDE = ("http://", "https://", "mailto:")


def cited(pattern: str) -> set[str]:
    """What docstrings and comments of the tree cite by this pattern."""
    paths = {module.path for module in modules("src", "tools", "benchmarks")}
    policy = (PACKAGE / "policy" / "provinces").rglob("*.toml")
    return {
        hit for path in [*paths, *policy] for hit in re.findall(pattern, path.read_text(encoding="utf-8"))
    }


# ---- the first page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "other"), [("README.md", "README.zh-CN.md"), ("README.zh-CN.md", "README.md")]
)
def test_the_first_screen_leads_to_the_other_language_and_shows_both_commands(name: str, other: str) -> None:
    first = "\n".join(text_of(name).splitlines()[:FIRST_SCREEN])
    assert f"({other})" in "\n".join(first.splitlines()[:4])
    assert "./nuandong demo" in first
    assert "./nuandong test" in first


@pytest.mark.parametrize(("english", "chinese"), TWO_LANGUAGES)
def test_both_languages_have_the_same_parts(english: str, chinese: str) -> None:
    one, other = headings(text_of(english)), headings(text_of(chinese))
    assert [depth for depth, _ in one] == [depth for depth, _ in other]
    untranslated = [words for _, words in other if not re.search(r"[一-鿿]", words)]
    assert untranslated == []


@pytest.mark.parametrize(("english", "chinese"), TWO_LANGUAGES)
def test_both_languages_lead_to_the_same_places(english: str, chinese: str) -> None:
    def places(name: str) -> list[str]:
        return sorted(
            re.sub(r"\.zh(-CN)?(?=\.)|-zh(?=[-.])|-en(?=[-.])", "", target) for target in links(text_of(name))
        )

    own = ("README.md", "tutorial.md")
    assert [p for p in places(english) if p not in own] == [p for p in places(chinese) if p not in own]


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_a_picture_of_the_day_that_was_made_is_shown(name: str, language: str) -> None:
    made = (CHECKOUT / "docs" / "screenshots").glob(f"day-{language}-*-wide.png")
    assert {f"docs/screenshots/{path.name}" for path in made} <= set(links(text_of(name))), (
        "take off the comment"
    )


# ---- links -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    broken = []
    for target in links(page.read_text(encoding="utf-8")):
        if target.startswith(OUTSIDE):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        is_there = there.exists() and there.is_relative_to(CHECKOUT)
        if is_there and anchor and there.suffix == ".md":
            is_there = anchor in anchors(there.read_text(encoding="utf-8"))
        broken += [] if is_there else [target]
    assert broken == []


def test_every_page_of_the_manual_is_reached_from_its_index() -> None:
    docs = CHECKOUT / "docs"
    reached = {(docs / target.partition("#")[0]).resolve() for target in links(text_of("docs/index.md"))}
    assert [
        name_of(path) for path in sorted(docs.glob("*.md")) if path.name != "index.md" and path not in reached
    ] == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_names_a_place_of_one_machine(page: Path) -> None:
    assert OF_ONE_MACHINE.findall(page.read_text(encoding="utf-8")) == []


# ---- decisions, rulings, sources -------------------------------------------------------------------------------


def test_decisions_are_numbered_once_and_listed_in_the_house() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)
    listed = set(re.findall(r"\(docs/decisions/([^)]+\.md)\)", text_of("ARCHITECTURE.md")))
    assert listed == {path.name for path in DECISIONS}


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_says_its_situation_and_its_price(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert any(f"**{part}." in text for part in ("Situation", "Question"))
    assert all(f"**{part}." in text for part in ("Decision", "Price"))
    assert len(text.splitlines()) <= 60, "one page"


def test_every_decision_that_code_cites_is_there() -> None:
    assert cited(r"decision (\d{4})") <= {path.name[:4] for path in DECISIONS}


def test_every_ruling_that_code_cites_is_there() -> None:
    numbers = {
        number
        for several in cited(r"rulings, (\d+(?:(?:, | and )\d+)*)")
        for number in re.findall(r"\d+", several)
    }
    assert numbers
    assert numbers <= set(re.findall(r"^(\d+)\. ", text_of("docs/rulings.md"), re.MULTILINE))


def test_every_source_that_code_cites_is_there() -> None:
    sections = set(re.findall(r"dossier(?:'s)?,? \(?§(\d+)", " ".join(cited(r"dossier.{0,6}§\d+"))))
    assert sections
    assert sections <= set(re.findall(r"^## §(\d+)", text_of("docs/sources.md"), re.MULTILINE))


# ---- the house as built ----------------------------------------------------------------------------------------


def rooms() -> set[str]:
    """Rooms that stand: those of the library and the apps of the desk."""
    library = {module.room for module in modules("src") if module.room not in ("__init__", "__main__")}
    return library | {path.parent.name for path in (PACKAGE / "desk").glob("*/apps.py")} | {"frame"}


def test_the_house_shows_every_room_that_stands_and_brackets_those_that_do_not() -> None:
    floors = text_of("ARCHITECTURE.md").split("```text\n")[1].split("```")[0]
    planned = {name.rpartition(".")[2] for name in re.findall(r"\(([a-z.]+)\)", floors)}
    shown = set(re.findall(r"[a-z_]+", re.sub(r"\([a-z.]+\)", "", floors)))
    assert rooms() - shown == set()
    twice = {"compliance"}  # a room of the library stands, the app of the same name does not
    assert planned & rooms() <= twice


def test_changes_say_what_is_not_released_yet() -> None:
    assert (2, "[Unreleased]") in headings(text_of("CHANGELOG.md"))
