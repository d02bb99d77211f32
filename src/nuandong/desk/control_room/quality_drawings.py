"""The drawings of the forecast's quality: calibration, error by temperature, the coldest week, error over time.

Clauses: T-022, T-038.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from nuandong.assess.quality import ForecastQuality
from nuandong.assess.quality_of_area import AreaQuality, ColdSpell
from nuandong.desk.control_room.drawn import Drawing, Frame, Scale, round_ticks
from nuandong.desk.frame.templatetags.figures import is_chinese
from nuandong.units import FloatArray

BANDS = ((0.05, 0.95, "band-90"), (0.1, 0.9, "band-80"), (0.25, 0.75, "band-50"))
WINTER_GAP = 30  # days between eves that part two winters
ROOM_FOR_WINTER = 70.0  # on the paper
WIDE, PHONE = "wide", "narrow-only"
Pair = tuple[Drawing, Drawing]


def calibration_drawing(quality: ForecastQuality, area: AreaQuality) -> Pair:
    """Share of days at or below each quantile beside the stated share, for both leads."""
    return tuple(_calibration(quality, area, kind, width) for kind, width in ((WIDE, 460.0), (PHONE, 340.0)))  # type: ignore[return-value]


def _calibration(quality: ForecastQuality, area: AreaQuality, kind: str, width: float) -> Drawing:
    height = min(width, 400.0) - 20
    paper = Drawing(kind, width, height)
    side = height - 44
    frame = Frame(paper, Scale(0, 1, 52, 52 + side), Scale(0, 1, height - 36, 8))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        frame.levels([(share, f"{share * 100:g} %")])
        frame.word(frame.x.at(share), height - 18, f"{share * 100:g} %")
    frame.word(52 + side / 2, height - 2, _("stated: use stays below with this probability"), look="faint")
    frame.line("line-even", [0, 1], [0, 1])
    for at in reversed(range(len(quality.leads))):
        look = "own" if at == 0 else "own-later"
        frame.line(f"line-{look}", quality.levels, area.below[at])
        for level, met in zip(quality.levels, area.below[at], strict=True):
            frame.dot(f"dot-{look}", float(level), float(met), radius=3.5)
    return paper


def temperature_drawing(area: AreaQuality) -> Pair:
    """Mean error of the days between neighbouring felt temperatures, its lean, and how many days there are."""
    return _temperature(area, WIDE, 760.0), _temperature(area, PHONE, 340.0)


def _temperature(area: AreaQuality, kind: str, width: float) -> Drawing:
    height = 300.0
    paper = Drawing(kind, width, height)
    if not area.size.size:
        return paper
    told = np.concatenate([area.size, area.lean, [0.0]])
    ticks = round_ticks(float(np.nanmin(told)) * 100, float(np.nanmax(told)) * 100)
    frame = Frame(
        paper,
        Scale(float(area.edges[0]), float(area.edges[-1]), 52, width - 8),
        Scale(ticks[0], ticks[-1], height - 60, 10),
    )
    frame.levels((tick, _percent(tick)) for tick in ticks)
    middle, step = (area.edges[:-1] + area.edges[1:]) / 2, float(area.edges[1] - area.edges[0])
    for at, place in enumerate(middle.tolist()):
        if np.isfinite(area.size[at]):
            frame.bar("bar-size", x=place, width=step * 0.76, low=0.0, high=float(area.size[at]) * 100)
        frame.word(frame.x.at(place), height - 22, f"{area.class_days[at]:g}", look="faint")
    frame.across("axis", 0.0)
    frame.line("line-own", middle, area.lean * 100)
    for place, lean in zip(middle.tolist(), area.lean.tolist(), strict=True):
        frame.dot("dot-own", place, lean * 100, radius=3.5)
    for edge in area.edges.tolist():
        frame.word(frame.x.at(edge), height - 42, f"{edge:g}".replace("-", "−"))
    frame.word(46, height - 22, _("days"), anchor="end", look="faint")
    frame.word((52 + width) / 2, height - 4, _("felt temperature, °C"), look="faint")
    return paper


def spell_drawing(quality: ForecastQuality, spell: ColdSpell) -> Pair:
    """The fan told on the eve of the coldest week, what then came, and the temperature above it."""
    return _spell(quality, spell, WIDE, 760.0), _spell(quality, spell, PHONE, 340.0)


def _spell(quality: ForecastQuality, spell: ColdSpell, kind: str, width: float) -> Drawing:
    height, count = 340.0, len(spell.days)
    paper = Drawing(kind, width, height)
    across = Scale(-0.5, count - 0.5, 52, width - 8)
    place = list(range(count))
    _strip(Frame(paper, across, _around(spell.temperature, 62, 24)), spell, place)
    drawn = np.concatenate(
        [spell.quantiles[:, 1], spell.quantiles[:, -2], spell.actual[np.isfinite(spell.actual)]]
    )
    ticks = round_ticks(float(drawn.min()), float(drawn.max()))
    frame = Frame(paper, across, Scale(ticks[0], ticks[-1], height - 26, 92))
    frame.levels((tick, f"{tick:,.4g}" if abs(tick) < 1000 else f"{tick:,.0f}") for tick in ticks)
    for low, high, look in BANDS:
        at = [int(np.abs(quality.levels - level).argmin()) for level in (low, high)]
        frame.band(look, place, spell.quantiles[:, at[0]], spell.quantiles[:, at[1]])
    frame.line("line-told", place, spell.mean)
    frame.line("line-demand", place, spell.actual)
    every = 1 if kind == WIDE else 3
    for step in place:
        frame.dot("dot-demand", step, float(spell.actual[step]), radius=3.5)
        if step % every == 0:
            frame.word(across.at(step), height - 6, f"{spell.days[step].month}/{spell.days[step].day}")
    return paper


def _around(values: FloatArray, first: float, last: float) -> Scale:
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    return Scale(low, high, first, last)


def _strip(frame: Frame, spell: ColdSpell, place: list[int]) -> None:
    """The temperature as a line with its lowest day named."""
    frame.line("line-own", place, spell.temperature)
    frame.word(frame.x.first - 6, 46, "°C", anchor="end", look="faint")
    if np.isfinite(spell.temperature).any():
        lowest = int(np.nanargmin(spell.temperature))
        value = float(spell.temperature[lowest])
        frame.dot("dot-own", lowest, value, radius=3)
        frame.word(frame.x.at(lowest), frame.y.at(value) + 15, f"{value:.1f}".replace("-", "−"))


def drift_drawing(area: AreaQuality) -> Pair:
    """Every day's error, the mean of four weeks, alarms; summers are left out."""
    return _drift(area, WIDE, 1340.0), _drift(area, PHONE, 340.0)


