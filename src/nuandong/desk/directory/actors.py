"""How the ledger names whoever acts."""

from __future__ import annotations

from nuandong.desk.directory.models import Account

THE_DESK = "desk"


def actor_of(by: Account | None) -> str:
    """An account's pseudonym; the desk itself where no person asked."""
    return THE_DESK if by is None else by.actor
