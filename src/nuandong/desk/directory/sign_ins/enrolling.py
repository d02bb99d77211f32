"""Verbs of the second factor: set it up, confirm it by a first code, new recovery codes, drop it, reset a lost one.

Clause: T-098.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, RecoveryCode, SecondFactor
from nuandong.desk.directory.models.second_factors import digest_with, fresh_seed
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import GRANT_ROLES
from nuandong.desk.directory.sign_ins.apart import require_reach
from nuandong.desk.directory.sign_ins.checking import has_factor
from nuandong.desk.directory.sign_ins.codes import (
    RECOVERY_CODES,
    fresh_recovery_code,
    plain_recovery_code,
    step_of,
)
from nuandong.desk.directory.sign_ins.required import must_have_factor
from nuandong.desk.directory.sign_ins.sessions import end_all
from nuandong.desk.directory.sign_ins.telling import tell


def pending_seed(*, account: Account) -> str:
    """The seed that an account is setting up; the same one until it is confirmed, so that a page may be read twice."""
    factor = SecondFactor.objects.get_or_create(account=account)[0]
    SecondFactor.objects.filter(pk=factor.pk, pending_seed="").update(pending_seed=fresh_seed())
    seed: str = SecondFactor.objects.values_list("pending_seed", flat=True).get(pk=factor.pk)
    return seed


def confirm_factor(
    *, account: Account, code: str, password: str, moment: datetime, at: datetime, but: str = ""
) -> list[str]:
    """Take the pending factor into use and end all other sign-ins than `but`; returns the recovery codes, told once.

    Asks for the password again: whoever finds a desk left open must not lock its owner out. Raises ActRefused.
    """
    if not account.check_password(password):
        raise ActRefused(_("That is not your password."))
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(account=account).first()
        step = step_of(factor.pending_seed, code, moment=moment) if factor and factor.pending_seed else None
        if factor is None or step is None:
            raise ActRefused(
                _(
                    "This code does not fit. Type the six digits that the app shows now; check the phone's clock."
                )
            )
        factor.seed, factor.pending_seed, factor.confirmed_at = factor.pending_seed, "", at
        factor.last_step, factor.failures, factor.locked_until = step, 0, None
        factor.save()
        codes = _fresh_codes(factor)
        tell("confirm_second_factor", account, {"ended": end_all(account, but=but)}, by=account, at=at)
    return codes


def fresh_recovery_codes(*, account: Account, password: str, at: datetime) -> list[str]:
    """Ten recovery codes anew; those of before open nothing any more. Raises ActRefused."""
    _require_password(account, password)
    with transaction.atomic():
        codes = _fresh_codes(SecondFactor.objects.get(account=account))
        tell("fresh_recovery_codes", account, {}, by=account, at=at)
    return codes


def drop_factor(*, account: Account, password: str, at: datetime) -> None:
    """Sign in by password alone again, where no role asks for more. Raises ActRefused."""
    _require_password(account, password)
    if must_have_factor(account):
        raise ActRefused(_("Your role signs in with two factors; set up another app instead."))
    with transaction.atomic():
        SecondFactor.objects.filter(account=account).delete()
        tell("drop_second_factor", account, {}, by=account, at=at)


def reset_factor(*, account: Account, by: Account, at: datetime) -> None:
    """Take away the factor of somebody who lost phone and codes; every sign-in ends, and the owner is told.

    For the security administrator, and nobody's own: the person is to be known, and sets up another at the next
    sign-in. Raises ActRefused.
    """
    if not by.has_perm(GRANT_ROLES):
        raise ActRefused(_("That is for the security administrator."))
    require_reach(account, by)
    if not has_factor(account):
        raise ActRefused(_("This account has no second factor."))
    with transaction.atomic():
        SecondFactor.objects.filter(account=account).delete()
        tell("reset_second_factor", account, {"ended": end_all(account)}, by=by, at=at)


def _fresh_codes(factor: SecondFactor) -> list[str]:
    codes = [fresh_recovery_code() for _ in range(RECOVERY_CODES)]
    factor.recovery_codes.all().delete()
    for code in codes:
        salt = secrets.token_hex(16)
        digest = digest_with(salt, plain_recovery_code(code))
        RecoveryCode.objects.create(factor=factor, salt=salt, digest=digest)
    return codes


def _require_password(account: Account, password: str) -> None:
    if not account.check_password(password):
        raise ActRefused(_("That is not your password."))
    if not has_factor(account):
        raise ActRefused(_("This account has no second factor."))
