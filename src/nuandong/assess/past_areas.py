"""What the province, its cities and counties used on past gas days, each as one series: the ground of a backtest.

A county's use is the sum of its groups; a city's and the province's that of their counties, where nearly all of it
is known. Temperatures are means over counties, each weighed by its use. Nothing enters that was not known at the
instant of asking.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from nuandong.assess.books import case_books
from nuandong.assess.case import Case
from nuandong.demand.books import KNOWN_BY
from nuandong.demand.calendar import calendar_features
from nuandong.demand.ground import weather_areas
from nuandong.demand.groups import GROUPS
from nuandong.demand.series import UseHistory
from nuandong.demand.tables import Weather
from nuandong.demand.weather_in import weather_as_known
from nuandong.findings import AssuranceError
from nuandong.gasday import CHINA, gas_day_of, gas_days
from nuandong.units import FloatArray, Share
from nuandong.vocabulary import RegionKind

COVERED: Share = 0.98  # of an area's usual use that must be known for its day to count
COUNTRY = "CN"


class NoPastUse(AssuranceError):
    """A case that remembers no use: nothing can be forecast from its own past and scored."""

    def __init__(self) -> None:
        super().__init__(
            "案例没有过往用气量（use_history），无从回测；请导入该表后再算。"
            "The case remembers no past use (use_history), so nothing can be backtested; import that table first."
        )


@dataclass(frozen=True, slots=True, eq=False)
class PastAreas:
    """The history of n areas in 10^4 m3/day, the province first, then cities, then counties.

    `weather` with what had been forecast, and what of an area's use lies in each of its areas, `shares` (n, a); none
    where only the past itself is known.
    """

    history: UseHistory
    kind: tuple[str, ...]  # province | city | county
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    weather: Weather | None = None
    weather_areas: tuple[str, ...] = ()
    shares: FloatArray = field(default_factory=lambda: np.zeros((0, 0)))


@dataclass(frozen=True, slots=True, eq=False)
class _Counties:
    """Counties with past use: codes (c,), days (D), use, use held back and temperature (c, D)."""

    codes: tuple[str, ...]
    days: tuple[date, ...]
    use: FloatArray
    held: FloatArray
    temperature: FloatArray


def past_areas(*, case: Case, as_of: datetime) -> PastAreas:
    """The history of every area up to the gas day of `as_of`; raises NoPastUse."""
    counties = _counties(case, as_of)
    members, names = _areas(case, counties.codes)
    usual = np.nansum(counties.use, axis=1) / np.maximum(np.isfinite(counties.use).sum(axis=1), 1)
    summed = [_summed(counties, usual, np.array(inside)) for _, inside in members]
    calendar = calendar_features(days=counties.days, country=COUNTRY)
    areas = tuple(names[row][0] for row in range(len(names)))
    history = UseHistory(
        units=areas,
        days=counties.days,
        use=np.stack([part[0] for part in summed]),
        held_back=np.stack([part[1] for part in summed]),
        areas=areas,
        area_of=np.arange(len(areas), dtype=np.int64),
        temperature=np.stack([part[2] for part in summed]),
        wind=np.full((len(areas), len(counties.days)), np.nan),
        rest_day=calendar.rest_day,
        from_festival=calendar.from_festival,
    )
    of_weather, row_of = _weather_rows(case)
    shares = np.zeros((len(members), len(of_weather)))
    for row, (_, inside) in enumerate(members):
        for place in np.flatnonzero(inside):
            if counties.codes[place] in row_of:
                shares[row, row_of[counties.codes[place]]] += usual[place]
    return PastAreas(
        history, tuple(kind for kind, _ in members), tuple(name[1] for name in names),
        tuple(name[2] for name in names), case.weather, of_weather, shares,
    )  # fmt: skip


def _weather_rows(case: Case) -> tuple[tuple[str, ...], dict[str, int]]:
    """Weather areas, and which of them each county lies in."""
    areas, area_of = weather_areas(models=case.models, regions=case.network.regions)
    return areas, dict(zip(case.models.county, area_of.tolist(), strict=True))


def _counties(case: Case, as_of: datetime) -> _Counties:
    past, before = case.past_use, gas_day_of(as_of)
    rows = [
        row
        for row, (day, known_at) in enumerate(zip(past.gas_day, past.known_at, strict=True))
        if day < before and (known_at or _usual_instant(day)) <= as_of
    ]
    if not rows:
        raise NoPastUse
    codes = tuple(sorted({past.county[row] for row in rows}))
    first, last = min(past.gas_day[row] for row in rows), max(past.gas_day[row] for row in rows)
    days = gas_days(first=first, count=(last - first).days + 1)
    at = {code: place for place, code in enumerate(codes)}
    unit = np.array([at[past.county[row]] for row in rows], dtype=np.int64)
    column = np.array([(past.gas_day[row] - first).days for row in rows], dtype=np.int64)
    groups = np.stack([getattr(past, group)[rows] for group in GROUPS])
    use = np.full((len(codes), len(days)), np.nan)
    use[unit, column] = np.where(np.isfinite(groups).any(axis=0), np.nansum(groups, axis=0), np.nan)
    return _Counties(codes, days, use, _held(case, at, days, as_of), _temperature(case, codes, days, as_of))


def _usual_instant(day: date) -> datetime:
    """When a day's use is known where the books do not say."""
    return datetime.combine(day + timedelta(days=1), KNOWN_BY, tzinfo=CHINA)


