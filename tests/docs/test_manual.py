"""The manual holds every command, setting, figure, table and page of the house, and none that is not there."""

import json
import os
import re
import subprocess
import sys

import pytest
import typer.main

import nuandong
from nuandong import cli
from nuandong.casefile.settings import FIELDS
from nuandong.casefile.shape import TABLES
from nuandong.quantities import keys
from tests.docs.papers import CHECKOUT, commands, name_of, pages, section, text_of
from tests.house.source_tree import versioned_files
from tools.make_dictionary import PAGE, page

IN_A_CHECKOUT = {
    "test": {"--all"},
    "lint": {"--fix"},
    "bench": {"--quick", "--write"},
    "bundle": {"--python"},
    "python": set(),
}
OF_EVERY_VERB = {"--language", "--debug", "--help"}
SETTING = re.compile(r"NUANDONG_[A-Z_]+[A-Z]")
SETTINGS_LIVE_IN = ("nuandong", "src/", "tools/", "tests/fixtures/", "benchmarks/", "conftest.py")
OF_TESTS = re.compile(r"^src/.*/tests/")
ADDRESSES = """
import json, django
django.setup()
from django.urls import get_resolver
def walk(patterns, before=""):
    for one in patterns:
        address = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one.url_patterns, address)
        else:
            yield "/" + address
print(json.dumps(list(walk(get_resolver().url_patterns))))
"""


def options(verb: str) -> set[str]:
    """Every option of a verb, as the command line itself knows them."""
    group = typer.main.get_command(cli.build_app(chosen=verb))
    found = group.commands[verb].params  # type: ignore[attr-defined]
    return {name for one in found for name in one.opts if name.startswith("--")}


def addresses() -> set[str]:
    """Every address of the desk, each variable part as `<>`."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "nuandong.desk.settings"}
    environment["PYTHONPATH"] = str(CHECKOUT / "src")
    outcome = subprocess.run(
        [sys.executable, "-c", ADDRESSES], env=environment, capture_output=True, text=True, check=True
    )
    return {fixed_parts(address) for address in json.loads(outcome.stdout)}


def fixed_parts(address: str) -> str:
    return re.sub(r"<[^>]*>", "<>", address)


def settings_read() -> set[str]:
    """Every environment variable of ours that the tree reads or sets."""
    names = (path.relative_to(CHECKOUT).as_posix() for path in versioned_files())
    read = [name for name in names if name.startswith(SETTINGS_LIVE_IN) and not OF_TESTS.search(name)]
    texts = ((CHECKOUT / name).read_bytes().decode("utf-8", errors="ignore") for name in read)
    return {name for text in texts for name in SETTING.findall(text)}


# ---- commands --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", sorted(cli.verbs()))
def test_each_verb_has_its_section_with_every_option(verb: str) -> None:
    words = section(text_of("docs/commands.md"), f"## `{verb}`")
    assert [name for name in sorted(options(verb) - OF_EVERY_VERB) if f"`{name}`" not in words] == []
    assert {name for name in OF_EVERY_VERB if f"`{name}" in text_of("docs/commands.md")} == OF_EVERY_VERB


def test_no_section_is_left_of_a_verb_that_is_gone() -> None:
    assert set(re.findall(r"^## `([a-z-]+)`$", text_of("docs/commands.md"), re.MULTILINE)) == set(cli.verbs())


@pytest.mark.parametrize("shown", pages(), ids=name_of)
def test_every_command_on_a_page_exists_with_its_options(shown: object) -> None:
    text = text_of(name_of(shown))  # type: ignore[arg-type]
    unknown = [(verb, used) for verb, used in commands(text) if verb not in {*cli.verbs(), *IN_A_CHECKOUT}]
    assert unknown == []
    for verb, used in commands(text):
        known = IN_A_CHECKOUT[verb] if verb in IN_A_CHECKOUT else options(verb) | {"--help"}
        assert set(used) <= known, verb


def test_every_verb_of_a_checkout_is_in_the_manual() -> None:
    told = (CHECKOUT / "tools" / "setup" / "set_up.py").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^  \./nuandong ([a-z]+)", told, re.MULTILINE))
    named = set(re.findall(r"^\| `\./nuandong ([a-z]+)", text_of("docs/commands.md"), re.MULTILINE))
    assert set(IN_A_CHECKOUT) <= verbs
    assert verbs == named


# ---- settings --------------------------------------------------------------------------------------------------


def test_every_environment_variable_is_in_the_manual() -> None:
    assert sorted(settings_read() - set(SETTING.findall(text_of("docs/settings.md")))) == []


def test_the_manual_names_no_variable_that_nothing_reads() -> None:
    assert sorted(set(SETTING.findall(text_of("docs/settings.md"))) - settings_read()) == []


def test_every_key_of_case_toml_is_in_the_manual() -> None:
    rows = re.findall(r"^\| (.*?) \|", section(text_of("docs/settings.md"), "## `case.toml`"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == set(FIELDS)


# ---- library ---------------------------------------------------------------------------------------------------


def test_every_name_of_the_front_door_is_in_the_manual() -> None:
    named = re.findall(
        r"^\| `(\w+)` \|", section(text_of("docs/python.md"), "## The front door"), re.MULTILINE
    )
    assert sorted(named) == sorted(set(nuandong.__all__) - {"__version__"})


# ---- tables, figures, pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["docs/case-format.md", "docs/case-format.zh.md"])
def test_every_table_of_a_case_is_in_the_manual(name: str) -> None:
    assert [table for table in TABLES if f"\n### {table}\n" not in text_of(name)] == []


def test_the_page_of_figures_is_what_the_dictionary_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run tools/make_dictionary.py"
    assert [key for key in (*keys("figures"), *keys("report")) if f"| `{key}` |" not in page()] == []


def test_every_page_of_the_desk_is_in_the_manual_and_no_other() -> None:
    named = {
        fixed_parts(row) for row in re.findall(r"^\| `(/[^`]*)` \|", text_of("docs/pages.md"), re.MULTILINE)
    }
    assert named == addresses()
