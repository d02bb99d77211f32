"""Begin a play, and let happen what its script says.

Everything that is to happen is written down at the beginning, each with its instant and a letter that the worker does
not open before. What happens bears the instant of the script and not that at which the worker came to it: a play at a
hundred times the speed leaves the same records.

Clause: T-099 (drills).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from nuandong.desk.directory.actors import actor_of
from nuandong.desk.directory.models import Account, NetworkArc, Region
from nuandong.desk.directory.province import policy_book
from nuandong.desk.drill.casting import Parts, parts_of, rounds_of
from nuandong.desk.drill.models import Happening, Play
from nuandong.desk.drill.script import EventKind, Scene, Script
from nuandong.desk.drill.stage import STAGE, cast_before
from nuandong.desk.frame.world import OnlyInADrill, is_drill
from nuandong.desk.ledger.actions import append, put_gathered_letter, put_letter
from nuandong.desk.ledger.chain import Act
from nuandong.desk.reporting.actions import ASSESS
from nuandong.desk.reporting.deadlines import deadline_of, planned_day
from nuandong.desk.reporting.models import Contract
from nuandong.findings import AssuranceError
from nuandong.gasday import begin_of, gas_day_of

ERRAND = "drill_event"
BEGIN, HAPPEN, PLAY, HAPPENING = "begin_drill", "drill_event", "drill", "drill_event"
OBSERVED_AFTER = timedelta(minutes=20)  # a gas day's temperature is known that long after it ended


class NotOfThisCase(AssuranceError):
    """The script names arcs, sources or regions that the case does not have."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"演练脚本提到的对象不在本案例中：{'、'.join(names)}；请改用案例中的编码。")


def begin_play(*, script: Script, by: Account | None, at: datetime) -> Play:
    """Write down everything that will happen from now on. Raises OnlyInADrill, NotOfThisCase, NoSuchUnit."""
    if not is_drill():
        raise OnlyInADrill("开始演练")
    _all_there(script)
    cast = cast_before(at=at)
    parts = parts_of(filing=script.filing, cast=cast, seed=script.seed)
    with transaction.atomic():
        play = Play.objects.create(
            name_zh=script.name_zh, name_en=script.name_en, note_zh=script.note_zh, note_en=script.note_en,
            script=script.text, seed=script.seed, begins_at=at, ends_at=at + script.lasts, begun_by=by,
        )  # fmt: skip
        happenings = [_happening(play, scene, at) for scene in script.scenes]
        happenings += _mornings(play, script, parts, cast)
        for place, happening in enumerate(sorted(happenings, key=lambda one: one.at), start=1):
            happening.place = place
            happening.save()
            put_letter(key=f"{ERRAND}:{play.pk}:{place}", errand=ERRAND, facts={"happening": happening.pk},
                       at=at, not_before=happening.at)  # fmt: skip
        facts = {"script": "sha256:" + hashlib.sha256(script.text.encode()).hexdigest(), "seed": script.seed,
                 "ends_at": play.ends_at.isoformat(), "happenings": len(happenings)}  # fmt: skip
        append(act=Act(BEGIN, actor_of(by), PLAY, str(play.pk), facts), at=at)
    return play


def happen(*, happening: Happening, at: datetime) -> Happening:
    """Let one thing happen, once; twice does nothing more. Raises OnlyInADrill."""
    if not is_drill():
        raise OnlyInADrill("播放演练事件")
    with transaction.atomic():
        one = (
            Happening.objects.select_for_update(of=("self",))
            .select_related("play", "region")
            .get(pk=happening.pk)
        )
        if one.played_at is not None:
            return one
        one.outcome = STAGE[EventKind(one.kind)](one)
        one.played_at = at
        one.save(update_fields=["outcome", "played_at"])
        if one.kind != EventKind.INCIDENT:
            day = planned_day(at).isoformat()
            put_gathered_letter(subject=day, errand=ASSESS, facts={"gas_day": day}, at=at)
        append(act=Act(HAPPEN, actor_of(None), HAPPENING, f"{one.play_id}/{one.place}",
                       {"kind": one.kind, "outcome": one.outcome}), at=one.at)  # fmt: skip
    return one


