"""The checker accepts what the engine plans and refuses what somebody touched, knowing no solver."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuandong.casefile import verify
from nuandong.casefile.verify import Refused, verify_certificate
from tests.balance.certified import Certificate, certified
from tests.balance.small import line_case, random_case


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 1_000_000), lossy=st.booleans())
def test_every_plan_of_the_engine_is_accepted(seed: int, lossy: bool) -> None:
    assert "hold" in verify_certificate(certified(random_case(seed, lossy=lossy)))


def served_wrong_rank(certificate: Certificate) -> None:
    """The near factory (rank 1) keeps a unit that the far home (rank 0) then lacks: balanced, but out of order."""
    unserved = certificate["plan"]["unserved"]
    unserved[2][0] += 1.0
    unserved[1][0] -= 1.0
    certificate["plan"]["flow"][0][0] -= 1.0


def uneven(certificate: Certificate) -> None:
    unserved = certificate["plan"]["unserved"]
    unserved[1][0] += 0.01
    unserved[3][0] -= 0.01
    certificate["plan"]["flow"][0][0] += 0.01


def lost_proof(certificate: Certificate) -> None:
    certificate["proofs"].pop(0)


def other_dual(certificate: Certificate) -> None:
    certificate["proofs"][0]["row_dual"][0] += 0.5


def too_much_flow(certificate: Certificate) -> None:
    certificate["links"]["capacity"][0][0] = 1.0


def gas_from_nowhere(certificate: Certificate) -> None:
    certificate["plan"]["take"][0][0] -= 1e-5


def not_a_number(certificate: Certificate) -> None:
    certificate["plan"]["unserved"][0][0] = float("nan")


@pytest.mark.parametrize(
    ("touch", "broken"),
    [
        pytest.param(served_wrong_rank, "rank 0", id="a-home-short-while-a-factory-runs"),
        pytest.param(uneven, "shares of rank 1", id="shares-that-could-be-more-even"),
        pytest.param(lost_proof, "no proof", id="a-proof-taken-out"),
        pytest.param(other_dual, "rank 1", id="another-dual"),
        pytest.param(too_much_flow, "bounds: forward", id="more-than-the-pipe-carries"),
        pytest.param(gas_from_nowhere, "balance: node", id="gas-from-nowhere"),
        pytest.param(not_a_number, "bounds: unserved", id="not-a-number"),
    ],
)
def test_a_touched_certificate_is_refused_by_its_first_broken_line(
    touch: Callable[[Certificate], None], broken: str
) -> None:
    certificate = certified(line_case(capacity=100, supply=10, near=[4.0, 4.0], far=[4.0, 4.0]))
    touched = copy.deepcopy(certificate)
    touch(touched)
    verify_certificate(certificate)
    with pytest.raises(Refused, match=broken):
        verify_certificate(touched)


def test_the_checker_runs_as_one_file_without_any_package(tmp_path: Path) -> None:
    script = Path(str(verify.__file__))
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 300
    outcome = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 1
    assert "refused: files: FileNotFoundError" in outcome.stderr
