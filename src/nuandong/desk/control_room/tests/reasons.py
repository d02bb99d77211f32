"""Reasons and answers for the pictures of these tests, in figures that one can add in one's head."""

from __future__ import annotations

import numpy as np

from nuandong.assess.day_reasons import CountyWorth, DayReasons, NextUnit, SubjectReasons
from nuandong.assess.explain import Explanation
from nuandong.assess.explaining.chain import Because
from nuandong.assess.explaining.cuts import CutStory, Limit
from nuandong.assess.explaining.help import WouldHelp
from nuandong.assess.explaining.subject import Subject
from nuandong.assess.what_if import DifferenceRows, UserRows
from nuandong.desk.control_room.tests.pictures import COUNTIES, DAYS, GAS_DAY, orange_day
from nuandong.desk.outlook.studies.answers import WhatIfAnswer

GAP = Because("gap", "全省缺口40", "The province misses 40", "T-008")


def orange_reasons() -> DayReasons:
    """Two bottlenecks, the second inside the first; gas reaches somebody short in three of four counties."""
    wide = CutStory(
        counties=("140105", "140121", "140702"), nodes=("a", "b", "140105", "140121", "140702"), days=1,
        limits=(
            Limit("link", "north-1", "北线一段", "North line, part 1", 1, 90.0),
            Limit("supply", "cbm-1", "沁水煤层气", "Qinshui CBM", 1, 110.0),
            Limit("sendout", "tank", "示例 LNG 储罐", "Example tank", 1, 20.0),
        ),
        need=240.0, brought=220.0, missing=20.0, error=0.0, text_zh="缺20", text_en="20 are missing",
    )  # fmt: skip
    narrow = CutStory(
        counties=("140105",), nodes=("140105",), days=1,
        limits=(Limit("link", "gate-140105", "小店分输支线", "Xiaodian branch", 1, 98.0),),
        need=100.0, brought=98.0, missing=2.0, error=0.0, text_zh="缺2", text_en="2 are missing",
    )  # fmt: skip
    own = SubjectReasons("u1", "140105", (Because("user", "本户应压减12", "It must free 12", "T-041"),))
    other = SubjectReasons("u3", "140702", (Because("user", "本户应压减3", "It must free 3", "T-041"),))
    county = SubjectReasons("", "140105", (Because("county", "小店区缺17", "Xiaodian misses 17", "T-007"),))
    return DayReasons(
        gas_day=GAS_DAY,
        province=(GAP,),
        subjects=(county, own, other),
        cuts=(wide, narrow),
        worth=CountyWorth(
            county=tuple(row[0] for row in COUNTIES),
            per_unit=np.array([60100.0, 60000.0, 60050.0, 18400.0]),
            reaches_short=np.array([True, True, True, False]),
            following=np.array([1, 0, 0, -1]),
        ),
        following=(
            NextUnit("140121", (0,), 1.0, "示例机械厂 +1.000（万m³）", "Example works +1.000 (×10⁴ m³)"),
            NextUnit(
                "140105", (0, 1), 1.0, "小店区非连续生产工业 +1.000（万m³）", "Xiaodian, industry +1.000"
            ),
        ),
    )


def colder_answer() -> WhatIfAnswer:
    """A gap of 40 that becomes 60, a level that becomes red, households that miss 5, all in Xiaodian."""
    picture = orange_day()
    rows = [
        ("province", "demand", "需求", "Demand", 280.0, 300.0),
        ("province", "supply", "供应", "Supply", 240.0, 240.0),
        ("province", "gap_before", "缺口（措施前）", "Gap before measures", 40.0, 60.0),
        ("province", "gap_residual", "剩余缺口（压减后）", "Residual gap", 0.0, 5.0),
        ("province", "livelihood_gap", "民生缺口", "Livelihood gap", 0.0, 5.0),
        ("tier", "lng_plant", "液化工厂", "Liquefaction plants", 12.0, 12.0),
        ("tier", "ind_disc", "非连续生产工业", "Non-continuous industry", 8.0, 23.0),
        ("county", "140105", "小店区", "Xiaodian", 17.0, 30.0),
        ("county", "140702", "榆次区", "Yuci", 3.0, 5.0),
        ("county", "140581", "高平市", "Gaoping", 0.0, 0.0),
        ("home", "140105", "小店区", "Xiaodian", 0.0, 5.0),
    ]
    columns = list(zip(*rows, strict=True))
    flat = [np.repeat(np.asarray(column)[:, None], DAYS, axis=1) for column in columns[4:]]
    return WhatIfAnswer(
        days=picture.stamp.days, level_before="orange", level_after="red", headline_zh="红色", headline_en="Red",
        input_hash_before="cd34" * 16, input_hash_after="ef56" * 16,
        differences=DifferenceRows(*columns[:4], before=flat[0], after=flat[1]),
        users=UserRows(
            ("p2", "p4", "p3"), ("示例机械厂", "示例玻璃厂", "示例陶瓷厂"),
            ("Example works", "Example glass", "Example pottery"), ("140105", "140105", "140702"),
            ("ind_disc", "ind_disc", "ind_disc"), ("more", "in", "out"), np.array([5.0, 0.0, 3.0]),
            np.array([8.0, 4.0, 0.0]),
        ),
    )  # fmt: skip


def explained() -> Explanation:
    """Gas at the place is enough; the line is not."""
    helps = (
        WouldHelp("gas", "140105", "在小店区另增供气", "more gas brought to Xiaodian", 12.5, True, 0.0, True, "", ""),
        WouldHelp("link", "north-1", "北线一段增加输气能力", "a wider North line", 90.0, False, 3.0, True, "", ""),
    )  # fmt: skip
    return Explanation(
        subject=Subject("u1", "140105", "示例液化工厂", "Example LNG plant"), gas_day=GAS_DAY, is_cut=True,
        chain=(GAP,), cut=None, would_help=helps, next_zh="榆次区工业 +1", next_en="Yuci, industry +1", price=6.0,
    )  # fmt: skip
