"""How a table is to be read where it does not say so itself: what the options of `forecast` and `backtest` ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuandong.casefile.utility.headings import ROLE_WORDS, Role
from nuandong.casefile.utility.measure import UseUnit, known_units, temperature_unit, use_unit
from nuandong.findings import AssuranceError


class UnknownAnswer(AssuranceError):
    """An option that says how to read a table with a word that is none of those it may take."""

    def __init__(self, option: str, written: str, wanted: str) -> None:
        self.option, self.written, self.wanted = option, written, wanted
        super().__init__(f"{option} {written}: 可用的有 {wanted}。Name one of: {wanted}.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader is told of a table; whatever is None or empty it finds out, or asks for with a finding.

    `columns` are (role, heading); `dates` is ymd, dmy or mdy; `decimal` point or comma; `forecast_rows` issued or
    target; `day_begins` the hour at which a day of hourly rows begins; `country`
    whose holidays hold; `leave_out` takes faulty cells as unknown.
    """

    unit: UseUnit | None = None
    temperature_unit: str | None = None
    columns: tuple[tuple[Role, str], ...] = ()
    dates: str | None = None
    decimal: str | None = None
    forecast_rows: str | None = None
    sheet: str | None = None
    day_begins: int = 0
    country: str | None = None
    leave_out: bool = False


def asked_columns(written: Sequence[str]) -> tuple[tuple[Role, str], ...]:
    """`date=HEADING` of the command line as roles; raises `UnknownAnswer` for a role that there is not."""
    found = []
    for text in written:
        role, mark, heading = text.partition("=")
        if not mark or role.strip() not in set(Role):
            raise UnknownAnswer("--column", text, ", ".join(f"{name}=…" for name in Role))
        found.append((Role(role.strip()), heading.strip()))
    return tuple(found)


def asked_unit(written: str | None) -> UseUnit | None:
    """The unit of use named on the command line; raises `UnknownAnswer`."""
    if written is None:
        return None
    found = use_unit(written)
    if found is None:
        raise UnknownAnswer("--unit", written, known_units())
    return found


def asked_temperature_unit(written: str | None) -> str | None:
    """C, F or K as named on the command line; raises `UnknownAnswer`."""
    if written is None:
        return None
    found = temperature_unit(written)
    if found is None:
        raise UnknownAnswer("--temperature-unit", written, "C, F, K")
    return found


def one_of(option: str, written: str | None, *choices: str) -> str | None:
    """A word that must be one of few; raises `UnknownAnswer`."""
    if written is not None and written not in choices:
        raise UnknownAnswer(option, written, ", ".join(choices))
    return written


def role_words(role: Role) -> tuple[str, str]:
    """A role in both languages."""
    return ROLE_WORDS[role]
