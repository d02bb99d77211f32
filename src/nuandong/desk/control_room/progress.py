"""How far a run or a study is, in words and as a bar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuandong.desk.control_room.shown import bar
from nuandong.desk.outlook.models import Computed, RunState

_TOLD = re.compile(r"(?P<stage>.*?)\s+(?P<part>\d+)\s?%$")
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a computation stands; `percent` is None before it began."""

    state: str
    state_word: str
    is_open: bool
    stage: str
    percent: int | None
    bar: str
    trouble: str


def progress_of(computed: Computed) -> Progress:
    """The stage in words and the part done."""
    told = _TOLD.match(computed.progress)
    part = int(told["part"]) if told else None
    state = RunState(computed.state)
    return Progress(
        state=state.value,
        state_word=str(state.label),
        is_open=computed.is_open,
        stage=_stage(told["stage"]) if told else _("waiting for its turn"),
        percent=part,
        bar=bar((part or 0) / PERCENT),
        trouble=computed.trouble,
    )


def _stage(stage: str) -> str:
    if stage.startswith("outage "):
        return _("without %(element)s") % {"element": stage.removeprefix("outage ")}
    if stage.startswith("rank "):
        return _("rank %(rank)s of the balance") % {"rank": stage.removeprefix("rank ")}
    words = {
        "start": _("a first plan"),
        "cost": _("least cost"),
        "forecast": _("forecast of demand"),
        "firm supply": _("what firm supply can deliver"),
        "households": _("households first"),
        "plan": _("the plan inside the level's powers"),
        "next level": _("what the next level would allow"),
        "orders": _("users by name"),
        "reasons": _("what binds, and why"),
        "what would help": _("what would spare it, each solved anew"),
        "past winters": _("past winters are laid out"),
        "backtest": _("every past eve is forecast anew"),
        "scores": _("what came is set beside it"),
        "standards": _("the published standard"),
        "done": _("writing down"),
    }
    return words.get(stage, stage)
