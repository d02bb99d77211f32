"""The weekly brief: seven gas days by their newest runs, what was short, what was reported (T-072, T-074)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nuandong.assess.picture import DayPicture
from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.changes import change_section
from nuandong.desk.briefing.compose.evidence import evidence_section
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.compose.incidents import incident_section
from nuandong.desk.briefing.compose.levels import level_section, level_words
from nuandong.desk.briefing.compose.reports import reports_page
from nuandong.desk.briefing.compose.stores import store_section
from nuandong.desk.briefing.compose.weather import weather_section
from nuandong.desk.briefing.content import Content, Figure, Paragraph, Row, Section, Source, Table
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for, within_scope
from nuandong.desk.reporting.board import HAVE_FILED, FilingState, board_of

DAYS = 7
WEEK = ("week", "一周供需情况", "The week")
PUNCTUAL = ("reports", "报送情况", "Reports")


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """One gas day of the week with its newest run; the run is None where nobody assessed it."""

    day: date
    run: Run | None
    picture: DayPicture | None


def weekly_content(ground: Ground) -> Content:
    """The week that ends with the ground's gas day."""
    days = week_of(ground)
    sections = (
        week_section(ground, days),
        level_section(ground),
        store_section(ground),
        punctuality_section(ground, days),
        incident_section(ground),
        weather_section(ground),
    )
    return Content((*sections[:2], change_section(ground, sections), *sections[2:], evidence_section(ground)))


def week_of(ground: Ground) -> tuple[DayOfWeek, ...]:
    """Seven gas days up to the ground's, each as its newest run within the region has it."""
    days = []
    for back in range(DAYS - 1, -1, -1):
        day = ground.gas_day - timedelta(days=back)
        run = ground.run if back == 0 else Run.objects.without_picture().newest(day)
        picture = None if run is None else within_scope(picture_for(run, ground.account), ground.scope)
        days.append(DayOfWeek(day, run, picture))
    return tuple(days)


@dataclass(frozen=True, slots=True)
class Sums:
    """Demand, what can be had and what is missing of one day: by sums for the province, by network for an area."""

    demand: float
    supply: float
    gap: float

    @classmethod
    def of(cls, ground: Ground, picture: DayPicture) -> Sums:
        """Of the province, or of the counties of an area."""
        province, counties = picture.province, picture.counties
        if ground.is_province:
            columns = (province.demand[0], province.supply[0], province.gap_before[0])
        else:
            columns = tuple(
                column[:, 0].sum() for column in (counties.demand, counties.delivered, counties.shortfall)
            )
        return cls(*(float(number) for number in columns))


def week_section(ground: Ground, days: Sequence[DayOfWeek]) -> Section:
    """Sums of the week, the worst day, and a line for every day; days that were not assessed are named."""
    known = [(one, Sums.of(ground, one.picture)) for one in days if one.picture is not None]
    worst = max(known, key=lambda pair: pair[1].gap)
    source = Source("一周各日推演（见下表）", "runs of the week (see the table)", ground.run_source.address)
    whole = ("一周预测需求合计", "demand of the week")
    figures: list[Figure] = [
        g.words("week.first", ("起", "from"), g.day_words(days[0].day), source),
        g.words("week.last", ("止", "to"), g.day_words(days[-1].day), source),
        g.count("week.known", ("已测算气日", "gas days assessed"), len(known), source, "天"),
        g.volume("balance.demand", whole, sum(sums.demand for _, sums in known), source),
        g.volume(
            "balance.supply",
            ("一周气源合计", "supply of the week"),
            sum(sums.supply for _, sums in known),
            source,
        ),
        g.volume(
            "balance.gap", ("一周缺口合计", "gap of the week"), sum(sums.gap for _, sums in known), source
        ),
        g.count(
            "week.short",
            ("有缺口的气日", "days with a gap"),
            sum(s.gap > g.NOTHING for _, s in known),
            source,
            "天",
        ),
        g.words("week.worst", ("缺口最大日", "worst day"), g.day_words(worst[0].day), _day_source(worst[0])),
        g.flow("week.worst.gap", ("该日缺口", "gap of that day"), worst[1].gap, _day_source(worst[0])),
    ]
    paragraphs = [
        Paragraph(
            "week.summary",
            "{week.first}至{week.last}，已测算{week.known}，需求合计{balance.demand}，可用气源合计{balance.supply}，"
            "缺口合计{balance.gap}；有缺口的气日{week.short}，{week.worst}缺口最大，为{week.worst.gap}。",
            "From {week.first} to {week.last}, {week.known} gas days were assessed: demand {balance.demand}, supply "
            "{balance.supply}, gap {balance.gap}; {week.short} days with a gap, the worst {week.worst} with "
            "{week.worst.gap}.",
        )
    ]
    silent = [one.day for one in days if one.picture is None]
    if silent:
        said = ("、".join(map(g.month_day, silent)), ", ".join(g.day_words(day)[1] for day in silent))
        figures.append(g.words("week.silent", ("未测算气日", "not assessed"), said, source))
        paragraphs.append(
            Paragraph("week.silent", "{week.silent}未测算，合计数不含上述气日。",
                      "{week.silent} were not assessed; the sums are without them.")
        )  # fmt: skip
    return Section(
        *WEEK, figures=tuple(figures), paragraphs=tuple(paragraphs), tables=(_table(ground, days),)
    )


