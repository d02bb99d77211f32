"""Briefs that were signed since an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.roles import SEE_BRIEF


def counted(account: Any, since: datetime) -> dict[str, int]:
    """Briefs signed later than `since`, in the account's scope."""
    if not account.has_perm(SEE_BRIEF):
        return {}
    return {"brief": Brief.objects.visible_to(account).filter(signed_at__gt=since).count()}
