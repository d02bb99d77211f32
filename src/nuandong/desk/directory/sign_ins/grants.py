"""Verbs of grants: the system administrator drafts, the security administrator decides; a role ends by either.

Clause: T-098.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import (
    Account,
    GrantRequest,
    GrantState,
    Membership,
    Organisation,
    Region,
    Role,
)
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import GRANT_ROLES, KEEP_ACCOUNTS
from nuandong.desk.directory.sign_ins.apart import require_apart, require_other, require_reach
from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act

GRANT = "grant"  # subject in the ledger


@dataclass(frozen=True, slots=True)
class Wish:
    """A role for a region with what lies below it, or for one organisation, and why."""

    role: Role
    region: Region | None
    organisation: Organisation | None
    reason: str


def draft_grant(*, account: Account, wish: Wish, by: Account, at: datetime) -> GrantRequest:
    """Ask for a role for an account. Raises ActRefused: own account, two administrators in one, outside the scope."""
    if not by.has_perm(KEEP_ACCOUNTS):
        raise ActRefused(_("Grants are drafted by the system administrator."))
    require_other(account, by)
    if account.closed_at is not None:
        raise ActRefused(_("This account is closed for good; open a further one."))
    if (wish.region is None) is (wish.organisation is None):
        raise ActRefused(_("A role is for a place or for an organisation: choose one of the two."))
    _require_within(wish, by)
    require_apart(account, wish.role)
    with transaction.atomic():
        grant = GrantRequest.objects.create(
            account=account, role=wish.role, region=wish.region, organisation=wish.organisation,
            reason=wish.reason, drafted_by=by, drafted_at=at,
        )  # fmt: skip
        _tell("draft_grant", grant, by, at)
    return grant


def approve_grant(*, grant: GrantRequest, by: Account, at: datetime) -> Membership:
    """Let the role hold. Raises ActRefused."""
    with transaction.atomic():
        kept = _waiting(grant, by)
        require_apart(kept.account, kept.role, leaving_out=kept)
        membership = Membership.objects.create(
            account=kept.account, role=kept.role, region=kept.region, organisation=kept.organisation
        )
        kept.state, kept.decided_by, kept.decided_at, kept.membership = (
            GrantState.APPROVED,
            by,
            at,
            membership,
        )
        kept.save(update_fields=["state", "decided_by", "decided_at", "membership"])
        _tell("approve_grant", kept, by, at)
    return membership


def refuse_grant(*, grant: GrantRequest, by: Account, at: datetime) -> GrantRequest:
    """The role is not given. Raises ActRefused."""
    with transaction.atomic():
        kept = _waiting(grant, by)
        kept.state, kept.decided_by, kept.decided_at = GrantState.REFUSED, by, at
        kept.save(update_fields=["state", "decided_by", "decided_at"])
        _tell("refuse_grant", kept, by, at)
    return kept


def end_membership(*, membership: Membership, by: Account, at: datetime) -> None:
    """A role ends at once; rights follow the true date, not a replay's. Raises ActRefused."""
    if not (by.has_perm(KEEP_ACCOUNTS) or by.has_perm(GRANT_ROLES)):
        raise ActRefused(_("That is for the system or the security administrator."))
    require_reach(membership.account, by)
    with transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(ends=timezone.localdate() - timedelta(days=1))
        facts = {"role": membership.role, "region": membership.region_id or "",
                 "organisation": membership.organisation_id or ""}  # fmt: skip
        act = Act(act="end_membership", actor=actor_of(by), subject_kind="account",
                  subject_id=membership.account.actor, facts=facts)  # fmt: skip
        append(act=act, at=at)


def _waiting(grant: GrantRequest, by: Account) -> GrantRequest:
    if not by.has_perm(GRANT_ROLES):
        raise ActRefused(_("Grants are decided by the security administrator."))
    kept = GrantRequest.objects.select_for_update().get(pk=grant.pk)
    if not GrantRequest.objects.visible_to(by).filter(pk=kept.pk).exists():
        raise ActRefused(_("This grant lies outside what you keep."))
    if kept.state != GrantState.DRAFT:
        raise ActRefused(_("This grant is decided already."))
    if kept.drafted_by_id == by.pk:
        raise ActRefused(_("Whoever drafted a grant does not decide it."))
    require_other(kept.account, by)
    return kept


def _require_within(wish: Wish, by: Account) -> None:
    place, organisation = wish.region, wish.organisation
    seen = (
        Region.objects.visible_to(by).filter(pk=place.pk).exists() if place is not None
        else Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists() if organisation is not None
        else False
    )  # fmt: skip
    if not seen:
        raise ActRefused(_("Nobody gives rights for a place that the own account does not hold."))


def _tell(verb: str, grant: GrantRequest, by: Account, at: datetime) -> None:
    facts: dict[str, Any] = {"account": grant.account.actor, "role": grant.role, "region": grant.region_id or "",
                             "organisation": grant.organisation_id or ""}  # fmt: skip
    act = Act(act=verb, actor=actor_of(by), subject_kind=GRANT, subject_id=str(grant.pk), facts=facts)
    append(act=act, at=at)
