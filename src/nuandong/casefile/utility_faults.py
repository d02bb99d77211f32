"""Faults of a utility's plain table, part of the list in `faults`: each says what is wanted and by which option."""

from __future__ import annotations

from nuandong.findings import Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

UTILITY_FAULTS: dict[str, tuple[Severity, str, str]] = {
    # -- file and headings
    "not_a_table": (
        _ERROR,
        "应为 .csv（.tsv、.txt）或 .xlsx 表，或案例文件夹；请另存后重试",
        "a table as .csv (.tsv, .txt) or .xlsx, or a case folder, is wanted; save it as one and try again",
    ),
    "several_sheets": (
        _ERROR,
        "工作表 {sheets} 都像用气表；请用 --sheet 指明一张",
        "the sheets {sheets} all look like tables of use; name one with --sheet",
    ),
    "sheet_not_there": (
        _ERROR,
        "工作簿里没有这张表；有：{sheets}",
        "no such sheet in the workbook; it has: {sheets}",
    ),
    "no_headings": (
        _ERROR,
        "首行已是数据，没有列名；请加一行表头，例如 date,demand,temperature",
        "holds figures where headings are wanted; put a first row above it, as date,demand,temperature",
    ),
    "no_date_column": (
        _ERROR,
        '没有认出日期列；表头为：{headings}。请用 --column date="列名" 指明',
        'no column of dates was recognised among: {headings}. Name it: --column date="HEADING"',
    ),
    "no_use_column": (
        _ERROR,
        '没有认出用气量列；表头为：{headings}。请用 --column use="列名" 指明（可多次）',
        'no column of use was recognised among: {headings}. Name it: --column use="HEADING", as often as needed',
    ),
    "several_columns": (
        _ERROR,
        '{role_zh}可能是其中任一列：{headings}；请用 --column {role}="列名" 指明一列',
        '{role_en} may be any of: {headings}; name one: --column {role}="HEADING"',
    ),
    "column_not_there": (
        _ERROR,
        "--column 指明的列不在表头里；表头为：{headings}",
        "named with --column but not among the headings: {headings}",
    ),
    "column_not_read": (
        _WARNING,
        "没有用到这些列；如需使用，请用 --column 指明是什么",
        "columns not used; say with --column what one is if it should be",
    ),
    # -- units
    "unknown_use_unit": (
        _ERROR,
        "不认识的用气单位；请用 --unit 指明，可用：{known}",
        "no known unit of use; name it with --unit, one of: {known}",
    ),
    "use_unit_untold": (
        _WARNING,
        "没有注明用气单位；数字按原样读，报告也按原样给出。可用 --unit 指明，例如 --unit mcf",
        "its unit is not told; figures are taken and reported as they stand. Name it with --unit, as in "
        "--unit mcf",
    ),
    "mixed_units": (
        _ERROR,
        "此处单位为 {unit}，该列为 {wanted}；同一列只能用一种单位，请换算后重试",
        "in {unit} where the column is in {wanted}; one unit a column is wanted, convert it and try again",
    ),
    "mixed_unit_kinds": (
        _ERROR,
        "单位列里既有 {units}；每个系列只能用一种单位",
        "the column of units names {units} in one series; one unit a series is wanted",
    ),
    "temperature_unit_doubtful": (
        _ERROR,
        "按 {unit} 读，最高日均为 {highest}、最低 {lowest}，不像 °C；请用 --temperature-unit F 或 C 指明",
        "read in {unit} the daily means run from {lowest} to {highest}, which is not like degC; "
        "say --temperature-unit F"
        " or C",
    ),
    # -- cells
    "text_in_number": (
        _ERROR,
        "不是数字；请改为数字，未知则留空（或用 --leave-out 把有问题的单元格当作未知）",
        "not a number; write a number, or nothing where it is not known (--leave-out takes faulty cells "
        "as unknown)",
    ),
    "negative_use": (
        _ERROR,
        "用气量不应为负；请核对，未知则留空（或用 --leave-out）",
        "use below zero; check it, leave it empty where it is not known (or --leave-out)",
    ),
    "impossible_temperature": (
        _ERROR,
        "不可能的日均气温（{celsius} °C）；请核对单位和缺测代码，未知则留空（或用 --leave-out）",
        "an impossible mean temperature ({celsius} degC); check the unit and codes for missing "
        "values, leave it empty where"
        " it is not known (or --leave-out)",
    ),
    "ambiguous_decimal": (
        _ERROR,
        "逗号既可能是千位分隔，也可能是小数点；请用 --decimal point 或 --decimal comma 指明",
        "the comma may part thousands or decimals; say --decimal point or --decimal comma",
    ),
    "unreadable_flag": (
        _ERROR,
        "应为 1 或 0（是或否）；请更正（或用 --leave-out）",
        "1 or 0 (yes or no) is wanted; mend it (or --leave-out)",
    ),
    # -- days
    "unreadable_date": (
        _ERROR,
        "不是日期；应如 2023-12-20、20.12.2023 或 12/20/2023（或用 --leave-out 略去该行）",
        "not a date; write 2023-12-20, 20.12.2023 or 12/20/2023 (--leave-out passes over such rows)",
    ),
    "ambiguous_dates": (
        _ERROR,
        "无法分辨是日/月/年还是月/日/年：没有一个数大于 12；请用 --dates dmy 或 --dates mdy 指明",
        "day/month/year or month/day/year: no figure is above 12; say --dates dmy or --dates mdy",
    ),
    "mixed_dates": (
        _ERROR,
        "同一列里既有日/月/年（第 {other} 行）又有月/日/年；请统一写法，最好是 2023-12-20",
        "month/day/year here and day/month/year in row {other}; write all dates alike, best as 2023-12-20",
    ),
    "day_twice": (
        _ERROR,
        "与第 {first} 行是同一天，但数值不同（{before}）；请只留一行（或用 --leave-out 把该日当作未知）",
        "the same day as row {first} with another value ({before}); keep one (--leave-out takes that "
        "day as unknown)",
    ),
    "day_repeated": (
        _WARNING,
        "与第 {first} 行完全相同，只取一次",
        "the same as row {first}, counted once",
    ),
    "rows_unordered": (
        _WARNING,
        "行没有按日期排列，已排序；请核对是否混入了别的数据",
        "rows stand out of order and were sorted; check that nothing else was mixed in",
    ),
    "days_missing": (
        _WARNING,
        "{first} 至 {last} 之间缺 {count} 天的行，最长一段从 {gap_from} 起 {gap} 天；这些天按未知处理",
        "{count} days between {first} and {last} have no row, the longest stretch {gap} days from "
        "{gap_from}; they count as"
        " unknown",
    ),
    "part_of_a_day": (
        _WARNING,
        "{day} 只有 {count} 行，一天应有 {wanted} 行；该日用气按未知处理",
        "{day} has {count} rows where {wanted} make a day; its use counts as unknown",
    ),
    "far_span": (
        _ERROR,
        "日期从 {first} 到 {last}，跨度超过 {limit} 年；请核对年份",
        "dates run from {first} to {last}, more than {limit} years; check the years",
    ),
    "too_short": (
        _ERROR,
        "{series}只有 {count} 天有用气量，至少要 {wanted} 天",
        "{series} has {count} days of known use; at least {wanted} are wanted",
    ),
    "only_zero": (
        _ERROR,
        "{series}的用气量全部为 0，无从预报；请核对，或删去该系列",
        "{series} has no use but 0, which leaves nothing to forecast; check it, or take the series out",
    ),
    # -- weather
    "no_temperature": (
        _WARNING,
        '没有气温列：只能按最近的可比日推算，寒潮看不出来。有气温请补一列，或用 --column temperature="列名" 指明',
        "no column of temperature: only the last comparable days can be used, and no cold wave is "
        "foreseen. Add one, or"
        ' name it: --column temperature="HEADING"',
    ),
    "lead_unclear": (
        _ERROR,
        "看不出各预报列是“当日起报”还是“为当日所报”；请用 --forecast-rows issued 或 --forecast-rows target 指明",
        "a row's forecasts may be issued on its day or made for its day; say --forecast-rows issued or"
        " --forecast-rows target",
    ),
    "issued_too_late": (
        _WARNING,
        "{count} 行的起报时间不早于所报的日子，不是预报，未采用（此处为第一行）",
        "{count} rows were issued no earlier than the day they are for, so are no forecasts; not used "
        "(the first is here)",
    ),
}
