"""A solver that remembers: what was solved before is not solved again, and what is like it starts where that ended.

For what-if questions. A change that leaves a balance problem as it was, to the last bit, keeps its plan; one that
moves quantities begins from the basis of the last problem of the same shape. Both save time and leave the answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, is_dataclass

import numpy as np

from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.balance.solve import Start

Shape = tuple[int, ...]


@dataclass(slots=True, eq=False)
class Remembered:
    """Plans by the digest of their problem, and where the last problem of each shape ended."""

    plans: dict[str, BalancePlan] = field(default_factory=dict)
    starts: dict[Shape, Start] = field(default_factory=dict)

    def __call__(self, *, case: BalanceCase, is_fair: bool = True) -> BalancePlan:
        """The plan of `solve_tiers`, from memory where the same problem was solved before."""
        key = f"{is_fair} {digest_of(case)}"
        if key not in self.plans:
            start = self.starts.setdefault(_shape(case), Start())
            self.plans[key] = solve_tiers(case=case, is_fair=is_fair, start=start)
        return self.plans[key]

    def copied(self) -> Remembered:
        """A memory of its own that knows the same: what one question adds does not reach the next."""
        starts = {shape: Start(start.basis) for shape, start in self.starts.items()}
        return Remembered(dict(self.plans), starts)


def digest_of(case: BalanceCase) -> str:
    """SHA-256 over every array of a balance problem, in the order of its fields."""
    told = hashlib.sha256()

    def tell(part: object) -> None:
        if isinstance(part, np.ndarray):
            told.update(f"{part.dtype}{part.shape}".encode())
            told.update(np.ascontiguousarray(part).tobytes())
        elif is_dataclass(part):
            for column in fields(part):
                tell(getattr(part, column.name))
        else:
            told.update(repr(part).encode())

    tell(case)
    return told.hexdigest()


def _shape(case: BalanceCase) -> Shape:
    """What two problems must share for the basis of one to fit the other."""
    return (
        case.nodes,
        case.steps.count,
        case.ranks,
        *(part.size for part in (case.links.tail, case.supplies.node, case.tanks.node, case.demands.node)),
        *(part.count for part in (case.totals, case.targets, case.curves)),
    )