def _drift(area: AreaQuality, kind: str, width: float) -> Drawing:
    height, count = 280.0, len(area.days)
    paper = Drawing(kind, width, height)
    known = area.miss[np.isfinite(area.miss)]
    bound = float(np.ceil(max(1.0, np.quantile(np.abs(known), 0.995) * 100 if known.size else 1.0)))
    ticks = round_ticks(-bound, bound)
    across = Scale(-0.5, count - 0.5, 52, width - 8)
    frame = Frame(paper, across, Scale(ticks[0], ticks[-1], height - 28, 20))
    frame.levels((tick, _percent(tick)) for tick in ticks)
    place = np.arange(count, dtype=np.float64)
    for begin in _begins(area.days):
        frame.upright("parting", begin - 0.5) if begin else None
        is_late = across.at(begin) > width - ROOM_FOR_WINTER
        frame.word(
            width - 2 if is_late else across.at(begin) + 4,
            height - 8,
            _winter(area.days[begin]),
            anchor="end" if is_late else "start",
        )
    for at in range(count):
        frame.dot("dot-day", float(at), float(np.clip(area.miss[at] * 100, ticks[0], ticks[-1])), radius=1.6)
    frame.across("axis", 0.0)
    frame.line("line-own", place, _parted(area) * 100)
    frame.upright("judged", area.days.index(area.judged_from) - 0.5)
    for alarm in area.alarm_days:
        at = area.days.index(alarm)
        frame.upright("alarm", float(at))
        frame.word(across.at(at), 14, "▼")
    return paper


def _begins(days: tuple[date, ...]) -> list[int]:
    """Places at which a winter begins."""
    return [0, *(at for at in range(1, len(days)) if (days[at] - days[at - 1]).days > WINTER_GAP)]


def _winter(day: date) -> str:
    first = day.year if day.month > 6 else day.year - 1
    text = f"{first}/{(first + 1) % 100:02d}"
    return f"{text} 冬" if is_chinese() else text


def _parted(area: AreaQuality) -> FloatArray:
    """The mean of four weeks without a line from one winter to the next."""
    found = area.drift.copy()
    found[_begins(area.days)[1:]] = np.nan
    return found


def _percent(tick: float) -> str:
    return f"{tick:g} %".replace("-", "−")
