"""How cold once in twenty winters by two methods, what is asked for then, and `extremes.csv` with every line of it.

Clauses: T-038, T-022. Method and limits: docs/extremes.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.casefile.results import csv_bytes
from nuandong.casefile.utility.cold_record import ColdRecord
from nuandong.casefile.utility.cold_response import FELT, ColdResponse, cold_responses
from nuandong.casefile.utility.measure import UseUnit
from nuandong.casefile.utility.outcome import write_whole
from nuandong.casefile.utility.said import Said
from nuandong.demand.extremes import (
    Asked,
    Coincidence,
    DemandAtMinimum,
    Extreme,
    Method,
    NoStationInTheStandard,
    TooFewWinters,
    Winters,
    coincidence,
    demand_at_minimum,
    design_demand,
    design_effective_temperature,
    design_spell,
    winters_of,
)
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray, Share

SPANS = (1, 7, 30)
RARE = 50.0  # the second return period that is always told
TOGETHER = Said("全部合计", "all together")
PARTLY = Said("随冷暖变化的系列合计", "series that respond to cold, together")
CELSIUS = Said("℃", "°C")


class NotEnoughWinters(AssuranceError):
    """A record with too few whole winters to tell an extreme from."""

    def __init__(self, file: str, found: int, least: int) -> None:
        self.file, self.found = file, found
        super().__init__(
            f"{file}: 只有 {found} 个完整冬季，至少要 {least} 个（最冷时段前后 151 天，缺口不超过 3 天）；"
            f"请补上更早冬季的日平均气温，或换用有较长记录的邻站；多站时各站都完整的冬季才算，可先去掉记录最短的站。"
            f"It holds {found} whole winters and {least} are the least (151 days about the coldest time, no gap above "
            f"3 days): add daily means of earlier winters, or take a neighbouring station with a longer record; "
            f"of several stations a winter counts where all are whole, so leave out the one with the shortest record."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One line: what it is of (`temperature`, `demand`, `demand_overreaction`), where, in which unit, and the level."""

    kind: str
    place: Said
    unit: Said
    extreme: Extreme
    factor: float = 1.0

    @property
    def bounds(self) -> tuple[float, float, float]:
        """Value, low and high in the unit."""
        found = self.extreme
        return found.value / self.factor, found.low / self.factor, found.high / self.factor


@dataclass(frozen=True, slots=True, eq=False)
class ExtremesFound:
    """Everything that was read: winters, levels, responses, coincidence (None: one area), demand at the minimum.

    `minima` are (place, unit, demand in the unit); `without_station` the places that the standard does not have.
    """

    record: ColdRecord
    winters: Winters
    period: float
    levels: tuple[Level, ...]
    responses: tuple[ColdResponse, ...]
    together: Coincidence | None
    minima: tuple[tuple[Said, UseUnit, DemandAtMinimum], ...]
    without_station: tuple[Said, ...]
    overreaction: Share


def extremes_of(record: ColdRecord, *, period: float = 20.0, overreaction: Share = 0.0) -> ExtremesFound:
    """Levels of `period` and of fifty winters; raises `NotEnoughWinters`, `NotTaught`, `WrongOverreaction`."""
    winters = _whole_winters(record)
    responses = tuple(one for one in cold_responses(record) if one.heats)
    levels = [*_temperatures(record, winters, period)]
    for response in responses:
        levels += _demands(record, winters, response, period=period, overreaction=overreaction)
    province = _together(record, winters, responses, period)
    minima, without = _minima(record, responses)
    return ExtremesFound(
        record,
        winters,
        period,
        (*levels, *province[0]),
        responses,
        province[1],
        minima,
        without,
        overreaction,
    )


def _whole_winters(record: ColdRecord) -> Winters:
    history = record.history
    try:
        return winters_of(days=history.days, temperature=history.temperature, stations=history.areas)
    except TooFewWinters as few:
        from nuandong.demand.extremes.winters import LEAST_WINTERS

        raise NotEnoughWinters(record.file, few.found, LEAST_WINTERS) from few


def periods_of(period: float) -> tuple[float, ...]:
    """The return periods that are told, fewer winters first."""
    return tuple(sorted({period, RARE}))


def _temperatures(record: ColdRecord, winters: Winters, period: float) -> Iterator[Level]:
    for station, place in enumerate(record.places):
        for span in SPANS:
            for method in (None, Method.RESAMPLED):
                for rare in periods_of(period):
                    asked = Asked(return_period=rare, span_days=span, station=station, method=method)
                    yield Level("temperature", place, CELSIUS, design_spell(winters=winters, asked=asked))


def _demands(
    record: ColdRecord, winters: Winters, response: ColdResponse, *, period: float, overreaction: Share
) -> Iterator[Level]:
    """The highest day's demand of a series, and beside it the same with over-reaction where a share is given."""
    own, unit = winters.of_station(response.area), record.units[response.series]
    place, words = series_name(record, response.series), Said(unit.word_zh, unit.word_en)
    usual = Asked(return_period=period)
    for rare in periods_of(period):
        asked = Asked(return_period=rare)
        found = design_demand(winters=own, response=response, asked=asked)
        yield Level("demand", place, words, found, unit.factor)
        if overreaction:
            felt = design_effective_temperature(winters=own, weights=FELT, asked=usual).value
            more = design_demand(winters=own, response=response.overreacting(overreaction, felt), asked=asked)
            yield Level("demand_overreaction", place, words, more, unit.factor)


