"""Are the columns of a case arrays of numbers, of the sizes that its axes ask for, and its ranks numbers of ranks?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import NamedTuple

import numpy as np

from nuandong.balance.case import BalanceCase

HOLDERS = ("steps", "links", "supplies", "tanks", "demands", "totals", "targets", "curves")
PLACES = frozenset(
    ("tail", "head", "node", "rank", "tank", "step", "first", "length", "row", "member")
)  # whole numbers
WORDS = frozenset(("kind",))  # tuples of words
MOST_RANKS = 1000  # a province has a dozen; a rank of a million would be a year as a rank


class Misfit(NamedTuple):
    """An array of another shape than its axes, or a rank that is none: its name, what it is, what is wanted."""

    name: str
    row: int | None
    value: str
    wanted_zh: str
    wanted_en: str


def not_arrays(case: BalanceCase) -> Iterator[Misfit]:
    """Every column that is no numpy array of numbers, or counts places and holds no whole numbers."""
    for table in HOLDERS:
        holder = getattr(case, table)
        for name in (field.name for field in fields(holder) if field.name not in WORDS):
            column = getattr(holder, name)
            at, is_place = f"{table}.{name}", name in PLACES
            if not isinstance(column, np.ndarray):
                kind = "np.int64" if is_place else "float"
                zh = f"应为 numpy 数组，请用 np.asarray(…, dtype={kind}) 转换"
                en = f"a numpy array is wanted; convert it with np.asarray(…, dtype={kind})"
                yield Misfit(at, None, type(column).__name__, zh, en)
            elif column.size and column.dtype.kind not in ("iu" if is_place else "iuf"):
                wanted = ("整数", "whole numbers") if is_place else ("数", "numbers")
                zh, en = f"数组元素应为{wanted[0]}", f"an array of {wanted[1]} is wanted"
                yield Misfit(at, None, str(column.dtype), zh, en)


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
