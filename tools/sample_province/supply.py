"""Sources, contracts at both links, and the nominations that follow a plan made at normal temperature."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime

from areas import County
from climate import Temperatures
from loads import Load, county_use, province_use
from season import DAYS, FIRST, GAS_DAY, LAST, SEED, after, at
from sheets import Row, given

from nuandong.vocabulary import Evidence, LimitKind, MeasureKind, SourceKind

PLAN_FILED = at(date(2023, 10, 28), 10)
DECEMBER_FILED = at(date(2023, 11, 27), 15)
WAVE_FILED = at(date(2023, 12, 18), 16, 30)
LATE_FILED = at(date(2023, 12, 20), 10)
WAVE_FIRST, WAVE_LAST = date(2023, 12, 21), date(2023, 12, 29)
TRUCK_MARGIN = 1.12
FLEET, FLEET_VOLUME = "spot-tankers", 50.4  # 10^4 m3 a gas day
NOTE = "illustrative contract volume; no contract of the province is published"
PARTIES = {"trunk": "示例省级管网企业", "cbm": "示例煤层气购销企业", "tight_gas": "示例煤层气购销企业"}


@dataclass(frozen=True)
class Supply:
    """A source or bought withdrawal with its planned flow; `mode` swing follows the weather, flat does not."""

    supply: str
    node: str
    kind: str
    top: float
    plan: float
    mode: str
    price: float | None


def margin(day: date) -> float:
    """What the plan holds above the use of a normal day (share)."""
    if day < date(2023, 12, 1):
        return 0.05
    if day <= GAS_DAY:
        return 0.033  # December was planned tighter, which is what the cold wave finds out
    return 0.047 if day < date(2024, 2, 16) else 0.04


def trucked_sources(counties: list[County]) -> list[dict[str, str]]:
    """One source of trucked LNG in each county without a pipe."""
    return [
        {
            "supply": f"truck-{county.code}", "name_zh": f"{county.name_zh} LNG 槽车供气",
            "name_en": f"Trucked LNG at {county.name_en}", "kind": "lng_truck", "scope": "外购 LNG",
            "node": county.code, "max_flow": "", "plan": "", "mode": "local", "price": "",
        }
        for county in counties
        if county.is_trucked
    ]  # fmt: skip


def source_rows(counties: list[County], design_use: dict[str, float]) -> list[Row]:
    """Rows of `sources`."""
    rows = []
    for line in given("sources") + trucked_sources(counties):
        most = float(line["max_flow"]) if line["max_flow"] else round(design_use[line["node"]] * 1.1, 2)
        kind = SourceKind(line["kind"])
        rows.append({
            "supply": line["supply"], "name_zh": line["name_zh"], "name_en": line["name_en"], "kind": kind,
            "statistical_scope": line["scope"], "node": line["node"], "max_flow": most,
            "heating_value_mj": 35.5, "in_service_from": None, "evidence": Evidence.ILLUSTRATIVE,
            "reference": _source_note(kind),
        })  # fmt: skip
    return rows


def _source_note(kind: SourceKind) -> str:
    notes = {
        SourceKind.TRUNK: "illustrative delivery to Shanxi at a real entry; the line's own capacity is far larger",
        SourceKind.CBM: "field named in public sources; flow illustrative, output of the province 11.27 bcm in 2023",
        SourceKind.TIGHT_GAS: "field named in public sources; flow illustrative (Linxing: 6.7 million m3/d in winter)",
    }
    return notes.get(kind, "illustrative plant with an invented name")


def supplies(counties: list[County], design_use: dict[str, float]) -> list[Supply]:
    """All that is contracted and nominated: sources, and withdrawal bought from stores."""
    tops = {row["supply"]: row["max_flow"] for row in source_rows(counties, design_use)}
    found = [
        Supply(
            line["supply"], line["node"], line["kind"], tops[line["supply"]], float(line["plan"] or 0), line["mode"],
            float(line["price"]) if line["price"] else None,
        )
        for line in given("sources") + trucked_sources(counties)
    ]  # fmt: skip
    return found + [
        Supply(
            line["store"], line["node"], "storage", float(line["sendout"]), float(line["nominated"]),
            "swing" if line["kind"] == "underground" else "peak", 3.2,
        )
        for line in given("stores")
        if float(line["nominated"]) > 0
    ]  # fmt: skip


def contract_rows(every: list[Supply], cities: dict[str, str]) -> list[Row]:
    """Rows of `contracts`: upstream for each supply, downstream from the provincial grid to each city's gas firms."""
    rows = [_upstream(supply) for supply in every]
    return rows + [_downstream(code, name) for code, name in cities.items()]


def _upstream(supply: Supply) -> Row:
    return {
        "contract": f"up-{supply.supply}", "party": PARTIES.get(supply.kind, "示例城燃与贸易企业"), "link": "upstream",
        "supply": supply.supply, "delivery_node": supply.node, "daily_min": 0.0, "daily_max": supply.top,
        "season_max": None, "livelihood_share": 0.55 if supply.kind == "trunk" else 0.4, "price": supply.price,
        "begins": FIRST, "ends": LAST, "evidence": Evidence.ILLUSTRATIVE, "reference": NOTE,
    }  # fmt: skip


