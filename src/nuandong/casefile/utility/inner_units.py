"""Figures of a table brought to the library's own units, with every doubt about a unit told."""

from __future__ import annotations

from collections import Counter

import numpy as np

from nuandong.casefile.cells import text_of
from nuandong.casefile.faults import Gathering
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.headings import Heading, Role
from nuandong.casefile.utility.measure import (
    UNTOLD,
    Dimension,
    UseUnit,
    celsius_line,
    known_units,
    temperature_unit,
    use_unit,
    wind_factor,
)
from nuandong.casefile.utility.rows import Understood
from nuandong.casefile.utility.said import Said
from nuandong.units import FloatArray

HOTTEST, COLDEST = 55.0, -75.0  # degC, daily or hourly, beyond which no town lies
WARM_SHARE, TOO_WARM = 90, 45.0  # a tenth of all days above 45 degC is Fahrenheit
COOL_SHARE, TOO_COOL, ALL_MONTHS = (
    95,
    6.0,
    12,
)  # a whole year never above 6 degC is Celsius read as Fahrenheit


def use_in_inner_units(
    rows: Understood, heading: Heading, reading: Reading, *, faults: Gathering
) -> tuple[FloatArray, UseUnit, tuple[Said, ...]]:
    """A column of use in the unit of the file, that unit, and what was taken for granted."""
    figures = rows.of(heading)
    unit = (
        reading.unit or (use_unit(heading.unit) if heading.unit else None) or _of_rows(rows, heading, faults)
    )
    unit = unit or _of_cells(figures.units)
    if unit is None and heading.unit and not use_unit(heading.unit):
        place = rows.raw.place(column=heading.text)
        faults.add("unknown_use_unit", place=place, value=heading.unit, known=known_units())
    elif unit is None:
        faults.add("use_unit_untold", place=rows.raw.place(column=heading.text))
    unit = unit or UNTOLD
    values = figures.values.copy()
    _report_mixed(rows, heading, unit, values, faults)
    for row in np.flatnonzero(values < 0):
        place = rows.raw.place(row=int(row), column=heading.text)
        faults.add("negative_use", place=place, value=f"{values[row]:,.10g}")
    values[values < 0] = np.nan
    return values, unit, _unit_said(heading, unit)


def _unit_said(heading: Heading, unit: UseUnit) -> tuple[Said, ...]:
    if unit.dimension is Dimension.UNKNOWN:
        return ()
    inner = {Dimension.VOLUME: ("万m³", "10⁴ m³"), Dimension.ENERGY: ("GJ", "GJ")}[unit.dimension]
    energy = unit.dimension is Dimension.ENERGY
    factor = f"{unit.factor:.15g}"
    is_inner = unit.word_en == inner[1]
    zh = "即内部单位" if is_inner else f"1 {unit.word_zh} = {factor} {inner[0]}，报告仍用 {unit.word_zh}"
    en = (
        "the inner unit itself"
        if is_inner
        else f"1 {unit.word_en} = {factor} {inner[1]}, reported back in {unit.word_en}"
    )
    return (
        Said(
            f"“{heading.text}”单位 {unit.word_zh}：{zh}；"
            + ("能量不折算为体积，未用任何热值" if energy else "体积按其原计量状态，未折算状态，也未用任何热值"),
            f"“{heading.text}” is in {unit.word_en}: {en}. "
            + ("Energy stays energy, no heating value is assumed" if energy else
               "Volumes stay at the conditions they were measured at, no heating value is assumed"),
        ),
    )  # fmt: skip


def _of_cells(units: tuple[str, ...]) -> UseUnit | None:
    """The unit that most cells carry themselves, where the heading has none."""
    found = Counter(word for word in units if word and use_unit(word))
    return use_unit(found.most_common(1)[0][0]) if found else None


def _of_rows(rows: Understood, heading: Heading, faults: Gathering) -> UseUnit | None:
    """The unit that a column of units names; two of them in one table are a fault."""
    column = rows.columns.one(Role.UNIT)
    if column is None:
        return None
    words = [text_of(cell) for cell in rows.columns.cells(column)]
    units = {unit.word_en: unit for word in words if (unit := use_unit(word))}
    if len(units) > 1:
        first = next(row for row, word in enumerate(words) if word and use_unit(word) != use_unit(words[0]))
        place = rows.raw.place(row=first, column=column.text)
        faults.add("mixed_unit_kinds", place=place, value=words[first], units=", ".join(units))
    return next(iter(units.values()), None)


