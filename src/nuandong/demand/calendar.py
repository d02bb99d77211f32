"""Which gas days are rest days: weekends, holidays, and the working weekends that pay for holidays.

The State Council moves working days around holidays each year (调休) and names them in a notice of the autumn
before. The package `holidays` keeps what was published, for every country; a year that no notice has named yet
keeps its statutory holidays and the lunar date of Spring Festival, and says that its make-up days are unknown.

Clause: T-022 (estimate of demand).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nuandong.findings import AssuranceError
from nuandong.gasday import HeatingSeason, gas_days, season_of
from nuandong.units import BoolArray, FloatArray

if TYPE_CHECKING:
    from holidays import HolidayBase

SATURDAY = 5
CHINA = "CN"  # the country of every province's case
SPRING_FESTIVAL = "春节"
SPRING_FESTIVAL_KEPT = frozenset({"CN", "HK", "MO", "TW", "SG", "MY", "VN", "KR", "MN"})
FIRST_NOTICE = 2000  # no country's make-up days are kept for earlier years
NOTICE_AHEAD = 2  # years beyond a day in which a later notice may already stand
HALF_LUNAR_YEAR = 193  # days; a festival further away is not the nearest, the table has ended


class UnknownCountry(AssuranceError):
    """A country or region whose holidays nobody here keeps."""

    def __init__(self, country: str, reason: str = "") -> None:
        self.country, self.reason = country, reason
        told = f" ({reason})" if reason else ""
        super().__init__(
            f"No calendar of holidays for {country!r}{told}. Name a country by its ISO 3166-1 code, with a region "
            f"where holidays differ by region: CN, DE, DE-BY, US-NY."
        )


class DayKind(StrEnum):
    """Why people rest or work on a day."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # statutory, its substitute, or a working day given free and paid for on a weekend
    MAKE_UP = "make_up"  # a weekend on which people work


@dataclass(frozen=True, slots=True, eq=False)
class CalendarDays:
    """What the calendar of one country says of D days.

    `rest_day`, `make_up` (D,); `kind` and the holiday's names (D,), empty where none; `from_festival` (D,) is
    the number of days since the first day of the nearest Spring Festival, negative before it, NaN where the
    country keeps none or the lunar table ends; `published` (D,) is false where make-up days are not known yet.
    """

    country: str
    days: tuple[date, ...]
    rest_day: BoolArray
    make_up: BoolArray
    kind: tuple[DayKind, ...]
    holiday_zh: tuple[str, ...]
    holiday_en: tuple[str, ...]
    from_festival: FloatArray
    published: BoolArray

    @property
    def rest_days(self) -> frozenset[date]:
        """The rest days as a set, as a forecast asks for them."""
        return frozenset(day for day, rests in zip(self.days, self.rest_day, strict=True) if rests)


@dataclass(frozen=True, slots=True, eq=False)
class HeatingDays:
    """Where D days stand in the season of central heating.

    `on` (D,) whether heat is delivered; `since_start` (D,) days since the first day, 0 on it, NaN outside;
    `until_stop` (D,) days to the last day, 0 on it, NaN outside.
    """

    days: tuple[date, ...]
    on: BoolArray
    since_start: FloatArray
    until_stop: FloatArray


def calendar_features(*, days: tuple[date, ...], country: str = CHINA) -> CalendarDays:
    """Rest days, holidays, make-up days and days from Spring Festival; UnknownCountry for one not kept.

    `country` is an ISO code, with a region behind a hyphen where holidays differ by region (DE-BY).
    """
    kinds = tuple(_kind(day, country) for day in days)
    holiday = [kind is DayKind.HOLIDAY for kind in kinds]
    known = {year: _is_published(country, year) for year in {day.year for day in days}}
    return CalendarDays(
        country=country,
        days=days,
        rest_day=np.array([kind in (DayKind.WEEKEND, DayKind.HOLIDAY) for kind in kinds], dtype=np.bool_),
        make_up=np.array([kind is DayKind.MAKE_UP for kind in kinds], dtype=np.bool_),
        kind=kinds,
        holiday_zh=_names(days, holiday, country, "zh_CN"),
        holiday_en=_names(days, holiday, country, "en_US"),
        from_festival=days_from_festival(days=days, country=country),
        published=np.array([known[day.year] for day in days], dtype=np.bool_),
    )


def rest_days_between(*, first: date, last: date, country: str = CHINA) -> frozenset[date]:
    """Every rest day from `first` to `last`, both inside, as a forecast and its history ask for them."""
    days = gas_days(first=first, count=(last - first).days + 1)
    return calendar_features(days=days, country=country).rest_days