def _downstream(code: str, name: str) -> Row:
    return {
        "contract": f"down-{code}", "party": f"示例{name.removesuffix('市')}城燃企业", "link": "downstream",
        "supply": "trunk-sj2", "delivery_node": "dayu", "daily_min": 0.0, "daily_max": 120.0,
        "season_max": None, "livelihood_share": 0.6, "price": 2.42, "begins": FIRST, "ends": LAST,
        "evidence": Evidence.ILLUSTRATIVE, "reference": NOTE + "; downstream link, not nominated here",
    }  # fmt: skip


def planned_flows(
    every: list[Supply], loads: list[Load], normal: Temperatures, day: date
) -> dict[str, float]:
    """Flow of each supply on a gas day so that all of them meet a normal day's use and the plan's margin."""
    local = county_use(loads, normal, day)
    flows: dict[str, float] = {}
    for supply in every:
        if supply.mode == "local":
            flows[supply.supply] = min(supply.top, local[supply.node] * TRUCK_MARGIN)
        elif supply.mode == "flat":
            flows[supply.supply] = supply.plan * _summer_ease(day)
        elif supply.mode == "peak":
            flows[supply.supply] = supply.plan if date(2023, 12, 8) <= day <= date(2024, 2, 15) else 0.0
    swing = [supply for supply in every if supply.mode == "swing"]
    wanted = province_use(loads, normal, day) * (1 + margin(day)) - sum(flows.values())
    share = wanted / sum(supply.plan for supply in swing)
    flows |= {supply.supply: min(supply.top, supply.plan * max(0.25, share)) for supply in swing}
    return flows


def _summer_ease(day: date) -> float:
    """Wells and plants run a little below their winter flow at the season's ends."""
    return 0.93 if day < date(2023, 11, 10) or day > date(2024, 3, 15) else 1.0


def nomination_rows(every: list[Supply], loads: list[Load], normal: Temperatures) -> list[Row]:
    """Rows of `nominations`: the plan of 28 October, December's changes, and what upstream adds for the wave."""
    dice = random.Random(SEED + " nominations")
    rows: list[Row] = []
    for day in DAYS:
        flows = planned_flows(every, loads, normal, day)
        for supply in every:
            flow = round(flows[supply.supply] * (1 + _jitter(dice, supply)), 2)
            rows.append(_nomination(supply, day, 1, PLAN_FILED, min(supply.top, flow)))
            rows += _revisions(supply, day, flow)
    return rows


def _jitter(dice: random.Random, supply: Supply) -> float:
    return round(dice.uniform(-0.01, 0.01), 4) if supply.mode == "flat" else 0.0


def _revisions(supply: Supply, day: date, flow: float) -> list[Row]:
    """Later filings: some fields change December's plan, trunks add gas for the wave, one comes too late to count."""
    found = []
    if supply.kind in ("cbm", "tight_gas") and day.month == 12 and day.day % 5 == 0:
        found.append(_nomination(supply, day, 2, DECEMBER_FILED, min(supply.top, round(flow * 1.005, 2))))
    if supply.kind == "trunk" and supply.supply != "trunk-sa" and WAVE_FIRST <= day <= WAVE_LAST:
        found.append(_nomination(supply, day, 2, WAVE_FILED, min(supply.top, round(flow * WAVE_SHARE, 2))))
    if supply.supply == "trunk-sj3" and day == after(GAS_DAY, 1):
        found.append(_nomination(supply, day, 3, LATE_FILED, supply.top))
    return found


WAVE_SHARE = 1.065  # what trunk suppliers add to their plan for the cold wave's days


def _nomination(supply: Supply, day: date, revision: int, filed_at: datetime, flow: float) -> Row:
    return {
        "contract": f"up-{supply.supply}", "gas_day": day, "revision": revision, "filed_at": filed_at, "flow": flow,
    }  # fmt: skip


def measure_rows() -> list[Row]:
    """Rows of `measures`: what can be had before anybody is cut."""
    return [
        {
            "measure": line["measure"], "name_zh": line["name_zh"], "name_en": line["name_en"],
            "kind": MeasureKind(line["kind"]), "node": line["node"], "flow": float(line["flow"]),
            "lead_hours": float(line["lead_hours"]), "begins": FIRST, "ends": LAST,
            "evidence": Evidence.ILLUSTRATIVE, "reference": line["reference"],
        }
        for line in given("measures")
    ]  # fmt: skip


def limit_rows() -> list[Row]:
    """Rows of `shared_limits`: how much spot LNG the province's tankers can bring in a day."""
    return [
        {
            "limit": FLEET, "name_zh": "全省现货 LNG 槽车运力", "name_en": "Tankers for spot LNG, whole province",
            "kind": LimitKind.FLEET, "span": "day", "most": FLEET_VOLUME, "begins": FIRST, "ends": LAST,
            "evidence": Evidence.ILLUSTRATIVE,
            "reference": "illustrative: 18 tankers a day; 1 tanker of 20 t is about 2.8",
        }
    ]  # fmt: skip


def limit_member_rows() -> list[Row]:
    """Rows of `limit_members`: every spot offer comes by tanker."""
    spot = [line["measure"] for line in given("measures") if line["kind"] == MeasureKind.SPOT_LNG]
    return [{"limit": FLEET, "member": measure, "factor": 1.0} for measure in spot]
