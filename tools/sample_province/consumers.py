"""Large users with their delivery points, groups of small ones, and the lists that say who may be cut."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from areas import County
from loads import Load
from season import FIRST, LAST, SEED, at
from sheets import Row
from trades import GROUPS, MANNERS, ORDINALS, works_name

from nuandong.vocabulary import ConsumerClass, Evidence

NOTE = "illustrative user with an invented name; loads of a county and class add up to its model"
NAMED = {  # class: (weight in the county table, weight of one works, most works, share left to the small ones)
    ConsumerClass.LNG_PLANT: ("lng", 2.6, 4, 0.0),
    ConsumerClass.IND_FEED: ("feed", 3.5, 3, 0.0),
    ConsumerClass.IND_FUEL_CONT: ("cont", 2.2, 5, 0.18),
    ConsumerClass.IND_FUEL_DISC: ("disc", 1.9, 3, 0.3),
    ConsumerClass.POWER: ("power", 6.0, 2, 0.0),
}
UNLISTED = 6  # named works left off the lists on purpose, so that coverage has something to find
MALL_PEOPLE = 450_000.0
ENDINGS = {ConsumerClass.CHP_HEAT: "-heat", ConsumerClass.CHP_POWER: "-power"}
DISTRICTS = ("城区", "矿区", "郊区")  # names that two cities share


@dataclass
class Book:
    """Rows of the users' tables as they grow."""

    users: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)


def build_book(counties: list[County], loads: list[Load]) -> Book:
    """Users and delivery points of all counties."""
    dice = random.Random(SEED + " users")
    use: dict[tuple[str, ConsumerClass], float] = defaultdict(float)
    for load in loads:
        if load.since is None:
            use[load.county, load.consumer_class] += load.reference_use
    book = Book()
    for county in counties:
        _add_industry(book, county, use, dice)
        _add_heat_and_power(book, county, use, dice)
        _add_groups(book, county, use, dice)
    return book


def _short(county: County) -> str:
    name = _full(county)
    if name.endswith(DISTRICTS) or len(name) <= 2:
        return name
    return name.removesuffix("县").removesuffix("市").removesuffix("区")


def _full(county: County) -> str:
    if county.name_zh in DISTRICTS:
        return {"1403": "阳泉", "1405": "晋城"}[county.code[:4]] + county.name_zh
    return county.name_zh


def _user(book: Book, county: County, slug: str, names: tuple[str, str], kind: ConsumerClass) -> Row:
    row: Row = {
        "user": slug, "name_zh": names[0], "name_en": names[1], "county": county.code,
        "department": MANNERS[kind].department, "is_group": False, "cumulative_hours": 0.0,
        "evidence": Evidence.ILLUSTRATIVE, "reference": NOTE,
    }  # fmt: skip
    book.users.append(row)
    return row


def _point(book: Book, user: Row, kind: ConsumerClass, load: float, dice: random.Random) -> Row:
    manner = MANNERS[kind]
    row: Row = {
        "point": f"p{user['user'][1:]}{ENDINGS.get(kind, '')}", "user": user["user"],
        "county": user["county"], "consumer_class": kind, "load": load,
        "safe_load": round(load * dice.uniform(*manner.safe), 4), "ramp_hours": dice.choice(manner.ramp),
        "notice_hours": manner.notice, "is_interruptible": False, "interruptible_days_left": None,
        "is_dual_fuel": False, "evidence": Evidence.ILLUSTRATIVE, "reference": NOTE,
    }  # fmt: skip
    book.points.append(row)
    return row


def _add_industry(
    book: Book, county: County, use: dict[tuple[str, ConsumerClass], float], dice: random.Random
) -> None:
    for kind, (weight, each, most, small) in NAMED.items():
        total = round(use[county.code, kind], 4)
        if total <= 0:
            continue
        count = min(most, max(1, round(county.weights[weight] / each))) if county.weights[weight] >= 1 else 0
        left = total
        for number, share in enumerate(_shares(count, dice)):
            load = round(total * (1 - small) * share, 4)
            if small == 0 and number == count - 1:
                load = round(left, 4)
            left -= load
            _add_works(book, county, kind, number, count, load, dice)
        _add_group(book, county, kind, round(left, 4), dice)


def _shares(count: int, dice: random.Random) -> list[float]:
    parts = [dice.uniform(0.7, 1.5) for _ in range(count)]
    return [part / sum(parts) for part in parts]


