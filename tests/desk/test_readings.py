"""Readings of delivery points: what is told of a faulty sheet, what is kept, and what flowed by them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.verify import verify
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models.readings import Reading, ReadingQuality
from nuandong.desk.reporting.readings.actions import file_lines, file_readings
from nuandong.desk.reporting.readings.metered import flow_of
from nuandong.desk.reporting.readings.sheet import read_sheet, text_of
from nuandong.gasday import CHINA

AT = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
DAY = {"point": "p-glass", "from": "2023-12-20 08:00", "to": "2023-12-21 08:00"}
BEGINS, ENDS = datetime(2023, 12, 20, 8, tzinfo=CHINA), datetime(2023, 12, 21, 8, tzinfo=CHINA)
HEADING = "计量点,起,止,气量(万m³),质量\n"

pytestmark = pytest.mark.django_db


def file(*rows: dict[str, Any], by: Any = None, at: datetime = AT, source: str = "desk") -> Any:
    return file_readings(rows=rows, by=by, at=at, source=source)


def codes(text: str, at: datetime = AT) -> list[tuple[int | None, str]]:
    """Lines and codes of everything said of a sheet."""
    sheet = read_sheet(text)
    found = sheet.findings + file_lines(lines=sheet.lines, by=None, at=at, source="desk").findings
    return [(finding.place.row, finding.code.removeprefix("reading.")) for finding in found]


def flow(at: datetime = AT, begins: datetime = BEGINS, ends: datetime = ENDS) -> Any:
    return flow_of(point="p-glass", begins=begins, ends=ends, known_at=at)


# ---- the sheet -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_sheet_is_read_in_every_usual_encoding(encoding: str, separator: str) -> None:
    text = (HEADING + "p-glass,2023-12-20 08:00,2023-12-21 08:00,2.5,计量\n").replace(",", separator)
    read = text_of(text.replace("\n", "\r\n").encode(encoding))
    assert read is not None
    (line,) = read_sheet(read).lines
    assert line.number == 2
    assert line.cells["point"] == "p-glass"
    assert line.cells["volume"] == "2.5"


def test_a_workbook_or_a_picture_is_no_sheet() -> None:
    assert text_of(b"PK\x03\x04 and so on") is None
    assert text_of(b"\x89PNG\r\n\x00\x00") is None


def test_a_quote_that_is_never_closed_is_told_with_its_line() -> None:
    assert codes(HEADING + 'p-glass,"2023-12-20 08:00,2023-12-21 08:00,1,\n') == [(2, "file.broken")]


def test_a_sheet_without_its_columns_says_which_are_missing_and_how_they_may_be_called() -> None:
    findings = read_sheet("名称,气量\n玻璃厂,1\n").findings
    assert [finding.code for finding in findings.errors] == ["reading.column.missing"] * 3
    assert "计量点" in findings.errors[0].wanted_zh
    assert "delivery_point" in findings.errors[0].wanted_en


def test_every_fault_of_every_line_is_told_at_once(season: Season) -> None:
    text = HEADING + "\n".join(
        [
            "p-nowhere,2023-12-20 08:00,2023-12-21 08:00,1,",  # 2
            "p-glass,2023-12-20 08:00,2023-12-20 07:00,1,",  # 3
            "p-glass,2023-12-20 08:00,2023-12-22 08:00,1,",  # 4
            "p-glass,20.12.,2023-12-21 08:00,一点五,",  # 5
            "p-glass,2023-12-20 08:00,2023-12-21 08:00,-1,好",  # 6
            "p-glass,2023-12-19 08:00,2023-12-20 08:00,25000,",  # 7
            "p-glass,2023-12-18 08:00,2023-12-19 08:00,2,",  # 8
            "p-glass,2023-12-18 20:00,2023-12-19 08:00,1,",  # 9
            "p-steel,2023-12-18 08:00,2023-12-19 08:00,1,",  # 10
            "p-steel,2023-12-18 08:00,2023-12-19 08:00,1.5,",  # 11
            ",,,,",
            "p-mill,2023-10-01 08:00,2023-12-19 08:00,1,",  # 13
            "p-mill,2023-12-19 08:00,2023-12-20 08:00,1,2,3",  # 14
        ]
    )
    assert sorted(codes(text), key=str) == sorted(
        [
            (2, "point.unknown"), (3, "time.order"), (4, "time.future"), (5, "time.unread"), (5, "volume.unread"),
            (6, "volume.negative"), (6, "quality.unknown"), (7, "volume.impossible"), (9, "span.overlap"),
            (11, "span.twice"), (13, "time.long"), (14, "column.extra_cells"), (14, "quality.unknown"),
        ],
        key=str,
    )  # fmt: skip
    assert not Reading.objects.exists()


def test_a_volume_in_the_wrong_unit_is_told_with_what_it_would_be(season: Season) -> None:
    (finding,) = file({**DAY, "volume": "25000"}).findings.errors
    assert "2.5 万m³" in finding.wanted_zh
    assert "2.5 10⁴ m³" in finding.wanted_en


def test_a_hundredfold_fall_is_a_slip_but_a_fall_to_nothing_is_a_cut(season: Season) -> None:
    before = {"point": "p-glass", "from": "2023-12-19 08:00", "to": "2023-12-20 08:00", "volume": "2.5"}
    assert not file(before).is_refused
    (finding,) = file({**DAY, "volume": "0.0025"}).findings.errors
    assert finding.code == "reading.volume.jump"
    assert not file({**DAY, "volume": 0}).is_refused


@pytest.mark.parametrize(
    "cells",
    [
        {"gas_day": "2023-12-20", "volume": "2.5"},
        {"gas_day": "2023年12月20日", "volume_m3": "25,000"},
        {"from": "2023/12/20 8:00", "to": "2023/12/21 8:00", "volume": 2.5},
        {"from": "2023-12-20T00:00:00Z", "to": "2023-12-21T00:00:00+00:00", "volume": "２.５"},
        {"from": "2023年12月20日8时", "to": "2023-12-21 08:00:00", "volume": "2.5"},
    ],
)
def test_one_reading_may_be_written_in_many_ways(season: Season, cells: dict[str, Any]) -> None:
    filed = file({"point": "p-glass", **cells})
    assert not filed.is_refused, filed.findings
    reading = Reading.objects.get()
    assert (reading.from_at, reading.to_at, reading.amount) == (BEGINS, ENDS, 2.5)


def test_midnight_to_midnight_and_another_zone_are_remarked_upon(season: Season) -> None:
    text = (
        HEADING
        + "p-glass,2023-12-19 00:00,2023-12-19 24:00,2,\np-mill,2023-12-20T00:00Z,2023-12-21T00:00Z,1,\n"
    )
    assert codes(text) == [(2, "time.calendar_day"), (3, "time.zone"), (3, "time.zone")]
    assert Reading.objects.count() == 2


# ---- filing ----------------------------------------------------------------------------------------------------


def test_filing_the_same_again_does_nothing(season: Season) -> None:
    entries = Entry.objects.count()
    assert len(file({**DAY, "volume": 2.5}).readings) == 1
    again = file({**DAY, "volume": 2.5}, at=AT + timedelta(minutes=1))
    assert (len(again.readings), again.unchanged) == (0, 1)
    assert Reading.objects.count() == 1
    assert Entry.objects.count() == entries + 1


def test_a_correction_is_known_later_and_the_past_is_replayed_as_it_was_known(season: Season) -> None:
    file({**DAY, "volume": 2.5})
    later = AT + timedelta(hours=2)
    assert file({**DAY, "volume": 1.5}, at=later).corrected == 1
    assert flow().flow == 2.5
    assert flow(later).flow == 1.5
    entry = Entry.objects.latest("sequence")
    assert '"after":1.5' in entry.line
    assert '"before":2.5' in entry.line
    assert verify().holds


def test_a_correction_with_other_bounds_is_refused(season: Season) -> None:
    file({**DAY, "volume": 2.5})
    half = {**DAY, "to": "2023-12-20 20:00", "volume": 1}
    assert [finding.code for finding in file(half).findings.errors] == ["reading.span.overlap_kept"]
    assert not file(half, source="api").is_refused  # another meter reader may read more often


def test_all_lines_are_filed_or_none(season: Season) -> None:
    filed = file({**DAY, "volume": 2.5}, {"point": "p-steel", "gas_day": "2023-12-20", "volume": -1})
    assert filed.is_refused
    assert not Reading.objects.exists()


def test_nobody_files_outside_the_own_scope(account) -> None:
    foreign = {"point": "p-methanol", "gas_day": "2023-12-20", "volume": 2}
    assert [f.code for f in file(foreign, by=account("county")).findings.errors] == ["reading.point.unknown"]
    assert not file(foreign, by=account("province")).is_refused


def test_a_user_who_files_for_itself_is_marked_and_never_speaks_over_others(account, season: Season) -> None:
    file({**DAY, "volume": 2.5}, by=account("county"))
    own = file({**DAY, "volume": 0.5}, by=account("company"), at=AT + timedelta(hours=1))
    assert own.corrected == 0
    assert own.readings[0].filed_by_subject_of_cut
    later = flow(AT + timedelta(hours=2))
    assert (later.flow, later.filed_by_user) == (2.5, False)
    alone = {"point": "p-glass", "gas_day": "2023-12-19", "volume": 1}
    file(alone, by=account("company"))
    day_before = flow(begins=BEGINS - timedelta(days=1), ends=BEGINS)
    assert (day_before.flow, day_before.filed_by_user) == (1.0, True)


def test_a_reading_changed_or_deleted_behind_the_desks_back_is_named(season: Season) -> None:
    first, second = file(
        {**DAY, "volume": 2.5}, {"point": "p-steel", "gas_day": "2023-12-20", "volume": 1}
    ).readings
    assert verify().holds
    from tests.desk.test_guards import guards_down

    guards_down("reporting_reading", "UPDATE", "DELETE")
    Reading.objects.filter(pk=first.pk).update(amount=0.5)
    Reading.objects.filter(pk=second.pk).delete()
    assert [(one.subject_kind, one.subject_id) for one in verify().alterations] == [
        ("reading", str(first.pk)), ("reading", str(second.pk)),
    ]  # fmt: skip


# ---- what flowed -----------------------------------------------------------------------------------------------


def hours(first: int, last: int, volume: float, **more: Any) -> dict[str, Any]:
    begins, ends = BEGINS + timedelta(hours=first), BEGINS + timedelta(hours=last)
    return {"point": "p-glass", "from": f"{begins:%Y-%m-%d %H:%M}", "to": f"{ends:%Y-%m-%d %H:%M}",
            "volume": volume, **more}  # fmt: skip


def test_hours_add_up_to_the_day(season: Season) -> None:
    file(*(hours(hour, hour + 1, 0.1) for hour in range(24)))
    told = flow()
    assert told.flow == pytest.approx(2.4)
    assert told.quality == ReadingQuality.METERED
    assert told.covered == pytest.approx(1)


def test_a_part_of_a_reading_counts_by_time_and_is_an_estimate(season: Season) -> None:
    file(hours(0, 24, 2.4))
    told = flow(begins=BEGINS + timedelta(hours=6), ends=BEGINS + timedelta(hours=12))
    assert told.flow == pytest.approx(2.4)
    assert told.quality == ReadingQuality.ESTIMATED


def test_hours_that_nobody_else_read_are_taken_from_a_lesser_reading(season: Season) -> None:
    file(hours(0, 12, 0.6), source="scada")
    file(hours(0, 24, 2.4, quality="estimated"))
    told = flow()
    assert told.flow == pytest.approx(0.6 + 1.2)
    assert told.quality == ReadingQuality.ESTIMATED
    assert told.covered == pytest.approx(1)


def test_less_than_half_of_the_time_says_nothing(season: Season) -> None:
    file(hours(0, 11, 1.1))
    assert flow() is None
    file(hours(11, 12, 0.1))
    told = flow()
    assert told.covered == pytest.approx(0.5)
    assert told.flow == pytest.approx(2.4)
    assert flow(AT - timedelta(minutes=1)) is None


def test_a_flow_far_above_the_load_is_taken_and_marked_suspect(season: Season) -> None:
    filed = file({**DAY, "volume": 12})
    assert [finding.code for finding in filed.findings] == ["reading.volume.high"]
    assert flow().quality == ReadingQuality.SUSPECT
