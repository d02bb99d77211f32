"""Runs that were finished since an instant: the province's picture, open to everybody who may see the day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.directory.roles import SEE_DAY
from nuandong.desk.outlook.models import Run


def counted(account: Any, since: datetime, until: datetime) -> dict[str, int]:
    """Runs with a picture that were finished after `since`, up to `until`."""
    if not account.has_perm(SEE_DAY):
        return {}
    return {"run": Run.objects.done().filter(finished_at__gt=since, finished_at__lte=until).count()}
