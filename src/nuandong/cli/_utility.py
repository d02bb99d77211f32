"""From the options of a verb that reads a utility's table to its history, or that of a case folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nuandong.findings import AssuranceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nuandong.casefile.utility.asked import Reading
    from nuandong.casefile.utility.source import Source

MIDNIGHT, LAST_HOUR = 0, 23


class NoSuchHour(AssuranceError):
    """An hour that no day has."""

    def __init__(self, hour: int) -> None:
        self.hour = hour
        super().__init__(f"--day-begins {hour}: 应为 0 至 23。An hour from 0 to 23 is wanted.")


class WrongLeads(AssuranceError):
    """Leads that cannot be read or are no days ahead."""

    def __init__(self, written: str, most: int) -> None:
        self.written = written
        super().__init__(
            f"--leads {written}: 应如 1,7,14，每个在 1 至 {most} 之间。Write 1,7,14, each from 1 to {most}."
        )


MOST_LEAD = 28


def asked_leads(written: str) -> tuple[int, ...]:
    """`1,7,14` as days ahead, in order and each once; raises `WrongLeads`."""
    try:
        leads = tuple(sorted({int(part) for part in written.replace("，", ",").split(",")}))
    except ValueError:
        raise WrongLeads(written, MOST_LEAD) from None
    if leads[0] < 1 or leads[-1] > MOST_LEAD:
        raise WrongLeads(written, MOST_LEAD)
    return leads


def asked_reading(
    *,
    unit: str | None,
    temperature_unit: str | None,
    column: Sequence[str] | None,
    written: tuple[str | None, str | None, str | None],
    sheet: str | None,
    day: tuple[int, str | None],
    leave_out: bool,
) -> Reading:
    """The options as one reading; `written` is dates, decimal, forecast rows, `day` its first hour and its country."""
    from nuandong.casefile.utility.asked import (
        Reading,
        asked_columns,
        asked_temperature_unit,
        asked_unit,
        one_of,
    )

    dates, decimal, forecast_rows = written
    if not MIDNIGHT <= day[0] <= LAST_HOUR:
        raise NoSuchHour(day[0])
    reading = Reading(
        unit=asked_unit(unit),
        temperature_unit=asked_temperature_unit(temperature_unit),
        columns=asked_columns(column or ()),
        dates=one_of("--dates", dates, "dmy", "mdy"),
        decimal=one_of("--decimal", decimal, "point", "comma"),
    )
    return replace(
        reading,
        forecast_rows=one_of("--forecast-rows", forecast_rows, "issued", "target"),
        sheet=sheet,
        day_begins=day[0],
        country=day[1],
        leave_out=leave_out,
    )


class NotOfACase(AssuranceError):
    """A plain table was to be divided as only a case can be."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(
            f"--by {by}: 只适用于案例文件夹；普通表请用一列系列名（--column series=列名）。"
            "For a case folder only; a plain table tells series in a column (--column series=HEADING)."
        )


def source_of(path: Path, *, reading: Reading, repair: Sequence[str], by: str | None = None) -> Source:
    """The history in a file or case folder, examined, and repaired where that was asked for.

    `by` divides a case: `group` of use, `city` or `county`; raises `NotOfACase` for a file.
    """
    from nuandong.casefile.utility.asked import one_of
    from nuandong.casefile.utility.checked import checked
    from nuandong.casefile.utility.read import read_utility
    from nuandong.casefile.utility.source import Source

    kind = one_of("--by", by, "group", "city", "county")
    if path.is_dir():
        from nuandong.casefile.utility.from_case import case_history, history_of_areas

        told = case_history(path) if kind in {None, "group"} else history_of_areas(path, kind=kind or "")
    elif by is not None:
        raise NotOfACase(by)
    else:
        told = read_utility(path, reading=reading)
    return Source.of(told, checked(history=told.history, factors=told.factors, repair=repair))
