"""Filing: one gate, versions that stay, late by the clock of the policy, all faults at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from nuandong.desk.directory.models import Account, ReportingUnit
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.cases import day_case
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.actions import CheckedFiling, digest_of, file_report
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel, DailyReport, ReportFigure, ReportVersion
from nuandong.findings import Severity
from nuandong.gasday import CHINA
from tests.desk.roles import COUNTY

DAY = date(2023, 12, 20)
MORNING = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
CELLS = {"gas_day": DAY.isoformat(), "use_res_cook": "4.1", "use_c2g": "9.5"}


def form(
    cells: dict[str, str], *, at: datetime = MORNING, previous: dict[str, float] | None = None
) -> ReportForm:
    return ReportForm(cells, unit=COUNTY, at=at, previous=previous)


def filed(cells: dict[str, str], *, at: datetime = MORNING, by: Account | None = None) -> ReportVersion:
    """A report through the gate and into the records."""
    handed = form(cells, at=at)
    assert handed.is_valid(), handed.errors
    assert handed.filing is not None
    return file_report(checked=CheckedFiling(handed.filing, handed.findings, Channel.FORM, at), by=by)


def codes(handed: ReportForm) -> set[str]:
    handed.is_valid()
    return {finding.code for finding in handed.findings}


@pytest.mark.parametrize(
    ("cells", "previous", "code"),
    [
        pytest.param({"use_res_cook": "-1"}, None, "report.bounds", id="negative"),
        pytest.param({"use_res_cook": "many"}, None, "report.bounds", id="no-number"),
        pytest.param({"use_res_cook": "nan"}, None, "report.bounds", id="not-a-number"),
        pytest.param({"use_res_cook": "9e9"}, None, "report.bounds", id="beyond-any-county"),
        pytest.param({}, None, "report.empty", id="nothing-said"),
        pytest.param(
            {"nothing_to_report": "on", "use_c2g": "3"}, None, "report.zero.has_figures", id="zero-and-figures"
        ),
        pytest.param({"use_c2g": "50", "actual_supply": "100"}, None, "report.classes.differ", id="classes-differ"),
        pytest.param({"use_c2g": "4200"}, {"use_c2g": 4.2}, "report.unit", id="thousand-times-yesterday"),
        pytest.param({"use_c2g": "6"}, {"use_c2g": 4.2}, "report.change", id="a-jump-without-a-note"),
        pytest.param({"gas_day": "2023-12-21", "use_c2g": "4"}, None, "report.gas_day.not_over", id="day-not-over"),
    ],
)  # fmt: skip
def test_a_faulty_report_is_refused_with_its_finding(cells, previous, code: str) -> None:
    handed = form({"gas_day": DAY.isoformat(), **cells}, previous=previous)
    assert code in codes(handed)
    assert handed.filing is None
    finding = next(finding for finding in handed.findings if finding.code == code)
    assert finding.wanted_zh
    assert finding.wanted_en


def test_all_faulty_cells_are_named_at_once() -> None:
    handed = form({"gas_day": DAY.isoformat(), "use_res_cook": "-1", "use_c2g": "x", "use_bus": "1e9"})
    handed.is_valid()
    assert {finding.place.column for finding in handed.findings} == {"use_res_cook", "use_c2g", "use_bus"}


@pytest.mark.parametrize(
    ("use", "passes"), [("5.25", True), ("5.26", False), ("3.15", True), ("3.14", False)]
)
def test_a_change_of_exactly_a_quarter_needs_no_note(use: str, passes: bool) -> None:
    assert form({"gas_day": DAY.isoformat(), "use_c2g": use}, previous={"use_c2g": 4.2}).is_valid() is passes


def test_a_jump_with_its_reason_is_accepted() -> None:
    cells = {"gas_day": DAY.isoformat(), "use_c2g": "8", "note": "寒潮"}
    assert form(cells, previous={"use_c2g": 4.2}).is_valid()


def test_a_suspiciously_large_figure_passes_with_a_remark() -> None:
    handed = form({"gas_day": DAY.isoformat(), "use_c2g": "1200"})
    assert handed.is_valid()
    assert [finding.severity for finding in handed.findings] == [Severity.WARNING]


def test_numbers_are_read_as_people_write_them() -> None:
    handed = form({"gas_day": DAY.isoformat(), "use_c2g": " 1,234.5 "})
    assert handed.is_valid()
    assert handed.filing is not None
    assert handed.filing.figures == {"use_c2g": 1234.5}


@pytest.mark.django_db
def test_correcting_a_report_adds_a_version_and_keeps_the_first(season: Season) -> None:
    first = filed(CELLS)
    second = filed({**CELLS, "use_c2g": "9.9"}, at=MORNING + timedelta(minutes=5))
    assert (first.number, second.number) == (1, 2)
    assert ReportFigure.objects.get(version=first, quantity="use_c2g").amount == 9.5
    known = ReportVersion.objects.of_day(DAY)
    assert known.known_at(MORNING).get(report__unit=COUNTY) == first
    assert known.known_at(MORNING + timedelta(minutes=5)).get(report__unit=COUNTY) == second


@pytest.mark.django_db
def test_the_case_uses_the_version_that_was_known_then(season: Season) -> None:
    filed(CELLS)
    filed({**CELLS, "use_c2g": "9.9"}, at=MORNING + timedelta(hours=1))

    def use(at: datetime) -> list[float]:
        reports = day_case(date(2023, 12, 22), at).reports
        columns = zip(reports.county, reports.gas_day, reports.consumer_class, reports.use, strict=True)
        return [used for county, day, kind, used in columns if (county, day, kind) == (COUNTY, DAY, "C2G")]

    assert use(MORNING - timedelta(minutes=1)) == []
    assert use(MORNING) == [9.5]
    assert use(MORNING + timedelta(hours=1)) == [9.9]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [ReportVersion, ReportFigure])
def test_the_database_itself_refuses_to_change_a_filed_version(model, season: Season) -> None:
    filed(CELLS)
    field = "note" if model is ReportVersion else "words"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        model.objects.update(**{field: "rewritten"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "minute", "late"),
    [
        pytest.param(9, 29, False, id="before"),
        pytest.param(9, 30, False, id="on-the-minute-is-in-time"),
        pytest.param(9, 31, True, id="after"),
    ],
)
def test_a_county_is_late_after_half_past_nine(hour: int, minute: int, late: bool, season: Season) -> None:
    version = filed(CELLS, at=MORNING.replace(hour=hour, minute=minute))
    assert version.is_late is late


@pytest.mark.django_db
def test_a_company_is_late_after_nine(season: Season) -> None:
    handed = ReportForm(CELLS, unit="company:u-glass", at=MORNING + timedelta(minutes=1))
    assert handed.is_valid()
    assert handed.filing is not None
    filing = CheckedFiling(handed.filing, handed.findings, Channel.API, MORNING + timedelta(minutes=1))
    assert file_report(checked=filing, by=None).is_late


@pytest.mark.django_db
def test_nothing_to_report_is_a_report(season: Season) -> None:
    version = filed({"gas_day": DAY.isoformat(), "nothing_to_report": "on"})
    assert version.is_nothing_to_report
    assert not version.figures.exists()


@pytest.mark.django_db
def test_the_ledger_holds_a_digest_that_the_records_still_give(season: Season, account) -> None:
    clerk = account("county")
    version = filed(CELLS, by=clerk)
    entry = Entry.objects.latest("sequence")
    figures = dict(version.figures.values_list("quantity", "amount"))
    assert entry.subject_id == f"{COUNTY}/{DAY}/1"
    assert digest_of(figures) in entry.line
    assert str(clerk.pseudonym) in entry.line
    assert verify().holds


@pytest.mark.django_db
def test_no_personal_fact_gets_into_the_ledger(season: Season, account) -> None:
    clerk = account("county")
    filed({**CELLS, "note": "丁某 13900000000"}, by=clerk)
    written = "".join(Entry.objects.values_list("line", flat=True))
    for personal in ("丁某", "13900000000", '"county"'):
        assert personal not in written


@pytest.mark.django_db
def test_a_filed_report_calls_for_the_picture_of_the_next_gas_day(season: Season) -> None:
    filed(CELLS)
    letter = Letter.objects.get()
    assert letter.facts == {"gas_day": "2023-12-22"}
    assert letter.not_before == MORNING + timedelta(minutes=1)


@pytest.mark.django_db
def test_a_filing_that_fails_half_way_leaves_nothing(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (DailyReport.objects.count(), Entry.objects.count(), Letter.objects.count())
    monkeypatch.setattr("nuandong.desk.reporting.actions.digest_of", lambda figures: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        filed(CELLS)
    assert (DailyReport.objects.count(), Entry.objects.count(), Letter.objects.count()) == before


@pytest.mark.django_db
def test_every_county_city_department_and_company_owes_a_report(season: Season) -> None:
    kinds = list(ReportingUnit.objects.due_on(DAY).values_list("kind", flat=True))
    assert kinds.count("county") == 4
    assert kinds.count("city") == 2
    assert kinds.count("department") == 4
    assert kinds.count("company") == 6 + 4  # named users, and parties of contracts and stores


@pytest.mark.django_db
def test_instants_are_kept_as_they_were(season: Season) -> None:
    version = filed(CELLS)
    version.refresh_from_db()
    assert version.filed_at == MORNING.astimezone(UTC)


USUAL = {"use_res_cook": 4.0, "use_c2g": 9.0, "use_bus": 0.1}
TODAY = {"use_res_cook": "4.1", "use_c2g": "9.2", "use_bus": "0.1"}


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        pytest.param({**TODAY, "use_bus": "1280"}, "report.unit", "use_bus", id="one-class-in-m3"),
        pytest.param({"use_res_cook": "4.1", "use_c2g": "9.2"}, "report.class.missing", "use_bus", id="left-out"),
        pytest.param({"mean_temperature": "-5"}, "report.class.missing", "use_c2g", id="nothing-but-the-weather"),
        pytest.param({"nothing_to_report": "on"}, "report.zero.unlikely", "note", id="a-zero-report-that-burns"),
        pytest.param({**TODAY, "mean_temperature": "-5", "min_temperature": "20"}, "report.temperature.order",
                     "min_temperature", id="the-least-above-the-mean"),
        pytest.param({**TODAY, "gas_day": "2022-01-01"}, "report.gas_day.too_old", "gas_day", id="two-winters-ago"),
        pytest.param({**TODAY, "use_c2g": "14", "note": "x"}, "report.change", "note", id="a-reason-of-one-letter"),
    ],
)  # fmt: skip
def test_what_a_county_cannot_mean_is_refused(cells: dict[str, str], code: str, column: str) -> None:
    handed = form({"gas_day": DAY.isoformat(), **cells}, previous=USUAL)
    assert not handed.is_valid()
    assert (code, column) in {(finding.code, finding.place.column) for finding in handed.findings}
    assert column in handed.errors


def test_a_usual_report_still_passes() -> None:
    assert form({"gas_day": DAY.isoformat(), **TODAY}, previous=USUAL).is_valid()


def test_a_fill_is_typed_in_per_cent_and_kept_as_a_share() -> None:
    handed = form({"gas_day": DAY.isoformat(), **TODAY, "storage_fill": "70"})
    assert handed.is_valid(), handed.errors
    assert handed.filing is not None
    assert handed.filing.figures["storage_fill"] == pytest.approx(0.7)
    too_full = form({"gas_day": DAY.isoformat(), **TODAY, "storage_fill": "250"})
    assert not too_full.is_valid()
    assert "0.0 … 100.0 %" in str(too_full.errors["storage_fill"])


def test_what_a_unit_is_not_asked_is_not_missing_though_it_came_by_another_way_in_yesterday() -> None:
    asked = ("use_c2g", "actual_supply")
    cells = {"gas_day": DAY.isoformat(), "use_c2g": "4.2", "actual_supply": "4.2"}
    handed = ReportForm(
        cells, unit=COUNTY, at=MORNING, previous={"use_c2g": 4.2, "use_res_cook": 7.6}, asked=asked
    )
    assert handed.is_valid(), handed.errors
    emptied = ReportForm(
        {**cells, "use_c2g": ""}, unit=COUNTY, at=MORNING, previous={"use_c2g": 4.2}, asked=asked
    )
    assert set(emptied.errors) == {"use_c2g"}
