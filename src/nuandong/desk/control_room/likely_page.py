"""How likely the day's gap is, and what level a higher demand would call for: the scenarios beside the forecast.

Clauses: T-022 (forecast with its width), T-040 (levels).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from nuandong.assess.likely import Likelihood
from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.drawn import Drawing, Frame, Scale, round_ticks
from nuandong.desk.control_room.pages import LevelSign, level_sign
from nuandong.desk.control_room.shown import NOTHING, bar, chance_words
from nuandong.desk.control_room.tongue import said, whole
from nuandong.desk.frame.templatetags.figures import flow, volume
from nuandong.policy import Level
from nuandong.policy.book import FORECAST_ITSELF
from nuandong.units import FloatArray

HEIGHT, FLOOR, TOP = 300.0, 30.0, 26.0


@dataclass(frozen=True, slots=True)
class LevelChance:
    """How likely the first day calls for a level or a worse one."""

    sign: LevelSign
    chance: str
    bar: str


@dataclass(frozen=True, slots=True)
class AtQuantile:
    """Demand and level of the first day at a quantile of demand."""

    name: str
    demand: float
    sign: LevelSign
    is_proposed_on: bool


@dataclass(frozen=True, slots=True)
class LikelyRow:
    """One gas day: the band of demand, the chance of a gap, the level at each quantile, the chance of each level."""

    day: date
    low: float
    demand: float
    high: float
    supply: float
    gap: float
    chance: str
    signs: tuple[LevelSign, ...]
    at_least: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikelyPage:
    """The sheet of the day's page; `heads` are the quantiles, `levels` the ladder from its lowest step up."""

    title: str
    gap_chance: str
    scenarios: int
    today: tuple[LevelChance, ...]
    at: tuple[AtQuantile, ...]
    heads: tuple[str, ...]
    levels: tuple[LevelSign, ...]
    rows: tuple[LikelyRow, ...]
    drawings: tuple[Drawing, ...]
    plan_note: str = ""  # where the level stands on another quantile than the plan


def likely_page(picture: DayPicture, levels: Mapping[str, Level]) -> LikelyPage | None:
    """The sheet; None for a picture without scenarios, as earlier forms are."""
    likely = picture.likelihood
    if likely is None:
        return None
    ladder = tuple(level_sign(key, levels) for key in likely.levels)
    heads = tuple(_head(quantile) for quantile in likely.quantiles)
    return LikelyPage(
        title=whole(_title(picture, likely, levels)),
        gap_chance=chance_words(float(likely.gap_probability[0])),
        scenarios=likely.scenarios,
        today=tuple(
            LevelChance(sign, chance_words(float(likely.at_least[row, 0])), bar(float(likely.at_least[row, 0])))
            for row, sign in enumerate(ladder)
        ),
        at=tuple(
            AtQuantile(heads[row], float(likely.demand_at[row, 0]), level_sign(likely.level_at[row][0], levels),
                       quantile == likely.proposed_on)
            for row, quantile in enumerate(likely.quantiles)
        ),
        heads=heads,
        levels=ladder,
        rows=tuple(_rows(picture, likely, levels)),
        drawings=(_fan(picture, kind="wide", width=880.0), _fan(picture, kind="narrow-only", width=360.0)),
        plan_note=_plan_note(likely),
    )  # fmt: skip


def _plan_note(likely: Likelihood) -> str:
    if likely.proposed_on == FORECAST_ITSELF:
        return ""
    head = _head(likely.proposed_on)
    return said(
        f"等级按需求 {head} 分位提出；缺口、方案与压减仍按预测值。",
        f"The level stands on {head} of demand; gap, plan and cuts serve the forecast itself.",
    )


def _head(quantile: float) -> str:
    return f"{quantile * 100:g} %"


