"""A long horizon in windows: a plan of the whole case, no better than the exact one, its gap proven."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nuandong.balance import solve_tiers
from nuandong.balance.certificate import residuals
from nuandong.balance.rolling import NotForWindows, NoWindow, solve_rolling
from tests.balance.small import random_case
from tests.balance.termed import termed_case

ROUNDING = 1e-4


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_in_windows_is_a_plan_and_its_gap_holds_the_exact_one(seed: int) -> None:
    case = random_case(seed, steps=9)
    rolling = solve_rolling(case=case, window=3)
    exact = np.cumsum(solve_tiers(case=case, is_fair=False).rank_unserved)
    found = np.cumsum(rolling.plan.rank_unserved)
    assert residuals(case=case, plan=rolling.plan).hold
    assert (rolling.least_missing <= exact + ROUNDING).all()
    assert (found - rolling.gap <= exact + ROUNDING).all()
    first = int(np.argmax(exact > ROUNDING)) if exact[-1] > ROUNDING else exact.size - 1
    assert (
        found[first] >= exact[first] - ROUNDING
    )  # nothing beats the exact plan in the first rank that is short


def test_one_window_is_the_exact_plan() -> None:
    case = random_case(3, steps=5)
    whole = solve_tiers(case=case, is_fair=False)
    rolling = solve_rolling(case=case, window=5)
    assert rolling.plan.rank_unserved == pytest.approx(whole.rank_unserved, abs=ROUNDING)


def test_stock_is_kept_for_a_later_window() -> None:
    """Without what the flow says of the joint, the first window would use up the store for its last rank."""
    case = random_case(7, steps=6, lossy=False)
    later = np.array(case.supplies.limit)
    later[:, 3:] = 0.0
    case = replace(case, supplies=replace(case.supplies, limit=later))
    exact, rolling = solve_tiers(case=case, is_fair=False), solve_rolling(case=case, window=3)
    assert rolling.plan.rank_unserved[0] == pytest.approx(exact.rank_unserved[0], abs=1e-3)


def test_windows_are_refused_where_terms_reach_across_them() -> None:
    with pytest.raises(NotForWindows, match="分段"):
        solve_rolling(case=termed_case(1))


@pytest.mark.parametrize("window", [0, -1])
def test_a_window_of_no_steps_is_refused_in_words(window: int) -> None:
    with pytest.raises(NoWindow, match=f"window of {window} steps plans nothing; give 1 or more"):
        solve_rolling(case=random_case(2, steps=3), window=window)


def test_progress_is_told_window_by_window_and_may_cancel() -> None:
    told: list[str] = []

    def stop(stage: str, part: float) -> None:
        told.append(stage)
        if stage == "window 1":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        solve_rolling(case=random_case(2, steps=6), window=2, progress=stop)
    assert told == ["bounds", "window 0", "window 1"]
