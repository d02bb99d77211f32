"""Shapes by hour, limits, targets and curves that would silently do something else than they say."""

from pathlib import Path

import pytest

from tests.casefile.spoil import Spoil, copy_of_tiny, found, put, write_text

SHAPES = "consumer_class,hour,factor,evidence\n"
TARGETS = "store,gas_day,inventory,precedence,evidence\n"
LIMITS = "limit,name_zh,kind,span,most,begins,ends,evidence\n"
MEMBERS = "limit,member\n"


def shape(factors: list[float], *, word: str = "COMM") -> str:
    return "".join(f"{word},{hour},{factor},illustrative\n" for hour, factor in enumerate(factors))


def limit(most: float, begins: str, ends: str, *, span: str = "day") -> Spoil:
    return write_text(
        "shared_limits.csv", f"{LIMITS}f,车队,fleet,{span},{most},{begins},{ends},illustrative\n"
    )


def members(*supplies: str) -> Spoil:
    return write_text("limit_members.csv", MEMBERS + "".join(f"f,{supply}\n" for supply in supplies))


CASES = [
    pytest.param(
        [write_text("hour_shapes.csv", SHAPES + shape([1.0] * 22))],
        (
            "hours_missing",
            "hour_shapes.csv 第 2 行 列 hour：“COMM”：缺少小时 22、23；"
            "每类须给足 0 至 23 共 24 小时，或全部不给（按均匀计）",
            "hour_shapes.csv row 2 column hour: “COMM”: hours 22, 23 are missing; give all 24 of a class, 0 to 23, "
            "or none, which counts as flat",
        ),
        id="a-class-with-22-hours",
    ),
    pytest.param(
        [write_text("hour_shapes.csv", SHAPES + shape([0.0] * 24))],
        (
            "hours_all_zero",
            "hour_shapes.csv 第 2 行 列 factor：“COMM”：24 小时系数全为 0；平均应为 1",
            "hour_shapes.csv row 2 column factor: “COMM”: all 24 factors are 0; a mean of 1 is wanted",
        ),
        id="a-shape-of-nothing",
    ),
    pytest.param(
        [write_text("hour_shapes.csv", SHAPES + shape([1.0] * 24, word="IND_FUEL_DISC") + shape([2.0] * 24))],
        (
            "hours_off_mean",
            "hour_shapes.csv 第 26 行 列 factor：“COMM”：24 小时系数平均为 2，应为 1；计算时按比例调整为 1，请核对",
            "hour_shapes.csv row 26 column factor: “COMM”: the 24 factors have a mean of 2 where 1 is wanted; they "
            "are scaled to it, check them",
        ),
        id="a-shape-twice-too-high",
    ),
    pytest.param(
        [write_text("store_targets.csv", f"{TARGETS}tank-jia,2024-12-20,40,last,illustrative\n")],
        (
            "target_outside_season",
            "store_targets.csv 第 2 行 列 gas_day：“2024-12-20”：不在采暖季 2023-12-10 至 2023-12-29 之内，"
            "不起作用；请核对日期",
            "store_targets.csv row 2 column gas_day: “2024-12-20”: outside the season 2023-12-10 to 2023-12-29 and "
            "so without effect; check the date",
        ),
        id="a-target-of-the-next-winter",
    ),
    pytest.param(
        [limit(9, "2022-11-01", "2023-03-31"), members("truck-jia")],
        (
            "limit_out_of_season",
            "shared_limits.csv 第 2 行 列 ends：“f”：有效期 2022-11-01 至 2023-03-31 不在采暖季 2023-12-10 至 "
            "2023-12-29 之内，该限额不起作用；请核对日期",
            "shared_limits.csv row 2 column ends: “f”: holds from 2022-11-01 to 2023-03-31, outside the season "
            "2023-12-10 to 2023-12-29, and so without effect; check the dates",
        ),
        id="a-limit-that-has-expired",
    ),
    pytest.param(
        [limit(9, "2024-11-01", "2025-03-31"), members("truck-jia")],
        (
            "limit_out_of_season",
            "shared_limits.csv 第 2 行 列 begins：“f”：有效期 2024-11-01 至 2025-03-31 不在采暖季 2023-12-10 至 "
            "2023-12-29 之内，该限额不起作用；请核对日期",
            "shared_limits.csv row 2 column begins: “f”: holds from 2024-11-01 to 2025-03-31, outside the season "
            "2023-12-10 to 2023-12-29, and so without effect; check the dates",
        ),
        id="a-limit-that-begins-after-the-season",
    ),
    pytest.param(
        [write_text("store_curves.csv", "store,inventory,sendout\ntank-jia,0,2\ntank-jia,90,5\n")],
        (
            "curve_above_capacity",
            "store_curves.csv 第 3 行 列 inventory：“90”：曲线点的库存大于该设施的工作气量 60，永远达不到；请核对两者",
            "store_curves.csv row 3 column inventory: “90”: the curve has a point above the store's working capacity "
            "of 60, never reached; check both",
        ),
        id="a-curve-beyond-a-full-store",
    ),
    pytest.param(
        [limit(27, "2023-11-01", "2024-03-31"), members("trunk-north", "cbm-south")],
        (
            "limit_below_contracts",
            "shared_limits.csv 第 2 行 列 most：“27”：成员合同的每日最小提气量在 2023-11-01 合计 28，"
            "大于该限额；请核对两者",
            "shared_limits.csv row 2 column most: “27”: less than the daily minimums of its members' contracts, "
            "together 28 on 2023-11-01; check both",
        ),
        id="contracts-that-a-fleet-cannot-carry",
    ),
    pytest.param(
        [write_text("contract_terms.csv", "contract,season_min\nc-cbm,2200\n")],
        (
            "contract_contradicts",
            "contract_terms.csv 第 2 行 列 season_min：“2200”："
            "合同 c-cbm 的季最小量大于该季最多可提的 1976；请核对合同",
            "contract_terms.csv row 2 column season_min: “2200”: contract c-cbm: least a season is above the 1976 that "
            "it can bring; check the contract",
        ),
        id="more-than-all-days-of-a-contract-bring",
    ),
    pytest.param(
        [put("nominations", 2, "flow", "19.9")],
        (
            "nomination_below_contract",
            "nominations.csv 第 2 行 列 flow：“19.9”：低于合同 c-trunk 的最小日量 20",
            "nominations.csv row 2 column flow: “19.9”: below the daily minimum 20 of contract c-trunk",
        ),
        id="nomination-below-contract",
    ),
]

