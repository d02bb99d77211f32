"""Which level is in force: for orders, the brief and every page.

Clauses: T-040 (declared levels), T-042 (cutting begins under a declared level).
"""

from __future__ import annotations

from datetime import date, datetime

from nuandong.desk.alerts.models import Declaration, DeclarationState
from nuandong.desk.alerts.models.levels import PROVINCE
from nuandong.policy import NO_LEVEL


def level_in_force(*, gas_day: date, at: datetime, scope: str = PROVINCE) -> Declaration | None:
    """The declaration that holds for a gas day as known at an instant; None where none was declared, or it ended."""
    newest = standing(gas_day=gas_day, at=at, scope=scope)
    return None if newest is None or newest.level == NO_LEVEL.key else newest


def standing(*, gas_day: date, at: datetime, scope: str = PROVINCE) -> Declaration | None:
    """The newest declaration of a scope for a gas day, be it the one that ended the response."""
    declared = Declaration.objects.filter(
        state=DeclarationState.DECLARED, scope=scope, gas_day__lte=gas_day, declared_at__lte=at
    )
    found: Declaration | None = (
        declared.select_related("submitted_by", "declared_by").order_by("-declared_at", "-id").first()
    )
    return found


def standing_by_scope(*, gas_day: date, at: datetime) -> dict[str, Declaration]:
    """The newest declaration of every scope that ever had one, by scope: for pages that show them all."""
    declared = Declaration.objects.filter(
        state=DeclarationState.DECLARED, gas_day__lte=gas_day, declared_at__lte=at
    )
    newest = dict(declared.order_by("declared_at", "id").values_list("scope", "id"))
    found = Declaration.objects.select_related("submitted_by__person", "declared_by__person")
    return {one.scope: one for one in found.filter(pk__in=newest.values())}


def scopes_in_force(*, gas_day: date, at: datetime) -> list[Declaration]:
    """Every declared level that holds, the province first, then zones and cities by code."""
    newest = standing_by_scope(gas_day=gas_day, at=at).values()
    found = [one for one in newest if one.level != NO_LEVEL.key]
    return sorted(found, key=lambda one: (one.scope != PROVINCE, one.scope))
