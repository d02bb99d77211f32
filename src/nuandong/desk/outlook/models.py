"""What the outlook keeps: the season's settings, heat-load models, runs with their pictures, and studies of runs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, Region
from nuandong.desk.directory.scope import scoped
from nuandong.desk.frame.fields import MeasuredField, Sourced, WordField
from nuandong.vocabulary import ConsumerClass


class Season(models.Model):
    """A heating season as the desk computes it; what `case.toml` says in a case folder.

    `is_replay`: observed weather of days still to come may be used as a perfect forecast, and every page says so
    (实况回放); a live season never sets it. `policy_text` is TOML with dated rules that the season adds to those of
    its province, as a case's `policy.toml` does.
    """

    province = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    first_day = models.DateField()
    last_day = models.DateField()
    default_gas_day = models.DateField()
    default_as_of = models.DateTimeField()
    horizon_days = models.PositiveIntegerField(default=14)
    effective_weights = models.JSONField(default=list)
    reference_temperature = MeasuredField("temperature", default=-5.0)
    is_replay = models.BooleanField(default=False)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    policy_text = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["province", "first_day"], name="outlook_one_season_a_winter"),
            models.CheckConstraint(
                condition=Q(last_day__gt=models.F("first_day")), name="outlook_season_lasts"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh


class HeatLoadModel(Sourced):
    """How a class of a county uses gas by temperature; refitted ones are further rows, known from then on."""

    county = models.ForeignKey(Region, models.PROTECT, to_field="code", related_name="heat_load_models")
    consumer_class = WordField(ConsumerClass)
    steady_use = MeasuredField("flow")
    heat_use = MeasuredField("heat_use")
    balance_temperature = MeasuredField("temperature")
    rest_day_factor = MeasuredField("factor", default=1.0)
    known_at = models.DateTimeField(db_index=True)

    objects = scoped(region="county_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["county", "consumer_class", "known_at"], name="outlook_model_once"
            )
        ]


class RunState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = (RunState.QUEUED, RunState.RUNNING)


class Runs(models.QuerySet["Run"]):
    """Runs, by gas day."""

    def done(self) -> Runs:
        """Those with a picture."""
        return self.filter(state=RunState.DONE)

    def newest(self, gas_day: date) -> Run | None:
        """The newest picture of a gas day, by what was known and then by when it was computed."""
        return self.done().filter(gas_day=gas_day).order_by("-as_of", "-id").first()

    def without_picture(self) -> Runs:
        """For lists: everything but the picture and its reasons."""
        return self.defer("picture", "reasons")


class Computed(models.Model):
    """Something that the worker computes: where it stands, who asked, when, and why it failed."""

    state = models.CharField(max_length=20, choices=RunState, default=RunState.QUEUED)
    progress = models.CharField(max_length=200, blank=True)
    requested_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    programme_version = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether it is still to be computed, and so can be cancelled."""
        return self.state in OPEN_STATES

    @property
    def took_s(self) -> float | None:
        """Wall time of the computation in seconds."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class Run(Computed):
    """One computation of one gas day as known at one instant; never changed once it is done.

    Case, policy and programme are named by hashes and version, so that the same run can be repeated elsewhere.
    `reasons` are what binds, who is cut why and what gas is worth where, computed with the picture; runs of
    earlier versions have none. `letter` is the key of the letter that called for it, if one did: a worker that dies
    over it leaves the run to the next one.
    """

    gas_day = models.DateField(db_index=True)
    as_of = models.DateTimeField()
    picture = models.JSONField(null=True, blank=True)
    reasons = models.JSONField(null=True, blank=True)
    policy_version = models.CharField(max_length=64, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    plan_code = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=20, blank=True)
    gap_share = MeasuredField("share", null=True, blank=True)
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    case_name = models.CharField(max_length=200, blank=True)
    letter = models.CharField(max_length=200, null=True, blank=True, unique=True)

    objects = Runs.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["gas_day", "state", "as_of"], name="outlook_run_of_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(picture__isnull=False, finished_at__isnull=False),
                name="outlook_done_has_picture",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.gas_day}"

    @property
    def coverage(self) -> tuple[int, int]:
        """Units that reported, and units that should have."""
        return self.reported, self.expected


class StudyKind(models.TextChoices):
    """What is asked of a run."""

    WHAT_IF = "what_if", _("What if")
    OUTAGES = "outages", _("Outages")
    EXPLANATION = "explanation", _("What would spare it")
    SEASON = "season", _("Season outlook")
    QUALITY = "quality", _("Forecast quality")


class Studies(models.QuerySet["Study"]):
    """Studies, by run and question."""

    def newest(self, run: Run, kind: StudyKind, question: Any) -> Study | None:
        """The newest study of a run with this question that was not cancelled; None where nobody asked."""
        asked = self.filter(run=run, kind=kind).exclude(state=RunState.CANCELLED).order_by("-id")
        return next((study for study in asked.defer("answer") if study.question == question), None)


class Study(Computed):
    """A question asked of a run and its answer: a what-if, outages, what would spare somebody.

    It rests on the case of its run and is never a run itself: no page of the day, no order and no report reads it.
    `question` is what was asked, `answer` the library's answer in plain form. Never changed once it is done.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="studies")
    kind = models.CharField(max_length=20, choices=StudyKind)
    question = models.JSONField(default=dict)
    answer = models.JSONField(null=True, blank=True)

    objects = Studies.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["run", "kind"], name="outlook_study_of_run")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(answer__isnull=False, finished_at__isnull=False),
                name="outlook_study_has_answer",
            )
        ]

    def __str__(self) -> str:
        return f"study {self.pk} of run {self.run_id}"
