"""What levels and incidents ask of an account today: proposals, approvals, steps, limits (T-040, T-096)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from nuandong.desk.alerts.cards import cards_for
from nuandong.desk.directory.roles import SEE_DAY
from nuandong.desk.directory.workbench.owed import Owed


def alerts_ask(account: Any, at: datetime) -> Iterator[Owed]:
    """The same cards as stand on the page of levels and incidents."""
    if account.has_perm(SEE_DAY):
        for card in cards_for(account=account, at=at):
            yield Owed(card.words, "", card.due_at, card.address, "T-040", acute=True)
