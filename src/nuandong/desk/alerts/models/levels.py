"""Levels: what a run proposes, what people declare, and what was done of the level's playbook.

A proposal is the machine's and never changes but for what came of it. A declaration is submitted by one person and
approved by another, who holds the office that policy names for the level; the newest approved one of a scope is the
level in force, `none` ends it.

Clauses: T-040 (procedure of each level), T-007 (households above all).
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Region, SupplyZone
from nuandong.desk.directory.scope import ScopedQuerySet, scope_of
from nuandong.desk.frame.fields import MeasuredField
from nuandong.desk.outlook.models import Run

PROVINCE = "province"  # the scope of a level for the whole province; others are codes of zones and cities


class ScopeKind(models.TextChoices):
    """What a level is declared for."""

    PROVINCE = "province", _("Province")
    ZONE = "zone", _("Supply zone")
    CITY = "city", _("City")


class LevelRecords(ScopedQuerySet):
    """Records of levels: those of the province are for everybody, those of a zone or city for whoever lives there."""

    def visible_to(self, account: Any) -> Self:
        """The province's, and those of the account's own cities and zones."""
        scope = scope_of(account)
        if scope.sees_all:
            return self
        if not scope.regions and not scope.organisations:
            return self.none()
        cities = Region.objects.filter(children__code__in=scope.regions).values("code")
        zones = SupplyZone.objects.filter(regions__code__in=scope.regions).values("code")
        own = Q(scope__in=scope.regions) | Q(scope__in=cities) | Q(scope__in=zones)
        return self.filter(Q(scope=PROVINCE) | own)


class OfScope(models.Model):
    """A record of a level for the province, a supply zone or a city; `scope` is "province" or the code."""

    scope = models.CharField(max_length=80, default=PROVINCE)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind, default=ScopeKind.PROVINCE)
    scope_zh = models.CharField(max_length=200)
    scope_en = models.CharField(max_length=200, blank=True)
    gas_day = models.DateField(db_index=True)
    level = models.CharField(max_length=20)
    plan_code = models.CharField(max_length=80)
    policy_version = models.CharField(max_length=64)

    objects = LevelRecords.as_manager()

    class Meta:
        abstract = True


class Proposal(OfScope):
    """What a run proposes for a scope, with the level that was in force, figures, grounds and what changed."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="level_proposals")
    standing_level = models.CharField(max_length=20)
    called_level = models.CharField(max_length=20)
    way = models.CharField(max_length=20)
    demand = MeasuredField("flow")
    gap = MeasuredField("flow")
    gap_share = MeasuredField("share")
    livelihood_gap = MeasuredField("flow")
    reasons = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    decide_by = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["run", "scope"], name="alerts_one_proposal_a_run")]

    def __str__(self) -> str:
        return f"proposal {self.pk} of {self.scope}: {self.level}"


class DeclarationState(models.TextChoices):
    """Where a declaration stands."""

    SUBMITTED = "submitted", _("Waiting for approval")
    DECLARED = "declared", _("Declared")
    REFUSED = "refused", _("Sent back")


class Declaration(OfScope):
    """A level declared for a scope from a gas day on; `level` none ends the response."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="declarations")
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="declarations")
    previous_level = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=DeclarationState, default=DeclarationState.SUBMITTED)
    office = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    submitted_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    declared_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField(null=True, blank=True, db_index=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(declared_by__isnull=True) | ~Q(declared_by=models.F("submitted_by")),
                name="alerts_declared_by_other_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="declared") | Q(declared_at__isnull=False, declared_by__isnull=False),
                name="alerts_declared_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"declaration {self.pk} of {self.scope}: {self.level}"

    @property
    def actor_chain(self) -> tuple[str, str]:
        """Who submitted and who declared, as the ledger names them."""
        return self.submitted_by.actor, self.declared_by.actor if self.declared_by else ""


class StepDone(models.Model):
    """One step of the playbook of a declared level, done or set aside, with a note."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="steps_done")
    step = models.CharField(max_length=40)
    is_set_aside = models.BooleanField(default=False)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    note = models.TextField()

    class Meta:
        ordering = ("done_at", "id")
        constraints = [models.UniqueConstraint(fields=["declaration", "step"], name="alerts_step_done_once")]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.step}"
