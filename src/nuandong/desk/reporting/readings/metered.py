"""What flowed through a delivery point, by the readings that were known at an instant.

Several people may read one meter, and a reading may be corrected later. The better reading counts: one that was not
filed by the user who may be cut, then the better quality, then the one known later. A reading that reaches beyond what
is asked counts by its share of time, and the flow is then an estimate.

Clauses: T-042 (metered relief), T-055 (settlement by facts).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nuandong.desk.reporting.models.readings import Reading, ReadingQuality
from nuandong.units import HOURS_PER_DAY, Flow, Share, Volume

LEAST_COVERED: Share = 0.5  # judged: less than half of the time says nothing of the whole
WHOLE: Share = 1 - 1e-9
RANK = {ReadingQuality.METERED: 0, ReadingQuality.ESTIMATED: 1, ReadingQuality.SUSPECT: 2}


@dataclass(frozen=True, slots=True)
class Metered:
    """Mean flow (10^4 m3/day) of a point over a span, and how well it is known.

    `quality` is the worst of what was used; `covered` the share of the span that readings tell of; `known_at` when the
    last of the readings used became known.
    """

    flow: Flow
    quality: ReadingQuality
    filed_by_user: bool
    known_at: datetime
    covered: Share


@dataclass(frozen=True, slots=True)
class _Used:
    """The part of a reading that counts."""

    reading: Reading
    volume: Volume
    lasts: timedelta
    is_whole: bool


def flow_of(*, point: str, begins: datetime, ends: datetime, known_at: datetime) -> Metered | None:
    """What flowed through a point from one aware instant to another, as known at a third.

    None where readings tell of less than half of the span.
    """
    rows = Reading.objects.filter(
        delivery_point__code=point, from_at__lt=ends, to_at__gt=begins, known_at__lte=known_at
    )
    return metered(readings=newest(rows), begins=begins, ends=ends)


def newest(readings: Iterable[Reading]) -> list[Reading]:
    """Of every span that one source read, what it said of it last; a user never speaks over somebody else."""
    last: dict[tuple[object, ...], Reading] = {}
    for reading in sorted(readings, key=lambda one: (one.known_at, one.pk or 0)):
        party = reading.source, reading.filed_by_subject_of_cut
        last[reading.delivery_point_id, reading.from_at, reading.to_at, party] = reading
    return list(last.values())


def metered(*, readings: Iterable[Reading], begins: datetime, ends: datetime) -> Metered | None:
    """The flow over a span by readings of one point that may overlap; None where they cover less than half."""
    used: list[_Used] = []
    free = [(begins, ends)]
    for reading in sorted(readings, key=_rank):
        taken, free = _take(reading, free)
        if taken is not None:
            used.append(taken)
    lasts = sum((one.lasts for one in used), timedelta())
    covered = lasts / (ends - begins)
    if covered < LEAST_COVERED:
        return None
    is_whole = covered >= WHOLE and all(one.is_whole for one in used)
    worst = max((one.reading.quality for one in used), key=lambda word: RANK[ReadingQuality(word)])
    quality = max(ReadingQuality(worst), _least(is_whole), key=lambda word: RANK[word])
    return Metered(
        flow=sum(one.volume for one in used) / (lasts / timedelta(hours=HOURS_PER_DAY)),
        quality=quality,
        filed_by_user=any(one.reading.filed_by_subject_of_cut for one in used),
        known_at=max(one.reading.known_at for one in used),
        covered=min(1.0, covered),
    )


def _least(is_whole: bool) -> ReadingQuality:
    return ReadingQuality.METERED if is_whole else ReadingQuality.ESTIMATED


def _rank(reading: Reading) -> tuple[bool, int, float]:
    return (
        reading.filed_by_subject_of_cut,
        RANK[ReadingQuality(reading.quality)],
        -reading.known_at.timestamp(),
    )


def _take(
    reading: Reading, free: list[tuple[datetime, datetime]]
) -> tuple[_Used | None, list[tuple[datetime, datetime]]]:
    """The part of a reading that falls into time that no better one tells of, and the time still free after it."""
    left: list[tuple[datetime, datetime]] = []
    lasts = timedelta()
    for begin, end in free:
        first, last = max(begin, reading.from_at), min(end, reading.to_at)
        if first >= last:
            left.append((begin, end))
            continue
        lasts += last - first
        left += [span for span in ((begin, first), (last, end)) if span[0] < span[1]]
    if not lasts:
        return None, free
    whole = reading.to_at - reading.from_at
    return _Used(reading, reading.amount * (lasts / whole), lasts, lasts == whole), left
