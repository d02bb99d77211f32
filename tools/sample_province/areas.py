"""The province, its 11 cities and 117 counties: codes and seats are public facts, county people partly ours."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from sheets import Row, given

from nuandong.vocabulary import Evidence, RegionKind

CITY_NAMES = {
    "140100": "Taiyuan",
    "140200": "Datong",
    "140300": "Yangquan",
    "140400": "Changzhi",
    "140500": "Jincheng",
    "140600": "Shuozhou",
    "140700": "Jinzhong",
    "140800": "Yuncheng",
    "140900": "Xinzhou",
    "141000": "Linfen",
    "141100": "Lüliang",
}
LIST_SOURCE = "GB/T 2260 codes, seat coordinates and area: public county list; 2020 census"


@dataclass(frozen=True)
class County:
    """One county unit with what the generator weighs it by."""

    code: str
    name_zh: str
    name_en: str
    city: str
    lon: float
    lat: float
    people: float
    is_census: bool
    urban: float
    weights: dict[str, float]
    is_trucked: bool


@dataclass(frozen=True)
class City:
    """One prefecture-level city."""

    code: str
    name_zh: str
    people: int
    source: str

    @property
    def is_recalled(self) -> bool:
        """Four of the eleven totals are recalled; only their sum is verified."""
        return "recalled" in self.source


def read_cities(folder: Path) -> dict[str, City]:
    """The 11 cities with their 2020 population, by code."""
    with (folder / "geo/shanxi_counties_list.csv").open(encoding="utf-8-sig") as stream:
        codes = {row["city"]: row["city_adcode"] for row in csv.DictReader(stream)}
    with (folder / "facts/shanxi_city_population_2020.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    found = [
        City(codes[row["city"]], row["city"], int(row["pop_2020_census"]), row["source"]) for row in rows
    ]
    return {city.code: city for city in sorted(found, key=lambda city: city.code)}


def read_counties(folder: Path, cities: dict[str, City]) -> list[County]:
    """The 117 counties; people unknown at census level are shared out of the city's total by our weights."""
    ours = {row["county"]: row for row in given("counties")}
    with (folder / "geo/shanxi_counties_list.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    people = _people(rows, ours, cities)
    return [_county(row, ours[row["adcode"]], people[row["adcode"]]) for row in rows]


def _people(
    rows: list[dict[str, str]], ours: dict[str, dict[str, str]], cities: dict[str, City]
) -> dict[str, float]:
    known = {row["adcode"]: float(row["pop_2020"]) for row in rows if row["pop_2020"]}
    people = dict(known)
    for code, city in cities.items():
        members = [row["adcode"] for row in rows if row["city_adcode"] == code]
        open_ones = [member for member in members if member not in known]
        left = city.people - sum(known.get(member, 0.0) for member in members)
        weight = sum(float(ours[member]["population_weight"]) for member in open_ones)
        for member in open_ones:
            people[member] = float(round(left * float(ours[member]["population_weight"]) / weight))
        if open_ones:
            people[open_ones[0]] += city.people - sum(people[member] for member in members)
    return people


def _county(row: dict[str, str], ours: dict[str, str], people: float) -> County:
    kinds = ("cont", "disc", "feed", "lng", "power", "chp")
    return County(
        code=row["adcode"],
        name_zh=row["name"],
        name_en=ours["name_en"],
        city=row["city_adcode"],
        lon=round(float(row["seat_lon_gcj02"]), 3),
        lat=round(float(row["seat_lat_gcj02"]), 3),
        people=people,
        is_census=bool(row["pop_2020"]),
        urban=float(ours["urban"]),
        weights={kind: float(ours[kind]) for kind in kinds},
        is_trucked=ours["trucked"] == "true",
    )


def region_rows(cities: dict[str, City], counties: list[County]) -> list[Row]:
    """Rows of `regions`: province, cities, counties."""
    rows = [_province_row(cities)]
    rows += [
        _city_row(city, [county for county in counties if county.city == city.code])
        for city in cities.values()
    ]
    return rows + [_county_row(county) for county in counties]


def _province_row(cities: dict[str, City]) -> Row:
    return {
        "region": "140000", "name_zh": "山西省", "name_en": "Shanxi", "kind": RegionKind.PROVINCE, "parent": "",
        "population": float(sum(city.people for city in cities.values())), "lon": 112.56, "lat": 37.87,
        "weather_area": "140100", "evidence": Evidence.READ, "reference": "2020 census total 34 915 616",
    }  # fmt: skip


def _city_row(city: City, members: list[County]) -> Row:
    seat = max(members, key=lambda county: county.people)
    return {
        "region": city.code, "name_zh": city.name_zh, "name_en": CITY_NAMES[city.code], "kind": RegionKind.CITY,
        "parent": "140000", "population": float(city.people), "lon": seat.lon, "lat": seat.lat,
        "weather_area": city.code, "evidence": Evidence.RECALLED if city.is_recalled else Evidence.READ,
        "reference": f"2020 census: {city.source}",
    }  # fmt: skip


def _county_row(county: County) -> Row:
    note = (
        LIST_SOURCE
        if county.is_census
        else f"{LIST_SOURCE}; people illustrative, constrained to the city's total"
    )
    return {
        "region": county.code, "name_zh": county.name_zh, "name_en": county.name_en, "kind": RegionKind.COUNTY,
        "parent": county.city, "population": county.people, "lon": county.lon, "lat": county.lat,
        "weather_area": county.city, "evidence": Evidence.READ if county.is_census else Evidence.ILLUSTRATIVE,
        "reference": note,
    }  # fmt: skip
