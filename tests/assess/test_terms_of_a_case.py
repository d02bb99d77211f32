"""Season contracts, shared limits, send-out curves and stock targets, from the tables of a case to its picture."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess import Case, assess_day, plan_season, prove_day
from nuandong.assess.changes import FleetChange, applied
from nuandong.casefile import read_case
from nuandong.casefile.results import write_season
from nuandong.casefile.verify import verify_certificate
from nuandong.findings import FaultyCase
from nuandong.network.tables import Network
from nuandong.network.terms import (
    NO_LIMIT_MEMBERS,
    NO_SHARED_LIMITS,
    NO_STORE_TARGETS,
    ContractTerms,
    LimitMembers,
    SharedLimits,
    StoreCurves,
    StoreTargets,
)
from nuandong.vocabulary import Evidence, LimitKind, Precedence
from tests.fixtures.tiny_case import TINY

FIRST, LAST = date(2023, 12, 10), date(2023, 12, 29)


def with_network(case: Case, **tables: object) -> Case:
    network: Network = replace(case.network, **tables)  # type: ignore[arg-type]
    return replace(case, network=network)


def limit(kind: LimitKind, span: str, most: float) -> SharedLimits:
    return SharedLimits(
        ("x",), ("限额",), ("Limit",), (kind,), (span,), np.array([most]), (FIRST,), (LAST,),
        (Evidence.ILLUSTRATIVE,), ("",),
    )  # fmt: skip


def of_supply(case: Case, supply: str, *, season: bool = True) -> np.ndarray:
    picture = plan_season(case=case) if season else assess_day(case=case)
    return np.asarray(picture.sources.delivered[picture.sources.supply.index(supply)])


def with_season_max(case: Case, contract: str, most: float) -> Case:
    contracts = case.network.contracts
    season_max = np.where(np.asarray(contracts.contract) == contract, most, contracts.season_max)
    return with_network(case, contracts=replace(contracts, season_max=season_max))


def test_a_season_plan_keeps_to_what_a_contract_has_for_the_season(case: Case) -> None:
    free = of_supply(case, "cbm-south").sum()
    bound = of_supply(with_season_max(case, "c-cbm", 100), "cbm-south").sum()
    assert free > 100
    assert bound == pytest.approx(100.0, abs=1e-6)


def test_a_day_counts_what_was_nominated_before_against_the_season(case: Case) -> None:
    nominations = case.network.nominations
    before = [row for row, day in enumerate(nominations.gas_day)
              if nominations.contract[row] == "c-cbm" and day < case.settings.gas_day]  # fmt: skip
    used = float(nominations.flow[before].sum())
    assert used > 0
    left = assess_day(case=with_season_max(case, "c-cbm", used + 20.0))
    row = left.sources.supply.index("cbm-south")
    assert left.sources.nominated[row].sum() == pytest.approx(20.0, abs=1e-6)
    assert left.province.gap_before.sum() > assess_day(case=case).province.gap_before.sum()


def test_gas_that_is_paid_in_any_case_is_taken_first(case: Case) -> None:
    mild = replace(case, models=replace(case.models, heat_use=case.models.heat_use * 0.3))
    terms = ContractTerms(("c-trunk",), np.array([600.0]), np.array([1.0]), np.array([np.nan]))
    free = of_supply(mild, "trunk-north").sum()
    paid = of_supply(with_network(mild, contract_terms=terms), "trunk-north").sum()
    assert free < paid <= 600.0 + 1e-6 or free >= 600.0


def test_a_fleet_limits_nominated_and_spot_trucks_together(case: Case) -> None:
    members = LimitMembers(("x", "x"), ("truck-jia", "m-spot"), np.array([np.nan, 1.0]))
    limited = with_network(case, shared_limits=limit(LimitKind.FLEET, "day", 0.5), limit_members=members)
    picture = plan_season(case=limited)
    rows = [picture.sources.supply.index(supply) for supply in ("truck-jia", "m-spot")]
    assert picture.sources.delivered[rows].sum(axis=0).max() <= 0.5 + 1e-6
    free = plan_season(case=case)
    assert free.sources.delivered[rows].sum(axis=0).max() > 0.5


def test_a_swap_of_pipes_nets_to_zero_over_its_period(case: Case) -> None:
    members = LimitMembers(("x",), ("pipe-1",), np.array([1.0]))
    netted = with_network(case, shared_limits=limit(LimitKind.SWAP, "period", 0.0), limit_members=members)
    free, picture = plan_season(case=case), plan_season(case=netted)
    row = picture.arcs.arc.index("pipe-1")
    assert abs(free.arcs.flow[row].sum()) > 1.0
    assert picture.arcs.flow[row].sum() == pytest.approx(0.0, abs=1e-5)


def test_an_emptying_tank_sends_out_less(case: Case) -> None:
    curves = StoreCurves(("tank-jia",) * 3, np.array([0.0, 20.0, 60.0]), np.array([0.0, 2.0, 3.0]))
    picture = plan_season(case=with_network(case, store_curves=curves))
    stock, out = picture.stores.inventory[0, :-1], picture.stores.sendout[0]
    assert (out <= np.minimum(0.1 * stock, 1.5 + 0.025 * stock) + 1e-6).all()
    assert plan_season(case=case).stores.sendout[0].max() > 3.0


def test_a_season_serves_homes_out_of_the_reserve_and_nobody_else(case: Case) -> None:
    """With hardly any gas but the tank's, all of it goes to homes, down to the last of the reserve."""
    poor = with_season_max(with_season_max(case, "c-cbm", 40), "c-trunk", 100)
    picture = plan_season(case=poor)
    reserve = float(case.network.stores.reserve[0])
    assert picture.province.livelihood_gap.sum() > 0
    assert picture.stores.inventory[0, -1] < reserve / 2
    usual = plan_season(case=case)
    assert usual.province.livelihood_gap.sum() == 0
    assert usual.stores.inventory[0].min() >= reserve * (1 - 0.0005) ** 20 - 1e-6


