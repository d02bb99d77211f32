"""Format, lint, types, import contracts: every check runs, and the table at the end says which failed.

lint.py [--fix]     --fix lets ruff mend what it can first
"""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
CODE = ("src", "tests", "tools", "conftest.py")
ALSO = ("benchmarks", "scripts", "docs", "examples")
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Check:
    """One check: its name in the table and what runs it, as words after the Python of this environment."""

    name: str
    words: tuple[str, ...]


def checks(cache: Path) -> Iterator[Check]:
    """The checks, quick ones first."""
    code = [*CODE, *(folder for folder in ALSO if any((CHECKOUT / folder).rglob("*.py")))]
    ruff_cache = ("--cache-dir", str(cache / "ruff"))
    yield Check("format", ("-m", "ruff", "format", "--check", *ruff_cache, *code))
    yield Check("lint", ("-m", "ruff", "check", *ruff_cache, *code))
    yield Check("types of the library", ("-m", "mypy", "--cache-dir", str(cache / "mypy")))
    if importlib.util.find_spec("nuandong.desk.settings"):
        desk = ("--config-file", "tools/mypy_desk.ini", "--cache-dir", str(cache / "mypy-desk"))
        yield Check("types of the desk", ("-m", "mypy", *desk))
    yield Check("import contracts", ("-c", CONTRACTS, "--cache-dir", str(cache / "import-linter")))


def main(words: list[str]) -> int:
    """Run all checks; 0 when all hold."""
    cache = Path(os.environ.get("NUANDONG_STATE", CHECKOUT / ".nuandong")) / "cache"
    if "--fix" in words:
        for mend in (("check", "--fix"), ("format",)):
            subprocess.run([sys.executable, "-m", "ruff", *mend, *CODE], cwd=CHECKOUT, check=False)
    outcomes = [(check, *_run(check)) for check in checks(cache)]
    print()
    for check, passed, seconds in outcomes:
        print(f"  {'holds ' if passed else 'FAILED'}  {check.name:<22}{seconds:6.1f} s")
    return 0 if all(passed for _, passed, _ in outcomes) else 1


def _run(check: Check) -> tuple[bool, float]:
    print(f"── {check.name}", flush=True)
    began = time.monotonic()
    outcome = subprocess.run([sys.executable, *check.words], cwd=CHECKOUT, check=False)
    return outcome.returncode == 0, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
