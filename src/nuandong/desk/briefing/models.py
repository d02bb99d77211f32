"""Briefs: drafted from records, edited in words, signed by a second person, kept as signed.

Clauses: T-072 (of an area), T-074 (of the province), T-096 (flash report), T-097 (public or internal), T-098.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.briefing.content import Content, from_plain
from nuandong.desk.directory.models import Account, Region
from nuandong.desk.directory.scope import scoped
from nuandong.desk.outlook.models import Run


class BriefKind(models.TextChoices):
    """What a brief tells of."""

    DAILY = "daily", _("Daily brief")
    WEEKLY = "weekly", _("Weekly brief")
    FLASH = "flash", _("Flash report")


class BriefState(models.TextChoices):
    """Where a brief stands. Nothing leads back from signed: a further brief supersedes it."""

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    DISCARDED = "discarded", _("Discarded")


class Openness(models.TextChoices):
    """Who may read it (T-097)."""

    INTERNAL = "internal", _("Internal")
    PUBLIC = "public", _("Public")


class Brief(models.Model):
    """One brief of one region and gas day (the last day of a week).

    `drafted` is what the desk made of its records, `content` the same after people edited its words; both plain, in
    the form of `content.Content`. `as_of` is the instant of the run it rests on and the date of its papers.
    `about_kind` and `about_number` name the incident or the declaration that a flash report tells of. `serial` is
    given at signing, one series a region, kind and season.
    """

    kind = models.CharField(max_length=20, choices=BriefKind)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="+")
    gas_day = models.DateField(db_index=True)
    as_of = models.DateTimeField()
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="+")
    about_kind = models.CharField(max_length=20, blank=True)
    about_number = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=BriefState, default=BriefState.DRAFT)
    openness = models.CharField(max_length=20, choices=Openness, default=Openness.INTERNAL)
    drafted = models.JSONField()
    content = models.JSONField()
    note = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    signed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    season_first = models.DateField()
    serial = models.PositiveIntegerField(null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = scoped(region="region_id")

    class Meta:
        ordering = ("-gas_day", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "season_first", "serial"], name="briefing_serial_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False, serial__isnull=False),
                name="briefing_signed_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | Q(made_by__isnull=True) | ~Q(signed_by=F("made_by")),
                name="briefing_second_pair_of_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.gas_day} of {self.region_id}, edition {self.edition}"

    @property
    def told(self) -> Content:
        """What it says now."""
        return from_plain(self.content)

    @property
    def first_told(self) -> Content:
        """What the desk drafted."""
        return from_plain(self.drafted)

    @property
    def is_draft(self) -> bool:
        """Whether its words may still be edited."""
        return self.state == BriefState.DRAFT

    @property
    def is_signed(self) -> bool:
        """Whether it is kept as signed."""
        return self.state == BriefState.SIGNED

    @property
    def is_public(self) -> bool:
        """Whether a public version is made with it."""
        return self.openness == Openness.PUBLIC


class BriefHand(models.Model):
    """Somebody who drafted or edited a brief: none of them may sign it."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="hands")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    objects = scoped(region="brief__region_id")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["brief", "account"], name="briefing_hand_once")]


class Paper(models.Model):
    """One file of a signed brief, byte for byte as it was signed; its digest is in the ledger."""

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=120)  # docx-zh, xlsx-zh, pdf-zh, page-zh-public, …
    media_type = models.CharField(max_length=120)
    is_public = models.BooleanField(default=False)
    content = models.BinaryField()
    digest = models.CharField(max_length=80)

    objects = scoped(region="brief__region_id")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["brief", "name"], name="briefing_paper_once")]

    def __str__(self) -> str:
        return f"{self.name} of brief {self.brief_id}"
