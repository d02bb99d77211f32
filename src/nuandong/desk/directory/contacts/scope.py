"""Whose contacts an account may change: its own organisation's, those of public bodies in its region.

A county sees the companies on its ground, but each company names its own people; the provincial office, which
answers for the whole table (T-094), may mend any.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from nuandong.desk.directory.models import Organisation, OrganisationKind
from nuandong.desk.directory.roles import KEEP_CONTACTS
from nuandong.desk.directory.scope import scope_of

PUBLIC_BODIES = (OrganisationKind.OFFICE, OrganisationKind.GOVERNMENT, OrganisationKind.DEPARTMENT)


def kept_by(account: Any) -> Any:
    """Organisations whose contacts, rota and task force this account may change."""
    if not account.has_perm(KEEP_CONTACTS):
        return Organisation.objects.none()
    visible = Organisation.objects.visible_to(account)
    scope = scope_of(account)
    if scope.sees_all:
        return visible
    return visible.filter(Q(kind__in=PUBLIC_BODIES) | Q(code__in=scope.organisations))