def days_from_festival(*, days: tuple[date, ...], country: str = CHINA) -> FloatArray:
    """Days since the first day of the nearest Spring Festival by the lunar calendar, (D,), negative before it."""
    found = np.full(len(days), np.nan)
    if country.partition("-")[0] not in SPRING_FESTIVAL_KEPT:
        return found
    for at, day in enumerate(days):
        distances = [
            (day - festival).days
            for year in (day.year - 1, day.year, day.year + 1)
            if (festival := spring_festival(year)) is not None
        ]
        nearest = min(distances, key=abs, default=HALF_LUNAR_YEAR)
        if abs(nearest) < HALF_LUNAR_YEAR:
            found[at] = nearest
    return found


@cache
def spring_festival(year: int, /) -> date | None:
    """The first day of the first lunar month in a year; None where the lunar table ends (before 1950, after 2100)."""
    return min(_holidays_of(CHINA, year, "zh_CN").get_named(SPRING_FESTIVAL, lookup="exact"), default=None)


def heating_days(*, days: tuple[date, ...], seasons: tuple[HeatingSeason, ...] | None = None) -> HeatingDays:
    """Where each day stands between start and stop of central heating.

    `seasons` are the dates a province has ordered, in any order; without them November to March, the season of
    the notice. Dates of heating differ by city and year and are nowhere published for all: hand them in.
    """
    since, until = np.full(len(days), np.nan), np.full(len(days), np.nan)
    for at, day in enumerate(days):
        for season in (season_of(day),) if seasons is None else seasons:
            if season.holds(day):
                since[at], until[at] = (day - season.first).days, (season.last - day).days
    return HeatingDays(days, ~np.isnan(since), since, until)


def rest_days_among(
    *,
    days: Iterable[date],
    holidays: frozenset[date] = frozenset(),
    make_up_days: frozenset[date] = frozenset(),
) -> frozenset[date]:
    """Saturdays, Sundays and holidays among `days`, less the weekends on which people work (调休)."""
    return frozenset(
        day for day in days if day not in make_up_days and (day.weekday() >= SATURDAY or day in holidays)
    )


def rest_flags(*, days: tuple[date, ...], rest_days: frozenset[date] | None) -> BoolArray:
    """Whether each day is a rest day, (T,); without a calendar Saturdays and Sundays are."""
    resting = rest_days_among(days=days) if rest_days is None else rest_days
    return np.array([day in resting for day in days], dtype=np.bool_)


def calendar_factors(*, rest: BoolArray, rest_day_factor: FloatArray) -> FloatArray:
    """Factor on steady use, (n, T): 1 on working days, the row's own factor on rest days."""
    factors: FloatArray = np.where(rest[None, :], rest_day_factor[:, None], 1.0)
    return factors


@cache
def _holidays_of(country: str, year: int, language: str = "") -> HolidayBase:
    """The published holidays of one year; UnknownCountry where the package keeps none."""
    import holidays  # a second of import that a case without a calendar need not pay

    code, _, region = country.partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=region or None, years=(year,), expand=False)
        if language and language in found.supported_languages:
            found = holidays.country_holidays(
                code, subdiv=region or None, years=(year,), expand=False, language=language
            )
    except NotImplementedError as unknown:
        # The package raises this for a country or a region it does not keep, and says which of the two it is.
        raise UnknownCountry(country, str(unknown)) from None
    return found


def _kind(day: date, country: str) -> DayKind:
    """What a day is by the holidays of its own year."""
    kept = _holidays_of(country, day.year)
    if day in kept.weekend_workdays:
        return DayKind.MAKE_UP
    if day in kept:
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() in kept.weekend else DayKind.WORKING


def _names(days: tuple[date, ...], holiday: list[bool], country: str, language: str) -> tuple[str, ...]:
    """Names of the holidays in a language, in the country's own where they are not translated."""
    return tuple(
        str(_holidays_of(country, day.year, language).get(day, "")) if named else ""
        for day, named in zip(days, holiday, strict=True)
    )


@cache
def _is_published(country: str, year: int) -> bool:
    """Whether a year's make-up days are known: it, or a later year, has some, or the country never has any."""
    noticed = [
        other
        for other in range(FIRST_NOTICE, max(year, FIRST_NOTICE) + NOTICE_AHEAD + 1)
        if any(day.year == other for day in _holidays_of(country, other).weekend_workdays)
    ]
    return not noticed or noticed[-1] >= year
