"""The examination, in the order in which one fault could hide another.

Rows are laid on days; weather is judged by its neighbours, seasons and stations; then use by that weather, as it
would be with the first repair of every fault of the weather made. The repairs are made on a copy for judging only.

Clauses: T-022 (estimate of demand), T-070 (look-ahead).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import date

import numpy as np

from nuandong.demand.doctor.alignment import find_misaligned
from nuandong.demand.doctor.breaks import find_level_breaks
from nuandong.demand.doctor.clock import find_clock_changes
from nuandong.demand.doctor.day_boundary import find_moved_days
from nuandong.demand.doctor.diagnosis import Diagnosis, Fault, FaultKind, first_repairs
from nuandong.demand.doctor.duplicates import find_duplicates
from nuandong.demand.doctor.expected import Expected, expected_use
from nuandong.demand.doctor.flat import find_flat_lines
from nuandong.demand.doctor.gaps import find_gaps
from nuandong.demand.doctor.laying import Laid, lay
from nuandong.demand.doctor.mend import mended_values
from nuandong.demand.doctor.negatives import find_negatives
from nuandong.demand.doctor.outliers import find_outliers, find_weather_outliers
from nuandong.demand.doctor.raw import Measure, RawSeries
from nuandong.demand.doctor.seasons import season_edges
from nuandong.demand.doctor.sheet import Columns, Sheet
from nuandong.demand.doctor.shifts import find_shifts
from nuandong.demand.doctor.slips import abrupt_offsets, find_slips
from nuandong.demand.doctor.station_step import find_station_steps
from nuandong.demand.doctor.temperature_slips import find_scale_slips, find_whole_scales
from nuandong.demand.doctor.witnesses import ExpectedWeather, expected_weather, witness_counts
from nuandong.demand.doctor.zero_by_use import find_zero_stations_by_use
from nuandong.demand.doctor.zero_station import find_zero_stations
from nuandong.demand.doctor.zeros import find_zeros
from nuandong.units import BoolArray, FloatArray

MOST_IN_TURN = 20  # faults against neighbours looked for one after the other
SHORT = 2  # days, below which a fault at a season's edge is the season
SHORTEST_JUDGED = 28  # known days below which only what needs no comparison is said


def examine(
    *,
    use: Sequence[RawSeries],
    temperature: Sequence[RawSeries] = (),
    rest_days: frozenset[date] | None = None,
) -> Diagnosis:
    """Every fault of the series, each with its place, evidence, reason and repairs; nothing is changed.

    `rest_days` as of the history; without them Saturdays and Sundays rest. CrookedSeries where there is no row.
    """
    laid = lay(use=use, temperature=temperature, rest_days=rest_days)
    of_weather = _weather_faults(laid)
    _, weather, _ = mended_values(laid.sheet, first_repairs(of_weather))
    by_use = _weather_by_use(laid, weather)
    of_weather += by_use
    _, weather, _ = mended_values(laid.sheet, first_repairs(of_weather))
    of_use = _use_faults(laid, weather)
    order = {Measure.USE: laid.sheet.use.names, Measure.TEMPERATURE: laid.sheet.temperature.names}
    rank = {(measure, name): place for measure, names in order.items() for place, name in enumerate(names)}
    faults = sorted(
        [*of_weather, *of_use],
        key=lambda fault: (fault.measure, rank[fault.measure, fault.series], fault.first),
    )
    return Diagnosis(tuple(faults), laid.sheet)


def _weather_faults(laid: Laid) -> list[Fault]:
    """Faults of temperatures, each looked for where no earlier one explains the days."""
    sheet = laid.sheet
    columns = sheet.temperature
    if not columns.names:
        return []
    faults = _as_written(laid, Measure.TEMPERATURE)
    whole = find_whole_scales(sheet=sheet)
    believed = np.array(
        [all(fault.series != name for fault in whole) for name in columns.names], dtype=np.bool_
    )
    flat = find_flat_lines(sheet=sheet, measure=Measure.TEMPERATURE)
    faults += [*whole, *flat]
    sheet = _repaired(sheet, [*whole, *flat])
    expected = _expected_weather(sheet)
    slips = find_scale_slips(sheet=sheet, expected=expected, believed=believed)
    if slips:
        sheet = _repaired(sheet, slips)
        expected = _expected_weather(sheet)
    explained = _days_of([*slips, *flat], columns, sheet)
    outliers = find_weather_outliers(sheet=sheet, expected=expected, spoken_of=explained)
    if outliers:
        sheet = _repaired(sheet, outliers)
        expected = _expected_weather(sheet)
    sheet, expected, zeros = _one_by_one(sheet, expected, find_zero_stations)
    sheet, expected, steps = _one_by_one(sheet, expected, find_station_steps)
    sheet, expected, shifts = _one_by_one(sheet, expected, _weather_shifts)
    found = [*slips, *outliers, *zeros, *shifts, *steps]
    gaps = find_gaps(sheet=laid.sheet, measure=Measure.TEMPERATURE,
                     spoken_of=_days_of(faults, columns, laid.sheet), expected=expected.expected)  # fmt: skip
    return [*faults, *found, *gaps]


def _weather_by_use(laid: Laid, weather: FloatArray) -> list[Fault]:
    """Faults of a temperature without neighbours that those who heat by it show."""
    sheet = replace(laid.sheet, temperature=replace(laid.sheet.temperature, values=weather))
    if not len(weather) or not sheet.use.names:
        return []
    lone = witness_counts(temperature=weather, day_of_year=sheet.day_of_year) == 0
    return find_zero_stations_by_use(sheet=sheet, lone=lone) if lone.any() else []


def _expected_weather(sheet: Sheet) -> ExpectedWeather:
    return expected_weather(temperature=sheet.temperature.values, day_of_year=sheet.day_of_year)


def _one_by_one(
    sheet: Sheet, expected: ExpectedWeather, finder: Callable[..., list[Fault]]
) -> tuple[Sheet, ExpectedWeather, list[Fault]]:
    """Faults against neighbours, the plainest first, each repaired before the next: a fault shows in witnesses too."""
    found: list[Fault] = []
    for _ in range(MOST_IN_TURN):
        seen = finder(sheet=sheet, expected=expected)
        named = {(fault.series, fault.first) for fault in found}
        fresh = [fault for fault in seen if (fault.series, fault.first) not in named]
        if not fresh:
            break
        found.append(max(fresh, key=lambda fault: fault.weight))
        sheet = _repaired(sheet, found[-1:])
        expected = _expected_weather(sheet)
    return sheet, expected, found


def _weather_shifts(*, sheet: Sheet, expected: ExpectedWeather) -> list[Fault]:
    """Temperatures under the wrong date, where neighbours can tell."""
    says = np.where((expected.voices >= 2)[:, None], expected.expected, np.nan)
    return find_shifts(sheet=sheet, measure=Measure.TEMPERATURE,
                       reading=sheet.temperature.values, expected=says, spread=expected.spread)  # fmt: skip


def _as_written(laid: Laid, measure: Measure) -> list[Fault]:
    """What is wrong with the rows themselves: doubled days, hours, clocks."""
    doubled = tuple(twice for twice in laid.doubled if twice.measure is measure)
    return [
        *find_duplicates(doubled),
        *find_clock_changes(sheet=laid.sheet, measure=measure),
        *find_moved_days(sheet=laid.sheet, measure=measure),
    ]


def _use_faults(laid: Laid, weather: FloatArray) -> list[Fault]:
    """Faults of use, judged by the weather as repaired."""
    columns = laid.sheet.use
    if not columns.names:
        return []
    written = _as_written(laid, Measure.USE)
    flat = find_flat_lines(sheet=laid.sheet, measure=Measure.USE)
    zeros = find_zeros(sheet=laid.sheet, weather=weather)
    sheet = _repaired(laid.sheet, [*flat, *zeros])
    offsets = abrupt_offsets(use=sheet.use.values)
    judged = replace(sheet, use=replace(sheet.use, values=sheet.use.values * np.exp(-offsets)))
    expected = _expected(judged, weather)
    negatives = find_negatives(sheet=laid.sheet, expected=np.exp(expected.law + expected.level))
    slips = find_slips(sheet=sheet, expected=expected, offsets=offsets, weather=weather)
    sheet = _repaired(sheet, [*slips, *negatives])
    misaligned = find_misaligned(sheet=sheet, weather=weather)
    sheet = _repaired(sheet, misaligned)
    expected = _judged_anew(sheet, weather, judged, expected)
    outliers = find_outliers(sheet=sheet, expected=expected, spoken_of=_days_of(slips, columns, sheet),
                             weather=weather)  # fmt: skip
    shifts = find_shifts(sheet=sheet, measure=Measure.USE, reading=expected.law + expected.error,
                         expected=expected.law, spread=expected.spread)  # fmt: skip
    breaks = find_level_breaks(sheet=sheet, expected=expected, weather=weather)
    usual = np.exp(expected.law + expected.level)
    spoken_of = _days_of(written, columns, laid.sheet)
    gaps = find_gaps(sheet=laid.sheet, measure=Measure.USE, spoken_of=spoken_of, expected=usual)
    judged_alone = _inside_seasons([*slips, *outliers], laid.sheet)
    return [*written, *flat, *zeros, *negatives, *judged_alone, *shifts, *misaligned, *breaks, *gaps]


def _inside_seasons(faults: list[Fault], sheet: Sheet) -> list[Fault]:
    """Faults but those of a day or two where a record of heating seasons begins or ends one."""
    edges = season_edges(np.isfinite(sheet.use.values)) if faults else np.zeros((0, 0), dtype=np.bool_)
    at = {name: row for row, name in enumerate(sheet.use.names)}
    return [
        fault
        for fault in faults
        if (fault.last - fault.first).days >= SHORT
        or not edges[at[fault.series], (fault.first - sheet.days[0]).days]
    ]


def _expected(sheet: Sheet, weather: FloatArray) -> Expected:
    """The law of every unit with enough days to have one; the others are judged by nobody."""
    known = (sheet.use.values > 0).sum(axis=1) >= SHORTEST_JUDGED
    return expected_use(
        use=np.where(known[:, None], sheet.use.values, np.nan), temperature=weather, area_of=sheet.area_of,
        weekday=sheet.weekday, rest_day=sheet.rest_day, day_of_year=sheet.day_of_year,
    )  # fmt: skip


def _judged_anew(sheet: Sheet, weather: FloatArray, judged: Sheet, expected: Expected) -> Expected:
    """The law of the units whose days differ from those `judged` before, beside the laws already known."""
    same = (sheet.use.values == judged.use.values) | (
        np.isnan(sheet.use.values) & np.isnan(judged.use.values)
    )
    rows = np.flatnonzero(~same.all(axis=1))
    if not len(rows):
        return expected
    some = replace(sheet, use=replace(sheet.use, values=sheet.use.values[rows]), area_of=sheet.area_of[rows])
    anew = _expected(some, weather)
    merged = [getattr(expected, part.name).copy() for part in fields(Expected)]
    for whole, part in zip(merged, fields(Expected), strict=True):
        whole[rows] = getattr(anew, part.name)
    return Expected(*merged)


def _repaired(sheet: Sheet, faults: Iterable[Fault]) -> Sheet:
    """A copy for judging, with the first repair of each fault made."""
    use, weather, _ = mended_values(sheet, first_repairs(faults))
    return replace(
        sheet, use=replace(sheet.use, values=use), temperature=replace(sheet.temperature, values=weather)
    )


def _days_of(faults: Iterable[Fault], columns: Columns, sheet: Sheet) -> BoolArray:
    """Days that faults already explain, (n, D)."""
    explained = np.zeros(columns.values.shape, dtype=np.bool_)
    at = {name: row for row, name in enumerate(columns.names)}
    for fault in faults:
        if fault.kind is not FaultKind.LEVEL_BREAK:
            first, last = (fault.first - sheet.days[0]).days, (fault.last - sheet.days[0]).days
            explained[at[fault.series], first : last + 1] = True
    return explained
