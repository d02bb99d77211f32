"""A case folder's own past as a history: the use that its counties reported, summed over the province by group of use.

Counties of a province have their own forecasts inside `plan`; here the whole is looked at, one series a group, under
the mean temperature of the counties, each weighed by its use.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from nuandong.assess.books import case_books
from nuandong.assess.case import Case
from nuandong.assess.past_areas import past_areas
from nuandong.casefile.canonical import input_hash
from nuandong.casefile.read import read_case
from nuandong.casefile.utility.measure import use_unit
from nuandong.casefile.utility.read import UtilityHistory
from nuandong.casefile.utility.said import Said
from nuandong.casefile.utility.table import DAYS_AHEAD
from nuandong.demand.calendar import calendar_features
from nuandong.demand.ground import weather_areas
from nuandong.demand.groups import GROUP_OF, GROUPS
from nuandong.demand.series import UseHistory
from nuandong.demand.temperature import CERTAINTY
from nuandong.demand.weather_in import weather_as_known
from nuandong.findings import AssuranceError, Findings
from nuandong.gasday import gas_days
from nuandong.quantities import column
from nuandong.units import FloatArray
from nuandong.vocabulary import WeatherKind

CHINA = "CN"
NORMAL = CERTAINTY.index(WeatherKind.NORMAL)  # a normal is no forecast: it stands in, and is told as such
BY_GROUP = Said("按用气类别合计", "summed by group of use")
BY_AREA = {
    "city": Said("按市合计各类用气", "summed by city over all groups of use"),
    "county": Said("各类用气合计，逐县一列", "one series a county over all groups of use"),
}
COVERED = 0.98  # share of a group's usual use that must have been reported for its day to count


class NoPastUse(AssuranceError):
    """A case without a table of past use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"{folder}: 案例没有 use_history 表，无从学习；请补上该表，或给出一张用气表。"
            "The case has no table use_history to learn from; add it, or name a plain table of use."
        )


def case_history(folder: Path) -> UtilityHistory:
    """The history of a case by group of use; raises `NoPastUse`, and `FaultyCase` for a case with errors."""
    case = read_case(folder)
    if not case.past_use.county:
        raise NoPastUse(folder)
    days = _days(case)
    counties = tuple(sorted(set(case.past_use.county)))
    use, held = use_by_county(case, counties, days)
    mild = _temperatures(case, counties, days)
    groups = [row for row in range(len(GROUPS)) if np.isfinite(use[row]).any()]
    unit = use_unit("万m³")
    assert unit is not None, "the base unit of the library is known"
    calendar = calendar_features(days=days, country=CHINA)
    summed = [summed_over_counties(use[row], held[row]) for row in groups]
    history = UseHistory(
        units=tuple(_name_of(list(GROUPS)[row]) for row in groups),
        days=days,
        use=np.stack([part[0] for part in summed]),
        held_back=np.stack([part[1] for part in summed]),
        areas=("province",),
        area_of=np.zeros(len(groups), dtype=np.int64),
        temperature=_mean_temperature(use, mild)[None, :],
        wind=np.full((1, len(days)), np.nan),
        rest_day=calendar.rest_day,
        from_festival=calendar.from_festival,
    )
    return UtilityHistory(
        name=case.settings.name_zh, source=folder.name, digest=input_hash(case=case), history=history,
        units=(unit,) * len(groups), weather=None, said=_said(case, len(counties)), findings=Findings(),
        name_en=case.settings.name_en,
    )  # fmt: skip


def history_of_areas(folder: Path, *, kind: str) -> UtilityHistory:
    """The whole use of every `city` or `county` of a case, each under its own weather; errors as `case_history`."""
    case = read_case(folder)
    if not case.past_use.county:
        raise NoPastUse(folder)
    past = past_areas(case=case, as_of=case.settings.decided_at)
    rows = [row for row, of in enumerate(past.kind) if of == kind]
    unit = use_unit("万m³")
    assert unit is not None, "the base unit of the library is known"
    told, count = past.history, len(rows)
    names = tuple(dict.fromkeys(f"{past.name_zh[row]} {past.name_en[row]}" for row in rows))
    if len(names) < count:  # two places of one name are told apart by their code
        names = tuple(f"{past.name_zh[row]} {told.units[row]}" for row in rows)
    history = replace(
        told, units=names, use=told.use[rows], held_back=told.held_back[rows], areas=names,
        area_of=np.arange(count, dtype=np.int64), temperature=told.temperature[rows], wind=told.wind[rows],
    )  # fmt: skip
    return UtilityHistory(
        name=case.settings.name_zh, source=folder.name, digest=input_hash(case=case), history=history,
        units=(unit,) * count, weather=None, said=_said(case, len(set(case.past_use.county)), BY_AREA[kind]),
        findings=Findings(),
        name_en=case.settings.name_en,
    )  # fmt: skip


