"""The season as an outlook: where it is short, what stores hold, which steps of the cut order it would take.

Perfect foresight: it shows what the winter can carry and never orders anything (rulings, 8).

Clauses: T-022 (season demand and gap), T-023 (balance plan).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.assess.season_band import SeasonBand
from nuandong.desk.control_room.shown import NOTHING, bar
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import day_name, flow, is_chinese, percent, volume
from nuandong.desk.outlook.studies.season import SeasonAnswer
from nuandong.units import FloatArray

TENS = 10
LAST_TEN = 2
STORES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class TenDays:
    """Ten days or so of the season; flows are means, the worst day and the stock at the end beside them."""

    name: str
    days: int
    demand: float
    supply: float
    worst_gap: float
    worst_day: date
    short_days: int
    relief: float  # 10^4 m3 over the days
    residual: float  # 10^4 m3 over the days
    stock: float
    temperature: float
    gap_bar: str


@dataclass(frozen=True, slots=True)
class StoreSeason:
    """A store over the season; shares of working capacity as bars."""

    name: str
    opening: float
    lowest: float
    lowest_day: date
    closing: float
    lowest_share: float
    lowest_bar: str


@dataclass(frozen=True, slots=True)
class TierSeason:
    """Relief of a step over the season, 10^4 m3."""

    name: str
    relief: float
    bar: str


@dataclass(frozen=True, slots=True)
class SeasonLines:
    """The drawing: demand and supply as lines, the gap as bars, all stock below; one time axis."""

    view_box: str
    demand: str
    supply: str
    gaps: tuple[tuple[str, str, str], ...]  # x, y, height of the days that are short
    gap_width: str
    stock: str
    months: tuple[tuple[str, str], ...]  # x, name
    tops: tuple[tuple[str, str], ...]  # y, text of the scales' tops
    floor: str
    height: str
    band: str = ""  # what other winters would ask for, 10 % to 90 %


@dataclass(frozen=True, slots=True)
class BandRow:
    """One sum of the season over other winters: its quantiles, and the plan's own (NaN where it has none)."""

    name: str
    values: tuple[float, ...]
    planned: float


@dataclass(frozen=True, slots=True)
class OtherWinters:
    """What the season would ask for in other winters."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[BandRow, ...]


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """Everything of the season's page."""

    title: str
    wide: SeasonLines
    phone: SeasonLines
    tens: tuple[TenDays, ...]
    tiers: tuple[TierSeason, ...]
    stores: tuple[StoreSeason, ...]
    further_stores: int
    notes: tuple[str, ...]
    others: OtherWinters | None = None


def season_page(answer: SeasonAnswer) -> SeasonPage:
    """Rows and drawings of a season's answer."""
    stores = tuple(_stores(answer))
    return SeasonPage(
        title=_title(answer),
        wide=_lines(answer, width=1000.0, height=340.0),
        phone=_lines(answer, width=360.0, height=340.0),
        tens=tuple(_tens(answer)),
        tiers=tuple(_tiers(answer)),
        stores=stores[:STORES_SHOWN],
        further_stores=max(0, len(stores) - STORES_SHOWN),
        notes=answer.notes_zh if is_chinese() else answer.notes_en,
        others=None if answer.band is None else _others(answer, answer.band),
    )


def _others(answer: SeasonAnswer, band: SeasonBand) -> OtherWinters:
    low, middle, high = (volume(float(value)) for value in band.total)
    planned = float(answer.demand.sum())
    above = planned > float(band.total[1])
    made, begins, count = percent(band.generated), day_name(band.first), band.scenarios
    short = float((answer.gap_before > NOTHING).sum())
    return OtherWinters(
        title=said(
            f"其他冬季的需求多在 {low} 至 {high} 之间，居中 {middle}；本方案的天气偏{'冷' if above else '暖'}",
            f"Other winters mostly ask for {low} to {high}, the middle one for {middle}; the plan's weather is on the "
            f"{'cold' if above else 'mild'} side",
        ),
        note=said(
            f"{begins}起由 {band.winters} 个过往冬季重采样 {count} 次（其气温 {made} 为生成值）；"
            "只含天气之差，不含水平误差；缺口为需求减气源，未动用储气",
            f"{count} winters resampled from {band.winters} past ones from {begins} on ({made} of their "
            "temperatures generated); weather alone, not the error of the level; the gap is demand beyond firm "
            "supply, before stores",
        ),
        heads=tuple(f"{level * 100:g} %" for level in band.levels.tolist()),
        rows=(
            BandRow(said("全季需求", "Season's demand"), _values(band.total), planned),
            BandRow(said("缺口", "Gap"), _values(band.gap), float(answer.gap_before.sum())),
            BandRow(said("缺口天数", "Days short"), _values(band.short_days), short),
        ),
    )  # fmt: skip


def _values(quantiles: FloatArray) -> tuple[float, ...]:
    return tuple(float(value) for value in quantiles)


