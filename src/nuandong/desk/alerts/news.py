"""Levels and incidents that moved since an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.alerts.models import Declaration, Incident, Proposal
from nuandong.desk.directory.roles import SEE_DAY, SUBMIT_LEVEL


def counted(account: Any, since: datetime, until: datetime) -> dict[str, int]:
    """Levels proposed and declared, and incidents opened, after `since`, up to `until`, in the account's scope."""
    if not account.has_perm(SEE_DAY):
        return {}
    told = {
        "level": Declaration.objects.visible_to(account)
        .filter(declared_at__gt=since, declared_at__lte=until)
        .count(),
        "incident": Incident.objects.visible_to(account)
        .filter(opened_at__gt=since, opened_at__lte=until)
        .count(),
    }
    if account.has_perm(SUBMIT_LEVEL):
        told["proposal"] = (
            Proposal.objects.visible_to(account).filter(proposed_at__gt=since, proposed_at__lte=until).count()
        )
    return told
