"""The comparison with other tools compares the same thing, and says what it is measured against."""

from __future__ import annotations

import sys

import pytest

from benchmarks.figures import FigureTable
from benchmarks.peers import Outcome, add_tool, measured, run
from nuandong.balance.peers import PeerMissing

OURS = Outcome(objective=100.0, seconds=2.0, megabytes=200.0, version="")


def test_twice_the_time_and_memory_of_ours_meets_the_goal_and_a_little_less_does_not() -> None:
    for seconds, megabytes, met in ((4.0, 400.0, True), (3.9, 390.0, False)):
        table = FigureTable("")
        add_tool(table, OURS, ("pypsa-optimize", "PyPSA"), Outcome(100.0, seconds, megabytes, ""))
        assert [figure.met for figure in table.figures] == [met, met]


def test_a_tool_that_finds_another_objective_is_not_compared() -> None:
    with pytest.raises(AssertionError, match="oemof"):
        add_tool(FigureTable(""), OURS, ("oemof", "oemof"), Outcome(100.001, 20.0, 400.0, ""))


def test_where_a_tool_is_missing_the_refusal_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "linopy", None)  # as Python itself marks what cannot be imported
    with pytest.raises(PeerMissing, match="linopy"):
        run(["--quick"])


def test_each_run_is_a_process_of_its_own_that_says_what_it_found() -> None:
    found = measured("highs", days=2, rounds=1)
    assert found.objective > 0
    assert found.seconds > 0
    assert 20 < found.megabytes < 1000
