"""The cold that a table or a case folder remembers: daily means by station or area, and use beside them where told.

A table needs a column of dates and one of temperature; use is welcome and not needed here. A case gives the means of
its weather areas and the reported use of the counties in each. Clauses: T-038, T-022.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from nuandong.assess.case import Case
from nuandong.casefile.faults import Gathering
from nuandong.casefile.limits import Limits
from nuandong.casefile.read import read_case
from nuandong.casefile.report_words import percent
from nuandong.casefile.utility.asked import Reading
from nuandong.casefile.utility.columns import Columns, settled_columns
from nuandong.casefile.utility.from_case import NORMAL, summed_over_counties, use_by_county
from nuandong.casefile.utility.headings import Role
from nuandong.casefile.utility.measure import UseUnit, use_unit
from nuandong.casefile.utility.opening import open_table
from nuandong.casefile.utility.read import SHOWN_OF_A_KIND, eased
from nuandong.casefile.utility.rows import understood_rows
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.source import Source
from nuandong.casefile.utility.table import laid_on_days
from nuandong.casefile.utility.weather import weather_of
from nuandong.demand.calendar import calendar_features
from nuandong.demand.ground import weather_areas
from nuandong.demand.series import UseHistory
from nuandong.demand.temperature import CERTAINTY
from nuandong.demand.weather_in import weather_as_known
from nuandong.findings import AssuranceError, FaultyCase, Findings
from nuandong.gasday import gas_days
from nuandong.units import FloatArray
from nuandong.vocabulary import WeatherKind

CHINA = "CN"
GENERATED = CERTAINTY.index(WeatherKind.GENERATED)


class NoTemperature(AssuranceError):
    """A table without any temperature: there is no cold to read."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(
            f'{file}: 没有气温，无从推算极端寒冷；请补一列日平均气温，或用 --column temperature="列名" 指明。'
            'No temperature to read extremes from: add a column of daily means, or --column temperature="HEADING".'
        )


@dataclass(frozen=True, slots=True, eq=False)
class ColdRecord:
    """A history whose areas are stations, with their names, and what a reader must know of where it comes from.

    `history` may have no units at all (n = 0): then only temperatures are read. `cities` names each area as the
    standard does, empty for a table.
    """

    file: str
    history: UseHistory
    places: tuple[Said, ...]
    units: tuple[UseUnit, ...]
    said: tuple[Said, ...]
    findings: Findings
    cities: tuple[str, ...] = ()


def has_use(path: Path, *, reading: Reading) -> bool:
    """Whether a table tells use at all; its faults are told by whoever reads it."""
    found = _columns(path, reading, Gathering(limit=SHOWN_OF_A_KIND))
    return found is None or found[0].one(Role.USE) is not None


def record_of_source(source: Source) -> ColdRecord:
    """The record in a table with use; raises `NoTemperature`."""
    history = source.history
    if not np.isfinite(history.temperature).any():
        raise NoTemperature(source.file)
    names = history.areas if len(history.areas) > 1 else (source.name,)
    places = tuple(Said(name, name) for name in names)
    return ColdRecord(source.file, history, places, source.units, source.said, source.findings)


def record_of_temperatures(path: Path, *, reading: Reading) -> ColdRecord:
    """The record in a table without use; FaultyCase with every finding where it holds an error, `NoTemperature`."""
    faults = Gathering(limit=SHOWN_OF_A_KIND)
    opened = _columns(path, reading, faults)
    if opened is None:
        raise FaultyCase(faults.findings)
    columns, separator, told = opened
    rows, read = understood_rows(columns, reading, separator=separator, faults=faults)
    table = laid_on_days(rows, reading, faults)
    if table is None or (not columns.one(Role.TEMPERATURE) and not columns.one(Role.HIGHEST)):
        if faults.findings.errors:
            raise FaultyCase(faults.findings)
        raise NoTemperature(path.name)
    weather = weather_of(table, reading)
    findings = eased(faults.findings) if reading.leave_out else faults.findings
    if findings.errors:
        raise FaultyCase(findings)
    names = weather.areas if len(weather.areas) > 1 else (path.stem,)
    said = Said(
        "没有用气量列：只算气温，不算需求；有用气量请用 --column use=列名 指明",
        "No column of use: temperatures alone, no demand; name one with --column use=HEADING",
    )
    days = table.grid.days
    history = UseHistory(
        units=(), days=days, use=np.zeros((0, len(days))), held_back=np.zeros((0, len(days))),
        areas=tuple(names), area_of=np.zeros(0, dtype=np.int64), temperature=weather.temperature,
        wind=weather.wind, rest_day=np.zeros(len(days), dtype=bool),
    )  # fmt: skip
    places = tuple(Said(name, name) for name in names)
    return ColdRecord(path.name, history, places, (), (*told, *read, *weather.said, said), findings)


