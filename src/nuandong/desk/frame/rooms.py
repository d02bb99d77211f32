"""Which rooms of the desk are built, and the doors by which people enter them.

A site may leave a room out, and the rest still stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Door:
    """A way in that every page's head shows: the address it leads to, what it says, and who sees it.

    `room` is what a page calls itself in its context, so that the head marks where the reader stands; `right` is the
    permission that is needed, none for everybody who is signed in; doors stand in the order of `place`.
    """

    room: str
    address: str
    words: Any
    place: int
    right: str = ""


def doors_for(account: Any) -> list[Door]:
    """The doors of all rooms that this account may go through, in their order; a room names its own in `apps.py`."""
    every: list[Door] = [door for room in apps.get_app_configs() for door in getattr(room, "doors", ())]
    allowed = (door for door in every if not door.right or account.has_perm(door.right))
    return sorted(allowed, key=lambda door: door.place)


def is_built(module: str) -> bool:
    """Whether a module of this name can be imported, without importing it."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
