"""A gas day by hour: what is flat is the day again, what is not may miss in an hour what the day had."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess import Case
from nuandong.assess.hours import HourPicture, assess_hours
from nuandong.casefile import read_case
from nuandong.casefile.hour_results import write_hours
from nuandong.demand.tables import NO_HOUR_SHAPES, HourShapes
from nuandong.vocabulary import ConsumerClass, Evidence

TINY = Path(__file__).parents[1] / "cases" / "tiny"


@pytest.fixture(scope="module")
def case() -> Case:
    return replace(read_case(TINY), hour_shapes=NO_HOUR_SHAPES)


@pytest.fixture(scope="module")
def flat(case: Case) -> HourPicture:
    return assess_hours(case=case)


def shaped(case: Case, factors: np.ndarray) -> Case:
    classes = sorted(set(case.models.consumer_class))
    count = 24 * len(classes)
    shapes = HourShapes(
        consumer_class=tuple(word for word in classes for _ in range(24)),
        hour=np.tile(np.arange(24), len(classes)),
        factor=np.tile(factors, len(classes)),
        evidence=(Evidence.ILLUSTRATIVE,) * count,
        reference=("",) * count,
    )
    return replace(case, hour_shapes=shapes)


def test_flat_hours_are_the_day_again(flat: HourPicture) -> None:
    assert flat.relief.mean() == pytest.approx(flat.day_relief, abs=1e-3)
    assert flat.demand.max() == pytest.approx(flat.demand.min())
    assert flat.holds
    assert flat.flat  # and it says which classes were taken as flat


def test_use_of_the_day_is_the_same_whatever_its_hours(case: Case, flat: HourPicture) -> None:
    wave = 1 + 0.3 * np.sin(np.arange(24) / 24 * 2 * np.pi)
    picture = assess_hours(case=shaped(case, wave * 7))  # factors need not be scaled
    assert picture.demand.mean() == pytest.approx(flat.demand.mean(), abs=1e-3)
    assert picture.flat == ()
    assert picture.peak_hour == 6


def test_an_hour_may_miss_what_the_day_had(case: Case) -> None:
    peak = np.where(np.arange(24) == 10, 2.0, 1.0)
    picture = assess_hours(case=shaped(case, peak))
    assert picture.peak_hour == 10
    assert not picture.holds
    assert picture.missing[10] > 0
    assert np.delete(picture.missing, 10) == pytest.approx(np.zeros(23))


def test_what_is_asked_for_is_served_cut_or_missing_in_every_hour(case: Case) -> None:
    wave = 1 + 0.4 * np.cos(np.arange(24) / 24 * 2 * np.pi)
    picture = assess_hours(case=shaped(case, wave))
    assert picture.served + picture.relief + picture.missing == pytest.approx(picture.demand, abs=1e-3)
    assert picture.served.mean() <= (picture.taken + picture.sendout.sum(axis=0)).mean() + 1e-3


def test_only_the_class_with_a_shape_moves(case: Case, flat: HourPicture) -> None:
    shapes = shaped(case, np.where(np.arange(24) < 12, 2.0, 0.0)).hour_shapes
    chosen = np.asarray([word is ConsumerClass.RES_COOK for word in shapes.consumer_class])
    one = HourShapes(
        consumer_class=(ConsumerClass.RES_COOK,) * 24,
        hour=shapes.hour[chosen],
        factor=shapes.factor[chosen],
        evidence=shapes.evidence[:24],
        reference=shapes.reference[:24],
    )
    picture = assess_hours(case=replace(case, hour_shapes=one))
    assert 0 < picture.demand.max() - flat.demand.max() < flat.demand.max() / 2
    assert ConsumerClass.RES_COOK not in picture.flat


def test_shapes_of_a_case_folder_count() -> None:
    picture = assess_hours(case=read_case(TINY))
    assert ConsumerClass.RES_COOK not in picture.flat
    assert picture.peak_hour == 10  # 18:00 to 19:00


def test_hours_are_written_in_full(flat: HourPicture, tmp_path: Path) -> None:
    (written,) = write_hours(tmp_path, flat)
    with written.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 24
    assert float(rows[5]["demand"]) == flat.demand[5]
    assert {"sendout tank-jia", "protected_missing"} <= set(rows[0])
