"""A backtest and a forecast in the terminal: what was found in the table, the league, the days ahead."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from nuandong.casefile.report_words import percent, pick
from nuandong.casefile.utility import statements as told
from nuandong.casefile.utility.forecast_page import ahead_table, forecast_statement
from nuandong.casefile.utility.known import known_days
from nuandong.casefile.utility.outlook import Outlook
from nuandong.casefile.utility.scored import ALL, COLDEST, WAVE, WINTER, Scored
from nuandong.casefile.utility.source import Source
from nuandong.casefile.utility.trial import OWN
from nuandong.casefile.utility.words import forecaster_word, weather_word
from nuandong.cli.tables.faults import finding_table
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table

MOST_FINDINGS = 15
MOST_SERIES = 3
SHORT = {
    ALL: ("全部", "all days"),
    WINTER: ("冬季", "winter"),
    COLDEST: ("最冷 5%", "coldest 5 %"),
    WAVE: ("寒潮头两天", "cold waves"),
}


def print_backtest(found: Scored, source: Source, console: Console, language: str) -> None:
    """What was read, what is doubtful, the league, and what the pictures say."""
    print_source(source, console, language)
    trial = found.trial
    weather = weather_word(trial.weather, language=language)
    head = pick(
        language,
        f"滚动回测 {trial.days[0]} 至 {trial.days[-1]}，{len(trial.origins)} 次；气温：{weather}",
        f"Rolling backtest {trial.days[0]} to {trial.days[-1]}, {len(trial.origins)} origins; weather: {weather}",
    )
    console.print(Text(head, style=STRONG), soft_wrap=True)
    console.print(_league(found, language))
    for statement in (
        told.league_statement, told.calibration_statement, told.coldest_statement, told.drift_statement,
    ):  # fmt: skip
        console.print(Text(f"· {statement(found, language=language)}"), soft_wrap=True)


def _league(found: Scored, language: str) -> RichTable:
    """Errors of each forecaster by lead, on the days told first and on the coldest."""
    leads = found.trial.leads
    spans = [
        span for span in (ALL, WINTER, COLDEST, WAVE) if np.isfinite(found.relative(OWN, leads[0], span))
    ]
    shown = [(lead, found.span) for lead in leads] + [
        (leads[0], span) for span in spans if span != found.span
    ]
    columns = [(pick(language, "方法", "Forecaster"), "w")]
    for lead, span in shown:
        columns.append(
            (f"{pick(language, *SHORT[span])}\n{pick(language, f'提前 {lead} 天', f'lead {lead}')}", "n")
        )
    rows: list[tuple[str | Text, ...]] = [
        (
            Text(forecaster_word(name, language=language), style=STRONG if name == OWN else ""),
            *(percent(found.relative(name, lead, span), decimals=2) for lead, span in shown),
        )
        for name in found.ranked(leads[0], found.span)
    ]
    return figure_table(columns, rows)


def print_forecast(found: Outlook, source: Source, console: Console, language: str) -> None:
    """What was read, what is doubtful, and the days ahead of the largest series."""
    print_source(source, console, language)
    for said in found.said:
        console.print(Text(f"  {said.text(language=language)}", style=QUIET), soft_wrap=True)
    order = np.argsort(-found.mean.sum(axis=1), kind="stable")
    for unit in order[:MOST_SERIES]:
        statement = forecast_statement(found, source, int(unit), language=language)
        console.print(Text(statement, style=STRONG), soft_wrap=True)
        behind = ahead_table(found, source, int(unit), language=language)
        console.print(figure_table(tuple(zip(behind.headings, behind.kinds, strict=True)), behind.rows))
    if len(order) > MOST_SERIES:
        more = len(order) - MOST_SERIES
        console.print(
            pick(language, f"另有 {more} 个系列，见 forecast.csv", f"{more} more series in forecast.csv")
        )


def print_source(source: Source, console: Console, language: str) -> None:
    """What was taken for granted and what is doubtful, before any figure."""
    history = source.history
    last = history.days[known_days(history) - 1]
    units = ", ".join(dict.fromkeys(unit.word(language=language) for unit in source.units))
    head = pick(
        language,
        f"{source.file}：{len(history.units)} 个系列，{history.days[0]} 至 {last}，单位 {units}",
        f"{source.file}: {len(history.units)} series, {history.days[0]} to {last}, unit {units}",
    )
    console.print(Text(head, style=STRONG), soft_wrap=True)
    for said in source.said:
        console.print(Text(f"  {said.text(language=language)}", style=QUIET), soft_wrap=True)
    if len(source.findings):
        first = type(source.findings)(source.findings.found[:MOST_FINDINGS])
        console.print(finding_table(first, language), highlight=False)
        console.print(Text(_count(source, language), style=QUIET), soft_wrap=True)


def _count(source: Source, language: str) -> str:
    more = len(source.findings) - MOST_FINDINGS
    hidden = pick(language, f"；另有 {more} 项见报告", f"; {more} more in the report") if more > 0 else ""
    offered = source.offered
    repairs = ""
    if source.record:
        repairs = pick(
            language, f"；已按要求修复 {len(source.record)} 处", f"; repaired {len(source.record)} as asked"
        )
    elif offered:
        repairs = pick(
            language,
            f"；{offered} 处可用 --repair 修复，未作",
            f"; {offered} could be repaired with --repair, none was",
        )
    count = len(source.findings)
    warnings = "1 warning" if count == 1 else f"{count} warnings"
    return pick(language, f"提醒 {count} 项{hidden}{repairs}。", f"{warnings}{hidden}{repairs}.")
