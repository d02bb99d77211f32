"""A drill over the tiny case, played without waiting: the clock is handed in and jumps as fast as one likes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from nuandong.desk.drill.actions import happen
from nuandong.desk.drill.models import Happening, Play, World
from nuandong.desk.ledger.immutable import removal, statements
from nuandong.desk.ledger.outbox import run_due

TINY_SCRIPT = """
[drill]
name_zh = "小演练"
name_en = "Small drill"
seed = 11
lasts = "42:00"

[[weather]]
after = "0:10"
falls_k = 6.0
days = 3
words_zh = "再降 6 ℃"
words_en = "6 K colder"

[[arc]]
after = "0:30"
arc = "pipe-2"
share = 0.5
days = 2
words_zh = "南气线减半"
words_en = "the south line carries half"

[[source]]
after = "1:00"
source = "trunk-north"
share = 0.8
days = 2
words_zh = "北干线减供"
words_en = "less from the north"

[[incident]]
after = "2:00"
region = "149201"
households = 300
words_zh = "乙川县来电：停气"
words_en = "a call from Yichuan: no gas"

[filing]
rounds = 2
late = ["149102"]
late_minutes = 40
silent = ["149201"]
false = ["149101"]
false_factor = 0.9

[score]
declare_min = 30
order_min = 60
chase_min = 30
incident_min = 60
false_min = 240
"""


def become_a_drill(settings: Any) -> None:
    """This test's desk and database belong to a drill; the end of the test takes both back."""
    settings.IS_DRILL = True
    with connection.cursor() as cursor:
        for statement in removal(connection.vendor, "drill_world", ("UPDATE", "DELETE")):
            cursor.execute(statement)
        World.objects.update(word="drill")
        for statement in statements(connection.vendor, "drill_world", ("UPDATE", "DELETE")):
            cursor.execute(statement)


def play_until(play: Play, until: datetime, *, step: timedelta) -> None:
    """Let the worker come round every `step` of the drill's clock; it plays the script and nothing else."""
    at = play.begins_at
    while at <= until:
        now = at
        run_due(
            errands={"drill_event": _drill_event, "assess": _leave}, worker="test", clock=lambda now=now: now
        )
        at += step


def _drill_event(facts: Any, at: datetime) -> None:
    happen(happening=Happening.objects.get(pk=facts["happening"]), at=at)


def _leave(facts: Any, at: datetime) -> None:
    """Pictures are asked for where a test needs one."""
