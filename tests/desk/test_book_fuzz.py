"""Whatever is handed in as a workbook or a sheet: answered in words, nothing filed unasked, time and memory bounded."""

import resource
import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nuandong.desk.directory.models import BalancePlan, PlannedMeasure, Region
from nuandong.desk.frame import clock
from nuandong.desk.frame.workbooks import TooHeavy, Unreadable, weigh
from nuandong.desk.outlook.models import Season
from nuandong.desk.plans.balance.actions import PlanSketch, draft_plan
from nuandong.desk.plans.balance.book import write_plan_book
from nuandong.desk.reporting.books.reading import open_book, read_book
from nuandong.desk.reporting.models import Reading, ReportVersion
from nuandong.desk.reporting.readings.sheet import read_sheet, text_of
from nuandong.desk.reporting.readings.workbook import book_of
from nuandong.gasday import CHINA
from tests.desk.hostile_books import far_cell, hostile_books, packed, parts_of, rearranged
from tests.desk.roles import COUNTY
from tests.desk.test_report_books import FIGURES, column, filled, template

pytestmark = pytest.mark.django_db
MORNING = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
ANSWERED = (200, 302, 400)
LONGEST_S = 20.0  # a machine that tests on all its processors is slow
MOST_MEMORY_MB = 900
READINGS = book_of(("point", "from", "to", "volume"), [("p-glass", "2023-12-19 08:00", "2023-12-20 08:00", "1")],
                   at=MORNING)  # fmt: skip


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's clock stands at nine."""
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture
def plan(season: Season, account: Any) -> BalancePlan:
    sketch = PlanSketch(Region.objects.get(code="149100"), date(2023, 12, 1), date(2023, 12, 30), 10.0)
    return draft_plan(sketch=sketch, by=account("city"), at=MORNING)


@pytest.fixture
def doors(season: Season, account: Any, plan: BalancePlan) -> list[tuple[str, str, Client, bytes]]:
    """Every address that takes a workbook: the field, somebody who may, and a good one."""
    clients = {}
    for role in ("county", "city"):
        clients[role] = Client()
        clients[role].force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    return [
        ("/report/books/", "workbook", clients["county"], filled([COUNTY], column(0, FIGURES))),
        ("/readings/file/", "sheet", clients["county"], READINGS),
        (f"/balance-plans/{plan.pk}/book/", "book", clients["city"], write_plan_book(plan=plan, at=MORNING)),
    ]


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def hand_in(door: tuple[str, str, Client, bytes], name: str, content: bytes) -> Any:
    """An answer in bounds, or the test falls with the name of the workbook."""
    address, field, client, _ = door
    begun, before = time.monotonic(), memory_mb()
    answer = client.post(address, {field: SimpleUploadedFile(f"{name}.xlsx", content)})
    assert answer.status_code in ANSWERED, (address, name, answer.status_code)
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
        assert answer.status_code == 200, (address, name)
    assert time.monotonic() - begun < LONGEST_S, (address, name)
    assert memory_mb() - before < MOST_MEMORY_MB, (address, name)
    shown = answer.content.decode()
    assert "<script>alert" not in shown, (address, name)
    assert "<b>改名" not in shown, (address, name)
    return answer


def filed() -> tuple[int, int, int]:
    """How much stands in the records of what these doors may bring in."""
    return ReportVersion.objects.count(), Reading.objects.count(), PlannedMeasure.objects.count()


@pytest.fixture(autouse=True)
def nothing_is_filed(doors: Any) -> Iterator[None]:
    """Nothing comes into the records unless somebody says so, in none of these tests."""
    before = filed()
    yield
    assert filed() == before


def test_no_hostile_workbook_breaks_a_door_or_files_anything(doors) -> None:
    for door in doors:
        for name, content in hostile_books(door[3]):
            hand_in(door, name, content)


def test_no_rearranged_workbook_breaks_a_door_or_files_anything(doors) -> None:
    for door in doors[:2]:
        for name, content in rearranged(door[3]):
            hand_in(door, name, content)


def test_a_plan_takes_whole_what_is_rearranged_or_nothing_of_it(doors, plan) -> None:
    for name, content in rearranged(doors[2][3]):
        hand_in(doors[2], name, content)


