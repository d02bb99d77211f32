"""Cells that hold what their column does not ask, and rows that stand twice: what is said, in both languages."""

from pathlib import Path

import pytest

from tests.casefile.spoil import Spoil, copy_of_tiny, found, put, repeat

Line = tuple[str, str, str]

CASES = [
    pytest.param(
        [put("arcs", 3, "capacity", "")],
        [
            (
                "empty_cell",
                "arcs.csv 第 3 行 列 capacity：不能为空，应填正向输气能力",
                "arcs.csv row 3 column capacity: must not be empty; Capacity is wanted",
            ),
        ],
        id="empty-cell",
    ),
    pytest.param(
        [put("arcs", 3, "capacity", "十二")],
        [
            (
                "not_a_number",
                "arcs.csv 第 3 行 列 capacity：“十二”：不是数字",
                "arcs.csv row 3 column capacity: “十二”: not a number",
            ),
        ],
        id="not-a-number",
    ),
    pytest.param(
        [put("arcs", 3, "capacity", "inf")],
        [
            (
                "not_a_number",
                "arcs.csv 第 3 行 列 capacity：“inf”：不是数字",
                "arcs.csv row 3 column capacity: “inf”: not a number",
            ),
        ],
        id="not-finite",
    ),
    pytest.param(
        [put("nominations", 2, "revision", "0.5")],
        [
            (
                "not_whole",
                "nominations.csv 第 2 行 列 revision：“0.5”：应为整数",
                "nominations.csv row 2 column revision: “0.5”: a whole number is wanted",
            ),
        ],
        id="not-a-whole-number",
    ),
    pytest.param(
        [put("contracts", 2, "begins", "2023-11-31")],
        [
            (
                "not_a_date",
                "contracts.csv 第 2 行 列 begins：“2023-11-31”：不是日期；应如 2023-12-20",
                "contracts.csv row 2 column begins: “2023-11-31”: not a date; write 2023-12-20",
            ),
        ],
        id="not-a-date",
    ),
    pytest.param(
        [put("nominations", 2, "filed_at", "2023-12-09")],
        [
            (
                "not_an_instant",
                "nominations.csv 第 2 行 列 filed_at：“2023-12-09”：不是时间；应如 2023-12-19T17:00:00+08:00",
                "nominations.csv row 2 column filed_at: “2023-12-09”: not an instant; write "
                "2023-12-19T17:00:00+08:00",
            ),
        ],
        id="not-an-instant",
    ),
    pytest.param(
        [put("users", 2, "is_group", "也许")],
        [
            (
                "not_a_flag",
                "users.csv 第 2 行 列 is_group：“也许”：应为 true 或 false（是或否）",
                "users.csv row 2 column is_group: “也许”: true or false is wanted",
            ),
        ],
        id="not-a-flag",
    ),
    pytest.param(
        [put("stores", 2, "kind", "gasometer")],
        [
            (
                "not_a_choice",
                "stores.csv 第 2 行 列 kind：“gasometer”：不在可选值之内：underground、lng_tank、cng_vessel",
                "stores.csv row 2 column kind: “gasometer”: not one of: underground, lng_tank, cng_vessel",
            ),
        ],
        id="not-a-choice",
    ),
    pytest.param(
        [put("demand_models", 2, "consumer_class", "RES_BATH")],
        [
            (
                "not_a_choice",
                "demand_models.csv 第 2 行 列 consumer_class：“RES_BATH”：不在可选值之内：RES_COO"
                "K、RES_HEAT、C2G、CENTRAL_HEAT、CHP_HEAT、PUB_ESS、BUS、TAXI、PUB_OTHER、COMM、C"
                "OMM_HEAT、VEH_OTHER、IND_FUEL_CONT、IND_FUEL_DISC、IND_FEED、CHP_POWER、POWER、L"
                "NG_PLANT、EXPORT、LOSS",
                "demand_models.csv row 2 column consumer_class: “RES_BATH”: not one of: "
                "RES_COOK, RES_HEAT, C2G, CENTRAL_HEAT, CHP_HEAT, PUB_ESS, BUS, TAXI, PUB_OTHER, "
                "COMM, COMM_HEAT, VEH_OTHER, IND_FUEL_CONT, IND_FUEL_DISC, IND_FEED, CHP_POWER, "
                "POWER, LNG_PLANT, EXPORT, LOSS",
            ),
        ],
        id="unknown-class",
    ),
    pytest.param(
        [put("demand_models", 2, "steady_use", "-4")],
        [
            (
                "out_of_bounds",
                "demand_models.csv 第 2 行 列 steady_use：“-4”：应在 0 至 5,000 万m³/d "
                "之间；请核对数值和单位",
                "demand_models.csv row 2 column steady_use: “-4”: between 0 and 5,000 10⁴ m³/day "
                "is wanted; check the value and its unit",
            ),
        ],
        id="negative",
    ),
    pytest.param(
        [put("weather", 2, "mean_temperature", "274.4")],
        [
            (
                "out_of_bounds",
                "weather.csv 第 2 行 列 mean_temperature：“274.4”：应在 -60 至 45 ℃ 之间；请核对数值和单位",
                "weather.csv row 2 column mean_temperature: “274.4”: between -60 and 45 °C is "
                "wanted; check the value and its unit",
            ),
        ],
        id="absurd",
    ),
    pytest.param(
        [put("sources", 2, "max_flow", "12000")],
        [
            (
                "suspect_unit",
                "sources.csv 第 2 行 列 max_flow：“12,000”：大于 10,000 万m³/d，可能误用了其他单位；请核对",
                "sources.csv row 2 column max_flow: “12,000”: above 10,000 10⁴ m³/day, perhaps "
                "in another unit; check it",
            ),
        ],
        id="suspicious",
    ),
    pytest.param(
        [repeat("users", 3)],
        [
            (
                "duplicate_key",
                "users.csv 第 10 行 列 user：“u-steel”：与第 3 行重复",
                "users.csv row 10 column user: “u-steel”: repeats row 3",
            ),
        ],
        id="duplicate",
    ),
    pytest.param(
        [repeat("use_reports", 2)],
        [
            (
                "duplicate_key",
                "use_reports.csv 第 58 行 列 county：“149101 · 2023-12-16 · RES_COOK · "
                "2023-12-17T09:10:00+08:00”：与第 2 行重复",
                "use_reports.csv row 58 column county: “149101 · 2023-12-16 · RES_COOK · "
                "2023-12-17T09:10:00+08:00”: repeats row 2",
            ),
        ],
        id="duplicate-of-several-columns",
    ),
    pytest.param(
        [put("regions", 5, "population", "600000000")],
        [
            (
                "out_of_bounds",
                "regions.csv 第 5 行 列 population：“600,000,000”：应在 0 至 200,000,000 人 "
                "之间；请核对数值和单位",
                "regions.csv row 5 column population: “600,000,000”: between 0 and 200,000,000 "
                "people is wanted; check the value and its unit",
            ),
        ],
        id="thousands-slip-of-population",
    ),
    pytest.param(
        [put("arc_limits", 2, "share", "50")],
        [
            (
                "out_of_bounds",
                "arc_limits.csv 第 2 行 列 share：“50”：应在 0 至 1 之间；请核对数值和单位",
                "arc_limits.csv row 2 column share: “50”: between 0 and 1 is wanted; check the "
                "value and its unit",
            ),
        ],
        id="share-in-percent",
    ),
    pytest.param(
        [put("nodes", 2, "lon", "38.2"), put("nodes", 2, "lat", "112.2")],
        [
            (
                "out_of_bounds",
                "nodes.csv 第 2 行 列 lon：“38.2”：应在 70 至 140 ° 之间；请核对数值和单位",
                "nodes.csv row 2 column lon: “38.2”: between 70 and 140 ° is wanted; check the "
                "value and its unit",
            ),
            (
                "out_of_bounds",
                "nodes.csv 第 2 行 列 lat：“112.2”：应在 15 至 56 ° 之间；请核对数值和单位",
                "nodes.csv row 2 column lat: “112.2”: between 15 and 56 ° is wanted; check the "
                "value and its unit",
            ),
        ],
        id="longitude-and-latitude-swapped",
    ),
]


@pytest.mark.parametrize(("spoils", "expected"), CASES)
def test_the_finding_names_the_cell(tmp_path: Path, spoils: list[Spoil], expected: list[Line]) -> None:
    folder = copy_of_tiny(tmp_path)
    for spoil in spoils:
        spoil(folder)
    assert found(folder) == expected