def test_a_target_behind_all_uses_keeps_stock_that_nobody_misses(case: Case) -> None:
    mild = replace(case, models=replace(case.models, heat_use=case.models.heat_use * 0.2))
    day = date(2023, 12, 20)
    targets = StoreTargets(
        ("tank-jia",), (day,), np.array([56.0]), (Precedence.LAST,), (Evidence.ILLUSTRATIVE,), ("",)
    )
    evening = (day - FIRST).days + 1
    free, kept = plan_season(case=mild), plan_season(case=with_network(mild, store_targets=targets))
    assert free.stores.inventory[0, evening] < 56.0 - 1e-3
    assert kept.stores.inventory[0, evening] == pytest.approx(56.0, abs=1e-3)
    assert kept.tiers.relief.sum() == pytest.approx(free.tiers.relief.sum(), abs=1e-3)


def test_a_season_names_the_day_whose_targets_it_misses(case: Case) -> None:
    targets = StoreTargets(
        ("tank-jia",), (FIRST,), np.array([60.0]), (Precedence.LAST,), (Evidence.ILLUSTRATIVE,), ("",)
    )
    picture = plan_season(case=with_network(case, store_targets=targets))
    (missed,) = [finding for finding in picture.findings if finding.code == "stock-target-missed"]
    short = 60.0 - float(picture.stores.inventory[0, 1])
    assert missed.value == str(FIRST)
    assert f"{short:,.1f}" in missed.wanted_zh


def test_a_target_before_orders_makes_orders_larger_but_leaves_the_rest(case: Case) -> None:
    targets = StoreTargets(
        ("tank-jia",), (LAST,), np.array([50.0]), (Precedence.UNORDERED,), (Evidence.ILLUSTRATIVE,), ("",)
    )
    free, kept = plan_season(case=case), plan_season(case=with_network(case, store_targets=targets))
    assert kept.stores.inventory[0, -1] > free.stores.inventory[0, -1] + 1
    assert kept.tiers.relief.sum() > free.tiers.relief.sum()
    assert kept.province.livelihood_gap.sum() == free.province.livelihood_gap.sum()


def test_a_day_under_all_terms_is_proven(case: Case) -> None:
    members = LimitMembers(("x", "x"), ("truck-jia", "m-spot"), np.array([1.0, 1.0]))
    curves = StoreCurves(("tank-jia",) * 2, np.array([0.0, 60.0]), np.array([1.0, 5.0]))
    targets = StoreTargets(
        ("tank-jia",), (date(2023, 12, 22),), np.array([40.0]), (Precedence.PROTECTED,),
        (Evidence.ILLUSTRATIVE,), ("",),
    )  # fmt: skip
    full = with_network(
        with_season_max(case, "c-cbm", 200),
        shared_limits=limit(LimitKind.FLEET, "day", 1.0),
        limit_members=members,
        store_curves=curves,
        store_targets=targets,
    )
    proven = prove_day(case=full)
    assert verify_certificate(proven.certificate).endswith("hold")
    totals = proven.certificate["totals"]
    assert isinstance(totals, dict)
    assert totals["name"][0] == f"x {case.settings.gas_day}"
    assert proven.certificate["targets"]["rank"] == [1]  # type: ignore[index]


