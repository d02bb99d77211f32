"""Which world this database is, the drill that is played in it, and everything that happens in it.

Clause: T-099 (drills, apart from what is real).
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Region
from nuandong.desk.directory.scope import ScopedQuerySet, scope_of
from nuandong.desk.frame.worlds import DRILL, REAL


class World(models.Model):
    """One row: the world that this database was made for. The database itself refuses to change or delete it."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    word = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=1), name="drill_one_world"),
            models.CheckConstraint(condition=Q(word__in=[REAL, DRILL]), name="drill_world_is_known"),
        ]

    def __str__(self) -> str:
        return self.word


class Play(models.Model):
    """One playing of a script; `script` is the text it was played from, so that it can be played again."""

    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    script = models.TextField()
    seed = models.BigIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    begun_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("begins_at")), name="drill_play_lasts")
        ]

    def __str__(self) -> str:
        return self.name_zh


class SceneKind(models.TextChoices):
    """What happens."""

    WEATHER = "weather", _("Weather")
    ARC = "arc", _("Pipe")
    SOURCE = "source", _("Source")
    INCIDENT = "incident", _("Call")
    REPORTS = "reports", _("Reports")
    OBSERVED = "observed", _("Observation")


class Happenings(ScopedQuerySet):
    """What happens in a drill; the weather is everybody's, the rest of whoever answers for the place."""

    def visible_to(self, account: Any) -> Self:
        """All of it for those who see the province, else the weather and what happens in their regions."""
        scope = scope_of(account)
        if scope.sees_all:
            return self
        if not scope.regions:
            return self.none()
        return self.filter(Q(region_id__in=scope.regions) | Q(kind=SceneKind.WEATHER))


class Happening(models.Model):
    """One thing that happens at an instant of a play; `outcome` is what came of it, once it was played."""

    play = models.ForeignKey(Play, models.PROTECT, related_name="happenings")
    place = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=SceneKind)
    region = models.ForeignKey(
        Region, models.PROTECT, to_field="code", null=True, blank=True, related_name="+"
    )
    facts = models.JSONField(default=dict)
    words_zh = models.TextField()
    words_en = models.TextField()
    played_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    objects = Happenings.as_manager()

    class Meta:
        ordering = ("at", "place")
        constraints = [models.UniqueConstraint(fields=["play", "place"], name="drill_happening_once")]

    def __str__(self) -> str:
        return f"{self.play_id}/{self.place} {self.kind}"
