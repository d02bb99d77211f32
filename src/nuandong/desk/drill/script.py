"""The script of a drill: what happens how long after its beginning, read from TOML with every fault at once.

A script tells of weather that falls, arcs and sources that carry less, units that file late, not at all or falsely,
and calls that come in about incidents; and within how many minutes each thing ought to be done. It names no instants:
the same script plays over any case.

Clause: T-099 (drills).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from nuandong.desk.drill.reading import Faults, Reader
from nuandong.findings import AssuranceError, Findings


class EventKind(StrEnum):
    """What can happen in a drill. The last two come from the filing table and the drill's mornings."""

    WEATHER = "weather"
    ARC = "arc"
    SOURCE = "source"
    INCIDENT = "incident"
    REPORTS = "reports"
    OBSERVED = "observed"


WRITTEN = (EventKind.WEATHER, EventKind.ARC, EventKind.SOURCE, EventKind.INCIDENT)


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens `after` the beginning; `facts` are plain and depend on the kind."""

    kind: EventKind
    after: timedelta
    facts: Mapping[str, Any]
    words_zh: str
    words_en: str


@dataclass(frozen=True, slots=True)
class Filing:
    """How the cast files: in how many rounds, from which hour on, and who does not do what it should.

    Units are named by code; a number in their stead lets the seed draw so many.
    """

    rounds: int = 5
    first_at: str = "08:30"
    late: int | tuple[str, ...] = 0
    late_minutes: int = 45
    silent: int | tuple[str, ...] = 0
    false: int | tuple[str, ...] = 0
    false_factor: float = 0.9


@dataclass(frozen=True, slots=True)
class Marking:
    """Within how many minutes each thing ought to be done, and what it weighs in the score."""

    declare_min: int = 30
    order_min: int = 60
    chase_min: int = 30
    incident_min: int = 60
    false_min: int = 240
    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "declared": 2.0, "ordered": 2.0, "households": 3.0, "incident": 2.0, "chased": 1.0, "false": 1.0,
        }
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Script:
    """A whole drill, as it was written; `text` is the file, so that a play keeps what it was played from."""

    name_zh: str
    name_en: str
    note_zh: str
    note_en: str
    seed: int
    lasts: timedelta
    scenes: tuple[Scene, ...]
    filing: Filing
    marking: Marking
    text: str


class ScriptRefused(AssuranceError):
    """The script has faults; all of them are named."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        lines = "\n".join(finding.text() for finding in findings.errors)
        super().__init__(f"演练脚本有误，未开始演练；请更正后重试：\n{lines}")


def read_script(text: str, *, file: str = "") -> Script:
    """A script from its text. Raises ScriptRefused with every fault."""
    faults = Faults(file)
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        faults.add("", str(trouble), "应为有效的 TOML 文件", "must be valid TOML")
        raise ScriptRefused(faults.findings()) from trouble
    script = _script(told, text, faults)
    if faults:
        raise ScriptRefused(faults.findings())
    return script


def _script(told: Mapping[str, Any], text: str, faults: Faults) -> Script:
    known = {"drill", "filing", "score", *(kind.value for kind in WRITTEN)}
    for name in sorted(set(told) - known):
        faults.add(name, "", f"没有这个表；可用：{'、'.join(sorted(known))}",
                   f"no such table; there are {', '.join(sorted(known))}")  # fmt: skip
    head = Reader(told.get("drill", {}), "drill", faults)
    lasts = head.duration("lasts")
    scenes = [
        _scene(kind, Reader(row, f"{kind}[{place}]", faults), lasts)
        for kind in WRITTEN
        for place, row in enumerate(_rows(told, kind, faults), start=1)
    ]
    script = Script(
        name_zh=head.words("name_zh"),
        name_en=head.words("name_en"),
        note_zh=head.words("note_zh", ""),
        note_en=head.words("note_en", ""),
        seed=head.whole("seed", 1),
        lasts=lasts,
        scenes=tuple(sorted(scenes, key=lambda scene: (scene.after, WRITTEN.index(scene.kind)))),
        filing=_filing(Reader(told.get("filing", {}), "filing", faults)),
        marking=_marking(Reader(told.get("score", {}), "score", faults)),
        text=text,
    )
    head.end()
    return script


def _rows(told: Mapping[str, Any], kind: EventKind, faults: Faults) -> list[Any]:
    rows = told.get(kind.value, [])
    if isinstance(rows, list):
        return rows
    faults.add(
        kind.value, "", f"请写成 [[{kind.value}]]，每个事件一段", f"write [[{kind.value}]], once an event"
    )
    return []


def _scene(kind: EventKind, row: Reader, lasts: timedelta) -> Scene:
    after = row.duration("after")
    if after > lasts:
        row.wrong(
            "after", "不应晚于演练结束（drill.lasts）", "must not lie after the drill's end (drill.lasts)"
        )
    facts = _FACTS[kind](row)
    scene = Scene(kind, after, facts, row.words("words_zh"), row.words("words_en"))
    row.end()
    return scene


def _weather(row: Reader) -> dict[str, Any]:
    return {"falls_k": row.number("falls_k", least=-40.0, most=40.0), "from_day": row.whole("from_day", 0),
            "days": row.whole("days", 1, least=1), "areas": row.names("areas")}  # fmt: skip


def _arc(row: Reader) -> dict[str, Any]:
    return {"arc": row.words("arc"), "share": row.number("share", least=0.0, most=1.0),
            "from_day": row.whole("from_day", 0), "days": row.whole("days", 1, least=1)}  # fmt: skip


def _source(row: Reader) -> dict[str, Any]:
    return {"source": row.words("source"), "share": row.number("share", least=0.0, most=1.0),
            "from_day": row.whole("from_day", 0), "days": row.whole("days", 1, least=1)}  # fmt: skip


def _incident(row: Reader) -> dict[str, Any]:
    return {"region": row.words("region"), "households": row.whole("households", 0, least=0)}


_FACTS = {
    EventKind.WEATHER: _weather,
    EventKind.ARC: _arc,
    EventKind.SOURCE: _source,
    EventKind.INCIDENT: _incident,
}


def _filing(row: Reader) -> Filing:
    usual = Filing()
    filing = Filing(
        rounds=row.whole("rounds", usual.rounds, least=1),
        first_at=row.hour("first_at", usual.first_at),
        late=row.cast("late"),
        late_minutes=row.whole("late_minutes", usual.late_minutes, least=1),
        silent=row.cast("silent"),
        false=row.cast("false"),
        false_factor=row.number("false_factor", usual.false_factor, least=0.0, most=2.0),
    )
    row.end()
    return filing


def _marking(row: Reader) -> Marking:
    usual = Marking()
    minutes = {
        name: row.whole(name, getattr(usual, name), least=1)
        for name in ("declare_min", "order_min", "chase_min", "incident_min", "false_min")
    }
    weights = row.weights("weights", usual.weights)
    row.end()
    return Marking(**minutes, weights=weights)
