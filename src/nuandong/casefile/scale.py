"""Figures in the wrong unit: a county a thousand times its size, a report in m3 where 10^4 m3 is wanted.

Bounds of single columns do not catch a small county's slip, so use is compared: by head between counties, and
what was reported or listed with what the county's own model says. The factors are far above real differences
(a county of heavy industry uses some tens of times the median) and below those of a slip (1 000 or 10 000).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from nuandong.casefile.faults import Gathering
from nuandong.casefile.shape import ReadTable
from nuandong.demand.groups import GROUPS
from nuandong.vocabulary import ConsumerClass, RegionKind

DESIGN_TEMPERATURE = -15.0  # degC, a cold day at which models are compared
ALL_USE_FACTOR = 300.0
HOUSEHOLD_FACTOR = 60.0
REPORT_FACTOR = 100.0
LOAD_FACTOR = 100.0
LEAST_COUNTIES = 3  # below, a median says nothing
LEAST_USE = 0.1  # 10^4 m3/day; against a smaller yardstick a true figure may look like a slip
_HOUSEHOLD = (ConsumerClass.RES_COOK, ConsumerClass.RES_HEAT, ConsumerClass.C2G)

Tables = Mapping[str, ReadTable]


def report_unit_slips(tables: Tables, *, faults: Gathering) -> None:
    """All comparisons; each county, report or point that is out of scale is one fault."""
    design = _design_use(tables["demand_models"])
    _report_counties(tables, design, faults)
    _report_reports(tables["use_reports"], design, faults)
    _report_history(tables["use_history"], design, faults)
    _report_loads(tables["delivery_points"], design, faults)


def _design_use(models: ReadTable) -> dict[tuple[str, ConsumerClass], float]:
    """Modelled use on a cold day by county and class, 10^4 m3/day; NaN where the model has a fault."""
    columns = models.columns
    kelvin = np.maximum(0.0, columns["balance_temperature"] - DESIGN_TEMPERATURE)
    use = (columns["steady_use"] + columns["heat_use"] * kelvin).tolist()
    return dict(zip(zip(columns["county"], columns["consumer_class"], strict=True), use, strict=True))


def _report_counties(
    tables: Tables, design: dict[tuple[str, ConsumerClass], float], faults: Gathering
) -> None:
    """Counties whose use by head is out of scale with the median of all counties."""
    regions = tables["regions"]
    population = _population_of_counties(regions)
    flagged: set[str] = set()
    for classes, bound in ((_HOUSEHOLD, HOUSEHOLD_FACTOR), (tuple(ConsumerClass), ALL_USE_FACTOR)):
        by_head = _use_by_head(design, population, classes)
        if len(by_head) < LEAST_COUNTIES:
            continue
        median = float(np.median(list(by_head.values())))
        for county, use in by_head.items():
            if county not in flagged and use > bound * median > 0:
                flagged.add(county)
                _report_county(tables, county, use / median, faults)


def _report_county(tables: Tables, county: str, factor: float, faults: Gathering) -> None:
    models, regions = tables["demand_models"], tables["regions"]
    row = models.columns["county"].index(county)
    at = regions.columns["region"].index(county)
    name = (regions.columns["name_zh"][at], regions.columns["name_en"][at])
    place = models.place(row, "steady_use")
    faults.add("county_out_of_scale", place=place, value=county, county=name, factor=rounded(factor))


def _population_of_counties(regions: ReadTable) -> dict[str, float]:
    columns = regions.columns
    rows = zip(columns["region"], columns["kind"], columns["population"].tolist(), strict=True)
    return {region: people for region, kind, people in rows if kind is RegionKind.COUNTY and people > 0}


def _use_by_head(
    design: dict[tuple[str, ConsumerClass], float],
    population: dict[str, float],
    classes: tuple[ConsumerClass, ...],
) -> dict[str, float]:
    """Use by head of each county that has both people and use in these classes."""
    total: dict[str, float] = defaultdict(float)
    for (county, consumer_class), use in design.items():
        if consumer_class in classes and county in population and use > 0:
            total[county] += use
    return {county: use / population[county] for county, use in total.items()}


def _report_reports(
    reports: ReadTable, design: dict[tuple[str, ConsumerClass], float], faults: Gathering
) -> None:
    """Reported use that the county's own model cannot explain by any weather."""
    columns = reports.columns
    for row, key in enumerate(zip(columns["county"], columns["consumer_class"], strict=True)):
        factor = columns["use"][row] / np.maximum(design.get(key, np.nan), LEAST_USE)
        if factor > REPORT_FACTOR:
            value = f"{columns['use'][row]:,g}"
            faults.add(
                "report_out_of_scale", place=reports.place(row, "use"), value=value, factor=rounded(factor)
            )


def _report_history(
    history: ReadTable, design: dict[tuple[str, ConsumerClass], float], faults: Gathering
) -> None:
    """Past use of a county and group that its models cannot explain by any weather, named once where it begins.

    A stretch in another unit lies nearer than that; the forecast holds it against the neighbours.
    """
    counties = history.columns["county"]
    for group, words in GROUPS.items():
        whole = {county: _group_design(design, county, words) for county in set(counties)}
        typical = np.array([whole[county] for county in counties])
        factor = history.columns[group] / np.maximum(typical, LEAST_USE)
        seen: set[str] = set()
        for row in np.flatnonzero(factor > REPORT_FACTOR).tolist():
            if counties[row] not in seen:
                seen.add(counties[row])
                value = f"{history.columns[group][row]:,g}"
                place = history.place(row, group)
                faults.add(
                    "report_out_of_scale", place=place, value=value, factor=rounded(float(factor[row]))
                )


def _group_design(
    design: dict[tuple[str, ConsumerClass], float], county: str, words: tuple[ConsumerClass, ...]
) -> float:
    """Modelled use of a group on a cold day; NaN, which nothing exceeds, where no class of it has a model."""
    known = [design[county, word] for word in words if (county, word) in design]
    return float(sum(known)) if known else float("nan")


def _report_loads(
    points: ReadTable, design: dict[tuple[str, ConsumerClass], float], faults: Gathering
) -> None:
    """A single point that uses many times what its whole county uses in its class."""
    columns = points.columns
    for row, key in enumerate(zip(columns["county"], columns["consumer_class"], strict=True)):
        factor = columns["load"][row] / np.maximum(design.get(key, np.nan), LEAST_USE)
        if factor > LOAD_FACTOR:
            value = f"{columns['load'][row]:,g}"
            faults.add(
                "load_out_of_scale", place=points.place(row, "load"), value=value, factor=rounded(factor)
            )


def rounded(factor: float) -> str:
    """A factor to two digits: nobody needs to know that it is 1 037.2."""
    digits = max(0, int(np.floor(np.log10(factor))) - 1)
    return f"{round(factor / 10**digits) * 10**digits:,.0f}"
