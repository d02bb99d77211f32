"""Tables of a case that the desk keeps as they were handed in: terms of contracts, shared limits, stores in detail,
shapes of hours, cuts of earlier seasons.

They are few rows that a person hands in whole; a later version is a further record, known from then on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class KeptTables(models.QuerySet["KeptTable"]):
    """Kept tables by when they became known."""

    def texts(self, as_of: datetime) -> dict[str, list[list[str]]]:
        """Header and rows of the newest version of each table known by then."""
        found: dict[str, list[list[str]]] = {}
        for kept in self.filter(known_at__lte=as_of).order_by("known_at", "id"):
            found[kept.name] = kept.texts
        return found


class KeptTable(models.Model):
    """One version of one table of the case format: a header, then rows, every cell as text."""

    name = models.CharField(max_length=40)
    texts: Any = models.JSONField()
    known_at = models.DateTimeField()

    objects = KeptTables.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["name", "known_at"], name="directory_one_table_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.known_at:%Y-%m-%d %H:%M}"
