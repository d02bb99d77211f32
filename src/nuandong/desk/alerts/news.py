"""Levels and incidents that moved since an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nuandong.desk.alerts.models import Declaration, Incident, Proposal
from nuandong.desk.directory.roles import SEE_DAY, SUBMIT_LEVEL


def counted(account: Any, since: datetime) -> dict[str, int]:
    """Levels proposed, submitted and declared, and incidents opened, later than `since`, in the account's scope."""
    if not account.has_perm(SEE_DAY):
        return {}
    told = {
        "level": Declaration.objects.visible_to(account).filter(declared_at__gt=since).count(),
        "incident": Incident.objects.visible_to(account).filter(opened_at__gt=since).count(),
    }
    if account.has_perm(SUBMIT_LEVEL):
        told["proposal"] = Proposal.objects.visible_to(account).filter(proposed_at__gt=since).count()
    return told