def test_a_fleet_may_be_asked_for_in_a_what_if(case: Case) -> None:
    changed = applied(case, [FleetChange(0.0)], as_of=case.settings.decided_at)
    picture = assess_day(case=changed)
    rows = [picture.sources.supply.index(supply) for supply in ("truck-jia", "m-spot")]
    assert picture.sources.delivered[rows].sum() == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        pytest.param(
            "contract_terms.csv", "contract,season_min\nc-cbm,90000\n", "contract_contradicts",
            id="more-than-the-season-can-bring",
        ),
        pytest.param(
            "shared_limits.csv",
            "limit,name_zh,kind,span,most,begins,ends,evidence\nf,车队,fleet,day,3,2023-11-01,2024-03-31,illustrative\n",
            "limit_without_members", id="a-limit-of-nothing",
        ),
        pytest.param(
            "store_curves.csv", "store,inventory,sendout\ntank-jia,0,2\ntank-jia,60,1\n", "curve_falls",
            id="a-curve-that-falls",
        ),
        pytest.param(
            "store_curves.csv", "store,inventory,sendout\ntank-jia,0,0\ntank-jia,30,1\ntank-jia,60,5\n",
            "curve_bends_up", id="a-curve-that-bends-up",
        ),
        pytest.param(
            "store_curves.csv", "store,inventory,sendout\ntank-jia,10,1\ntank-jia,60,5\n", "curve_too_short",
            id="a-curve-that-does-not-begin-at-nothing",
        ),
        pytest.param(
            "store_targets.csv",
            "store,gas_day,inventory,precedence,evidence\ntank-jia,2023-12-20,90,last,illustrative\n",
            "target_above_capacity", id="more-than-the-tank-holds",
        ),
        pytest.param(
            "limit_members.csv", "limit,member\nnobody,truck-jia\n", "unknown_reference", id="a-limit-not-there",
        ),
    ],
)  # fmt: skip
def test_faulty_terms_are_named_by_file_and_row(tmp_path: Path, file: str, text: str, code: str) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(FaultyCase) as refusal:
        read_case(folder)
    found = [finding for finding in refusal.value.findings if finding.code == code]
    assert found
    assert found[0].place.file == file


