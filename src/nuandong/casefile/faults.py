"""Every fault that reading a case can meet: its stable code, its severity and its words in both languages.

The words say what is wanted, not only what is wrong. `Gathering` collects faults while a case is read, shows
the first of each kind and counts the rest, so that a million bad rows are one readable page.
"""

from __future__ import annotations

from collections import Counter

from nuandong.casefile.term_faults import TERM_FAULTS
from nuandong.casefile.utility_faults import UTILITY_FAULTS
from nuandong.findings import FaultWords, Finding, Findings, Place, Severity, stated

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

FAULTS: dict[str, FaultWords] = {
    # -- files and folders
    "not_found": (_ERROR, "找不到该文件夹或工作簿", "no such folder or workbook"),
    "not_a_case": (
        _ERROR,
        "应为案例文件夹或 .xlsx 工作簿",
        "a case is a folder or an .xlsx workbook",
    ),
    "other_workbook": (
        _ERROR,
        "请另存为 .xlsx 工作簿后重试",
        "save it as an .xlsx workbook and try again",
    ),
    "folder_for_file": (_ERROR, "这里应为文件，却是文件夹", "a file is wanted here, this is a folder"),
    "not_a_file": (_ERROR, "不是普通文件，拒绝读取", "not an ordinary file; refused"),
    "unreadable_file": (
        _ERROR,
        "无法读取（{reason}），请检查权限和文件",
        "cannot be read ({reason}); check its permissions",
    ),
    "file_too_large": (
        _ERROR,
        "文件大小 {size}，超过上限 {limit}，未读取",
        "{size} in size, more than the limit of {limit}; not read",
    ),
    "missing_file": (
        _ERROR,
        "缺少文件，必须提供（{meaning}）",
        "file is missing and must be there ({meaning})",
    ),
    "table_twice": (_ERROR, "与 {other} 是同一张表，只能保留一个", "the same table as {other}; keep one"),
    "unknown_file": (
        _WARNING,
        "不是案例的文件，未读取；案例有哪些文件见手册“案例文件夹”",
        "not a file of a case, not read; the manual page “The case folder” names them",
    ),
    # -- text files
    "not_text": (
        _ERROR,
        "不是文本文件；应为 UTF-8 或 GB18030 编码的 CSV",
        "not a text file; a CSV in UTF-8 or GB18030 is wanted",
    ),
    "broken_csv": (
        _ERROR,
        "CSV 格式有误（{reason}），请检查引号",
        "broken CSV ({reason}); check its quotation marks",
    ),
    "no_header": (_ERROR, "没有内容；首行应为列名", "nothing in it; the first row must name the columns"),
    "no_rows": (_ERROR, "没有数据行，至少要有一行", "no rows; at least one is wanted"),
    "too_many_cells": (_ERROR, "本行超出表头的列数", "a cell beyond the last column of the header"),
    "too_many_rows": (_ERROR, "超过 {limit} 行，未读取", "more than {limit} rows; not read"),
    "rows_after_gap": (
        _ERROR,
        "前面有 {limit} 个以上的空行，请删除空行",
        "stands behind more than {limit} empty rows; delete the empty rows",
    ),
    # -- workbooks
    "not_a_workbook": (
        _ERROR,
        "不是有效的 .xlsx 工作簿（或有密码）",
        "not a valid .xlsx workbook, or locked by a password",
    ),
    "damaged_workbook": (_ERROR, "工作簿已损坏（{reason}）", "the workbook is damaged ({reason})"),
    "unpacks_too_large": (
        _ERROR,
        "解压后 {size}，超过上限 {limit}，未读取",
        "unpacks to {size}, more than the limit of {limit}; not read",
    ),
    "sheet_too_large": (
        _ERROR,
        "数据延伸到 {corner}，区域过大；请删除远处的单元格",
        "its cells reach as far as {corner}, too large an area; delete the far cells",
    ),
    "unplaced_cells": (
        _ERROR,
        "单元格没有注明位置；请用表格软件另存为 .xlsx 后重试",
        "its cells do not say where they stand; save it once in a spreadsheet program and try again",
    ),
    "empty_workbook": (_ERROR, "工作簿是空的", "the workbook is empty"),
    "missing_sheet": (
        _ERROR,
        "缺少工作表，必须提供（{meaning}）",
        "sheet is missing and must be there ({meaning})",
    ),
    "unknown_sheet": (
        _WARNING,
        "不是案例的工作表，未读取；案例有哪些工作表见手册“案例文件夹”",
        "not a sheet of a case, not read; the manual page “The case folder” names them",
    ),
    # -- columns
    "missing_column": (_ERROR, "缺少列 {label}，必须提供", "column {label} is missing and must be there"),
    "duplicate_column": (_ERROR, "列名重复，只能保留一列", "the column stands twice; keep one"),
    "unknown_column": (_WARNING, "未知的列，未读取", "unknown column, not read"),
    # -- settings
    "broken_toml": (_ERROR, "TOML 格式有误：{reason}", "broken TOML: {reason}"),
    "missing_setting": (_ERROR, "缺少设置 {label}，必须提供", "setting {label} is missing and must be there"),
    "unknown_setting": (_WARNING, "未知的设置，未采用", "unknown setting, not used"),
    "unknown_province": (_ERROR, "没有该省的政策", "no policy of this province"),
    "decided_after_gas_day": (
        _ERROR,
        "决定时间应早于气日 {gas_day} 结束（次日 08:00）",
        "a time before the gas day {gas_day} ends (08:00 of the next day) is wanted",
    ),
    "gas_day_out_of_season": (
        _ERROR,
        "气日应在采暖季 {first} 至 {last} 之内",
        "a gas day within the season {first} to {last} is wanted",
    ),
    "season_reversed": (
        _ERROR,
        "采暖季末日不应早于首日 {first}",
        "the season must not end before it begins on {first}",
    ),
    "weights_do_not_sum": (_ERROR, "各权重之和应为 1", "the weights must sum to 1"),
    # -- cells
    "empty_cell": (_ERROR, "不能为空，应填{label}", "must not be empty; {label} is wanted"),
    "not_a_number": (_ERROR, "不是数字", "not a number"),
    "not_whole": (_ERROR, "应为整数", "a whole number is wanted"),
    "not_a_date": (_ERROR, "不是日期；应如 2023-12-20", "not a date; write 2023-12-20"),
    "not_an_instant": (
        _ERROR,
        "不是时间；应如 2023-12-19T17:00:00+08:00",
        "not an instant; write 2023-12-19T17:00:00+08:00",
    ),
    "not_a_flag": (_ERROR, "应为 true 或 false（是或否）", "true or false is wanted"),
    "not_a_choice": (_ERROR, "不在可选值之内：{choices}", "not one of: {choices}"),
    "out_of_bounds": (
        _ERROR,
        "应在 {lower} 至 {upper}{unit_zh} 之间；请核对数值和单位",
        "between {lower} and {upper}{unit_en} is wanted; check the value and its unit",
    ),
    "suspect_unit": (
        _WARNING,
        "大于 {limit}{unit_zh}，可能误用了其他单位；请核对",
        "above {limit}{unit_en}, perhaps in another unit; check it",
    ),
    # -- between rows and tables
    "duplicate_key": (_ERROR, "与第 {first} 行重复", "repeats row {first}"),
    "unknown_reference": (_ERROR, "{tables_zh}中没有该编号", "no such id in {tables_en}"),
    "ends_before_begins": (
        _ERROR,
        "截止日不应早于起始日 {begins}",
        "must not end before it begins on {begins}",
    ),
    "supply_named_twice": (
        _ERROR,
        "编号与储气设施相同，须区分",
        "also the id of a store; the two must differ",
    ),
    "contract_out_of_season": (
        _ERROR,
        "有效期 {begins} 至 {ends} 不在采暖季 {first} 至 {last} 之内",
        "valid from {begins} to {ends}, which does not meet the season {first} to {last}",
    ),
    "least_above_most": (_ERROR, "不应大于{most} {limit}", "must not exceed {limit}, the figure of “{most}”"),
    "nomination_outside_contract": (
        _ERROR,
        "合同 {contract} 的有效期为 {begins} 至 {ends}",
        "contract {contract} holds from {begins} to {ends}",
    ),
    "nomination_above_contract": (
        _WARNING,
        "超过合同 {contract} 的最大日量 {limit}",
        "above the daily maximum {limit} of contract {contract}",
    ),
    "county_without_weather": (
        _ERROR,
        "该县有用气模型，但其气象分区没有气温",
        "the county has a demand model but its weather area has no temperatures",
    ),
    "county_out_of_scale": (
        _ERROR,
        "{county}人均日用气约为各县中位数的 {factor} 倍；请核对单位（应为万m³/d）",
        "{county} uses about {factor} times the median county's gas per head; check the unit (10⁴ m³/day)",
    ),
    "report_out_of_scale": (
        _ERROR,
        "约为用气模型设计日的 {factor} 倍；请核对单位（应为万m³/d）",
        "about {factor} times the model's design day; check the unit (10⁴ m³/day)",
    ),
    "load_out_of_scale": (
        _ERROR,
        "约为该县该类用气的 {factor} 倍；请核对单位（应为万m³/d）",
        "about {factor} times what the county uses in this class; check the unit (10⁴ m³/day)",
    ),
    **TERM_FAULTS,
    **UTILITY_FAULTS,
}


