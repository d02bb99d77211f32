"""The rules of the code hold over the whole tree, and each rule catches what it is there to catch."""

import pytest

from tests.house import rules
from tests.house.source_tree import (
    PACKAGE,
    Module,
    exceptions,
    library,
    modules,
    own_code,
    parse_text,
    versioned_files,
)


def said(breaches: list[str]) -> str:
    return "\n" + "\n".join(breaches)


def is_door(module: Module) -> bool:
    return module.path.name == "__init__.py" or module.path.parent == PACKAGE


def test_the_library_reads_no_clock_no_file_no_chance_and_prints_nothing() -> None:
    breaches = [breach for module in library() for breach in rules.touches_the_world(module)]
    assert not breaches, said(breaches)


def test_public_functions_of_the_library_take_their_arguments_by_name() -> None:
    doors = {module.room: rules.offered_by(module) for module in library() if is_door(module)}
    breaches = [
        breach
        for module in library()
        for breach in rules.takes_many_positionals(module, offered=doors.get(module.room, frozenset()))
    ]
    assert not breaches, said(breaches)


def test_everything_public_in_the_library_says_what_it_is() -> None:
    breaches = [breach for module in library() for breach in rules.lacks_docstring(module)]
    assert not breaches, said(breaches)


def test_no_function_is_longer_than_fifty_lines_without_a_reason() -> None:
    excused = exceptions()["long_functions"]
    found = dict(long for module in modules("src", "tests", "tools") for long in rules.long_functions(module))
    breaches = [f"{name}: {lines} lines" for name, lines in found.items() if name not in excused]
    assert not breaches, said(breaches)
    assert not set(excused) - set(found), "these exceptions are no longer needed"


def test_no_file_is_longer_than_three_hundred_lines_without_a_reason() -> None:
    excused = exceptions()["long_files"]
    sizes = {module.name: module.lines for module in modules("src", "tests", "tools")}
    limits = {name: rules.LONGEST_TEST_FILE if "tests/" in name else rules.LONGEST_FILE for name in sizes}
    found = {name: lines for name, lines in sizes.items() if lines > limits[name]}
    breaches = [f"{name}: {lines} lines" for name, lines in found.items() if name not in excused]
    assert not breaches, said(breaches)
    assert not set(excused) - set(found), "these exceptions are no longer needed"


def test_no_name_says_nothing() -> None:
    allowed = frozenset(exceptions()["names"])
    breaches = [breach for module in own_code() for breach in rules.bears_a_forbidden_word(module, allowed)]
    assert not breaches, said(breaches)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("print(1)", id="prints"),
        pytest.param("open('case.csv')", id="opens-a-file"),
        pytest.param("import pathlib", id="knows-paths"),
        pytest.param("import time\ntime.time()", id="reads-the-time"),
        pytest.param("from datetime import datetime\ndatetime.now()", id="asks-for-now"),
        pytest.param("import datetime as dt\ndt.date.today()", id="asks-for-today"),
        pytest.param("import random", id="throws-dice"),
        pytest.param("import numpy as np\nnp.random.default_rng()", id="draws-without-a-seed"),
        pytest.param("import numpy as np\nnp.random.normal(0, 1)", id="draws-from-the-global-generator"),
        pytest.param("import django.db", id="knows-the-web"),
        pytest.param("def f():\n    global level\n    level = 1", id="keeps-global-state"),
    ],
)
def test_a_library_room_that_touches_the_world_is_caught(text: str) -> None:
    assert list(rules.touches_the_world(parse_text(text)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import numpy as np\nnp.random.default_rng(seed)", id="a-seeded-draw"),
        pytest.param("from importlib.resources import files\nfiles('x').read_text()", id="package-data"),
        pytest.param("from datetime import datetime\ndatetime(2023, 12, 20)", id="a-given-day"),
    ],
)
def test_a_pure_room_is_left_in_peace(text: str) -> None:
    assert not list(rules.touches_the_world(parse_text(text)))


def test_the_case_folder_may_open_files_but_not_read_the_clock() -> None:
    assert not list(rules.touches_the_world(parse_text("import pathlib\nopen('x')", room="casefile")))
    assert list(
        rules.touches_the_world(parse_text("from datetime import date\ndate.today()", room="casefile"))
    )


@pytest.mark.parametrize(
    ("text", "offered", "caught"),
    [
        pytest.param("def gap(demand, supply): ...", {"gap"}, True, id="two-at-the-door"),
        pytest.param("def gap(case, *, supply): ...", {"gap"}, False, id="one-at-the-door"),
        pytest.param("def gap(case, rows, days): ...", set(), False, id="three-inside-the-room"),
        pytest.param("def gap(case, rows, days, level): ...", set(), True, id="four-inside-the-room"),
        pytest.param("def total(*flows): ...", {"total"}, False, id="any-number-of-one-kind"),
        pytest.param("def _gap(a, b, c): ...", {"_gap"}, False, id="a-private-one"),
    ],
)
def test_arguments_by_position_are_counted(text: str, offered: set[str], caught: bool) -> None:
    assert bool(list(rules.takes_many_positionals(parse_text(text), offered=frozenset(offered)))) is caught


def test_a_public_thing_without_a_docstring_is_caught() -> None:
    breaches = list(rules.lacks_docstring(parse_text('"""Said."""\nclass Gap:\n    def share(self): ...')))
    assert [breach.partition(": ")[2] for breach in breaches] == [
        "Gap has no docstring",
        "share has no docstring",
    ]


def test_a_function_of_fifty_one_lines_is_caught_and_its_docstring_not_counted() -> None:
    body = "\n".join("    x = 1" for _ in range(50))
    assert list(rules.long_functions(parse_text(f"def f():\n{body}\n")))
    fifty = body.removeprefix("    x = 1\n")
    assert not list(rules.long_functions(parse_text(f'def f():\n    """One.\n\n    Two."""\n{fifty}\n')))


@pytest.mark.parametrize(
    "name", ["weather_data", "DemandManager", "new_level", "tmp", "BaseCase", "utils", "LevelService"]
)
def test_a_name_that_says_nothing_is_caught(name: str) -> None:
    assert list(rules.bears_a_forbidden_word(parse_text(f"{name} = 1"), frozenset()))


@pytest.mark.parametrize(
    "name", ["database", "renewal", "threshold", "processed", "template", "information", "in_service_from"]
)
def test_a_word_that_only_contains_a_forbidden_one_is_left_in_peace(name: str) -> None:
    assert not list(rules.bears_a_forbidden_word(parse_text(f"{name} = 1"), frozenset()))


def test_every_python_file_of_the_package_is_versioned_or_about_to_be() -> None:
    known = set(versioned_files())
    assert not [module.name for module in modules("src") if module.path not in known]
