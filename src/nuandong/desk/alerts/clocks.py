"""Clocks and gravity of an incident from its records.

Clauses: T-096 (in time), T-069 (lifecycle), T-009 (concentrated outages).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from nuandong.desk.alerts.models import Incident, IncidentAct, IncidentEntry, IncidentKind, IncidentState
from nuandong.desk.directory.province import policy_book
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import RegionKind
from nuandong.warning import Clock, Gravity, Harm, Outage, Passed, clocks_of, gravity_of


def clocks_of_incident(incident: Incident) -> tuple[Clock, ...]:
    """Every clock of an incident, done or running; none for one that was not confirmed."""
    if incident.state == IncidentState.UNFOUNDED:
        return ()
    day = gas_day_of(incident.found_at)
    return clocks_of(
        passed=passed_by(incident), gravity=Gravity(incident.gravity), policy=policy_book(), day=day
    )


def passed_by(incident: Incident) -> Passed:
    """The instants that an incident has passed, from its entries."""
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    for entry in IncidentEntry.objects.filter(incident=incident).order_by("at", "id"):
        first.setdefault(entry.act, entry.at)
        last[entry.act] = entry.at
    followed = [last[act] for act in (IncidentAct.FOLLOWED_UP, IncidentAct.RESPONDED) if act in last]
    return Passed(
        found=incident.found_at,
        voiced=first.get(IncidentAct.VOICED),
        reported=first.get(IncidentAct.REPORTED),
        verified=first.get(IncidentAct.VERIFIED),
        followed_up=max(followed, default=None),
        closed=last.get(IncidentAct.CLOSED),
        reviewed=first.get(IncidentAct.REVIEWED),
    )


def gravity_of_incident(incident: Incident) -> Gravity:
    """How grave an incident is by what is known of it."""
    harm = Harm(
        households=incident.households,
        hours=incident.hours,
        casualties=incident.casualties,
        is_upstream_closed=incident.kind == IncidentKind.UPSTREAM,
        is_concentrated=incident.is_concentrated,
    )
    return gravity_of(harm=harm, policy=policy_book(), day=gas_day_of(incident.found_at))


def outages_near(incident: Incident, *, within: timedelta) -> list[Outage]:
    """Outages and short supply of the same county around an incident, itself included; a city's own is no county's."""
    if incident.region.kind != RegionKind.COUNTY:
        return []
    rows = Incident.objects.filter(
        region=incident.region,
        kind__in=(IncidentKind.OUTAGE, IncidentKind.SHORT),
        found_at__gte=incident.found_at - within,
        found_at__lte=incident.found_at + within,
    ).exclude(state=IncidentState.UNFOUNDED)
    return [
        Outage(
            key=str(one.pk), county=one.region_id, found=one.found_at, households=one.households,
            villages=frozenset(one.villages),
        )
        for one in rows
    ]  # fmt: skip
