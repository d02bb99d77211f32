"""What orders ask of an account today: silent addressees, notices to answer, drafts to approve (T-041, T-042)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from nuandong.desk.directory.roles import SEE_ORDERS
from nuandong.desk.directory.workbench.owed import Owed
from nuandong.desk.dispatch.duties import duties_of


def orders_ask(account: Any, at: datetime) -> Iterator[Owed]:
    """The same duties as stand on the page of orders."""
    if account.has_perm(SEE_ORDERS):
        for duty in duties_of(account, at):
            yield Owed(duty.words, "", duty.by, duty.address, "T-041", acute=True)
