"""A station filled with 0 inside an average: the mean of k stations moves by a k-th of what that station read.

Where the stations are at hand the average is counted again. Where only the average is, the trace is that the
series stands at (k - 1)/k of what neighbours say: too warm while it freezes, too cold while it is warm, and back
again when the station returns. Repair: multiply by k/(k - 1).
"""

from __future__ import annotations

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Stretch, Words
from nuandong.demand.doctor.robust import spread_along
from nuandong.demand.doctor.scan import Span, best_apart, misfit, spans_of_gain
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.doctor.witnesses import ExpectedWeather
from nuandong.demand.runs import runs_of
from nuandong.units import BoolArray, FloatArray

MOST_STATIONS = 10
GAIN_NEEDED = 12.0
MANY, GAIN_OF_MANY = 6, 18.0  # one of many moves the mean no further than places drift apart by themselves
FEWEST_DAYS = 7
FEWEST_ZEROS = 3  # days in a row
BESIDE = (14, 60)  # days on either side of a span that must not ask for the same, at least and at most
MONTH = 28
ROUNDED = 0.06  # K: averages are written to a tenth
PLAIN = 1e3  # weight of what was counted, not judged
FAR_ENOUGH = 0.3  # K below which a station's 0 does not show in the average


def find_zero_stations(*, sheet: Sheet, expected: ExpectedWeather) -> list[Fault]:
    """Spans in which a series stands at (k - 1)/k of what is expected, or an average counts a missing station as 0."""
    counted = _counted_again(sheet)
    spoken = {(fault.series, fault.first) for fault in counted}
    return counted + [
        fault for fault in _by_witnesses(sheet, expected) if (fault.series, fault.first) not in spoken
    ]


def _counted_again(sheet: Sheet) -> list[Fault]:
    """Averages whose own stations show that one of them was counted as 0."""
    faults: list[Fault] = []
    values = sheet.temperature.values
    for average in np.unique(sheet.member_of[sheet.member_of >= 0]):
        members = values[sheet.member_of == average]
        gone = np.isnan(members) | _filled(members)
        rest = (~gone).sum(axis=0)
        total = np.where(gone, 0.0, members).sum(axis=0)
        true_mean = total / np.maximum(rest, 1)
        with_zeros = np.abs(values[average] - total / len(members)) < ROUNDED
        wrong = (
            with_zeros & gone.any(axis=0) & (rest > 0) & (np.abs(true_mean - values[average]) > FAR_ENOUGH)
        )
        for first, last in runs_of(wrong):
            dead = round(float(gone[:, first : last + 1].sum(axis=0).mean()))
            stretch = sheet.stretch(Measure.TEMPERATURE, int(average), first, last)
            faults.append(_counted_fault(stretch, len(members), dead, true_mean[first : last + 1]))
    return faults


def _filled(members: FloatArray) -> BoolArray:
    """Days of stations (k, D) at exactly 0 for three days or more: one such day may well be the weather."""
    zero: BoolArray = members == 0.0
    filled = np.zeros(zero.shape, dtype=np.bool_)
    for row in np.flatnonzero(zero.any(axis=1)):
        for first, last in runs_of(zero[row]):
            filled[row, first : last + 1] = last - first + 1 >= FEWEST_ZEROS
    return filled


def _by_witnesses(sheet: Sheet, expected: ExpectedWeather) -> list[Fault]:
    """Averages that stand at (k - 1)/k of what their neighbours say."""
    rows = np.flatnonzero(expected.witnessed)
    if not len(rows):
        return []
    values, says, spread = sheet.temperature.values[rows], expected.expected[rows], expected.spread[rows]
    pace = pace_of(values - says, spread)
    found: list[tuple[Span, int]] = []
    for stations in range(2, MOST_STATIONS + 1):
        share = (stations - 1) / stations
        gain = (misfit((values - says) / spread) - misfit((values - says * share) / spread)) / pace[:, None]
        needed = GAIN_NEEDED if stations < MANY else GAIN_OF_MANY
        found += [(span, stations) for span in spans_of_gain(gain, needed) if span.length >= FEWEST_DAYS]
    return [
        zero_station_fault(sheet, span, stations, row=int(rows[span.row]))
        for span, stations in best_apart(found)
        if _scale_fits(values[span.row], says[span.row], span, stations)
    ]


