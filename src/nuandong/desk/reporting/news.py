"""Reports and readings that came in since an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.directory.roles import SEE_DAY
from nuandong.desk.reporting.models import Reading, ReportVersion


def counted(account: Any, since: datetime, until: datetime) -> dict[str, int]:
    """Versions filed and readings known after `since`, up to `until`, in the account's scope."""
    if not account.has_perm(SEE_DAY):
        return {}
    return {
        "report": ReportVersion.objects.visible_to(account)
        .filter(filed_at__gt=since, filed_at__lte=until)
        .count(),
        "reading": Reading.objects.visible_to(account)
        .filter(known_at__gt=since, known_at__lte=until)
        .count(),
    }
