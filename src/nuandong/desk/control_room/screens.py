"""What a template is given: a page's rows, headings and addresses, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from nuandong.assess.picture import DayPicture
from nuandong.desk.control_room.charts import outlook_rows
from nuandong.desk.control_room.cuts import CutWish, cut_table
from nuandong.desk.control_room.headings import Tables, cuts_heading, headings, sums
from nuandong.desk.control_room.likely_page import likely_page
from nuandong.desk.control_room.methods import method_marks
from nuandong.desk.control_room.pages import day_page
from nuandong.desk.control_room.part import in_scope
from nuandong.desk.control_room.rows import (
    NO_WORTHS,
    alternative_rows,
    county_rows,
    source_rows,
    store_rows,
    tier_rows,
    zone_rows,
)
from nuandong.desk.control_room.shown import bar
from nuandong.policy import NO_LEVEL, Level, PolicyBook

STORES_SHOWN = 8  # the largest; the others are one click below


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page's links lead."""

    day: str
    map: str
    charts: str
    balance_csv: str
    cuts: str
    cuts_csv: str
    county: str  # a county's code and a slash follow
    run: str
    what_if: str
    outages: str
    season: str
    quality: str
    likely_csv: str
    assess: str
    why_user: str  # a user's code and a slash follow


@dataclass(frozen=True, slots=True)
class DayLink:
    """The gas day before or after."""

    day: date
    address: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Gas days beside this one that have a picture."""

    before: DayLink | None
    after: DayLink | None


def levels_on(policy: PolicyBook, day: date) -> Mapping[str, Level]:
    """The ladder in force on a day by key, no level included."""
    return {level.key: level for level in (NO_LEVEL, *policy.levels(day=day))}


def day_addresses(day: date, run: int) -> Addresses:
    """Addresses of a gas day's page."""
    home = reverse("day", args=[day])
    return Addresses(
        day=home,
        map=reverse("day-map", args=[day]),
        charts=reverse("day-charts", args=[day]),
        balance_csv=reverse("day-balance-csv", args=[day]),
        cuts=reverse("day-cuts", args=[day]),
        cuts_csv=reverse("day-cuts-csv", args=[day]),
        county=f"{home}county/",
        run=reverse("run", args=[run]),
        what_if=reverse("what-if", args=[day]),
        outages=reverse("outages", args=[day]),
        season=reverse("season", args=[day]),
        quality=reverse("quality", args=[day]),
        likely_csv=reverse("day-likely-csv", args=[day]),
        assess=reverse("assess", args=[day]),
        why_user=f"{home}why/user/",
    )


def day_screen(
    *,
    picture: DayPicture,
    policy: PolicyBook,
    wish: CutWish,
    city_names: Mapping[str, str],
    at: datetime,
    worths: Mapping[str, tuple[float, bool]] = NO_WORTHS,
) -> dict[str, Any]:
    """Everything of the day's page but addresses and neighbours, as it is read at `at`; `worths` by county."""
    levels = levels_on(policy, picture.stamp.gas_day)
    tables = Tables(
        tier_rows(picture),
        source_rows(picture),
        store_rows(picture),
        alternative_rows(picture),
        zone_rows(picture, levels),
        cut_table(picture=picture, wish=wish),
    )
    total = sums(tiers=tables.tiers, sources=tables.sources, stores=tables.stores)
    return {
        "room": "day",
        "page": day_page(picture=picture, levels=levels, plan=policy.plan(picture.stamp.gas_day), at=at),
        "outlook": outlook_rows(picture, levels),
        "tiers": tables.tiers,
        "sources": tables.sources,
        "stores": tables.stores[:STORES_SHOWN],
        "further_stores": tables.stores[STORES_SHOWN:],
        "alternatives": tables.alternatives,
        "zones": tables.zones,
        "cuts": tables.cuts,
        "counties": county_rows(picture, city_names, worths, method_marks(picture)),
        "likely": likely_page(picture, levels),
        "sums": total,
        "headings": headings(picture=picture, tables=tables, total=total),
        "fill_target": bar(policy.number("storage.fill_target_from", day=picture.stamp.gas_day).value),
    }


def cuts_screen(*, picture: DayPicture, wish: CutWish) -> dict[str, Any]:
    """The proposal's table alone, for a new sorting or filter."""
    cuts = cut_table(picture=picture, wish=wish)
    return {"cuts": cuts, "headings": {"cuts": in_scope(picture, cuts_heading(cuts))}}
