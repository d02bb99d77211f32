"""Who must sign in with two factors: whoever keeps accounts, watches, declares levels, approves orders or signs.

`NUANDONG_SECOND_FACTOR` says it for a site: `required` (what `serve` sets), `optional`, `everyone`, or roles by name.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from nuandong.desk.directory.models import Role
from nuandong.desk.directory.roles import (
    APPROVE_ORDER,
    AUDIT,
    DECLARE_LEVEL,
    GRANT_ROLES,
    GRANTS,
    KEEP_ACCOUNTS,
    SIGN_BRIEF,
)
from nuandong.findings import AssuranceError

OPTIONAL, REQUIRED, EVERYONE = "optional", "required", "everyone"
STRONG = frozenset({KEEP_ACCOUNTS, GRANT_ROLES, AUDIT, DECLARE_LEVEL, APPROVE_ORDER, SIGN_BRIEF})


class UnknownRequirement(AssuranceError):
    """NUANDONG_SECOND_FACTOR names something that is no role."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"NUANDONG_SECOND_FACTOR={words}：只能是 optional、required、everyone 或以逗号分隔的角色"
            f"（{'、'.join(Role.values)}）"
        )


def roles_that_must(words: str) -> frozenset[str]:
    """Roles that sign in with two factors by the setting. Raises UnknownRequirement."""
    if words in ("", OPTIONAL):
        return frozenset()
    if words == REQUIRED:
        return frozenset(role for role, rights in GRANTS.items() if rights & STRONG)
    if words == EVERYONE:
        return frozenset(Role.values)
    named = frozenset(part.strip() for part in words.split(",") if part.strip())
    if not named <= set(Role.values):
        raise UnknownRequirement(words)
    return named


def must_have_factor(account: Any) -> bool:
    """Whether one of the account's roles asks for a second factor; no question to the database where none does."""
    roles = roles_that_must(settings.SECOND_FACTOR)
    if not roles:
        return False
    return bool(account.memberships.in_force().filter(role__in=roles).exists())
