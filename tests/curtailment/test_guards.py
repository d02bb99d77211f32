"""Plans that were edited by hand: the guards refuse every line that no plan may hold, and name it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from nuandong.curtailment import guards
from tests.curtailment.towns import DAY, EVENING_BEFORE, POLICY, XIANGTAN, book_of, loads_for, planned


def edited(**change: object) -> list[tuple[str, int | None]]:
    """Codes and rows of what the guards find in the Xiangtan plan once its columns are changed."""
    plan = replace(planned(XIANGTAN, 11.0), **change)  # type: ignore[arg-type]
    found = guards.check(plan=plan, loads=loads_for(XIANGTAN), policy=POLICY, day=DAY)
    assert all(finding in found.errors for finding in found)
    return [(finding.code.removeprefix("curtailment.plan."), finding.place.row) for finding in found]


def with_relief(row: int, relief: float) -> np.ndarray[Any, Any]:
    column = planned(XIANGTAN, 11.0).relief.copy()
    column[row] = relief
    return column


def with_text(column: str, row: int, value: object) -> tuple[object, ...]:
    texts = list(getattr(planned(XIANGTAN, 11.0), column))
    texts[row] = value
    return tuple(texts)


def test_the_plan_as_made_passes() -> None:
    assert edited() == []


@pytest.mark.parametrize("protected", ["homes", "hospital", "buses", "taxis"])
def test_a_protected_point_written_into_a_plan_is_refused_whatever_the_line_calls_it(protected: str) -> None:
    assert edited(point=with_text("point", 0, protected)) == [("protected", 2)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"point": with_text("point", 1, "ghost")}, [("unknown_point", 3)], id="nobody"),
        pytest.param(
            {"point": with_text("point", 3, "glass"), "relief": with_relief(3, 0.5)},
            [("repeated_point", 5)],
            id="named-twice",
        ),
        pytest.param(
            {"tier": with_text("tier", 5, "comm_heat")},
            [("wrong_place", 7), ("above_need", None)],
            id="other-tier",
        ),
        pytest.param({"relief": with_relief(0, -1.0)}, [("amount", 2)], id="negative"),
        pytest.param({"relief": with_relief(0, float("nan"))}, [("amount", 2)], id="no-number"),
        pytest.param({"relief": with_relief(0, 1.00005)}, [("amount", 2)], id="half-a-cubic-metre"),
        pytest.param({"state": with_text("state", 2, "stop")}, [("state", 4)], id="a-furnace-stopped"),
        pytest.param(
            {"notify_by": with_text("notify_by", 2, EVENING_BEFORE + timedelta(hours=6))},
            [("beyond_limit", 4)],
            id="told-six-hours-late",
        ),
        pytest.param(
            {"notify_by": with_text("notify_by", 2, EVENING_BEFORE - timedelta(hours=1))},
            [("notice", 4)],
            id="told-before-the-decision",
        ),
        pytest.param({"relief": with_relief(5, 0.06)}, [("above_need", None)], id="more-than-is-needed"),
    ],
)
def test_what_the_guards_find_in_an_edited_plan(
    change: dict[str, object], expected: list[tuple[str, int | None]]
) -> None:
    assert edited(**change) == expected


def test_a_cut_into_the_safe_load_is_refused_with_the_most_that_may_go() -> None:
    plan = replace(planned(XIANGTAN, 11.0), relief=with_relief(2, 3.0001))
    found = guards.check(plan=plan, loads=loads_for(XIANGTAN), policy=POLICY, day=DAY)
    codes = [finding.code.removeprefix("curtailment.plan.") for finding in found]
    assert codes == ["safe_load", "beyond_limit", "above_need"]
    assert "9.0000 - 6.0000" in found.found[0].wanted_en
    assert "glass 示例glass 3.0001" in found.found[0].text()


def test_a_point_that_left_the_list_is_refused() -> None:
    plan = planned(XIANGTAN, 2.0)
    book = book_of(XIANGTAN, listed=["boiler"])
    found = guards.check(plan=plan, loads=loads_for(XIANGTAN, book=book), policy=POLICY, day=DAY)
    assert [finding.code for finding in found] == ["curtailment.plan.not_listed"]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param("none", ["beyond_powers"], id="no-level-no-order"),
        pytest.param("blue", ["beyond_limit"], id="blue-cuts-a-plant-by-a-fifth-at-most"),
        pytest.param("red", [], id="red-stops-it"),
    ],
)
def test_an_order_beyond_the_powers_of_the_level_is_refused(level: str, expected: list[str]) -> None:
    found = guards.check(
        plan=planned(XIANGTAN, 2.0),
        loads=loads_for(XIANGTAN),
        policy=POLICY,
        day=DAY,
        powers=POLICY.powers(level=level, day=DAY),
    )
    assert [finding.code.removeprefix("curtailment.plan.") for finding in found] == expected
