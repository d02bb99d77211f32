"""Which column is what: headings become places by role, and every doubt about them a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nuandong.casefile.cells import Cell, text_of
from nuandong.casefile.faults import Gathering
from nuandong.casefile.raw import RawTable
from nuandong.casefile.utility.asked import Reading, role_words
from nuandong.casefile.utility.figures import MISSING
from nuandong.casefile.utility.headings import MANY, Heading, Role, plain, role_of, understood
from nuandong.casefile.utility.measure import use_unit
from nuandong.casefile.utility.moments import read_moments
from nuandong.casefile.utility.said import Said

_CLOCK = re.compile(r"\d{1,2}(?::\d{2}){0,2}(?: ?[ap]m)?|\d{1,2}时", re.IGNORECASE)
WANTED = frozenset({Role.DATE, Role.USE})
_JOINED = frozenset({Role.SERIES})  # several columns of these together name one thing


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by role, and the cells of each."""

    raw: RawTable
    headings: Mapping[Role, tuple[Heading, ...]]

    def one(self, role: Role) -> Heading | None:
        """The only column of a role, or none."""
        found = self.headings.get(role, ())
        return found[0] if found else None

    def cells(self, heading: Heading) -> list[Cell]:
        """The cells of a column; rows that end early hold nothing there."""
        at = heading.position
        return [row[at] if at < len(row) else None for row in self.raw.rows]


def settled_columns(
    raw: RawTable, reading: Reading, faults: Gathering, *, wanted: frozenset[Role] = WANTED
) -> tuple[Columns, tuple[Said, ...]] | None:
    """Columns by role; None, with findings, where a wanted one (dates, use) cannot be found."""
    texts = [text_of(cell) for cell in raw.header]
    known = {plain(text) for text in texts}
    for _, name in reading.columns:
        if plain(name) not in known:
            place = raw.place(column=name)
            faults.add("column_not_there", place=place, value=name, headings=_listed(texts))
    found = _with_units_apart(raw, _clock_apart(raw, understood(texts, named=reading.columns)))
    by_role: dict[Role, tuple[Heading, ...]] = {}
    for heading in found:
        if heading.role is not None:
            by_role[heading.role] = (*by_role.get(heading.role, ()), heading)
    columns = Columns(raw, by_role)
    _report_doubts(columns, texts, faults, wanted)
    if any(columns.one(role) is None for role in wanted):
        return None
    told = {role for role, _ in reading.columns}
    unread = [
        part.text for part in found if part.role is None and part.text and role_of(part.text) not in told
    ]
    if unread:
        faults.add("column_not_read", place=replace(raw.place(), row=raw.header_row), value=", ".join(unread))
    return columns, (_told(by_role),)


def _listed(texts: Sequence[str]) -> str:
    shown = [f"“{text}”" for text in texts if text][:20]
    return ", ".join(shown)


def _report_doubts(
    columns: Columns, texts: Sequence[str], faults: Gathering, wanted: frozenset[Role]
) -> None:
    raw = columns.raw
    head = replace(raw.place(), row=raw.header_row)
    if any(read_moments([text]).moments[0] for text in texts):
        faults.add("no_headings", place=head, value=", ".join(texts))
    if columns.one(Role.DATE) is None:
        faults.add("no_date_column", place=head, headings=_listed(texts))
    if Role.USE in wanted and columns.one(Role.USE) is None:
        faults.add("no_use_column", place=head, headings=_listed(texts))
    for role, found in columns.headings.items():
        several_series = role is Role.USE and len(found) > 1 and Role.SERIES in columns.headings
        leads = [heading.lead for heading in found]
        unclear = role is Role.FORECAST and len(found) > 1 and (None in leads or len(set(leads)) < len(leads))
        if (len(found) > 1 and role not in MANY | _JOINED) or several_series or unclear:
            zh, en = role_words(role)
            names = _listed([heading.text for heading in found])
            faults.add("several_columns", place=head, role=role, role_zh=zh, role_en=en, headings=names)


def _told(by_role: Mapping[Role, tuple[Heading, ...]]) -> Said:
    """Which column was taken for what, as one sentence."""
    pairs = [
        (role_words(role), ", ".join(f"“{part.text}”" for part in found)) for role, found in by_role.items()
    ]
    return Said(
        "列：" + "；".join(f"{zh} = {names}" for (zh, _), names in pairs),
        "Columns: " + "; ".join(f"{en.removeprefix('the ')} = {names}" for (_, en), names in pairs),
    )


def _clock_apart(raw: RawTable, found: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Of two columns that look like dates, the one that holds clock times only is the hour."""
    dates = [heading for heading in found if heading.role is Role.DATE]
    if len(dates) < 2:
        return found
    clocks = {heading.position for heading in dates if _holds(raw, heading, _is_clock)}
    if not clocks or len(clocks) == len(dates):
        return found
    return tuple(replace(part, role=Role.HOUR) if part.position in clocks else part for part in found)


def _is_clock(text: str) -> bool:
    return bool(_CLOCK.fullmatch(text))


def _with_units_apart(raw: RawTable, found: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """A column called `unit` names units of use in every row, or else it names series."""
    return tuple(
        replace(part, role=Role.SERIES)
        if part.role is Role.UNIT and not _holds(raw, part, lambda text: use_unit(text) is not None)
        else part
        for part in found
    )


def _holds(raw: RawTable, heading: Heading, fits: object) -> bool:
    """Whether the first filled cells of a column all fit."""
    at = heading.position
    cells = [text_of(row[at]) for row in raw.rows[:200] if at < len(row)]
    filled = [cell for cell in cells if cell.casefold() not in MISSING]
    return bool(filled) and all(fits(cell) for cell in filled)  # type: ignore[operator]
