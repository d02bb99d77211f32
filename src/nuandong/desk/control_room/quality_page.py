"""How good the forecast is: what a backtest of past winters says of one area, and of all that a reader may see.

Clauses: T-022 (estimate of demand), T-038 (extremes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from nuandong.assess.quality import OWN, ForecastQuality
from nuandong.assess.quality_of_area import METHODS, AreaQuality, ColdSpell
from nuandong.desk.control_room import quality_drawings as drawings
from nuandong.desk.control_room.drawn import Drawing
from nuandong.desk.control_room.methods import method_name
from nuandong.desk.control_room.quality_words import (
    cold_title,
    drift_title,
    forecaster_name,
    headline,
    kept_title,
    league_title,
    temperature_title,
)
from nuandong.desk.control_room.shown import bar
from nuandong.desk.control_room.tongue import said, whole
from nuandong.desk.frame.templatetags.figures import percent

WINTER, COLDEST, WAVE = 0, 1, 2  # kinds of days in the order of AreaQuality


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One forecaster: errors as shares of mean use; NaN where it did not run."""

    name: str
    is_own: bool
    errors: tuple[tuple[float, str], ...]  # by lead: the error of winter days, its bar
    coldest: tuple[float, ...]  # by lead
    wave: float
    bias: float
    peak: float
    why_not: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """What a band of the quantiles kept: of this area's days and of all counties' days."""

    name: str
    lead: int
    found: float
    low: float
    high: float
    pooled: float
    pooled_low: float
    pooled_high: float
    verdict: str