@pytest.mark.parametrize("value", ["#DIV/0!", "NaN", "1e999", True, datetime(2023, 1, 1), "x" * 400, -5])
def test_a_wrong_cell_is_named_with_its_sheet_and_place(value: Any, doors) -> None:
    content = filled([COUNTY], {**column(0, FIGURES), (0, "use_comm"): value})
    shown = hand_in(doors[0], "cell", content).content.decode()
    (read,), _ = read_book(content)
    assert read.place("use_comm") in shown
    assert "日报 Report" in shown


def test_a_unit_that_is_not_ones_own_and_columns_twice_are_faults(doors) -> None:
    for units in (["149201"], [COUNTY, COUNTY], ["nobody' OR 1=1", COUNTY]):
        content = filled(units, {**column(0, FIGURES), **column(len(units) - 1, FIGURES)}, template(units))
        assert hand_in(doors[0], "units", content).status_code == 200


def test_a_table_with_colour_far_away_is_none_the_heavier() -> None:
    good = filled([COUNTY], column(0, FIGURES))
    coloured = dict(rearranged(good))["colour"]
    assert read_book(coloured)[0] == read_book(good)[0]


@pytest.mark.parametrize(("row", "place"), [(1_048_575, 16_383), (1_048_575, 2), (100_000, 20)])
def test_the_weight_of_a_sheet_is_its_rectangle(row: int, place: int) -> None:
    with pytest.raises(TooHeavy):
        weigh(far_cell(row, place))
    weigh(far_cell(20_000, 20))


def test_a_cell_off_the_edge_of_any_sheet_is_refused() -> None:
    parts = parts_of(far_cell(3, 3))
    for wrong in (b"XFE4", b"A1048577", b"AAAAAAAA4", b"4", b"A", b"A-4", b"A0"):
        sheet = parts["xl/worksheets/sheet1.xml"].replace(b'r="D4"', b'r="%s"' % wrong)
        with pytest.raises(Unreadable):
            weigh(packed({**parts, "xl/worksheets/sheet1.xml": sheet}))


GOOD_PARTS = parts_of(filled([COUNTY], column(0, FIGURES)))
INSIDE = [name for name in GOOD_PARTS if name.endswith(".xml")]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    part=st.sampled_from(INSIDE),
    place=st.integers(0, 20_000),
    removed=st.integers(0, 60),
    piece=st.one_of(
        st.binary(max_size=30), st.sampled_from([b'"', b"<", b">", b"999999999", b"-1", b't="s"', b"&#0;"])
    ),
)
def test_a_workbook_changed_anywhere_inside_is_read_or_refused(part, place, removed, piece) -> None:
    content = GOOD_PARTS[part]
    start = place % (len(content) + 1)
    broken = packed({**GOOD_PARTS, part: content[:start] + piece + content[start + removed :]})
    columns, found = read_book(broken)
    assert columns or found.errors or found.found is not None
    sheets, refused = open_book(broken)
    assert sheets or refused is not None or not columns


def sheet_texts() -> Any:
    cell = st.one_of(
        st.sampled_from(["p-glass", "2023-12-20 08:00", "2023-12-21 08:00", "2023-12-20", "1.5", "-1", "NaN", "1e999",
                         "", "计量", '"', "0x10", "١", "24:00", "2023-02-30", "9999-12-31 24:00", "1,000"]),
        st.text(max_size=12),
    )  # fmt: skip
    heading = st.lists(
        st.sampled_from(["计量点", "起", "止", "气量(万m³)", "压力", "质量", "gas_day", "point", "?"]),
        max_size=8,
    )
    rows = st.lists(st.lists(cell, max_size=8), max_size=12)
    return st.builds(
        lambda head, body, mark, end: end.join(mark.join(row) for row in [head, *body]),
        heading, rows, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n", "\r"]),
    )  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.one_of(
        st.binary(max_size=400), sheet_texts().map(lambda text: text.encode("utf-8", "replace"))
    )
)
@example(content=b"\xff\xfe\x00")
@example(content=b"\x84\x31\xa4")
@example(content=b'point,from,to,volume\n"')
def test_any_bytes_are_a_sheet_of_lines_or_refused(content: bytes) -> None:
    text = text_of(content)
    if text is not None:
        read_sheet(text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=sheet_texts())
def test_any_sheet_of_readings_gets_an_answer_and_files_nothing_unasked(text: str, doors) -> None:
    address, field, client, _ = doors[1]
    sent = SimpleUploadedFile("r.csv", text.encode("utf-8", "replace"))
    for posted in ({field: sent}, {"lines": text}):
        assert client.post(address, posted).status_code in ANSWERED
