"""A small province of three counties whose every figure can be done by hand, for the tests of what is written.

Yulin entry --a1 420--> Taiyuan North --a2 90--> Yangquan North --> Yuxian 140322
Qinshui field --a3 120--^      |--> Xinghualing 140107, Qingxu 140121
A tank stands at each junction; a coke-oven plant gives 30 at Yangquan North.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import numpy as np

from nuandong.assess import picture as p
from nuandong.assess.case import Case, Settings
from nuandong.curtailment.tables import CurtailmentLists, DeliveryPoints, ListEntries, UserBook, Users
from nuandong.demand.tables import DemandModels, UseReports, Weather
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.gasday import CHINA, gas_days
from nuandong.network import tables as n
from nuandong.units import to_cubic_metre
from nuandong.vocabulary import (
    ArcKind,
    ConsumerClass,
    Evidence,
    MeasureKind,
    NodeKind,
    RegionKind,
    SourceKind,
    StoreKind,
)

TODAY = date(2023, 12, 20)
DAYS = gas_days(first=TODAY, count=14)
AS_OF = datetime(2023, 12, 19, 17, 0, tzinfo=CHINA)
TEMPERATURE = np.array(
    [-13.1, -15.6, -13.0, -11.2, -9.0, -6.5, -5.1, -4.0, -3.2, -2.8, -2.0, -3.4, -4.1, -3.6]
)
NORMAL = np.full(14, -4.2)
COUNTIES = ("140107", "140121", "140322")
TRUNK, CBM, COKE, NOMINATED_TANK, PIPE = 330.0, 80.0, 30.0, 20.0, 90.0


LATE = Finding(
    "report.late",
    Place("use_reports.csv", 4, "filed_at"),
    "140322",
    "日报未到",
    "report is missing",
    Severity.WARNING,
)


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def county_demand() -> np.ndarray:
    cold = np.maximum(0.0, 16.0 - TEMPERATURE)
    return np.stack([40 + 7.1 * cold, 60 + 2.3 * cold, 20 + 4.2 * cold])


@cache
def flows() -> dict[str, np.ndarray]:
    """The plan by hand: what Yuxian cannot be sent is shed there, the rest is shed at Qingxu."""
    demand = county_demand()
    tank_two = np.minimum(12.0, np.maximum(0.0, demand[2] - COKE - PIPE))
    spot = np.zeros(14)
    spot[0] = min(8.0, max(0.0, demand[2, 0] - COKE - PIPE - tank_two[0]))
    relief_three = np.maximum(0.0, demand[2] - COKE - PIPE - tank_two - spot)
    pipe = np.maximum(0.0, demand[2] - relief_three - COKE - tank_two - spot)
    coke = demand[2] - relief_three - tank_two - spot - pipe
    need = demand[0] + demand[1] + pipe
    trunk = np.minimum(TRUNK, np.maximum(0.0, need - CBM))
    tank_one = np.minimum(40.0, np.maximum(0.0, need - CBM - trunk))
    relief_two = np.maximum(0.0, need - CBM - trunk - tank_one)
    relief = np.stack([np.zeros(14), relief_two, relief_three])
    gates = demand - relief
    return {
        "trunk": trunk, "cbm": np.full(14, CBM), "coke": coke, "pipe": pipe, "gates": gates, "relief": relief,
        "sendout": np.stack([tank_one, tank_two]), "spot": spot,
    }  # fmt: skip


@cache
def three_county_day() -> p.DayPicture:
    return p.DayPicture(
        stamp=stamp(),
        proposal=proposal(),
        province=province(),
        classes=classes(),
        counties=counties(),
        zones=zones(),
        sources=sources(),
        stores=stores(),
        arcs=arcs(),
        tiers=tiers(),
        cuts=cuts(),
        alternatives=alternatives(),
        findings=Findings((LATE,)),
    )  # fmt: skip


def stamp() -> p.Stamp:
    return p.Stamp(
        TODAY, AS_OF, DAYS, 2, 3, "SX-2017", "5f" * 32, "a1" * 32, "太原逐日均温由 NOAA 记录计算；实况回放",
        "Taiyuan daily means computed from the NOAA record; replay of observed weather", True,
    )  # fmt: skip


def proposal() -> p.Proposal:
    return p.Proposal(
        level="orange",
        name_zh="橙色",
        name_en="Orange",
        headline_zh="橙色 · 全省缺口 14.0 %",
        headline_en="Orange · the province misses 14.0 % of its demand",
        decide_by=datetime(2023, 12, 19, 18, 0, tzinfo=CHINA),
        reasons=(
            p.Reason(
                "全省缺口 14.0 %，达到 10 % 至 20 %", "Gap of 14.0 %, within 10 to 20 %", "T-040", "judged"
            ),
        ),
        powers_zh=("可压减工业、商业用户", "可投放部分应急储备"),
        powers_en=("may cut industry and commerce", "may release part of the emergency reserve"),
        next_level="red",
        next_level_residual=0.0,
        next_level_text_zh="红色可再压减公共服务与车辆，剩余缺口 0",
        next_level_text_en="Red could also cut public service and vehicles; nothing would stay uncovered",
    )


def province() -> p.ProvinceGaps:
    plan, demand = flows(), county_demand().sum(axis=0)
    supply = np.full(14, TRUNK + CBM + COKE + NOMINATED_TANK)
    gap = to_cubic_metre(np.maximum(0.0, demand - supply))
    after = plan["relief"].sum(axis=0)  # what measures leave open, which orders then free
    blocked = np.maximum(0.0, county_demand()[2] - COKE - PIPE)
    steps = ((0.1, "orange"), (0.05, "yellow"), (-1.0, "none"))
    level = tuple(next(word for least, word in steps if share >= least) for share in gap / demand)
    return p.ProvinceGaps(
        demand=demand, supply=supply, gap_before=gap, gap_share=np.round(gap / demand, 6),
        deliverable_gap=np.maximum(gap, blocked), gap_after_storage=after,
        gap_residual=np.zeros(14), livelihood_gap=np.zeros(14), level=level, mean_temperature=TEMPERATURE,
        normal_temperature=NORMAL, cold_wave=np.arange(14) < 4, demand_low=demand * 0.97, demand_high=demand * 1.04,
    )  # fmt: skip


def classes() -> p.ClassRows:
    demand = county_demand()
    return p.ClassRows(
        ("RES_COOK", "CENTRAL_HEAT", "IND_FUEL_DISC"), np.array([True, True, False]),
        np.stack([demand[0] * 0.6, demand[0] * 0.4 + demand[2], demand[1]]),
    )  # fmt: skip


def counties() -> p.CountyRows:
    demand, plan = county_demand(), flows()
    return p.CountyRows(
        county=COUNTIES, name_zh=("杏花岭区", "清徐县", "盂县"), name_en=("Xinghualing", "Qingxu", "Yuxian"),
        city=("140100", "140100", "140300"), reported=np.array([True, True, False]), demand=demand,
        delivered=demand - plan["relief"], shortfall=plan["relief"], relief=plan["relief"], unserved=plan["relief"],
        livelihood_gap=np.zeros((3, 14)),
    )  # fmt: skip


def zones() -> p.ZoneRows:
    return p.ZoneRows(
        ("tai-yang",), ("太阳线供气区",), ("Taiyuan-Yangquan line",), np.array([True]), floats(560.0), floats(480.0),
        floats(0.142857), ("orange",),
    )  # fmt: skip


def sources() -> p.SourceRows:
    plan, idle = flows(), np.zeros(14)
    nominated = np.stack([idle + TRUNK, idle + CBM, idle + COKE, idle + NOMINATED_TANK, idle, idle, idle])
    given = np.stack([plan["trunk"], plan["cbm"], plan["coke"], *plan["sendout"], plan["spot"], idle])
    return p.SourceRows(
        ("shaan-jing", "qinshui", "coke-yq", "tank-ty", "tank-yq", "spot-yq", "swap-1"),
        ("陕京线分输", "沁水煤层气", "阳泉焦炉煤气", "太原 LNG 储罐", "阳泉 LNG 储罐", "阳泉现货 LNG", "与河北串换"),
        ("Shaan-Jing entry", "Qinshui CBM", "Yangquan coke-oven SNG", "Taiyuan LNG tank", "Yangquan LNG tank",
         "Spot LNG at Yangquan", "Swap with Hebei"),
        ("trunk", "cbm", "coke_oven_sng", "storage", "storage", "lng_truck", "trunk"), nominated, given,
    )  # fmt: skip


def stores() -> p.StoreRows:
    sendout = flows()["sendout"]
    inventory = floats(400.0, 90.0)[:, None] - np.concatenate(
        [np.zeros((2, 1)), sendout.cumsum(axis=1)], axis=1
    )
    return p.StoreRows(
        ("tank-ty", "tank-yq"), ("太原 LNG 储罐", "阳泉 LNG 储罐"), ("Taiyuan LNG tank", "Yangquan LNG tank"),
        ("lng_tank", "lng_tank"), floats(600.0, 120.0), floats(150.0, 40.0), floats(40.0, 12.0), inventory, sendout,
        np.zeros((2, 14)), np.stack([np.full(14, NOMINATED_TANK), np.zeros(14)]), np.zeros((2, 14)),
        floats(400 / 600, 90 / 120), floats(10.0, 7.5),
    )  # fmt: skip


def arcs() -> p.ArcRows:
    plan = flows()
    capacity = np.repeat(floats(420.0, PIPE, 120.0, 400.0, 300.0, 200.0)[:, None], 14, axis=1)
    flow = np.concatenate([[plan["trunk"], plan["pipe"], plan["cbm"]], plan["gates"]])
    arc, zh, en, kind, begins, ends = zip(*ARCS, strict=True)
    return p.ArcRows(
        arc, zh, en, kind, begins, ends, capacity, np.zeros((6, 14)), flow, flow >= capacity - 1e-9
    )


ARCS = (
    ("a1", "陕京—太原", "Shaan-Jing to Taiyuan", "trunk", "yulin-in", "taiyuan-n"),
    ("a2", "太原—阳泉", "Taiyuan to Yangquan", "pipe", "taiyuan-n", "yangquan-n"),
    ("a3", "沁水—太原", "Qinshui to Taiyuan", "pipe", "qinshui-f", "taiyuan-n"),
    ("g1", "杏花岭支线", "Xinghualing branch", "gate", "taiyuan-n", "140107"),
    ("g2", "清徐支线", "Qingxu branch", "gate", "taiyuan-n", "140121"),
    ("g3", "盂县支线", "Yuxian branch", "gate", "yangquan-n", "140322"),
)


def tiers() -> p.TierRows:
    relief = flows()["relief"].sum(axis=0)
    demand = np.stack([np.full(14, 18.0), np.full(14, 60.0), np.full(14, 9.0)])
    curtailable = np.stack([np.full(14, 12.0), np.full(14, 50.0), np.full(14, 6.0)])
    first = np.minimum(relief, 12.0)
    return p.TierRows(
        ("ind_dual_fuel", "ind_disc", "vehicle"), ("工业双燃料", "工业非连续", "社会车辆"),
        ("Industry, dual fuel", "Industry, non-continuous", "Other vehicles"), np.array([True, True, False]), demand,
        curtailable, np.stack([first, relief - first, np.zeros(14)]),
    )  # fmt: skip


def cuts() -> p.CutLines:
    relief = flows()["relief"]
    notify = datetime(2023, 12, 20, 2, 0, tzinfo=CHINA)
    return p.CutLines(
        (1, 2), ("P-1", "P-2"), ("U-1", "U-2"), ("示例陶瓷一厂", "示例玻璃厂"), ("Sample Ceramics 1", "Sample Glass"),
        ("140121", "140322"), ("ind_disc", "ind_dual_fuel"), ("IND_FUEL_DISC", "IND_FUEL_CONT"), ("reduce", "stop"),
        floats(70.0, 30.0), floats(10.0, 0.0), floats(relief[1, 0], relief[2, 0]), (notify, notify),
        ("先压非连续生产；保窑炉 10", "双燃料可切换"), ("non-continuous first; 10 keeps the kiln", "can switch fuel"),
    )  # fmt: skip


def alternatives() -> p.AlternativeRows:
    plan = flows()
    return p.AlternativeRows(
        ("spot-yq", "swap-1", "reserve"), ("阳泉现货 LNG", "与河北串换", "储气库存动用（指定之外）"),
        ("Spot LNG at Yangquan", "Swap with Hebei", "Withdrawal beyond nominations"), ("spot_lng", "swap", "reserve"),
        floats(8.0, 0.0, 32.0), floats(plan["spot"][0], 0.0, plan["sendout"][:, 0].sum() - NOMINATED_TANK),
        floats(6.0, 48.0, 0.0), ("已用足", "提前 48 小时，今日来不及", "已用足"),
        ("used in full", "needs 48 h: too late for today", "used in full"),
    )  # fmt: skip


@cache
def three_county_case() -> Case:
    return Case(
        settings=Settings(
            "三县示例", "Three counties", "shanxi", TODAY, date(2023, 11, 1), date(2024, 3, 31), AS_OF,
            note_zh="需求、合同与储气为示意数据", note_en="Demand, contracts and storage are illustrative",
        ),
        network=network(),
        models=DemandModels(
            COUNTIES, (ConsumerClass.COMM,) * 3, *(np.ones(3) for _ in range(4)), (Evidence.ILLUSTRATIVE,) * 3,
            ("",) * 3,
        ),
        weather=Weather((), (), np.zeros(0), (), (), ()),
        reports=UseReports((), (), (), np.zeros(0), ()),
        users=user_book(),
        input_hash="a1" * 32,
    )  # fmt: skip


def nodes() -> n.Nodes:
    return n.Nodes(
        ("yulin-in", "taiyuan-n", "yangquan-n", "qinshui-f", *COUNTIES),
        ("陕京入口", "太原北", "阳泉北", "沁水气田", "杏花岭区", "清徐县", "盂县"),
        ("Shaan-Jing entry", "Taiyuan North", "Yangquan North", "Qinshui field", "Xinghualing", "Qingxu", "Yuxian"),
        tuple(map(NodeKind, ("entry", "junction", "junction", "field", "county", "county", "county"))),
        ("140000",) * 4 + COUNTIES, floats(111.0, 112.5, 113.5, 112.2, 112.58, 112.36, 113.41),
        floats(38.2, 38.0, 37.95, 35.7, 37.9, 37.61, 38.09), (Evidence.READ,) * 7, ("",) * 7,
    )  # fmt: skip


def network() -> n.Network:
    guess = Evidence.ILLUSTRATIVE
    blank = np.full(6, np.nan)
    arc, zh, en, kind, begins, ends = zip(*ARCS, strict=True)
    return n.Network(
        regions=n.Regions(
            ("140000", "140100", "140300", *COUNTIES), ("山西省", "太原市", "阳泉市", "杏花岭区", "清徐县", "盂县"),
            ("Shanxi", "Taiyuan", "Yangquan", "Xinghualing", "Qingxu", "Yuxian"),
            tuple(map(RegionKind, ("province", "city", "city", "county", "county", "county"))),
            ("", "140000", "140000", "140100", "140100", "140300"), np.full(6, 1e6),
            floats(112.5, 112.55, 113.58, 112.58, 112.36, 113.41), floats(37.8, 37.87, 37.86, 37.9, 37.61, 38.09),
            ("taiyuan",) * 6, (Evidence.READ,) * 6, ("",) * 6,
        ),
        nodes=nodes(),
        arcs=n.Arcs(
            arc, zh, en, tuple(map(ArcKind, kind)), begins, ends, ("",) * 6, floats(420, PIPE, 120, 400, 300, 200),
            np.zeros(6), blank, blank, blank, blank, (None,) * 6, (None,) * 6, (guess,) * 6, ("",) * 6,
        ),
        arc_limits=n.ArcLimits((), (), (), np.zeros(0), (), ()),
        zones=n.Zones(("tai-yang",), ("太阳线供气区",), ("Taiyuan-Yangquan line",), (guess,), ("",)),
        zone_members=n.ZoneMembers(("tai-yang",) * 3, COUNTIES),
        sources=n.Sources(
            ("shaan-jing", "qinshui", "coke-yq"), ("陕京线分输", "沁水煤层气", "阳泉焦炉煤气"),
            ("Shaan-Jing entry", "Qinshui CBM", "Yangquan coke-oven SNG"),
            (SourceKind.TRUNK, SourceKind.CBM, SourceKind.COKE_OVEN_SNG), ("",) * 3,
            ("yulin-in", "qinshui-f", "yangquan-n"), floats(420, 120, 30), np.full(3, 35.5), (None,) * 3, (guess,) * 3,
            ("",) * 3,
        ),
        stores=n.Stores(
            ("tank-ty", "tank-yq"), ("太原 LNG 储罐", "阳泉 LNG 储罐"), ("Taiyuan LNG tank", "Yangquan LNG tank"),
            (StoreKind.LNG_TANK,) * 2, ("taiyuan-n", "yangquan-n"), floats(600, 120), floats(600, 120),
            floats(150, 40), floats(40, 12), floats(5, 2), np.zeros(2), (None,) * 2, (guess,) * 2, ("",) * 2,
        ),
        store_shares=n.StoreShares((), (), (), np.zeros(0), (), ()),
        inventories=n.Inventories((), (), np.zeros(0), ()),
        contracts=n.Contracts((), (), (), (), (), *(np.zeros(0) for _ in range(5)), (), (), (), ()),
        nominations=n.Nominations((), (), np.zeros(0, dtype=np.int64), (), np.zeros(0)),
        measures=n.Measures(
            ("spot-yq", "swap-1"), ("阳泉现货 LNG", "与河北串换"), ("Spot LNG at Yangquan", "Swap with Hebei"),
            (MeasureKind.SPOT_LNG, MeasureKind.SWAP), ("yangquan-n", "taiyuan-n"), floats(8, 10), floats(6, 48),
            (TODAY,) * 2, (TODAY + timedelta(days=60),) * 2, (guess,) * 2, ("",) * 2,
        ),
        conversions=n.Conversions((), (), np.zeros(0), np.zeros(0, dtype=bool), (), np.zeros(0), (), ()),
    )  # fmt: skip


def user_book() -> UserBook:
    guess, zero = Evidence.ILLUSTRATIVE, np.zeros(2)
    return UserBook(
        Users(
            ("U-1", "U-2"), ("示例陶瓷一厂", "示例玻璃厂"), ("Sample Ceramics 1", "Sample Glass"), ("140121", "140322"),
            ("工信", "工信"), np.zeros(2, dtype=bool), zero, (guess,) * 2, ("",) * 2,
        ),
        DeliveryPoints(
            ("P-1", "P-2"), ("U-1", "U-2"), ("140121", "140322"),
            (ConsumerClass.IND_FUEL_DISC, ConsumerClass.IND_FUEL_CONT), floats(70, 30), floats(10, 0), zero, zero,
            np.zeros(2, dtype=bool), np.full(2, np.nan), np.zeros(2, dtype=bool), (guess,) * 2, ("",) * 2,
        ),
        CurtailmentLists((), (), (), (), (), ()),
        ListEntries((), ()),
    )  # fmt: skip
