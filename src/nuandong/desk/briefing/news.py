"""Briefs that were signed since an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.briefing.models import Brief
from nuandong.desk.directory.roles import SEE_BRIEF


def counted(account: Any, since: datetime, until: datetime) -> dict[str, int]:
    """Briefs signed after `since`, up to `until`, in the account's scope."""
    if not account.has_perm(SEE_BRIEF):
        return {}
    return {
        "brief": Brief.objects.visible_to(account).filter(signed_at__gt=since, signed_at__lte=until).count()
    }
