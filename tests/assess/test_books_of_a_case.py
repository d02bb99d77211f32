"""A case's books: cuts of its history count as held back, a change of demand grows the books with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from nuandong.assess import Case
from nuandong.assess.books import case_books, planned_use, plans_of_points
from nuandong.assess.changes import DemandChange, applied
from nuandong.curtailment.tables import CutHistory
from nuandong.demand.books import NO_BOOKS
from nuandong.demand.tables import HeldBack, PastUse, UsePlans
from nuandong.gasday import CHINA
from nuandong.vocabulary import ConsumerClass

DAY = date(2023, 12, 18)
KNOWN = datetime(2023, 12, 19, 8, tzinfo=CHINA)


@pytest.fixture
def told(case: Case) -> Case:
    """The case with one day of books of its first county, a cut of two points in its history, and a plan."""
    county = case.models.county[0]
    use, nothing = np.array([4.0]), np.array([np.nan])
    past = PastUse((county,), (DAY,), use, use, use, use, use, use, nothing, nothing, (None,))
    points = case.users.delivery_points.point[:2]
    cuts = CutHistory(points, (DAY, DAY), np.array([1.5, 0.5]), np.full(2, 24.0), (KNOWN, KNOWN))
    plans = UsePlans((points[0],), (case.settings.gas_day,), np.array([2.0]), (KNOWN,))
    return replace(case, past_use=past, users=replace(case.users, cut_history=cuts), use_plans=plans)


def test_a_case_without_books_has_none_whatever_was_cut(case: Case, told: Case) -> None:
    assert case_books(case) is NO_BOOKS
    assert case_books(replace(told, past_use=case.past_use)) is NO_BOOKS


def test_cuts_of_the_history_count_as_held_back_by_county_and_class(told: Case) -> None:
    held, points = case_books(told).held_back, told.users.delivery_points
    assert held.county == points.county[:2]
    assert held.consumer_class == points.consumer_class[:2]
    assert held.held_back.tolist() == [1.5, 0.5]
    assert held.known_at == (KNOWN, KNOWN)


def test_what_the_case_says_itself_of_a_day_and_class_stands_before_its_cut_history(told: Case) -> None:
    points = told.users.delivery_points
    own = HeldBack(points.county[:1], (DAY,), points.consumer_class[:1], np.array([9.0]), ("",), (None,))
    held = case_books(replace(told, held_back=own)).held_back
    first = [row for row, place in enumerate(zip(held.county, held.consumer_class, strict=True))
             if place == (points.county[0], points.consumer_class[0])]  # fmt: skip
    assert held.held_back[first].tolist() == [9.0]


def test_more_demand_grows_books_and_plans_with_the_models(told: Case) -> None:
    grown = applied(told, [DemandChange(more=0.25)], as_of=told.settings.decided_at)
    assert grown.past_use.residents.tolist() == [5.0]
    assert grown.past_use.industry.tolist() == [5.0]
    assert grown.use_plans.use.tolist() == [2.5]


def test_more_demand_of_one_class_grows_its_group_by_that_classs_part(told: Case) -> None:
    county = told.models.county[0]
    change = DemandChange(more=1.0, county=county, consumer_class=str(ConsumerClass.RES_HEAT))
    grown = applied(told, [change], as_of=told.settings.decided_at)
    rows = [
        (word, float(told.models.steady_use[row] + 25.0 * told.models.heat_use[row]))
        for row, word in enumerate(told.models.consumer_class)
        if told.models.county[row] == county
    ]
    heating = {ConsumerClass.RES_HEAT, ConsumerClass.CENTRAL_HEAT, ConsumerClass.CHP_HEAT}
    whole = sum(size for word, size in rows if word in heating)
    doubled = sum(size for word, size in rows if word is ConsumerClass.RES_HEAT)
    wanted = 4.0 * (1.0 + doubled / whole) if whole else 4.0
    assert grown.past_use.heating[0] == pytest.approx(wanted)
    assert grown.past_use.industry[0] == 4.0


def test_the_newest_plan_that_was_filed_in_time_counts(told: Case) -> None:
    day, point = told.settings.gas_day, told.users.delivery_points.point[0]
    plans = UsePlans(
        (point,) * 3, (day,) * 3, np.array([2.0, 1.0, 9.0]),
        (KNOWN, told.settings.decided_at, told.settings.decided_at.replace(hour=23)),
    )  # fmt: skip
    case = replace(told, use_plans=plans)
    read = plans_of_points(case=case, days=(day,), as_of=told.settings.decided_at)
    assert read[0, 0] == 1.0
    assert np.isnan(read[1:]).all()
    planned = planned_use(case=case, days=(day,), as_of=told.settings.decided_at)
    assert planned.use.tolist() == [[1.0]]
    assert 0 < planned.share[0] <= 1