def _title(picture: DayPicture, likely: Likelihood, levels: Mapping[str, Level]) -> str:
    gap, chance = float(picture.province.gap_before[0]), chance_words(float(likely.gap_probability[0]))
    last = likely.quantiles[-1]
    facts = {
        "gap": flow(gap),
        "chance": chance,
        "quantile": _head(last),
        "level": level_sign(likely.level_at[-1][0], levels).word,
        "now": level_sign(picture.proposal.level, levels).word,
    }
    if gap <= NOTHING:
        return _("No gap is forecast; the chance of one is %(chance)s") % facts
    if likely.level_at[-1][0] == picture.proposal.level:
        return _("Gap %(gap)s, probability %(chance)s; at %(quantile)s demand it stays %(level)s") % facts
    return _("Gap %(gap)s, probability %(chance)s; at %(quantile)s demand it would be %(level)s") % facts


def _rows(picture: DayPicture, likely: Likelihood, levels: Mapping[str, Level]) -> Iterator[LikelyRow]:
    province = picture.province
    for step, day in enumerate(picture.stamp.days):
        yield LikelyRow(
            day=day,
            low=float(province.demand_low[step]),
            demand=float(province.demand[step]),
            high=float(province.demand_high[step]),
            supply=float(province.supply[step]),
            gap=float(province.gap_before[step]),
            chance=chance_words(float(likely.gap_probability[step])),
            signs=tuple(level_sign(row[step], levels) for row in likely.level_at),
            at_least=tuple(chance_words(float(row[step])) for row in likely.at_least),
        )


def _fan(picture: DayPicture, *, kind: str, width: float) -> Drawing:
    """Demand with its band and firm supply over the outlook; the chance of a gap under each day."""
    province, likely = picture.province, picture.likelihood
    assert likely is not None
    paper = Drawing(kind, width, HEIGHT)
    count = len(picture.stamp.days)
    lines = (province.demand_low, province.demand_high, province.supply)
    ticks = round_ticks(float(min(row.min() for row in lines)), float(max(row.max() for row in lines)))
    left = 48.0
    across = Scale(-0.5, count - 0.5, left, width - 4)
    frame = Frame(paper, across, Scale(ticks[0], ticks[-1], HEIGHT - FLOOR - 22, TOP))
    frame.levels((tick, str(volume(tick))) for tick in ticks)
    place = list(range(count))
    frame.band("band-80", place, province.demand_low, province.demand_high)
    frame.line("line-supply", place, province.supply)
    frame.line("line-demand", place, province.demand)
    for step in place:
        frame.dot("dot-demand", step, float(province.demand[step]))
    _under(frame, picture, likely.gap_probability)
    return paper


def _under(frame: Frame, picture: DayPicture, chance: FloatArray) -> None:
    every = 1 if frame.paper.kind == "wide" else 2
    if every == 1:
        frame.word(frame.x.first - 6, HEIGHT - 6, _("gap"), anchor="end", look="strong")
    for step, day in enumerate(picture.stamp.days):
        if step % every == 0:
            frame.word(frame.x.at(step), HEIGHT - FLOOR + 2, f"{day.month}/{day.day}")
            share = chance_words(float(chance[step])) if np.isfinite(chance[step]) else "—"
            frame.word(frame.x.at(step), HEIGHT - 6, share.replace(" ", ""), look="strong")


def likely_csv(page: LikelyPage) -> list[tuple[str, ...]]:
    """The table behind the drawing, figures in full."""
    heads = (
        _("Gas day"), _("Demand, tenth percentile (10⁴ m³/d)"), _("Demand (10⁴ m³/d)"),
        _("Demand, ninetieth percentile (10⁴ m³/d)"),
        _("Supply (10⁴ m³/d)"), _("Gap (10⁴ m³/d)"), _("Probability of a gap"),
        *(_("Level at %(quantile)s demand") % {"quantile": head} for head in page.heads),
        *(_("Probability of %(level)s or worse") % {"level": sign.word} for sign in page.levels),
    )  # fmt: skip
    lines = [
        (row.day.isoformat(), *map(repr, (row.low, row.demand, row.high, row.supply, row.gap)), row.chance,
         *(sign.word for sign in row.signs), *row.at_least)
        for row in page.rows
    ]  # fmt: skip
    return [heads, *lines]
