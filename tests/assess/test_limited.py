"""A plan that ran out of time is shown for what it is: the best so far, how far proven, and refused by the checker."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from nuandong.assess import assess_day, prove_day
from nuandong.assess.limited import Limited
from nuandong.balance import BalanceCase, BalancePlan, solve_tiers
from nuandong.balance.certificate import residuals
from nuandong.balance.program import OutOfTime
from nuandong.casefile import read_case, write_results
from nuandong.casefile.verify import Refused, verify_certificate
from nuandong.cli import main

TINY = Path(__file__).resolve().parents[1] / "cases" / "tiny"
SEEN = 0.6  # part of the stages that are reached before time is up


def cut_short(*, case: BalanceCase, is_fair: bool = True, seconds: float) -> BalancePlan:
    """A solver whose clock is moved by hand, for machines differ: it stops inside the ranks."""

    def tell(stage: str, part: float) -> None:
        if part >= SEEN:
            raise OutOfTime("stopped by the test")

    plan = solve_tiers(case=case, is_fair=is_fair, progress=tell)
    assert residuals(case=case, plan=plan).hold
    return plan


def test_a_plan_cut_short_is_marked_with_what_is_proven_and_its_gap() -> None:
    limited = Limited(left=lambda: 1.0, within=cut_short)
    proven = prove_day(case=read_case(TINY), limited=limited)
    first = proven.picture.findings.found[0]
    assert first.code == "plan-cut-short"
    ranks_proven, ranks = (int(number) for number in first.value.split("/"))
    assert 0 < ranks_proven < ranks
    gap = max(float(plan.rank_gap.sum()) for plan in limited.cut_short)
    assert gap > 0
    assert f"{gap:,.2f}" in first.wanted_zh
    assert f"{gap:,.2f}" in first.wanted_en
    with pytest.raises(Refused, match="proof"):
        verify_certificate(json.loads(json.dumps(proven.certificate)))


def test_the_mark_is_written_with_the_results(tmp_path: Path) -> None:
    case = read_case(TINY)
    proven = prove_day(case=case, limited=Limited(left=lambda: 1.0, within=cut_short))
    write_results(
        proven.picture, case, tmp_path, at=proven.picture.stamp.as_of, certificate=proven.certificate
    )
    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert "plan-cut-short" in {row["code"] for row in csv.DictReader(opened)}
    assert "限时已到" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert main(["verify", str(tmp_path)]) != 0


def test_with_time_enough_nothing_is_marked_and_nothing_changes() -> None:
    case, limited = read_case(TINY), Limited(left=lambda: 600.0)
    picture = prove_day(case=case, limited=limited).picture
    usual = assess_day(case=case)
    assert limited.cut_short == []
    assert list(picture.findings) == list(usual.findings)
    assert picture.counties.unserved.tolist() == usual.counties.unserved.tolist()
    assert picture.cuts.relief.tolist() == usual.cuts.relief.tolist()


def test_time_that_is_over_is_no_plan() -> None:
    with pytest.raises(OutOfTime, match="more seconds"):
        prove_day(case=read_case(TINY), limited=Limited(left=lambda: -1.0))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ("0", "时限须大于 0 秒"),
        ("-3", "时限须大于 0 秒"),
        ("nan", "时限须大于 0 秒"),
        ("1e-9", "No plan within"),
    ],
)
def test_the_command_refuses_a_limit_in_which_nothing_can_be_planned(
    seconds: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["plan", str(TINY), "--seconds", seconds, "--out", str(out)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert said in told
    assert "Traceback" not in told
    assert not out.exists()


def test_the_command_with_time_enough_says_what_it_says_without_a_limit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = []
    for rest in ([], ["--seconds", "600"]):
        assert main(["plan", str(TINY), *rest]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
