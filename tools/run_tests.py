"""Run the tests and say plainly how many ran and how many did not.

    run_tests.py [--all] [anything pytest understands]

Without --all the slow tests stay out, and a skipped test is said loudly. With --all everything runs, and a single
skip is a failure: a test that never runs where it matters is no test.
"""

import os
import sys
from collections import defaultdict
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
OWN_WORKERS = (
    "-n",
    "--numprocesses",
    "no:xdist",
    "--pdb",
    "--trace",
    "--collect-only",
    "--co",
    "-x",
    "--lf",
    "--sw",
)
FAILED = 1


class Tally:
    """Counts what ran and keeps why the rest did not."""

    def __init__(self) -> None:
        self.ran: set[str] = set()
        self.skipped: dict[str, set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test has run when its body was entered and not left by a skip."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped[_reason(report)].add(report.nodeid)
        elif report.when == "call":
            self.ran.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole file may skip itself."""
        if report.skipped:
            self.skipped[_reason(report)].add(report.nodeid)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def main(words: list[str]) -> int:
    """Run pytest in this process; returns its exit code, or 1 where --all met a skip."""
    everything = "--all" in words
    words = [word for word in words if word != "--all"]
    caller = Path.cwd()
    os.chdir(CHECKOUT)
    tally = Tally()
    outcome = int(pytest.main([*_options(words, everything), *_from(caller, words)], plugins=[tally]))
    return _conclude(tally, outcome, everything)


def _options(words: list[str], everything: bool) -> list[str]:
    state = Path(os.environ.get("NUANDONG_STATE", CHECKOUT / ".nuandong"))
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(state / "cache" / "hypothesis"))
    if everything:
        os.environ["NUANDONG_TEST_ALL"] = "1"
    options = ["-c", str(CHECKOUT / "pyproject.toml"), "--rootdir", str(CHECKOUT)]
    options += ["-o", f"cache_dir={state / 'cache' / 'pytest'}"]
    if not everything and not any(word.startswith("-m") for word in words):
        options += ["-m", "not slow"]
    if not any(word.split("=")[0] in OWN_WORKERS for word in words):
        options += ["-n", str(min(2, os.cpu_count() or 1)), "--dist", "worksteal"]
    return options


def _from(caller: Path, words: list[str]) -> list[str]:
    """Paths were meant from where the caller stood; we stand in the checkout."""
    return [str(caller / word) if (caller / word.split("::")[0]).exists() else word for word in words]


def _conclude(tally: Tally, outcome: int, everything: bool) -> int:
    skipped = sum(map(len, tally.skipped.values()))
    print(f"\n{len(tally.ran)} run, {skipped} skipped")
    for reason, tests in sorted(tally.skipped.items()):
        print(f"  SKIPPED {len(tests)} ×: {reason}")
    if outcome == 0 and skipped and everything:
        print("  --all runs everything: a skip is a failure.")
        return FAILED
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
