"""What was changed in a what-if, in words, with the names of the picture it is asked of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import grouped
from nuandong.desk.outlook.studies.questions import ChangeKind

PERCENT = 100.0


def changes_in_words(question: Mapping[str, Any], picture: DayPicture) -> tuple[str, ...]:
    """One phrase a change; a part outside the reader's scope shows by its id."""
    names = _names(picture)
    return tuple(
        _phrase(told["kind"], told["of"], float(told["amount"]), names) for told in question["changes"]
    )


def _names(picture: DayPicture) -> dict[str, str]:
    tables: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (picture.arcs, picture.arcs.arc),
        (picture.sources, picture.sources.supply),
        (picture.stores, picture.stores.store),
        (picture.counties, picture.counties.county),
    )
    return {
        key: said(table.name_zh[row], table.name_en[row])
        for table, keys in tables
        for row, key in enumerate(keys)
    }


def _phrase(kind: str, of: str, amount: float, names: Mapping[str, str]) -> str:
    facts = {
        "name": names.get(of, of),
        "share": f"{grouped(amount * PERCENT, 0)} %",
        "more": f"{'+' if amount >= 0 else ''}{grouped(amount * PERCENT, 1)} %",
        "kelvin": grouped(abs(amount), 1),
        "stock": grouped(amount, 0),
    }
    if kind == ChangeKind.PIPE and amount == 0:
        return _("%(name)s closed") % facts
    if kind == ChangeKind.WEATHER:
        return (_("%(kelvin)s °C colder") if amount < 0 else _("%(kelvin)s °C warmer")) % facts
    if kind == ChangeKind.DEMAND:
        return (_("demand of %(name)s %(more)s") if of else _("all demand %(more)s")) % facts
    texts = {
        ChangeKind.PIPE: _("%(name)s at %(share)s of its capacity"),
        ChangeKind.SOURCE: _("%(name)s gives %(share)s of what is nominated"),
        ChangeKind.TRUCKS: _("trucked LNG at %(share)s"),
        ChangeKind.STORE: _("%(name)s sends out at most %(share)s"),
        ChangeKind.STOCK: _("%(name)s holds %(stock)s this morning"),
        ChangeKind.CONTRACT: _("contract %(name)s brings %(share)s"),
    }
    return texts[ChangeKind(kind)] % facts
