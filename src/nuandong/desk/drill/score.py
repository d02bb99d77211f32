"""The score of a play: what ought to have been done by when, held against what the records say was done.

Nothing is entered by hand. Each line names its record and, where there is one, its ledger entry.

    declared     a level proposed above the one in force is declared within n minutes of its first proposal
    ordered      once a level is declared and the plan cuts, an order for the gas day is issued within n minutes
    households   when the gas day begins, the newest plan leaves households nothing short and its relief is ordered
    chased       a unit whose report is not there at the deadline is reminded, or found, within n minutes; whoever did
                 not answer an order in time answers within n minutes more
    false        a false report is found by a person within n minutes
    incident     an incident that was called in is reported in writing within n minutes

Clause: T-099 (drill score).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import Q

from nuandong.desk.alerts.models import Declaration, IncidentAct, IncidentEntry, Proposal
from nuandong.desk.alerts.models.levels import PROVINCE, DeclarationState
from nuandong.desk.directory.models import Region, ReportingUnit
from nuandong.desk.directory.province import policy_book
from nuandong.desk.dispatch.models import Notice, Order, OrderLine, ReceiptKind
from nuandong.desk.drill.marks import Line, Mark, Score, mark_of, minutes
from nuandong.desk.drill.models import Happening, Play, SceneKind
from nuandong.desk.drill.relief import called_for
from nuandong.desk.drill.script import Marking, read_script
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.deadlines import deadline_of
from nuandong.desk.reporting.models import IntegrityFinding, Reminder
from nuandong.gasday import begin_of, gas_day_of

Found: TypeAlias = tuple[datetime | None, str]  # when it was done, and the record that says so

ENOUGH = 0.9  # of the relief that the plan calls for; the same share that execution is held to
SMALLEST_RELIEF = 0.05  # 10^4 m3/day: less is shown as nothing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was to be done: of what (both languages), from when on, within how many minutes, and what called for it."""

    key: str
    subject: tuple[str, str]
    from_at: datetime
    limit: int
    cause: str


NOTHING: Found = (None, "")


def score_of(*, play: Play, at: datetime) -> Score:
    """The score of a play as known at an instant; after its end nothing more counts."""
    now = min(at, play.ends_at)
    marking = read_script(play.script).marking
    measures: tuple[Callable[[Play, Marking, datetime], Iterator[Line]], ...] = (
        _declared, _ordered, _households, _chased, _silent_notices, _false, _incidents,
    )  # fmt: skip
    lines = [line for measure in measures for line in measure(play, marking, now)]
    return Score(now, tuple(sorted(lines, key=lambda line: (line.from_at, line.key, line.subject_zh))))


def _declared(play: Play, marking: Marking, at: datetime) -> Iterator[Line]:
    """Of each gas day and level the first proposal that stood above what was in force."""
    proposals = Proposal.objects.filter(
        scope=PROVINCE, proposed_at__gte=play.begins_at, proposed_at__lte=at
    ).order_by("proposed_at", "id")
    ranks = {level.key: level.rank for level in policy_book().levels(day=gas_day_of(play.begins_at))}
    seen: set[tuple[date, str]] = set()
    for proposal in proposals:
        if ranks.get(proposal.level, 0) <= ranks.get(proposal.standing_level, 0):
            continue
        if (key := (proposal.gas_day, proposal.level)) in seen:
            continue
        seen.add(key)
        enough = [name for name, rank in ranks.items() if rank >= ranks[proposal.level]]
        declared = Declaration.objects.filter(
            scope=PROVINCE, state=DeclarationState.DECLARED, level__in=enough, gas_day__lte=proposal.gas_day,
            declared_at__gte=proposal.proposed_at, declared_at__lte=at,
        ).order_by("declared_at").first()  # fmt: skip
        found = NOTHING if declared is None else (declared.declared_at, f"alerts.Declaration {declared.pk}")
        wanted = Wanted("declared", _of_day(proposal.gas_day, proposal.level), proposal.proposed_at,
                        marking.declare_min, f"alerts.Proposal {proposal.pk}")  # fmt: skip
        yield _line(wanted, found, marking, at)


