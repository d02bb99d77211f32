"""Most that the exact plan misses in each rank: what a flow misses that somebody could follow."""

from __future__ import annotations

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.flow.contract import Places, contract
from nuandong.balance.flow.expand import expand
from nuandong.balance.flow.scale import cautious_units
from nuandong.balance.flow.stock import Stock, cautious_stock, followed_stock
from nuandong.balance.flow.twin import Twin
from nuandong.units import FloatArray


def most_by_rank(*, case: BalanceCase, places: Places, served: int, followers: int) -> FloatArray:
    """Most that each rank alone misses, (ranks,), 10^4 m3; infinite where floors are not proven to be kept.

    All ranks by the cautious twin; with `followers`, the first rank that is short in it by twins that follow its plan
    as well. Those promise nothing for lower ranks: what the exact plan does better for this one it may take from them.
    Ranks below `served` are expected to miss nothing; the answer does not depend on it.
    """
    most, held = np.full(case.ranks, np.inf), None
    twin = _twin(case, places, cautious_stock(case))
    if twin is None:
        return most
    begin = twin.serve_first(served)
    most[:begin] = 0.0
    for rank in range(begin, case.ranks):
        twin.serve(range(rank, rank + 1))
        most[rank] = twin.missing
        if held is None and followers and most[rank] > 0.0:
            held = _held(twin, rank, cautious_stock(case))
        twin.forget()
    for _ in range(followers):
        if held is not None:
            held = _follow(case, places, (most, held))
    return most


def cautious_inventory(case: BalanceCase) -> FloatArray:
    """What stores hold at the end of every step in the cautious twin's plan, as far as anybody draws it later, (k, t)
    in 10^4 m3; their floors where no plan keeps them."""
    stock = cautious_stock(case)
    held: FloatArray = np.array(stock.least)
    twin = _twin(case, contract(case), stock)
    if twin is None:
        return held
    for rank in range(twin.serve_first(case.ranks), case.ranks):
        twin.serve(range(rank, rank + 1))
        if twin.lacks:
            twin.bring_back(rank)
            twin.forget()
    held[:, :-1] += twin.carried()
    return held


def _follow(case: BalanceCase, places: Places, known: tuple[FloatArray, FloatArray]) -> FloatArray | None:
    """Lessen `most` up to the first rank that stays short when a known plan's inventories are followed; what stores
    hold then, none where no rank is short."""
    most, held = known
    stock = followed_stock(case, held=held)
    twin = _twin(case, places, stock)
    if twin is None:
        return held
    for rank in range(twin.serve_first(int(np.argmax(most > 0.0))), case.ranks):
        twin.serve(range(rank, rank + 1))
        most[rank] = min(most[rank], twin.missing)
        if twin.lacks:
            return _held(twin, rank, stock)
    return None


def _twin(case: BalanceCase, places: Places, stock: Stock) -> Twin | None:
    """A twin with its floors kept; none where they cannot be."""
    expanded = expand(case=case, places=places, stock=stock)
    twin = Twin.of(expanded, cautious_units(expanded))
    return None if twin.lacks else twin


def _held(twin: Twin, rank: int, stock: Stock) -> FloatArray:
    """What stores hold at the end of every step but the last, as far as anybody draws it, (k, t - 1), in the plan that
    serves all ranks before this one in full, and this one as far as it can."""
    twin.bring_back(rank)
    held: FloatArray = stock.least[:, :-1] + twin.carried()
    return held
