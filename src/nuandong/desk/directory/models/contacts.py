"""Who answers for an organisation, and who is in its task force.

One responsible leader and one contact each; the numbers stand in `Person`, and nowhere else.

Clauses: T-065, T-094 (responsible leader and contact), T-066 (task force).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models.people import Organisation, Person
from nuandong.desk.directory.scope import scoped


class ContactDuty(models.TextChoices):
    """What somebody is for an organisation."""

    CONTACT = "contact", _("Contact person")
    LEADER = "leader", _("Leader in charge")


class ContactPost(models.Model):
    """One duty of one organisation, and the person who has it since an instant."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", related_name="posts")
    duty = models.CharField(max_length=20, choices=ContactDuty)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    since = models.DateTimeField()

    objects = scoped(region="organisation__region_id", organisation="organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "duty"], name="directory_one_person_a_duty")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.duty}"


class TaskForceMember(models.Model):
    """One person in the task force (工作专班) of a city or county government, with what the person does there."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", related_name="task_force")
    person = models.ForeignKey(Person, models.PROTECT, related_name="task_forces")
    task = models.CharField(max_length=200)
    since = models.DateTimeField()

    objects = scoped(region="organisation__region_id", organisation="organisation_id")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"task force of {self.organisation_id}: {self.pk}"
