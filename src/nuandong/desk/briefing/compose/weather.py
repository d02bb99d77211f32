"""Weather of the coming days and how likely a gap is (T-022, T-070)."""

from __future__ import annotations

import numpy as np

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.compose.levels import level_words
from nuandong.desk.briefing.content import Figure, Paragraph, Row, Section, Table

WEATHER = ("weather", "天气与后期研判", "Weather and outlook")


def weather_section(ground: Ground) -> Section:
    """Today's temperature against the normal, the coldest day ahead, cold waves, and the chance of a gap."""
    province, source = ground.picture.province, ground.run_source
    days = ground.picture.stamp.days
    coldest = int(province.mean_temperature.argmin())
    figures: list[Figure] = [
        g.celsius("weather.mean", ("平均气温", "mean temperature"), float(province.mean_temperature[0]), source),
        g.celsius("weather.normal", ("常年同期", "normal"), float(province.normal_temperature[0]), source),
        g.count("weather.days", ("研判天数", "days of the outlook"), len(days), source, "天"),
        g.words("weather.coldest", ("最冷日", "coldest day"), g.day_words(days[coldest]), source),
        g.celsius("weather.lowest", ("最冷日平均气温", "mean of the coldest day"),
                  float(province.mean_temperature[coldest]), source),
        g.count("weather.waves", ("寒潮日数", "days of cold wave"), int(province.cold_wave.sum()), source, "天"),
    ]  # fmt: skip
    paragraphs = [
        Paragraph(
            "weather.summary",
            "本气日全省平均气温{weather.mean}，常年同期{weather.normal}。未来{weather.days}内，{weather.coldest}最冷，"
            "平均气温{weather.lowest}，寒潮影响{weather.waves}。",
            "The province's mean temperature of this gas day is {weather.mean}, the normal {weather.normal}. Within "
            "{weather.days} days {weather.coldest} is the coldest with {weather.lowest}; cold waves on "
            "{weather.waves} days.",
        )
    ]
    told, more = _chances(ground)
    return Section(
        *WEATHER, figures=(*figures, *more), paragraphs=(*paragraphs, *told), tables=(_table(ground),)
    )


def _chances(ground: Ground) -> tuple[tuple[Paragraph, ...], tuple[Figure, ...]]:
    likely, province, source = ground.picture.likelihood, ground.picture.province, ground.run_source
    if likely is None:
        return (
            Paragraph("weather.unlikely", "本次推演没有需求情景，缺口概率暂缺。",
                      "This run holds no scenarios of demand; no probability of a gap is known."),
        ), ()  # fmt: skip
    worst, odds = int(province.gap_before.argmax()), float(likely.gap_probability[0])
    figures = (
        g.chance("weather.chance", ("本气日缺口概率", "probability of a gap"), odds, source),
        g.count("weather.scenarios", ("需求情景数", "scenarios"), likely.scenarios, source, "组"),
        g.words("weather.worst", ("缺口最大日", "day with the largest gap"),
                g.day_words(ground.picture.stamp.days[worst]), source),
        g.flow("weather.worst.gap", ("该日缺口", "gap of that day"), float(province.gap_before[worst]), source),
    )  # fmt: skip
    return (
        Paragraph(
            "weather.likely",
            "按{weather.scenarios}需求情景测算，本气日出现缺口的概率为{weather.chance}；研判期内{weather.worst}缺口最大，"
            "为{weather.worst.gap}。",
            "Over {weather.scenarios} scenarios of demand the probability of a gap on this day is {weather.chance}; "
            "within the outlook {weather.worst} has the largest gap, {weather.worst.gap}.",
        ),
    ), figures


def _table(ground: Ground) -> Table:
    province, likely = ground.picture.province, ground.picture.likelihood
    rows = []
    for step, day in enumerate(ground.picture.stamp.days):
        odds = float(likely.gap_probability[step]) if likely is not None else np.nan
        chance = g.chance("chance", ("", ""), odds, ground.run_source) if np.isfinite(odds) else None
        rows.append(
            Row(
                (
                    g.text_cell(*g.day_words(day)),
                    g.number_cell(float(province.mean_temperature[step])),
                    g.number_cell(float(province.demand[step])),
                    g.number_cell(float(province.supply[step])),
                    g.number_cell(float(province.gap_before[step])),
                    g.text_cell("无情景", "no scenarios")
                    if chance is None
                    else g.text_cell(chance.zh, chance.en),
                    g.text_cell(*level_words(ground, province.level[step])),
                ),
                ground.day_source,
            )
        )
    heads = (
        ("气日", "Gas day"),
        ("气温（℃）", "Mean (°C)"),
        ("需求（万立方米）", "Demand (10⁴ m³)"),
        ("气源（万立方米）", "Supply (10⁴ m³)"),
        ("缺口（万立方米）", "Gap (10⁴ m³)"),
        ("缺口概率", "Probability"),
        ("级别", "Level"),
    )
    return Table("后期供需研判", "Outlook", heads, tuple(rows))
