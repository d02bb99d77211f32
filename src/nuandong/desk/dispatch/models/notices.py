"""Notices of an order to those it binds, how they were sent, and what came back.

Clauses: T-041 (told in time, receipt, objection).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models import Account, GasUser, Organisation, Person, Region
from nuandong.desk.directory.scope import scoped
from nuandong.desk.dispatch.models.orders import Order


class Notice(models.Model):
    """What one user (or store, or place a transfer comes from) is told of one order.

    `phone_code` is what somebody says on the telephone to acknowledge; `decide_by` the last time to answer, after which
    silence climbs the chain of contacts, `climbed` steps so far.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="notices")
    code = models.CharField(max_length=60, unique=True)
    phone_code = models.CharField(max_length=8, db_index=True)
    user = models.ForeignKey(GasUser, models.PROTECT, to_field="code", null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, related_name="notices"
    )
    county = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, related_name="+")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    climbed = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(region="county_id", organisation="organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["phone_code"], condition=Q(withdrawn_at__isnull=True), name="dispatch_phone_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class ReceiptKind(models.TextChoices):
    """What came back."""

    READ = "read", _("Read")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    WITHDRAWAL_ACKNOWLEDGED = "withdrawal_acknowledged", _("Withdrawal acknowledged")


class ReceivedBy(models.TextChoices):
    """By which way it came."""

    DESK = "desk", _("At the desk")
    PHONE = "phone", _("By telephone")
    COMMAND = "command", _("By telephone, entered at the command line")


class Receipt(models.Model):
    """One act of an addressee upon a notice: once of a kind."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=30, choices=ReceiptKind)
    way = models.CharField(max_length=20, choices=ReceivedBy, default=ReceivedBy.DESK)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=400, blank=True)  # of a telephone call: with whom

    objects = scoped(region="notice__county_id", organisation="notice__organisation_id")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["notice", "kind"], name="dispatch_receipt_once")]


class Objection(models.Model):
    """Why an addressee cannot or should not do what a notice says; the notice holds until somebody decides."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    words = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    objects = scoped(region="notice__county_id", organisation="notice__organisation_id")

    class Meta:
        ordering = ("id",)


class Channel(models.TextChoices):
    """Ways out of the house. The desk itself is always one."""

    DESK = "desk", _("Desk")
    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Webhook")
    SMS = "sms", _("Short message")


class DeliveryState(models.TextChoices):
    """How far a message came."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed; tried again")


class Delivery(models.Model):
    """One message about a notice on one channel. The address stays with the person, not here."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20, choices=Channel)
    step = models.PositiveIntegerField(default=0)  # 0: first told; then the steps of the contact chain
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    put_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=400, blank=True)

    objects = scoped(region="notice__county_id", organisation="notice__organisation_id")

    class Meta:
        ordering = ("id",)


class CardKind(models.TextChoices):
    """What somebody on duty must look at."""

    SILENT = "silent", _("No answer")
    UNDER_DELIVERING = "under_delivering", _("Too little relief")
    OBJECTION = "objection", _("Objection")


class Card(models.Model):
    """Something about an order that waits for a person; cleared when its reason is gone."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="cards")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="cards")
    kind = models.CharField(max_length=30, choices=CardKind)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)

    objects = scoped(region="notice__county_id", organisation="notice__organisation_id")

    class Meta:
        ordering = ("id",)
