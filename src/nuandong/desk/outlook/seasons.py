"""Which season a day belongs to, for rooms that must not know seasons themselves."""

from __future__ import annotations

from datetime import date

from nuandong.desk.outlook.models import Season


def season_bounds(gas_day: date) -> tuple[date, date] | None:
    """First and last day of the season that holds a day, else of the newest; None where there is none."""
    bounds = Season.objects.values_list("first_day", "last_day")
    holding = bounds.filter(first_day__lte=gas_day, last_day__gte=gas_day).order_by("-id").first()
    return holding or bounds.order_by("-last_day").first()
