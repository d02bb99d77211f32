"""What every page shows of the one who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from nuandong.desk.directory.models import Role
from nuandong.desk.frame import clock
from nuandong.desk.frame.rooms import doors_for
from nuandong.desk.ledger.live import head_now


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """`roles`, `places` and `doors` of the account for the page head, whether the desk's clock is set to another time,
    and where the ledger ends, from which the page asks for news."""
    account = getattr(request, "user", None)
    shown = {"clock_is_set": clock.is_set(), "desk_time": clock.now()}
    if account is None or not account.is_authenticated:
        return shown
    memberships = list(account.memberships.in_force().select_related("region", "organisation"))
    return {
        **shown,
        "doors": doors_for(account),
        "ledger_head": head_now(),
        "roles": [Role(membership.role).label for membership in memberships],
        "places": [membership.region or membership.organisation for membership in memberships],
    }