def _all_there(script: Script) -> None:
    facts = [scene.facts for scene in script.scenes]
    arcs = {one["arc"] for one in facts if "arc" in one}
    sources = {one["source"] for one in facts if "source" in one}
    regions = {one["region"] for one in facts if "region" in one}
    missing = arcs - set(NetworkArc.objects.filter(code__in=arcs).values_list("code", flat=True))
    missing |= sources - set(Contract.objects.filter(supply__in=sources).values_list("supply_id", flat=True))
    missing |= regions - set(Region.objects.filter(code__in=regions).values_list("code", flat=True))
    if missing:
        raise NotOfThisCase(sorted(missing))


def _happening(play: Play, scene: Scene, begins_at: datetime) -> Happening:
    facts: dict[str, Any] = dict(scene.facts)
    if "from_day" in facts:  # counted from the gas day that is planned when the drill begins
        first = planned_day(begins_at) + timedelta(days=facts.pop("from_day"))
        facts["first"] = first.isoformat()
        facts["last"] = (first + timedelta(days=facts.pop("days") - 1)).isoformat()
    return Happening(
        play=play, at=begins_at + scene.after, kind=scene.kind.value, region_id=facts.pop("region", None),
        facts=facts, words_zh=scene.words_zh, words_en=scene.words_en,
    )  # fmt: skip


def _mornings(play: Play, script: Script, parts: Parts, cast: Sequence[str]) -> list[Happening]:
    """Every morning within the play: the past day's temperature, and the rounds of those who file."""
    found = []
    day = gas_day_of(play.begins_at)
    while (ended := begin_of(day + timedelta(days=1))) <= play.ends_at:
        found.append(_observed(play, day, ended + OBSERVED_AFTER))
        deadline = deadline_of(unit_kind="county", gas_day=day, policy=policy_book())
        for one in rounds_of(gas_day=day, filing=script.filing, parts=parts, cast=cast, deadline=deadline,
                             seed=script.seed):  # fmt: skip
            false = {unit: script.filing.false_factor for unit in one.units if unit in parts.false}
            facts = {
                "gas_day": day.isoformat(),
                "units": list(one.units),
                "is_late": one.is_late,
                "false": false,
            }
            words = _round_words(one.is_late, len(one.units))
            found.append(Happening(play=play, at=one.at, kind=EventKind.REPORTS.value, facts=facts,
                                   words_zh=words[0], words_en=words[1]))  # fmt: skip
        if cast:
            found += _silence(play, day, deadline, parts)
        day += timedelta(days=1)
    return [one for one in found if one.at <= play.ends_at]


def _observed(play: Play, day: date, at: datetime) -> Happening:
    return Happening(play=play, at=at, kind=EventKind.OBSERVED.value, facts={"gas_day": day.isoformat()},
                     words_zh=f"{day.month}月{day.day}日气日平均气温实况到达",
                     words_en=f"the mean temperature observed on {day:%d %b} arrives")  # fmt: skip


def _silence(play: Play, day: date, deadline: datetime, parts: Parts) -> list[Happening]:
    """Units that do not file: nothing happens, and that has its place in the script for whoever keeps the score."""
    if not parts.silent:
        return []
    facts = {"gas_day": day.isoformat(), "units": [], "silent": list(parts.silent)}
    count = len(parts.silent)
    return [Happening(play=play, at=deadline, kind=EventKind.REPORTS.value, facts=facts,
                      words_zh=f"{count} 个单位未报", words_en=f"no report comes from {count}")]  # fmt: skip


def _round_words(is_late: bool, count: int) -> tuple[str, str]:
    if is_late:
        return f"{count} 个单位迟报", f"{count} unit files late"
    return f"{count} 个单位上报", f"{count} units file"
