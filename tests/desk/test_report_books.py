"""Reports by workbook: a template goes out, every faulty cell is named, nothing is filed before it is confirmed."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.desk.directory.models import Account, Membership, Region, ReportingUnit, Role
from nuandong.desk.ledger.models import Letter
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.books.actions import BookIsClosed, columns_of, file_book, keep_book, to_file
from nuandong.desk.reporting.books.checking import check_columns
from nuandong.desk.reporting.books.layout import REPORT_SHEET, cell_name
from nuandong.desk.reporting.books.reading import read_book
from nuandong.desk.reporting.books.template import TemplateColumn, write_book
from nuandong.desk.reporting.fields import report_fields
from nuandong.desk.reporting.models import BookState, Channel, ReportBook, ReportFigure, ReportVersion
from nuandong.gasday import CHINA
from tests.desk.roles import CITY, COUNTY, OTHER_COUNTY, PROVINCE

DAY = date(2023, 12, 20)
MORNING = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
FIGURES = {
    "use_res_cook": 4.1, "use_c2g": 9.5, "use_central_heat": 3.9, "use_pub_ess": 0.8, "use_comm": 2.0,
    "use_ind_fuel_cont": 5.1, "actual_supply": 25.4,
}  # fmt: skip
SECOND = {"use_res_cook": 1.0, "use_c2g": 3.2, "use_ind_fuel_disc": 2.0, "actual_supply": 6.2}
FIRST = 5  # a sheet's first unit stands in column E


def template(units: list[str], last: dict[str, float] | None = None) -> bytes:
    asked = frozenset(report_fields())
    columns = [TemplateColumn(unit, f"单位 {unit}", f"Unit {unit}", asked, last or {}) for unit in units]
    return write_book(columns=columns, gas_day=DAY, at=MORNING)


def filled(units: list[str], cells: dict[tuple[int, str], Any], content: bytes | None = None) -> bytes:
    """The template with cells written by place of the unit and key of the row."""
    book = openpyxl.load_workbook(BytesIO(content or template(units)))
    sheet = book[REPORT_SHEET]
    rows = {sheet.cell(number, 1).value: number for number in range(1, sheet.max_row + 1)}
    for (place, key), value in cells.items():
        sheet.cell(rows[key], FIRST + place, value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def column(place: int, figures: dict[str, Any]) -> dict[tuple[int, str], Any]:
    """One unit's cells."""
    return {(place, name): value for name, value in figures.items()}


def test_what_is_typed_into_the_template_is_read_cell_by_cell() -> None:
    content = filled(
        [COUNTY, OTHER_COUNTY], {(0, "use_c2g"): 9.5, (0, "note"): "寒潮", (1, "nothing_to_report"): "是"}
    )
    columns, faults = read_book(content)
    assert not faults.found
    assert [(one.unit, one.gas_day, one.cells) for one in columns] == [
        (COUNTY, "2023-12-20", {"use_c2g": "9.5", "note": "寒潮"}),
        (OTHER_COUNTY, "2023-12-20", {"nothing_to_report": "是"}),
    ]
    assert columns[0].sheet == REPORT_SHEET
    assert openpyxl.load_workbook(BytesIO(content))[REPORT_SHEET][columns[0].place("use_c2g")].value == 9.5


def test_the_sheet_of_last_figures_is_never_read_as_a_report() -> None:
    columns, _ = read_book(template([COUNTY], {"use_c2g": 4.2}))
    assert [one.cells for one in columns] == [{}]


def test_the_same_template_is_the_same_bytes() -> None:
    assert template([COUNTY]) == template([COUNTY])


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (4, 25, "Z5"), (9, 26, "AA10"), (0, 702, "AAA1")]
)
def test_cells_are_named_as_a_spreadsheet_names_them(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"PK\x03\x04" + b"\0" * 40, b"%PDF-1.7", "单位,数".encode(), template([COUNTY])[:900]],
    ids=["empty", "two-letters", "torn-zip", "pdf", "csv", "cut-off"],
)
def test_a_file_that_is_no_workbook_is_told_so(content: bytes) -> None:
    columns, faults = read_book(content)
    assert not columns
    assert [one.code for one in faults] == ["book.unreadable"]


def test_a_workbook_that_is_none_of_ours_is_told_so() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "hello"  # type: ignore[index]
    out = BytesIO()
    book.save(out)
    assert [one.code for one in read_book(out.getvalue())[1]] == ["book.no_sheet"]