def series_name(record: ColdRecord, series: int) -> Said:
    """A series by the name of its area where it is the area's, else by its own."""
    name, area = record.history.units[series], int(record.history.area_of[series])
    return record.places[area] if name == record.history.areas[area] else Said(name, name)


def _together(
    record: ColdRecord, winters: Winters, responses: tuple[ColdResponse, ...], period: float
) -> tuple[list[Level], Coincidence | None]:
    """Demand of all series on the same days, and how much of their own peaks comes together; needs several areas."""
    areas = {one.area for one in responses}
    units = {record.units[one.series] for one in responses}
    if len(areas) < 2 or len(units) != 1:
        return [], None
    unit = units.pop()

    def each(mean: FloatArray) -> FloatArray:
        return np.stack([one(mean[one.area]) for one in responses])

    levels = []
    for rare in periods_of(period):
        found = design_demand(
            winters=winters,
            response=lambda mean: each(mean).sum(axis=0, keepdims=True),
            asked=Asked(return_period=rare),
        )
        levels.append(
            Level(
                "demand",
                together_name(record, responses),
                Said(unit.word_zh, unit.word_en),
                found,
                unit.factor,
            )
        )
    return levels, coincidence(demand=each(winters.temperature), return_period=period)


def together_name(record: ColdRecord, responses: tuple[ColdResponse, ...]) -> Said:
    """What a sum is of: all series, or those alone that have a response to cold."""
    return TOGETHER if len(responses) == len(record.history.units) else PARTLY


def colder_than_standard(found: ExtremesFound) -> tuple[Said, ...]:
    """Places whose daily mean of the return period lies below the instant minimum of the standard: one is doubtful."""
    minimum = {place.zh: row.station.extreme_minimum for place, _, row in found.minima}
    return tuple(
        line.place
        for line in found.levels
        if line.kind == "temperature"
        and line.extreme.method is not Method.RESAMPLED
        and (line.extreme.span_days, line.extreme.return_period) == (1, found.period)
        and line.extreme.value < minimum.get(line.place.zh, -np.inf)
    )


def _minima(
    record: ColdRecord, responses: tuple[ColdResponse, ...]
) -> tuple[tuple[tuple[Said, UseUnit, DemandAtMinimum], ...], tuple[Said, ...]]:
    """Demand at the extreme minimum of GB 50736 of every area of a case that the standard has a station for."""
    found, without = [], []
    for response in responses if record.cities else ():
        place, unit = record.places[response.area], record.units[response.series]
        try:
            row = demand_at_minimum(
                city=record.cities[response.area], response=response, steady_days=len(FELT)
            )
        except NoStationInTheStandard:
            without.append(place)
        else:
            found.append((place, unit, row))
    return tuple(found), tuple(without) if found else ()


def write_extremes(folder: str | Path, found: ExtremesFound) -> tuple[Path, ...]:
    """extremes.csv, whole or not at all; raises `ResultsNotWritten`."""
    return write_whole(Path(folder), {"extremes.csv": csv_bytes(extremes_table(found))})


def extremes_table(found: ExtremesFound) -> ResultTable:
    """One line a kind, place, method, span and return period; an upper bound has no interval, a coincidence no unit."""
    names = ("kind", "place", "place_en", "unit", "return_period", "span_days", "method", "value", "low", "high",
             "winters", "evidence", "note_zh", "note_en")  # fmt: skip
    rows = [*_level_rows(found), *_other_rows(found)]
    columns = tuple(zip(*rows, strict=True))
    return ResultTable("extremes", "极端寒冷", "Extreme cold", dict(zip(names, columns, strict=True)))


def _level_rows(found: ExtremesFound) -> Iterator[tuple[Cell, ...]]:
    for line in found.levels:
        one = line.extreme
        yield (
            line.kind, line.place.zh, line.place.en, line.unit.zh, f"{one.return_period:g}", one.span_days,
            one.method.value, *line.bounds, one.winters, one.evidence.value, one.note_zh, one.note_en,
        )  # fmt: skip


def _other_rows(found: ExtremesFound) -> Iterator[tuple[Cell, ...]]:
    if one := found.together:
        place = together_name(found.record, found.responses)
        yield (
            "coincidence", place.zh, place.en, "", f"{one.return_period:g}", one.span_days, "extreme_value",
            one.value, one.low, one.high, one.winters, one.evidence.value,
            "全部合计的高峰占各地高峰之和", "the peak of all together over the sum of each one's peak",
        )  # fmt: skip
    for place, unit, row in found.minima:
        yield (
            "demand_upper_bound", place.zh, place.en, unit.word_zh, None, 1, "gb50736",
            row.upper_bound / unit.factor, None, None, found.winters.temperature.shape[1], row.station.evidence.value,
            row.note_zh, row.note_en,
        )  # fmt: skip
