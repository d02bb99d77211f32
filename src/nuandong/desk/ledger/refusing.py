"""An act that somebody tried and may not do is an entry too: who, which address, when; once a minute each.

Only what would have changed something is written down. A page that somebody may not see is no act.

Clause: T-098 (refused acts are found too).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.models import Entry

REFUSED, ADDRESS = "refused", "address"
ONCE_A = timedelta(minutes=1)
LONGEST = 120


def note_refusal(*, actor: str, route: str, path: str, at: datetime) -> bool:
    """Write down that an act was refused; False where just this was written a moment ago, or nothing can be written.

    Saying no must never fail because the ledger cannot be written.
    """
    subject = route[:LONGEST] or "/"
    told = Entry.objects.filter(actor=actor, act=REFUSED, subject_id=subject, at__gt=at - ONCE_A)
    try:
        with transaction.atomic():
            if told.exists():
                return False
            append(act=Act(REFUSED, actor, ADDRESS, subject, {"path": path[:400]}), at=at)
    except DatabaseError:
        return False
    return True
