"""Stores, who owns or leases them, and the stock read through the season so far."""

from __future__ import annotations

from datetime import date

from season import DECIDED_AT, FIRST, LAST, after, at
from sheets import Row, given

from nuandong.vocabulary import Evidence, Precedence, StoreKind

RESERVE = 0.4  # part of working capacity that only a level's powers release
BOIL_OFF = 0.0005  # of the stock a day, LNG tanks
SMALL = 60.0
FILLED_BY = date(2023, 11, 30)
JOINT = 1000.0  # from this size on a city and its firms build together
WAVE_DRAW = {
    date(2023, 12, day): 0.55 for day in (15, 16, 17, 18)
}  # of full send-out, during the wave's first part


def store_rows() -> list[Row]:
    """Rows of `stores`."""
    return [_store(line) for line in given("stores")]


def _store(line: dict[str, str]) -> Row:
    capacity, kind = float(line["working_capacity"]), StoreKind(line["kind"])
    tank = kind is StoreKind.LNG_TANK
    return {
        "store": line["store"], "name_zh": line["name_zh"], "name_en": line["name_en"], "kind": kind,
        "node": line["node"], "working_capacity": capacity, "opening": round(capacity * float(line["fill"]), 1),
        "reserve": round(capacity * RESERVE, 1), "sendout": float(line["sendout"]),
        "injection": round(capacity * 0.02, 2) if tank else 0.0, "boil_off": BOIL_OFF if tank else 0.0,
        "in_service_from": None, "evidence": Evidence.ILLUSTRATIVE,
        "reference": "illustrative facility with an invented name; the province publishes no storage",
    }  # fmt: skip


def share_rows(cities: dict[str, str]) -> list[Row]:
    """Rows of `store_shares`: a city's government and its gas firms; the firms of all cities share the lease."""
    rows: list[Row] = []
    for line in given("stores"):
        if line["kind"] == "underground":
            rows += _leases(line["store"], cities)
        else:
            rows += _owners(line, cities[line["city"]])
    return rows


def _leases(store: str, cities: dict[str, str]) -> list[Row]:
    weights = dict(zip(cities, (0.17, 0.08, 0.04, 0.09, 0.12, 0.05, 0.09, 0.09, 0.07, 0.1, 0.1), strict=True))
    return [_share(store, _firm(name), "lease", weights[code]) for code, name in cities.items()]


def _owners(line: dict[str, str], city: str) -> list[Row]:
    whole = line["store"].endswith("-1") and float(line["working_capacity"]) < JOINT
    government = 1.0 if whole else 0.5
    rows = [_share(line["store"], f"{city}人民政府", "own", government)]
    return rows if government == 1.0 else [*rows, _share(line["store"], _firm(city), "own", 1.0 - government)]


def _firm(city: str) -> str:
    return f"示例{city.removesuffix('市')}城燃企业"


def _share(store: str, party: str, right: str, share: float) -> Row:
    return {"store": store, "party": party, "right": right, "share": share, "begins": FIRST, "ends": LAST}


def inventory_rows(nominated: dict[str, dict[date, float]]) -> list[Row]:
    """Rows of `inventories`: stock at the begin of each gas day from 28 November to the day of the decision."""
    rows: list[Row] = []
    for line in given("stores"):
        rows += _stock(line, nominated.get(line["store"], {}))
    return rows


def _stock(line: dict[str, str], nominated: dict[date, float]) -> list[Row]:
    capacity, sendout = float(line["working_capacity"]), float(line["sendout"])
    tank = line["kind"] == "lng_tank"
    stock, day, rows = capacity * float(line["fill"]), FIRST, []
    while day <= DECIDED_AT.date():
        if day >= date(2023, 11, 28):
            rows.append({
                "store": line["store"], "gas_day": day, "inventory": round(stock, 1), "known_at": at(day, 8, 40),
            })  # fmt: skip
        drawn = nominated.get(day, 0.0) + (
            WAVE_DRAW.get(day, 0.0) * sendout * (0.4 if capacity < SMALL else 1.0) if tank else 0
        )
        stock = (
            stock
            - min(drawn, sendout)
            - (BOIL_OFF * stock if tank else 0.0)
            + (_refill(capacity, day) if tank else 0.0)
        )
        stock, day = min(stock, capacity), after(day, 1)
    return rows


def _refill(capacity: float, day: date) -> float:
    """November's topping up towards the stock that the notice wants on the 30th."""
    return 0.0012 * capacity if day < date(2023, 11, 30) else 0.0


def target_rows() -> list[Row]:
    """Rows of `store_targets`: at least 80 % of the working capacity by 30 November; no use goes short for it."""
    return [
        {
            "store": line["store"], "gas_day": FILLED_BY, "inventory": round(float(line["working_capacity"]) * 0.8, 1),
            "precedence": Precedence.LAST, "evidence": Evidence.STATED,
            "reference": "notice of November 2020, 四(二): stock of 80 % by 30 November; of an illustrative capacity",
        }
        for line in given("stores")
    ]  # fmt: skip
