"""A month as an auditor reads it: who did what, pairs of eyes, refused acts, sign-ins, acts of administrators.

    pair      an act that decides, and the last act upon the same subject that it decides of; two people, or it is named
    refused   what somebody tried at an address that is not his, and what a second person sent back

Clauses: T-098 (audit report; kept six months and longer), T-042 (four eyes on orders).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.db.models import Count, Max, Min

from nuandong.desk.ledger.models import Entry, Head
from nuandong.desk.ledger.refusing import REFUSED
from nuandong.desk.ledger.words import words_of
from nuandong.gasday import CHINA

# What decides, and what is decided of by it: two people each.
PAIRS = {
    "approve_order": "draft_order", "declare_level": "submit_level", "approve_list": "draft_list",
    "approve_grant": "draft_grant", "put_rota_in_force": "draft_rota", "sign_brief": "draft_brief",
    "sign_report": "file_report", "approve_balance_plan": "submit_balance_plan",
}  # fmt: skip
SENT_BACK = ("send_back_level", "refuse_grant", "discard_order", "withdraw_order", "refuse_offer")
OF_ADMINISTRATORS = (
    "open_account", "create_account", "close_account", "lock_account", "unlock_account", "set_password", "end_sessions",
    "draft_grant", "approve_grant", "refuse_grant", "end_membership", "reset_second_factor", "restore_administrator",
    "give_token", "revoke_token", "erase_person",
)  # fmt: skip
LISTED = 200
KEPT_DAYS = 183  # six months (judged: the rule says six months, not how long those are)


@dataclass(frozen=True, slots=True)
class ActCount:
    """One act, how often and by how many actors."""

    act: str
    count: int
    actors: int

    @property
    def words(self) -> Any:
        """The act in words."""
        return words_of(self.act)


@dataclass(frozen=True, slots=True)
class ActorCount:
    """One actor under the pseudonym: how many acts of how many kinds, the first and the last of the month."""

    actor: str
    count: int
    kinds: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """A decision with what it decides of; `before` is None where nobody prepared it (the desk itself did)."""

    decided: Entry
    before: Entry | None

    @property
    def is_of_two(self) -> bool:
        """Whether two people acted."""
        return self.before is None or self.before.actor != self.decided.actor

    @property
    def words(self) -> Any:
        """The decision in words."""
        return words_of(self.decided.act)


@dataclass(frozen=True, slots=True)
class AuditMonth:
    """One month of the ledger."""

    first: date
    after: date
    entries: int
    acts: tuple[ActCount, ...]
    actors: tuple[ActorCount, ...]
    pairs: tuple[Pair, ...]
    refused: tuple[Entry, ...]
    sent_back: tuple[Entry, ...]
    administrators: tuple[Entry, ...]
    sign_ins: int
    failed_sign_ins: int
    oldest: datetime | None
    head: int

    @property
    def broken_pairs(self) -> tuple[Pair, ...]:
        """Decisions that one person prepared and took."""
        return tuple(pair for pair in self.pairs if not pair.is_of_two)

    def kept_days(self, at: datetime) -> int:
        """For how many days the ledger reaches back."""
        return 0 if self.oldest is None else (at - self.oldest).days


def month_of(text: str, *, at: datetime) -> date:
    """The first day of the month that is asked for as 2023-12; the present one where none is, or none can be read."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = at.astimezone(CHINA).date().replace(day=1)
    return min(asked, at.astimezone(CHINA).date().replace(day=1))


def audit_month(first: date) -> AuditMonth:
    """Everything that a month's entries tell."""
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    begins, ends = (datetime.combine(day, time(), tzinfo=CHINA) for day in (first, after))
    month = Entry.objects.filter(at__gte=begins, at__lt=ends)
    acts = (
        month.values("act")
        .annotate(count=Count("pk"), actors=Count("actor", distinct=True))
        .order_by("-count", "act")
    )
    actors = month.values("actor").annotate(
        count=Count("pk"), kinds=Count("act", distinct=True), first=Min("at"), last=Max("at")
    )
    signed = AccessLog.objects.filter(attempt_time__gte=begins, attempt_time__lt=ends)
    failed = AccessFailureLog.objects.filter(attempt_time__gte=begins, attempt_time__lt=ends)
    return AuditMonth(
        first=first,
        after=after,
        entries=month.count(),
        acts=tuple(ActCount(**row) for row in acts),
        actors=tuple(ActorCount(**row) for row in actors.order_by("-count", "actor")),
        pairs=tuple(_pairs(month)),
        refused=tuple(month.filter(act=REFUSED).order_by("-sequence")[:LISTED]),
        sent_back=tuple(month.filter(act__in=SENT_BACK).order_by("-sequence")[:LISTED]),
        administrators=tuple(month.filter(act__in=OF_ADMINISTRATORS).order_by("-sequence")[:LISTED]),
        sign_ins=signed.count(),
        failed_sign_ins=failed.count(),
        oldest=Entry.objects.order_by("sequence").values_list("at", flat=True).first(),
        head=Head.objects.values_list("sequence", flat=True).first() or 0,
    )


def _pairs(month: Any) -> Iterable[Pair]:
    """Every decision of the month with the last preparation of its subject before it, one person's own first."""
    decided = list(month.filter(act__in=PAIRS).order_by("-sequence"))
    subjects = {one.subject_id for one in decided}
    prepared: dict[tuple[str, str], list[Entry]] = {}
    rows = Entry.objects.filter(act__in=PAIRS.values(), subject_id__in=subjects).order_by("sequence")
    for entry in rows:
        prepared.setdefault((entry.act, entry.subject_id), []).append(entry)
    found = []
    for one in decided:
        before = [
            entry
            for entry in prepared.get((PAIRS[one.act], one.subject_id), ())
            if entry.sequence < one.sequence
        ]
        found.append(Pair(one, before[-1] if before else None))
    return sorted(found, key=lambda pair: (pair.is_of_two, -pair.decided.sequence))
