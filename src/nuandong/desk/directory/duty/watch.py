"""Who is on duty at an instant. Only watches of a rota in force count, and those that stand without a rota."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from nuandong.desk.directory.models import DutyShift, Organisation, Person, RotaState

COUNTS = Q(rota__isnull=True) | Q(rota__state=RotaState.IN_FORCE)


def watches(*, organisation: Organisation, begins: datetime, ends: datetime) -> QuerySet[DutyShift]:
    """Watches in force that touch a span of time, in order."""
    return (
        DutyShift.objects.filter(COUNTS, organisation=organisation, begins_at__lt=ends, ends_at__gt=begins)
        .select_related("person")
        .order_by("begins_at", "-is_leading", "id")
    )


def watch_at(*, organisation: Organisation, at: datetime) -> list[DutyShift]:
    """The watches that hold at an instant, the leading one first."""
    return list(
        DutyShift.objects.filter(COUNTS, organisation=organisation, begins_at__lte=at, ends_at__gt=at)
        .select_related("person")
        .order_by("-is_leading", "id")
    )


def on_duty(*, organisation: Organisation, at: datetime) -> tuple[Person, ...]:
    """The people on duty, each once, whoever leads first; none where the rota has a hole."""
    return tuple(dict.fromkeys(shift.person for shift in watch_at(organisation=organisation, at=at)))
