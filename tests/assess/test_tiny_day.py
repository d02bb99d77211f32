"""The chain of a gas day on the tiny case: rules that must hold whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess import Case, DayPicture, assess_day, prove_day
from nuandong.assess.axes import axes_of
from nuandong.assess.plain import from_plain, to_plain
from nuandong.assess.scenario import UnknownArc, warmer, with_arc_at
from nuandong.assess.supply import firm_supply
from nuandong.casefile import verify_plan, write_results
from nuandong.casefile.recheck import recheck_folder
from nuandong.casefile.verify import Refused
from nuandong.policy import read_policy


def test_the_gap_that_sets_the_level_is_demand_less_firm_supply(picture: DayPicture) -> None:
    province = picture.province
    assert province.gap_before == pytest.approx(np.maximum(province.demand - province.supply, 0.0), abs=1e-4)
    assert picture.proposal.level == province.level[0]


def test_gaps_shrink_from_measure_to_measure(picture: DayPicture) -> None:
    province = picture.province
    assert (province.deliverable_gap >= province.gap_before - 1e-4).all()
    assert (province.gap_after_storage >= province.gap_residual - 1e-4).all()


def test_relief_by_tier_county_and_user_are_the_same_gas(picture: DayPicture) -> None:
    assert picture.counties.relief[:, 0].sum() == pytest.approx(picture.tiers.relief[:, 0].sum(), abs=1e-3)
    assert picture.cuts.relief.sum() == pytest.approx(picture.tiers.relief[:, 0].sum(), abs=1e-2)


def test_no_line_of_the_proposal_touches_a_protected_class_or_a_safe_load(
    picture: DayPicture, case: Case
) -> None:
    protected = read_policy(province="shanxi").protected_classes(day=case.settings.gas_day)
    assert not set(picture.cuts.consumer_class) & {str(word) for word in protected}
    assert (picture.cuts.load - picture.cuts.relief >= picture.cuts.safe_load - 1e-4).all()


def test_tiers_are_asked_in_their_order_inside_a_county(picture: DayPicture) -> None:
    """The case has one pipe to each county: a later tier gives way only where an earlier one has given all."""
    relief, room = picture.tiers.relief[:, 0], picture.tiers.curtailable[:, 0]
    assert (relief <= room + 1e-4).all()


def test_a_picture_survives_storage_as_plain_values(picture: DayPicture) -> None:
    again = from_plain(to_plain(picture))
    assert to_plain(again) == to_plain(picture)


def test_the_same_case_gives_the_same_picture(case: Case, picture: DayPicture) -> None:
    assert to_plain(assess_day(case=case)) == to_plain(picture)


def test_warmth_never_raises_demand(case: Case, picture: DayPicture) -> None:
    day = case.settings.gas_day
    mild = assess_day(
        case=warmer(case=case, kelvin=8.0, first=day - timedelta(days=10), last=day + timedelta(days=20))
    )
    assert (mild.province.demand <= picture.province.demand + 1e-6).all()
    assert mild.province.demand[0] < picture.province.demand[0]
    assert mild.stamp.input_hash != picture.stamp.input_hash


def test_a_closed_pipe_carries_nothing(case: Case) -> None:
    arc = case.network.arcs.arc[0]
    day = case.settings.gas_day
    shut = assess_day(
        case=with_arc_at(case=case, arc=arc, share=0.0, first=day, last=day + timedelta(days=30))
    )
    row = shut.arcs.arc.index(arc)
    assert np.abs(shut.arcs.flow[row]).max() <= 1e-9
    with pytest.raises(UnknownArc, match=r"arcs\.csv"):
        with_arc_at(case=case, arc="no-such-pipe", share=0.0, first=day, last=day)


def test_a_nomination_filed_after_the_time_of_asking_does_not_count(case: Case) -> None:
    days = (case.settings.gas_day,)
    network = case.network
    nominations = network.nominations
    late = replace(
        nominations,
        revision=nominations.revision + 1,
        flow=nominations.flow * 0.5,
        filed_at=tuple(case.settings.decided_at + timedelta(hours=1) for _ in nominations.filed_at),
    )
    joined = replace(
        nominations,
        contract=nominations.contract + late.contract,
        gas_day=nominations.gas_day + late.gas_day,
        revision=np.concatenate([nominations.revision, late.revision]),
        filed_at=nominations.filed_at + late.filed_at,
        flow=np.concatenate([nominations.flow, late.flow]),
    )
    with_late = replace(network, nominations=joined)
    before = axes_of(network=network, days=days, as_of=case.settings.decided_at)
    after = axes_of(network=network, days=days, as_of=case.settings.decided_at + timedelta(hours=2))
    usual = firm_supply(network=network, axes=before).total
    assert firm_supply(network=with_late, axes=before).total == pytest.approx(usual)
    assert firm_supply(network=with_late, axes=after).total == pytest.approx(usual * 0.5)


def test_progress_runs_to_the_end_and_may_cancel(case: Case) -> None:
    seen: list[float] = []

    def note(stage: str, part: float) -> None:
        seen.append(part)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assess_day(case=case, progress=note)
    assert seen == sorted(seen)


def test_a_written_plan_is_accepted_and_a_touched_one_refused(case: Case, tmp_path: Path) -> None:
    proven = prove_day(case=case)
    write_results(proven.picture, case, tmp_path, at=case.settings.decided_at, certificate=proven.certificate)
    assert "hold" in verify_plan(tmp_path)
    flows = (tmp_path / "arcs.csv").read_text(encoding="utf-8")
    (tmp_path / "arcs.csv").write_text(flows.replace("0", "1", 1), encoding="utf-8")
    with pytest.raises(Refused, match=r"files: arcs\.csv"):
        verify_plan(tmp_path)


def test_a_cut_list_with_another_figure_no_longer_agrees_with_the_counties(
    case: Case, tmp_path: Path
) -> None:
    proven = prove_day(case=case)
    write_results(proven.picture, case, tmp_path, at=case.settings.decided_at, certificate=proven.certificate)
    assert recheck_folder(tmp_path).holds
    lines = (tmp_path / "cuts.csv").read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("relief")
    cells = lines[1].split(",")
    cells[column] = repr(float(cells[column]) + 1.0)
    (tmp_path / "cuts.csv").write_text(
        "\n".join([lines[0], ",".join(cells), *lines[2:], ""]), encoding="utf-8"
    )
    assert {failure.rule for failure in recheck_folder(tmp_path).failures} == {"cuts"}


def test_a_county_that_did_not_report_is_named_among_the_findings(case: Case, picture: DayPicture) -> None:
    late = replace(
        case.reports,
        filed_at=tuple(case.settings.decided_at + timedelta(days=1) for _ in case.reports.filed_at),
    )
    silent = assess_day(case=replace(case, reports=late))
    named = {finding.code: finding for finding in silent.findings}
    assert "4 个县区" in named["county-not-reported"].text(language="zh")
    assert silent.stamp.reported == 0
