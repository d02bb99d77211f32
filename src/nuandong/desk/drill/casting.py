"""Who files when on a drill's mornings: drawn from the seed, the same at every playing.

The cast are the units that filed in the days before the drill began; nobody plays the others. Units come in rounds;
those that are late come after their deadline, those that are silent do not come at all.

Clause: T-099 (drills), T-093 (late, omitted, false).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nuandong.desk.drill.script import Filing
from nuandong.findings import AssuranceError
from nuandong.gasday import CHINA, end_of

LAST_ROUND_BEFORE = timedelta(minutes=5)  # the last round comes that long before the deadline


class NoSuchUnit(AssuranceError):
    """The script names units that are not in the cast."""

    def __init__(self, units: Sequence[str]) -> None:
        self.units = tuple(units)
        super().__init__(
            f"演练脚本 filing 中的单位不在模拟之列：{'、'.join(units)}；请改用开演前已上报过的单位编码。"
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """Which units of the cast are late, silent, false; the same on every morning of the drill."""

    late: tuple[str, ...]
    silent: tuple[str, ...]
    false: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Units that file for a gas day at one instant."""

    at: datetime
    gas_day: date
    units: tuple[str, ...]
    is_late: bool = False


def parts_of(*, filing: Filing, cast: Sequence[str], seed: int) -> Parts:
    """Give out the parts: named ones as named, the rest drawn; nobody plays two. Raises NoSuchUnit."""
    asked = (filing.late, filing.silent, filing.false)
    named = {unit for part in asked if isinstance(part, tuple) for unit in part}
    unknown = sorted(named - set(cast))
    if unknown:
        raise NoSuchUnit(unknown)
    free = [unit for unit in sorted(cast) if unit not in named]
    random.Random(f"{seed}:parts").shuffle(free)
    given = []
    for part in asked:
        if isinstance(part, tuple):
            given.append(part)
        else:
            given.append(tuple(sorted(free[:part])))
            free = free[part:]
    return Parts(*given)


def rounds_of(*, gas_day: date, filing: Filing, parts: Parts, cast: Sequence[str], deadline: datetime,
              seed: int) -> list[Round]:  # fmt: skip
    """The rounds of one morning, in order: those in time, then those who are late."""
    away = {*parts.late, *parts.silent}
    coming = [unit for unit in sorted(cast) if unit not in away]
    random.Random(f"{seed}:{gas_day}:rounds").shuffle(coming)
    first = datetime.combine(end_of(gas_day).date(), time.fromisoformat(filing.first_at), tzinfo=CHINA)
    last = max(first, deadline - LAST_ROUND_BEFORE)
    count = min(filing.rounds, len(coming))
    step = (last - first) / max(1, count - 1)
    found = [
        Round(_whole(first + number * step), gas_day, tuple(sorted(coming[number::count])))
        for number in range(count)
    ]
    late_at = deadline + timedelta(minutes=filing.late_minutes)
    return found + [Round(late_at, gas_day, (unit,), True) for unit in parts.late]


def _whole(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
