"""No clause of the notice is homeless: each has a room, a state that the tree bears out, and a row in the manual."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from tests.house.source_tree import CHECKOUT, modules

SOURCE = CHECKOUT / "src"


def _generator() -> Any:
    path = CHECKOUT / "tools" / "make_clauses.py"
    spec = importlib.util.spec_from_file_location("make_clauses", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


GENERATOR = _generator()
CLAUSES: dict[str, dict[str, Any]] = GENERATOR.read_clauses()
ALIVE = {number: clause for number, clause in CLAUSES.items() if clause["state"] != "open"}
LIBRARY_ROOMS = (
    *("policy", "network", "demand", "balance", "curtailment", "hydraulics", "warning", "compliance"),
    *("settlement", "integrity", "risk", "assess", "casefile"),
)
DESK_ROOMS = (
    *("frame", "ledger", "directory", "reporting", "outlook", "alerts", "tasks", "compliance", "conversions"),
    *(
        "dispatch",
        "settlement",
        "supervision",
        "substitution",
        "safety",
        "control_room",
        "briefing",
        "drill",
        "plans",
    ),
    "watch",
)
ROOMS_PLANNED = {*LIBRARY_ROOMS, *(f"desk.{app}" for app in DESK_ROOMS)}


def exists(module: str) -> bool:
    """Whether a dotted module stands in the tree, without importing it."""
    path = SOURCE.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_all_ninety_nine_clauses_are_there_in_order() -> None:
    assert list(CLAUSES) == [f"T-{number:03d}" for number in range(1, 100)]


@pytest.mark.parametrize("number", CLAUSES)
def test_a_clause_says_what_it_asks_where_it_lives_and_how_far_it_is(number: str) -> None:
    clause = CLAUSES[number]
    required = {"place", "zh", "en", "state", "home"}
    optional = {"modules", "screens", "tests", "remark_zh", "remark_en"}
    assert required <= set(clause)
    assert set(clause) <= required | optional
    assert all(clause[key] for key in required)
    assert clause["state"] in GENERATOR.STATES
    assert re.search(r"[一-鿿]", clause["zh"]), "the Chinese gist holds no Chinese"
    assert not re.search(r"[一-鿿]", clause["en"]), "the English gist holds Chinese"
    assert clause["home"].removeprefix("nuandong.") in ROOMS_PLANNED


@pytest.mark.parametrize("number", ALIVE)
def test_what_is_built_or_begun_stands_in_the_tree(number: str) -> None:
    clause = ALIVE[number]
    assert clause["modules"]
    assert [module for module in clause["modules"] if not exists(module)] == []
    assert [test for test in clause["tests"] if not (CHECKOUT / test).is_file()] == []


@pytest.mark.parametrize("number", [number for number, clause in ALIVE.items() if clause["state"] == "built"])
def test_what_is_built_is_tested_and_can_be_seen(number: str) -> None:
    assert CLAUSES[number]["tests"]
    assert CLAUSES[number]["screens"]


@pytest.mark.parametrize("number", [number for number, clause in ALIVE.items() if clause["state"] == "begun"])
def test_what_is_begun_says_what_is_missing_in_both_languages(number: str) -> None:
    assert CLAUSES[number]["remark_zh"]
    assert CLAUSES[number]["remark_en"]


def test_every_screen_that_is_named_has_an_address() -> None:
    addressed = {_fixed_parts(address) for address in _addresses(get_resolver())}
    named = {screen for clause in ALIVE.values() for screen in clause.get("screens", [])}
    assert [screen for screen in sorted(named) if _fixed_parts(screen.lstrip("/")) not in addressed] == []


def _addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        whole = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, whole)
        else:
            yield whole


def _fixed_parts(address: str) -> str:
    return re.sub(r"<[^>]*>", "<>", address)


def test_what_is_open_claims_nothing() -> None:
    claims = {"modules", "screens", "tests"}
    assert [
        number for number, clause in CLAUSES.items() if number not in ALIVE and claims & set(clause)
    ] == []


def test_no_clause_that_code_serves_is_called_open() -> None:
    served = {
        (number, module.name)
        for module in modules("src")
        for number in _served(module.tree.body[0].value.value if _has_docstring(module) else "")
    }
    assert [(number, name) for number, name in sorted(served) if number not in ALIVE] == []


def _has_docstring(module: Any) -> bool:
    first = module.tree.body[0] if module.tree.body else None
    value = getattr(getattr(first, "value", None), "value", None)
    return isinstance(value, str)


def _served(docstring: str) -> set[str]:
    _, _, after = docstring.partition("Clauses:")
    return set(re.findall(r"T-\d{3}", after))


def test_the_page_in_the_manual_is_current() -> None:
    assert Path(GENERATOR.PAGE).read_text(encoding="utf-8") == GENERATOR.page(CLAUSES)


def test_the_page_has_a_row_for_every_clause() -> None:
    rows = re.findall(r"^\| (T-\d{3}) \|", GENERATOR.page(CLAUSES), flags=re.MULTILINE)
    assert rows == list(CLAUSES)
