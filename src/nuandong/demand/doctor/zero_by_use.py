"""A station filled with 0 inside an average that has no neighbours: those who heat by that weather bear witness.

Where a lone average stands at (k - 1)/k of the truth, use answers to the truth: multiplied by k/(k - 1), the weather
explains the use of the span, and only of the span. Judged for areas with units that heat.
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault
from nuandong.demand.doctor.expected import laws_under
from nuandong.demand.doctor.robust import local_spread, median_along, running_level
from nuandong.demand.doctor.scan import Span, best_gain, misfit, spans_of_gain
from nuandong.demand.doctor.seasons import YEARS
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.doctor.zero_station import keep_better, pace_of, zero_station_fault
from nuandong.units import BoolArray, FloatArray, IntArray

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
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(sheet.use.values > 0, np.log(sheet.use.values), np.nan)
    for area in np.flatnonzero(lone):
        rows = [
            row
            for row in np.flatnonzero(sheet.area_of == area)
            if _heats(logs[row], sheet.temperature.values[area])
        ]
        if rows:
            faults += _of_area(sheet, int(area), logs[rows])
    return faults


def _heats(logs: FloatArray, weather: FloatArray) -> bool:
    """Whether a unit uses more the colder it is, over a record long enough to say so."""
    known = np.isfinite(logs) & np.isfinite(weather)
    if known.sum() < SHORTEST_RECORD or np.ptp(logs[known]) == 0 or np.ptp(weather[known]) == 0:
        return False
    return float(np.corrcoef(logs[known], weather[known])[0, 1]) < HEATS


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
    best: dict[tuple[int, int], tuple[Span, int]] = {}
    gains: dict[int, FloatArray] = {}
    for stations, law in zip(STATIONS, laws[1:], strict=True):
        gain = median_along((here - misfit((logs - law - level) / spread)).T)[None, :] * voices / pace
        gain = np.where(weather > HEATING, 0.0, gain)  # who does not heat bears no witness
        gains[stations] = np.nan_to_num(gain[0])
        for span in spans_of_gain(gain, GAIN_NEEDED):
            if span.last - span.first + 1 >= FEWEST_DAYS:
                keep_better(best, span, stations)
    return [
        zero_station_fault(sheet, span, stations, row=area)
        for span, stations in best.values()
        if _only_there(gains[stations], span) and not _comes_again(gains[stations], span)
    ]


def _only_there(gain: FloatArray, span: Span) -> bool:
    """Whether the days around the span do not ask for the same."""
    length: int = max(14, min(60, span.last - span.first + 1))
    before, after = (
        gain[max(0, span.first - length) : span.first],
        gain[span.last + 1 : span.last + 1 + length],
    )
    around = np.concatenate([before, after])
    places: IntArray = np.array([len(before), len(after)])
    return bool(places.min() > 0 and around.mean() < 0)


def _comes_again(gain: FloatArray, span: Span) -> bool:
    """Whether another year asks for the like around the same dates: a holiday, not a station."""
    for years in YEARS:
        moved = round(years * 365.25)
        near = gain[max(0, span.first + moved - AROUND) : max(0, span.last + moved + AROUND + 1)]
        if len(near) and float(best_gain(near[None, :])[0]) > AGAIN * span.gain:
            return True
    return False
