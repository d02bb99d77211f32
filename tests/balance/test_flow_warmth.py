"""Kernels are compiled once, kept where they are told to be, and say why it takes a while."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.balance.test_flow_without_numba import run

pytest.importorskip("numba")

PROGRAM = """
from nuandong.balance.flow import is_warm, warm
heard = []
before = is_warm()
answer = warm(tell=heard.append)
again = warm(tell=heard.append)
print(before, answer, is_warm(), again, len(heard), any("NUMBA_CACHE_DIR" in line for line in heard))
"""


@pytest.mark.slow
def test_compiled_kernels_are_kept_in_the_named_folder(tmp_path: Path) -> None:
    """Compiles everything once, about half a minute."""
    assert run(PROGRAM, NUMBA_CACHE_DIR=str(tmp_path)) == ["False True True True 1 False"]
    kept = sorted(tmp_path.rglob("*.nbi"))
    assert any("kernels.drain" in path.name for path in kept)
    stamps = [path.stat().st_mtime_ns for path in kept]
    assert run(PROGRAM, NUMBA_CACHE_DIR=str(tmp_path)) == ["False True True True 1 False"]
    assert [
        path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*.nbi"))
    ] == stamps  # nothing compiled again
