"""What stands in for what a case does not tell of its gas day, found before anything is solved.

Reports of use are left out: they come in until the day is decided, and its plan names the counties that are silent.
"""

from __future__ import annotations

from datetime import datetime

from nuandong.assess.axes import axes_of
from nuandong.assess.case import Case
from nuandong.assess.day import case_grounds, case_point_loads, day_forecast
from nuandong.demand.temperature import NoWeather
from nuandong.findings import FaultyCase, Finding, Findings, Place
from nuandong.gasday import CHINA, gas_days
from nuandong.policy import PolicyBook


def stand_ins(*, case: Case, as_of: datetime | None = None, policy: PolicyBook | None = None) -> Findings:
    """Warnings of temperatures, stock readings, nominations and loads that the plan of the gas day and its outlook
    would have to replace; an error where there is nothing to forecast from. Arguments as of `assess_day`."""
    instant, book = (as_of or case.settings.decided_at).astimezone(CHINA), policy or case.policy
    days = gas_days(first=case.settings.gas_day, count=case.settings.horizon_days)
    axes = axes_of(network=case.network, days=days, as_of=instant)
    try:
        forecast = day_forecast(case=case, axes=axes, policy=book)
    except FaultyCase as faulty:
        return faulty.findings
    except NoWeather as cold:
        return Findings((_without_weather(cold),))
    points = case_point_loads(case=case, axes=axes, forecast=forecast, policy=book)
    _, untold = case_grounds(case=case, axes=axes)
    told = forecast.findings + untold + points.findings
    return Findings(tuple(each for each in told if not each.place.file.startswith("use_reports")))


def _without_weather(cold: NoWeather) -> Finding:
    return Finding(
        code="no-weather",
        place=Place(file="weather.csv", column="gas_day"),
        value=f"{cold.first}…{cold.last}",
        wanted_zh=f"到 {cold.as_of:%Y-%m-%d %H:%M} 为止，这些气日没有任何已知气温，无法预测；请补录（常年值亦可）",
        wanted_en=f"no temperature of these gas days was known by {cold.as_of:%Y-%m-%d %H:%M}, so nothing can be "
        "forecast; add rows (kind normal will do)",
    )
