"""Fair shares in whole cubic metres: everybody gives the same percentage of what they can give.

Largest remainders would do for one number, but asking for one cubic metre more can then *lower* somebody's
share (the Alabama paradox), and nobody could explain that to a company. Rounding each share to the nearest
cubic metre and moving the common percentage until the sum fits (Webster's divisor method) has no such
fault, never exceeds what a member can give, and gives all of it when all is needed.

Where policy lets a tier give by turns (shops that close one after the other rather than all a little), the order is
that of the cumulative hours.

Clauses: T-028, T-045 (fair order, least cumulative hours).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction

from nuandong.units import CUBIC_METRE, FloatArray

Rank = tuple[float, str]  # who is asked first among equals: least cumulative hours, then the id


def share_out(*, need_m3: int, reducible_m3: Sequence[int], ranks: Sequence[Rank]) -> list[int]:
    """Whole m3 for each member: min(need, sum of reducible) in all, equal percentages up to rounding.

        share[i] = round(p * reducible[i]) for one p in 0..1; ties at half a cubic metre go by rank

    More need never lowers a share; the answer does not depend on the order of members.
    """
    total = sum(reducible_m3)
    need = max(0, min(need_m3, total))
    if total == 0:
        return [0] * len(reducible_m3)
    shares = [(2 * need * most + total) // (2 * total) for most in reducible_m3]
    return _moved_to(need, shares, reducible_m3, ranks)


def take_turns(*, need_m3: int, reducible_m3: Sequence[int], ranks: Sequence[Rank]) -> list[int]:
    """Whole m3 for each member: those with the least cumulative hours give all they can, one after the other, until
    the need is met; the last of them gives the rest. min(need, sum of reducible) in all."""
    shares, left = [0] * len(reducible_m3), max(0, need_m3)
    for member in sorted(range(len(reducible_m3)), key=lambda one: ranks[one]):
        shares[member] = min(left, reducible_m3[member])
        left -= shares[member]
    return shares


def _moved_to(need: int, shares: list[int], reducible_m3: Sequence[int], ranks: Sequence[Rank]) -> list[int]:
    """Single cubic metres given or taken back in the order of the percentage at which they become due."""
    missing = need - sum(shares)
    step = 1 if missing > 0 else -1
    queue = [_due(member, shares, reducible_m3, ranks, step) for member in range(len(shares))]
    heapq.heapify(queue)
    for _ in range(abs(missing)):
        member = heapq.heappop(queue)[-1]
        shares[member] += step
        heapq.heappush(queue, _due(member, shares, reducible_m3, ranks, step))
    return shares


class _Reversed(str):
    """An id that sorts backwards: what is given first is taken back last."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _due(
    member: int, shares: list[int], reducible_m3: Sequence[int], ranks: Sequence[Rank], step: int
) -> tuple[Fraction, float, str, int]:
    """Sort key of the member's next cubic metre to give (step 1), or its last one to take back (step -1)."""
    hours, name = ranks[member]
    if reducible_m3[member] == 0:
        return Fraction(2), hours, name, member
    if step > 0:
        return Fraction(2 * shares[member] + 1, 2 * reducible_m3[member]), hours, name, member
    return -Fraction(2 * shares[member] - 1, 2 * reducible_m3[member]), -hours, _Reversed(name), member


def to_m3(flow: FloatArray) -> list[int]:
    """Flows in 10^4 m3/day as whole m3 a day, rounded to the nearest."""
    return [round(float(value) / CUBIC_METRE) for value in flow]


def from_m3(cubic_metres: int) -> float:
    """Whole m3 a day as a flow in 10^4 m3/day, the nearest float to its four decimals."""
    return round(cubic_metres * CUBIC_METRE, 4)
