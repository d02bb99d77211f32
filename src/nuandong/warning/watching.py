"""What a watched site asks somebody to look at: too little pressure, another use than forecast, a meter that is silent.

    pressure   p < least                                   p the newest least gauge pressure, MPa
    use        |q - forecast| / forecast > deviation       of one gas day, 10^4 m3/day; tiny forecasts are left out
    silence    now - end of the last reading > silent

A site that nobody ever read is no alarm: it is counted where coverage is told.

Clause: T-068 (pressure < min, use ±20 % against the forecast).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from nuandong.policy import PolicyBook, PolicySilent
from nuandong.units import Flow, Pressure, Share

SHARE_DECIMALS = 6  # a deviation is compared as it is published: 1.2 against 1 is exactly 20 %


class FaultKind(StrEnum):
    """What is wrong at a site, the gravest first."""

    PRESSURE = "pressure"
    USE = "use"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class WatchRules:
    """The policy's limits on a gas day; a least pressure for each of gates and users' points."""

    gate_pressure: Pressure
    point_pressure: Pressure
    deviation_above: Share
    flow_from: Flow
    silent_after: timedelta


@dataclass(frozen=True, slots=True)
class SiteState:
    """What is known of a site: its newest pressure with the limit that holds, a gas day's flow with its forecast, and
    when its last reading ended. Unknown is None, never zero."""

    pressure: Pressure | None = None
    pressure_at: datetime | None = None
    least_pressure: Pressure | None = None
    flow: Flow | None = None
    expected: Flow | None = None
    last_at: datetime | None = None

    @property
    def deviation(self) -> Share | None:
        """How far the flow lies off its forecast, signed; None where either is unknown or nothing is forecast."""
        if self.flow is None or not self.expected:
            return None
        return round((self.flow - self.expected) / self.expected, SHARE_DECIMALS)


@dataclass(frozen=True, slots=True)
class SiteFault:
    """One thing wrong at a site: what was found, what is wanted, both in the kind's own unit (MPa, share, hours)."""

    kind: FaultKind
    found: float
    limit: float

    @property
    def weight(self) -> float:
        """How many times over the limit it is, so that the worst of a kind stands first."""
        if self.kind is FaultKind.PRESSURE:
            return 2.0 - self.found / self.limit if self.limit else 1.0
        return abs(self.found) / self.limit if self.limit else 1.0


def watch_rules(*, book: PolicyBook, day: date) -> WatchRules | None:
    """The limits in force on a gas day; None where a province's policy holds none."""
    try:
        value = {
            key: book.number(f"watch.{key}", day=day).value
            for key in (
                "gate_pressure_from", "point_pressure_from", "deviation_above", "flow_from", "silent_hours",
            )
        }  # fmt: skip
    except PolicySilent:
        return None
    return WatchRules(
        gate_pressure=value["gate_pressure_from"],
        point_pressure=value["point_pressure_from"],
        deviation_above=value["deviation_above"],
        flow_from=value["flow_from"],
        silent_after=timedelta(hours=value["silent_hours"]),
    )


def site_faults(*, state: SiteState, rules: WatchRules, at: datetime) -> tuple[SiteFault, ...]:
    """Everything that a site's state asks somebody to look at, the gravest kind first."""
    found: list[SiteFault] = []
    least, pressure = state.least_pressure, state.pressure
    if pressure is not None and least is not None and pressure < least:
        found.append(SiteFault(FaultKind.PRESSURE, pressure, least))
    deviation = state.deviation
    is_watched = (state.expected or 0.0) >= rules.flow_from
    if deviation is not None and is_watched and abs(deviation) > rules.deviation_above:
        found.append(SiteFault(FaultKind.USE, deviation, rules.deviation_above))
    if state.last_at is not None and at - state.last_at > rules.silent_after:
        hours = (at - state.last_at) / timedelta(hours=1)
        found.append(SiteFault(FaultKind.SILENT, hours, rules.silent_after / timedelta(hours=1)))
    return tuple(found)
