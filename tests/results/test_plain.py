"""A stored picture comes back as it was."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuandong.assess.picture import CutLines, DayPicture
from nuandong.assess.plain import UnreadablePicture, from_plain, picture_of, plain_of, to_plain
from nuandong.units import BoolArray, FloatArray, IntArray
from tests.results.three_counties import three_county_day


@dataclass(frozen=True)
class Column:
    """A column of figures for the laws below."""

    figures: FloatArray


def test_a_picture_stored_before_it_gained_a_part_is_read_with_that_part_empty() -> None:
    plain = to_plain(three_county_day())
    del plain["fairness"], plain["alternatives"]["why"]
    for reason in plain["proposal"]["reasons"]:
        del reason["clause_zh"]
    read = from_plain(plain)
    assert read.fairness is None
    assert read.alternatives.why == ()
    del plain["cuts"]
    with pytest.raises(UnreadablePicture, match="cuts"):
        from_plain(plain)


def through_text(picture: DayPicture) -> DayPicture:
    return from_plain(json.loads(json.dumps(to_plain(picture), allow_nan=False)))


def same(one: Any, other: Any) -> bool:
    if is_dataclass(one) and not isinstance(one, type):
        return type(one) is type(other) and all(
            same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one)
        )
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    return type(one) is type(other) and one == other


def test_a_day_comes_back_exactly_with_every_array_date_and_finding() -> None:
    day = three_county_day()
    assert same(through_text(day), day)


def test_equal_pictures_give_equal_text_with_keys_in_the_order_of_the_fields() -> None:
    text = json.dumps(to_plain(three_county_day()))
    assert text == json.dumps(to_plain(through_text(three_county_day())))
    assert list(to_plain(three_county_day())) == [field.name for field in fields(DayPicture)]


def test_an_empty_table_keeps_the_length_of_its_axis() -> None:
    day = three_county_day()
    bare = replace(day, stores=replace(day.stores, store=(), sendout=np.zeros((0, 14))))
    assert through_text(bare).stores.sendout.shape == (0, 14)


def test_an_instant_keeps_its_offset() -> None:
    day = through_text(three_county_day())
    assert day.stamp.as_of.isoformat() == "2023-12-19T17:00:00+08:00"
    assert isinstance(day.cuts.notify_by[0], datetime)


@given(figures=st.lists(st.floats(allow_nan=False), max_size=20))
def test_every_float_comes_back_bit_for_bit_infinity_and_minus_zero_too(figures: list[float]) -> None:
    stored = json.loads(json.dumps(plain_of(Column(np.array(figures))), allow_nan=False))
    assert picture_of(Column, stored).figures.tobytes() == np.array(figures).tobytes()


def test_what_is_missing_is_null_in_the_text_and_not_a_number_again_when_read() -> None:
    plain = plain_of(Column(np.array([1.5, math.nan])))
    assert plain == {"figures": [1.5, None]}
    assert np.isnan(picture_of(Column, plain).figures[1])


@dataclass(frozen=True)
class Mixed:
    """Kinds of arrays that are no floats."""

    truths: BoolArray
    counts: IntArray


def test_truths_and_counts_keep_their_kind() -> None:
    mixed = Mixed(np.array([True, False]), np.array([3, 2**53 + 1], dtype=np.int64))
    assert same(picture_of(Mixed, json.loads(json.dumps(plain_of(mixed)))), mixed)


def test_a_picture_of_another_form_is_refused_by_the_name_of_its_place() -> None:
    plain = to_plain(three_county_day())
    del plain["cuts"]["relief"]
    with pytest.raises(UnreadablePicture, match=r"DayPicture\.cuts.*relief"):
        from_plain(plain)
    assert "relief" in {field.name for field in fields(CutLines)}


def test_a_word_where_a_figure_belongs_is_refused() -> None:
    plain = to_plain(three_county_day())
    plain["province"]["demand"][0] = "much"
    with pytest.raises(UnreadablePicture, match=r"province\.demand"):
        from_plain(plain)