def _title(answer: SeasonAnswer) -> str:
    short = int((answer.gap_before > NOTHING).sum())
    homes = float(answer.livelihood_gap.sum())
    worst = int(answer.gap_before.argmax())
    facts = {
        "short": short,
        "count": len(answer.days),
        "day": day_name(answer.days[worst]),
        "gap": flow(float(answer.gap_before[worst])),
        "homes": volume(homes),
        "left": volume(float(answer.stock[-1])),
    }
    if homes > NOTHING:
        return (
            _("Households would miss %(homes)s over the season; worst on %(day)s, short by %(gap)s") % facts
        )
    if not short:
        return _("The season carries its demand on all %(count)s days; %(left)s stay in store") % facts
    text = ngettext(
        "Short on %(short)s of %(count)s days before measures, most on %(day)s by %(gap)s; no household goes short",
        "Short on %(short)s of %(count)s days before measures, most on %(day)s by %(gap)s; no household goes short",
        short,
    )
    return text % facts


def _ten(day: date) -> tuple[int, int, int]:
    return day.year, day.month, min(LAST_TEN, (day.day - 1) // TENS)


def _tens(answer: SeasonAnswer) -> Iterator[TenDays]:
    largest = max(NOTHING, float(answer.gap_before.max(initial=0.0)))
    for (_year, month, third), steps in groupby(
        range(len(answer.days)), key=lambda at: _ten(answer.days[at])
    ):
        rows = np.fromiter(steps, dtype=np.int64)
        gaps = answer.gap_before[rows]
        worst = int(rows[gaps.argmax()])
        names = (_("early %(month)s"), _("mid %(month)s"), _("late %(month)s"))
        month_name = f"{month}" if is_chinese() else f"{answer.days[worst]:%B}"
        yield TenDays(
            name=names[third] % {"month": month_name},
            days=int(rows.size),
            demand=float(answer.demand[rows].mean()),
            supply=float(answer.supply[rows].mean()),
            worst_gap=float(gaps.max()),
            worst_day=answer.days[worst],
            short_days=int((gaps > NOTHING).sum()),
            relief=float(answer.relief[rows].sum()),
            residual=float(answer.gap_residual[rows].sum()),
            stock=float(answer.stock[rows[-1] + 1]),
            temperature=float(answer.mean_temperature[rows].mean()),
            gap_bar=bar(float(gaps.max()) / largest),
        )


def _tiers(answer: SeasonAnswer) -> Iterator[TierSeason]:
    largest = max(NOTHING, float(answer.tier_relief.max(initial=0.0)))
    for row, name in enumerate(answer.tier_zh):
        relief = float(answer.tier_relief[row])
        yield TierSeason(said(name, answer.tier_en[row]), relief, bar(relief / largest))


def _stores(answer: SeasonAnswer) -> Iterator[StoreSeason]:
    for row in np.argsort(-answer.working_capacity, kind="stable"):
        share = float(answer.lowest[row]) / max(float(answer.working_capacity[row]), NOTHING)
        yield StoreSeason(
            name=said(answer.store_zh[row], answer.store_en[row]),
            opening=float(answer.opening[row]),
            lowest=float(answer.lowest[row]),
            lowest_day=answer.lowest_day[row],
            closing=float(answer.closing[row]),
            lowest_share=share,
            lowest_bar=bar(share),
        )


def _lines(answer: SeasonAnswer, *, width: float, height: float) -> SeasonLines:
    """The upper two thirds for flows, the lower for stock; a line of words between them."""
    count, flows_floor, stock_top = len(answer.days), height * 0.6, height * 0.7
    most = max(NOTHING, float(np.maximum(answer.demand, answer.supply).max()))
    if answer.band is not None:
        most = max(most, float(answer.band.demand.max()))
    held = max(NOTHING, float(answer.stock.max()))
    step, floor = width / count, height - 18.0

    def points(values: FloatArray, shift: float) -> str:
        tops = flows_floor * (1.0 - values / most)
        return " ".join(f"{(at + shift) * step:.1f},{top:.1f}" for at, top in enumerate(tops))

    deep = floor - (floor - stock_top) * answer.stock / held
    outline = " ".join(f"{at * step:.1f},{top:.1f}" for at, top in enumerate(deep))
    gaps = tuple(
        (
            f"{at * step:.1f}",
            f"{flows_floor * (1.0 - float(answer.demand[at]) / most):.1f}",
            f"{flows_floor * float(answer.gap_before[at]) / most:.1f}",
        )
        for at in range(count)
        if answer.gap_before[at] > NOTHING
    )
    firsts = [at for at, day in enumerate(answer.days) if day.day == 1 or at == 0]
    return SeasonLines(
        view_box=f"0 -14 {width:g} {height + 14:g}",
        demand=points(answer.demand, 0.5),
        supply=points(answer.supply, 0.5),
        gaps=gaps,
        gap_width=f"{step:.2f}",
        stock=f"0,{floor:.1f} {outline} {width:.1f},{floor:.1f}",
        months=tuple((f"{at * step + 3:.1f}", _month(answer.days[at])) for at in firsts),
        tops=(("-3", flow(most)), (f"{stock_top - 5:.1f}", volume(held))),
        floor=f"{floor:.1f}",
        height=f"{height - 4:.1f}",
        band="" if answer.band is None else _around(points, answer.band.demand),
    )


def _around(points: Callable[[FloatArray, float], str], demand: FloatArray) -> str:
    """The outline from the lowest quantile forth and the highest back."""
    back = points(demand[-1], 0.5).split(" ")
    return f"{points(demand[0], 0.5)} {' '.join(reversed(back))}"


def _month(day: date) -> str:
    return f"{day.month}月" if is_chinese() else f"{day:%b}"
