"""Do the arrays of a case have the sizes that its axes ask for, and are its ranks numbers of ranks?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from nuandong.balance.case import BalanceCase

MOST_RANKS = 1000  # a province has a dozen; a rank of a million would be a year as a rank


class Misfit(NamedTuple):
    """An array of another shape than its axes, or a rank that is none: its name, what it is, what is wanted."""

    name: str
    row: int | None
    value: str
    wanted_zh: str
    wanted_en: str


def misfits(case: BalanceCase) -> Iterator[Misfit]:
    """Every array whose shape does not fit (first axis of its table, steps), and every impossible rank."""
    for table, size, columns, by_step in _tables(case):
        holder = getattr(case, table)
        for name in (*columns, *by_step):
            wanted = (size, case.steps.count) if name in by_step else (size,)
            found = np.shape(getattr(holder, name))
            if found != wanted:
                zh, en = f"形状应为 {wanted}", f"the shape should be {wanted}"
                yield Misfit(f"{table}.{name}", None, str(found), zh, en)
    for table, ranks in (("demands", case.demands.rank), ("targets", case.targets.rank)):
        for row in np.flatnonzero((ranks < 0) | (ranks >= MOST_RANKS)):
            zh, en = f"级别须在 0 到 {MOST_RANKS - 1} 之间", f"a rank must lie in 0 … {MOST_RANKS - 1}"
            yield Misfit(f"{table}.rank", int(row), str(ranks[row]), zh, en)


def _tables(case: BalanceCase) -> Iterator[tuple[str, int, tuple[str, ...], tuple[str, ...]]]:
    yield "links", case.links.tail.size, ("head", "cost"), ("capacity", "capacity_back")
    yield "supplies", case.supplies.node.size, ("cost",), ("limit",)
    yield (
        "tanks",
        case.tanks.node.size,
        ("opening", "capacity", "boil_off", "cost"),
        ("least", "sendout", "injection"),
    )
    yield "demands", case.demands.node.size, ("rank",), ("quantity",)
