"""Temperatures in another unit: degF among degC, kelvin, tenths of a degree, on single days, spans, or throughout.

Seen: a day stands far from what is expected and comes back when read in the other unit; a whole series stands where
no climate does. Repair: convert.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.demand.doctor.diagnosis import Fault, FaultKind
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Words
from nuandong.demand.doctor.scan import Span, best_apart, misfit, spans_of_gain
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.doctor.witnesses import ExpectedWeather
from nuandong.units import TO_CELSIUS, BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class Scale:
    """Another scale of temperature: degC = written * factor + offset."""

    zh: str
    en: str
    factor: float
    offset: float


FAHRENHEIT = Scale("华氏度", "degF", *TO_CELSIUS["F"])
KELVIN = Scale("开尔文", "kelvin", *TO_CELSIUS["K"])
TENTHS = Scale("0.1 度", "tenths of a degree", 0.1, 0.0)
SCALES = (FAHRENHEIT, KELVIN, TENTHS)

WARMEST_MEAN = 42.0  # degC: no inhabited place has daily means above it for a twentieth of a record
COLDEST_MEAN = -60.0
GAIN_NEEDED = 9.0
FAR = 6.0  # K a day must stand away before its unit is doubted
FAR_FOR_TENTHS = 4.0  # spreads; read as tenths every cold day comes near its season
PACE = 2.0  # days that make one independent day
NO_CLIMATE = Words("没有一处气候如此", "no climate stands there")
AGREES = Words(
    "如此读则与前后日及邻站（或季节）相符",
    "read so, it agrees with the days beside and with its neighbours or season",
)
FITS = 3.0  # spreads within which the day must come back


def find_whole_scales(*, sheet: Sheet) -> list[Fault]:
    """Series that stand in another scale throughout."""
    faults: list[Fault] = []
    for row, values in enumerate(sheet.temperature.values):
        known = values[np.isfinite(values)]
        if len(known):
            scale = _scale_of(known)
            if scale is not None:
                days = np.flatnonzero(np.isfinite(values))
                faults.append(_fault(sheet, Span(row, int(days[0]), int(days[-1]), 0.0), scale, NO_CLIMATE))
    return faults


def _scale_of(known: FloatArray) -> Scale | None:
    """The scale in which these values are a climate, None if they are one as they stand."""
    if _is_a_climate(known):
        return None
    return next((scale for scale in SCALES if _is_a_climate(known * scale.factor + scale.offset)), None)


def _is_a_climate(known: FloatArray) -> bool:
    """Whether the warmest twentieth and the coldest of daily means could be lived in."""
    low, high = np.quantile(known, [0.05, 0.95])
    return bool(low > COLDEST_MEAN and high < WARMEST_MEAN)


def find_scale_slips(*, sheet: Sheet, expected: ExpectedWeather, believed: BoolArray) -> list[Fault]:
    """Single days and spans in another scale; rows not `believed` (a,) were named as a whole."""
    values = sheet.temperature.values
    away = np.abs(values - expected.lasting) / expected.lasting_spread
    here = misfit(away)
    far = np.abs(values - expected.lasting) > FAR
    found: list[tuple[Span, Scale]] = []
    for scale in SCALES:
        read = (values * scale.factor + scale.offset - expected.lasting) / expected.lasting_spread
        gain = np.where(far, here - misfit(read), -misfit(read)) / PACE
        gain = np.where(believed[:, None], gain, 0.0)
        for span in spans_of_gain(gain, GAIN_NEEDED):
            inside = (span.row, span.inside)
            doubted = scale is not TENTHS or float(np.nanmedian(away[inside])) > FAR_FOR_TENTHS
            if doubted and float(np.nanmedian(np.abs(read[inside]))) < FITS:
                found.append((span, scale))
    return [
        _fault(sheet, span, scale, AGREES)
        for span, scale in best_apart(found)
        if _jumps(expected, values, span, scale)
    ]


def _jumps(expected: ExpectedWeather, values: FloatArray, span: Span, scale: Scale) -> bool:
    """Whether the series jumps where the span begins and ends, as a change of scale does and weather does not."""
    row = values[span.row]
    spread = float(np.nanmedian(expected.between_spread[span.row]))
    for outside, inside in ((span.first - 1, span.first), (span.last + 1, span.last)):
        if 0 <= outside < len(row) and np.isfinite(row[outside]):
            as_written = abs(row[inside] - row[outside])
            as_read = abs(row[inside] * scale.factor + scale.offset - row[outside])
            if as_written < max(4 * spread, FAR) or as_read > as_written / 2:
                return False
    return True


def _fault(sheet: Sheet, span: Span, scale: Scale, why: Words) -> Fault:
    stretch = sheet.stretch(Measure.TEMPERATURE, span.row, span.first, span.last)
    middle = float(np.nanmedian(sheet.temperature.values[span.row, span.inside]))
    read = middle * scale.factor + scale.offset
    convert = Words(f"由{scale.zh}换算为℃", f"convert from {scale.en} to °C")
    return Fault(
        FaultKind.UNIT_SLIP,
        stretch,
        Words(
            f"气温中位数 {middle:.1f}，按{scale.zh}读即 {read:.1f}℃",
            f"the median reads {middle:.1f}; taken as {scale.en} it is {read:.1f} °C",
        ),
        why,
        (stretch.rescale(convert, factor=scale.factor, offset=scale.offset), stretch.forget()),
        size=scale.factor,
    )
