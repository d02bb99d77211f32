"""A station filled with 0 inside an average that has no neighbours: those who heat by that weather bear witness.

Where a lone average stands at (k - 1)/k of the truth, use answers to the truth: multiplied by k/(k - 1), the weather
explains the use of the span, and only of the span. Judged for areas with units that heat.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault
from nuandong.demand.doctor.expected import heats, laws_under, log_use
from nuandong.demand.doctor.robust import local_spread, median_along, running_level
from nuandong.demand.doctor.scan import Span, best_apart, best_gain, misfit, spans_of_gain
from nuandong.demand.doctor.seasons import other_years
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.doctor.zero_station import days_beside, pace_of, zero_station_fault
from nuandong.units import BoolArray, FloatArray

STATIONS = (2, 3, 4, 5, 6, 8)
HEATS = -0.6  # correlation of log use and temperature below which a unit bears witness
HEATING = 14.0  # degC below which use answers
SHORTEST_RECORD = 200  # known days
GAIN_NEEDED = 12.0
FEWEST_DAYS = 10
DRIFT_WEEKS = 17
AROUND, AGAIN = 7, 0.4  # days beside the anniversary, and share of the gain, that make a custom
NO_WEATHER = 0.6  # of a log: what stands further off is a fault of use, not of weather
SLOWEST_PACE = 4.0  # days that make one independent day, at most
MOST_VOICES = 3.0  # units of one area err together: more of them do not prove more than this
SMALLEST_SPREAD = 0.02


def find_zero_stations_by_use(*, sheet: Sheet, lone: BoolArray) -> list[Fault]:
    """Spans in which a `lone` (a,) average stands at (k - 1)/k of what use says."""
    faults: list[Fault] = []
    logs = log_use(sheet.use.values)
    for area in np.flatnonzero(lone):
        rows = [
            row
            for row in np.flatnonzero(sheet.area_of == area)
            if heats(logs[row], sheet.temperature.values[area], days=SHORTEST_RECORD, below=HEATS)
        ]
        if rows:
            faults += _of_area(sheet, int(area), logs[rows])
    return faults


def _of_area(sheet: Sheet, area: int, logs: FloatArray) -> list[Fault]:
    """Spans of one area that its heating units (k, D) would rather have colder by a factor."""
    weather = sheet.temperature.values[area]
    readings = [weather, *(weather * stations / (stations - 1) for stations in STATIONS)]
    laws = laws_under(logs=logs, readings=readings, weekday=sheet.weekday, rest_day=sheet.rest_day,
                      day_of_year=sheet.day_of_year)  # fmt: skip
    level = running_level(logs - laws[0], weeks=DRIFT_WEEKS)
    spread = local_spread(logs - laws[0] - level, SMALLEST_SPREAD)
    error = np.where(np.abs(logs - laws[0] - level) > NO_WEATHER, np.nan, logs - laws[0] - level)
    here = misfit(error / spread)
    cold = np.where(weather > HEATING, np.nan, logs - laws[0] - level)
    pace = float(np.median(np.minimum(pace_of(cold, spread), SLOWEST_PACE)))
    voices = min(MOST_VOICES, float(len(logs)))
    found: list[tuple[Span, int]] = []
    gains: dict[int, FloatArray] = {}
    for stations, law in zip(STATIONS, laws[1:], strict=True):
        gain = median_along((here - misfit((logs - law - level) / spread)).T)[None, :] * voices / pace
        gain = np.where(weather > HEATING, 0.0, gain)  # who does not heat bears no witness
        gains[stations] = np.nan_to_num(gain[0])
        spans = spans_of_gain(gain, GAIN_NEEDED)
        found += [(span, stations) for span in spans if span.length >= FEWEST_DAYS]
    return [
        zero_station_fault(sheet, span, stations, row=area)
        for span, stations in best_apart(found)
        if _only_there(gains[stations], span) and not _comes_again(gains[stations], span)
    ]


def _only_there(gain: FloatArray, span: Span) -> bool:
    """Whether the days around the span do not ask for the same."""
    before, after = (gain[days] for days in days_beside(span))
    return bool(len(before) and len(after) and np.concatenate([before, after]).mean() < 0)


def _comes_again(gain: FloatArray, span: Span) -> bool:
    """Whether another year asks for the like around the same dates: a holiday, not a station."""
    return any(
        float(best_gain(gain[None, dates])[0]) > AGAIN * span.gain
        for dates in other_years(span.first, span.last, around=AROUND)
    )
