"""Chosen repairs are carried out, and what was changed is written down. Nothing else is touched.

Repairs come in the order a person would: values are replaced and rescaled, then moved, then forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from nuandong.demand.doctor.diagnosis import Diagnosis
from nuandong.demand.doctor.raw import Measure
from nuandong.demand.doctor.repairs import Act, Repair
from nuandong.demand.doctor.sheet import Sheet
from nuandong.demand.series import UseHistory
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray

ORDER = (Act.REPLACE, Act.RESCALE, Act.MOVE, Act.FORGET)


class UnknownRepair(AssuranceError):
    """A repair of a series or of days that the diagnosis does not hold."""

    def __init__(self, repair: Repair) -> None:
        self.repair = repair
        super().__init__(
            f"{repair.act} of {repair.stretch} cannot be carried out here. Choose among the repairs of this diagnosis."
        )


@dataclass(frozen=True, slots=True)
class Mended:
    """One repair as carried out: the days it changed, with the value before and after (NaN: not known)."""

    repair: Repair
    days: tuple[date, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MendedHistory:
    """The history after the chosen repairs, and the record of them in the order carried out."""

    history: UseHistory
    record: tuple[Mended, ...]


def apply_repairs(*, diagnosis: Diagnosis, chosen: Iterable[Repair] = ()) -> MendedHistory:
    """The examined series as a history, with the chosen repairs made and recorded; UnknownRepair otherwise.

    Without any the history holds what was written, days with different values as not known. Stations that are
    members of an average stay behind: a unit's weather is its area's.
    """
    sheet = diagnosis.sheet
    use, weather, record = mended_values(sheet, chosen)
    return MendedHistory(_history(sheet, use, weather), record)


def mended_values(
    sheet: Sheet, chosen: Iterable[Repair]
) -> tuple[FloatArray, FloatArray, tuple[Mended, ...]]:
    """Use (n, D) and temperature (a, D) of a sheet after the chosen repairs, with the record."""
    use, weather = sheet.use.values.copy(), sheet.temperature.values.copy()
    values = {Measure.USE: use, Measure.TEMPERATURE: weather}
    record = [
        _carried_out(sheet, repair, values[repair.stretch.measure])
        for repair in sorted(chosen, key=lambda repair: ORDER.index(repair.act))
    ]
    return use, weather, tuple(record)


def _carried_out(sheet: Sheet, repair: Repair, values: FloatArray) -> Mended:
    """One repair made in place, as a record."""
    stretch, names = repair.stretch, sheet.columns(repair.stretch.measure).names
    if stretch.series not in names or not sheet.days[0] <= stretch.first <= stretch.last <= sheet.days[-1]:
        raise UnknownRepair(repair)
    row = names.index(stretch.series)
    first, last = (stretch.first - sheet.days[0]).days, (stretch.last - sheet.days[0]).days
    span = slice(first, last + 1)
    before = values[row, span].copy()
    values[row, span] = _after(before, repair)
    changed = ~((before == values[row, span]) | (np.isnan(before) & np.isnan(values[row, span])))
    places = np.flatnonzero(changed)
    return Mended(
        repair,
        tuple(sheet.days[first + int(place)] for place in places),
        tuple(float(before[place]) for place in places),
        tuple(float(values[row, first + int(place)]) for place in places),
    )


def _after(before: FloatArray, repair: Repair) -> FloatArray:
    """What a span reads after the repair."""
    if repair.act is Act.FORGET:
        return np.full(len(before), np.nan)
    if repair.act is Act.RESCALE:
        return before * repair.factor + repair.offset
    if repair.act is Act.REPLACE:
        if len(repair.values) != len(before):
            raise UnknownRepair(repair)
        return np.array(repair.values)
    place = np.arange(len(before)) - repair.days_later
    inside = (place >= 0) & (place < len(before))
    return np.where(inside, before[np.clip(place, 0, len(before) - 1)], np.nan)


def _history(sheet: Sheet, use: FloatArray, weather: FloatArray) -> UseHistory:
    """The sheet as a history; units without weather share an area that is not known."""
    kept = np.flatnonzero(sheet.member_of < 0)
    areas = [sheet.temperature.names[row] for row in kept]
    temperature = weather[kept]
    place = {int(row): number for number, row in enumerate(kept)}
    if not len(kept) or (sheet.area_of < 0).any():
        areas.append("")
        temperature = np.vstack([temperature, np.full((1, len(sheet.days)), np.nan)])
    area_of = np.array([place.get(int(area), len(areas) - 1) for area in sheet.area_of], dtype=np.int64)
    return UseHistory(
        units=sheet.use.names, days=sheet.days, use=use, held_back=np.zeros_like(use), areas=tuple(areas),
        area_of=area_of, temperature=temperature, wind=np.full_like(temperature, np.nan), rest_day=sheet.rest_day,
    )  # fmt: skip
