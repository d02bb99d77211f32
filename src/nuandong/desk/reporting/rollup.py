"""County to city to province: sums of what was reported, with how many counties stand behind each sum.

A sum always says its coverage; it never passes off nine counties of ten as a city. Where a city files a report of its
own, its figure stands beside the sum of its counties, and a difference above one per cent of the sum is listed with
both figures and not resolved here.

Clauses: T-072 (cities and counties report on their area), T-074 (the province is summed up, totals within 1 %).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from nuandong.desk.directory.models import Region, ReportingUnit, UnitKind
from nuandong.desk.directory.scope import scope_of
from nuandong.desk.reporting.fields import use_field
from nuandong.desk.reporting.models import ReportFigure, ReportVersion
from nuandong.units import Flow
from nuandong.vocabulary import ConsumerClass, RegionKind

MAY_DIFFER = 0.01  # T-074: totals reconcile within 1 % of the sum of their sources
ROUNDING = 1e-9
SMALLEST_SUM = 0.01  # 100 m3: below it a ratio says nothing
SUPPLY = "actual_supply"
USES = {use_field(word): word for word in ConsumerClass}


@dataclass(frozen=True, slots=True)
class RollupRow:
    """One region's figures of a gas day: flows in 10^4 m3/day.

    Of a county they are its own report's; of a city and the province the sums of counties. `own_use` and `own_supply`
    are what a city's own report says, None where it says nothing.
    """

    region: str
    kind: RegionKind
    parent: str
    name_zh: str
    name_en: str
    counties_due: int
    counties_filed: int
    use: Mapping[ConsumerClass, Flow] = field(default_factory=dict)
    supply: Flow | None = None
    own_use: Flow | None = None
    own_supply: Flow | None = None

    @property
    def total(self) -> Flow | None:
        """Sum over the classes; None where no county has filed."""
        return sum(self.use.values()) if self.counties_filed else None

    @property
    def is_complete(self) -> bool:
        """Whether every county stands behind the sum."""
        return self.counties_filed == self.counties_due


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A city's own figure and the sum of its counties differ by more than one per cent."""

    region: str
    name_zh: str
    name_en: str
    figure: str
    own: Flow
    summed: Flow
    counties_filed: int
    counties_due: int

    @property
    def share(self) -> float:
        """Difference as a share of the sum, with its sign."""
        return (self.own - self.summed) / self.summed if self.summed else float("inf")

    @property
    def is_complete(self) -> bool:
        """Whether every county stands behind the sum; if not, the counties that are missing may explain it."""
        return self.counties_filed == self.counties_due


@dataclass(frozen=True, slots=True)
class Rollup:
    """All rows of a gas day as known at an instant: the province, then each city before its counties."""

    gas_day: date
    at: datetime
    rows: tuple[RollupRow, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def province(self) -> RollupRow | None:
        """The row of the province; None for somebody who sees only a part."""
        return next((row for row in self.rows if row.kind is RegionKind.PROVINCE), None)

    @property
    def cities(self) -> tuple[RollupRow, ...]:
        """The rows of cities."""
        return tuple(row for row in self.rows if row.kind is RegionKind.CITY)

    def of(self, region: str) -> RollupRow | None:
        """The row of a region by its code."""
        return next((row for row in self.rows if row.region == region), None)


def rollup_of(*, gas_day: date, at: datetime, account: Any = None) -> Rollup:
    """What was reported for a gas day, summed; of what an account may see, or of all without one."""
    told = _told(gas_day, at)
    due = set(
        ReportingUnit.objects.due_on(gas_day).filter(kind=UnitKind.COUNTY).values_list("region_id", flat=True)
    )
    regions = list(Region.objects.order_by("code"))
    scope = None if account is None else scope_of(account)
    seen = [region for region in regions if scope is None or scope.holds_region(region.code)]
    counties = [_county(region, told, due) for region in regions if region.kind is RegionKind.COUNTY]
    rows: list[RollupRow] = []
    for region in seen:
        if region.kind is RegionKind.PROVINCE:
            rows.append(_summed(region, counties, told))
        elif region.kind is RegionKind.CITY:
            rows.append(_summed(region, [row for row in counties if row.parent == region.code], told))
        else:
            rows.append(next(row for row in counties if row.region == region.code))
    rows.sort(key=lambda row: (row.kind is not RegionKind.PROVINCE, _branch(row)))
    return Rollup(gas_day, at, tuple(rows), tuple(one for row in rows for one in _disagreements(row)))


def _branch(row: RollupRow) -> tuple[str, str]:
    return (row.region, "") if row.kind is not RegionKind.COUNTY else (row.parent, row.region)


def _told(gas_day: date, at: datetime) -> dict[str, dict[str, float]]:
    """Figures by region of counties' and cities' newest versions; an empty report is a report."""
    kinds = (UnitKind.COUNTY, UnitKind.CITY)
    known = ReportVersion.objects.of_day(gas_day).known_at(at).filter(report__unit__kind__in=kinds)
    found: dict[str, dict[str, float]] = {
        region: {} for region in known.values_list("report__unit__region_id", flat=True)
    }
    figures = ReportFigure.objects.filter(version__in=known, amount__isnull=False)
    for region, name, amount in figures.values_list("version__report__unit__region_id", "quantity", "amount"):
        found[str(region)][name] = amount or 0.0
    return found


def _county(region: Region, told: Mapping[str, Mapping[str, float]], due: set[str]) -> RollupRow:
    figures = told.get(region.code)
    return RollupRow(
        region=region.code,
        kind=RegionKind.COUNTY,
        parent=region.parent_id or "",
        name_zh=region.name_zh,
        name_en=region.name_en,
        counties_due=int(region.code in due),
        counties_filed=int(figures is not None and region.code in due),
        use={USES[name]: amount for name, amount in (figures or {}).items() if name in USES},
        supply=(figures or {}).get(SUPPLY),
    )


def _summed(region: Region, counties: Iterable[RollupRow],
            told: Mapping[str, Mapping[str, float]]) -> RollupRow:  # fmt: skip
    below = list(counties)
    use: dict[ConsumerClass, float] = defaultdict(float)
    for row in below:
        for word, amount in row.use.items():
            use[word] += amount
    own = told.get(region.code, {})
    own_uses = [amount for name, amount in own.items() if name in USES]
    supplies = [row.supply for row in below if row.supply is not None]
    whole = len(supplies) == sum(row.counties_filed for row in below)  # a sum of some would pass for all
    return RollupRow(
        region=region.code,
        kind=region.kind,
        parent=region.parent_id or "",
        name_zh=region.name_zh,
        name_en=region.name_en,
        counties_due=sum(row.counties_due for row in below),
        counties_filed=sum(row.counties_filed for row in below),
        use=dict(use),
        supply=sum(supplies) if supplies and whole else None,
        own_use=sum(own_uses) if own_uses else None,
        own_supply=own.get(SUPPLY),
    )


def _disagreements(row: RollupRow) -> Iterable[Disagreement]:
    for name, own, summed in (("use", row.own_use, row.total), (SUPPLY, row.own_supply, row.supply)):
        if own is None or summed is None or max(own, summed) < SMALLEST_SUM:
            continue
        if abs(own - summed) > MAY_DIFFER * summed + ROUNDING:
            yield Disagreement(row.region, row.name_zh, row.name_en, name, own, summed, row.counties_filed,
                               row.counties_due)  # fmt: skip
