"""What changes a sign-in is written down, and its owner is told: on the own page, and by mail where there is mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.frame.world import refuse_outward
from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.words import words_of

ACCOUNT = "account"  # subject in the ledger
TOLD = (
    "set_password", "change_password", "confirm_second_factor", "drop_second_factor", "reset_second_factor",
    "fresh_recovery_codes", "use_recovery_code", "reuse_code", "lock_second_factor", "lock_account", "unlock_account",
    "restore_administrator",
)  # fmt: skip
SHOWN_FOR = timedelta(days=30)
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a sign-in as its owner reads it."""

    at: datetime
    words: str
    by_owner: bool


def tell(verb: str, account: Account, facts: dict[str, Any], *, by: Account | None, at: datetime) -> None:
    """Write an act on a sign-in into the ledger, and put the letter that tells its owner; inside its transaction."""
    act = Act(act=verb, actor=actor_of(by), subject_kind=ACCOUNT, subject_id=account.actor, facts=facts)
    entry = append(act=act, at=at)
    if verb in TOLD:
        facts = {"account": account.pk, "act": verb, "at": at.isoformat()}
        put_letter(key=f"tell_account:{entry.sequence}", errand="tell_account", facts=facts, at=at)


def changes_of(account: Account, *, at: datetime) -> list[Change]:
    """What changed an account's sign-in of late, the latest first."""
    entries = Entry.objects.filter(
        subject_kind=ACCOUNT, subject_id=account.actor, act__in=TOLD, at__gte=at - SHOWN_FOR
    ).order_by("-sequence")[:MOST_SHOWN]
    return [Change(entry.at, str(words_of(entry.act)), entry.actor == account.actor) for entry in entries]


def mail_change(*, account: Account, act: str, at: datetime) -> bool:
    """Mail one change to the account's owner; whether there was a way. Says nothing that helps a stranger sign in."""
    address = account.person.email if account.person is not None else ""
    if not (settings.EMAIL_HOST and address):
        return False
    refuse_outward("向外发送通知")
    with override(account.language or settings.LANGUAGE_CODE):
        subject = _("Your sign-in: %(what)s") % {"what": words_of(act)}
        text = _(
            "Account %(name)s, %(at)s: %(what)s. If that was neither you nor agreed with you, ask the security "
            "administrator at once to lock the account."
        ) % {"name": account.username, "at": f"{at:%Y-%m-%d %H:%M}", "what": words_of(act)}
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    return True
