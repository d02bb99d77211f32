"""Orders, answers and cards since an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.directory.roles import ACKNOWLEDGE, SEE_ORDERS
from nuandong.desk.dispatch.models import Card, Notice, Objection, Receipt


def counted(account: Any, since: datetime) -> dict[str, int]:
    """Notices issued, answered and objected to, and cards raised, later than `since`, in the account's scope."""
    told: dict[str, int] = {}
    if account.has_perm(SEE_ORDERS) or account.has_perm(ACKNOWLEDGE):
        told["notice"] = Notice.objects.visible_to(account).filter(issued_at__gt=since).count()
    if account.has_perm(SEE_ORDERS):
        told["receipt"] = Receipt.objects.visible_to(account).filter(at__gt=since).count()
        told["objection"] = Objection.objects.visible_to(account).filter(at__gt=since).count()
        told["card"] = Card.objects.visible_to(account).filter(raised_at__gt=since).count()
    return told
