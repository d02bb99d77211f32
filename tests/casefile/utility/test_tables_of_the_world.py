"""Tables as utilities of several countries write them are read without a word, and everything assumed is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from nuandong.casefile.utility.asked import Reading, asked_columns, asked_temperature_unit, asked_unit
from nuandong.casefile.utility.measure import use_unit
from nuandong.findings import Severity
from tests.casefile.utility.tables import MCF, lines, plain_table, read, winter

DAYS, WARMTH, USE = winter()


@dataclass(frozen=True)
class Kind:
    """A way to write the table: its text, its encoding, the unit it is told in and that unit's factor."""

    text: str
    unit: str
    factor: float
    encoding: str = "utf-8"


def german(figure: float) -> str:
    return f"{figure:,.1f}".replace(",", "x").replace(".", ",").replace("x", ".")


KINDS = {
    "plain": Kind(plain_table(), "GJ", 1.0),
    "american": Kind(
        "Gas Day,Send-out (Mcf),Temp °F\n"
        + lines(lambda day, warmth, use: f'{day:%m/%d/%Y},"{use:,.1f}",{warmth * 1.8 + 32:.2f}'),
        "mcf", MCF, "cp1252",
    ),
    "german-with-a-title": Kind(
        "Gasverbrauch der Stadt\n\nDatum;Verbrauch MWh;Temperatur °C\n"
        + lines(lambda day, warmth, use: f"{day:%d.%m.%Y};{german(use)};{german(warmth)}"),
        "MWh", 3.6,
    ),
    "french-without-thousands": Kind(
        "date;consommation (MWh);temp (°C)\n"
        + lines(lambda day, warmth, use: f"{day};{use:.2f};{warmth:.1f}".replace(".", ",")),
        "MWh", 3.6,
    ),
    "chinese": Kind(
        "日期,用气量（万m³）,平均气温（℃）\n"
        + lines(lambda day, warmth, use: f"{day.year}年{day.month}月{day.day}日,{use},{warmth}"),
        "10⁴ m³", 1.0, "gb18030",
    ),
    "chinese-of-a-sheet": Kind(
        "﻿统计日期\t供气量/亿方\t日均温℃\n" + lines(lambda day, warmth, use: f"{day:%Y/%m/%d}\t{use}\t{warmth}"),
        "10⁸ m³", 1e4,
    ),
    "british-in-words": Kind(
        "Applicable For|Demand (GWh)|Temp (C)\n"
        + lines(lambda day, warmth, use: f"{day:%d %b %Y}|{use}|{warmth}"),
        "GWh", 3600.0,
    ),
    "canadian-with-units-in-cells": Kind(
        "day;consumption;temp\n" + lines(lambda day, warmth, use: f"{day};{use} therms;{warmth} °C"),
        "therm", 0.105505585262,
    ),
    "a-column-of-units": Kind(
        "date,volume,uom,tavg_c\n" + lines(lambda day, warmth, use: f"{day},{use},MMBtu,{warmth}"),
        "MMBtu", 1.05505585262,
    ),
    "units-in-a-row-of-their-own": Kind(
        "date,demand,temperature\n,(mcf),(°F)\n"
        + lines(lambda day, warmth, use: f"{day},{use},{warmth * 1.8 + 32:.2f}"),
        "mcf", MCF,
    ),
    "newest-first": Kind(
        "date,demand_gj,temperature_c\n"
        + "\n".join(reversed(lines(lambda day, warmth, use: f"{day},{use},{warmth}").splitlines())),
        "GJ", 1.0,
    ),
    "serial-days": Kind(
        "date,demand_gj,temperature_c\n"
        + lines(lambda day, warmth, use: f"{(day - date(1899, 12, 30)).days},{use},{warmth}"),
        "GJ", 1.0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(KINDS))
def test_a_table_of_the_world_is_read_as_it_is_meant(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    found, findings = read(tmp_path, kind.text, encoding=kind.encoding)
    assert found is not None, findings
    assert findings == {}
    assert [unit.word_en for unit in found.units] == [kind.unit]
    assert found.history.days[: len(DAYS)] == tuple(DAYS)
    use, told = found.history.use[0], len(DAYS)
    np.testing.assert_allclose(use[:told], np.array(USE) * kind.factor, rtol=1e-9)
    np.testing.assert_allclose(use[:told] / found.factors[0], USE, rtol=1e-9)
    np.testing.assert_allclose(found.history.temperature[0, :told], WARMTH, atol=0.01)
    assert np.isnan(use[told:]).all()
    assert all(said.zh and said.en for said in found.said)


def test_a_workbook_is_read_with_its_own_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "readme"
    book.active.append(["made by hand"])
    sheet = book.create_sheet("use")
    sheet.append(["日期", "日用气量(万方)", "气温"])
    for day, warmth, use in zip(DAYS, WARMTH, USE, strict=True):
        sheet.append([datetime(day.year, day.month, day.day), use, warmth])
    path = tmp_path / "use.xlsx"
    book.save(path)
    found, findings = read(tmp_path, path.read_bytes(), name="use.xlsx")
    assert found is not None, findings
    assert found.history.days[: len(DAYS)] == tuple(DAYS)
    np.testing.assert_allclose(found.history.use[0, : len(DAYS)], USE)
    assert any("use" in said.en and "Sheet" in said.en for said in found.said)


def test_a_workbook_with_two_tables_asks_which(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("other")):
        sheet.append(["date", "demand_gj"])
        for day, use in zip(DAYS, USE, strict=True):
            sheet.append([day.isoformat(), use])
    path = tmp_path / "use.xlsx"
    book.save(path)
    assert "--sheet" in read(tmp_path, path.read_bytes(), name="use.xlsx")[1]["several_sheets"].wanted_en
    asked = Reading(sheet="nowhere")
    assert (
        "other"
        in read(tmp_path, path.read_bytes(), name="use.xlsx", reading=asked)[1]["sheet_not_there"].wanted_en
    )
    found, _ = read(tmp_path, path.read_bytes(), name="use.xlsx", reading=Reading(sheet="other"))
    assert found is not None


def hours(first: datetime, last: datetime, *, gap: datetime, twice: datetime) -> list[datetime]:
    """Hours by the clock of a country that changes it: `gap` never comes, `twice` comes twice."""
    found, hour = [], first
    while hour < last:
        found += [hour] * ((hour != gap) + (hour == twice))
        hour += timedelta(hours=1)
    return found


def hourly(write: Callable[[datetime], str]) -> str:
    clock = hours(
        datetime(2021, 10, 20),
        datetime(2022, 4, 5),
        gap=datetime(2022, 3, 27, 2),
        twice=datetime(2021, 10, 31, 2),
    )
    return "".join(write(hour) + "\n" for hour in clock)


def test_hours_are_summed_to_days_of_23_and_25_hours_where_the_clock_changes(tmp_path: Path) -> None:
    text = "Date,Hour,kWh,Temp F\n" + hourly(lambda hour: f"{hour:%Y-%m-%d},{hour.hour},100,{50 + hour.hour}")
    found, findings = read(tmp_path, text)
    assert found is not None, findings
    assert findings == {}
    day = {
        day.isoformat(): value
        for day, value in zip(found.history.days, found.history.use[0] / 0.0036, strict=True)
    }
    assert (day["2021-10-31"], day["2022-03-27"], day["2022-01-01"]) == pytest.approx((2500, 2300, 2400))
    assert found.history.temperature[0, 5] == pytest.approx((61.5 - 32) / 1.8)


def test_power_is_multiplied_by_its_hours_and_a_gas_day_begins_when_it_is_told(tmp_path: Path) -> None:
    text = "Timestamp;MW\n" + hourly(lambda hour: f"{hour:%d.%m.%Y %H:%M};{20 if hour.hour < 6 else 10}")
    found, findings = read(tmp_path, text, reading=Reading(day_begins=6))
    assert found is not None, findings
    assert found.units[0].word_en == "MWh"
    assert found.history.days[0] == date(2021, 10, 19)
    assert found.history.use[0, 3] / 3.6 == pytest.approx(6 * 20 + 18 * 10)
    assert findings["part_of_a_day"].severity is Severity.WARNING


def test_several_series_in_rows_have_their_own_weather_and_in_columns_share_it(tmp_path: Path) -> None:
    rows = lines(lambda day, warmth, use: f"{day},north,{use},{warmth}\n{day},south,{use / 2},{warmth + 6}")
    found, _ = read(tmp_path, "date,county,use_gj,temp_c\n" + rows)
    assert found is not None
    assert found.history.units == ("north", "south")
    assert found.history.area_of.tolist() == [0, 1]
    columns = lines(lambda day, warmth, use: f"{day},{use},{use / 2},{warmth}")
    found, _ = read(tmp_path, "date,demand homes (GJ),demand works (GWh),temp_c\n" + columns)
    assert found is not None
    assert [unit.word_en for unit in found.units] == ["GJ", "GWh"]
    assert found.history.area_of.tolist() == [0, 0]
    assert found.history.use[1, 0] == pytest.approx(USE[0] / 2 * 3600)


def test_what_is_told_on_the_command_line_overrules_the_table(tmp_path: Path) -> None:
    text = plain_table().replace("date,demand_gj,temperature_c", "wann,wieviel,wie warm", 1)
    asked = Reading(
        unit=asked_unit("MMcf"),
        temperature_unit=asked_temperature_unit("°F"),
        columns=asked_columns(["date=wann", "use=wieviel", "temperature=wie warm"]),
    )
    found, findings = read(tmp_path, text, reading=asked)
    assert found is not None, findings
    assert found.history.use[0, 0] == pytest.approx(USE[0] * 1e3 * MCF)
    assert found.history.temperature[0, 0] == pytest.approx((WARMTH[0] - 32) / 1.8)


def test_cuts_are_amounts_or_only_flags_and_are_never_taken_for_low_demand(tmp_path: Path) -> None:
    text = "date,use_gj,curtailed\n" + lines(
        lambda day, _, use: f"{day},{use},{25.5 if day == DAYS[3] else 0}"
    )
    found, _ = read(tmp_path, text)
    assert found is not None
    assert found.history.held_back[0, 2:5].tolist() == [0.0, 25.5, 0.0]
    text = "日期,用气量万m³,是否限供\n" + lines(
        lambda day, _, use: f"{day},{use},{'是' if day == DAYS[3] else '否'}"
    )
    found, _ = read(tmp_path, text)
    assert found is not None
    assert np.isnan(found.history.held_back[0]).nonzero()[0].tolist() == [3]


def test_rest_days_come_from_the_table_or_from_a_country(tmp_path: Path) -> None:
    text = "date,use_gj,holiday\n" + lines(
        lambda day, _, use: f"{day},{use},{'New Year' if day == date(2022, 1, 3) else ''}"
    )
    found, _ = read(tmp_path, text)
    assert found is not None
    rest = dict(zip(found.history.days, found.history.rest_day.tolist(), strict=True))
    assert (rest[date(2022, 1, 3)], rest[date(2022, 1, 4)], rest[date(2022, 1, 8)]) == (True, False, True)
    found, _ = read(tmp_path, plain_table(), reading=Reading(country="CN"))
    assert found is not None
    rest = dict(zip(found.history.days, found.history.rest_day.tolist(), strict=True))
    assert (rest[date(2022, 1, 30)], rest[date(2022, 2, 2)]) == (
        False,
        True,
    )  # make-up Sunday, Spring Festival


@pytest.mark.parametrize("rows_are", ["issued", "target"])
def test_forecast_columns_are_read_by_whichever_meaning_fits_what_was_measured(
    rows_are: str, tmp_path: Path
) -> None:
    def column(place: int, lead: int) -> float:
        at = place + lead if rows_are == "issued" else place
        return WARMTH[min(at, len(WARMTH) - 1)] + 0.1 * lead

    rows = "".join(
        f"{day},{use},{warmth},{column(place, 1)},{column(place, 3)}\n"
        for place, (day, warmth, use) in enumerate(zip(DAYS, WARMTH, USE, strict=True))
    )
    found, findings = read(tmp_path, "date,demand_gj,temperature_c,temp_lead_1,temp_lead_3\n" + rows)
    assert found is not None, findings
    assert found.weather is not None
    assert found.weather.leads == (1, 3)
    seen = found.weather.seen_from((50,), 4)[0, 0]
    assert seen[:3] == pytest.approx([WARMTH[50] + 0.1, WARMTH[51] + 0.3, WARMTH[52] + 0.3])
    assert np.isnan(seen[3])


def test_a_forecast_is_never_seen_before_it_was_issued(tmp_path: Path) -> None:
    readings = lines(lambda day, warmth, use: f"{day},,{use},{warmth}")
    issued = lines(
        lambda day, warmth, use: "\n".join(
            f"{day},{day - timedelta(days=lead)} 20:00,,{warmth + lead / 10}" for lead in (1, 2, 3)
        )
    )
    found, findings = read(tmp_path, "date,issued,demand_gj,temperature_c\n" + readings + issued)
    assert found is not None, findings
    assert found.weather is not None
    seen = found.weather.seen_from((50,), 5)[0, 0]
    assert seen[:3] == pytest.approx([WARMTH[50] + 0.1, WARMTH[51] + 0.2, WARMTH[52] + 0.3])
    assert np.isnan(seen[3:]).all()


def test_days_ahead_with_a_temperature_alone_are_days_to_be_forecast(tmp_path: Path) -> None:
    found, _ = read(tmp_path, plain_table() + "2022-03-01,,-3\n2022-03-02,,-5\n")
    assert found is not None
    ahead = slice(len(DAYS), len(DAYS) + 2)
    assert np.isnan(found.history.use[0, ahead]).all()
    assert found.history.temperature[0, ahead].tolist() == [-3, -5]


@pytest.mark.parametrize(
    ("written", "factor"),
    [
        ("mcf", MCF), ("MMcf/d", 1e3 * MCF), ("Bcf", 1e6 * MCF), ("m³", 1e-4), ("Nm3/d", 1e-4), ("10^4 m3", 1.0),
        ("万m³/d", 1.0), ("亿m³", 1e4), ("MJ", 1e-3), ("GJ", 1.0), ("kWh", 0.0036), ("MWh", 3.6), ("GWh", 3600.0),
        ("therms", 0.105505585262), ("Dth", 1.05505585262), ("MMBtu", 1.05505585262), ("mcm/d", 100.0),
    ],
)  # fmt: skip
def test_a_unit_has_its_exact_factor(written: str, factor: float) -> None:
    unit = use_unit(written)
    assert unit is not None
    assert unit.factor == pytest.approx(factor, rel=1e-12)
