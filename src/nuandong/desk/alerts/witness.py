"""What the ledger told of declared levels and of incidents, held against the records as they stand now (T-098)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from nuandong.desk.alerts.actions.declaring import DECLARATION, DECLARE, told_of
from nuandong.desk.alerts.actions.incidents import INCIDENT, told_of_entry
from nuandong.desk.alerts.models import Declaration, DeclarationState, IncidentAct, IncidentEntry
from nuandong.desk.ledger.witnesses import Alteration, Told, Witness


def declarations() -> Witness:
    """The witness of declared levels."""
    return Witness(act=DECLARE, subject_kind=DECLARATION, compare=compare_declared, subjects=declared)


def declared() -> Iterator[str]:
    """Every level that was declared."""
    rows = Declaration.objects.filter(state=DeclarationState.DECLARED).values_list("pk", flat=True)
    return (str(pk) for pk in rows.iterator())


def compare_declared(told: Sequence[Told]) -> Iterator[Alteration]:
    """Declarations that are gone, or whose level, day, grounds, words or instant are not what was told."""
    rows = {str(one.pk): one for one in Declaration.objects.filter(pk__in=[one.subject_id for one in told])}
    for one in told:
        found = rows.get(one.subject_id)
        if found is None:
            yield Alteration(DECLARATION, one.subject_id, one.sequence, "该次发布已不在库中：被删除",
                             "this declaration is no longer there: it was deleted")  # fmt: skip
        elif dict(one.facts) != told_of(found) or found.declared_at != one.at:
            yield Alteration(DECLARATION, one.subject_id, one.sequence, "等级发布与日志登记的不符：数据被改动",
                             "the declared level: not what the ledger told; the record was changed")  # fmt: skip


def incidents() -> list[Witness]:
    """The witnesses of incidents, one for each act of their log."""
    return [
        Witness(
            act=f"incident_{act.value}", subject_kind=INCIDENT, compare=compare_entries, subjects=_with(act)
        )
        for act in IncidentAct
    ]


def _with(act: IncidentAct) -> Callable[[], Iterable[str]]:
    def subjects() -> Iterator[str]:
        rows = IncidentEntry.objects.filter(act=act).values_list("incident_id", flat=True)
        return (str(pk) for pk in rows.distinct())

    return subjects


def compare_entries(told: Sequence[Told]) -> Iterator[Alteration]:
    """Entries of incidents that are gone, or whose words or figures are not what was told."""
    rows = {
        one.pk: one for one in IncidentEntry.objects.filter(pk__in=[one.facts.get("entry") for one in told])
    }
    for one in told:
        entry = rows.get(one.facts["entry"])
        if entry is None:
            yield Alteration(INCIDENT, one.subject_id, one.sequence, "该事件的一条记录已不在库中：被删除",
                             "an entry of this incident is no longer there: it was deleted")  # fmt: skip
        elif any(one.facts.get(name) != value for name, value in told_of_entry(entry).items()):
            yield Alteration(INCIDENT, one.subject_id, one.sequence, "事件记录与日志登记的不符：数据被改动",
                             "an entry of this incident: not what the ledger told; it was changed")  # fmt: skip