def _add_works(  # noqa: PLR0913
    book: Book, county: County, kind: ConsumerClass, number: int, count: int, load: float, dice: random.Random
) -> None:
    zh, en = works_name(
        county.code, kind, 0 if count > 1 and kind is not ConsumerClass.IND_FUEL_DISC else number
    )
    mark = ORDINALS[number] if count > 1 else ""
    slug = f"u-{county.code}-{kind.value.lower().replace('_', '-')}-{number + 1}"
    names = (
        f"示例{_short(county)}{zh}{mark}".replace("厂" + mark, mark + "厂"),
        f"Example {county.name_en} {en}",
    )
    user = _user(book, county, slug, (names[0], f"{names[1]} {number + 1}" if count > 1 else names[1]), kind)
    user["cumulative_hours"] = float(dice.choice((0, 0, 0, 12, 24, 36, 48)))
    point = _point(book, user, kind, load, dice)
    _flags(point, kind, dice)


def _flags(point: Row, kind: ConsumerClass, dice: random.Random) -> None:
    roll = dice.random()
    if kind in (ConsumerClass.IND_FUEL_CONT, ConsumerClass.IND_FUEL_DISC):
        point["is_dual_fuel"] = roll < 0.16
        point["is_interruptible"] = 0.16 <= roll < 0.32
    if kind in (ConsumerClass.IND_FEED, ConsumerClass.LNG_PLANT):
        point["is_interruptible"] = roll < 0.2
    if point["is_dual_fuel"]:
        point["safe_load"], point["notice_hours"] = 0.0, 4.0
    if point["is_interruptible"]:
        point["notice_hours"] = 4.0
        point["interruptible_days_left"] = float(dice.randrange(6, 21))


def _add_heat_and_power(
    book: Book, county: County, use: dict[tuple[str, ConsumerClass], float], dice: random.Random
) -> None:
    heat, power = (
        round(use[county.code, kind], 4) for kind in (ConsumerClass.CHP_HEAT, ConsumerClass.CHP_POWER)
    )
    if heat <= 0 and power <= 0:
        return
    count = 2 if county.weights["chp"] >= 6 else 1
    for number in range(count):
        mark = ORDINALS[number] if count > 1 else ""
        names = (f"示例{_short(county)}燃气热电{mark}厂", f"Example {county.name_en} gas CHP {number + 1}")
        user = _user(book, county, f"u-{county.code}-chp-{number + 1}", names, ConsumerClass.CHP_POWER)
        for kind, total in ((ConsumerClass.CHP_HEAT, heat), (ConsumerClass.CHP_POWER, power)):
            first = round(total * 0.55, 4) if count > 1 else total
            point = _point(book, user, kind, first if number == 0 else round(total - first, 4), dice)
            if kind is ConsumerClass.CHP_HEAT:
                point["safe_load"] = point["load"]


def _add_groups(
    book: Book, county: County, use: dict[tuple[str, ConsumerClass], float], dice: random.Random
) -> None:
    for kind in (
        ConsumerClass.COMM,
        ConsumerClass.COMM_HEAT,
        ConsumerClass.VEH_OTHER,
        ConsumerClass.PUB_OTHER,
    ):
        total = round(use[county.code, kind], 4)
        if kind is ConsumerClass.COMM and county.people > MALL_PEOPLE:
            mall = round(total * 0.22, 4)
            _add_works(book, county, kind, 0, 1, mall, dice)
            total = round(total - mall, 4)
        _add_group(book, county, kind, total, dice)


def _add_group(book: Book, county: County, kind: ConsumerClass, load: float, dice: random.Random) -> None:
    if load <= 0:
        return
    zh, en = GROUPS[kind]
    slug = f"g-{county.code}-{kind.value.lower().replace('_', '-')}"
    user = _user(book, county, slug, (f"{_full(county)}{zh}", f"{county.name_en}, {en}"), kind)
    user["is_group"] = True
    _point(book, user, kind, load, dice)


def list_rows(cities: dict[str, str]) -> list[Row]:
    """Rows of `curtailment_lists`: one for each city, approved in October."""
    return [
        {
            "curtailment_list": f"list-{code}-2023", "region": code, "begins": FIRST, "ends": LAST,
            "approved_by": f"{name}人民政府", "approved_at": at(date(2023, 10, 12 + step), 15, 30),
        }
        for step, (code, name) in enumerate(cities.items())
    ]  # fmt: skip


def entry_rows(book: Book) -> list[Row]:
    """Rows of `list_entries`: every point that may be cut, but a handful left off on purpose."""
    open_points = [row for row in book.points if row["consumer_class"] is not ConsumerClass.CHP_HEAT]
    works = [row for row in open_points if row["consumer_class"] is ConsumerClass.IND_FUEL_DISC]
    named = [row["point"] for row in works if row["user"].startswith("u-")]
    left_off = set(random.Random(SEED + " lists").sample(named, UNLISTED))
    return [
        {"curtailment_list": f"list-{row['county'][:4]}00-2023", "point": row["point"]}
        for row in open_points
        if row["point"] not in left_off
    ]
