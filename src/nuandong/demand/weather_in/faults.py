"""What can be wrong with weather that comes in: every fault once, with its words in both languages.

A fault of a feed is a Finding as one of a case is: the same fault of many hours or days is one finding that
names them. An error means that nothing of the answer, or of that part of it, was taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from nuandong.findings import FaultWords, Finding, Place, Severity, stated

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
QUOTED = 80  # characters of a value that are repeated in a finding
NAMED = 4  # days or stations that a finding names before it counts

FAULTS: dict[str, FaultWords] = {
    "broken_csv": (_ERROR, "CSV 格式有误（{reason}），未采用", "broken CSV ({reason}); nothing taken"),
    "not_json": (_ERROR, "不是完整的 JSON（{reason}），未采用", "no complete JSON ({reason}); nothing taken"),
    "refused": (
        _ERROR,
        "来源拒绝了请求；请核对坐标、日期与参数",
        "the source refused; check points, days and options",
    ),
    "other_shape": (
        _ERROR,
        "缺少 {wanted}，不是 {source} 的应答格式，未采用",
        "no {wanted} in it, so this is not an answer of {source}; nothing taken",
    ),
    "other_count": (
        _ERROR,
        "应有 {wanted} 个地点的应答，未采用",
        "answers for {wanted} places are wanted; nothing taken",
    ),
    "uneven_columns": (
        _ERROR,
        "与时间列长度不一（应为 {wanted} 个），该地点未采用",
        "not as long as its times ({wanted} wanted); the place was not taken",
    ),
    "wrong_unit": (
        _ERROR,
        "单位不明，应为 {wanted}，未采用",
        "an unknown unit; {wanted} is wanted; nothing taken",
    ),
    "converted_unit": (
        _WARNING,
        "来源的单位不是 {wanted}，已换算；请核对",
        "the source does not speak {wanted}; converted, please check",
    ),
    "implausible": (
        _ERROR,
        "气温应在 {coldest} 至 {warmest} ℃ 之间，{guess}；该站未采用",
        "temperatures between {coldest} and {warmest} °C are wanted, {guess}; the place was not taken",
    ),
    "implausible_wind": (
        _WARNING,
        "日均风速应在 {calm} 至 {storm} m/s 之间，按缺测处理；请核对单位",
        "mean winds between {calm} and {storm} m/s are wanted; taken as missing, check the unit",
    ),
    "not_a_number": (_WARNING, "不是数字，按缺测处理", "not a number; taken as missing"),
    "not_a_time": (
        _ERROR,
        "不是时间，应如 2023-12-20T08:00+08:00，该行未采用",
        "not a time; write 2023-12-20T08:00+08:00; the row was not taken",
    ),
    "missing_hours": (
        _WARNING,
        "缺测超过 {gap} 小时，这些气日未采用",
        "more than {gap} hours missing; these gas days were not taken",
    ),
    "bridged_hours": (
        _WARNING,
        "缺 {hours} 个小时，以前后时次直线补足",
        "{hours} hours missing, filled in straight from those before and after",
    ),
    "no_full_day": (
        _ERROR,
        "没有一个完整的气日（08 时至 08 时）",
        "not one whole gas day (08 to 08) in it",
    ),
    "stale": (
        _WARNING,
        "发布至今已逾 {hours} 小时，来源可能停更",
        "issued more than {hours} hours ago; the source may have stopped",
    ),
    "from_the_future": (
        _ERROR,
        "发布时间晚于收到时间，请核对时区或时钟；未采用",
        "issued after it was received; check time zone or clock; not taken",
    ),
    "unknown_station": (
        _WARNING,
        "站点不在对应表中，未采用",
        "stations that the table of stations does not name; not taken",
    ),
    "silent_station": (
        _WARNING,
        "气象分区 {area} 的站点没有数据，其余站点代替",
        "nothing from a station of weather area {area}; its other stations stand for it",
    ),
    "silent_area": (
        _ERROR,
        "该气象分区没有任何站点数据",
        "nothing from any station of this weather area",
    ),
    "not_text": (_ERROR, "不是文本（应为 UTF-8 或 GB18030）", "no text; UTF-8 or GB18030 is wanted"),
    "missing_column": (_ERROR, "缺少列 {wanted}", "column {wanted} is missing"),
    "nothing": (_ERROR, "没有内容", "nothing in it"),
    "repeated_hours": (
        _WARNING,
        "同一站点、发布时间与时次重复，以最后一行为准",
        "a station, issue and hour stand more than once; the last row counts",
    ),
    "broken_toml": (_ERROR, "TOML 格式有误：{reason}", "broken TOML: {reason}"),
    "unknown_setting": (_WARNING, "未知的设置，未采用", "unknown setting, not used"),
    "bad_setting": (_ERROR, "应为 {wanted_zh}", "{wanted_en} is wanted"),
    "station_twice": (_ERROR, "站点重复", "the station stands twice"),
    "area_not_of_case": (
        _ERROR,
        "不是本案例的气象分区（regions.weather_area）",
        "no weather area of this case (regions.weather_area)",
    ),
}


def fault(code: str, *, place: Place, value: object = "", **facts: object) -> Finding:
    """One finding of the list above; facts that are pairs are (zh, en)."""
    return stated(
        f"weather_in.{code}", words=FAULTS[code], place=place, value=value, facts=facts, quoted=QUOTED
    )


def several(values: Iterable[date | str]) -> str:
    """The first few of many, and how many there are."""
    named = [str(value) for value in values]
    more = f" … ({len(named)})" if len(named) > NAMED else ""
    return ", ".join(named[:NAMED]) + more