@dataclass(frozen=True, slots=True)
class StoredRow:
    """Error at a lead in the weather that came and in the weather that had been forecast, on the same days."""

    lead: int
    observed: float
    forecast: float
    days: int


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area in the list."""

    code: str
    name: str
    is_shown: bool
    errors: tuple[float, ...]
    error_bar: str
    coverage: float
    bias: float
    alarms: int


@dataclass(frozen=True, slots=True)
class QualityPage:
    """Everything of the page."""

    code: str
    name: str
    is_part: bool  # of the province
    headline: str
    league_title: str
    league: tuple[LeagueRow, ...]
    kept_title: str
    kept: tuple[KeptRow, ...]
    calibration: tuple[tuple[float, ...], ...]
    calibration_drawings: tuple[Drawing, ...]
    temperature_title: str
    temperature: tuple[tuple[float, float, float, float, float], ...]
    temperature_drawings: tuple[Drawing, ...]
    spell_title: str
    spell: tuple[tuple[date, float, float, float, float, float, float], ...]
    spell_drawings: tuple[Drawing, ...]
    drift_title: str
    alarms: tuple[tuple[date, str], ...]
    judged_from: date
    by_day: tuple[tuple[date, float, float], ...]
    drift_drawings: tuple[Drawing, ...]
    methods: tuple[tuple[str, float], ...]
    cities: tuple[AreaRow, ...]
    counties: tuple[AreaRow, ...]
    days: int
    first: date
    last: date
    leads: tuple[int, ...]
    step: int
    has_counties_pooled: bool
    pooled_days: int
    stored: tuple[StoredRow, ...]
    stored_title: str


def quality_page(quality: ForecastQuality, area: AreaQuality, seen: tuple[AreaQuality, ...]) -> QualityPage:
    """The page of one area; `seen` are all areas that the reader may see, the province first."""
    spell = area.spell
    return QualityPage(
        code=area.area, name=said(area.name_zh, area.name_en), is_part=area.kind != "province",
        headline=whole(headline(quality, area)),
        league_title=whole(league_title(quality, area)), league=tuple(_league(quality, area)),
        kept_title=whole(kept_title(area)),
        kept=tuple(_kept(quality, area)), calibration=tuple(_calibration(quality, area)),
        calibration_drawings=drawings.calibration_drawing(quality, area),
        temperature_title=whole(temperature_title(area)),
        temperature=tuple(_temperature(area)), temperature_drawings=drawings.temperature_drawing(area),
        spell_title=whole(cold_title(quality, spell)), spell=() if spell is None else tuple(_spell(quality, spell)),
        spell_drawings=() if spell is None else drawings.spell_drawing(quality, spell), drift_title=drift_title(area),
        alarms=tuple(_alarms(area)), judged_from=area.judged_from,
        by_day=tuple(zip(area.days, area.miss.tolist(), area.drift.tolist(), strict=True)),
        drift_drawings=drawings.drift_drawing(area),
        methods=tuple((method_name(way), float(share)) for way, share in zip(METHODS, area.method, strict=True)),
        cities=tuple(_areas(seen, area, "city")), counties=tuple(_areas(seen, area, "county")),
        days=int(area.count[0, WINTER]), first=area.days[0], last=area.days[-1], leads=quality.leads,
        step=quality.county_step if area.kind == "county" else 1,
        has_counties_pooled=area.kind == "province" and int(quality.pooled_days[0]) > 0,
        pooled_days=int(quality.pooled_days[0]), stored=_stored(quality, area), stored_title=_stored_title(area),
    )  # fmt: skip


def _stored(quality: ForecastQuality, area: AreaQuality) -> tuple[StoredRow, ...]:
    return tuple(
        StoredRow(lead, float(observed), float(forecast), int(days))
        for lead, (observed, forecast, days) in zip(quality.leads, area.stored, strict=False)
    )


def _stored_title(area: AreaQuality) -> str:
    """What forecasts of the weather cost, or that none were stored."""
    if not area.stored.size:
        return said(
            "过往没有足够的预报气温存档：上面的误差只是用实况气温算的，实际会更大",
            "Too few forecasts of the weather were stored: the errors above are in observed weather, true ones larger",
        )
    observed, forecast, days = (float(value) for value in area.stored[-1])
    return said(
        f"用当时的预报气温，误差由 {percent(observed)} 变为 {percent(forecast)}（最远提前期，{days:.0f} 天）",
        f"In the weather as it had been forecast the error is {percent(forecast)} instead of {percent(observed)} "
        f"(furthest lead, {days:.0f} days)",
    )


def _league(quality: ForecastQuality, area: AreaQuality) -> Iterator[LeagueRow]:
    """Forecasters, the best at the first lead on top; those that did not run at the end."""
    most = float(np.nanmax(area.error[:, :, WINTER], initial=1e-9))
    first = np.nan_to_num(area.error[:, 0, WINTER], nan=np.inf)
    for row in np.argsort(first, kind="stable").tolist():
        name = quality.forecasters[row]
        yield LeagueRow(
            name=forecaster_name(name),
            is_own=name == OWN,
            errors=tuple(
                (float(error), bar(float(error) / most) if np.isfinite(error) else "0")
                for error in area.error[row, :, WINTER]
            ),
            coldest=tuple(float(error) for error in area.error[row, :, COLDEST]),
            wave=float(area.error[row, 0, WAVE]),
            bias=float(area.bias[row, 0, WINTER]),
            peak=float(area.peak[row, 0]),
            why_not=_why_not(quality, area, name) if not np.isfinite(first[row]) else "",
        )


def _why_not(quality: ForecastQuality, area: AreaQuality, name: str) -> str:
    if name in quality.lacking:
        return _("needs a package that is not installed here")
    return _("is reckoned for cities and the province only") if area.kind == "county" else ""


def _kept(quality: ForecastQuality, area: AreaQuality) -> Iterator[KeptRow]:
    for at, lead in enumerate(quality.leads):
        for band, nominal in enumerate(quality.nominal.tolist()):
            found, low, high = (float(value) for value in area.coverage[at, band])
            all_found, all_low, all_high = (float(value) for value in quality.pooled[at, band])
            holds = low <= nominal <= high
            verdict = _("holds") if holds else (_("too narrow") if found < nominal else _("too wide"))
            yield KeptRow(
                f"{nominal * 100:g} %", lead, found, low, high, all_found, all_low, all_high, verdict
            )


def _calibration(quality: ForecastQuality, area: AreaQuality) -> Iterator[tuple[float, ...]]:
    for row, level in enumerate(quality.levels.tolist()):
        yield (level, *(float(met) for met in area.below[:, row]))


def _temperature(area: AreaQuality) -> Iterator[tuple[float, float, float, float, float]]:
    for row in range(area.size.size):
        yield (
            float(area.edges[row]), float(area.edges[row + 1]), float(area.size[row]), float(area.lean[row]),
            float(area.class_days[row]),
        )  # fmt: skip


def _spell(
    quality: ForecastQuality, spell: ColdSpell
) -> Iterator[tuple[date, float, float, float, float, float, float]]:
    low, high = (int(np.abs(quality.levels - level).argmin()) for level in (0.1, 0.9))
    for row, day in enumerate(spell.days):
        told, used = float(spell.mean[row]), float(spell.actual[row])
        yield (
            day, float(spell.temperature[row]), float(spell.quantiles[row, low]), told,
            float(spell.quantiles[row, high]), used, (told - used) / used if used else float("nan"),
        )  # fmt: skip


def _alarms(area: AreaQuality) -> Iterator[tuple[date, str]]:
    for day, side in zip(area.alarm_days, area.alarm_sides.tolist(), strict=True):
        yield day, _("forecasts too high") if side > 0 else _("forecasts too low")


def _areas(seen: tuple[AreaQuality, ...], shown: AreaQuality, kind: str) -> Iterator[AreaRow]:
    """Areas of a kind, the largest error first; the province heads the cities."""
    chosen = [area for area in seen if area.kind == kind]
    most = max((float(area.error[0, 0, WINTER]) for area in chosen), default=1.0) or 1.0
    for area in sorted(chosen, key=lambda area: -float(np.nan_to_num(area.error[0, 0, WINTER]))):
        yield AreaRow(
            code=area.area,
            name=said(area.name_zh, area.name_en),
            is_shown=area.area == shown.area,
            errors=tuple(float(error) for error in area.error[0, :, WINTER]),
            error_bar=bar(float(np.nan_to_num(area.error[0, 0, WINTER])) / most),
            coverage=float(area.coverage[0, 0, 0]),
            bias=float(area.bias[0, 0, WINTER]),
            alarms=len(area.alarm_days),
        )
