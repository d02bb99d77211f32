"""Who holds the office that policy asks for a level of the province, a zone or a city.

A higher office may do what a lower one may. A city's level is declared by its own leader.

Clause: T-040 (procedure of each level).
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from nuandong.desk.alerts.models import ScopeKind
from nuandong.desk.directory.models import Account, Role
from nuandong.desk.directory.province import policy_book
from nuandong.policy import NO_LEVEL, DatedValue
from nuandong.policy.rules import OFFICES
from nuandong.vocabulary import RegionKind

OFFICE_OF_ROLE = {Role.LEADER: "leader", Role.COMMANDER: "commander", Role.GOVERNMENT: "government"}
OFFICE_WORDS = {
    "leader": _("Deputy commander (responsible leader)"),
    "commander": _("Commander"),
    "government": _("Provincial government"),
}


def office_rule(*, level: str, previous: str, kind: str, gas_day: date) -> DatedValue[str]:
    """The office whose approval a change asks for: that of the higher of the two levels, so that whoever declared
    a level also steps it down."""
    policy = policy_book()
    ranks = {one.key: one.rank for one in (NO_LEVEL, *policy.levels(day=gas_day))}
    asked = max((level, previous), key=lambda key: ranks.get(key, 0))
    if asked == NO_LEVEL.key:
        asked = policy.levels(day=gas_day)[0].key
    return policy.declaring_office(level=asked, scale=kind, day=gas_day)


def holds_office(account: Account, *, office: str, kind: str, scope: str) -> bool:
    """Whether an account holds this office, or a higher one, for the scope."""
    for role, region, region_kind in _places(account):
        held = OFFICE_OF_ROLE.get(Role(role))
        if held is None or OFFICES.index(held) < OFFICES.index(office):
            continue
        if (region == scope) if kind == ScopeKind.CITY else region_kind == RegionKind.PROVINCE:
            return True
    return False


def is_of_scope(account: Account, *, kind: str, scope: str) -> bool:
    """Whether an account speaks for a scope: the province's for the province and its zones, a city's for the city."""
    rows = _places(account)
    if kind == ScopeKind.CITY:
        return any(region == scope or region_kind == RegionKind.PROVINCE for _, region, region_kind in rows)
    return any(region_kind == RegionKind.PROVINCE for _role, _region, region_kind in rows)


def _places(account: Account) -> list[tuple[str, str | None, str | None]]:
    """Role and place of each membership, asked once for an account as it was read: a page asks for every area."""
    kept: list[tuple[str, str | None, str | None]] | None = getattr(account, "_places", None)
    if kept is None:
        rows = account.memberships.in_force().values_list("role", "region_id", "region__kind")
        kept = account._places = list(rows)  # type: ignore[attr-defined]
    return kept
