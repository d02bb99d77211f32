"""Weather of a table: temperature and wind of every area in base units, and the forecasts that stand in the file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.casefile.faults import Gathering
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.days import Lines, day_of
from nuandong.casefile.utility.headings import Heading, Role
from nuandong.casefile.utility.inner_units import celsius, metres_per_second
from nuandong.casefile.utility.measure import temperature_unit
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.stored_weather import (
    LONGEST_LEAD,
    StoredWeather,
    by_issue,
    by_lead_columns,
    reading_of_leads,
)
from nuandong.casefile.utility.table import Table
from nuandong.units import FloatArray, IntArray

KNOWN_ENOUGH = 0.1  # share of days with a reading; below it forecasts stand in


@dataclass(frozen=True, slots=True, eq=False)
class AreaWeather:
    """Temperature (a, D) in degC and wind (a, D) in m/s by area, the area of each line of the table, and forecasts."""

    areas: tuple[str, ...]
    area_of: IntArray
    temperature: FloatArray
    wind: FloatArray
    stored: StoredWeather | None
    said: tuple[Said, ...]


def weather_of(table: Table, reading: Reading) -> AreaWeather:
    """The weather of every line; lines with the same weather share one area."""
    said: list[Said] = []
    warmth = _warmth(table, reading, said)
    wind = _column(table, Role.WIND, said)
    leads = _lead_columns(table, reading, said)
    kept: dict[bytes, int] = {}
    areas: list[str] = []
    parts: list[tuple[FloatArray, FloatArray, FloatArray]] = []
    area_of: list[int] = []
    for series, line in table.lines.items():
        mild = table.averaged(line, warmth[1], warmth[0]) if warmth else table.unknown
        breeze = table.averaged(line, wind[1], wind[0]) if wind else table.unknown
        ahead = _ahead(table, line, series, mild=mild, leads=leads, reading=reading)
        key = mild.tobytes() + breeze.tobytes() + ahead.tobytes()
        if key not in kept:
            kept[key] = len(parts)
            areas.append(series or "weather")
            parts.append((mild, breeze, ahead))
        area_of.append(kept[key])
    temperature, breezes, aheads = (np.stack([part[at] for part in parts]) for at in range(3))
    stored = StoredWeather(aheads) if np.isfinite(aheads).any() else None
    if leads and stored is not None:
        said.append(_rows_said(table, leads, temperature[0], reading))
    temperature = _with_forecasts(temperature, stored, said)
    if not np.isfinite(temperature).any():
        table.faults.add("no_temperature", place=table.rows.raw.place())
    places = np.array(area_of, dtype=np.int64)
    return AreaWeather(tuple(areas), places, temperature, breezes, stored, tuple(dict.fromkeys(said)))


def _warmth(table: Table, reading: Reading, said: list[Said]) -> tuple[Heading, FloatArray] | None:
    """The mean temperature of each row in degC: its own column, or halfway between highest and lowest."""
    rows, columns = table.rows, table.rows.columns
    if heading := columns.one(Role.TEMPERATURE):
        values, told = celsius(rows, heading, reading, faults=table.faults)
        said += told
        return heading, values
    high, low = columns.one(Role.HIGHEST), columns.one(Role.LOWEST)
    if high is None or low is None:
        return None
    (top, told), (bottom, more) = (celsius(rows, part, reading, faults=table.faults) for part in (high, low))
    halfway = Said("日均气温取最高与最低的平均", "The mean temperature is halfway between highest and lowest")
    said += [*told, *more, halfway]
    return high, (top + bottom) / 2


def _column(table: Table, role: Role, said: list[Said]) -> tuple[Heading, FloatArray] | None:
    heading = table.rows.columns.one(role)
    if heading is None:
        return None
    values, told = metres_per_second(table.rows, heading)
    said += told
    return heading, values


def _lead_columns(table: Table, reading: Reading, said: list[Said]) -> dict[int, tuple[Heading, FloatArray]]:
    """Columns of forecast temperature by their lead, in degC; without a unit of their own in that of the readings."""
    columns, found = table.rows.columns, {}
    beside = columns.one(Role.TEMPERATURE) or columns.one(Role.HIGHEST)
    like = temperature_unit(beside.unit) if beside else None
    for heading in columns.headings.get(Role.FORECAST, ()):
        values, told = celsius(table.rows, heading, reading, faults=table.faults, like=like)
        said += told
        if heading.lead is None:
            zh, en = (
                f"“{heading.text}”未注明预见期，按提前 1 天",
                f"“{heading.text}” tells no lead: one day ahead",
            )
            said.append(Said(zh, en))
        found[heading.lead or 1] = (heading, values)
    return found


def _rows_said(
    table: Table, leads: dict[int, tuple[Heading, FloatArray]], mild: FloatArray, reading: Reading
) -> Said:
    line = next(iter(table.lines.values()))
    columns = {lead: _quiet_days(table, line, part) for lead, part in leads.items()}
    if (reading.forecast_rows or reading_of_leads(columns, mild)) == "issued":
        return Said(
            "预报列：每行为当日起报、提前若干天的预报",
            "Forecast columns: issued on the row's day, for days after it",
        )
    return Said(
        "预报列：每行为对当日所作的预报，提前若干天",
        "Forecast columns: made for the row's day, so many days before",
    )


def _quiet_days(table: Table, line: Lines, column: tuple[Heading, FloatArray]) -> FloatArray:
    return table.averaged(line, column[1], column[0])


def _ahead(
    table: Table, line: Lines, series: str, *, mild: FloatArray, leads: dict[int, tuple[Heading, FloatArray]],
    reading: Reading,
) -> FloatArray:  # fmt: skip
    """Stored forecasts of one series, (D, L)."""
    if leads:
        columns = {lead: _quiet_days(table, line, part) for lead, part in leads.items()}
        rows_are = reading.forecast_rows or reading_of_leads(columns, mild)
        if rows_are is None:
            heading = next(iter(leads.values()))[0]
            table.faults.add("lead_unclear", place=table.rows.raw.place(column=heading.text))
        return by_lead_columns(columns, is_issue_day=rows_are == "issued")
    if table.rows.issued is None or not table.forecasts[series]:
        return np.full((len(table.grid.days), LONGEST_LEAD), np.nan)
    return _by_rows(table, series, reading)


def _by_rows(table: Table, series: str, reading: Reading) -> FloatArray:
    """Forecasts from rows that carry their time of issue; one issued on its own day or later is none."""
    rows, found, late = table.rows, [], []
    heading = rows.columns.one(Role.TEMPERATURE) or rows.columns.one(Role.FORECAST)
    if heading is None or rows.issued is None:
        return np.full((len(table.grid.days), LONGEST_LEAD), np.nan)
    values, _ = celsius(rows, heading, reading, faults=Gathering(limit=0))
    for row in table.forecasts[series]:
        issued, moment = rows.issued[row], rows.moments[row]
        if issued is None or moment is None or not np.isfinite(values[row]):
            continue
        day = day_of(moment, begins=table.begins)
        if issued.date() >= day:
            late.append(row)
        else:
            found.append((issued, day, float(values[row])))
    if late:
        column = rows.columns.headings[Role.ISSUED][0].text
        place = rows.raw.place(row=late[0], column=column)
        table.faults.add("issued_too_late", place=place, value=rows.issued[late[0]], count=len(late))
    return by_issue([(issued.date(), day, value) for issued, day, value in sorted(found)], table.grid.days)


def _with_forecasts(temperature: FloatArray, stored: StoredWeather | None, said: list[Said]) -> FloatArray:
    """Readings; where a file has hardly any, the forecast of the eve stands in, and that is told."""
    if stored is None or np.isfinite(temperature).mean() > KNOWN_ENOUGH:
        return temperature
    eve = stored.seen_from(tuple(range(temperature.shape[1])), 1)[:, :, 0]
    said.append(
        Said(
            "文件只有预报气温，没有实况：以前一日的预报代替实况",
            "The file holds forecasts of temperature and no readings: that of the eve stands in for them",
        )
    )
    return np.where(np.isfinite(temperature), temperature, eve)