def _report_mixed(
    rows: Understood, heading: Heading, unit: UseUnit, values: FloatArray, faults: Gathering
) -> None:
    """Cells that carry another unit than their column, or words that are none; they are unknown from here on."""
    cells = rows.columns.cells(heading)
    for row, word in enumerate(rows.of(heading).units):
        if not word or (found := use_unit(word)) == unit:
            continue
        place, cell = rows.raw.place(row=row, column=heading.text), cells[row]
        if found is None:
            faults.add("text_in_number", place=place, value=cell)
        else:
            wanted = unit.word_zh, unit.word_en
            faults.add(
                "mixed_units", place=place, value=cell, unit=(found.word_zh, found.word_en), wanted=wanted
            )
        values[row] = np.nan


def celsius(
    rows: Understood, heading: Heading, reading: Reading, *, faults: Gathering, like: str | None = None
) -> tuple[FloatArray, tuple[Said, ...]]:
    """A column of temperatures in degC, `like` the unit of a column beside it; doubtful units and
    impossible figures are told, and then unknown."""
    figures, written = rows.of(heading), temperature_unit(heading.unit) if heading.unit else None
    in_cells = {temperature_unit(word) for word in figures.units if word}
    unit = (
        reading.temperature_unit or written or (next(iter(in_cells)) if len(in_cells) == 1 else None) or like
    )
    said = () if unit else (
        Said(f"“{heading.text}”未注明单位，按 °C 读", f"“{heading.text}” tells no unit and is read as °C"),
    )  # fmt: skip
    unit = unit or "C"
    factor, shift = celsius_line(unit)
    values = figures.values * factor + shift
    cells = rows.columns.cells(heading)
    for row, word in enumerate(figures.units):
        if word and temperature_unit(word) != unit:
            place = rows.raw.place(row=row, column=heading.text)
            faults.add("text_in_number", place=place, value=cells[row])
            values[row] = np.nan
    if _is_doubtful(values, rows):
        low, high = np.nanmin(values), np.nanmax(values)
        place = rows.raw.place(column=heading.text)
        faults.add(
            "temperature_unit_doubtful", place=place, unit=f"°{unit}" if unit != "K" else "K",
            lowest=f"{low:.0f} °C", highest=f"{high:.0f} °C",
        )  # fmt: skip
        return np.full(values.size, np.nan), said
    for row in np.flatnonzero((values > HOTTEST) | (values < COLDEST)).tolist():
        place = rows.raw.place(row=row, column=heading.text)
        cell = f"{figures.values[row]:,.10g}"
        faults.add("impossible_temperature", place=place, value=cell, celsius=f"{values[row]:.0f}")
        values[row] = np.nan
    if unit != "C":
        said = (
            Said(
                f"“{heading.text}”由 °{unit} 换算为 °C", f"“{heading.text}” was converted from °{unit} to °C"
            ),
        )
    return values, said


def _is_doubtful(values: FloatArray, rows: Understood) -> bool:
    known = values[np.isfinite(values)]
    if known.size < 10:
        return False
    months = {moment.month for moment in rows.moments if moment is not None}
    never_warm = len(months) == ALL_MONTHS and np.percentile(known, COOL_SHARE) < TOO_COOL
    return bool(np.percentile(known, WARM_SHARE) > TOO_WARM or never_warm)


def metres_per_second(rows: Understood, heading: Heading) -> tuple[FloatArray, tuple[Said, ...]]:
    """A column of wind in m/s, NaN for figures below zero."""
    factor = wind_factor(heading.unit) if heading.unit else None
    said = () if factor else (
        Said(f"“{heading.text}”未注明单位，按 m/s 读", f"“{heading.text}” tells no unit and is read as m/s"),
    )  # fmt: skip
    values = rows.of(heading).values * (factor or 1.0)
    return np.where(values >= 0, values, np.nan), said