def _columns(path: Path, reading: Reading, faults: Gathering) -> tuple[Columns, str, tuple[Said, ...]] | None:
    opened = open_table(path, reading=reading, limits=Limits(), faults=faults)
    if opened is None:
        return None
    if not opened.raw.rows:
        faults.add("no_rows", place=opened.raw.place())
        return None
    settled = settled_columns(opened.raw, reading, faults, wanted=frozenset({Role.DATE}))
    if settled is None:
        return None
    columns, told = settled
    columns = replace(columns, headings={Role.USE: (), **columns.headings})
    return columns, opened.separator, (*opened.said, *told)


def record_of_case(folder: Path) -> ColdRecord:
    """Every weather area of a case with the use of its counties; FaultyCase for a case with errors."""
    case = read_case(folder)
    first = min((*case.weather.gas_day, *case.past_use.gas_day))
    last = max((*case.weather.gas_day, *case.past_use.gas_day))
    days = gas_days(first=first, count=(last - first).days + 1)
    areas, area_of = weather_areas(models=case.models, regions=case.network.regions)
    known = weather_as_known(weather=case.weather, areas=areas, days=days, as_of=case.settings.decided_at)
    mild = np.where(known.certainty < NORMAL, known.mean, np.nan)
    made = float((known.certainty == GENERATED).sum() / max(1, int(np.isfinite(mild).sum())))
    of_county = dict(zip(case.models.county, area_of.tolist(), strict=True))
    units, use, held = _use_of_areas(case, of_county, days)
    calendar = calendar_features(days=days, country=CHINA)
    history = UseHistory(
        units=tuple(areas[area] for area in units), days=days, use=use, held_back=held, areas=areas,
        area_of=np.array(units, dtype=np.int64), temperature=mild, wind=np.full(mild.shape, np.nan),
        rest_day=calendar.rest_day, from_festival=calendar.from_festival,
    )  # fmt: skip
    unit = use_unit("万m³")
    assert unit is not None, "the base unit of the library is known"
    places = tuple(_name_of(case, area) for area in areas)
    cities = tuple(place.zh for place in places)
    return ColdRecord(
        folder.name, history, places, (unit,) * len(units), _case_said(case, made), Findings(), cities
    )


def _use_of_areas(
    case: Case, of_county: dict[str, int], days: tuple[date, ...]
) -> tuple[list[int], FloatArray, FloatArray]:
    """Areas with past use, and use and held-back use of each over counties and groups, (n, D)."""
    counties = tuple(sorted(set(case.past_use.county) & set(of_county)))
    units = sorted({of_county[county] for county in counties})
    use, held = np.zeros((len(units), len(days))), np.zeros((len(units), len(days)))
    if not counties:
        return units, use, held
    by_group, back = use_by_county(case, counties, days)
    for row, area in enumerate(units):
        members = [place for place, county in enumerate(counties) if of_county[county] == area]
        for group, prevented in zip(by_group[:, members], back[:, members], strict=True):
            if np.isfinite(group).any():
                total, kept = summed_over_counties(group, prevented)
                use[row] += total
                held[row] += kept
    return units, use, held


def _name_of(case: Case, area: str) -> Said:
    regions = case.network.regions
    if area not in regions.region:
        return Said(area, area)
    row = list(regions.region).index(area)
    return Said(regions.name_zh[row], regions.name_en[row])


def _case_said(case: Case, made: float) -> tuple[Said, ...]:
    note = (Said(case.settings.note_zh, case.settings.note_en),) if case.settings.note_zh else ()
    if not made:
        return note
    return (
        *note,
        Said(
            f"气温中有 {percent(made, decimals=0)} 为生成值，不是实测：区间与合计比例只在这些生成值可信时成立；"
            "生成的各地气温同升同降，合计比例偏高",
            f"{percent(made, decimals=0)} of the temperatures are generated, not observed: the intervals are worth what"
            " those are; generated places turn cold together, so that their peaks coincide too well",
        ),
    )
