"""Pictures of a gas day for tests: few counties, round figures that one can add in one's head.

They are handed in as values where the page's own work is tested; the whole chain is tested with the sample
province elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np

from nuandong.assess.picture import (
    AlternativeRows,
    ArcRows,
    ClassRows,
    CountyRows,
    CutLines,
    DayPicture,
    Proposal,
    ProvinceGaps,
    Reason,
    SourceRows,
    Stamp,
    StoreRows,
    TierRows,
    ZoneRows,
)
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.gasday import CHINA, gas_days
from nuandong.units import FloatArray

GAS_DAY = date(2023, 12, 20)
AS_OF = datetime(2023, 12, 19, 17, 0, tzinfo=CHINA)
DECIDE_BY = datetime(2023, 12, 19, 18, 0, tzinfo=CHINA)
DAYS = 14
COUNTIES = (
    ("140105", "小店区", "Xiaodian", "140100", 100.0, 20.0),
    ("140121", "清徐县", "Qingxu", "140100", 80.0, 0.0),
    ("140702", "榆次区", "Yuci", "140700", 60.0, 3.0),
    ("140581", "高平市", "Gaoping", "140500", 40.0, 0.0),
)
CITY_NAMES = {"140100": "太原市", "140700": "晋中市", "140500": "晋城市"}


def over_days(first: float, *, step: float = 0.0, rows: int = 1) -> FloatArray:
    """A row (or equal rows) that begins at `first` and changes by `step` a day."""
    row = first + step * np.arange(DAYS, dtype=np.float64)
    return np.repeat(row[np.newaxis, :], rows, axis=0)


def orange_day(*, counties: tuple[tuple[str, str, str, str, float, float], ...] = COUNTIES) -> DayPicture:
    """An orange day: demand 280, supply 240, gap 40 (14.3 %), half of it closed by reserve, half by cutting."""
    return DayPicture(
        stamp=_stamp(),
        proposal=_proposal(),
        province=_province(),
        classes=ClassRows(
            ("RES_HEAT", "IND_FUEL_DISC"),
            np.array([True, False]),
            np.vstack([over_days(180.0), over_days(100.0)]),
        ),
        counties=_counties(counties),
        zones=_zones(),
        sources=_sources(),
        stores=_stores(),
        arcs=_arcs(),
        tiers=_tiers(),
        cuts=_cuts(),
        alternatives=_alternatives(),
        findings=_findings(),
    )


def calm_day() -> DayPicture:
    """A day on which nothing is missing and nobody is cut."""
    whole = orange_day()
    none = over_days(0.0)[0]
    province = replace(
        whole.province, supply=whole.province.demand + 10, gap_before=none, gap_share=none, deliverable_gap=none,
        gap_after_storage=none, gap_residual=none, level=("none",) * DAYS, cold_wave=np.zeros(DAYS, dtype=bool),
    )  # fmt: skip
    counties = replace(whole.counties, shortfall=np.zeros_like(whole.counties.shortfall))
    proposal = Proposal(
        "none",
        "无预警",
        "No warning",
        "供应可满足需求",
        "Supply carries demand",
        DECIDE_BY,
        (),
        (),
        (),
        "",
        0.0,
        "",
        "",
    )
    cuts = CutLines((), (), (), (), (), (), (), (), (), np.zeros(0), np.zeros(0), np.zeros(0), (), (), ())
    arcs = replace(whole.arcs, binding=np.zeros_like(whole.arcs.binding))
    return replace(whole, province=province, counties=counties, proposal=proposal, cuts=cuts, arcs=arcs)


def red_day() -> DayPicture:
    """A day on which protected users go short."""
    whole = orange_day()
    province = replace(whole.province, livelihood_gap=over_days(5.0)[0], gap_residual=over_days(5.0)[0])
    proposal = replace(whole.proposal, level="red", name_zh="红色", name_en="Red", next_level="")
    return replace(whole, province=province, proposal=proposal)


def _stamp() -> Stamp:
    return Stamp(
        gas_day=GAS_DAY, as_of=AS_OF, days=gas_days(first=GAS_DAY, count=DAYS), reported=3, expected=4,
        plan_code="shanxi-2021", policy_version="ab12" * 16, input_hash="cd34" * 16,
        weather_note_zh="气温：实况回放", weather_note_en="Weather: replay of what was observed", has_illustrative=True,
    )  # fmt: skip


def _proposal() -> Proposal:
    reasons = (
        Reason(
            "全省缺口 14.3 %，在 10 % 至 20 % 之间",
            "The province misses 14.3 %, between 10 and 20 %",
            "T-040",
            "judged",
        ),
        Reason("保障类用户无缺口", "No protected user goes short", "T-007", "stated"),
    )
    return Proposal(
        level="orange", name_zh="橙色", name_en="Orange", headline_zh="橙色 · 全省缺口 14.3 % · 18:00 前需批准压减方案",
        headline_en="Orange · 14.3 % of demand is missing · approve the plan by 18:00", decide_by=DECIDE_BY,
        reasons=reasons, powers_zh=("可动用部分应急储备（至 50 %）", "可压减工业和商业用气"),
        powers_en=("May release part of the reserve (up to 50 %)", "May order industry and commerce"),
        next_level="red", next_level_residual=0.0, next_level_text_zh="可动用全部储备，可压减至车辆用气",
        next_level_text_en="All reserve, and vehicles too",
    )  # fmt: skip


def _province() -> ProvinceGaps:
    gap = np.array([40.0, 60.0, 50, 30, 20, 10, 0, 0, 0, 0, 0, 0, 0, 0])
    demand = 240.0 + gap
    levels = ("orange", "red", "orange", "orange", "yellow", "blue", *("none",) * 8)
    return ProvinceGaps(
        demand=demand, supply=over_days(240.0)[0], gap_before=gap, gap_share=gap / demand, deliverable_gap=gap * 1.1,
        gap_after_storage=gap / 2, gap_residual=np.zeros(DAYS), livelihood_gap=np.zeros(DAYS), level=levels,
        mean_temperature=over_days(-14.0, step=0.9)[0], normal_temperature=over_days(-4.5)[0],
        cold_wave=np.arange(DAYS) < 4, demand_low=demand * 0.96, demand_high=demand * 1.04,
    )  # fmt: skip


def _counties(rows: tuple[tuple[str, str, str, str, float, float], ...]) -> CountyRows:
    codes, zh, en, cities, demand, missing = (tuple(column) for column in zip(*rows, strict=True))
    asked = np.vstack([over_days(flow) for flow in demand])
    short = np.vstack([over_days(flow) for flow in missing])
    return CountyRows(
        codes, zh, en, cities, np.array([row % 7 != 3 for row in range(len(codes))]), asked, asked - short, short,
        short / 2, short / 2, np.zeros_like(short),
    )  # fmt: skip


def _zones() -> ZoneRows:
    return ZoneRows(
        ("north", "middle"), ("北部供气区", "中部供气区"), ("Northern zone", "Middle zone"), np.array([True, False]),
        np.array([120.0, 160.0]), np.array([80.0, 160.0]), np.array([1 / 3, 0.0]), ("orange", "none"),
    )  # fmt: skip


def _sources() -> SourceRows:
    kinds = ("trunk", "cbm", "coke_oven_sng", "storage")
    nominated = np.vstack([over_days(flow) for flow in (150.0, 60.0, 20.0, 10.0)])
    return SourceRows(
        ("trunk-1", "cbm-1", "sng-1", "ugs-1"), ("干线一", "沁水煤层气", "焦炉气", "储气库采气"),
        ("Trunk one", "Qinshui CBM", "Coke-oven SNG", "Store withdrawal"), kinds, nominated, nominated * 0.99,
    )  # fmt: skip


def _stores() -> StoreRows:
    flat = over_days(6.0, rows=2)
    return StoreRows(
        store=("tank", "cavern"), name_zh=("示例 LNG 储罐", "示例储气库"), name_en=("Example tank", "Example store"),
        kind=("lng_tank", "underground"), working_capacity=np.array([100.0, 400.0]), reserve=np.array([40.0, 100.0]),
        sendout_max=np.array([20.0, 10.0]), inventory=np.full((2, DAYS + 1), 60.0), sendout=flat, injection=flat * 0,
        nominated=flat * 0, boil_off=flat * 0, fill=np.array([0.6, 0.15]), days_of_cover=np.array([3.0, 6.0]),
    )  # fmt: skip


def _arcs() -> ArcRows:
    flow = np.vstack([over_days(90.0), over_days(30.0), over_days(100.0)])
    return ArcRows(
        ("north-1", "north-2", "gate-140105"), ("北线一段", "北线二段", "小店分输支线"),
        ("North line, part 1", "North line, part 2", "Xiaodian branch"), ("pipe", "pipe", "gate"),
        ("a", "b", "b"), ("b", "c", "140105"), np.vstack([over_days(90.0), over_days(120.0), over_days(200.0)]),
        np.zeros((3, DAYS)), flow, np.vstack([over_days(1.0), over_days(0.0), over_days(0.0)]) > 0,
    )  # fmt: skip


def _tiers() -> TierRows:
    return TierRows(
        ("lng_plant", "ind_disc", "vehicle"), ("液化工厂", "非连续生产工业", "社会车辆"),
        ("Liquefaction plants", "Non-continuous industry", "Other vehicles"), np.array([True, True, False]),
        np.vstack([over_days(12.0), over_days(50.0), over_days(9.0)]),
        np.vstack([over_days(12.0), over_days(40.0), over_days(9.0)]),
        np.vstack([over_days(12.0), over_days(8.0), over_days(0.0)]),
    )  # fmt: skip


def _cuts() -> CutLines:
    return CutLines(
        order=(1, 2, 3), point=("p1", "p2", "p3"), user=("u1", "u2", "u3"),
        name_zh=("示例液化工厂", "示例机械厂", "示例陶瓷厂"),
        name_en=("Example LNG plant", "Example works", "Example pottery"),
        county=("140105", "140105", "140702"), tier=("lng_plant", "ind_disc", "ind_disc"),
        consumer_class=("LNG_PLANT", "IND_FUEL_DISC", "IND_FUEL_DISC"), state=("stop", "reduce", "reduce"),
        load=np.array([12.0, 10.0, 6.0]), safe_load=np.array([0.0, 2.0, 1.0]), relief=np.array([12.0, 5.0, 3.0]),
        notify_by=(DECIDE_BY, DECIDE_BY, DECIDE_BY), reason_zh=("液化工厂最先", "本层级按比例", "本层级按比例"),
        reason_en=("Liquefaction goes first", "Equal share of its step", "Equal share of its step"),
    )  # fmt: skip


def _alternatives() -> AlternativeRows:
    return AlternativeRows(
        ("reserve", "spot"), ("应急储备", "现货 LNG"), ("Emergency reserve", "Spot LNG"), ("reserve", "spot_lng"),
        np.array([20.0, 15.0]), np.array([20.0, 0.0]), np.array([2.0, 72.0]), ("已用至授权上限", "72 小时后方可到站"),
        ("Used up to the powers of the level", "Arrives after 72 hours"),
    )  # fmt: skip


def _findings() -> Findings:
    late = Finding(
        "report_missing", Place("use_reports"), "140581", "未收到 12 月 18 日日报，按模型估计",
        "no report for 18 December; estimated by the model", Severity.WARNING,
    )  # fmt: skip
    return Findings((late,))
