"""Build the world of a drill: a case made ready for playing, accounts of everybody who plays, and the script begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db.models import Max

from nuandong.assess.case import Case
from nuandong.desk.accounts import Opening, SignIn, open_accounts
from nuandong.desk.demo_build import build, what_is_there
from nuandong.desk.directory.models import Account, Membership, Region, Role
from nuandong.desk.drill.actions import begin_play
from nuandong.desk.drill.gate import refuse_other_world
from nuandong.desk.drill.models import Play
from nuandong.desk.drill.script import Script
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.pictures import kept
from nuandong.vocabulary import RegionKind, WeatherKind

PLAYERS = (
    (Role.LEADER, "fenguan", "示例分管领导", "分管负责人", "responsible leader of the province"),
    (Role.COMMANDER, "zhihui", "示例总指挥", "总指挥", "commander of the province"),
    (Role.GOVERNMENT, "zhengfu", "示例省政府", "省政府", "provincial government"),
)


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill that is ready to be played: its play, how much will happen, its sign-ins, and its clock's time."""

    play: Play
    happenings: int
    sign_ins: list[SignIn]
    desk_time: datetime


def as_drill(case: Case) -> Case:
    """The case as a drill plays it: it bears the word in its name, and nobody sees weather that is still to come.

    What a replay holds as observed after its own instant becomes the forecast of that instant, or the people who play
    would be told the truth beforehand and a colder forecast of the script would never count. Reports of later mornings
    go: the cast files its own.
    """
    settings, weather, reports = case.settings, case.weather, case.reports
    at = settings.decided_at
    ahead = [issue_at > at for issue_at in weather.issue_at]
    return replace(
        case,
        settings=replace(
            settings,
            name_zh=f"【演练】{settings.name_zh}",
            name_en=f"[DRILL] {settings.name_en}",
            note_zh=f"演练情景，非实况。{settings.note_zh}",
            note_en=f"A drill, nothing of it is real. {settings.note_en}",
        ),
        weather=replace(
            weather,
            kind=tuple(
                WeatherKind.FORECAST if late and kind is WeatherKind.OBSERVED else kind
                for kind, late in zip(weather.kind, ahead, strict=True)
            ),
            issue_at=tuple(
                at if late and kind is WeatherKind.OBSERVED else told
                for kind, told, late in zip(weather.kind, weather.issue_at, ahead, strict=True)
            ),
        ),
        reports=kept(reports, (filed_at <= at for filed_at in reports.filed_at)),
        input_hash="",
    )


def build_drill(*, source: Path, script: Script, password: str, tell: Callable[[str, float], None]) -> Drill:
    """Fill an empty database with the world of a drill and begin its script."""
    refuse_other_world()
    built = build(source=source, password=password, tell=tell, staged=as_drill)
    at = built.desk_time
    open_accounts(openings=_players(), encoded_password=make_password(password), by=None, at=at)
    begin_play(script=script, by=None, at=at)
    return drill_there()


def drill_there() -> Drill:
    """The drill in the database; its clock goes on where it was left."""
    refuse_other_world()
    play = Play.objects.latest("id")
    last = Entry.objects.aggregate(last=Max("at"))["last"]
    shown = what_is_there().sign_ins
    known = {one.username for one in shown}
    opened = set(Account.objects.values_list("username", flat=True))
    shown += [SignIn(name, zh, en) for _, name, _, zh, en in PLAYERS if name in opened - known]
    return Drill(play, play.happenings.count(), shown, max(play.begins_at, last))


def _players() -> list[Opening]:
    """Whoever must approve what the duty officer proposes, where the demonstration opens no such account."""
    province = Region.objects.filter(kind=RegionKind.PROVINCE).first()
    return [
        Opening(name, role, province.code, None, person, post)
        for role, name, person, post, _ in PLAYERS
        if province is not None and not Membership.objects.filter(role=role, region=province).exists()
    ]
