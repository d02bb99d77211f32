"""What a what-if may change, as the form offers it, and the gate through which an asked change comes in.

The choices are the reader's: pipes, sources, stores, contracts and counties in the account's scope. Changes of the
whole province are for those who see it whole; the weather belongs to everybody.

Clauses: T-038 (extremes and failures), T-070 (look-ahead).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import grouped
from nuandong.desk.outlook.studies.questions import ChangeKind
from nuandong.desk.reporting.models import Contract

ROWS = 3
SEPARATOR = ":"
PERCENT = 100.0
LONGEST_NUMBER = 12
BOUNDS = {
    ChangeKind.DEMAND: (-100.0, 200.0),
    ChangeKind.WEATHER: (-30.0, 30.0),
    ChangeKind.PIPE: (0.0, 100.0),
    ChangeKind.SOURCE: (0.0, 200.0),
    ChangeKind.TRUCKS: (0.0, 200.0),
    ChangeKind.STORE: (0.0, 200.0),
    ChangeKind.STOCK: (0.0, 1e6),
    ChangeKind.CONTRACT: (0.0, 200.0),
}
SHARES = frozenset(
    {ChangeKind.PIPE, ChangeKind.SOURCE, ChangeKind.TRUCKS, ChangeKind.STORE, ChangeKind.CONTRACT}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be changed."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Things of one kind, with the unit of the figure asked for."""

    kind: ChangeKind
    title: str
    unit: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class AskRow:
    """One line of the form as it was sent, with what is wrong with it."""

    number: int
    what: str
    amount: str
    fault: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as read: its lines, and the changes where nothing is wrong."""

    rows: tuple[AskRow, ...]
    changes: tuple[tuple[ChangeKind, str, float], ...]
    fault: str

    @property
    def holds(self) -> bool:
        """Whether it can be asked."""
        return bool(self.changes) and not self.fault and not any(row.fault for row in self.rows)


def value_of(kind: ChangeKind, of: str) -> str:
    """How the form names what is changed."""
    return f"{kind}{SEPARATOR}{of}"


def unit_of(kind: ChangeKind) -> str:
    """What the figure of a kind of change means."""
    return {
        ChangeKind.DEMAND: _("% more (+) or less (−)"),
        ChangeKind.WEATHER: _("°C warmer (+) or colder (−)"),
        ChangeKind.PIPE: _("% of its capacity"),
        ChangeKind.SOURCE: _("% of what is nominated"),
        ChangeKind.TRUCKS: _("% of what is nominated or offered"),
        ChangeKind.STORE: _("% of its send-out"),
        ChangeKind.STOCK: _("10⁴ m³ this morning"),
        ChangeKind.CONTRACT: _("% of what it brings"),
    }[kind]


def choices(picture: DayPicture, account: Any, *, sees_all: bool) -> tuple[ChoiceGroup, ...]:
    """Everything that this account may change, by kind."""
    kinds = {
        ChangeKind.WEATHER: [("", _("Temperature everywhere"))],
        ChangeKind.DEMAND: [*([("", _("All demand"))] if sees_all else []), *_counties(picture)],
        ChangeKind.PIPE: _named(picture.arcs, picture.arcs.arc),
        ChangeKind.SOURCE: [
            pair
            for pair, kind in zip(
                _named(picture.sources, picture.sources.supply), picture.sources.kind, strict=True
            )
            if kind != "storage"
        ],
        ChangeKind.TRUCKS: [("", _("All trucked LNG"))] if sees_all else [],
        ChangeKind.STORE: _named(picture.stores, picture.stores.store),
        ChangeKind.STOCK: _named(picture.stores, picture.stores.store),
        ChangeKind.CONTRACT: list(_contracts(account)),
    }
    return tuple(
        ChoiceGroup(
            kind,
            str(kind.label),
            unit_of(kind),
            tuple(Choice(value_of(kind, of), name) for of, name in found),
        )
        for kind, found in kinds.items()
        if found
    )


def _counties(picture: DayPicture) -> list[tuple[str, str]]:
    return [
        (code, _("Demand of %(name)s") % {"name": name})
        for code, name in _named(picture.counties, picture.counties.county)
    ]


def _named(table: Any, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(key, said(table.name_zh[row], table.name_en[row])) for row, key in enumerate(keys)]


def _contracts(account: Any) -> Iterator[tuple[str, str]]:
    rows = Contract.objects.visible_to(account).select_related("supply", "party")
    for contract in rows:
        supply = said(contract.supply.name_zh, contract.supply.name_en)
        yield (
            contract.code,
            f"{supply} · {said(contract.party.name_zh, contract.party.name_en)} · {contract.code}",
        )


def read_ask(query: Mapping[str, str], groups: tuple[ChoiceGroup, ...]) -> Asked:
    """The form as sent; a change that the reader may not ask is refused like one that does not exist."""
    known = {choice.value for group in groups for choice in group.choices}
    rows, changes = [], []
    for number in range(1, ROWS + 1):
        what, amount = query.get(f"what{number}", "").strip(), query.get(f"amount{number}", "").strip()
        fault, change = ("", None) if not what and not amount else _read(what, amount, known)
        rows.append(AskRow(number, what, amount, fault))
        if change:
            changes.append(change)
    chosen = [(kind, of) for kind, of, _amount in changes]
    fault = (
        _("The same thing is changed twice; keep one line of it.") if len(set(chosen)) < len(chosen) else ""
    )
    return Asked(tuple(rows), tuple(changes), fault)


def _read(what: str, amount: str, known: set[str]) -> tuple[str, tuple[ChangeKind, str, float] | None]:
    if what not in known:
        return _("Choose what changes from the list."), None
    kind = ChangeKind(what.partition(SEPARATOR)[0])
    least, most = BOUNDS[kind]
    facts = {"least": grouped(least, 0), "most": grouped(most, 0), "unit": unit_of(kind)}
    try:
        number = float(amount[:LONGEST_NUMBER].replace("−", "-").replace("％", "").rstrip("%"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or not least <= number <= most:
        return _("A number from %(least)s to %(most)s is wanted: %(unit)s.") % facts, None
    is_part = kind in SHARES or kind is ChangeKind.DEMAND
    return "", (kind, what.partition(SEPARATOR)[2], number / PERCENT if is_part else number)
