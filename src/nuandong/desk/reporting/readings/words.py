"""What may be wrong with a line of readings, in the words in which it is told; one list for file, form, interface."""

from __future__ import annotations

from nuandong.findings import FaultWords, Finding, Place, Severity, stated

ERROR, WARNING = Severity.ERROR, Severity.WARNING

FAULTS: dict[str, FaultWords] = {
    "file.empty": (ERROR, "文件中没有内容；请上传含表头与至少一行读数的表",
                   "nothing in it; upload a sheet with a heading and at least one reading"),
    "file.not_text": (ERROR, "既不是文本文件，也不是 .xlsx 工作簿；请另存为 CSV 或 .xlsx 后再上传",
                      "neither text nor an .xlsx workbook; save it as CSV or .xlsx and upload that"),
    "file.too_long": (ERROR, "共 {count} 行，一次最多 {most} 行；请分成几个文件",
                      "{count} lines; at most {most} at once. Split the file"),
    "file.broken": (ERROR, "此处引号未闭合，无法读出单元格：{reason}", "cells cannot be read from here: {reason}"),
    "column.missing": (ERROR, "缺列“{name}”；表头可写：{names}", "no column “{name}”; the heading may say: {names}"),
    "column.twice": (ERROR, "有两列都是“{name}”；只留一列", "two columns say “{name}”; keep one"),
    "column.unknown": (WARNING, "不认识此列，未读取", "this column is not known and was left out"),
    "column.extra_cells": (ERROR, "此行比表头多 {count} 个单元格；小数或千分位逗号请加引号",
                           "{count} cells more than the heading; quote cells with commas in them"),
    "point.missing": (ERROR, "未填计量点", "no delivery point is named"),
    "point.unknown": (ERROR, "本账号范围内没有此计量点；请核对编码",
                      "no such delivery point in your scope; check its code"),
    "point.several": (ERROR, "此表计有几个计量点（{names}）；请写计量点编码",
                      "this meter holds several points ({names}); name the point"),
    "time.missing": (ERROR, "未填{name}", "no {name}"),
    "time.unread": (ERROR, "不是时刻；请写成 2023-12-20 08:00", "not an instant; write 2023-12-20 08:00"),
    "day.unread": (ERROR, "不是气日；请写成 2023-12-20", "not a gas day; write 2023-12-20"),
    "time.order": (ERROR, "止不晚于起（{begin}）；请核对", "does not end after it begins ({begin}); check both"),
    "time.long": (ERROR, "一条读数长达 {days} 天，最多 {most} 天；请按日或小时填",
                  "one reading over {days} days, at most {most}; file by day or hour"),
    "time.future": (ERROR, "晚于现在（{now}），尚无读数；请核对日期",
                    "after now ({now}); nothing can be read yet, check the date"),
    "time.zone": (WARNING, "按所写时区换算为北京时间 {local}", "read in its own time zone: {local} in Beijing"),
    "time.calendar_day": (WARNING, "按 0 点至 0 点计，而气日是 8 点至 8 点；核量时将按时间折算，标为估算",
                          "midnight to midnight, but a gas day runs 08:00 to 08:00; it will be split by time, as an "
                          "estimate"),
    "volume.missing": (ERROR, "未填气量；确无用气请填 0", "no volume; write 0 if none flowed"),
    "volume.unread": (ERROR, "不是数字；请写成 1.25", "not a number; write 1.25"),
    "volume.negative": (ERROR, "气量不能为负；反向或冲减请查明后填实际值",
                        "a volume is never negative; find out what flowed and file that"),
    "volume.impossible": (ERROR, "折合 {flow} 万m³/d，而此点合同负荷为 {load} 万m³/d；请核对单位{cure_zh}",
                          "{flow} 10⁴ m³/d, while this point's load is {load} 10⁴ m³/d; check the unit{cure_en}"),
    "volume.jump": (ERROR, "折合 {flow} 万m³/d，近几日约 {usual} 万m³/d，相差百倍以上；请核对单位{cure_zh}",
                    "{flow} 10⁴ m³/d, about {usual} 10⁴ m³/d in the days before, a hundred times off; check the "
                    "unit{cure_en}"),
    "volume.high": (WARNING, "折合 {flow} 万m³/d，是合同负荷 {load} 的三倍以上；照收，标为存疑",
                    "{flow} 10⁴ m³/d, more than three times the load of {load}; taken, and marked suspect"),
    "pressure.unread": (ERROR, "不是数字；表压请写成 0.25（MPa）",
                        "not a number; write a gauge pressure as 0.25 (MPa)"),
    "pressure.negative": (ERROR, "表压不能为负；请填表压（MPa），不是绝压",
                          "a gauge pressure is never negative; file MPa gauge, not absolute"),
    "pressure.impossible": (ERROR, "超出管网压力（最高 {most} MPa）；若是 kPa，应为 {cure} MPa",
                            "beyond any pipeline ({most} MPa); if it is kPa, write {cure}"),
    "site.high": (ERROR, "折合 {flow} 万m³/d，而此处最多 {most} 万m³/d；请核对单位",
                  "{flow} 10⁴ m³/d, while at most {most} can pass here; check the unit"),
    "quality.unknown": (ERROR, "质量只能是：计量、估算、存疑（metered、estimated、suspect）",
                        "quality is one of metered, estimated, suspect"),
    "span.twice": (ERROR, "与第 {other} 行是同一计量点同一时段，数值不同；只留一行",
                   "the same point and span as line {other}, with another value; keep one"),
    "span.repeated": (WARNING, "与第 {other} 行完全相同，只计一次", "the same as line {other}; counted once"),
    "span.overlap": (ERROR, "与第 {other} 行时段重叠（{span}）", "overlaps line {other} ({span})"),
    "span.overlap_kept": (ERROR, "与已有读数时段重叠但不一致（{span}）；更正须用相同的起止",
                          "overlaps a reading on record with other bounds ({span}); correct it with its own"),
}  # fmt: skip


def fault(
    code: str, *, row: int | None = None, column: str = "", value: object = "", **facts: object
) -> Finding:
    """One fault of a line, in its words."""
    return stated(
        f"reading.{code}", words=FAULTS[code], place=Place("", row, column), value=value, facts=facts
    )
