"""What else than the forecast may come, in tables and in one sentence: gap probability, level by quantile, methods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nuandong.assess.likely import AreaDemand, Likelihood, RowDemand
from nuandong.assess.picture import DayPicture
from nuandong.casefile.report_story import level_word
from nuandong.casefile.report_words import percent, pick
from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.vocabulary import ConsumerClass, label

METHODS = {
    "full": ("按历史用气学习", "learned from past use"),
    "temperature_only": ("按气温模型", "by temperature alone"),
    "pooled": ("借用其他县区", "profile of other counties"),
    "last_comparable_day": ("取最近可比日", "last comparable day"),
}


def method_word(method: str, *, language: str) -> str:
    """The way a row was forecast, in words."""
    return pick(language, *METHODS.get(method, (method, method)))


def likely_tables(picture: DayPicture) -> tuple[ResultTable, ...]:
    """Every table of what may come; none for a picture without scenarios, as of earlier forms."""
    found = []
    if picture.likelihood is not None:
        found += [_levels(picture, picture.likelihood), _quantiles(picture, picture.likelihood)]
    if picture.areas is not None:
        found.append(_areas(picture, picture.areas))
    if picture.forecast is not None:
        found.append(_rows(picture.forecast))
    return tuple(found)


def _levels(picture: DayPicture, likely: Likelihood) -> ResultTable:
    days = picture.stamp.days
    count = len(likely.levels)
    columns: dict[str, Sequence[Cell]] = {
        "gas_day": [day for _ in likely.levels for day in days],
        "level": [level for level in likely.levels for _ in days],
        "at_least": likely.at_least.ravel().tolist(),
        "gap_probability": likely.gap_probability.tolist() * count,
    }
    return ResultTable("likelihood", "等级概率", "Probability of levels", columns)


def _quantiles(picture: DayPicture, likely: Likelihood) -> ResultTable:
    days = picture.stamp.days
    columns: dict[str, Sequence[Cell]] = {
        "gas_day": [day for _ in likely.quantiles for day in days],
        "quantile": [quantile for quantile in likely.quantiles for _ in days],
        "demand_at": likely.demand_at.ravel().tolist(),
        "level": [level for levels in likely.level_at for level in levels],
        "proposed_on": [quantile == likely.proposed_on for quantile in likely.quantiles for _ in days],
    }
    return ResultTable("quantiles", "需求分位与等级", "Quantiles of demand and their levels", columns)


def _areas(picture: DayPicture, areas: AreaDemand) -> ResultTable:
    days = picture.stamp.days
    names = ("area", "kind", "name_zh", "name_en")
    columns: dict[str, Sequence[Cell]] = {"gas_day": [day for _ in areas.area for day in days]}
    columns |= {name: [cell for cell in getattr(areas, name) for _ in days] for name in names}
    columns |= {
        name: getattr(areas, name).ravel().tolist() for name in ("demand_low", "demand_middle", "demand_high")
    }
    return ResultTable("areas", "各地需求分位", "Demand of areas with its band", columns)


def _rows(rows: RowDemand) -> ResultTable:
    words = [ConsumerClass(word) for word in rows.consumer_class]
    columns = {
        "county": rows.county,
        "consumer_class": rows.consumer_class,
        "name_zh": [label(word, language="zh") for word in words],
        "name_en": [label(word, language="en") for word in words],
        "method": rows.method,
        "demand": rows.demand.tolist(),
        "demand_low": rows.demand_low.tolist(),
        "demand_high": rows.demand_high.tolist(),
    }
    return ResultTable("forecast", "首日预测", "Forecast of the first day", columns)


def odds_note(picture: DayPicture, *, language: str) -> str:
    """The gap's probability and the level at each stated quantile on the first day; empty without scenarios."""
    likely = picture.likelihood
    if likely is None:
        return ""
    chance = percent(float(likely.gap_probability[0]), decimals=0)
    levels = pick(language, "、", ", ").join(
        f"{percent(quantile, decimals=0)} {level_word(levels[0], language=language)}"
        for quantile, levels in zip(likely.quantiles, likely.level_at, strict=True)
    )
    return pick(
        language,
        f"缺口概率 {chance}（{likely.scenarios} 个情景）；等级按需求分位：{levels}",
        f"gap probability {chance} of {likely.scenarios} scenarios; level by quantile of demand: {levels}",
    )


def methods_note(picture: DayPicture, *, language: str) -> str:
    """How many of the forecast's rows were made in which way; empty for pictures that do not say."""
    if picture.forecast is None:
        return ""
    counts = Counter(picture.forecast.method)
    order = [method for method in METHODS if method in counts]
    parts = [f"{method_word(method, language=language)} {counts[method]}" for method in order]
    return pick(language, "、", ", ").join(parts)
