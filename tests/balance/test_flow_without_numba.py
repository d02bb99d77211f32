"""Every answer of the flow engine is given where numba is missing too, more slowly, and says who gave it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
sys.modules["numba"] = None  # as if it were not installed
import numpy as np
from nuandong.balance.flow import Outages, fair_shares, is_warm, min_cut, screen, screen_outages, warm
from tests.balance.small import line_case

case = line_case(capacity=3, supply=100, near=[4.0], far=[8.0])
bounds = screen(case=case)
print(bounds.engine, bounds.lower, bounds.upper)
shares = fair_shares(case=case)
print(shares.engine, shares.is_exact, shares.share.ravel())
zero = np.zeros(1, dtype=np.int64)
outages = screen_outages(case=case, outages=Outages(("link",), zero, zero, zero + 1))
print(outages.engine, outages.lower.ravel(), outages.upper.ravel())
print(min_cut(case=case, rank=0).missing)
print(is_warm(), warm(tell=lambda line: print("told" if "numba" in line else line)))
"""


def run(program: str, **environment: str) -> list[str]:
    """What a program of its own prints, line by line."""
    root = Path(__file__).parents[2]
    outcome = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]), **environment},
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.splitlines()


def test_the_exact_engine_answers_and_says_so() -> None:
    assert run(PROGRAM) == [
        "exact [5.] [5.]",
        "exact True [0.    0.625]",
        "exact [8.] [8.]",
        "5.0",
        "told",
        "True False",
    ]
