"""Every fault of a utility's table is told with its place and its cure, in both languages, all at once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from nuandong.casefile.utility.asked import Reading, UnknownAnswer, asked_columns, asked_unit
from nuandong.findings import Severity
from tests.casefile.utility.tables import FIRST, lines, plain_table, read, winter, with_rows


@dataclass(frozen=True)
class Fault:
    """A table, what is found in it, where, and a word of the cure."""

    text: str
    code: str
    row: int | None
    column: str
    cure: str
    severity: Severity = Severity.ERROR


WARNING = Severity.WARNING
LAST = len(winter()[0]) + 2  # the row behind the sound ones
HOURLY = "time,load_kwh\n" + "".join(
    f"2021-12-{day:02d} {hour:02d}:00,5\n"
    for day in range(1, 31)
    for hour in range(24)
    if (day, hour) != (4, 13)
)
SLASHES = "date;demand_gj\n" + "".join(
    f"{month}/{day}/2021;{day}\n" for month in range(1, 5) for day in range(1, 13)
)
FAULTS = {
    "no-date": Fault(plain_table().replace("date,", "when it was,", 1), "no_date_column", 1, "", "--column date="),
    "no-use": Fault(plain_table().replace("demand_gj", "stuff", 1), "no_use_column", 1, "", "--column use="),
    "no-headings": Fault(plain_table().split("\n", 1)[1], "no_headings", 1, "", "date,demand"),
    "two-temperatures": Fault(
        plain_table().replace("temperature_c", "temp north,temp south", 1), "several_columns", 1, "", "temp south"
    ),
    "not-used": Fault(
        plain_table().replace("_c\n", "_c,price\n", 1), "column_not_read", 1, "", "price", WARNING
    ),
    "strange-unit": Fault(
        plain_table().replace("demand_gj", "gas (bushels)", 1), "unknown_use_unit", None, "gas (bushels)", "--unit"
    ),
    "no-unit": Fault(
        plain_table().replace("demand_gj", "demand", 1), "use_unit_untold", None, "demand", "--unit", WARNING
    ),
    "unit-in-a-cell": Fault(with_rows("2022-03-01,12.3 mcf,5"), "mixed_units", LAST, "demand_gj", "one unit"),
    "two-units-in-rows": Fault(
        "date,demand,unit\n" + lines(lambda day, _, use: f"{day},{use},{'GJ' if day > FIRST else 'MWh'}"),
        "mixed_unit_kinds", 3, "unit", "one unit",
    ),
    "fahrenheit-untold": Fault(
        "date,demand_gj,temperature\n" + lines(lambda day, warmth, use: f"{day},{use},{warmth * 1.8 + 60:.0f}"),
        "temperature_unit_doubtful", None, "temperature", "--temperature-unit",
    ),
    "celsius-as-fahrenheit": Fault(
        "date,demand_gj,temp_f\n" + lines(lambda day, warmth, use: f"{day},{use},{warmth}", 400),
        "temperature_unit_doubtful", None, "temp_f", "--temperature-unit",
    ),
    "text": Fault(with_rows("2022-03-01,about 40,5"), "text_in_number", LAST, "demand_gj", "--leave-out"),
    "slipped-thousands": Fault(with_rows('2022-03-01,"1,23,4",5'), "text_in_number", LAST, "demand_gj", "number"),
    "below-zero": Fault(with_rows("2022-03-01,-4,5"), "negative_use", LAST, "demand_gj", "below zero"),
    "code-for-missing": Fault(with_rows("2022-03-01,4,-999"), "impossible_temperature", LAST, "temperature_c", "codes"),
    "comma-of-what": Fault(
        "date;demand_gj\n" + lines(lambda day, _, use: f"{day};1,{int(use) % 900 + 100}"),
        "ambiguous_decimal", 2, "demand_gj", "--decimal",
    ),
    "strange-flag": Fault(
        "date,demand_gj,rest_day\n" + lines(lambda day, _, use: f"{day},{use},{'7' if day == FIRST else 0}"),
        "unreadable_flag", 2, "rest_day", "1 or 0",
    ),
    "no-date-at-all": Fault(with_rows("2022-02-30,4,5"), "unreadable_date", LAST, "date", "2023-12-20"),
    "which-is-the-month": Fault(SLASHES, "ambiguous_dates", 2, "date", "--dates"),
    "both-orders": Fault(
        SLASHES + "13/1/2021;1\n1/14/2021;1\n", "mixed_dates", 51, "date", "2023-12-20"
    ),
    "day-with-two-values": Fault(with_rows(f"{FIRST},4,5"), "day_twice", LAST, "demand_gj", "row 2"),
    "day-told-twice": Fault(
        with_rows(plain_table().split("\n")[1]), "day_repeated", LAST, "demand_gj", "row 2", WARNING
    ),
    "disorder": Fault(with_rows("2021-10-20,4,5"), "rows_unordered", LAST, "", "order", WARNING),
    "gap": Fault(with_rows("2022-03-09,4,5"), "days_missing", None, "", "8 days", WARNING),
    "part-of-a-day": Fault(HOURLY, "part_of_a_day", 74, "load_kwh", "2021-12-04 has 23 rows", WARNING),
    "wrong-century": Fault(with_rows("1021-11-01,4,5"), "far_span", None, "", "years"),
    "too-short": Fault(plain_table(20), "too_short", None, "", "20 days"),
    "nothing-but-zero": Fault(
        "date,demand_gj\n" + lines(lambda day, warmth, use: f"{day},0"), "only_zero", None, "", "check it"
    ),
    "empty-temperatures": Fault(
        "date,demand_gj,temp_c\n" + lines(lambda day, _, use: f"{day},{use},"), "no_temperature", None, "",
        "--column temperature=", WARNING,
    ),
    "no-temperature": Fault(
        "date,demand_gj\n" + lines(lambda day, _, use: f"{day},{use}"), "no_temperature", None, "",
        "--column temperature=", WARNING,
    ),
    "lead-of-what": Fault(
        "date,demand_gj,temperature_c,temp_forecast_1\n"
        + lines(lambda day, warmth, use: f"{day},{use},10,{10 + day.day % 3}"),
        "lead_unclear", None, "temp_forecast_1", "--forecast-rows",
    ),
    "forecast-after-the-fact": Fault(
        "date,issued,demand_gj,temperature_c\n"
        + lines(lambda day, warmth, use: f"{day},,{use},{warmth}\n{day},{day} 08:00,,{warmth}"),
        "issued_too_late", 3, "issued", "120 rows", WARNING,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_is_told_with_its_place_and_its_cure(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    found, findings = read(tmp_path, fault.text)
    assert fault.code in findings, findings
    told = findings[fault.code]
    assert (told.place.row, told.place.column) == (fault.row, fault.column)
    assert told.severity is fault.severity
    assert fault.cure in told.text(language="en")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told.wanted_zh)
    assert (found is None) == any(one.severity is Severity.ERROR for one in findings.values())


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    rows = (
        "2022-03-01,12.3 mcf,5",
        "2022-03-02,about 40,n/a",
        "32/13/2022,5,5",
        "2022-03-04,-5,-999",
        f"{FIRST},4,5",
    )
    found, findings = read(tmp_path, with_rows(*rows))
    assert found is None
    assert set(findings) >= {
        "mixed_units", "text_in_number", "unreadable_date", "negative_use", "impossible_temperature", "day_twice",
    }  # fmt: skip


def test_asked_to_leave_faulty_cells_out_it_goes_on_and_still_tells_them(tmp_path: Path) -> None:
    rows = ("2022-03-01,12.3 mcf,5", "2022-03-02,about 40,5", "2022-03-03,-5,-999", f"{FIRST},4,5")
    found, findings = read(tmp_path, with_rows(*rows), reading=Reading(leave_out=True))
    assert found is not None
    assert {one.severity for one in findings.values()} == {WARNING}
    assert "text_in_number" in findings
    use = found.history.use[0, : LAST + 1]
    assert [found.history.days[day].isoformat() for day in range(len(use)) if use[day] != use[day]] == [
        "2021-11-01", "2022-03-01", "2022-03-02", "2022-03-03",
    ]  # fmt: skip


def test_a_table_without_dates_is_not_forgiven_by_leaving_out(tmp_path: Path) -> None:
    found, findings = read(tmp_path, "a,b\n1,2\n", reading=Reading(leave_out=True))
    assert found is None
    assert findings["no_date_column"].severity is Severity.ERROR


def test_a_column_named_on_the_command_line_must_be_there(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path, plain_table(), reading=Reading(columns=asked_columns(["use=gas", "date=date"]))
    )
    assert findings["column_not_there"].value == "gas"
    assert "demand_gj" in findings["column_not_there"].wanted_en


def test_an_answer_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnknownAnswer, match="mcf"):
        asked_unit("bushels")
    with pytest.raises(UnknownAnswer, match="temperature="):
        asked_columns(["warmth=x"])


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    assert "not_a_table" in read(tmp_path, b"%PDF", name="use.pdf")[1]
    assert "no_header" in read(tmp_path, "")[1]
    assert "no_rows" in read(tmp_path, "date,demand_gj\n")[1]


def test_a_day_and_month_that_cannot_be_told_apart_say_nothing_else_of_days(tmp_path: Path) -> None:
    _, findings = read(tmp_path, SLASHES)
    assert set(findings) == {"ambiguous_dates", "no_temperature"}
    found, findings = read(tmp_path, SLASHES, reading=Reading(dates="mdy"))
    assert found is not None
    assert found.history.days[1].isoformat() == "2021-01-02"