def _held(case: Case, at: dict[str, int], days: tuple[date, ...], as_of: datetime) -> FloatArray:
    """Use held back by county and day, (c, D)."""
    held, cut = np.zeros((len(at), len(days))), case_books(case).held_back
    for row, (county, day) in enumerate(zip(cut.county, cut.gas_day, strict=True)):
        step = (day - days[0]).days
        if county in at and 0 <= step < len(days) and (cut.known_at[row] or _usual_instant(day)) <= as_of:
            held[at[county], step] += cut.held_back[row]
    return held


def _temperature(case: Case, codes: tuple[str, ...], days: tuple[date, ...], as_of: datetime) -> FloatArray:
    """Daily means by county as known at the instant, (c, D), NaN where nothing was."""
    areas, row_of = _weather_rows(case)
    known = weather_as_known(weather=case.weather, areas=areas, days=days, as_of=as_of)
    found = np.full((len(codes), len(days)), np.nan)
    for place, code in enumerate(codes):
        if code in row_of:
            found[place] = known.mean[row_of[code]]
    return found


def _areas(
    case: Case, codes: tuple[str, ...]
) -> tuple[list[tuple[str, list[bool]]], list[tuple[str, str, str]]]:
    """Kind and counties of every area, and its code with names: the province, its cities, the counties."""
    regions = case.network.regions
    told = {
        code: (code, zh or en, en or zh)
        for code, zh, en in zip(regions.region, regions.name_zh, regions.name_en, strict=True)
    }
    parent = dict(zip(regions.region, regions.parent, strict=True))
    province = next(
        (code for code, kind in zip(regions.region, regions.kind, strict=True) if kind is RegionKind.PROVINCE),
        case.settings.province,
    )  # fmt: skip
    of_city = [parent.get(code) or "" for code in codes]
    cities = sorted({city for city in of_city if city and city != province})
    members = [("province", [True] * len(codes))]
    members += [("city", [name == city for name in of_city]) for city in cities]
    members += [("county", [place == row for place in range(len(codes))]) for row in range(len(codes))]
    names = [told.get(code, (code, code, code)) for code in (province, *cities, *codes)]
    return members, names


def _summed(
    counties: _Counties, usual: FloatArray, inside: np.ndarray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Use, use held back and temperature of some counties together, (D,) each.

    The little that did not report is filled in proportion; a day of which more is missing stays unknown.
    """
    use, weight = counties.use[inside], usual[inside]
    share = (np.isfinite(use) * weight[:, None]).sum(axis=0) / max(float(weight.sum()), 1e-9)
    total = np.where(share >= COVERED, np.nansum(use, axis=0) / np.maximum(share, COVERED), np.nan)
    mild = counties.temperature[inside]
    heavy = np.isfinite(mild) * weight[:, None]
    whole = heavy.sum(axis=0)
    warmth = np.nansum(mild * heavy, axis=0) / np.where(whole > 0, whole, np.nan)
    return total, counties.held[inside].sum(axis=0), warmth
