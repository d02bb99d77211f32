"""Outages of a whole case: what stands at the start, who is named, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong import outages, read_case
from nuandong.assess import Case, OutagePicture, OutageRequest
from nuandong.assess.day import answers_for
from nuandong.assess.outages import OutageOutsideOutlook, UnknownElement, elements_of, question_of
from nuandong.assess.sharing import share_or_not
from nuandong.casefile.risk_results import write_risk
from nuandong.cli import main

CASES = Path(__file__).parents[1] / "cases"
TINY, SHANXI = CASES / "tiny", Path(__file__).parents[2] / "examples" / "shanxi"


@pytest.fixture(scope="module")
def picture(case: Case) -> OutagePicture:
    return outages(case=case)


def test_the_gravest_come_first_and_every_provincial_element_is_there(
    case: Case, picture: OutagePicture
) -> None:
    single = picture.single
    assert set(single.element) == {element.element for element in elements_of(case=case)}
    assert not {"gate-149101", "gate-149102"} & set(single.element)
    assert single.element[:2] == ("trunk-1", "trunk-north")
    assert (np.diff(single.livelihood_gap) <= 0).all()


def test_a_trunk_and_the_source_behind_it_cost_the_same(picture: OutagePicture) -> None:
    figures = [picture.single.total, picture.single.livelihood_gap, picture.single.protected]
    for figure in figures:
        assert figure[0] == pytest.approx(figure[1], abs=1e-4)
    assert picture.single.total[0] == pytest.approx(
        31.0, abs=1e-3
    )  # all that was nominated: nothing replaces it


def test_groups_tiers_and_counties_are_the_same_gas(picture: OutagePicture) -> None:
    single = picture.single
    parts = single.protected + single.safe_load + single.beyond_orders + single.relief
    assert parts == pytest.approx(single.total, abs=1e-3)
    assert single.by_county.sum(axis=1) == pytest.approx(single.total, abs=1e-2)
    assert single.livelihood_by_county.sum(axis=1) == pytest.approx(single.livelihood_gap, abs=1e-3)


def test_what_carries_nothing_is_named_and_has_no_hours(picture: OutagePicture) -> None:
    at = picture.single.element.index("truck-jia")
    assert not picture.single.has_effect[at]
    assert picture.single.total[at] == 0.0
    assert np.isnan(picture.single.survival_hours[at])


def test_a_longer_outage_is_never_better_for_homes(case: Case, picture: OutagePicture) -> None:
    before = dict(zip(picture.single.element, picture.single.livelihood_gap, strict=True))
    for days in (3, 7):
        longer = outages(case=case, request=OutageRequest(days=days)).single
        now = dict(zip(longer.element, longer.livelihood_gap, strict=True))
        assert all(now[name] >= gap - 1e-3 for name, gap in before.items())
        assert now["trunk-1"] > before["trunk-1"] + 1
        before = now


def test_stores_begin_with_what_the_plan_left_and_nothing_before_is_decided_anew(case: Case) -> None:
    answers = answers_for(case=case, as_of=case.settings.decided_at, policy=case.policy, tell=lambda *_: None)
    question = question_of(answers=answers, first=2, days=3)
    plan = answers.work.plan.plan
    assert question.planned.tanks.opening == pytest.approx(plan.inventory[:, 1])
    assert question.homes.tanks.opening == pytest.approx(plan.inventory[:, 1])
    assert question.planned.steps.count == 3
    assert question.planned.demands.quantity == pytest.approx(answers.work.plan.rows.quantity[:, 2:5])


def test_pairs_are_made_of_the_worst_and_none_is_better_than_its_parts(case: Case) -> None:
    found = outages(case=case, request=OutageRequest(paired=3))
    gap = dict(zip(found.single.element, found.single.livelihood_gap, strict=True))
    assert len(found.pairs.element) == 3
    for name, both in zip(found.pairs.element, found.pairs.livelihood_gap, strict=True):
        assert all(both >= gap[part] - 1e-3 for part in name.split("+"))


def test_one_element_can_be_asked_by_name_a_gate_too(case: Case, picture: OutagePicture) -> None:
    found = outages(case=case, request=OutageRequest(elements=("gate-149101",))).single
    assert found.element == ("gate-149101",)
    lost = dict(zip(picture.counties, found.livelihood_by_county[0], strict=True))
    assert lost["149101"] > 0
    assert sum(lost.values()) == pytest.approx(lost["149101"])


def test_progress_rises_to_its_end(case: Case) -> None:
    parts: list[float] = []
    outages(case=case, request=OutageRequest(paired=2), progress=lambda _, part: parts.append(part))
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


# ---- refusals --------------------------------------------------------------------------------------------------


def test_an_unknown_element_is_refused_with_where_to_look(case: Case) -> None:
    with pytest.raises(UnknownElement, match=r"pipe-9.*arcs\.csv"):
        outages(case=case, request=OutageRequest(elements=("pipe-9",)))


@pytest.mark.parametrize(
    ("days", "begins"), [(0, 0), (99, 0), (1, -1), (1, 99)], ids=["none", "long", "early", "late"]
)
def test_an_outage_outside_the_outlook_is_refused(case: Case, days: int, begins: int) -> None:
    first = case.settings.gas_day + timedelta(days=begins)
    with pytest.raises(OutageOutsideOutlook, match="inside the outlook"):
        outages(case=case, request=OutageRequest(days=days, first=first))


# ---- sharing, files, command line ------------------------------------------------------------------------------


def test_no_city_standing_alone_serves_homes_better_than_all_together(case: Case) -> None:
    picture = share_or_not(case=case)
    assert picture.city == ("149100", "149200")
    assert picture.protected_cost >= -1e-3
    assert picture.shared.sum() == pytest.approx(5.7, abs=0.1)


def test_tables_hold_one_line_an_element(picture: OutagePicture, tmp_path: Path) -> None:
    write_risk(tmp_path, outages=picture)
    lines = (tmp_path / "outages.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(picture.single.element)
    assert lines[1].split(",")[:3] == ["2023-12-20", "1", "trunk-1"]
    assert {path.name for path in tmp_path.glob("outages_by_*.csv")} == {
        "outages_by_tier.csv",
        "outages_by_county.csv",
    }


def test_the_command_prints_all_three_and_writes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["outages", str(TINY), "--standards", "--own-first", "--pairs", "--language", "en"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "North trunk" in shown
    assert "36.5 %" in shown
    assert "Cost of not co-operating" in shown
    assert {"outages.csv", "n_minus_one.csv", "own_first.csv"} <= {path.name for path in tmp_path.iterdir()}


def test_the_command_refuses_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outages", str(TINY), "--element", "nope"]) == 2
    assert "nope" in capsys.readouterr().err


# ---- the sample province ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_sample_province_fears_for_its_north_first() -> None:
    found = outages(case=read_case(SHANXI))
    single = found.single
    assert (found.first, found.level, len(single.element)) == (date(2023, 12, 20), "orange", 264)
    assert single.element[:4] == ("sj1-1", "sj1-2", "trunk-sj1", "join-sj1-jinshatan-jinshatan")
    assert single.element[4] == "jinshatan-datong-2-1"
    assert single.livelihood_gap[0] == pytest.approx(319.5, abs=5.0)  # what is learned may shift it a little
    assert 60 <= int((~single.has_effect).sum()) <= 85
