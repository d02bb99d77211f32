"""The report of a backtest as one page: how far off, against whom, how honest, where, when, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import numpy as np

from nuandong.casefile.report_words import number, percent, pick
from nuandong.casefile.utility import statements as told
from nuandong.casefile.utility.parts import (
    Behind,
    document,
    figures,
    findings_part,
    header,
    pick_headings,
    said_part,
    table,
)
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.scored import ALL, COLDEST, Scored
from nuandong.casefile.utility.sections import (
    calibration_section,
    drift_section,
    league_section,
    temperature_section,
)
from nuandong.casefile.utility.source import Source
from nuandong.casefile.utility.trial import OWN
from nuandong.casefile.utility.wave import wave_figure
from nuandong.casefile.utility.words import forecaster_word, method_word, span_word

NAME = ("暖冬 · 用气预报回测", "Nuandong · backtest of a demand forecast")


def backtest_page(*, found: Scored, source: Source, language: str, at: datetime) -> bytes:
    """The whole page in one language, as UTF-8."""
    title = pick(language, f"{source.name} 用气预报回测", f"Backtest of {source.title(language)}")
    body = [
        header(NAME, language),
        f"<h1>{_escaped(title)}</h1>",
        _verdict(found, language),
        figures(list(_figures(found, source, language))),
        league_section(found, source, language),
        calibration_section(found, source, language),
        temperature_section(found, source, language),
        wave_figure(found, source, language),
        drift_section(found, source, language),
        _methods(found, language),
        _series(found, source, language),
        said_part((*source.said, *found.trial.said, *_protocol(found)), language),
        findings_part(source.findings, language, after=source.repairs(language)),
        source.footer(language, known=found.trial.history.days[found.trial.known - 1], at=at),
    ]
    return document(title=title, language=language, body=body)


def _verdict(found: Scored, language: str) -> str:
    """The answers to the four questions a duty officer has of a forecast, the first thing that is read."""
    lines = "".join(
        f"<li>{_escaped(line)}</li>"
        for line in (
            told.error_answer(found, language=language),
            told.band_answer(found, language=language),
            told.cold_answer(found, language=language),
            told.drift_answer(found, language=language),
        )
    )
    return f'<ul class="verdict">{lines}</ul>'


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)


def _figures(found: Scored, source: Source, language: str) -> Iterator[tuple[str, str]]:
    for lead in found.trial.leads:
        words = pick(language, f"提前 {lead} 天误差", f"Error at lead {lead}")
        days = span_word(found.span, language=language)
        yield words, f"{percent(found.relative(OWN, lead, found.span))} <small>{days}</small>"
    lead = found.trial.leads[0]
    coldest = found.relative(OWN, lead, COLDEST)
    yield pick(language, "最冷 5% 的日子", "Coldest 5 % of days"), percent(coldest)
    for share in (0.8, 0.9):
        met = told.band_coverage(found, share)
        if met is not None:
            between = f"{percent(met.low, decimals=0)}–{percent(met.high, decimals=0)}"
            name = pick(language, f"{share:.0%} 区间实际涵盖", f"{share:.0%} band held".replace("%", " %"))
            yield name, f"{percent(met.found)} <small>{between}</small>"
    line = found.line(OWN, lead, found.span)
    if line is not None and line.scores.mean_use:
        bias = number(line.scores.bias / line.scores.mean_use * 100)
        yield pick(language, "平均偏差", "Bias"), f"{bias} %"
        peak = line.scores.peak_error
        unit = _escaped(source.unit_of(found.shown).word(language=language))
        yield (
            pick(language, "最高日误差", "Error on the highest day"),
            f"{told.figure_text(peak)} <small>{unit}</small>",
        )
    count = sum(
        one.scores.count for one in found.lines if (one.forecaster, one.lead, one.span) == (OWN, lead, ALL)
    )
    yield pick(language, "评分日数", "Days scored"), number(float(count), decimals=0)


def _methods(found: Scored, language: str) -> str:
    """How many forecasts came about in which way; what is not the full model is named."""
    known = np.isfinite(found.trial.actual[:, :, 0])
    count = Counter(
        word
        for unit, words in enumerate(found.trial.method)
        for row, word in enumerate(words)
        if known[unit, row]
    )
    total = sum(count.values())
    rows = tuple(
        (method_word(name, language=language), number(float(times), decimals=0), percent(times / total))
        for name, times in count.most_common()
    )
    full = count.get("full", 0)
    title = (
        pick(language, "全部预报都用完整模型", "Every forecast came from the full model")
        if full == total
        else pick(
            language,
            f"{percent(1 - full / total)} 的预报用了退用方法（forecasts.csv 逐行标明）",
            f"{percent(1 - full / total)} of forecasts came from a fallback, marked in every row of forecasts.csv",
        )
    )
    heads = pick_headings(language, "方法,预报次数,占比", "Method,Forecasts,Share")
    return f'<section class="words"><h2>{title}</h2>{table(Behind("methods", heads, "wnn", rows))}</section>'


def _series(found: Scored, source: Source, language: str) -> str:
    """Scores of each series, where there are several."""
    history, lead = found.trial.history, found.trial.leads[0]
    if len(history.units) < 2:
        return ""
    rows = tuple(_series_row(found, source, unit, language) for unit in range(len(history.units)))
    heads = pick_headings(
        language, "系列,单位,平均用量,误差,偏差,最好的对照方法", "Series,Unit,Mean use,Error,Bias,Best peer"
    )
    title = pick(language, f"{len(rows)} 个系列，提前 {lead} 天", f"{len(rows)} series, lead {lead}")
    return (
        f'<section class="words"><h2>{title}</h2>{table(Behind("series", heads, "twnnnt", rows))}</section>'
    )


def _series_row(found: Scored, source: Source, unit: int, language: str) -> tuple[str, ...]:
    """Unit, mean use, our error and bias, and the best peer's error of one series."""
    lead, name = found.trial.leads[0], found.trial.history.units[unit]
    ours = [line for line in found.lines if (line.series, line.lead, line.span) == (unit, lead, found.span)]
    own = next(line.scores for line in ours if line.forecaster == OWN)
    others = [line for line in ours if not line.forecaster.startswith(OWN) and line.scores.count]
    peer = min(others, key=lambda line: line.scores.relative, default=None)
    best = "—"
    if peer is not None:
        best = f"{percent(peer.scores.relative)} {forecaster_word(peer.forecaster, language=language)}"
    bias = own.bias / own.mean_use if own.mean_use else float("nan")
    word = source.unit_of(unit).word(language=language)
    return name, word, told.figure_text(own.mean_use), percent(own.relative), percent(bias), best


def _protocol(found: Scored) -> tuple[Said, ...]:
    trial = found.trial
    observed = Said(
        "预报日的气温用实况：气温预报本身的误差未计入",
        "The days ahead were given the weather that came: the weather forecast's own error is not in these figures",
    )
    return (
        *((observed,) if trial.weather == "observed" else ()),
        Said(
            f"滚动回测：从 {trial.days[0]} 起，每天只用前一日为止的用气量作预报，共 {len(trial.origins)} 次",
            f"Rolling backtest: from {trial.days[0]} on, each day was forecast with the use of days before it alone,"
            f" {len(trial.origins)} times",
        ),
        Said(
            "误差以平均绝对误差占平均用气量计；多个系列取几何平均；压减日按未压减的用气评分，压减量不详的不评分",
            "Errors are mean absolute errors over mean use, over several series their geometric mean; "
            "a day with a cut is"
            " scored on what would have been used, or not at all where the cut's depth is unknown",
        ),
    )