SOUND = [
    pytest.param([write_text("hour_shapes.csv", SHAPES + shape([1.009] * 24))], id="a-mean-off-by-rounding"),
    pytest.param([limit(28, "2023-11-01", "2024-03-31"), members("trunk-north", "cbm-south")], id="a-fleet-that-fits"),
    pytest.param(
        [
            limit(9, "2023-11-01", "2024-03-31"),
            members("trunk-north", "cbm-south"),
            put("contracts", 2, "daily_min", "0"),
            put("contracts", 3, "ends", "2023-12-29"),
        ],
        id="contracts-of-which-one-asks-nothing",
    ),
    pytest.param(
        [limit(20, "2023-11-01", "2024-03-31", span="period"), members("trunk-north")], id="a-limit-of-a-period"
    ),
    pytest.param(
        [
            write_text("store_curves.csv", "store,inventory,sendout\ntank-jia,0,2\ntank-jia,60,5\n"),
            write_text("store_targets.csv", f"{TARGETS}tank-jia,2023-12-29,40,last,illustrative\n"),
            limit(9, "2023-12-29", "2023-12-29"),
            members("truck-jia"),
        ],
        id="edges-of-the-season-and-the-store",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spoils", "expected"), CASES)
def test_a_term_that_would_do_nothing_or_something_else_is_named(
    tmp_path: Path, spoils: list[Spoil], expected: tuple[str, str, str]
) -> None:
    folder = copy_of_tiny(tmp_path)
    for spoil in spoils:
        spoil(folder)
    assert found(folder) == [expected]


@pytest.mark.parametrize("spoils", SOUND)
def test_terms_that_fit_have_no_finding(tmp_path: Path, spoils: list[Spoil]) -> None:
    folder = copy_of_tiny(tmp_path)
    for spoil in spoils:
        spoil(folder)
    assert found(folder) == []


@pytest.mark.parametrize(("season_min", "expected"), [("1999", 0), ("2001", 1)])
def test_a_contract_with_reversed_dates_is_held_against_its_season_alone(
    tmp_path: Path, season_min: str, expected: int
) -> None:
    folder = copy_of_tiny(tmp_path)
    put("contracts", 3, "ends", "2015-10-01")(folder)
    write_text("contract_terms.csv", f"contract,season_min\nc-cbm,{season_min}\n")(folder)
    lines = found(folder)
    assert "ends_before_begins" in [code for code, _, _ in lines]
    contradictions = [en for code, _, en in lines if code == "contract_contradicts"]
    assert len(contradictions) == expected
    assert all("above the 2000 that it can bring" in line for line in contradictions)
