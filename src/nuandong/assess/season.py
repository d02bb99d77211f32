"""The season as an outlook: every gas day of the winter in one balance, with perfect foresight.

It shows what the winter's contracts and stores can carry and where they cannot; it never issues orders
(rulings, 8). Every tier counts as cuttable down to its safe load; the reserve is for protected use alone. Beside its
one line of demand stands the band of other winters (`season_band`).

Clauses: T-008 (season balance), T-022 (season demand and gap), T-023 (balance plan).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nuandong.assess import arrange, levels
from nuandong.assess.axes import Axes, axes_of
from nuandong.assess.case import Case
from nuandong.assess.day import Progress, Workings, case_grounds, case_point_loads, day_forecast
from nuandong.assess.loads import CountyLoads, RankedRows, county_loads, ranked_rows
from nuandong.assess.picture import SeasonPicture
from nuandong.assess.problem import Grounds, measured_problem
from nuandong.assess.runs import Run
from nuandong.assess.season_band import season_band
from nuandong.assess.stocks import missed_targets
from nuandong.assess.supply import firm_supply
from nuandong.balance import BalanceCase, solve_tiers
from nuandong.demand import DemandForecast
from nuandong.gasday import CHINA, HeatingSeason
from nuandong.policy import PolicyBook, Powers
from nuandong.vocabulary import MeasureKind


@dataclass(frozen=True, slots=True, eq=False)
class SeasonAsked:
    """What the balance of a season is asked, before anything is solved."""

    policy: PolicyBook
    axes: Axes
    grounds: Grounds
    forecast: DemandForecast
    loads: CountyLoads
    powers: Powers
    rows: RankedRows
    problem: BalanceCase


def plan_season(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
) -> SeasonPicture:
    """The picture of the whole season from its opening stocks, as known at `as_of`.

    Same faults and errors as `assess_day`. A season of 152 days takes some ten seconds.
    """
    asked = season_asked(case=case, as_of=as_of, policy=policy)
    solved = solve_tiers(case=asked.problem, is_fair=False, progress=progress)
    plan = Run(asked.rows, solved, len(asked.axes.counties))
    stated = replace(asked.grounds, firm=firm_supply(network=case.network, axes=asked.axes))
    work = Workings(case, asked.policy, asked.axes, stated, asked.forecast, asked.loads, asked.powers, plan)
    missed = missed_targets(network=case.network, axes=asked.axes, inventory=solved.inventory)
    picture = arrange.season_picture(work, findings=asked.forecast.findings + missed)
    band = season_band(
        case=case, policy=asked.policy, axes=asked.axes, forecast=asked.forecast, demand=picture.province.demand,
        supply=picture.province.supply,
    )  # fmt: skip
    return replace(picture, band=band)


def season_asked(
    *, case: Case, as_of: datetime | None = None, policy: PolicyBook | None = None
) -> SeasonAsked:
    """What the balance of a season is asked; arguments and errors as of `plan_season`."""
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    book = policy or case.policy
    season = HeatingSeason(case.settings.season_first, case.settings.season_last)
    axes = axes_of(network=case.network, days=season.days, as_of=instant)
    forecast = day_forecast(case=case, axes=axes, policy=book)
    points = case_point_loads(case=case, axes=axes, forecast=forecast, policy=book)
    loads = county_loads(axes=axes, forecast=forecast, points=points, policy=book)
    grounds, _ = case_grounds(case=case, axes=axes)
    grounds = replace(
        grounds,
        opening=case.network.stores.opening,
        firm=firm_supply(network=case.network, axes=axes, is_clipped=False),
    )
    powers = _season_powers(book, axes)
    rows = ranked_rows(loads=loads, may_order=frozenset(loads.tiers))
    problem = measured_problem(grounds=grounds, rows=rows, powers=powers, is_reserve_for_homes=True)
    return SeasonAsked(book, axes, grounds, forecast, loads, powers, rows, problem)


def _season_powers(policy: PolicyBook, axes: Axes) -> Powers:
    """Every tier and every measure, but no level releases the reserve: a season must not be planned on it."""
    top = policy.powers(level=levels.top_level(policy, axes.days[0]), day=axes.days[0])
    return replace(top, may_release=0.0, measures=tuple(MeasureKind), cut_limits=())
