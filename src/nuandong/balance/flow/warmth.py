"""Compiling before somebody waits: called at set-up, and by a program before its first question.

Compiled kernels stay in the folder named by the environment variable NUMBA_CACHE_DIR; a program that finds them there
starts in well under a second. Without a folder each program compiles for itself.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nuandong.balance.case import BalanceCase, Demands, Links, Steps, Supplies, Tanks
from nuandong.balance.flow.cut import min_cuts
from nuandong.balance.flow.jit import IS_COMPILED, is_kept_on_disk
from nuandong.balance.flow.kernels import drain
from nuandong.balance.flow.outages import Outages, screen_outages
from nuandong.balance.flow.screen import screen
from nuandong.balance.flow.shares import fair_shares

COMPILING = "编译流量引擎,首次约半分钟 · compiling the flow engine, half a minute the first time"
NO_FOLDER = "未设 NUMBA_CACHE_DIR,编译结果不保存 · NUMBA_CACHE_DIR is not set, compiled code will not be kept"
NO_NUMBA = (
    "未安装 numba,改用精确引擎(较慢) · numba is not installed, the exact engine answers instead (slower)"
)


def is_warm() -> bool:
    """Whether this program has its kernels ready; true where there is nothing to compile."""
    return not IS_COMPILED or bool(getattr(drain, "signatures", ()))


def warm(*, tell: Callable[[str], None] | None = None) -> bool:
    """Make every kernel ready by one small question to each; `tell` hears why it takes a while.

    Returns whether compiled kernels answer from now on: false where numba is missing.
    """
    say = tell or (lambda line: None)
    if not IS_COMPILED:
        say(NO_NUMBA)
        return False
    if is_warm():
        return True
    say(COMPILING)
    if not is_kept_on_disk():
        say(NO_FOLDER)
    case = _smallest()
    screen(case=case)
    fair_shares(case=case)
    min_cuts(case=case, rank=0)
    one = np.zeros(1, dtype=np.int64)
    screen_outages(case=case, outages=Outages(("link",), one, one, one + 1))
    return True


def _smallest() -> BalanceCase:
    """Two nodes, a pipe that binds, a store that loses gas, a county that is short; two steps."""
    first, second = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    full = np.ones((1, 2))
    return BalanceCase(
        nodes=2,
        steps=Steps(np.array([24.0, 12.0])),
        links=Links(first, second, 3.0 * full, 0.0 * full, np.zeros(1)),
        supplies=Supplies(first, 4.0 * full, np.zeros(1)),
        tanks=Tanks(
            first, np.ones(1), 5.0 * np.ones(1), 0.0 * full, full, full, np.full(1, 0.01), np.zeros(1)
        ),
        demands=Demands(second, first, 8.0 * full),
    )
