"""Three administrators apart (三员分立): system, security and audit; and nobody widens the own rights.

Clause: T-098 (admin roles separated).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, GrantRequest, GrantState, Membership, Role
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import APART, GRANT_ROLES, KEEP_ACCOUNTS
from nuandong.desk.directory.scope import scope_of


def accounts_of(keeper: Any) -> Any:
    """Accounts that a keeper may see: those with a role in the keeper's scope; all of them for the whole province."""
    if not (keeper.has_perm(KEEP_ACCOUNTS) or keeper.has_perm(GRANT_ROLES)):
        return Account.objects.none()
    if scope_of(keeper).sees_all:
        return Account.objects.all()
    within = Membership.objects.visible_to(keeper).values_list("account_id", flat=True)
    drafted = GrantRequest.objects.visible_to(keeper).values_list("account_id", flat=True)
    return Account.objects.filter(Q(pk__in=within) | Q(pk__in=drafted))


def roles_of(account: Account, *, leaving_out: GrantRequest | None = None) -> set[str]:
    """Roles that an account has or will have: memberships that have not ended, and grants that wait."""
    today = timezone.localdate()
    held = Membership.objects.filter(Q(ends__isnull=True) | Q(ends__gte=today), account=account)
    waiting = GrantRequest.objects.filter(account=account, state=GrantState.DRAFT)
    if leaving_out is not None:
        waiting = waiting.exclude(pk=leaving_out.pk)
    return {*held.values_list("role", flat=True), *waiting.values_list("role", flat=True)}


def require_apart(account: Account, role: str, *, leaving_out: GrantRequest | None = None) -> None:
    """Refuse a role that would put an administrator's beside any other. Raises ActRefused."""
    others = roles_of(account, leaving_out=leaving_out) - {role}
    clashing = others if role in APART else others & {one.value for one in APART}
    if clashing:
        words = "、".join(str(Role(one).label) for one in sorted(clashing))
        raise ActRefused(
            _(
                "This account is %(roles)s; an administrator's account holds no other role. Open a further account."
            )
            % {"roles": words}
        )


def require_other(account: Account, by: Account) -> None:
    """Nobody acts on the own account. Raises ActRefused."""
    if account.pk == by.pk:
        raise ActRefused(_("Nobody changes the own account's rights or state; ask the other administrator."))


def require_reach(account: Account, by: Account) -> None:
    """Whether an administrator may lock or close an account, or set its password. Raises ActRefused.

    The system administrator reaches everybody but the security administrator and the auditor, who watch him; the
    security administrator reaches everybody else's account.
    """
    require_other(account, by)
    if not accounts_of(by).filter(pk=account.pk).exists():
        raise ActRefused(_("This account lies outside what you keep."))
    watching = {Role.SECURITY_ADMINISTRATOR.value, Role.AUDITOR.value}
    if by.has_perm(KEEP_ACCOUNTS) and roles_of(account) & watching:
        raise ActRefused(
            _("Those who watch the system administrator are not his to touch; ask the security one.")
        )
