"""What the ledger told of plants' days and of matters, held against the records as they stand now (T-098)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.watch.actions.matters import MATTER
from nuandong.desk.watch.actions.plants import FILE_PLANT_DAY, PLANT_DAY, told_of
from nuandong.desk.watch.models import MatterAct, MatterEntry, PlantDay


def plant_days() -> Witness:
    """The witness of what plants reported."""
    return Witness(act=FILE_PLANT_DAY, subject_kind=PLANT_DAY, compare=compare_days, subjects=days)


def days() -> Iterator[str]:
    """Every report of a plant."""
    return (str(pk) for pk in PlantDay.objects.values_list("pk", flat=True).iterator())


def compare_days(told: Sequence[Told]) -> Iterator[Alteration]:
    """Plants' days that are gone, or say something else than was told."""
    there = PlantDay.objects.in_bulk([int(one.subject_id) for one in told])
    for one in told:
        day = there.get(int(one.subject_id))
        if day is None:
            yield Alteration(PLANT_DAY, one.subject_id, one.sequence, "该液化日报已不在库中：被删除",
                             "this plant's day is no longer there: it was deleted")  # fmt: skip
        elif any(one.facts.get(name) != value for name, value in told_of(day).items()):
            yield Alteration(PLANT_DAY, one.subject_id, one.sequence, "液化日报与日志登记的不符：数据被改动",
                             "this plant's day: not what the ledger told; it was changed")  # fmt: skip


def matters() -> list[Witness]:
    """The witnesses of matters, one for each act."""
    return [
        Witness(f"matter_{act.value}", MATTER, compare=compare_entries, subjects=_with(act))
        for act in MatterAct
    ]


def _with(act: MatterAct) -> Callable[[], Iterable[str]]:
    def subjects() -> Iterator[str]:
        rows = MatterEntry.objects.filter(act=act).values_list("matter_id", flat=True)
        return (str(pk) for pk in rows.distinct().order_by())

    return subjects


def compare_entries(told: Sequence[Told]) -> Iterator[Alteration]:
    """Entries of matters that are gone, or whose words are not what was told."""
    rows = MatterEntry.objects.in_bulk([one.facts["entry"] for one in told])
    for one in told:
        entry = rows.get(one.facts["entry"])
        if entry is None or entry.words != one.facts["words"] or entry.at != one.at:
            yield Alteration(MATTER, one.subject_id, one.sequence, "该事项的一条记录与日志不符：被删除或改动",
                             "an entry of this matter: deleted, or not what the ledger told")  # fmt: skip