def _table(ground: Ground, days: Sequence[DayOfWeek]) -> Table:
    heads = (
        ("气日", "Gas day"),
        ("需求（万立方米）", "Demand (10⁴ m³)"),
        ("气源（万立方米）", "Supply (10⁴ m³)"),
        ("缺口（万立方米）", "Gap (10⁴ m³)"),
        ("拟压减（万立方米）", "Relief (10⁴ m³)"),
        ("建议级别", "Level proposed"),
    )
    return Table("逐日情况", "Day by day", heads, tuple(_day_row(ground, one) for one in days))


def _day_row(ground: Ground, one: DayOfWeek) -> Row:
    name = g.text_cell(*g.day_words(one.day))
    if one.picture is None:
        return Row((name, *(g.text_cell("未测算", "not assessed"),) * 5), _day_source(one))
    sums = Sums.of(ground, one.picture)
    relief = float(sum(map(float, one.picture.cuts.relief)))
    numbers = (g.number_cell(number) for number in (sums.demand, sums.supply, sums.gap, relief))
    return Row(
        (name, *numbers, g.text_cell(*level_words(ground, one.picture.proposal.level))), _day_source(one)
    )


def _day_source(one: DayOfWeek) -> Source:
    if one.run is not None:
        return g.run_source(one.run)
    return Source(f"{g.month_day(one.day)}气日未测算", f"{one.day.isoformat()} was not assessed")


def punctuality_section(ground: Ground, days: Sequence[DayOfWeek]) -> Section:
    """How many units filed in time, late or not at all, for every gas day of the week that has ended."""
    rows = []
    for one in days:
        board = board_of(gas_day=one.day, at=ground.at)
        own = [row for row in board.rows if ground.scope.holds_region(row.region)]
        numbers = (
            len(own),
            sum(row.state in HAVE_FILED for row in own),
            sum(row.state is FilingState.LATE for row in own),
            sum(row.state is FilingState.MISSING for row in own),
        )
        source = Source(f"{g.month_day(one.day)}气日报送台账", f"board of reports of {one.day.isoformat()}",
                        reports_page("report-board", one.day))  # fmt: skip
        cells = (g.text_cell(*g.day_words(one.day)), *(g.number_cell(number, 0) for number in numbers))
        rows.append(Row(cells, source))
    heads = (
        ("气日", "Gas day"),
        ("应报", "Owed"),
        ("已报", "Filed"),
        ("迟报", "Late"),
        ("逾期未报", "Missing"),
    )
    late, missing = (sum(int(row.cells[place].number or 0) for row in rows) for place in (3, 4))
    figures = (
        g.count("reports.late", ("迟报", "late"), late, rows[-1].source, "家次"),
        g.count("reports.missing", ("逾期未报", "missing"), missing, rows[-1].source, "家次"),
    )
    paragraph = Paragraph("reports.summary", "本周迟报{reports.late}，逾期未报{reports.missing}，逐日情况如下。",
                          "This week {reports.late} reports came late and {reports.missing} are missing.")  # fmt: skip
    return Section(*PUNCTUAL, figures=figures, paragraphs=(paragraph,),
                   tables=(Table("逐日报送情况", "Reports day by day", heads, tuple(rows)),))  # fmt: skip