class Gathering:
    """Faults in the order of reading; beyond `limit` of one kind in one file they are only counted."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._found: list[Finding] = []
        self._counts: Counter[tuple[str, str, Severity]] = Counter()

    def add(self, code: str, *, place: Place, value: object = "", **facts: object) -> None:
        """One fault of the list above, with the facts that its words name."""
        words = FAULTS[code]
        if self._counted(code, place, words[0]) <= self._limit:
            self._found.append(stated(code, words=words, place=place, value=value, facts=facts))

    def extend(self, findings: Findings) -> None:
        """Faults found elsewhere, under the same cap."""
        for finding in findings:
            if self._counted(finding.code, finding.place, finding.severity) <= self._limit:
                self._found.append(finding)

    @property
    def findings(self) -> Findings:
        """What was found, and for each kind with more than the limit one line with the number left out."""
        left_out = [
            Finding(
                code,
                Place(file),
                "",
                f"同类问题另有 {more} 处未列出",
                f"{more} more of the same kind",
                severity,
            )
            for (code, file, severity), count in self._counts.items()
            if (more := count - self._limit) > 0
        ]
        return Findings((*self._found, *left_out))

    def _counted(self, code: str, place: Place, severity: Severity) -> int:
        kind = (code, place.file, severity)
        self._counts[kind] += 1
        return self._counts[kind]
