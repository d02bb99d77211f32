"""Rows understood to a history on unbroken days: one line for each series, with its weather beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.casefile.faults import Gathering
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.days import Lines
from nuandong.casefile.utility.headings import Role
from nuandong.casefile.utility.inner_units import use_in_inner_units
from nuandong.casefile.utility.measure import UseUnit
from nuandong.casefile.utility.rest import festival_days, rest_days_of
from nuandong.casefile.utility.rows import Understood
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.stored_weather import StoredWeather
from nuandong.casefile.utility.table import Table, laid_on_days
from nuandong.casefile.utility.weather import weather_of
from nuandong.demand.series import UseHistory
from nuandong.findings import Place
from nuandong.units import FloatArray

FEWEST_DAYS = 28  # of known use; below, nothing can be said of a next week


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """The history, the unit of each series, stored forecasts, and what was taken for granted."""

    history: UseHistory
    units: tuple[UseUnit, ...]
    weather: StoredWeather | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Used:
    """Use and held-back use (n, D) in inner units by series, and the unit each is told in."""

    names: tuple[str, ...]
    use: FloatArray
    held_back: FloatArray
    units: tuple[UseUnit, ...]
    said: tuple[Said, ...]


def laid_out(rows: Understood, reading: Reading, *, name: str, faults: Gathering) -> LaidOut | None:
    """All series of a table on one row of days; None where no day can be read or none is left."""
    table = laid_on_days(rows, reading, faults)
    if table is None:
        return None
    used = _used(table, reading, name)
    weather = weather_of(table, reading)
    rest, rest_said = rest_days_of(table, reading.country)
    _report_short(used, name, table)
    history = UseHistory(
        units=used.names,
        days=table.grid.days,
        use=used.use,
        held_back=used.held_back,
        areas=weather.areas,
        area_of=np.tile(weather.area_of, len(rows.columns.headings[Role.USE])),
        temperature=weather.temperature,
        wind=weather.wind,
        rest_day=rest,
        from_festival=festival_days(table, reading.country),
    )
    return LaidOut(history, used.units, weather.stored, (*table.said, *used.said, *weather.said, *rest_said))


def _used(table: Table, reading: Reading, name: str) -> _Used:
    """Every column of use for every series named in the rows; a table has several of one or of the other."""
    headings = table.rows.columns.headings[Role.USE]
    use: dict[str, FloatArray] = {}
    held: list[FloatArray] = []
    units: list[UseUnit] = []
    said: list[Said] = []
    for heading in headings:
        values, unit, told = use_in_inner_units(table.rows, heading, reading, faults=table.faults)
        said += told
        factor = unit.factor
        if unit.per_hour:
            factor *= table.grid.minutes / 60
            zh, en = unit.word_zh, unit.word_en
            said.append(
                Said(f"{zh} 为每小时用量，已乘以时长", f"{en} is a rate and was multiplied by its hours")
            )
        for series, line in table.lines.items():
            use[series or (heading.text if len(headings) > 1 else name)] = (
                table.summed(line, values, heading) * factor
            )
            held.append(_held_back(table, line, unit))
            units.append(unit.per_day)
    if len(headings) > 1:
        listed = ", ".join(f"“{heading.text}”" for heading in headings)
        said.append(
            Said(f"每列用气量各为一个系列：{listed}", f"Each column of use is a series of its own: {listed}")
        )
    return _Used(
        tuple(use), np.stack(list(use.values())), np.stack(held[: len(use)]), tuple(units), tuple(said)
    )


def _held_back(table: Table, line: Lines, unit: UseUnit) -> FloatArray:
    """Use held back, (D,), in inner units; a mere 1 says that there was a cut and not how deep: NaN."""
    heading = table.rows.columns.one(Role.HELD_BACK)
    if heading is None:
        return np.zeros(len(table.grid.days))
    values = table.rows.of(heading).values
    known = values[np.isfinite(values)]
    laid = np.nan_to_num(table.summed(line, np.nan_to_num(values), heading))
    if set(known.tolist()) <= {0.0, 1.0}:
        return np.where(laid > 0, np.nan, 0.0)
    return np.maximum(laid, 0.0) * unit.factor


def _report_short(used: _Used, name: str, table: Table) -> None:
    place = Place(table.rows.raw.file)
    for series, values in zip(used.names, used.use, strict=True):
        shown = ("该表", "the table") if series == name else (f"“{series}”", f"“{series}”")
        count = int(np.isfinite(values).sum())
        if count < FEWEST_DAYS:
            table.of_days.add("too_short", place=place, series=shown, count=count, wanted=FEWEST_DAYS)
        elif not np.nansum(values) > 0:
            table.of_days.add("only_zero", place=place, series=shown)
