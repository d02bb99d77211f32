"""What the ledger told of readings, held against the readings as they stand now (T-042, T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nuandong.desk.ledger.witnesses import Alteration, Told, Witness
from nuandong.desk.reporting.models.readings import Reading
from nuandong.desk.reporting.models.sites import SiteReading
from nuandong.desk.reporting.readings.actions import FILE_READING, READING, digest_of
from nuandong.desk.reporting.readings.of_sites import FILE_SITE_READING, SITE_READING, digest_of_site


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


def site_readings() -> Witness:
    """The witness of pressures, and of what gates, stores and transfers carried."""
    return Witness(
        act=FILE_SITE_READING, subject_kind=SITE_READING, compare=compare_sites, subjects=site_subjects
    )


def site_subjects() -> Iterator[str]:
    """Every reading of a site on record."""
    return (str(pk) for pk in SiteReading.objects.values_list("pk", flat=True).iterator())


def compare_sites(told: Sequence[Told]) -> Iterator[Alteration]:
    """Readings of sites that are gone, or say something else than was told."""
    there = SiteReading.objects.in_bulk([int(one.subject_id) for one in told if one.subject_id.isdigit()])
    for one in told:
        reading = there.get(int(one.subject_id)) if one.subject_id.isdigit() else None
        if reading is None:
            yield Alteration(SITE_READING, one.subject_id, one.sequence, "该站点读数已不在库中：被删除",
                             "this reading of a site is no longer there: it was deleted")  # fmt: skip
        elif digest_of_site(reading) != one.facts.get("digest"):
            yield Alteration(SITE_READING, one.subject_id, one.sequence, "站点读数与日志登记的摘要不符：数据被改动",
                             "not what the ledger told: the reading of a site was changed")  # fmt: skip
