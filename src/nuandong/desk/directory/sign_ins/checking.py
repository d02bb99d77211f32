"""Whether a code opens a sign-in: none twice, five wrong ones lock, and each use of a recovery code is told.

Clause: T-098 (who acted is known for certain; every act in the ledger).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q

from nuandong.desk.directory.models import Account, RecoveryCode, SecondFactor
from nuandong.desk.directory.sign_ins.codes import plain_recovery_code, step_of
from nuandong.desk.directory.sign_ins.telling import tell

WRONG_CODES = 5
LOCKED_FOR = timedelta(minutes=15)


class Verdict(StrEnum):
    """What came of a code."""

    CODE = "code"  # the app's
    RECOVERY = "recovery"
    WRONG = "wrong"
    USED = "used"  # right, and taken before: somebody may have looked over a shoulder
    LOCKED = "locked"


def has_factor(account: Account) -> bool:
    """Whether an account signs in with a second factor."""
    return SecondFactor.objects.filter(~Q(seed=""), account=account).exists()


def check_code(*, account: Account, code: str, moment: datetime, at: datetime) -> Verdict:
    """Hold a code against an account's factor; `moment` is the true time, `at` the desk's. A right one is used up."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(~Q(seed=""), account=account).first()
        if factor is None:
            return Verdict.WRONG
        if factor.locked_until is not None and factor.locked_until > moment:
            return Verdict.LOCKED
        verdict = _weigh(factor, code, moment)
        if verdict in (Verdict.CODE, Verdict.RECOVERY):
            SecondFactor.objects.filter(pk=factor.pk).update(failures=0, locked_until=None)
        else:
            _count_failure(factor, moment=moment, at=at)
        if verdict is Verdict.USED:
            tell("reuse_code", account, {}, by=account, at=at)
        if verdict is Verdict.RECOVERY:
            left = factor.recovery_codes.filter(used_at=None).count()
            tell("use_recovery_code", account, {"left": left}, by=account, at=at)
    return verdict


def _weigh(factor: SecondFactor, code: str, moment: datetime) -> Verdict:
    step = step_of(factor.seed, code, moment=moment)
    if step is not None:
        later = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
        return Verdict.CODE if later.update(last_step=step) else Verdict.USED
    typed = plain_recovery_code(code)
    fitting = [kept for kept in factor.recovery_codes.filter(used_at=None) if kept.fits(typed)]
    for kept in fitting:
        if RecoveryCode.objects.filter(pk=kept.pk, used_at=None).update(used_at=moment):
            return Verdict.RECOVERY
    return Verdict.WRONG


def _count_failure(factor: SecondFactor, *, moment: datetime, at: datetime) -> None:
    """The fifth wrong code in a row locks the factor, from whatever address the tries came."""
    SecondFactor.objects.filter(pk=factor.pk).update(failures=F("failures") + 1)
    if factor.failures + 1 < WRONG_CODES:
        return
    SecondFactor.objects.filter(pk=factor.pk).update(failures=0, locked_until=moment + LOCKED_FOR)
    tell(
        "lock_second_factor", factor.account, {"minutes": LOCKED_FOR.seconds // 60}, by=factor.account, at=at
    )
