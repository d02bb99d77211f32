"""Entries of the append-only ledger, and letters of the outbox.

Neither holds personal data: an actor is a pseudonym, and a personal fact is a salted digest (rulings, 16), so
that a person can be erased from the directory while the chain stays whole.

Clauses: T-098 (evidence of everything above), T-093 (integrity of reports).
"""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act. `line` is what was hashed, byte for byte; the other columns repeat it so that it can be searched.

    The database itself refuses to change or delete a row (triggers of the first migration).
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    act = models.CharField(max_length=60, db_index=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=120)
    line = models.TextField()
    hash_algorithm = models.CharField(max_length=20)
    previous_hash = models.CharField(max_length=128)
    hash = models.CharField(max_length=128, unique=True)

    class Meta:
        ordering = ("sequence",)
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="ledger_entry_subject"),
            models.Index(fields=["actor", "sequence"], name="ledger_entry_actor"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="ledger_sequence_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act} {self.subject_kind} {self.subject_id}"


class Head(models.Model):
    """Where the chain ends: one row, kept apart from the chain, so that a tail that is cut off is missed.

    The database refuses to delete it or to move it back (triggers of the second migration). The next entry hangs on
    this head and not on the last line that stands there: whatever was cut off stays visible for good.
    """

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=128)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="ledger_one_head")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"


class DailyRoot(models.Model):
    """Where the chain ended when a gas day was over: the last entry before 08:00 and its hash.

    Drawn once a day and printed on the brief; the database refuses to change or delete it (third migration).
    """

    gas_day = models.DateField(unique=True)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=128)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ("gas_day",)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


class Letter(models.Model):
    """One thing the worker has to do, put down in the transaction that called for it.

    `key` makes it idempotent: the same call put down twice is one letter. `facts` names records by their keys;
    it never carries their contents.
    """

    key = models.CharField(max_length=200, unique=True)
    errand = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    put_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    leased_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ("not_before", "id")
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(done_at__isnull=True, given_up_at__isnull=True),
                name="ledger_letter_open",
            )
        ]

    def __str__(self) -> str:
        return self.key
