"""How long a level must be called for before it is proposed.

From orange on one coming gas day is enough; a milder level asks for two in a row, so that a single cold
day does not wake the province. The plan's own durations are not public: `duration.*` is judged policy.

Clauses: T-040 (start conditions), T-070 (look-ahead of three to seven days).
"""

from __future__ import annotations

from collections.abc import Sequence

from nuandong.policy.words import NO_LEVEL, Level


def lasting_level(*, calls: Sequence[Level], severe_from: Level, severe_days: int, mild_days: int) -> Level:
    """The worst level that enough gas days in a row call for; `calls` begins with the next gas day.

    A day that calls for a worse level counts for every milder one too. `severe_days` are asked of levels
    from `severe_from` on, `mild_days` of the others. `NO_LEVEL` where none lasts.
    """
    for level in sorted(set(calls), key=lambda call: -call.rank):
        days = severe_days if level >= severe_from else mild_days
        if level > NO_LEVEL and _longest_run(calls, level) >= days:
            return level
    return NO_LEVEL


def _longest_run(calls: Sequence[Level], level: Level) -> int:
    longest = run = 0
    for call in calls:
        run = run + 1 if call >= level else 0
        longest = max(longest, run)
    return longest
