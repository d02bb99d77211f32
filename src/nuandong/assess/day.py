"""One gas day from case to picture: forecast, gaps, level, powers, plan, orders.

The level follows from the gap before any measure; the plan is computed inside the powers of that level, and
what the next level would allow is shown beside it (rulings, 1 and 2). The machine proposes, a person declares.

Clauses: T-007 (households), T-008, T-010 (alternatives first), T-017, T-022, T-028, T-040, T-042, T-070.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from nuandong.assess import arrange, levels, odds
from nuandong.assess.axes import Axes, arc_capacity, axes_of
from nuandong.assess.books import case_books, planned_use, plans_of_points
from nuandong.assess.case import Case
from nuandong.assess.levels import DayLevels
from nuandong.assess.loads import CountyLoads, county_loads
from nuandong.assess.opening import opening_inventory, season_share
from nuandong.assess.picture import DayPicture
from nuandong.assess.problem import Grounds
from nuandong.assess.runs import Run, firm_run, livelihood_gap, planned_run
from nuandong.assess.supply import firm_supply
from nuandong.assess.volumes import named_totals, shared_totals, untold_days
from nuandong.balance import solve_tiers
from nuandong.balance.solve import Solve
from nuandong.curtailment import (
    CutPlan,
    FairnessLedger,
    PointLoads,
    ReliefTarget,
    check_order,
    fairness_ledger,
    guards,
    plan_curtailment,
    point_loads,
    within_powers,
)
from nuandong.demand import (
    ColdWaveRule,
    DemandForecast,
    ForecastRules,
    forecast_demand,
    reference_use,
)
from nuandong.demand.models import with_conversion_rows
from nuandong.findings import Finding, Findings, Place, Severity
from nuandong.gasday import CHINA, gas_days
from nuandong.policy import PolicyBook, Powers
from nuandong.policy.book import FORECAST_ITSELF
from nuandong.units import HOURS_PER_DAY, FloatArray, Share

Progress = Callable[[str, float], None]
MOST_NAMED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Workings:
    """What a day and a season have in common: demand, supply, and one plan inside some powers.

    `loads` are split by what `powers` let be ordered.
    """

    case: Case
    policy: PolicyBook
    axes: Axes
    grounds: Grounds
    forecast: DemandForecast
    loads: CountyLoads
    powers: Powers
    plan: Run

    @property
    def capacity(self) -> tuple[FloatArray, FloatArray]:
        """Capacity of every arc forth and back, (a, t)."""
        return arc_capacity(network=self.case.network, axes=self.axes)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Everything computed for the picture of a day, before it is arranged."""

    work: Workings
    firm: Run
    livelihood: FloatArray
    levels: DayLevels
    next_powers: Powers | None
    next_plan: Run | None
    cuts: CutPlan
    findings: Findings
    fairness: FairnessLedger
    levels_at: dict[Share, DayLevels] = field(default_factory=dict)
    spread: odds.DemandSpread | None = None


def assess_day(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
) -> DayPicture:
    """The picture of the case's gas day with its outlook, as known at `as_of` (default: when it was decided).

    `progress` is told the stage and the part done (0..1); raising from it cancels. Raises `FaultyCase` or
    `SolverFailure`; other faults travel in the picture's findings.
    """
    return arrange.day_picture(day_answers(case=case, as_of=as_of, policy=policy, progress=progress))


def day_answers(
    *,
    case: Case,
    as_of: datetime | None = None,
    policy: PolicyBook | None = None,
    progress: Progress | None = None,
    solve: Solve = solve_tiers,
) -> Answers:
    """Everything that the picture of a day is arranged from; arguments and errors as of `assess_day`;
    `solve` finds the plans."""
    tell = progress or (lambda stage, part: None)
    tell("forecast", 0.0)
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    return answers_for(case=case, as_of=instant, policy=policy or case.policy, tell=tell, solve=solve)


def answers_for(
    *, case: Case, as_of: datetime, policy: PolicyBook, tell: Progress, solve: Solve = solve_tiers
) -> Answers:
    """All runs of one gas day in their order; each later one rests on the earlier. `solve` finds their plans."""
    days = gas_days(first=case.settings.gas_day, count=case.settings.horizon_days)
    axes = axes_of(network=case.network, days=days, as_of=as_of)
    forecast = day_forecast(case=case, axes=axes, policy=policy)
    points = case_point_loads(case=case, axes=axes, forecast=forecast, policy=policy)
    loads = county_loads(axes=axes, forecast=forecast, points=points, policy=policy)
    grounds, untold = case_grounds(case=case, axes=axes)
    tell("firm supply", 0.15)
    firm = firm_run(grounds=grounds, loads=loads, solve=solve)
    tell("households", 0.35)
    most = policy.powers(level=levels.top_level(policy, days[0]), day=days[0])
    livelihood = livelihood_gap(grounds=grounds, loads=loads, most=most, solve=solve)
    spread = odds.demand_spread(case=case, axes=axes, forecast=forecast, policy=policy)
    levels_at = levels.day_levels(
        grounds=grounds, case=case, policy=policy, loads=loads, firm=firm, livelihood=livelihood, spread=spread
    )  # fmt: skip
    called = levels_at.get(policy.demand_quantile(day=days[0])) or levels_at[FORECAST_ITSELF]

    def planned(powers: Powers) -> Workings:
        asked = county_loads(
            axes=axes, forecast=forecast, points=within_powers(loads=points, powers=powers), policy=policy
        )
        run = planned_run(grounds=grounds, loads=asked, powers=powers, solve=solve)
        return Workings(case, policy, axes, grounds, forecast, asked, powers, run)

    tell("plan", 0.5)
    work = planned(policy.powers(level=called.today.key, day=days[0]))
    tell("next level", 0.75)
    further = levels.next_powers(policy=policy, level=called.today, day=days[0])
    beyond = planned(further).plan if further else None
    tell("orders", 0.9)
    cuts, broken = _orders(work, points)
    on_mean = odds.plan_on_the_forecast(spread=spread, policy=policy, day=days[0])
    found = (
        broken
        + on_mean
        + _silent_counties(case, axes, forecast)
        + forecast.findings
        + untold
        + points.findings
    )
    ledger = fairness_ledger(loads=points, plan=cuts, book=case.users)
    return Answers(
        work, firm, livelihood, called, further, beyond, cuts, found, ledger, levels_at=levels_at, spread=spread
    )  # fmt: skip


