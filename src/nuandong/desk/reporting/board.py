"""The board of a gas day: who has filed, who was late, whose report is missing, and when the next is due.

Late is what the clock says: no version stood there at the unit's own deadline. A correction of a report that came in
time is not late. Missing is a rule too: the deadline has passed and nothing is there. From the hour at which the office
sums up (policy `report.summary_by`) a missing report is a suspected omission, which a person looks into.

Clauses: T-004 (every unit, every gas day), T-095 (daily report), T-093 (late by clock, missing by rule).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from nuandong.desk.directory.models import ReportingUnit, UnitKind
from nuandong.desk.directory.province import policy_book
from nuandong.desk.reporting.deadlines import deadline_of, summary_of
from nuandong.desk.reporting.models import ReportVersion
from nuandong.policy import PolicyBook

MINUTE_S = 60


class FilingState(StrEnum):
    """Where one unit's report of one gas day stands."""

    FILED = "filed"
    NIL = "nil"
    LATE = "late"
    MISSING = "missing"
    DUE = "due"


HAVE_FILED = frozenset({FilingState.FILED, FilingState.NIL, FilingState.LATE})
# What needs somebody comes first.
ORDER = (FilingState.MISSING, FilingState.LATE, FilingState.DUE, FilingState.NIL, FilingState.FILED)

# Counties first: the province's sum hangs on them.
KINDS = (UnitKind.COUNTY, UnitKind.CITY, UnitKind.DEPARTMENT, UnitKind.COMPANY)


class Escalation(StrEnum):
    """What a report that is not there calls for now."""

    NONE = ""
    REMIND = "remind"
    CALL = "call"
    OMISSION = "omission"


REMIND_BEFORE = timedelta(minutes=30)  # judged: half an hour is enough to type a report of two minutes


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit on the board. `filed_at` is when its first version came, `version` the number of its newest."""

    unit: str
    pk: int
    name_zh: str
    name_en: str
    kind: str
    region: str
    city: str
    state: FilingState
    deadline_at: datetime
    filed_at: datetime | None = None
    version: int | None = None
    version_pk: int | None = None
    is_nil: bool = False
    channel: str = ""
    is_signed: bool = False
    escalation: Escalation = Escalation.NONE

    @property
    def late_minutes(self) -> int | None:
        """Whole minutes by which the first version missed the deadline; None where it did not."""
        if self.filed_at is None or self.filed_at <= self.deadline_at:
            return None
        return max(1, int((self.filed_at - self.deadline_at).total_seconds()) // MINUTE_S)


@dataclass(frozen=True, slots=True)
class Board:
    """All units that owe a report of a gas day, as known at an instant; those that need somebody first. `unheard` are
    kinds of units of which no report ever came in: a sample of county reports is not hundreds of missing ones."""

    gas_day: date
    at: datetime
    rows: tuple[BoardRow, ...]
    unheard: frozenset[str] = frozenset()

    @property
    def counts(self) -> dict[FilingState, int]:
        """How many units stand in each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ORDER}

    @property
    def missing_by_kind(self) -> dict[str, int]:
        """How many reports of each kind of unit are missing, kinds without any left out."""
        found = Counter(row.kind for row in self.rows if row.state is FilingState.MISSING)
        return {kind.value: found[kind] for kind in KINDS if found[kind] and kind not in self.unheard}

    @property
    def missing(self) -> int:
        """How many reports are missing, of kinds of units that file here at all."""
        return sum(self.missing_by_kind.values())

    @property
    def due(self) -> int:
        """How many reports are still due, of the same kinds."""
        return sum(row.state is FilingState.DUE and row.kind not in self.unheard for row in self.rows)

    @property
    def unheard_by_kind(self) -> dict[str, int]:
        """How many units there are of each kind of which no report ever came in."""
        found = Counter(row.kind for row in self.rows)
        return {kind.value: found[kind] for kind in KINDS if found[kind] and kind in self.unheard}

    @property
    def counties_due(self) -> int:
        """How many counties owe a report."""
        return sum(row.kind == UnitKind.COUNTY for row in self.rows)

    @property
    def counties_filed(self) -> int:
        """How many of them have filed, in time or late."""
        return sum(row.kind == UnitKind.COUNTY and row.state in HAVE_FILED for row in self.rows)

    @property
    def next_deadline(self) -> datetime | None:
        """The nearest deadline that some unit without a report still meets; None where there is none."""
        return min((row.deadline_at for row in self.rows if row.state is FilingState.DUE), default=None)

    @property
    def seconds_left(self) -> int | None:
        """Seconds to that deadline."""
        ends = self.next_deadline
        return None if ends is None else int((ends - self.at).total_seconds())

    def in_city(self, city: str) -> Board:
        """The same board of one city with its counties and companies."""
        return replace(self, rows=tuple(row for row in self.rows if row.city == city))

    def in_state(self, state: FilingState) -> Board:
        """The same board of one state."""
        return replace(self, rows=tuple(row for row in self.rows if row.state is state))


