"""Organisations, people, accounts and what they may see.

Personal data stand in `Person` and nowhere else. Erasing a person blanks that row and its salt; the ledger knows
only pseudonyms and salted digests, so it stays whole and says nothing any more (rulings, 16).

Clauses: T-001 (organisations, scope), T-098 (system, security and audit administrators apart).
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuandong.desk.directory.models.places import Region
from nuandong.desk.directory.scope import ScopedQuerySet, scoped
from nuandong.desk.frame.fields import Named


class OrganisationKind(models.TextChoices):
    """What an organisation is in the work of the winter."""

    OFFICE = "office", _("Assurance office")
    GOVERNMENT = "government", _("Government")
    DEPARTMENT = "department", _("Department")
    SUPPLIER = "supplier", _("Gas supplier")
    PIPELINE = "pipeline", _("Pipeline company")
    CITY_GAS = "city_gas", _("City gas company")
    PRODUCER = "producer", _("Gas producer")
    STORAGE = "storage", _("Storage company")
    USER = "user", _("Gas user")
    OTHER = "other", _("Other")


class Organisation(Named):
    """A government, department or company; `region` is where it belongs, `parent` whom it answers to."""

    kind = models.CharField(max_length=40, choices=OrganisationKind)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, to_field="code", null=True, blank=True)

    objects = scoped(region="region_id", organisation="code")

    class Meta:
        ordering = ("id",)


def fresh_salt() -> str:
    """A salt of one person's own."""
    return secrets.token_hex(16)


class Person(models.Model):
    """The only table with personal data. `contact_confirmed_at` says how fresh the numbers are."""

    name = models.CharField(max_length=80, blank=True)
    post = models.CharField(max_length=120, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    contact_confirmed_at = models.DateTimeField(null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, to_field="code", null=True, blank=True, related_name="people"
    )
    salt = models.CharField(max_length=32, blank=True, default=fresh_salt)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(region="organisation__region_id", organisation="organisation_id")

    def __str__(self) -> str:
        return f"person {self.pk}"

    def digest(self, fact: str) -> str:
        """A personal fact as the ledger may hold it; meaningless once the salt is erased."""
        return "sha256:" + hashlib.sha256(f"{self.salt}|{fact}".encode()).hexdigest()


class Accounts(BaseUserManager["Account"]):
    """Accounts by name; the name is compared as written."""

    def create_user(self, username: str, password: str | None = None, **facts: Any) -> Account:
        """One account with its password hashed."""
        account = self.model(username=username, **facts)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, **facts: Any) -> Account:
        """An account that may do everything; for the first sign-in of a new site only."""
        return self.create_user(username, password, is_superuser=True, **facts)


class Account(AbstractBaseUser, PermissionsMixin):
    """A sign-in. It holds no personal data but the name it signs in with, and is known to the ledger by pseudonym."""

    username = models.CharField(_("Account"), max_length=80, unique=True)
    is_active = models.BooleanField(default=True)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.SET_NULL, null=True, blank=True, related_name="account")
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Set while the password is one that somebody else knows: it works until then, and for nothing but an own one.
    one_time_until = models.DateTimeField(null=True, blank=True)

    objects = Accounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.username

    @property
    def actor(self) -> str:
        """How the ledger names this account."""
        return f"account:{self.pseudonym}"


class Role(models.TextChoices):
    """What somebody does; what that allows stands in `roles.py`."""

    DUTY_OFFICER = "duty_officer", _("Duty officer")
    LEADER = "leader", _("Responsible leader")
    COMMANDER = "commander", _("Commander")
    GOVERNMENT = "government", _("Provincial government")
    CLERK = "clerk", _("Reporting clerk")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("System administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")


class MembershipQuerySet(ScopedQuerySet):
    """Memberships, by the day on which they hold."""

    region_lookup = "region_id"
    organisation_lookup = "organisation_id"

    def in_force(self, day: date | None = None) -> MembershipQuerySet:
        """Those that hold on a date; without one, today by the true clock: rights never follow a replay."""
        day = day or timezone.localdate()
        return self.filter(
            Q(begins__isnull=True) | Q(begins__lte=day), Q(ends__isnull=True) | Q(ends__gte=day)
        )


class Membership(models.Model):
    """An account's role, for a region (with what lies below it) or for one organisation."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, to_field="code", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, to_field="code", null=True, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False, organisation__isnull=True)
                | Q(region__isnull=True, organisation__isnull=False),
                name="directory_membership_of_one",
            )
        ]