def _ordered(play: Play, marking: Marking, at: datetime) -> Iterator[Line]:
    """Of each gas day that is cut under a declared level, the first order that went out."""
    declared = Declaration.objects.filter(
        scope=PROVINCE, state=DeclarationState.DECLARED, declared_at__gte=play.begins_at, declared_at__lte=at
    ).order_by("declared_at", "id")
    seen: set[date] = set()
    for one in declared:
        if one.gas_day in seen or one.declared_at is None:
            continue
        run = _newest_run(one.gas_day, one.declared_at)
        if run is None or called_for(run).relief < SMALLEST_RELIEF:
            continue
        seen.add(one.gas_day)
        issued = Order.objects.filter(gas_day=one.gas_day, issued_at__gte=play.begins_at, issued_at__lte=at)
        order = issued.order_by("issued_at").first()
        found = NOTHING if order is None else (order.issued_at, f"dispatch.Order {order.number}")
        wanted = Wanted("ordered", _of_day(one.gas_day), one.declared_at, marking.order_min,
                        f"alerts.Declaration {one.pk}")  # fmt: skip
        yield _line(wanted, found, marking, at)


def _households(play: Play, marking: Marking, at: datetime) -> Iterator[Line]:
    """Each gas day that begins within the play, judged at its beginning by the newest run of then."""
    day = gas_day_of(play.begins_at) + timedelta(days=1)
    while (begins := begin_of(day)) <= play.ends_at:
        run = _newest_run(day, min(begins, at))
        if run is not None:
            wanted = called_for(run)
            lines = OrderLine.objects.filter(
                order__gas_day=day, order__issued_at__lte=min(begins, at), point__isnull=False
            ).exclude(order__state="withdrawn", order__ended_at__lte=begins)
            ordered = sum(float(line.planned_relief) for line in lines)
            kept = wanted.livelihood_gap <= 0 and ordered >= ENOUGH * wanted.relief - SMALLEST_RELIEF
            mark = Mark.OPEN if at < begins else Mark.IN_TIME if kept else Mark.MISSED
            yield Line(
                "households", *_of_day(day), run.as_of, begins, begins if kept and at >= begins else None, mark,
                marking.weights["households"], _place(f"outlook.Run {run.pk}", "run", str(run.pk), None),
                (("livelihood_gap", wanted.livelihood_gap), ("relief", wanted.relief), ("ordered", ordered)),
            )  # fmt: skip
        day += timedelta(days=1)


def _chased(play: Play, marking: Marking, at: datetime) -> Iterator[Line]:
    """Units that the script makes late or silent: reminded after the deadline, or found by a person."""
    for happening in _reports(play):
        units = (
            happening.facts["units"] if happening.facts.get("is_late") else happening.facts.get("silent", ())
        )
        day = date.fromisoformat(happening.facts["gas_day"])
        for unit in ReportingUnit.objects.filter(code__in=units).order_by("code"):
            deadline = deadline_of(unit_kind=unit.kind, gas_day=day, policy=policy_book())
            if deadline > at:
                continue
            after = {"at__gte": deadline, "at__lte": at}
            acts: list[tuple[datetime, str]] = [
                (one.at, f"reporting.Reminder {one.pk}")
                for one in Reminder.objects.filter(unit=unit, gas_day=day, **after)
            ]
            acts += [
                (one.at, f"reporting.IntegrityFinding {one.pk}")
                for one in IntegrityFinding.objects.filter(report__unit=unit, report__gas_day=day, **after)
            ]
            wanted = Wanted("chased", _of_unit(unit, day), deadline, marking.chase_min,
                            f"drill.Happening {happening.pk}")  # fmt: skip
            yield _line(wanted, min(acts, default=NOTHING), marking, at)


def _silent_notices(play: Play, marking: Marking, at: datetime) -> Iterator[Line]:
    """Addressees of an order who had not answered at the last time to do so: brought to answer, by whatever way."""
    notices = Notice.objects.filter(
        issued_at__gte=play.begins_at, decide_by__lt=at, withdrawn_at__isnull=True
    ).order_by("decide_by", "id")  # fmt: skip
    for notice in notices:
        answer = notice.receipts.filter(kind=ReceiptKind.ACKNOWLEDGED, at__lte=at).order_by("at").first()
        if answer is not None and answer.at <= notice.decide_by:
            continue
        found = NOTHING if answer is None else (answer.at, f"dispatch.Notice {notice.code}")
        wanted = Wanted("chased", (notice.name_zh, notice.name_en or notice.code), notice.decide_by,
                        marking.chase_min, f"dispatch.Notice {notice.code}")  # fmt: skip
        yield _line(wanted, found, marking, at)


