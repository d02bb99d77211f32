"""Other measures before any cut (T-010): what is idle is idle for a reason that a second plan bears out."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from nuandong.assess import Case, DayPicture, assess_day
from nuandong.assess.scenario import warmer
from nuandong.casefile.report_alternatives import alternatives_statement


def with_capacity(case: Case, arc: str, capacity: float) -> Case:
    arcs = case.network.arcs
    pairs = zip(arcs.arc, arcs.capacity.tolist(), strict=True)
    wide = np.array([capacity if name == arc else stated for name, stated in pairs])
    return replace(case, network=replace(case.network, arcs=replace(arcs, capacity=wide)))


def with_stock(case: Case, stock: float) -> Case:
    inventories = case.network.inventories
    low = replace(inventories, inventory=np.full(len(inventories.store), stock))
    return replace(case, network=replace(case.network, inventories=low))


def alternative(picture: DayPicture, measure: str) -> tuple[str, float, str]:
    rows = picture.alternatives
    row = rows.measure.index(measure)
    return rows.why[row], float(rows.available[row] - rows.used[row]), rows.note_zh[row]


def relief(picture: DayPicture) -> float:
    return float(picture.cuts.relief.sum())


def test_gas_behind_a_full_pipe_is_idle_for_its_sake_and_a_wider_pipe_spares_just_so_much(case: Case) -> None:
    picture = assess_day(case=case)
    why, idle, note = alternative(picture, "m-spot")
    assert why == "pipes"
    assert idle > 0
    assert "储罐连接线已满" in note
    wider = assess_day(case=with_capacity(case, "join-1", 6.0 + idle))
    assert relief(picture) - relief(wider) == pytest.approx(idle, abs=1e-3)
    elsewhere = assess_day(case=with_capacity(case, "gate-149202", 60.0))
    assert relief(elsewhere) == pytest.approx(relief(picture), abs=1e-3)


def test_stock_that_the_days_ahead_need_is_kept_and_says_so(case: Case) -> None:
    picture = assess_day(case=with_capacity(with_stock(case, 30.0), "join-1", 20.0))
    why, idle, note = alternative(picture, "reserve")
    assert relief(picture) > 0
    assert idle > 0
    assert why == "kept"
    assert "后续日" in note


def test_without_a_gap_nothing_more_is_needed(case: Case) -> None:
    first, last = case.settings.season_first, case.settings.season_last
    picture = assess_day(case=warmer(case=case, kelvin=25.0, first=first, last=last))
    assert relief(picture) == 0.0
    assert not {"pipes", "kept"} & set(picture.alternatives.why)


def test_what_comes_too_late_is_said_to_be_late(case: Case) -> None:
    hours = case.settings.decided_at + timedelta(hours=30)  # in the gas day, spot LNG needs 30 h
    picture = assess_day(case=replace(case, settings=replace(case.settings, decided_at=hours)))
    assert alternative(picture, "m-spot")[0] == "late"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_alternative_is_accounted_for_in_one_line(case: Case, language: str) -> None:
    picture = assess_day(case=case)
    said = alternatives_statement(picture, language=language)
    counted = sum(int(word) for word in said.replace("，", " ").replace("：", " ").split() if word.isdigit())
    assert counted == len(picture.alternatives.measure)
    earlier = replace(picture, alternatives=replace(picture.alternatives, why=()))
    assert alternatives_statement(earlier, language=language) == ""