def _orders(work: Workings, points: PointLoads) -> tuple[CutPlan, Findings]:
    """Relief of the first gas day by named user, and every guard that it would break."""
    permitted, day = within_powers(loads=points, powers=work.powers), work.axes.days[0]
    cuts = _cuts(work, permitted)
    broken = guards.check(plan=cuts, loads=permitted, policy=work.policy, day=day, powers=work.powers)
    return cuts, broken + check_order(plan=cuts, loads=permitted, policy=work.policy, day=day)


def _silent_counties(case: Case, axes: Axes, forecast: DemandForecast) -> Findings:
    """One warning that names the counties whose last report is missing: their demand is the model's alone."""
    regions = case.network.regions
    silent = [regions.name_zh[row] for row, county in zip(axes.county_region, axes.counties, strict=True)
              if county not in forecast.reported_counties]  # fmt: skip
    if not silent or not case.reports.county:
        return Findings()
    named = "、".join(silent[:MOST_NAMED]) + ("……" if len(silent) > MOST_NAMED else "")
    finding = Finding(
        code="county-not-reported",
        place=Place(file="use_reports.csv", column="county"),
        value=named,
        wanted_zh=f"{len(silent)} 个县区未报上一气日用量，需求按模型估计；请催报",
        wanted_en=f"{len(silent)} counties did not report the last gas day; the model stands for them, ask them",
        severity=Severity.WARNING,
    )
    return Findings((finding,))


def day_forecast(*, case: Case, axes: Axes, policy: PolicyBook) -> DemandForecast:
    """Demand of every county and class over the axes' gas days."""
    return forecast_demand(
        models=case.models,
        weather=case.weather,
        regions=case.network.regions,
        reports=case.reports,
        conversions=case.network.conversions,
        days=axes.days,
        as_of=axes.as_of,
        effective_weights=case.settings.effective_weights,
        rules=ForecastRules(cold_wave=_cold_wave_rule(policy, axes.days[0])),
        books=case_books(case),
        planned=planned_use(case=case, days=axes.days, as_of=axes.as_of),
    )


def _cold_wave_rule(policy: PolicyBook, day: date) -> ColdWaveRule:
    hours = policy.number("cold_wave.drop_hours", day=day).value
    return ColdWaveRule(
        drop=policy.number("cold_wave.drop_from", day=day).value,
        within_days=max(1, round(hours / HOURS_PER_DAY)),
        mean_to=policy.number("cold_wave.mean_to", day=day).value,
    )


def case_grounds(*, case: Case, axes: Axes) -> tuple[Grounds, Findings]:
    """What every balance problem of the case shares, and what the case does not tell of stocks and contracts."""
    opening, missing = opening_inventory(network=case.network, axes=axes)
    share = season_share(weather=case.weather, days=axes.days, season_last=case.settings.season_last)
    firm, last = firm_supply(network=case.network, axes=axes), case.settings.season_last
    grounds = Grounds(
        network=case.network,
        axes=axes,
        firm=firm,
        opening=opening,
        season_share=share,
        totals=named_totals(network=case.network, axes=axes, price=firm.price, season_last=last),
        shared=shared_totals(network=case.network, axes=axes, with_measures=False),
    )
    untold = untold_days(network=case.network, axes=axes, season_first=case.settings.season_first)
    return grounds, missing + untold


def case_point_loads(*, case: Case, axes: Axes, forecast: DemandForecast, policy: PolicyBook) -> PointLoads:
    """Load of every delivery point on the axes' gas days, and what of it may be cut in time."""
    rows = with_conversion_rows(models=case.models, conversions=case.network.conversions)
    return point_loads(
        book=case.users,
        forecast=forecast,
        reference_use=reference_use(models=rows, reference_temperature=case.settings.reference_temperature),
        policy=policy,
        days=axes.days,
        decided_at=axes.as_of,
        planned=plans_of_points(case=case, days=axes.days, as_of=axes.as_of)
        if case.use_plans.point
        else None,
    )


def _cuts(work: Workings, points: PointLoads) -> CutPlan:
    """Relief of the first gas day by named user."""
    relief = work.plan.relief(tiers=len(work.loads.tiers))[:, :, 0]
    tier, county = np.nonzero(relief > 0)
    target = ReliefTarget(
        county=tuple(work.axes.counties[row] for row in county),
        tier=tuple(work.loads.tiers[row] for row in tier),
        relief=relief[tier, county],
    )
    return plan_curtailment(
        relief=target,
        loads=points,
        book=work.case.users,
        policy=work.policy,
        day=work.axes.days[0],
        decided_at=work.axes.as_of,
    )