def pace_of(error: FloatArray, spread: FloatArray) -> FloatArray:
    """How many days make one independent day, (n,): departures of places from each other last for weeks."""
    scaled = np.clip(error / spread, -4, 4)
    whole = scaled.shape[1] // MONTH * MONTH
    if whole < 4 * MONTH:
        return np.full(len(error), 3.0)
    parts = scaled[:, :whole].reshape(len(error), -1, MONTH)
    known = np.isfinite(parts).sum(axis=2)
    months = np.where(known > MONTH // 2, np.nansum(parts, axis=2) / np.maximum(known, 1), np.nan)
    return np.clip(np.nan_to_num(spread_along(months) ** 2 * MONTH), 1.0, None)


def _scale_fits(values: FloatArray, says: FloatArray, span: Span, stations: int) -> bool:
    """Whether the span stands at one share of what is expected, and the days around it do not."""
    share = (stations - 1) / stations
    outside = _share(
        *(np.concatenate([series[days] for days in days_beside(span)]) for series in (values, says))
    )
    inside = _share(values[span.inside], says[span.inside])
    return abs(inside - share) < (1 - share) / 2 and outside > (1 + share) / 2


def days_beside(span: Span) -> tuple[slice, slice]:
    """As many days before and after a span as it is long, within limits."""
    length = min(max(span.length, BESIDE[0]), BESIDE[1])
    return slice(max(0, span.first - length), span.first), slice(span.last + 1, span.last + 1 + length)


def _share(values: FloatArray, says: FloatArray) -> float:
    """The one factor that best brings what is expected to what stands there; 1 where nothing is known."""
    known = np.isfinite(values)
    power = float((says[known] ** 2).sum())
    return float((values[known] * says[known]).sum()) / power if power > 0 else 1.0


def zero_station_fault(sheet: Sheet, span: Span, stations: int, *, row: int) -> Fault:
    """The fault of series `row` in which one of `stations` is 0 over a span, as others bear witness."""
    stretch = sheet.stretch(Measure.TEMPERATURE, row, span.first, span.last)
    share = (stations - 1) / stations
    lift = Words(f"乘以 {stations}/{stations - 1}", f"multiply by {stations}/{stations - 1}")
    return Fault(
        FaultKind.ZERO_STATION,
        stretch,
        Words(
            f"气温约为旁证（邻站或用气）所示的 {share:.0%}，其后恢复",
            f"stands at about {share:.0%} of what witnesses (neighbours, or use) say, and comes back",
        ),
        Words(
            f"均值像是 {stations} 个站中有 1 个被填为 0",
            f"as an average of {stations} stations does while one of them is filled with 0",
        ),
        (stretch.rescale(lift, factor=1 / share), stretch.forget()),
        size=float(stations),
        weight=span.gain,
    )


def _counted_fault(stretch: Stretch, stations: int, dead: int, true_mean: FloatArray) -> Fault:
    return Fault(
        FaultKind.ZERO_STATION,
        stretch,
        Words(
            f"均值等于把 {stations} 站中的 {dead} 站按 0 计入",
            f"equals the mean of {stations} stations with {dead} of them counted as 0",
        ),
        Words("缺测站不应按 0 参与平均", "a station that says nothing must not be averaged as 0"),
        (
            stretch.replace(Words("由其余站重算均值", "average the other stations again"), true_mean),
            stretch.forget(),
        ),
        size=float(stations),
        weight=PLAIN,
    )
