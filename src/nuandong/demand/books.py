"""A case's books of use as a history that can be learned from: past use, daily reports, what was held back, weather.

A unit is a county's group of classes. A day's report replaces what the books say of it, so that filed reports become
history. Nothing enters that was not known at the instant of asking. Coal-to-gas batches whose gas came on inside the
history are taken out of it and put back by the forecast, so that they count from their first day and never twice.

Clauses: T-022 (estimate of demand), T-032 (coal-to-gas follows gas).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import numpy as np

from nuandong.demand.calendar import days_from_festival, rest_days_between, rest_flags
from nuandong.demand.ground import Ground
from nuandong.demand.groups import GROUP_OF, GROUPS
from nuandong.demand.level import known_reports
from nuandong.demand.models import ConversionRule, conversion_use
from nuandong.demand.series import UseHistory
from nuandong.demand.tables import (
    NO_HELD_BACK,
    NO_PAST_USE,
    DemandModels,
    HeldBack,
    PastUse,
    UseReports,
    Weather,
)
from nuandong.demand.temperature import CARRIED, CERTAINTY, choose_weather, effective_temperature
from nuandong.demand.weather_in.known import weather_as_known
from nuandong.gasday import CHINA, gas_day_of, gas_days
from nuandong.network.tables import Conversions
from nuandong.units import FloatArray, IntArray, Share

Table = TypeVar("Table", PastUse, HeldBack)
KNOWN_BY = time(10, 0)  # of the morning after the gas day, where a row does not say when it became known
LEAST_LEFT: Share = 0.3  # of a day's use that stays when a batch's stated use is taken out of it
TAKEN_WITHIN = 14  # known days from which it is read how much of a batch's stated use is truly burnt
TOLD_SHARE: Share = 0.95  # of a group's use that reports must cover to stand for the group


@dataclass(frozen=True, slots=True, eq=False)
class Books:
    """What a case remembers of use: past days, and what was held back on them."""

    past: PastUse = NO_PAST_USE
    held_back: HeldBack = NO_HELD_BACK


NO_BOOKS = Books()


@dataclass(frozen=True, slots=True, eq=False)
class BookedUse:
    """The books as a history of U units, (U, D); `known` days of it are known, the rest is to be forecast.

    `unit_of` (n,) says which unit a row of the models belongs to, -1 for none; `batches` (U, D) is the use of
    coal-to-gas batches that was taken out of the history and comes on top of every forecast, 10^4 m3/day.
    """

    history: UseHistory
    known: int
    county: tuple[str, ...]
    group: tuple[str, ...]
    unit_of: IntArray
    batches: FloatArray


def booked_use(  # noqa: PLR0913 - the books, the tables that they are read with, and the instant
    *,
    books: Books,
    ground: Ground,
    weather: Weather,
    reports: UseReports,
    conversions: Conversions,
    days: tuple[date, ...],
    as_of: datetime,
    effective_weights: tuple[float, ...],
    rest_days: frozenset[date] | None,
    rule: ConversionRule,
) -> BookedUse | None:
    """The history of every county and group that the books know, up to the last of `days`; None without any.

    Without `rest_days` the country's own count, with its holidays and make-up days, as far as notices name them.
    Days before the first of `days` and before that of `as_of` count, with what was known of them at `as_of`.
    Temperatures of later days are the forecast's own.
    """
    rows = _known_rows(books.past, min(days[0], gas_day_of(as_of)), as_of)
    if not rows:
        return None
    first = min(books.past.gas_day[row] for row in rows)
    grid = gas_days(first=first, count=(days[-1] - first).days + 1)
    known = (min(days[0], gas_day_of(as_of)) - first).days
    county, group, unit_of = _units(books.past, rows, ground.models)
    if not county:
        return None
    place = {unit: at for at, unit in enumerate(zip(county, group, strict=True))}
    use = _use_of_books(books.past, rows, place, grid)
    _lay_reports(use, ground.models, unit_of, reports, grid[:known], as_of)
    area_of = np.array([int(ground.area_of[np.flatnonzero(unit_of == at)[0]]) for at in range(len(county))])
    resting = rest_days_between(first=grid[0], last=grid[-1]) if rest_days is None else rest_days
    temperature = _temperature(weather, ground.weather.areas, grid, known, as_of)
    history = UseHistory(
        units=tuple(f"{place[0]}/{place[1]}" for place in zip(county, group, strict=True)),
        days=grid,
        use=use,
        held_back=_held_back(books.held_back, place, grid, known, as_of),
        areas=ground.weather.areas,
        area_of=area_of.astype(np.int64),
        temperature=temperature,
        wind=weather_as_known(weather=weather, areas=ground.weather.areas, days=grid, as_of=as_of).wind,
        rest_day=rest_flags(days=grid, rest_days=resting),
        from_festival=days_from_festival(days=grid),
    )
    booked = BookedUse(history, known, county, group, unit_of, np.zeros(use.shape))
    return _without_batches(booked, conversions, effective_weights, rule)


def _known_rows(past: PastUse, before: date, as_of: datetime) -> list[int]:
    """Rows of days that are over, known at the instant, the one known last coming last."""
    latest = as_of.astimezone(CHINA)
    last = latest.date() - timedelta(days=1 if latest.time() >= KNOWN_BY else 2)
    rows = [
        row
        for row, (day, known_at) in enumerate(zip(past.gas_day, past.known_at, strict=True))
        if day < before and (day <= last if known_at is None else known_at <= as_of)
    ]
    told = [row for row in rows if past.known_at[row] is not None]
    if told:
        instants = {row: _known_at(past.gas_day[row], past.known_at[row]) for row in rows}
        rows.sort(key=lambda row: instants[row])
    return rows


def books_as_known(*, books: Books, as_of: datetime) -> Books:
    """The books as they were known at an instant; the same where nothing in them became known later."""
    past, held = books.past, books.held_back
    told = sorted(_known_rows(past, date.max, as_of))
    kept = [
        row
        for row, (day, known_at) in enumerate(zip(held.gas_day, held.known_at, strict=True))
        if _known_at(day, known_at) <= as_of
    ]
    return Books(
        past if len(told) == len(past.county) else _chosen(past, told),
        held if len(kept) == len(held.county) else _chosen(held, kept),
    )


def _chosen(table: Table, rows: list[int]) -> Table:
    """Some rows of a table of columns."""
    columns: dict[str, Any] = {field.name: getattr(table, field.name) for field in fields(table)}
    for name, column in columns.items():
        is_array = isinstance(column, np.ndarray)
        columns[name] = column[rows] if is_array else tuple(column[row] for row in rows)
    return replace(table, **columns)


def _known_at(day: date, known_at: datetime | None) -> datetime:
    return known_at or datetime.combine(day + timedelta(days=1), KNOWN_BY, tzinfo=CHINA)


def _units(
    past: PastUse, rows: list[int], models: DemandModels
) -> tuple[tuple[str, ...], tuple[str, ...], IntArray]:
    """Counties and groups with any known use that the models know too, and the unit of each model row."""
    chosen = np.array(rows, dtype=np.int64)
    counties = np.array(past.county)[chosen]
    named = {
        (str(county), group)
        for group in GROUPS
        for county in np.unique(counties[~np.isnan(getattr(past, group)[chosen])])
    }
    of_row = [
        (county, GROUP_OF.get(word, ""))
        for county, word in zip(models.county, models.consumer_class, strict=True)
    ]
    units = sorted(named & set(of_row))
    at = {unit: place for place, unit in enumerate(units)}
    unit_of = np.array([at.get(unit, -1) for unit in of_row], dtype=np.int64)
    return tuple(county for county, _ in units), tuple(group for _, group in units), unit_of


def _use_of_books(
    past: PastUse, rows: list[int], place: dict[tuple[str, str], int], grid: tuple[date, ...]
) -> FloatArray:
    """Use of each unit on each day of the grid, (U, D), NaN where nobody knows."""
    use = np.full((len(place), len(grid)), np.nan)
    chosen = np.array(rows, dtype=np.int64)
    first = grid[0].toordinal()
    column = np.array([past.gas_day[row].toordinal() - first for row in rows], dtype=np.int64)
    counties = sorted({county for county, _ in place})
    at = {county: row for row, county in enumerate(counties)}
    of_row = np.array([at.get(past.county[row], -1) for row in rows], dtype=np.int64)
    for group in GROUPS:
        unit_at = np.array([place.get((county, group), -1) for county in counties] + [-1], dtype=np.int64)
        unit, told = unit_at[of_row], getattr(past, group)[chosen]
        kept = (unit >= 0) & ~np.isnan(told)
        use[unit[kept], column[kept]] = told[kept]
    return use


def _lay_reports(
    use: FloatArray,
    models: DemandModels,
    unit_of: IntArray,
    reports: UseReports,
    days: tuple[date, ...],
    as_of: datetime,
) -> None:
    """Reports of classes, summed by unit, laid over the books; a unit of which too little was told stays as it was."""
    newest = sorted(set(reports.gas_day) & set(days))
    if not newest:
        return
    told = known_reports(reports=reports, models=models, days=tuple(newest), as_of=as_of)
    size = models.steady_use + 20.0 * models.heat_use
    covered, whole, total = (np.zeros((use.shape[0], len(newest))) for _ in range(3))
    inside = unit_of >= 0
    np.add.at(whole, unit_of[inside], np.broadcast_to(size[:, None], told.shape)[inside])
    np.add.at(covered, unit_of[inside], np.where(np.isnan(told), 0.0, size[:, None])[inside])
    np.add.at(total, unit_of[inside], np.nan_to_num(told)[inside])
    columns = np.array([(day - days[0]).days for day in newest], dtype=np.int64)
    stands = (covered > 0) & (covered >= TOLD_SHARE * whole)
    unit, step = np.nonzero(stands)
    use[unit, columns[step]] = total[unit, step]


def _held_back(
    held: HeldBack, place: dict[tuple[str, str], int], grid: tuple[date, ...], known: int, as_of: datetime
) -> FloatArray:
    """What was held back of each unit, (U, D); 0 on free days, NaN where a cut is known but not how deep."""
    found = np.zeros((len(place), len(grid)))
    for row, (county, day, word) in enumerate(
        zip(held.county, held.gas_day, held.consumer_class, strict=True)
    ):
        unit = place.get((county, GROUP_OF.get(word, "")))
        column = (day - grid[0]).days
        if unit is not None and 0 <= column < known and _known_at(day, held.known_at[row]) <= as_of:
            found[unit, column] += held.held_back[row]
    return found


def _temperature(
    weather: Weather, areas: tuple[str, ...], grid: tuple[date, ...], known: int, as_of: datetime
) -> FloatArray:
    """Means by area and day, (a, D): on past days what was measured, NaN where nothing was; ahead what is forecast."""
    chosen = choose_weather(weather=weather, areas=areas, days=grid, as_of=as_of)
    lacking = chosen.certainty == CERTAINTY.index(CARRIED)
    lacking[:, known:] = False
    return np.where(lacking, np.nan, chosen.mean)


def _without_batches(
    booked: BookedUse, conversions: Conversions, weights: tuple[float, ...], rule: ConversionRule
) -> BookedUse:
    """The same history without the batches whose gas came on inside it, which `batches` then holds."""
    history = booked.history
    unit_at = {county: row for row, county in enumerate(booked.county) if booked.group[row] == "coal_to_gas"}
    begun = {row: _first_known(history.use[row, : booked.known]) for row in unit_at.values()}
    chosen = [
        batch
        for batch, (county, on) in enumerate(zip(conversions.county, conversions.gas_on_day, strict=True))
        if county in unit_at and on is not None and on > history.days[begun[unit_at[county]]]
    ]
    if not chosen:
        return booked
    before = np.repeat(history.temperature[:, :1], len(weights) - 1, axis=1)
    lagged = np.concatenate([before, history.temperature], axis=1)
    effective = effective_temperature(mean_temperature=lagged, weights=weights)
    unit = np.array([unit_at[conversions.county[batch]] for batch in chosen], dtype=np.int64)
    everything = np.array([history.area_of[unit_at[county]] if county in unit_at else 0
                           for county in conversions.county], dtype=np.int64)  # fmt: skip
    burnt = conversion_use(
        conversions=conversions, effective_temperature=effective[everything], days=history.days, rule=rule
    )[chosen]
    batches = np.zeros(history.use.shape)
    np.add.at(batches, unit, burnt)
    taken = np.fmin(batches, (1.0 - LEAST_LEFT) * history.use)
    batches = batches * _burnt_share(taken, batches, booked.known)[:, None]
    return replace(booked, history=replace(history, use=history.use - taken), batches=batches)


def _burnt_share(taken: FloatArray, batches: FloatArray, known: int) -> FloatArray:
    """How much of what batches state was found in the last known days, (U,); 1 where they have not burnt yet."""
    found = np.ones(batches.shape[0])
    for unit in np.flatnonzero(batches.any(axis=1)):
        told = ~np.isnan(taken[unit, :known]) & (batches[unit, :known] > 0)
        days = np.flatnonzero(told)[-TAKEN_WITHIN:]
        if days.size:
            found[unit] = taken[unit, days].sum() / batches[unit, days].sum()
    return found


def _first_known(use: FloatArray) -> int:
    """Column of the first day with known use, 0 where there is none."""
    return int(np.argmax(~np.isnan(use)))
