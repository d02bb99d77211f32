"""Who is signed in from where, and the end of a sign-in.

Django keeps a sign-in without saying whose it is; django-axes notes each success with address, programme and a
digest of the sign-in's key. The two together are the list. A sign-in is named by that digest, never by its key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessLog
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from nuandong.desk.directory.models import Account


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """One sign-in: its digest, from where and with what it began, and when it ends by itself."""

    digest: str
    began_at: datetime | None
    address: str
    programme: str
    ends_at: datetime
    how: str  # "password", "code" or "recovery"; empty where it was not noted


def open_sign_ins(account: Account) -> list[OpenSignIn]:
    """Sign-ins of an account that still hold, the latest first."""
    kept = {digest_of(session.session_key): session for session in _sessions(account)}
    notes = {note.session_hash: note for note in AccessLog.objects.filter(session_hash__in=kept)}
    found = []
    for digest, session in kept.items():
        note = notes.get(digest)
        found.append(
            OpenSignIn(
                digest=digest,
                began_at=note.attempt_time if note else None,
                address=str(note.ip_address or "") if note else "",
                programme=note.user_agent if note else "",
                ends_at=session.expire_date,
                how=session.get_decoded().get("how", ""),
            )
        )
    return sorted(found, key=lambda one: one.ends_at, reverse=True)


def end_one(account: Account, digest: str) -> bool:
    """End the sign-in of this digest, if it is the account's; whether there was one."""
    for session in _sessions(account):
        if digest_of(session.session_key) == digest:
            session.delete()
            return True
    return False


def end_all(account: Account, *, but: str = "") -> int:
    """End every sign-in of an account, but the one of this digest; returns how many ended."""
    keys = [session.session_key for session in _sessions(account) if digest_of(session.session_key) != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def follow_key(before: str, after: str) -> None:
    """A sign-in whose key was changed for safety keeps its note of when and from where it began."""
    AccessLog.objects.filter(session_hash=before).update(session_hash=after)


def digest_of(key: str) -> str:
    """A sign-in's name in lists."""
    return hashlib.sha256(key.encode()).hexdigest()


def _sessions(account: Account) -> Iterator[Session]:
    """Sign-ins last by the true clock, whatever the desk's own says."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            yield session
