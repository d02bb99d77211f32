"""The tables behind the drawings of the forecast's quality as files: shares 0..1, flows in 10^4 m3/day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nuandong.assess.quality import ForecastQuality
from nuandong.assess.quality_of_area import METHODS, SPANS, AreaQuality

Lines = list[tuple[str, ...]]


def league_lines(quality: ForecastQuality, area: AreaQuality) -> Lines:
    """Every forecaster, lead and kind of days."""
    heads = ("forecaster", "lead_days", "days_kind", "days", "mean_absolute_error", "mean_daily_error", "bias",
             "peak_day_error", "pinball")  # fmt: skip
    lines = [
        (name, str(lead), str(span.value), str(area.count[at, kind]), repr(float(area.error[row, at, kind])),
         repr(float(area.each_day[row, at, kind])), repr(float(area.bias[row, at, kind])),
         repr(float(area.peak[row, at])), repr(float(area.pinball[at, kind])) if row == 0 else "")
        for row, name in enumerate(quality.forecasters)
        for at, lead in enumerate(quality.leads)
        for kind, span in enumerate(SPANS)
    ]  # fmt: skip
    return [heads, *lines]


def calibration_lines(quality: ForecastQuality, area: AreaQuality) -> Lines:
    """Stated and met share by quantile and lead."""
    lines = [
        (repr(float(level)), str(lead), repr(float(area.below[at, row])), repr(float(quality.pooled_below[at, row])))
        for at, lead in enumerate(quality.leads)
        for row, level in enumerate(quality.levels)
    ]  # fmt: skip
    return [("stated", "lead_days", "met", "met_in_all_counties"), *lines]


def coverage_lines(quality: ForecastQuality, area: AreaQuality) -> Lines:
    """What the bands held, with the ends of the interval."""
    lines = [
        (repr(float(nominal)), str(lead), *(repr(float(value)) for value in area.coverage[at, band]),
         *(repr(float(value)) for value in quality.pooled[at, band]), str(quality.pooled_days[at]))
        for at, lead in enumerate(quality.leads)
        for band, nominal in enumerate(quality.nominal)
    ]  # fmt: skip
    heads = ("band", "lead_days", "held", "from", "to", "all_counties_held", "all_counties_from", "all_counties_to",
             "all_counties_days")  # fmt: skip
    return [heads, *lines]


def temperature_lines(quality: ForecastQuality, area: AreaQuality) -> Lines:
    """Error by felt temperature at the first lead."""
    lines = [
        (*(repr(float(value)) for value in (area.edges[row], area.edges[row + 1], area.size[row], area.lean[row])),
         str(int(area.class_days[row])))
        for row in range(area.size.size)
    ]  # fmt: skip
    return [("from_degC", "to_degC", "mean_absolute_error", "bias", "days"), *lines]


def coldest_lines(quality: ForecastQuality, area: AreaQuality) -> Lines:
    """The forecast from the eve of the coldest week, all quantiles."""
    heads = (
        "gas_day",
        "mean_temperature_degC",
        "used",
        "forecast",
        *(f"q{level:g}" for level in quality.levels),
    )
    spell = area.spell
    if spell is None:
        return [heads]
    lines = [
        (day.isoformat(), *(repr(float(told[row])) for told in (spell.temperature, spell.actual, spell.mean)),
         *(repr(float(value)) for value in spell.quantiles[row]))
        for row, day in enumerate(spell.days)
    ]  # fmt: skip
    return [heads, *lines]


def drift_lines(quality: ForecastQuality, area: AreaQuality) -> Lines:
    """Error of every day at the first lead, the mean of four weeks, and alarms."""
    sides = dict(zip(area.alarm_days, area.alarm_sides.tolist(), strict=True))
    words = {1: "too high", -1: "too low", 0: ""}
    lines = [
        (day.isoformat(), repr(float(area.miss[row])), repr(float(area.drift[row])), words[sides.get(day, 0)])
        for row, day in enumerate(area.days)
    ]
    return [("gas_day", "error", "mean_of_four_weeks", "alarm"), *lines]


def method_lines(quality: ForecastQuality, area: AreaQuality) -> Lines:
    """Share of eves on which each way of forecasting spoke."""
    return [("method", "share_of_eves"), *((str(way), repr(float(share)))
            for way, share in zip(METHODS, area.method, strict=True))]  # fmt: skip


TABLES: Mapping[str, Callable[[ForecastQuality, AreaQuality], Lines]] = {
    "league": league_lines,
    "calibration": calibration_lines,
    "coverage": coverage_lines,
    "temperature": temperature_lines,
    "coldest": coldest_lines,
    "drift": drift_lines,
    "ways": method_lines,
}
