"""Extremes in the terminal: what was read, how cold by two methods, what is asked for then, and what to know of it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from nuandong.casefile.report_words import number, percent, pick
from nuandong.casefile.utility.extreme_days import (
    SPANS,
    ExtremesFound,
    Level,
    colder_than_standard,
    periods_of,
    series_name,
)
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.statements import figure_text
from nuandong.cli.tables.faults import finding_table
from nuandong.cli.tables.parts import QUIET, STRONG, figure_table, headed
from nuandong.demand.extremes import Method

MOST_FINDINGS = 15
MOST_PLACES = 12


def print_extremes(found: ExtremesFound, console: Console, language: str) -> None:
    """Winters, temperatures, demand, the upper bound of the standard, and the note every figure bears."""
    _print_read(found, console, language)
    console.print(_temperatures(found, language))
    hidden = len(found.record.places) - MOST_PLACES
    if hidden > 0:
        more = pick(language, f"另有 {hidden} 处，见 extremes.csv", f"{hidden} more places in extremes.csv")
        console.print(Text(more, style=QUIET))
    if any(line.kind != "temperature" for line in found.levels):
        console.print(_demands(found, language))
    if found.minima:
        console.print(_minima(found, language))
    for line in notes(found):
        console.print(Text(f"· {line.text(language=language)}"), soft_wrap=True)


def _print_read(found: ExtremesFound, console: Console, language: str) -> None:
    record, years = found.record, found.winters.year
    count, places = len(years), len(record.places)
    head = pick(
        language,
        f"{record.file}：{places} 处气温，{count} 个完整冬季（{years[0]} 至 {years[-1]} 年结束）",
        f"{record.file}: temperatures of {places}, {count} whole winters (ending {years[0]} to {years[-1]})",
    )
    console.print(Text(head, style=STRONG), soft_wrap=True)
    if found.winters.left_out:
        listed = ", ".join(str(year) for year in found.winters.left_out)
        left = pick(
            language, f"  不完整、未计入的冬季：{listed}", f"  Winters not whole and left out: {listed}"
        )
        console.print(Text(left, style=QUIET), soft_wrap=True)
    for said in record.said:
        console.print(Text(f"  {said.text(language=language)}", style=QUIET), soft_wrap=True)
    if len(record.findings):
        first = type(record.findings)(record.findings.found[:MOST_FINDINGS])
        console.print(finding_table(first, language), highlight=False)


def _temperatures(found: ExtremesFound, language: str) -> RichTable:
    """Each place and span: every return period by the extreme-value law, then by resampled winters."""
    periods = periods_of(found.period)
    columns = [*headed(language, ("地点", "Place", "t"), ("天数", "Days", "n"))]
    for zh, en in (("极值拟合", "extreme-value fit"), ("重采样冬季", "resampled winters")):
        words = pick(language, zh, en)
        columns += [(f"{words}\n{_once(rare, language)} ℃", "n") for rare in periods]
    rows = []
    for place in found.record.places[:MOST_PLACES]:
        for span in SPANS:
            lines = [
                line
                for line in found.levels
                if line.kind == "temperature" and line.place is place and line.extreme.span_days == span
            ]
            name = place.text(language=language) if span == SPANS[0] else ""
            rows.append((name, str(span), *(_bounds(line, decimals=1) for line in lines)))
    return figure_table(columns, rows)


def _once(period: float, language: str) -> str:
    return pick(language, f"{period:g} 年一遇", f"1 in {period:g}")


def _bounds(line: Level, *, decimals: int | None = None) -> str:
    value, low, high = (
        figure_text(bound) if decimals is None else number(bound, decimals=decimals) for bound in line.bounds
    )
    return f"{value} ({low} … {high})"


def _demands(found: ExtremesFound, language: str) -> RichTable:
    """The highest day's demand of each series and of all together."""
    periods = periods_of(found.period)
    columns = [*headed(language, ("日需求", "Demand of a day", "t"), ("单位", "Unit", "w"))]
    columns += [(_once(rare, language), "n") for rare in periods]
    more = pick(
        language, f"（含过度反应 {found.overreaction:g}）", f" (with over-reaction {found.overreaction:g})"
    )
    rows: dict[tuple[str, str], list[str]] = {}
    for line in found.levels:
        if line.kind != "temperature":
            name = line.place.text(language=language) + (more if line.kind == "demand_overreaction" else "")
            rows.setdefault((name, line.unit.text(language=language)), []).append(_bounds(line))
    shown = [(*names, *figures) for names, figures in rows.items()]
    return figure_table(columns, shown)


