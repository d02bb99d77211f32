"""Who has filed, who is late and who is missing; and the sums that go up from county to city to province."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.directory.models import ReportingUnit
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.actions import CheckedFiling, file_report
from nuandong.desk.reporting.board import Escalation, FilingState, board_of
from nuandong.desk.reporting.forms import ReportForm
from nuandong.desk.reporting.models import Channel, ReportVersion
from nuandong.desk.reporting.rollup import rollup_of
from nuandong.gasday import CHINA
from tests.desk.roles import CITY, COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 20)
SECOND_COUNTY = "149102"
DEADLINE = datetime(2023, 12, 21, 9, 30, tzinfo=CHINA)  # of a county
NOON = datetime(2023, 12, 21, 12, 0, tzinfo=CHINA)


def filed(unit: str, at: datetime, **cells: str) -> ReportVersion:
    """A report of the day through the gate and into the records."""
    form = ReportForm({"gas_day": DAY.isoformat(), **cells}, unit=unit, at=at)
    assert form.is_valid(), form.errors
    assert form.filing is not None
    return file_report(checked=CheckedFiling(form.filing, form.findings, Channel.FORM, at), by=None)


def state(unit: str, at: datetime) -> FilingState:
    return next(row.state for row in board_of(gas_day=DAY, at=at).rows if row.unit == unit)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-1, FilingState.FILED), (0, FilingState.FILED), (1, FilingState.LATE)],
    ids=["a-second-before", "on-the-dot-is-in-time", "a-second-after"],
)
def test_late_is_what_the_clock_says(season: Season, seconds: int, expected: FilingState) -> None:
    filed(COUNTY, DEADLINE + timedelta(seconds=seconds), use_c2g="9")
    assert state(COUNTY, NOON) is expected


def test_a_late_correction_of_a_report_in_time_is_not_late(season: Season) -> None:
    filed(COUNTY, DEADLINE - timedelta(hours=1), use_c2g="9")
    filed(COUNTY, DEADLINE + timedelta(hours=1), use_c2g="9.1")
    row = next(row for row in board_of(gas_day=DAY, at=NOON).rows if row.unit == COUNTY)
    assert (row.state, row.version, row.late_minutes) == (FilingState.FILED, 2, None)


def test_a_report_of_nothing_is_a_report(season: Season) -> None:
    filed(COUNTY, DEADLINE - timedelta(hours=1), nothing_to_report="on")
    assert state(COUNTY, NOON) is FilingState.NIL


def test_a_unit_without_a_report_is_due_until_its_deadline_and_missing_after(season: Season) -> None:
    assert state(COUNTY, DEADLINE) is FilingState.DUE
    assert state(COUNTY, DEADLINE + timedelta(seconds=1)) is FilingState.MISSING
    assert state(CITY, DEADLINE + timedelta(seconds=1)) is FilingState.DUE  # a city has until ten


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (DEADLINE - timedelta(hours=1), Escalation.NONE),
        (DEADLINE - timedelta(minutes=30), Escalation.REMIND),
        (DEADLINE + timedelta(minutes=1), Escalation.CALL),
        (NOON + timedelta(seconds=1), Escalation.OMISSION),
    ],
)
def test_what_a_missing_report_calls_for_grows_with_the_hour(season: Season, at, expected) -> None:
    row = next(row for row in board_of(gas_day=DAY, at=at).rows if row.unit == COUNTY)
    assert row.escalation is expected


def test_a_board_of_the_past_knows_what_was_known_then(season: Season) -> None:
    filed(COUNTY, DEADLINE + timedelta(minutes=5), use_c2g="9")
    assert state(COUNTY, DEADLINE + timedelta(minutes=4)) is FilingState.MISSING
    assert state(COUNTY, DEADLINE + timedelta(minutes=5)) is FilingState.LATE


def test_the_board_counts_every_unit_once_and_its_coverage_counts_counties(season: Season) -> None:
    filed(COUNTY, DEADLINE - timedelta(hours=1), use_c2g="9")
    filed(OTHER_COUNTY, DEADLINE + timedelta(hours=1), use_c2g="9")
    board = board_of(gas_day=DAY, at=NOON)
    assert sum(board.counts.values()) == len(board.rows) == ReportingUnit.objects.count()
    assert (board.counties_filed, board.counties_due) == (2, 4)
    assert board.next_deadline is None
    early = board_of(gas_day=DAY, at=DEADLINE - timedelta(seconds=90))
    assert (early.next_deadline, early.seconds_left) == (DEADLINE, 90)


def test_kinds_of_which_no_report_ever_came_in_are_told_apart_from_missing_ones(season: Season) -> None:
    later = DAY + timedelta(days=1)
    filed(COUNTY, DEADLINE - timedelta(hours=1), use_c2g="9")
    ReportVersion.objects.exclude(report__unit__kind="county").delete()
    board = board_of(gas_day=later, at=NOON + timedelta(days=1))
    counties = sum(row.kind == "county" for row in board.rows)
    assert board.missing == counties < board.counts[FilingState.MISSING]
    assert "county" not in board.unheard_by_kind
    assert sum(board.unheard_by_kind.values()) == len(board.rows) - counties


def test_sums_go_up_and_say_how_many_counties_stand_behind_them(season: Season) -> None:
    filed(COUNTY, DEADLINE, use_c2g="9", use_comm="1")
    filed(SECOND_COUNTY, DEADLINE, use_c2g="5")
    filed(OTHER_COUNTY, DEADLINE, use_c2g="2")
    rollup = rollup_of(gas_day=DAY, at=NOON)
    city, province = rollup.of(CITY), rollup.province
    assert city is not None
    assert province is not None
    assert (city.total, city.counties_filed, city.counties_due) == (15.0, 2, 2)
    assert (province.total, province.counties_filed, province.counties_due) == (17.0, 3, 4)
    assert not province.is_complete
    assert sum(row.total or 0 for row in rollup.cities) == province.total


@pytest.mark.parametrize(
    ("own", "listed"), [("101", False), ("101.01", True), ("99", False), ("98.99", True)]
)
def test_a_city_may_differ_from_its_counties_by_exactly_one_per_cent(
    season: Season, own: str, listed: bool
) -> None:
    filed(COUNTY, DEADLINE, use_c2g="60")
    filed(SECOND_COUNTY, DEADLINE, use_c2g="40")
    filed(CITY, DEADLINE, use_c2g=own)
    found = rollup_of(gas_day=DAY, at=NOON).disagreements
    assert bool(found) is listed
    if listed:
        assert (found[0].region, found[0].own, found[0].summed) == (CITY, float(own), 100.0)


def test_a_county_that_says_nothing_of_its_supply_leaves_no_sum_that_passes_for_all(season: Season) -> None:
    filed(COUNTY, DEADLINE, use_c2g="60", actual_supply="60")
    filed(SECOND_COUNTY, DEADLINE, use_c2g="40")
    city = rollup_of(gas_day=DAY, at=NOON).of(CITY)
    assert city is not None
    assert city.supply is None


@pytest.mark.parametrize(
    ("role", "regions"),
    [("province", 7), ("city", 3), ("county", 1), ("company", 0), ("nobody", 0)],
)
def test_rows_of_the_sums_are_cut_to_the_scope(season: Season, account, role: str, regions: int) -> None:
    filed(COUNTY, DEADLINE, use_c2g="60")
    assert len(rollup_of(gas_day=DAY, at=NOON, account=account(role)).rows) == regions


@pytest.mark.parametrize("page", ["/report/board/", "/report/rollup/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_open_in_both_languages_and_refuse_no_odd_question(
    season: Season, account, client: Client, page: str, language: str, settings: Any, at: datetime
) -> None:
    settings.CLOCK_FROM = at.isoformat()
    client.force_login(account("province"), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["nuandong_language"] = language
    for asked in ("", "?day=2023-12-20", "?day=yesterday", "?city=149100", "?city='--", "?state=missing&kind=x",
                  "?day=9999-12-31", "?day=0001-01-01"):  # fmt: skip
        assert client.get(page + asked).status_code == 200, asked


def test_the_board_as_csv_holds_a_row_a_unit_in_scope(season: Season, account, client: Client) -> None:
    client.force_login(account("city"), backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/report/board.csv?day=2023-12-20").content.decode("utf-8-sig")
    lines = text.strip().splitlines()
    own = ReportingUnit.objects.visible_to(account("city")).count()
    assert len(lines) == own + 1
    assert COUNTY in text
    assert OTHER_COUNTY not in text
