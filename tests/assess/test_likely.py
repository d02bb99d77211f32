"""How likely a gap is, and on which quantile of demand a level is proposed."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from nuandong.assess import Case, DayPicture, assess_day
from nuandong.assess.axes import axes_of
from nuandong.assess.changes import DemandChange, applied
from nuandong.assess.day import case_point_loads, day_answers, day_forecast
from nuandong.casefile import write_results
from nuandong.casefile.report_likely import odds_note
from nuandong.demand.tables import UsePlans
from nuandong.gasday import gas_days
from nuandong.policy import FaultyPolicy, read_policy
from nuandong.vocabulary import ConsumerClass

ON_NINETY = """
[[demand_quantile]]
value = 0.9
begins = 2023-11-01
clause = "office letter"
clause_zh = "保供办函"
evidence = "judged"
"""


def test_the_gaps_probability_is_the_share_of_scenarios_with_a_gap(case: Case, picture: DayPicture) -> None:
    answers = day_answers(case=case)
    likely, spread = picture.likelihood, answers.spread
    assert likely is not None
    assert spread is not None
    assert likely.scenarios >= 200
    gap = spread.province - picture.province.supply
    assert likely.gap_probability == pytest.approx((gap > 1e-4).mean(axis=0))
    assert np.all(np.diff(likely.at_least, axis=0) <= 0)  # a worse level is never likelier
    assert likely.at_least[0] == pytest.approx(likely.gap_probability)  # blue begins above nothing


def test_an_areas_quantile_is_the_quantile_of_its_summed_scenarios(case: Case, picture: DayPicture) -> None:
    spread, areas = day_answers(case=case).spread, picture.areas
    assert spread is not None
    assert areas is not None
    total = spread.counties.sum(axis=1)
    for quantile, stated in ((0.1, areas.demand_low), (0.5, areas.demand_middle), (0.9, areas.demand_high)):
        assert stated[0] == pytest.approx(np.quantile(total, quantile, axis=0), abs=1e-4)
    counties = [row for row, kind in enumerate(areas.kind) if kind == "county"]
    cities = [row for row, kind in enumerate(areas.kind) if kind == "city"]
    assert np.all(areas.demand_high[0] < areas.demand_high[cities].sum(axis=0))
    assert np.all(areas.demand_high[cities].sum(axis=0) < areas.demand_high[counties].sum(axis=0))
    assert areas.demand_low[0, 0] < picture.province.demand[0] < areas.demand_high[0, 0]


def test_the_level_is_proposed_on_the_forecast_unless_policy_says_otherwise(
    case: Case, picture: DayPicture
) -> None:
    assert picture.likelihood is not None
    assert picture.likelihood.quantiles == (0.5, 0.9)
    assert picture.likelihood.level_at[0] == picture.province.level
    assert picture.proposal.level == "orange"
    cautious = assess_day(case=replace(case, policy_text=ON_NINETY))
    assert cautious.likelihood is not None
    assert cautious.likelihood.proposed_on == 0.9
    assert cautious.proposal.level == picture.likelihood.level_at[1][0] == "red"
    assert cautious.province.level == picture.likelihood.level_at[1]
    assert cautious.province.gap_before == pytest.approx(
        picture.province.gap_before
    )  # the gap stays the forecast's
    assert "90%" in cautious.proposal.headline_zh
    assert "90%" in cautious.proposal.reasons[0].text_en
    assert "90%" not in picture.proposal.headline_zh
    (note,) = [finding for finding in cautious.findings if finding.code == "plan-on-the-forecast"]
    assert "仍按预测值编制" in note.text()
    assert "90%" in note.text(language="en")
    assert not [finding for finding in picture.findings if finding.code == "plan-on-the-forecast"]


@pytest.mark.parametrize(
    "day", [pytest.param(date(2023, 10, 1), id="before"), pytest.param(date(2023, 11, 1), id="from")]
)
def test_a_dated_quantile_holds_from_its_day_on(day: date) -> None:
    book = read_policy(overrides=ON_NINETY)
    assert book.demand_quantile(day=day) == (0.9 if day >= date(2023, 11, 1) else 0.5)


def test_a_policy_that_says_nothing_proposes_on_the_forecast() -> None:
    assert read_policy(province="hunan_2017").demand_quantile(day=date(2023, 12, 20)) == 0.5


def test_a_quantile_outside_its_bounds_is_refused() -> None:
    with pytest.raises(FaultyPolicy, match="demand_quantile"):
        read_policy(overrides=ON_NINETY.replace("0.9", "1.9"))


def test_more_demand_makes_a_gap_likelier(case: Case, picture: DayPicture) -> None:
    less = assess_day(case=applied(case, [DemandChange(more=-0.14)], as_of=case.settings.decided_at))
    assert less.likelihood is not None
    assert picture.likelihood is not None
    assert np.all(less.likelihood.gap_probability <= picture.likelihood.gap_probability)
    assert less.likelihood.gap_probability[0] < 1
    assert less.likelihood.gap_probability[0] > 0


def test_probability_and_methods_stand_in_results_and_words(
    case: Case, picture: DayPicture, tmp_path: Path
) -> None:
    write_results(picture, case, tmp_path, at=case.settings.decided_at)
    province = (tmp_path / "province.csv").read_text(encoding="utf-8").splitlines()
    assert province[0].endswith("gap_probability")
    assert float(province[1].rsplit(",", 1)[1]) == picture.likelihood.gap_probability[0]  # type: ignore[union-attr]
    with (tmp_path / "forecast.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["method"] for row in csv.DictReader(stream)} == {"temperature_only"}
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "缺口概率 100 %" in page
    assert "50 % 橙、90 % 红" in odds_note(picture, language="zh")
    assert odds_note(replace(picture, likelihood=None), language="zh") == ""


def test_a_users_own_plan_moves_its_point_its_county_and_nobody_elses(case: Case) -> None:
    """The point that stands still uses nothing; the others of its class keep what they had."""
    settings, points = case.settings, case.users.delivery_points
    row = next(row for row, word in enumerate(points.consumer_class) if word is ConsumerClass.IND_FUEL_CONT)
    days = gas_days(first=settings.gas_day, count=settings.horizon_days)
    plans = UsePlans((points.point[row],) * 2, days[:2], np.zeros(2), (settings.decided_at,) * 2)
    late = replace(plans, filed_at=(settings.decided_at + timedelta(minutes=1),) * 2)

    def asked(with_plans: UsePlans) -> tuple[np.ndarray, np.ndarray]:
        changed = replace(case, use_plans=with_plans)
        axes = axes_of(network=case.network, days=days, as_of=settings.decided_at)
        forecast = day_forecast(case=changed, axes=axes, policy=case.policy)
        return forecast.use, case_point_loads(
            case=changed, axes=axes, forecast=forecast, policy=case.policy
        ).load

    use, load = asked(case.use_plans)
    planned_use, planned_load = asked(plans)
    assert np.array_equal(asked(late)[0], use)
    assert planned_load[row, :2].tolist() == [0.0, 0.0]
    assert planned_load[row, 2:] == pytest.approx(load[row, 2:])
    others = np.arange(len(points.point)) != row
    assert planned_load[others] == pytest.approx(load[others])
    assert (use - planned_use).sum(axis=0)[:2] == pytest.approx(load[row, :2])
    assert planned_use[:, 2:] == pytest.approx(use[:, 2:])
