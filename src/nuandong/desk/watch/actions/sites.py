"""Verbs of the wall: hold sites against their limits, take an alarm, clear it, give a site a limit of its own.

An alarm ends by itself when a reading shows that its reason is gone; a person ends it with a word before that, and then
it does not come again upon the same reading.

Clauses: T-068 (alarms), T-098 (evidence of every act).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account
from nuandong.desk.directory.province import policy_book
from nuandong.desk.directory.roles import WATCH_SITES
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.readings.actions import WATCH
from nuandong.desk.reporting.readings.sites import Site, sites
from nuandong.desk.watch.models import SiteAlarm, SiteMark
from nuandong.desk.watch.refusals import ActRefused
from nuandong.desk.watch.wall.forecast import keep_expected
from nuandong.desk.watch.wall.states import Watched, last_ends, watched
from nuandong.gasday import gas_day_of
from nuandong.policy import PolicySilent
from nuandong.warning import FaultKind, SiteFault

ALARM, SITE = "site_alarm", "site"
SHORTEST_WORDS = 4
EVERY = timedelta(hours=1)  # where the policy names no interval


@dataclass(frozen=True, slots=True)
class Weighed:
    """What came of holding all sites against their limits."""

    raised: int
    ceased: int
    standing: int


def weigh_sites(*, at: datetime) -> Weighed:
    """Raise what is wrong at any site, end what is gone, keep the figures of what stands."""
    every = list(sites(None))
    heard = last_ends({site.key: site for site in every}, at)
    for day in sorted({gas_day_of(end - timedelta(seconds=1)) for end in heard.values()})[-2:]:
        keep_expected(gas_day=day, at=at)
    rows = watched(sites=every, at=at)
    with transaction.atomic():
        there = {
            (*one.key, one.kind): one
            for one in SiteAlarm.objects.select_for_update().filter(cleared_at__isnull=True)
        }
        raised = standing = 0
        for row in rows:
            for fault in row.faults:
                alarm = there.pop((*row.site.key, fault.kind.value), None)
                if alarm is not None:
                    standing += 1
                    _renew(alarm, row, fault)
                elif not _was_cleared(row, fault):
                    raised += 1
                    _raise(row, fault, at)
        for gone in there.values():
            _cease(gone, at)
    return Weighed(raised, len(there), standing)


def call_again(*, at: datetime) -> None:
    """A letter for the next time that the wall is held against its limits, even where nothing comes in."""
    try:
        step = timedelta(hours=policy_book().number("watch.every_hours", day=gas_day_of(at)).value)
    except PolicySilent:
        step = EVERY
    number = int(at.timestamp() // step.total_seconds()) + 1
    due = at + (timedelta(seconds=number * step.total_seconds()) - timedelta(seconds=at.timestamp()))
    put_letter(key=f"{WATCH}:round:{number}", errand=WATCH, facts={"round": number}, at=at, not_before=due)


def take_alarm(*, alarm: SiteAlarm, by: Account, at: datetime) -> SiteAlarm:
    """Somebody sees to it from now on. Raises ActRefused."""
    with transaction.atomic():
        one = _open(alarm, by)
        if one.owner_id == by.pk:
            raise ActRefused(_("You see to this alarm already."))
        before = one.owner
        one.owner, one.owned_at = by, at
        one.save(update_fields=["owner", "owned_at"])
        _tell("take_site_alarm", one, by, at, {"before": None if before is None else before.actor})
    return one


def clear_alarm(*, alarm: SiteAlarm, words: str, by: Account, at: datetime) -> SiteAlarm:
    """It is seen to, and `words` say how; whoever clears it owns it. Raises ActRefused."""
    said = words.strip()
    if len(said) < SHORTEST_WORDS:
        raise ActRefused(_("Say what was found and done."), field="words")
    with transaction.atomic():
        one = _open(alarm, by)
        if one.owner_id is None:
            one.owner, one.owned_at = by, at
        one.cleared_at, one.cleared_by, one.words = at, by, said
        one.save()
        _tell("clear_site_alarm", one, by, at, {"words": said})
    return one


def mark_site(
    *, site: Site, least_pressure: float | None, is_coal_to_gas: bool, reason: str, by: Account, at: datetime
) -> SiteMark:
    """Give a site a least pressure of its own (MPa gauge) or none, and say whether it feeds coal-to-gas villages.

    Only whoever watches the place may: a company cannot lower its own limit. Raises ActRefused.
    """
    if not by.has_perm(WATCH_SITES) or not (
        scope_of(by).sees_all or (site.region is not None and scope_of(by).holds_region(site.region))
    ):
        raise ActRefused(_("Limits are set by whoever watches the place, not by the company itself."))
    if len(reason.strip()) < SHORTEST_WORDS:
        raise ActRefused(_("Say why, and by whose word."), field="reason")
    with transaction.atomic():
        mark = SiteMark.objects.create(
            site_kind=site.kind, site=site.code, region_id=site.region, organisation_id=site.organisation,
            least_pressure=least_pressure, is_coal_to_gas=is_coal_to_gas, reason=reason.strip(), set_by=by, set_at=at,
        )  # fmt: skip
        facts = {
            "kind": site.kind.value, "least_pressure": least_pressure, "coal_to_gas": is_coal_to_gas,
            "reason": reason.strip(),
        }  # fmt: skip
        append(act=Act("mark_site", actor_of(by), SITE, f"{site.kind.value}:{site.code}", facts), at=at)
    return mark


def evidence_of(row: Watched, fault: SiteFault) -> datetime:
    """The instant that the reading told of upon which a fault rests."""
    told = row.state.pressure_at if fault.kind is FaultKind.PRESSURE else row.state.last_at
    assert told is not None  # a fault rests on a reading
    return told


def _was_cleared(row: Watched, fault: SiteFault) -> bool:
    kind, code = row.site.key
    return SiteAlarm.objects.filter(
        site_kind=kind, site=code, kind=fault.kind.value, cleared_by__isnull=False,
        evidence_at__gte=evidence_of(row, fault),
    ).exists()  # fmt: skip


def _raise(row: Watched, fault: SiteFault, at: datetime) -> None:
    site = row.site
    alarm = SiteAlarm.objects.create(
        site_kind=site.kind, site=site.code, region_id=site.region, organisation_id=site.organisation,
        kind=fault.kind.value, name_zh=site.name_zh, name_en=site.name_en, found=fault.found, limit=fault.limit,
        evidence_at=evidence_of(row, fault), raised_at=at,
    )  # fmt: skip
    _tell("raise_site_alarm", alarm, None, at, {"found": fault.found, "limit": fault.limit})


def _renew(alarm: SiteAlarm, row: Watched, fault: SiteFault) -> None:
    alarm.found, alarm.limit, alarm.evidence_at = fault.found, fault.limit, evidence_of(row, fault)
    alarm.save(update_fields=["found", "limit", "evidence_at"])


def _cease(alarm: SiteAlarm, at: datetime) -> None:
    alarm.cleared_at = at
    alarm.save(update_fields=["cleared_at"])
    _tell("cease_site_alarm", alarm, None, at, {})


def _open(alarm: SiteAlarm, by: Account) -> SiteAlarm:
    if not by.has_perm(WATCH_SITES) or not SiteAlarm.objects.visible_to(by).filter(pk=alarm.pk).exists():
        raise ActRefused(_("This alarm is not yours to see to."))
    one: SiteAlarm = SiteAlarm.objects.select_for_update().get(pk=alarm.pk)
    if one.cleared_at is not None:
        raise ActRefused(_("This alarm is over already."))
    return one


def _tell(act: str, alarm: SiteAlarm, by: Account | None, at: datetime, facts: dict[str, Any]) -> None:
    told = {"site": f"{alarm.site_kind}:{alarm.site}", "kind": str(alarm.kind), **facts}
    append(act=Act(act, actor_of(by), ALARM, str(alarm.pk), told), at=at)