def _minima(found: ExtremesFound, language: str) -> RichTable:
    """Demand at the extreme minimum of GB 50736: upper bounds."""
    columns = headed(
        language, ("GB 50736 极端最低气温时的需求", "Demand at the minimum of GB 50736", "t"),
        ("极端最低 ℃", "Minimum °C", "n"), ("需求上界", "Upper bound", "n"), ("单位", "Unit", "w"),
    )  # fmt: skip
    return figure_table(
        columns,
        [
            (
                place.text(language=language),
                number(row.station.extreme_minimum),
                f"≤ {figure_text(row.upper_bound / unit.factor)}",
                unit.word(language=language),
            )
            for place, unit, row in found.minima
        ],
    )


def notes(found: ExtremesFound) -> Iterator[Said]:
    """What must be known beside the figures: winters and method, the response, coincidence, upper bounds."""
    temperatures = [line.extreme for line in found.levels if line.kind == "temperature"]
    for method in (temperatures[0].method, Method.RESAMPLED):
        rarest = next(
            one for one in temperatures if one.method is method and one.return_period == found.period
        )
        yield Said(rarest.note_zh, rarest.note_en)
    yield from _response_notes(found)
    if one := found.together:
        low, high = percent(one.low, decimals=0), percent(one.high, decimals=0)
        yield Said(
            f"合计高峰为各地高峰之和的 {percent(one.value)}（90% 区间 {low}–{high}）",
            f"The peak of all together is {percent(one.value)} of the sum of each one's peak "
            f"(90 % interval {low}–{high})",
        )
    if found.minima:
        row = found.minima[0][2]
        lacking_zh = "、".join(place.zh for place in found.without_station)
        lacking_en = ", ".join(place.en for place in found.without_station)
        yield Said(
            f"GB 50736：{row.note_zh}" + (f"；规范无站：{lacking_zh}" if lacking_zh else ""),
            f"GB 50736: {row.note_en}" + (f"; no station: {lacking_en}" if lacking_en else ""),
        )
    if doubtful := colder_than_standard(found):
        zh, en = "、".join(place.zh for place in doubtful), ", ".join(place.en for place in doubtful)
        yield Said(
            f"{zh}：{found.period:g} 年一遇的日平均气温低于规范的极端最低，两者必有一不可信，上界不成立",
            f"{en}: the 1-in-{found.period:g} daily mean lies below the standard's minimum: one of the two is wrong,"
            " and the upper bound does not hold",
        )


def _response_notes(found: ExtremesFound) -> Iterator[Said]:
    fitted = {one.series for one in found.responses}
    for series in range(len(found.record.history.units)):
        if series not in fitted:
            name = series_name(found.record, series)
            yield Said(
                f"“{name.zh}”：用气看不出随冷暖变化，或有气温的日子不足 30 天，未算需求",
                f"“{name.en}”: no response to cold, or under 30 days with temperature: no demand is told",
            )
    if not found.responses:
        return
    worst = max(found.responses, key=lambda one: one.missed)
    missed = percent(worst.missed)
    yield Said(
        f"需求按最近两年拟合的热负荷（基础用气 + 三日加权气温的采暖用气，工作日），采暖日平均误差至多 {missed}；"
        "区间只含天气，不含此误差",
        "Demand by a heat load fitted to the last two years (steady use and heating by the three-day temperature, "
        f"working day); its mean error on heating days is {missed} at most; the interval is the weather's alone",
    )
    if found.overreaction == 0:
        yield Said(
            "未计过度反应（--overreaction 份额 可加上，属判断值）",
            "Over-reaction is left out (--overreaction SHARE adds it; a judged figure)",
        )
