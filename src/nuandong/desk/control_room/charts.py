"""The 14-day balance as series for the chart, and as the table that stands behind it.

One time axis: temperature above, supply stacked under demand with its band in the middle, actions below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.pages import LevelSign, level_sign
from nuandong.desk.control_room.shown import NOTHING, chance_words
from nuandong.desk.control_room.tongue import language
from nuandong.desk.frame.templatetags.figures import day_name
from nuandong.policy import Level
from nuandong.units import FloatArray
from nuandong.vocabulary import SourceKind, label

DECIMALS = 4  # to the cubic metre


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """One gas day of the outlook."""

    day: date
    sign: LevelSign
    temperature: float
    normal: float
    is_cold_wave: bool
    demand: float
    low: float
    high: float
    supply: float
    gap: float
    share: float
    deliverable: float
    reserve: float
    relief: float
    residual: float
    chance: str  # of a gap, empty for a picture without scenarios


def outlook_rows(picture: DayPicture, levels: Mapping[str, Level]) -> tuple[OutlookRow, ...]:
    """The table behind the balance chart."""
    province = picture.province
    relief = picture.tiers.relief.sum(axis=0)
    closed = np.maximum(0.0, province.gap_before - province.gap_after_storage)
    chances = _chances(picture)
    return tuple(
        OutlookRow(
            day, level_sign(province.level[step], levels), float(province.mean_temperature[step]),
            float(province.normal_temperature[step]), bool(province.cold_wave[step]), float(province.demand[step]),
            float(province.demand_low[step]), float(province.demand_high[step]), float(province.supply[step]),
            float(province.gap_before[step]), float(province.gap_share[step]),
            float(province.deliverable_gap[step]), float(closed[step]), float(relief[step]),
            float(province.gap_residual[step]), chances[step],
        )
        for step, day in enumerate(picture.stamp.days)
    )  # fmt: skip


def _chances(picture: DayPicture) -> list[str]:
    """Probability of a gap on each day in words; empty ones for a picture without scenarios."""
    likely = picture.likelihood
    if likely is None:
        return [""] * len(picture.stamp.days)
    return [chance_words(float(share)) for share in likely.gap_probability]


def balance_series(picture: DayPicture, levels: Mapping[str, Level]) -> dict[str, Any]:
    """What the balance chart draws, in plain numbers and words of the present language."""
    province = picture.province
    signs = [level_sign(key, levels) for key in province.level]
    return {
        "days": [day_name(day) for day in picture.stamp.days],
        "ticks": [_tick(day) for day in picture.stamp.days],
        "supply": _supply(picture),
        "demand": _plain(province.demand),
        "low": _plain(province.demand_low),
        "high": _plain(province.demand_high),
        "total": _plain(province.supply),
        "gap": _plain(province.gap_before),
        "share": _plain(province.gap_share),
        "chance": _chances(picture),
        "temperature": _plain(province.mean_temperature),
        "normal": _plain(province.normal_temperature),
        "cold": [bool(flag) for flag in province.cold_wave],
        "reserve": _plain(np.maximum(0.0, province.gap_before - province.gap_after_storage)),
        "relief": _plain(picture.tiers.relief.sum(axis=0)),
        "levels": [{"hue": sign.hue, "word": sign.word, "rank": sign.rank} for sign in signs],
        "words": _words(),
    }


def _supply(picture: DayPicture) -> list[dict[str, Any]]:
    """Supply by kind; what belongs to sources outside the reader's scope is one kind of its own."""
    by_kind = _nominated_by_kind(picture)
    named: list[dict[str, Any]] = [
        {"key": kind.value, "name": label(kind, language=language()), "flow": _plain(flows)}
        for kind, flows in by_kind.items()
    ]
    rest = picture.province.supply - sum(by_kind.values(), np.zeros_like(picture.province.supply))
    if rest.max(initial=0.0) > NOTHING:
        named.append({"key": "other", "name": _("Other supply"), "flow": _plain(np.maximum(rest, 0.0))})
    return named


def _nominated_by_kind(picture: DayPicture) -> dict[SourceKind, FloatArray]:
    kinds = np.array(picture.sources.kind)
    return {
        kind: picture.sources.nominated[kinds == kind].sum(axis=0)
        for kind in SourceKind
        if kind in picture.sources.kind
    }


def _plain(row: FloatArray) -> list[float | None]:
    return [round(float(number), DECIMALS) if np.isfinite(number) else None for number in row]


def _tick(day: date) -> str:
    return f"{day.month}/{day.day}"


def _words() -> dict[str, str]:
    return {
        "temperature": _("Mean temperature, °C"),
        "normal": _("Normal"),
        "balance": _("Supply and demand, 10⁴ m³/d"),
        "actions": _("Actions in the plan, 10⁴ m³/d"),
        "demand": _("Demand"),
        "band": _("Demand, 10–90 % band"),
        "gap": _("Gap"),
        "chance": _("Probability of a gap"),
        "supply": _("Supply"),
        "reserve": _("Reserve and measures"),
        "relief": _("Curtailment"),
        "cold": _("Cold wave"),
        "level": _("Level"),
    }
