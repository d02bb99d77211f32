"""Tables that do not agree (unknown ids, contracts out of season, wrong units): what is said, in both languages."""

from pathlib import Path

import pytest

from tests.casefile.spoil import Spoil, copy_of_tiny, found, put, scale

Line = tuple[str, str, str]

CASES = [
    pytest.param(
        [put("demand_models", 16, "county", "149999")],
        [
            (
                "unknown_reference",
                "demand_models.csv 第 16 行 列 county：“149999”：“行政区”表中没有该编号",
                "demand_models.csv row 16 column county: “149999”: no such id in the table “Regions”",
            ),
        ],
        id="unknown-county",
    ),
    pytest.param(
        [put("sources", 2, "node", "entry-s")],
        [
            (
                "unknown_reference",
                "sources.csv 第 2 行 列 node：“entry-s”：“节点”表中没有该编号",
                "sources.csv row 2 column node: “entry-s”: no such id in the table “Nodes”",
            ),
        ],
        id="unknown-node",
    ),
    pytest.param(
        [put("contracts", 2, "supply", "trunk-west")],
        [
            (
                "unknown_reference",
                "contracts.csv 第 2 行 列 supply：“trunk-west”：“气源”表、“储气设施”表中没有该编号",
                "contracts.csv row 2 column supply: “trunk-west”: no such id in the table "
                "“Sources” or the table “Stores”",
            ),
        ],
        id="unknown-supply",
    ),
    pytest.param(
        [put("contracts", 4, "begins", "2024-01-01")],
        [
            (
                "contract_out_of_season",
                "contracts.csv 第 4 行 列 begins：“c-tank”：有效期 2024-01-01 至 2024-03-31 "
                "不在采暖季 2023-12-10 至 2023-12-29 之内",
                "contracts.csv row 4 column begins: “c-tank”: valid from 2024-01-01 to "
                "2024-03-31, which does not meet the season 2023-12-10 to 2023-12-29",
            ),
        ],
        id="contract-out-of-season",
    ),
    pytest.param(
        [put("contracts", 4, "ends", "2023-10-01")],
        [
            (
                "ends_before_begins",
                "contracts.csv 第 4 行 列 ends：“2023-10-01”：截止日不应早于起始日 2023-11-01",
                "contracts.csv row 4 column ends: “2023-10-01”: must not end before it begins on 2023-11-01",
            ),
        ],
        id="contract-reversed",
    ),
    pytest.param(
        [put("contracts", 3, "ends", "2023-12-28")],
        [
            (
                "nomination_outside_contract",
                "nominations.csv 第 61 行 列 gas_day：“2023-12-29”：合同 c-cbm 的有效期为 "
                "2023-11-01 至 2023-12-28",
                "nominations.csv row 61 column gas_day: “2023-12-29”: contract c-cbm holds from "
                "2023-11-01 to 2023-12-28",
            ),
        ],
        id="nomination-outside-contract",
    ),
    pytest.param(
        [put("nominations", 2, "flow", "31.5")],
        [
            (
                "nomination_above_contract",
                "nominations.csv 第 2 行 列 flow：“31.5”：超过合同 c-trunk 的最大日量 31",
                "nominations.csv row 2 column flow: “31.5”: above the daily maximum 31 of contract c-trunk",
            ),
        ],
        id="nomination-above-contract",
    ),
    pytest.param(
        [put("contracts", 2, "daily_min", "32")],
        [
            (
                "least_above_most",
                "contracts.csv 第 2 行 列 daily_min：“32”：不应大于最大日量 31",
                "contracts.csv row 2 column daily_min: “32”: must not exceed 31, the figure of “Most a day”",
            ),
        ],
        id="least-above-most",
    ),
    pytest.param(
        [put("delivery_points", 2, "safe_load", "3.2")],
        [
            (
                "least_above_most",
                "delivery_points.csv 第 2 行 列 safe_load：“3.2”：不应大于参考日负荷 3",
                "delivery_points.csv row 2 column safe_load: “3.2”: must not exceed 3, the figure of “Load”",
            ),
        ],
        id="safe-load-above-load",
    ),
    pytest.param(
        [put("sources", 4, "supply", "tank-jia")],
        [
            (
                "supply_named_twice",
                "sources.csv 第 4 行 列 supply：“tank-jia”：编号与储气设施相同，须区分",
                "sources.csv row 4 column supply: “tank-jia”: also the id of a store; the two must differ",
            ),
        ],
        id="source-named-like-a-store",
    ),
    pytest.param(
        [
            scale("demand_models", "steady_use", factor=1000, where={"county": "149202"}),
            scale("demand_models", "heat_use", factor=1000, where={"county": "149202"}),
        ],
        [
            (
                "county_out_of_scale",
                "demand_models.csv 第 16 行 列 "
                "steady_use：“149202”：乙川县人均日用气约为各县中位数的 910 "
                "倍；请核对单位（应为万m³/d）",
                "demand_models.csv row 16 column steady_use: “149202”: Yichuan uses about 910 "
                "times the median county's gas per head; check the unit (10⁴ m³/day)",
            ),
        ],
        id="county-a-thousand-times-its-size",
    ),
    pytest.param(
        [
            scale(
                "use_reports",
                "use",
                factor=1000,
                where={"county": "149102", "consumer_class": "C2G", "gas_day": "2023-12-18"},
            )
        ],
        [
            (
                "suspect_unit",
                "use_reports.csv 第 37 行 列 use：“3,164”：大于 1,000 万m³/d，可能误用了其他单位；请核对",
                "use_reports.csv row 37 column use: “3,164”: above 1,000 10⁴ m³/day, perhaps in "
                "another unit; check it",
            ),
            (
                "report_out_of_scale",
                "use_reports.csv 第 37 行 列 use：“3,164”：约为用气模型设计日的 780 "
                "倍；请核对单位（应为万m³/d）",
                "use_reports.csv row 37 column use: “3,164”: about 780 times the model's design "
                "day; check the unit (10⁴ m³/day)",
            ),
        ],
        id="report-in-cubic-metres",
    ),
    pytest.param(
        [scale("delivery_points", "load", factor=1000, where={"point": "p-hospital"})],
        [
            (
                "load_out_of_scale",
                "delivery_points.csv 第 8 行 列 load：“400”：约为该县该类用气的 480 "
                "倍；请核对单位（应为万m³/d）",
                "delivery_points.csv row 8 column load: “400”: about 480 times what the county "
                "uses in this class; check the unit (10⁴ m³/day)",
            ),
        ],
        id="load-in-cubic-metres",
    ),
    pytest.param(
        [put("regions", 8, "weather_area", "bing")],
        [
            (
                "county_without_weather",
                "regions.csv 第 8 行 列 weather_area：“乙川县 bing”：该县有用气模型，但其气象分区没有气温",
                "regions.csv row 8 column weather_area: “乙川县 bing”: the county has a demand "
                "model but its weather area has no temperatures",
            ),
        ],
        id="county-without-weather",
    ),
    pytest.param(
        [put("delivery_points", 9, "user", "u-shops-c")],
        [
            (
                "unknown_reference",
                "delivery_points.csv 第 9 行 列 user：“u-shops-c”：“用户”表中没有该编号",
                "delivery_points.csv row 9 column user: “u-shops-c”: no such id in the table “Users”",
            ),
        ],
        id="unknown-user",
    ),
    pytest.param(
        [put("list_entries", 2, "point", "p-nobody")],
        [
            (
                "unknown_reference",
                "list_entries.csv 第 2 行 列 point：“p-nobody”：“交接点”表中没有该编号",
                "list_entries.csv row 2 column point: “p-nobody”: no such id in the table “Delivery points”",
            ),
        ],
        id="unknown-point-on-a-list",
    ),
    pytest.param(
        [put("nominations", 2, "contract", "c-nobody")],
        [
            (
                "unknown_reference",
                "nominations.csv 第 2 行 列 contract：“c-nobody”：“合同”表中没有该编号",
                "nominations.csv row 2 column contract: “c-nobody”: no such id in the table “Contracts”",
            ),
        ],
        id="unknown-contract",
    ),
]


@pytest.mark.parametrize(("spoils", "expected"), CASES)
def test_the_finding_names_the_row_that_disagrees(
    tmp_path: Path, spoils: list[Spoil], expected: list[Line]
) -> None:
    folder = copy_of_tiny(tmp_path)
    for spoil in spoils:
        spoil(folder)
    assert found(folder) == expected
