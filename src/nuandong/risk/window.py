"""A balance case cut down to the days of an outage, and the same case without what has failed.

Nothing before the outage is decided anew: its days are cut out, stores begin with what the plan left in them, and
supplies keep the limits that were nominated (rulings, 11).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nuandong.balance import BalanceCase
from nuandong.units import FloatArray


@dataclass(frozen=True, slots=True)
class Loss:
    """What fails together, as positions in a balance case; `name` is what a person calls it."""

    name: str
    links: tuple[int, ...] = ()
    supplies: tuple[int, ...] = ()
    tanks: tuple[int, ...] = ()

    def with_(self, other: Loss) -> Loss:
        """Both losses at once."""
        return Loss(
            name=f"{self.name} + {other.name}",
            links=self.links + other.links,
            supplies=self.supplies + other.supplies,
            tanks=self.tanks + other.tanks,
        )


def window(
    *, case: BalanceCase, first: int, count: int, opening: FloatArray, used: FloatArray | None = None
) -> BalanceCase:
    """Steps `first` to `first + count` of a case alone, its stores holding `opening` (k,) in 10^4 m3, and `used` (p,)
    of its totals gone.

    A floor that a store could not keep without refilling is lowered to what boil-off leaves of its opening: an
    outage that stops its refilling must not make the case unanswerable.
    """
    tanks = case.tanks
    days = case.steps.days[first : first + count]
    left = opening[:, None] * np.cumprod(1.0 - tanks.boil_off[:, None] * days[None, :], axis=1)
    here = case.window(first=first, count=count, opening=opening, used=used)
    kept = replace(
        here.tanks,
        capacity=np.maximum(tanks.capacity, opening),
        least=np.minimum(here.tanks.least, left),
    )
    return replace(here, tanks=kept)


def without(*, case: BalanceCase, loss: Loss) -> BalanceCase:
    """The case with links, supplies and stores of a loss carrying nothing on every step.

    Gas in a store that is out stays there and boils off; nobody can reach it.
    """
    links, tanks = case.links, case.tanks
    return replace(
        case,
        links=replace(
            links,
            capacity=_silenced(links.capacity, loss.links),
            capacity_back=_silenced(links.capacity_back, loss.links),
        ),
        supplies=replace(case.supplies, limit=_silenced(case.supplies.limit, loss.supplies)),
        tanks=replace(
            tanks,
            sendout=_silenced(tanks.sendout, loss.tanks),
            injection=_silenced(tanks.injection, loss.tanks),
        ),
    )


def opening_at(*, inventory: FloatArray, opening: FloatArray, step: int) -> FloatArray:
    """What lies in the stores when a step begins, (k,): the plan's inventory the evening before."""
    return opening if step == 0 else inventory[:, step - 1]


def _silenced(table: FloatArray, rows: tuple[int, ...]) -> FloatArray:
    if not rows:
        return table
    quiet = table.copy()
    quiet[list(rows)] = 0.0
    return quiet
