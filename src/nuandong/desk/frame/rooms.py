"""Which rooms of the desk are built, and the doors by which people enter them.

A site may leave a room out, and the rest still stands.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Door:
    """A way in that every page's head shows: the address it leads to, what it says, and who sees it.

    `room` is what a page calls itself in its context, so that the head marks where the reader stands; `right` is the
    permission that is needed, none for everybody who is signed in; doors stand in the order of `place`: below 40 what
    happens now, below 70 who and by which papers, then what it is judged by.
    """

    room: str
    address: str
    words: Any
    place: int
    right: str = ""
    begins_group: bool = False


GROUPS = (40, 70)


def doors_for(account: Any) -> list[Door]:
    """The doors of all rooms that this account may go through, in their order; a room names its own in `apps.py`."""
    every: list[Door] = [door for room in apps.get_app_configs() for door in getattr(room, "doors", ())]
    allowed = (door for door in every if not door.right or account.has_perm(door.right))
    doors = sorted(allowed, key=lambda door: door.place)
    return doors[:1] + [
        replace(door, begins_group=_group(door) != _group(one)) for one, door in pairwise(doors)
    ]


def _group(door: Door) -> int:
    return bisect_right(GROUPS, door.place)


def is_built(module: str) -> bool:
    """Whether a module of this name can be imported, without importing it."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
