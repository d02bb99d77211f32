"""Verbs of the system administrator: open, lock, unlock and close accounts, set a first password, end sign-ins.

Clauses: T-098 (roles separated, every act in the ledger), T-001.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from axes.utils import reset
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuandong.desk.directory.models import Account, Person
from nuandong.desk.directory.refusals import ActRefused
from nuandong.desk.directory.roles import GRANT_ROLES, KEEP_ACCOUNTS
from nuandong.desk.directory.sign_ins.apart import require_reach
from nuandong.desk.directory.sign_ins.codes import LETTERS
from nuandong.desk.directory.sign_ins.sessions import end_all
from nuandong.desk.directory.sign_ins.telling import tell

ONE_TIME_FOR = timedelta(days=7)  # how long a password works that somebody else knows
GROUPS, GROUP = 4, 4


def fresh_password() -> str:
    """A password by chance, told once, kept nowhere, and to be changed at the first sign-in; about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def last_day() -> datetime:
    """Until when a password that is handed over now works, by the true clock."""
    return timezone.now() + ONE_TIME_FOR


def create_account(
    *, username: str, person: str, post: str, by: Account, at: datetime
) -> tuple[Account, str]:
    """An account without any role, and its first password. Raises ActRefused."""
    _require(by, KEEP_ACCOUNTS)
    if Account.objects.filter(username=username).exists():
        raise ActRefused(_("This name is taken; choose another."))
    password = fresh_password()
    with transaction.atomic():
        holder = Person.objects.create(name=person, post=post)
        account = Account.objects.create_user(
            username, password, person=holder, created_at=at, one_time_until=last_day()
        )
        tell("create_account", account, {"username": holder.digest(username)}, by=by, at=at)
    return account, password


def set_password(*, account: Account, by: Account, at: datetime) -> str:
    """A fresh password for somebody who lost the own one; every sign-in of the account ends. Raises ActRefused."""
    _require_open(account)
    _require_either(by)
    require_reach(account, by)
    password = fresh_password()
    with transaction.atomic():
        account.set_password(password)
        account.one_time_until = last_day()
        account.save(update_fields=["password", "one_time_until"])
        tell("set_password", account, {"ended": end_all(account)}, by=by, at=at)
    reset(username=account.username)
    return password


def lock_account(*, account: Account, by: Account, at: datetime) -> None:
    """Nobody signs in with this account until it is unlocked; its sign-ins end. Raises ActRefused."""
    _require_open(account)
    _require_either(by)
    require_reach(account, by)
    with transaction.atomic():
        account.is_active = False
        account.save(update_fields=["is_active"])
        tell("lock_account", account, {"ended": end_all(account)}, by=by, at=at)


def unlock_account(*, account: Account, by: Account, at: datetime) -> None:
    """The account works again, and its failed tries are forgotten. Raises ActRefused."""
    _require_open(account)
    _require_either(by)
    require_reach(account, by)
    with transaction.atomic():
        account.is_active = True
        account.save(update_fields=["is_active"])
        tell("unlock_account", account, {}, by=by, at=at)
    reset(username=account.username)


def close_account(*, account: Account, by: Account, at: datetime) -> None:
    """For good: no sign-in, no role any more; acts stay in the ledger. Raises ActRefused."""
    _require_open(account)
    _require_either(by)
    require_reach(account, by)
    with transaction.atomic():
        account.is_active, account.closed_at = False, at
        account.set_unusable_password()
        account.save(update_fields=["is_active", "closed_at", "password"])
        tell("close_account", account, {"ended": end_all(account)}, by=by, at=at)


def end_sessions(*, account: Account, by: Account, at: datetime) -> int:
    """End every sign-in of an account; one's own at any time. Returns how many. Raises ActRefused."""
    if account.pk != by.pk:
        _require_either(by)
        require_reach(account, by)
    with transaction.atomic():
        ended = end_all(account)
        tell("end_sessions", account, {"ended": ended}, by=by, at=at)
    return ended


def _require(by: Account, right: str) -> None:
    if not by.has_perm(right):
        raise ActRefused(_("That is for the system administrator."))


def _require_either(by: Account) -> None:
    if not (by.has_perm(KEEP_ACCOUNTS) or by.has_perm(GRANT_ROLES)):
        raise ActRefused(_("That is for the system or the security administrator."))


def _require_open(account: Account) -> None:
    if account.closed_at is not None:
        raise ActRefused(_("This account is closed for good; open a further one."))
