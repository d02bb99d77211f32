"""From threshold rules to a ladder: `province.orange_from`, `province.red_above`, … on one day.

Clauses: T-040 (start conditions of each level).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nuandong.policy.dated import DatedRule, PolicySilent
from nuandong.policy.rules import LADDER_KEY
from nuandong.policy.words import Ladder, Level, Step

_SCALE_WORDS = {
    "province": ("全省", "province"),
    "zone": ("跨市局部", "area crossing cities"),
    "city": ("全市", "city"),
}


def ladder(
    *, rules: Mapping[str, DatedRule[Any]], scale: str, day: date, levels: tuple[Level, ...], province: str
) -> Ladder:
    """The ladder of a scale on a day, steps in order of rank.

    `PolicySilent` where the policy has no threshold on that scale, `PolicyNotInForce` where none has begun.
    """
    keys = [key for key in rules if (met := LADDER_KEY.fullmatch(key)) and met["scale"] == scale]
    if not keys:
        raise PolicySilent(f"{scale}.<level>_from", province)
    in_force = [key for key in keys if rules[key].is_in_force(day)]
    if not in_force:
        rules[min(keys, key=lambda key: rules[key].values[0].begins)].on(day)
    steps = [_step(rules[key], day, levels) for key in in_force]
    return Ladder(scale, levels, tuple(sorted(steps, key=lambda step: step.level.rank)))


def _step(rule: DatedRule[Any], day: date, levels: tuple[Level, ...]) -> Step:
    met = LADDER_KEY.fullmatch(rule.key)
    assert met is not None
    entry = rule.on(day)
    strict = met["way"] == "above"
    level = next(level for level in levels if level.key == met["level"])
    zh, en = _words(met["scale"], entry.value, level, strict)
    return Step(level, entry.value, strict, entry.clause, entry.evidence, zh, en, entry.clause_zh)


def _words(scale: str, threshold: float, level: Level, strict: bool) -> tuple[str, str]:
    where_zh, where_en = _SCALE_WORDS[scale]
    figure = f"{threshold * 100:.1f}%"
    if strict:
        return (
            f"{where_zh}超过 {figure}（不含本数）即为{level.name_zh}",
            f"{where_en} above {figure}: {level.name_en}",
        )
    return (
        f"{where_zh}达到 {figure}（含本数）即为{level.name_zh}",
        f"{where_en} from {figure} on: {level.name_en}",
    )
