"""The duty rota, roll-calls and notes of absence.

A rota is drafted whole, checked for holes, and put in force by somebody else; its watches are `DutyShift` rows.
A roll-call is an instant at which the watch must answer; two missed in a row leave a note.

Clauses: T-067 (24 h duty: no hole, two a watch, hand-over note), T-088 (absence is noted).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models.people import Account, Organisation, Person
from nuandong.desk.directory.scope import scoped


class RotaState(models.TextChoices):
    """Where a rota stands between draft and force."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DutyRota(models.Model):
    """Watches of one organisation from one instant to another, drafted and put in force as a whole."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", related_name="duty_rotas")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=RotaState, default=RotaState.DRAFT)
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    put_in_force_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    put_in_force_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(region="organisation__region_id", organisation="organisation_id")

    class Meta:
        ordering = ("-begins_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="directory_rota_lasts"),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(put_in_force_at__isnull=False),
                name="directory_rota_in_force_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"rota {self.pk} of {self.organisation_id}"


class DutyShift(models.Model):
    """One person's watch for an organisation, with the hand-over note. One without a rota stands on its own."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", related_name="duty_shifts"
    )
    rota = models.ForeignKey(DutyRota, models.CASCADE, null=True, blank=True, related_name="shifts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="duty_shifts")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_leading = models.BooleanField(default=False)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    hand_over_note = models.TextField(blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(region="organisation__region_id", organisation="organisation_id")

    class Meta:
        ordering = ("begins_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="directory_shift_lasts"
            )
        ]


class RollCall(models.Model):
    """The watch of an organisation is called and must answer by an instant; NULL in `answered_at` is no answer."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", related_name="roll_calls")
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    missed_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(region="organisation__region_id", organisation="organisation_id")

    class Meta:
        ordering = ("-called_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("called_at")), name="directory_roll_call_gives_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(missed_at__isnull=True),
                name="directory_roll_call_answered_or_missed",
            ),
        ]

    def __str__(self) -> str:
        return f"roll-call {self.pk} of {self.organisation_id}"


class AbsenceNote(models.Model):
    """Two roll-calls missed in a row (T-088); what follows from it a person decides."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", related_name="absence_notes"
    )
    first_missed = models.ForeignKey(RollCall, models.PROTECT, related_name="+")
    second_missed = models.OneToOneField(RollCall, models.PROTECT, related_name="absence_note")
    noted_at = models.DateTimeField()

    objects = scoped(region="organisation__region_id", organisation="organisation_id")

    class Meta:
        ordering = ("-noted_at", "-id")

    def __str__(self) -> str:
        return f"absence of {self.organisation_id}, {self.noted_at:%Y-%m-%d %H:%M}"
