"""How every site stands by its readings: newest pressure, flow of its last gas day, forecast, marks, last word.

Clause: T-068 (monitor wall).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from nuandong.desk.directory.province import policy_book
from nuandong.desk.reporting.models import Reading, SiteKind, SiteReading
from nuandong.desk.reporting.readings.metered import Metered, metered, newest
from nuandong.desk.reporting.readings.of_sites import newest_of_sites
from nuandong.desk.reporting.readings.record import LONGEST
from nuandong.desk.reporting.readings.sites import Site
from nuandong.desk.watch.models import SiteMark
from nuandong.desk.watch.wall.forecast import SiteFlows, expected_of
from nuandong.gasday import begin_of, end_of, gas_day_of
from nuandong.vocabulary import ConsumerClass
from nuandong.warning import SiteFault, SiteState, WatchRules, site_faults, watch_rules

HEARD_WITHIN = timedelta(days=40)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Watched:
    """A site that was read, with how it stands and what is wrong."""

    site: Site
    state: SiteState
    gas_day: date | None
    filed_by_user: bool
    is_coal_to_gas: bool
    faults: tuple[SiteFault, ...]


def watched(*, sites: Iterable[Site], at: datetime) -> list[Watched]:
    """Sites that were ever heard of by an instant, as known then; what was never read is not among them."""
    by_key = {site.key: site for site in sites}
    ends = last_ends(by_key, at)
    rules = watch_rules(book=policy_book(), day=gas_day_of(at))
    marks, pressures = marks_of(by_key, at), _pressures(by_key, at)
    flows = _flows(by_key, ends, at)
    expected: dict[date, SiteFlows] = {}
    found = []
    for key, last_at in ends.items():
        day, told = flows.get(key, (None, None))
        if day is not None and day not in expected:
            expected[day] = expected_of(day)
        pressure = pressures.get(key)
        state = SiteState(
            pressure=None if pressure is None else pressure.pressure,
            pressure_at=None if pressure is None else pressure.to_at,
            least_pressure=least_pressure(by_key[key], marks.get(key), rules),
            flow=None if told is None else told.flow,
            expected=None if day is None else expected[day].get(key),
            last_at=last_at,
        )
        faults = () if rules is None else site_faults(state=state, rules=rules, at=at)
        by_user = bool((told and told.filed_by_user) or (pressure and pressure.filed_by_subject_of_cut))
        found.append(
            Watched(by_key[key], state, day, by_user, is_coal_to_gas(by_key[key], marks.get(key)), faults)
        )
    return found


def least_pressure(site: Site, mark: SiteMark | None, rules: WatchRules | None) -> float | None:
    """The least pressure that holds for a site: its own mark, else the network's, else the policy's for its kind."""
    if mark is not None and mark.least_pressure is not None:
        return float(mark.least_pressure)
    if site.least_pressure is not None:
        return site.least_pressure
    if rules is None:
        return None
    return {SiteKind.GATE: rules.gate_pressure, SiteKind.POINT: rules.point_pressure}.get(site.kind)


def is_coal_to_gas(site: Site, mark: SiteMark | None) -> bool:
    """Whether a site feeds villages that went from coal to gas: by its mark, else by its class."""
    if mark is not None:
        return mark.is_coal_to_gas
    return site.consumer_class == ConsumerClass.C2G.value


def marks_of(keys: Iterable[Key], at: datetime) -> dict[Key, SiteMark]:
    """The newest mark of each site by an instant."""
    wanted = set(keys)
    rows = SiteMark.objects.filter(set_at__lte=at).order_by("set_at", "id")
    return {mark.key: mark for mark in rows if mark.key in wanted}


def last_ends(keys: Mapping[Key, Any], at: datetime) -> dict[Key, datetime]:
    """When the last reading of each site ends, of whatever kind."""
    since = at - HEARD_WITHIN
    ends: dict[Key, datetime] = {}
    points = Reading.objects.filter(known_at__lte=at, to_at__gte=since)
    rows = points.values_list("delivery_point_id").annotate(Max("to_at")).order_by()
    heard = [((SiteKind.POINT.value, code), last) for code, last in rows]
    others = SiteReading.objects.filter(known_at__lte=at, to_at__gte=since)
    for kind, code, last in others.values_list("site_kind", "site").annotate(Max("to_at")).order_by():
        heard.append(((kind, code), last))
    for key, last in heard:
        if key in keys:
            ends[key] = max(last, ends.get(key, last))
    return ends


def _pressures(keys: Mapping[Key, Any], at: datetime) -> dict[Key, SiteReading]:
    """The pressure reading of each site that ends last; of several of one end, what was known last."""
    rows = SiteReading.objects.filter(known_at__lte=at, to_at__gte=at - HEARD_WITHIN, pressure__isnull=False)
    found: dict[Key, SiteReading] = {}
    for one in sorted(newest_of_sites(list(rows)), key=lambda one: (one.to_at, one.known_at)):
        key = str(one.site_kind), one.site
        if key in keys:
            found[key] = one
    return found


def _flows(
    keys: Mapping[Key, Any], ends: Mapping[Key, datetime], at: datetime
) -> dict[Key, tuple[date, Metered]]:
    """The flow of the gas day in which each site's last reading ends, where readings cover half of it or more."""
    if not ends:
        return {}
    first = begin_of(gas_day_of(min(ends.values()) - timedelta(seconds=1)))
    span = {"known_at__lte": at, "to_at__gt": first, "from_at__gte": first - LONGEST}
    rows: dict[Key, list[Any]] = defaultdict(list)
    for reading in newest(Reading.objects.filter(**span)):
        rows[SiteKind.POINT.value, reading.delivery_point_id].append(reading)
    others = SiteReading.objects.filter(amount__isnull=False, **span)
    for one in newest_of_sites(list(others)):
        rows[str(one.site_kind), one.site].append(one)
    found: dict[Key, tuple[date, Metered]] = {}
    for key, readings in rows.items():
        if key not in keys:
            continue
        day = gas_day_of(max(one.to_at for one in readings) - timedelta(seconds=1))
        told = metered(readings=readings, begins=begin_of(day), ends=end_of(day))
        if told is not None:
            found[key] = day, told
    return found