def board_of(*, gas_day: date, at: datetime, account: Any = None) -> Board:
    """The board of a gas day as known at an instant; of what an account may see, or of all without one."""
    units = ReportingUnit.objects.due_on(gas_day).select_related("region")
    if account is not None:
        units = units.visible_to(account)
    policy = policy_book()
    deadlines = {
        kind: deadline_of(unit_kind=kind, gas_day=gas_day, policy=policy) for kind in UnitKind.values
    }
    summary = summary_of(gas_day=gas_day, policy=policy)
    versions = _versions(gas_day, at)
    rows = [_row(unit, versions.get(unit.code, ()), deadlines[unit.kind], at, summary) for unit in units]
    rows.sort(key=lambda row: (ORDER.index(row.state), KINDS.index(row.kind), row.unit))
    return Board(gas_day, at, tuple(rows), _unheard(rows, at))


def _unheard(rows: Iterable[BoardRow], at: datetime) -> frozenset[str]:
    """Kinds none of whose units has filed for this day or any other; all of them where nobody has filed anything."""
    quiet = {row.kind for row in rows} - {row.kind for row in rows if row.state in HAVE_FILED}
    known = ReportVersion.objects.filter(filed_at__lte=at)
    silent = {kind for kind in quiet if not known.filter(report__unit__kind=kind).exists()}
    return frozenset() if silent == {row.kind for row in rows} else frozenset(silent)


def _versions(gas_day: date, at: datetime) -> Mapping[str, list[ReportVersion]]:
    found: dict[str, list[ReportVersion]] = defaultdict(list)
    known = (
        ReportVersion.objects.of_day(gas_day).filter(filed_at__lte=at).select_related("report", "sign_off")
    )
    for version in known.order_by("number"):
        found[version.report.unit_id].append(version)
    return found


def _row(unit: ReportingUnit, versions: Iterable[ReportVersion], deadline: datetime, at: datetime,
         summary: datetime) -> BoardRow:  # fmt: skip
    told = list(versions)
    region = unit.region
    city = region.parent_id if unit.kind == UnitKind.COUNTY or region.kind == "county" else region.code
    place = (unit.code, unit.pk, unit.name_zh, unit.name_en, unit.kind, region.code, str(city or ""))
    if not told:
        state = FilingState.DUE if at <= deadline else FilingState.MISSING
        return BoardRow(*place, state, deadline, escalation=_escalation(deadline, at, summary))
    first, newest = told[0], told[-1]
    # The deadline that held when it was filed is kept with the version; a policy that changes later changes no past.
    held = first.deadline_at or deadline
    in_time = FilingState.NIL if newest.is_nothing_to_report else FilingState.FILED
    return BoardRow(
        *place,
        FilingState.LATE if first.filed_at > held else in_time,
        held,
        first.filed_at,
        newest.number,
        newest.pk,
        newest.is_nothing_to_report,
        str(newest.channel),
        hasattr(newest, "sign_off"),
    )


def _escalation(deadline: datetime, at: datetime, summary: datetime) -> Escalation:
    if at > max(summary, deadline):
        return Escalation.OMISSION
    if at > deadline:
        return Escalation.CALL
    return Escalation.REMIND if at >= deadline - REMIND_BEFORE else Escalation.NONE


def deadlines_of_day(*, gas_day: date, policy: PolicyBook) -> tuple[datetime, ...]:
    """Every instant at which something falls due for a gas day's reports, in order: deadlines, then the sum."""
    by_kind = {deadline_of(unit_kind=kind, gas_day=gas_day, policy=policy) for kind in UnitKind.values}
    return tuple(sorted(by_kind | {summary_of(gas_day=gas_day, policy=policy)}))
