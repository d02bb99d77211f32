"""The questions that a day suggests by itself: one step from the page of the day to a what-if that is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.asking import value_of
from nuandong.desk.control_room.part import is_scoped
from nuandong.desk.control_room.shown import DRAWN, NOTHING
from nuandong.desk.control_room.tongue import said
from nuandong.desk.outlook.studies.questions import ChangeKind


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question in words, and the query that fills the form with it."""

    text: str
    query: str


def suggestions(picture: DayPicture) -> tuple[Suggestion, ...]:
    """What somebody on duty would ask of this day, if the account may ask it."""
    return tuple(_suggested(picture))


def _suggested(picture: DayPicture) -> Iterator[Suggestion]:
    yield _one(_("… it gets 3 °C colder?"), ChangeKind.WEATHER, "", "-3")
    if is_scoped(picture):
        return
    yield _one(_("… all demand rises by 5 %?"), ChangeKind.DEMAND, "", "5")
    sources = picture.sources
    own = np.where([kind != "storage" for kind in sources.kind], sources.delivered[:, 0], 0.0)
    if own.max(initial=0.0) > NOTHING:
        row = int(own.argmax())
        name = said(sources.name_zh[row], sources.name_en[row])
        text = _("… half of %(name)s fails?") % {"name": name}
        yield _one(text, ChangeKind.SOURCE, sources.supply[row], "50")
    arcs = picture.arcs
    real = [row for row, kind in enumerate(arcs.kind) if kind in DRAWN and kind != "join"]
    full = [row for row in real if arcs.binding[row, 0]]
    if full:
        row = max(full, key=lambda at: abs(float(arcs.flow[at, 0])))
        text = _("… %(name)s closes?") % {"name": said(arcs.name_zh[row], arcs.name_en[row])}
        yield _one(text, ChangeKind.PIPE, arcs.arc[row], "0")
    yield _one(_("… no truck arrives?"), ChangeKind.TRUCKS, "", "0")


def _one(text: str, kind: ChangeKind, of: str, amount: str) -> Suggestion:
    return Suggestion(text, urlencode({"what1": value_of(kind, of), "amount1": amount}))
