"""How punctually reports came in, and what they add up to (T-072, T-074, T-093, T-095)."""

from __future__ import annotations

from datetime import date, timedelta

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.content import Figure, Paragraph, Row, Section, Source, Table
from nuandong.desk.reporting.board import HAVE_FILED, Board, BoardRow, FilingState, board_of
from nuandong.desk.reporting.rollup import Rollup, RollupRow, rollup_of
from nuandong.gasday import gas_day_of
from nuandong.vocabulary import ConsumerClass, label

PUNCTUAL = ("reports", "报送情况", "Reports")
USED = ("used", "实际用气汇总", "What was used")
NAMED = 12
KINDS = {
    "county": ("县（市、区）", "counties"),
    "city": ("市", "cities"),
    "department": ("省直部门", "departments"),
    "company": ("企业", "companies"),
}
COVERED = ("coverage.reported", "coverage.expected", "coverage.at")


def coverage_section(ground: Ground) -> Section:
    """Which counties the run rests on, and the board of the gas day that ended last."""
    stamp, source = ground.picture.stamp, ground.run_source
    reported, expected = _covered(ground)
    figures = (
        g.count("coverage.expected", ("应报县（市、区）", "counties that report"), expected, source, "个"),
        g.count("coverage.reported", ("已报县（市、区）", "counties reported"), reported, source, "个"),
        g.instant("coverage.at", ("数据截止", "as of"), stamp.as_of, source),
    )
    paragraph = Paragraph(
        "coverage.summary",
        "本期测算数据截至{coverage.at}，应报县（市、区）{coverage.expected}，已报{coverage.reported}。",
        "What is computed here rests on reports as of {coverage.at}: {coverage.reported} of {coverage.expected} "
        "counties.",
    )
    day = gas_day_of(ground.at) - timedelta(days=1)
    board = _own_board(ground, day)
    told, more, tables = _punctuality(ground, board, day)
    return Section(*PUNCTUAL, figures=(*figures, *more), paragraphs=(paragraph, *told), tables=tables)


def _covered(ground: Ground) -> tuple[int, int]:
    stamp, counties = ground.picture.stamp, ground.picture.counties
    if ground.is_province:
        return stamp.reported, stamp.expected
    return int(counties.reported.sum()), len(counties.county)


def _own_board(ground: Ground, day: date) -> Board:
    """The board of the region alone: of its own reporting units and of those below it."""
    board = board_of(gas_day=day, at=ground.at)
    own = (row for row in board.rows if ground.scope.holds_region(row.region))
    return board if ground.is_province else Board(board.gas_day, board.at, tuple(own))


def _punctuality(
    ground: Ground, board: Board, day: date
) -> tuple[tuple[Paragraph, ...], tuple[Figure, ...], tuple[Table, ...]]:
    source = _board_source(day)
    if not board.rows:
        return (
            (Paragraph("reports.none", "本区域没有应报单位。", "No unit of this region owes a report."),),
            (),
            (),
        )
    counts = board.counts
    filed = sum(number for state, number in counts.items() if state in HAVE_FILED)
    figures = (
        g.words("reports.day", ("报送气日", "gas day reported on"), g.day_words(day), source),
        g.count("reports.units", ("应报单位", "units that owe a report"), len(board.rows), source, "家"),
        g.count("reports.filed", ("已报", "filed"), filed, source, "家"),
        g.count("reports.late", ("迟报", "late"), counts[FilingState.LATE], source, "家"),
        g.count("reports.missing", ("逾期未报", "missing"), counts[FilingState.MISSING], source, "家"),
        g.count(
            "reports.nil",
            ("零报告", "nothing to report"),
            sum(row.is_nil for row in board.rows),
            source,
            "家",
        ),
    )
    paragraph = Paragraph(
        "reports.summary",
        "{reports.day}气日应报单位{reports.units}，已报{reports.filed}，其中迟报{reports.late}、零报告{reports.nil}；"
        "逾期未报{reports.missing}。",
        "For the gas day {reports.day} {reports.units} units owe a report; {reports.filed} have filed, {reports.late} "
        "of them late, {reports.nil} with nothing to report; {reports.missing} are missing.",
    )
    heads = (
        ("单位类别", "Kind"),
        ("应报", "Owed"),
        ("已报", "Filed"),
        ("迟报", "Late"),
        ("逾期未报", "Missing"),
    )
    rows = tuple(
        _kind_row(kind, board, source) for kind in KINDS if any(row.kind == kind for row in board.rows)
    )
    named, more = _named_missing(board, source)
    return (
        (paragraph, *named),
        (*figures, *more),
        (Table("分类报送情况", "Reports by kind of unit", heads, rows),),
    )


def _kind_row(kind: str, board: Board, source: Source) -> Row:
    rows = [row for row in board.rows if row.kind == kind]
    numbers = (
        len(rows),
        sum(row.state in HAVE_FILED for row in rows),
        sum(row.state is FilingState.LATE for row in rows),
        sum(row.state is FilingState.MISSING for row in rows),
    )
    return Row((g.text_cell(*KINDS[kind]), *(g.number_cell(number, 0) for number in numbers)), source)