def _false(play: Play, marking: Marking, at: datetime) -> Iterator[Line]:
    """Reports that the script makes false; only a person finds that (T-093)."""
    for happening in _reports(play).filter(played_at__isnull=False, at__lte=at):
        day = date.fromisoformat(happening.facts["gas_day"])
        for unit in ReportingUnit.objects.filter(code__in=happening.facts.get("false", {})).order_by("code"):
            finding = IntegrityFinding.objects.filter(
                report__unit=unit, report__gas_day=day, kind="false", at__lte=at
            ).order_by("at").first()  # fmt: skip
            found = NOTHING if finding is None else (finding.at, f"reporting.IntegrityFinding {finding.pk}")
            wanted = Wanted("false", _of_unit(unit, day), happening.at, marking.false_min,
                            f"drill.Happening {happening.pk}")  # fmt: skip
            yield _line(wanted, found, marking, at)


def _incidents(play: Play, marking: Marking, at: datetime) -> Iterator[Line]:
    """Calls that came in: the first incident of that place that was reported in writing."""
    calls = Happening.objects.filter(
        play=play, kind=SceneKind.INCIDENT, played_at__isnull=False, at__lte=at
    ).select_related("region")
    for call in calls:
        within = Q(incident__region=call.region) | Q(incident__region__parent=call.region)
        told = IncidentEntry.objects.filter(
            within, act=IncidentAct.REPORTED, at__gte=call.at, at__lte=at
        ).order_by("at").first()  # fmt: skip
        found = NOTHING if told is None else (told.at, f"alerts.Incident {told.incident_id}")
        region = call.region or Region()
        wanted = Wanted("incident", (region.name_zh, region.name_en or region.code), call.at,
                        marking.incident_min, f"drill.Happening {call.pk}")  # fmt: skip
        yield _line(wanted, found, marking, at)


def _line(wanted: Wanted, found: Found, marking: Marking, at: datetime) -> Line:
    done_at, record = found
    due_at = wanted.from_at + minutes(wanted.limit)
    subject_id = record.rpartition(" ")[2]
    place = f"{wanted.cause} → {_place(record, '', subject_id, done_at)}" if record else wanted.cause
    mark = mark_of(due_at=due_at, done_at=done_at, at=at)
    return Line(
        wanted.key, *wanted.subject, wanted.from_at, due_at, done_at, mark, marking.weights[wanted.key], place
    )


def _place(record: str, kind: str, subject_id: str, at: datetime | None) -> str:
    """The record, and the ledger entry that tells of it."""
    told = Entry.objects.filter(subject_id=subject_id)
    told = told.filter(at=at) if at is not None else told.filter(subject_kind=kind)
    if at is not None and not told.exists():  # an entry that tells of many records bears none of their names
        told = Entry.objects.filter(at=at)
        told = told if told.count() == 1 else told.none()
    sequence = told.order_by("-sequence").values_list("sequence", flat=True).first()
    return record if sequence is None else f"{record} · ledger {sequence}"


def _newest_run(gas_day: date, at: datetime) -> Run | None:
    found: Run | None = (
        Run.objects.done()
        .filter(gas_day=gas_day, as_of__lte=at, finished_at__lte=at)
        .order_by("-as_of", "-id")
        .first()
    )
    return found


def _reports(play: Play) -> Any:
    return Happening.objects.filter(play=play, kind=SceneKind.REPORTS)


def _of_day(day: date, level: str = "") -> tuple[str, str]:
    names = {one.key: (one.name_zh, one.name_en) for one in policy_book().levels(day=day)}
    zh, en = names.get(level, ("", ""))
    return f"{_day_zh(day)}{' ' + zh if zh else ''}", f"{_day_en(day)}{' ' + en if en else ''}"


def _of_unit(unit: ReportingUnit, day: date) -> tuple[str, str]:
    return f"{unit.name_zh} {_day_zh(day)}", f"{unit.name_en or unit.code} {_day_en(day)}"


def _day_zh(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _day_en(day: date) -> str:
    return f"{day.day} {day:%b}"
