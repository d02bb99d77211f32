"""Orders, answers and cards since an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.directory.roles import ACKNOWLEDGE, SEE_ORDERS
from nuandong.desk.dispatch.models import Card, Notice, Objection, Receipt


def counted(account: Any, since: datetime, until: datetime) -> dict[str, int]:
    """Notices issued and answered, and cards raised, after `since`, up to `until`, in the account's scope."""
    told: dict[str, int] = {}
    if account.has_perm(SEE_ORDERS) or account.has_perm(ACKNOWLEDGE):
        told["notice"] = (
            Notice.objects.visible_to(account).filter(issued_at__gt=since, issued_at__lte=until).count()
        )
    if account.has_perm(SEE_ORDERS):
        told["receipt"] = Receipt.objects.visible_to(account).filter(at__gt=since, at__lte=until).count()
        told["objection"] = Objection.objects.visible_to(account).filter(at__gt=since, at__lte=until).count()
        told["card"] = (
            Card.objects.visible_to(account).filter(raised_at__gt=since, raised_at__lte=until).count()
        )
    return told
