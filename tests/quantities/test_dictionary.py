"""The data dictionary is complete, consistent with the tables, and formats numbers as a person reads them."""

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import numpy as np
import pytest

from nuandong import vocabulary
from nuandong.assess import picture
from nuandong.assess.case import Settings
from nuandong.casefile.shape import TABLES, column_names, plain
from nuandong.quantities import (
    Kind,
    UnknownQuantity,
    column,
    format_value,
    keys,
    label,
    quantity,
    table_words,
)

COLUMNS = [(table, name) for table in TABLES for name in column_names(table)]


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_every_column_is_explained_in_both_languages(table: str, name: str) -> None:
    entry = column(table, name=name)
    assert all((entry.label_zh, entry.label_en, entry.meaning_zh, entry.meaning_en))
    assert entry.meaning_zh.endswith("。")
    assert entry.meaning_en.endswith(".")
    if entry.kind is Kind.NUMBER:
        assert entry.lower is not None
        assert entry.upper is not None
        assert entry.suspect_above is None or entry.lower < entry.suspect_above < entry.upper


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_the_kind_of_a_column_is_the_type_of_its_field(table: str, name: str) -> None:
    entry = column(table, name=name)
    hint = typing.get_type_hints(TABLES[table])[name]
    if typing.get_origin(hint) is not tuple:
        scalar = typing.get_args(typing.get_args(hint)[1])[0]
        wanted = {
            np.float64: (Kind.NUMBER, False),
            np.int64: (Kind.NUMBER, True),
            np.bool_: (Kind.FLAG, False),
        }
        assert (entry.kind, entry.whole) == wanted[scalar]
        return
    held = typing.get_args(hint)[0]
    if isinstance(held, types.UnionType):
        assert held in (date | None, datetime | None)
        assert (entry.kind, entry.may_be_empty) == (
            Kind.INSTANT if held == datetime | None else Kind.DATE,
            True,
        )
    elif issubclass(held, StrEnum):
        assert (entry.kind, entry.vocabulary) == (Kind.CHOICE, held)
    elif held is str:
        assert entry.kind in (Kind.TEXT, Kind.REFERENCE, Kind.CHOICE)
    else:
        assert entry.kind is {date: Kind.DATE, datetime: Kind.INSTANT}[held]
        assert not entry.may_be_empty


@pytest.mark.parametrize("table", list(TABLES))
def test_no_two_columns_of_a_table_answer_to_the_same_heading(table: str) -> None:
    for language in ("zh", "en"):
        heads = [plain(label(f"{table}.{name}", language=language)) for name in column_names(table)]
        assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("table", list(TABLES))
def test_a_table_is_known_by_columns_that_it_has_and_refers_to_columns_that_exist(table: str) -> None:
    assert set(table_words(table).key) <= set(column_names(table))
    for name in column_names(table):
        entry = column(table, name=name)
        assert bool(entry.refers) == (entry.kind is Kind.REFERENCE)
        for target in entry.refers:
            other, field = target.split(".")
            assert field in column_names(other)


@pytest.mark.parametrize("table", ["case", *TABLES])
def test_the_dictionary_holds_no_column_that_no_table_has(table: str) -> None:
    known = {field.name for field in fields(Settings)} if table == "case" else set(column_names(table))
    assert set(keys(table)) <= known
    assert {field.name for field in fields(Settings)} == set(keys("case"))


def test_every_figure_of_a_days_picture_is_explained() -> None:
    parts = [
        part for part in vars(picture).values() if is_dataclass(part) and part.__module__ == picture.__name__
    ]
    arrays = {
        field.name
        for part in parts
        for field in fields(part)
        if "Array" in str(field.type) or str(field.type) in ("Flow", "Share")
    }
    assert arrays >= {"gap_before", "livelihood_gap", "relief", "days_of_cover"}
    assert sorted(arrays - set(keys("figures"))) == []


def test_the_daily_report_asks_for_the_use_of_every_class() -> None:
    asked = {name.removeprefix("use_").upper() for name in keys("report") if name.startswith("use_")}
    assert asked == {word.value for word in vocabulary.ConsumerClass}


@pytest.mark.parametrize(
    ("key", "value", "zh", "en"),
    [
        ("gap_before", 1234.56, "1,234.6", "1,234.6"),
        ("gap_before", -0.04, "0.0", "0.0"),
        ("gap_before", 0.0, "0.0", "0.0"),
        ("gap_before", None, "—", "—"),
        ("gap_before", float("nan"), "—", "—"),
        ("gap_before", np.float64(3.0), "3.0", "3.0"),
        ("days_of_cover", float("inf"), "∞", "∞"),
        ("gap_share", 0.1321, "13.2 %", "13.2 %"),
        ("gap_share", 0.2, "20.0 %", "20.0 %"),
        ("mean_temperature", -15.6, "−15.6", "−15.6"),
        ("population", 34805000, "34,805,000", "34,805,000"),
        ("contracts.price", Decimal("1.775"), "1.78", "1.78"),
        ("users.is_group", True, "是", "yes"),
        ("users.is_group", np.False_, "否", "no"),
        ("stores.kind", "lng_tank", "LNG 储罐", "LNG tank"),
        ("gas_day", date(2023, 12, 20), "2023-12-20", "2023-12-20"),
        ("as_of", datetime(2023, 12, 19, 9, tzinfo=UTC), "2023-12-19 17:00", "2023-12-19 17:00"),
        ("level", "", "—", "—"),
        ("report.use_res_cook", 2.345, "2.35", "2.35"),
    ],
)
def test_values_are_shown_as_a_person_reads_them(key: str, value: object, zh: str, en: str) -> None:
    assert format_value(key, value=value, language="zh") == zh
    assert format_value(key, value=value, language="en") == en


def test_headings_bear_their_unit() -> None:
    assert label("gap_before", with_unit=True) == "缺口（措施前）（万m³/d）"
    assert label("gap_share", language="en", with_unit=True) == "Gap share (%)"
    assert label("stores.working_capacity", language="en", with_unit=True) == "Working capacity (10⁴ m³)"
    assert label("stores.kind", with_unit=True) == "类型"


@pytest.mark.parametrize("key", ["weather.colour", "clouds.height", "height"])
def test_an_unknown_key_is_refused_by_name(key: str) -> None:
    with pytest.raises(UnknownQuantity, match=key):
        quantity(key)
