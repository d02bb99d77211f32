"""The walls stand: each import contract holds, and falls when somebody breaks it on purpose."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source_tree import CHECKOUT, NOT_LIBRARY, PACKAGE

COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"
IGNORED = shutil.ignore_patterns(
    "__pycache__", "node_modules", "tests", "*.mo", "*.po", "static", "templates"
)


def lint_imports(folder: Path, *contracts: str) -> "subprocess.CompletedProcess[str]":
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    return subprocess.run(
        [sys.executable, "-c", COMMAND, "--no-cache", *chosen],
        cwd=folder,
        env={
            "PYTHONPATH": str(folder / "src"),
            "PATH": "/usr/bin:/bin",
            "PYTHONUTF8": "1",
            "HOME": str(folder),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "src" / "nuandong", ignore=IGNORED)
    shutil.copyfile(CHECKOUT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_imports_go_down_the_floors() -> None:
    outcome = lint_imports(CHECKOUT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


BREAKS = [
    pytest.param("floors", "units.py", "import nuandong.balance", id="the-ground-floor-looks-up"),
    pytest.param(
        "floors", "demand/__init__.py", "import nuandong.balance", id="a-room-looks-at-its-neighbour"
    ),
    pytest.param("floors", "balance/__init__.py", "import nuandong.desk", id="the-library-looks-at-the-desk"),
    pytest.param(
        "floors", "desk/__init__.py", "import nuandong.cli", id="the-desk-looks-at-the-command-line"
    ),
    pytest.param(
        "desk-floors", "desk/ledger/__init__.py", "import nuandong.desk.outlook", id="the-ledger-looks-up"
    ),
    pytest.param("pure-library", "policy/__init__.py", "import django", id="the-library-knows-the-web"),
    pytest.param("pure-library", "demand/__init__.py", "import sqlite3", id="the-library-knows-a-database"),
    pytest.param("pure-library", "balance/__init__.py", "import rich", id="the-library-knows-the-terminal"),
    pytest.param(
        "proof-without-solver", "balance/certificate.py", "import highspy", id="the-checker-trusts-the-solver"
    ),
]


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS)
def test_a_wall_broken_on_purpose_is_noticed(copied_tree: Path, contract: str, file: str, line: str) -> None:
    room = copied_tree / "src" / "nuandong" / file
    with room.open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    outcome = lint_imports(copied_tree, contract)
    assert outcome.returncode != 0
    assert "BROKEN" in outcome.stdout, outcome.stdout + outcome.stderr


def test_a_new_room_without_a_floor_is_noticed(copied_tree: Path) -> None:
    (copied_tree / "src" / "nuandong" / "attic.py").write_text('"""Nobody placed me."""\n', encoding="utf-8")
    outcome = lint_imports(copied_tree, "floors")
    assert outcome.returncode != 0
    assert "attic" in outcome.stdout


def test_every_contract_is_broken_on_purpose_above() -> None:
    broken = {case.values[0] for case in BREAKS}
    assert broken == {contract["id"] for contract in contracts()}


def test_every_library_room_is_under_the_contract_that_keeps_it_pure() -> None:
    rooms = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    library_rooms = rooms - {*NOT_LIBRARY, "__init__"}
    [pure] = [contract for contract in contracts() if contract["id"] == "pure-library"]
    assert library_rooms == {name.removeprefix("nuandong.") for name in pure["source_modules"]}


def contracts() -> list[dict]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["tool"]["importlinter"]["contracts"]