def _name_of(group: str) -> str:
    """A group's label in both languages, as the dictionary has it."""
    entry = column("use_history", name=group)
    return f"{entry.label_zh} {entry.label_en}"


def _said(case: Case, count: int, by: Said = BY_GROUP) -> tuple[Said, ...]:
    """How the province was summed, and the case's own word on how well its figures are known."""
    note = (Said(case.settings.note_zh, case.settings.note_en),) if case.settings.note_zh else ()
    return (
        *note,
        Said(
            f"{count} 个县区的 use_history {by.zh}",
            f"use_history of {count} counties, {by.en}",
        ),
        Said(
            "气温为各县按用气量加权的平均",
            "The temperature is the mean over counties, each weighed by its use",
        ),
        Said("休息日：中国的节假日和调休", "Rest days: China's holidays and make-up days"),
        Said(
            f"当日报送不足通常用量 {COVERED:.0%} 的类别按未知处理；少报部分按比例补足",
            f"A group of which less than {COVERED:.0%} was reported on a day counts as unknown; what lacks is filled in"
            " proportion",
        ),
    )


def _days(case: Case) -> tuple[date, ...]:
    """From the first day with past use to a month behind the last."""
    first, last = min(case.past_use.gas_day), max(case.past_use.gas_day)
    return gas_days(first=first, count=(last - first).days + 1 + DAYS_AHEAD)


def use_by_county(
    case: Case, counties: tuple[str, ...], days: tuple[date, ...]
) -> tuple[FloatArray, FloatArray]:
    """Use and held-back use of every group, county and day, (8, counties, D)."""
    shape = (len(GROUPS), len(counties), len(days))
    use, held = np.full(shape, np.nan), np.zeros(shape)
    at = {county: row for row, county in enumerate(counties)}
    past, cut = case.past_use, case_books(case).held_back
    row = np.array([at[county] for county in past.county])
    column = np.array([day.toordinal() for day in past.gas_day]) - days[0].toordinal()
    for place, group in enumerate(GROUPS):
        use[place, row, column] = getattr(past, group)
    groups = {group: place for place, group in enumerate(GROUPS)}
    for line, (county, day, word) in enumerate(zip(cut.county, cut.gas_day, cut.consumer_class, strict=True)):
        step = (day - days[0]).days
        if county in at and word in GROUP_OF and 0 <= step < len(days):
            held[groups[GROUP_OF[word]], at[county], step] += cut.held_back[line]
    return use, held


def _temperatures(case: Case, counties: tuple[str, ...], days: tuple[date, ...]) -> FloatArray:
    """Daily means of every county as known when the case was decided, (counties, D), NaN where nothing was known."""
    areas, area_of = weather_areas(models=case.models, regions=case.network.regions)
    known = weather_as_known(weather=case.weather, areas=areas, days=days, as_of=case.settings.decided_at)
    of_county = dict(zip(case.models.county, area_of.tolist(), strict=True))
    rows = [of_county.get(county, -1) for county in counties]
    found = np.full((len(counties), len(days)), np.nan)
    for place, row in enumerate(rows):
        if row >= 0:
            found[place] = np.where(known.certainty[row] < NORMAL, known.mean[row], np.nan)
    return found


def _usual(use: FloatArray) -> FloatArray:
    """Mean use of each county on days it reported, (counties,)."""
    known = np.isfinite(use)
    usual: FloatArray = np.nansum(use, axis=1) / np.maximum(known.sum(axis=1), 1)
    return usual


def summed_over_counties(use: FloatArray, held: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Use and held-back use of one group over its counties, (D,) each."""
    usual = _usual(use)
    share = (np.isfinite(use) * usual[:, None]).sum(axis=0) / max(float(usual.sum()), 1e-9)
    total = np.where(share >= COVERED, np.nansum(use, axis=0) / np.maximum(share, COVERED), np.nan)
    return total, held.sum(axis=0)


def _mean_temperature(use: FloatArray, mild: FloatArray) -> FloatArray:
    """Temperature of the province, (D,): the mean over counties weighed by all their use, NaN where none is known."""
    weight = np.isfinite(mild) * np.sum([_usual(group) for group in use], axis=0)[:, None]
    whole = weight.sum(axis=0)
    warmth: FloatArray = np.nansum(mild * weight, axis=0) / np.where(whole > 0, whole, np.nan)
    return warmth