WHOLE = template([COUNTY, OTHER_COUNTY])


@given(place=st.integers(0, len(WHOLE) - 1), piece=st.binary(min_size=1, max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks_anything(place: int, piece: bytes) -> None:
    read_book(WHOLE[:place] + piece + WHOLE[place + len(piece) :])


def test_rows_that_mean_nothing_or_stand_twice_are_named_with_their_cell() -> None:
    book = openpyxl.load_workbook(BytesIO(template([COUNTY])))
    sheet = book[REPORT_SHEET]
    end = sheet.max_row
    sheet.cell(end + 1, 1, "use_steam")
    sheet.cell(end + 1, FIRST, 3)
    sheet.cell(end + 2, 1, "use_c2g")
    out = BytesIO()
    book.save(out)
    found = {one.code: one.place.column for one in read_book(out.getvalue())[1]}
    assert found == {"book.row_unknown": f"A{end + 1}", "book.row_twice": f"A{end + 2}"}


@pytest.fixture
def clerk(season: Season, account: Any) -> Account:
    """Somebody who files for a whole city."""
    return account("city")  # type: ignore[no-any-return]


def kept(content: bytes, by: Account) -> ReportBook:
    return keep_book(file_name="日报.xlsx", content=content, by=by, at=MORNING)


@pytest.mark.django_db
def test_every_fault_is_named_with_sheet_cell_value_and_what_is_wanted(clerk: Account) -> None:
    cells = {
        (0, "use_res_cook"): 4, (0, "gas_day"): "昨天",
        (1, "use_c2g"): 3, (2, "nothing_to_report"): "maybe", (2, "use_comm"): 1,
    }  # fmt: skip
    book = kept(filled([COUNTY, OTHER_COUNTY, "149102"], cells), clerk)
    columns = check_columns(columns=columns_of(book), account=clerk, at=MORNING)
    found = {(one.code, one.place.column, one.value) for column in columns for one in column.findings.errors}
    assert ("book.gas_day", "E5", "昨天") in found
    assert ("book.unit_unknown", "F3", OTHER_COUNTY) in found  # of another city: outside the scope
    assert ("book.flag", next(place for code, place, _ in found if code == "book.flag"), "maybe") in found
    assert all(one.place.file == REPORT_SHEET and one.wanted_zh and one.wanted_en
               for column in columns for one in column.findings)  # fmt: skip
    assert not to_file(columns)


@pytest.mark.django_db
def test_cells_that_no_gate_can_read_are_all_named_at_once(clerk: Account) -> None:
    cells = {(0, "use_res_cook"): "四", (0, "use_bus"): -1, (0, "storage_fill"): 180}
    book = kept(filled([COUNTY], cells), clerk)
    found = check_columns(columns=columns_of(book), account=clerk, at=MORNING)[0].findings.errors
    assert {one.value for one in found} >= {"四", "-1", "180"}


@pytest.mark.django_db
def test_good_reports_are_filed_and_faulty_ones_wait_with_their_faults(clerk: Account) -> None:
    book = kept(filled([COUNTY, "149102"], {**column(0, FIGURES), (1, "use_c2g"): "?"}), clerk)
    assert (
        not ReportVersion.objects.of_day(DAY).filter(channel=Channel.XLSX).exists()
    )  # a preview files nothing
    versions = file_book(book=book, by=clerk, at=MORNING)
    assert [(one.report.unit_id, one.channel) for one in versions] == [(COUNTY, Channel.XLSX)]
    assert Letter.objects.filter(errand="assess").exists()
    with pytest.raises(BookIsClosed):
        file_book(book=book, by=clerk, at=MORNING)


@pytest.mark.django_db
def test_a_mended_workbook_files_only_what_is_not_filed_yet(clerk: Account) -> None:
    units = [COUNTY, "149102"]
    wrong = {**column(0, FIGURES), **column(1, {**SECOND, "use_c2g": "?"})}
    file_book(book=kept(filled(units, wrong), clerk), by=clerk, at=MORNING)
    again = kept(filled(units, {**column(0, FIGURES), **column(1, SECOND)}), clerk)
    versions = file_book(book=again, by=clerk, at=MORNING + timedelta(minutes=5))
    assert [one.report.unit_id for one in versions] == ["149102"]
    assert ReportVersion.objects.of_day(DAY).filter(report__unit=COUNTY).count() == 1


@pytest.mark.django_db
def test_a_unit_that_is_left_empty_is_no_fault_and_no_report(clerk: Account) -> None:
    book = kept(filled([COUNTY, "149102"], column(0, FIGURES)), clerk)
    columns = check_columns(columns=columns_of(book), account=clerk, at=MORNING)
    assert [(one.is_empty, len(one.findings.errors)) for one in columns] == [(False, 0), (True, 0)]
    assert [one.report.unit_id for one in file_book(book=book, by=clerk, at=MORNING)] == [COUNTY]


@pytest.mark.django_db
def test_one_unit_twice_in_a_workbook_is_refused_on_both_places(clerk: Account) -> None:
    book = kept(filled([COUNTY, COUNTY], {(0, "use_c2g"): 9, (1, "use_c2g"): 8}), clerk)
    columns = check_columns(columns=columns_of(book), account=clerk, at=MORNING)
    assert [one.checked for one in columns] == [None, None]


def a_province_of(count: int) -> list[str]:
    """So many counties beside those of the tiny case, each with its reporting unit."""
    codes = [f"{148000 + number}" for number in range(count)]
    Region.objects.bulk_create(
        Region(code=code, name_zh=f"第{code}县", kind="county", parent_id=CITY) for code in codes
    )
    ReportingUnit.objects.bulk_create(
        ReportingUnit(code=code, name_zh=f"第{code}县", kind="county", region_id=code) for code in codes
    )
    return codes


@pytest.mark.django_db
def test_a_city_files_117_counties_from_one_workbook(clerk: Account, client: Client, settings: Any) -> None:
    settings.CLOCK_FROM = MORNING.isoformat()
    codes = a_province_of(117)
    cells: dict[tuple[int, str], Any] = {(place, "use_c2g"): 1 + place / 10 for place in range(117)}
    cells |= {(place, "actual_supply"): 1 + place / 10 for place in range(117)}
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    handed = SimpleUploadedFile("日报.xlsx", filled(codes, cells))
    shown = client.post("/report/books/", {"workbook": handed}, follow=True)
    assert shown.status_code == 200
    assert shown.context["ready"] == 117
    book = ReportBook.objects.latest("id")
    client.post(f"/report/books/{book.pk}/confirm/")
    figures = ReportFigure.objects.filter(version__channel=Channel.XLSX, quantity="use_c2g")
    assert {one.version.report.unit_id: one.amount for one in figures} == {
        code: 1 + place / 10 for place, code in enumerate(codes)
    }
    book.refresh_from_db()
    assert book.state == BookState.FILED


@pytest.mark.django_db
def test_pages_take_the_template_out_and_say_what_is_wrong_with_a_file(
    clerk: Account, client: Client, settings: Any
) -> None:
    settings.CLOCK_FROM = MORNING.isoformat()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    out = client.get("/report/books/template.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(out.content))[REPORT_SHEET]
    units = {sheet.cell(3, column).value for column in range(FIRST, sheet.max_column + 1)} - {None}
    assert units == set(ReportingUnit.objects.filed_by(clerk).values_list("code", flat=True))
    assert client.post("/report/books/").status_code == 400
    bad = client.post("/report/books/", {"workbook": SimpleUploadedFile("x.xlsx", b"no")}, follow=True)
    assert "不是可读的" in bad.content.decode()


@pytest.mark.django_db
def test_nobody_opens_or_files_another_account_s_workbook(
    clerk: Account, client: Client, account: Any
) -> None:
    book = kept(filled([COUNTY], {(0, "use_c2g"): 9}), clerk)
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/report/books/{book.pk}/").status_code == 404
    assert client.post(f"/report/books/{book.pk}/confirm/").status_code == 404
    assert not ReportVersion.objects.filter(channel=Channel.XLSX).exists()


@pytest.mark.django_db
def test_a_company_s_unit_is_asked_its_own_classes_and_a_foreign_cell_is_named(
    season: Season, account: Any
) -> None:
    company = account("company")
    Membership.objects.filter(account=company).update(role=Role.CLERK)
    unit = ReportingUnit.objects.filed_by(company).get()
    book = kept(filled([unit.code], {(0, "use_res_cook"): 4}), company)
    found = check_columns(columns=columns_of(book), account=company, at=MORNING)[0].findings.errors
    assert "book.not_asked" in {one.code for one in found}
    assert PROVINCE  # the company lies in it
