"""Repairs are offered, chosen, carried out and recorded; nothing changes by itself."""

from dataclasses import replace

import numpy as np
import pytest

from nuandong.demand.doctor import (
    FaultKind,
    RawSeries,
    UnknownRepair,
    Words,
    apply_repairs,
    examine,
    raw_from_history,
)
from tests.demand.doctor.planting import Ground, taiyuan_as_shipped, times, written_late

FORWARD = Words("前移", "earlier")


def sick_ground() -> tuple[Ground, RawSeries]:
    ground = taiyuan_as_shipped()
    return ground.with_series(
        replace(ground.use[0], value=times(10)(ground.use[0].value, 60, 5))
    ), ground.use[0]


def test_without_a_choice_the_history_holds_what_was_written() -> None:
    ground, _ = sick_ground()
    mended = apply_repairs(diagnosis=ground.examined())
    assert mended.record == ()
    np.testing.assert_array_equal(mended.history.use[0], ground.use[0].value)


def test_a_chosen_repair_brings_back_what_was_and_is_recorded_day_by_day() -> None:
    ground, healthy = sick_ground()
    diagnosis = ground.examined()
    (slip,) = [fault for fault in diagnosis.faults if fault.kind is FaultKind.UNIT_SLIP]
    mended = apply_repairs(diagnosis=diagnosis, chosen=[slip.repairs[0]])
    np.testing.assert_allclose(mended.history.use[0], healthy.value)
    (record,) = mended.record
    assert record.days == mended.history.days[60:65]
    assert record.before == pytest.approx(10 * healthy.value[60:65])
    assert record.after == pytest.approx(healthy.value[60:65])


def test_an_examination_changes_none_of_its_arguments() -> None:
    ground, _ = sick_ground()
    before = [raw.value.copy() for raw in (*ground.use, *ground.temperature)]
    ground.examined()
    for raw, kept in zip((*ground.use, *ground.temperature), before, strict=True):
        np.testing.assert_array_equal(raw.value, kept)


def test_a_moved_span_loses_only_the_day_that_nobody_knows() -> None:
    ground = taiyuan_as_shipped()
    diagnosis = ground.examined()
    stretch = diagnosis.sheet.stretch(ground.use[0].measure, 0, 50, 79)
    sick = ground.with_series(replace(ground.use[0], value=written_late(1)(ground.use[0].value, 50, 30)))
    repair = stretch.move(FORWARD, days_later=-1)
    mended = apply_repairs(diagnosis=sick.examined(), chosen=[repair])
    np.testing.assert_array_equal(mended.history.use[0, 50:79], ground.use[0].value[50:79])
    assert np.isnan(mended.history.use[0, 79])


def test_a_repair_of_a_series_that_was_not_examined_is_refused() -> None:
    ground, _ = sick_ground()
    diagnosis = ground.examined()
    stranger = replace(diagnosis.repairs[0], stretch=replace(diagnosis.repairs[0].stretch, series="nobody"))
    with pytest.raises(UnknownRepair, match="nobody"):
        apply_repairs(diagnosis=diagnosis, chosen=[stranger])


def test_a_mended_history_examined_again_is_healthy() -> None:
    ground, _ = sick_ground()
    diagnosis = ground.examined()
    history = apply_repairs(diagnosis=diagnosis, chosen=diagnosis.proposed).history
    series = raw_from_history(history=history)
    areas = len(history.areas)
    again = examine(use=series[:-areas], temperature=series[-areas:])
    assert not [fault for fault in again.faults if fault.kind is not FaultKind.GAP]
