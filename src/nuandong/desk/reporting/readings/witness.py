"""What the ledger told of readings, held against the readings as they stand now (T-042, T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.reporting.models.readings import Reading
from nuandong.desk.reporting.readings.actions import FILE_READING, READING, digest_of


def readings() -> Witness:
    """The witness of readings of delivery points."""
    return Witness(act=FILE_READING, subject_kind=READING, compare=compare, subjects=subjects)


def subjects() -> Iterator[str]:
    """Every reading on record."""
    return (str(pk) for pk in Reading.objects.values_list("pk", flat=True).iterator())


def compare(told: Sequence[Told]) -> Iterator[Alteration]:
    """Readings that are gone, or say something else than was told."""
    there = Reading.objects.in_bulk([int(one.subject_id) for one in told if one.subject_id.isdigit()])
    for one in told:
        reading = there.get(int(one.subject_id)) if one.subject_id.isdigit() else None
        if reading is None:
            yield Alteration(READING, one.subject_id, one.sequence, "该读数已不在库中：被删除",
                             "this reading is no longer there: it was deleted")  # fmt: skip
        elif digest_of(reading) != one.facts.get("digest"):
            yield Alteration(READING, one.subject_id, one.sequence, "读数与日志登记的摘要不符：数据被改动",
                             "not what the ledger told: the reading was changed")  # fmt: skip
