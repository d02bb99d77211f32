"""Faults of shapes by hour and of what reaches beyond a gas day, part of the list in `faults`."""

from __future__ import annotations

from nuandong.findings import Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

TERM_FAULTS: dict[str, tuple[Severity, str, str]] = {
    "hours_missing": (
        _ERROR,
        "缺少小时 {hours}；每类须给足 0 至 23 共 24 小时，或全部不给（按均匀计）",
        "hours {hours} are missing; give all 24 of a class, 0 to 23, or none, which counts as flat",
    ),
    "hours_all_zero": (
        _ERROR,
        "24 小时系数全为 0；平均应为 1",
        "all 24 factors are 0; a mean of 1 is wanted",
    ),
    "hours_off_mean": (
        _WARNING,
        "24 小时系数平均为 {mean}，应为 1；计算时按比例调整为 1，请核对",
        "the 24 factors have a mean of {mean} where 1 is wanted; they are scaled to it, check them",
    ),
    "target_outside_season": (
        _WARNING,
        "不在采暖季 {first} 至 {last} 之内，不起作用；请核对日期",
        "outside the season {first} to {last} and so without effect; check the date",
    ),
    "limit_out_of_season": (
        _WARNING,
        "有效期 {begins} 至 {ends} 不在采暖季 {first} 至 {last} 之内，该限额不起作用；请核对日期",
        "holds from {begins} to {ends}, outside the season {first} to {last}, and so without effect; check the dates",
    ),
    "curve_above_capacity": (
        _WARNING,
        "曲线点的库存大于该设施的工作气量 {capacity}，永远达不到；请核对两者",
        "the curve has a point above the store's working capacity of {capacity}, never reached; check both",
    ),
    "limit_below_contracts": (
        _WARNING,
        "成员合同的每日最小提气量在 {day} 合计 {least}，大于该限额；请核对两者",
        "less than the daily minimums of its members' contracts, together {least} on {day}; check both",
    ),
    "nomination_below_contract": (
        _WARNING,
        "低于合同 {contract} 的最小日量 {limit}",
        "below the daily minimum {limit} of contract {contract}",
    ),
}