def test_terms_are_read_from_files(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    write: Callable[[str, str], int] = lambda name, text: (folder / name).write_text(text, encoding="utf-8")  # noqa: E731
    write("contract_terms.csv", "contract,season_min,paid_share\nc-trunk,100,0.9\n")
    write(
        "shared_limits.csv",
        "limit,name_zh,kind,span,most,begins,ends,evidence\nf,车队,fleet,day,0.5,2023-11-01,2024-03-31,illustrative\n",
    )
    write("limit_members.csv", "limit,member\nf,truck-jia\nf,m-spot\n")
    read = read_case(folder)
    assert read.network.contract_terms.paid_share.tolist() == [0.9]
    assert read.network.shared_limits.kind == (LimitKind.FLEET,)
    assert of_supply(read, "truck-jia").max() <= 0.5 + 1e-6
    assert read.input_hash != read_case(TINY).input_hash


def test_a_measure_that_its_fleet_holds_back_says_so(case: Case) -> None:
    soon = replace(case.network.measures, lead_hours=np.zeros(len(case.network.measures.measure)))
    members = LimitMembers(("x",), ("m-spot",), np.array([1.0]))
    arcs = case.network.arcs
    wide = replace(arcs, capacity=arcs.capacity * 9, capacity_back=arcs.capacity_back * 9)
    limited = with_network(
        case,
        arcs=wide,
        measures=soon,
        shared_limits=limit(LimitKind.FLEET, "day", 0.25),
        limit_members=members,
    )
    picture = assess_day(case=limited)
    row = picture.alternatives.name_zh.index("现货 LNG")
    assert picture.alternatives.used[row] == pytest.approx(0.25, abs=1e-4)
    assert picture.alternatives.note_zh[row] == "限额已用满"


def test_gas_that_no_tanker_can_bring_is_not_delivered_before_measures_either(case: Case) -> None:
    members = LimitMembers(("x",), ("truck-jia",), np.array([1.0]))
    contracts = case.network.contracts
    trucked = replace(
        contracts, supply=tuple("truck-jia" if name == "c-tank" else supply
                                for name, supply in zip(contracts.contract, contracts.supply, strict=True)),
    )  # fmt: skip
    free = with_network(case, contracts=trucked)
    held = with_network(free, shared_limits=limit(LimitKind.FLEET, "day", 0.0), limit_members=members)
    first, second = assess_day(case=free), assess_day(case=held)
    assert second.province.gap_before == pytest.approx(first.province.gap_before)  # nominated all the same
    assert second.province.deliverable_gap[0] > first.province.deliverable_gap[0] + 0.5


def test_a_season_states_no_more_supply_than_its_contracts_have(case: Case) -> None:
    bound = with_season_max(case, "c-cbm", 100)
    picture, free = plan_season(case=bound), plan_season(case=case)
    row = picture.sources.supply.index("cbm-south")
    assert picture.sources.nominated[row].sum() == pytest.approx(100.0, abs=1e-6)
    assert picture.province.gap_before.sum() > free.province.gap_before.sum()


def test_too_late_to_cut_is_not_called_enough(case: Case) -> None:
    points = case.users.delivery_points
    slow = replace(points, notice_hours=points.notice_hours * 0 + 99.0)
    late = assess_day(case=replace(case, users=replace(case.users, delivery_points=slow)))
    assert late.province.gap_residual[0] > 0
    assert "无需压减" not in late.proposal.headline_zh
    assert f"仍缺 {late.province.gap_residual[0]:,.1f}" in late.proposal.headline_zh
    assert "stays short" in late.proposal.headline_en


def test_a_swap_nets_flows_of_arcs_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    head = "limit,name_zh,kind,span,most,begins,ends,evidence\n"
    (folder / "shared_limits.csv").write_text(
        head + "sw,串换,swap,period,0,2023-11-01,2024-03-31,illustrative\n", encoding="utf-8"
    )
    (folder / "limit_members.csv").write_text(
        "limit,member,factor\nsw,pipe-1,1\nsw,truck-jia,-1\n", encoding="utf-8"
    )
    with pytest.raises(FaultyCase) as refusal:
        read_case(folder)
    (found,) = [finding for finding in refusal.value.findings if finding.code == "swap_of_no_arc"]
    assert found.value == "truck-jia"


def test_a_store_whose_curve_is_used_up_is_not_called_idle(case: Case) -> None:
    curves = StoreCurves(("tank-jia",) * 2, np.array([0.0, 60.0]), np.array([0.5, 2.0]))
    picture = assess_day(case=with_network(case, store_curves=curves))
    row = picture.alternatives.measure.index("reserve")
    assert picture.alternatives.available[row] <= 2.0


def test_results_say_what_is_used_of_contracts_and_limits_and_what_is_kept_of_targets(
    case: Case, tmp_path: Path
) -> None:
    members = LimitMembers(("x",), ("truck-jia",), np.array([1.0]))
    targets = StoreTargets(
        ("tank-jia",), (FIRST,), np.array([60.0]), (Precedence.LAST,), (Evidence.ILLUSTRATIVE,), ("",)
    )
    terms = ContractTerms(("c-cbm",), np.array([50.0]), np.array([1.0]), np.array([np.nan]))
    full = with_network(
        with_season_max(case, "c-cbm", 100),
        contract_terms=terms,
        shared_limits=limit(LimitKind.FLEET, "period", 9.0),
        limit_members=members,
        store_targets=targets,
    )
    picture = plan_season(case=full)
    write_season(picture, full, tmp_path, at=picture.stamp.as_of)
    with (tmp_path / "terms.csv").open(encoding="utf-8", newline="") as lines:
        rows = {(row["kind"], row["term"]): row for row in csv.DictReader(lines)}
    contract, fleet, target = rows["contract", "cbm-south"], rows["limit", "x"], rows["target", "tank-jia"]
    assert float(contract["volume"]) == pytest.approx(of_supply(full, "cbm-south").sum(), abs=1e-4)
    assert (float(contract["least"]), float(contract["most"])) == (50.0, 100.0)
    assert float(fleet["volume"]) == pytest.approx(of_supply(full, "truck-jia").sum(), abs=1e-4)
    assert fleet["least"] == ""
    assert float(target["volume"]) < float(target["least"]) == 60.0
    assert assess_day(case=with_network(case, shared_limits=NO_SHARED_LIMITS, limit_members=NO_LIMIT_MEMBERS,
                                        store_targets=NO_STORE_TARGETS)).terms is not None  # fmt: skip