def _named_missing(board: Board, source: Source) -> tuple[tuple[Paragraph, ...], tuple[Figure, ...]]:
    """Public bodies that have not filed, by name; companies only by their count."""
    silent = [row for row in board.rows if row.state is FilingState.MISSING and row.kind != "company"]
    if not silent:
        return (), ()
    figure = g.words("reports.silent", ("逾期未报单位", "missing"), _names(silent), source)
    paragraph = Paragraph(
        "reports.silent",
        "逾期未报的地方和部门：{reports.silent}。",
        "Public bodies that are missing: {reports.silent}.",
    )
    return (paragraph,), (figure,)


def _names(rows: list[BoardRow]) -> tuple[str, str]:
    zh, en = (
        "、".join(row.name_zh for row in rows[:NAMED]),
        ", ".join(row.name_en or row.name_zh for row in rows[:NAMED]),
    )
    if len(rows) > NAMED:
        return f"{zh}等{len(rows)}家", f"{en} and {len(rows) - NAMED} others"
    return zh, en


def used_section(ground: Ground) -> Section:
    """What counties reported as used on the gas day that ended last, summed, and where sums and cities disagree."""
    day = gas_day_of(ground.at) - timedelta(days=1)
    rollup = rollup_of(gas_day=day, at=ground.at)
    row = rollup.of(ground.region.code)
    if row is None or row.total is None:
        zh, en = g.day_words(day)
        why = (f"{zh}气日尚无县（市、区）报送用气量。", f"No county has reported its use of {en} yet.")
        return g.lacking(*_keyed(USED), why)
    source = _sum_source(day)
    figures = (
        g.words("used.day", ("气日", "gas day"), g.day_words(day), source),
        g.flow("used.total", ("实际用气", "used"), row.total, source),
        g.count("used.filed", ("已报县（市、区）", "counties filed"), row.counties_filed, source, "个"),
        g.count("used.due", ("应报县（市、区）", "counties due"), row.counties_due, source, "个"),
        g.count(
            "used.apart",
            ("上下级数据相差超过1%", "differences above 1 %"),
            len(_own(ground, rollup)),
            source,
            "处",
        ),
    )
    sums_zh = "{used.day}气日，已报的{used.filed}县（市、区）（应报{used.due}）合计用气{used.total}"
    sums_en = (
        "On the gas day {used.day} the {used.filed} counties that filed (of {used.due}) used {used.total}"
    )
    paragraph = Paragraph(
        "used.summary",
        sums_zh + "；市级数据与所辖县合计相差超过百分之一的{used.apart}。",
        sums_en
        + "; cities and the sum of their counties disagree by more than one per cent in {used.apart} places.",
    )
    return Section(
        *USED, figures=figures, paragraphs=(paragraph,), tables=_use_tables(ground, rollup, row, source)
    )


def _own(ground: Ground, rollup: Rollup) -> list[RollupRow]:
    return [one for one in rollup.disagreements if ground.scope.holds_region(one.region)]  # type: ignore[misc]


def _use_tables(ground: Ground, rollup: Rollup, row: RollupRow, source: Source) -> tuple[Table, ...]:
    classes = [word for word in ConsumerClass if word in row.use]
    rows = [
        Row(
            (
                g.text_cell(label(word, language="zh"), label(word, language="en")),
                g.number_cell(row.use[word]),
            ),
            source,
        )
        for word in classes
    ]
    rows.append(Row((g.text_cell("合计", "Sum"), g.number_cell(row.total or 0.0)), source, is_sum=True))
    by_class = Table(
        "分类用气量",
        "Use by class",
        (("用气类别", "Class"), ("用气量（万立方米）", "Used (10⁴ m³)")),
        tuple(rows),
    )
    below = [one for one in rollup.rows if one.parent == ground.region.code and one.counties_due]
    if not below:
        return (by_class,)
    heads = (
        ("地区", "Region"),
        ("已报/应报县", "Counties filed/due"),
        ("用气量（万立方米）", "Used (10⁴ m³)"),
        ("本级上报（万立方米）", "Its own report (10⁴ m³)"),
    )
    return by_class, Table(
        "分地区用气量", "Use by region", heads, tuple(_region_row(one, source) for one in below)
    )


def _region_row(row: RollupRow, source: Source) -> Row:
    return Row(
        (
            g.text_cell(row.name_zh, row.name_en),
            g.text_cell(f"{row.counties_filed}/{row.counties_due}"),
            g.text_cell("未报", "not filed") if row.total is None else g.number_cell(row.total),
            g.text_cell("无", "none") if row.own_use is None else g.number_cell(row.own_use),
        ),
        source,
    )


def _keyed(section: tuple[str, str, str]) -> tuple[str, tuple[str, str]]:
    return section[0], (section[1], section[2])


def _board_source(day: date) -> Source:
    zh, en = g.day_words(day)
    return Source(f"{zh}气日报送台账", f"board of reports, {en}", reports_page("report-board", day))


def _sum_source(day: date) -> Source:
    zh, en = g.day_words(day)
    return Source(f"{zh}气日报送汇总", f"sums of reports, {en}", reports_page("report-rollup", day))


def reports_page(name: str, day: date) -> str:
    """The page of the board or of the sums of a day."""
    page = g.address(name)
    return f"{page}?day={day.isoformat()}" if page else ""
