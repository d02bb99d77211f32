"""What the newest run asks of counties: relief by tier, and what they lack before any measure."""

from __future__ import annotations

from datetime import date

import numpy as np

from nuandong.assess.picture import DayPicture
from nuandong.desk.directory.lists.asked import Asked
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import whole_picture


def newest_asked(*, counties: frozenset[str]) -> Asked | None:
    """Of the run that was done last; None where there is none."""
    run = Run.objects.done().without_picture().order_by("-finished_at", "-id").first()
    return (
        None
        if run is None
        else asked_by(whole_picture(run), run=run.pk, gas_day=run.gas_day, counties=counties)
    )


def asked_by(picture: DayPicture, *, run: int, gas_day: date, counties: frozenset[str]) -> Asked:
    """Relief of the first gas day by tier, and the largest gap of the horizon, both of these counties alone."""
    by_tier: dict[str, float] = {}
    for county, tier, relief in zip(picture.cuts.county, picture.cuts.tier, picture.cuts.relief, strict=True):
        if county in counties:
            by_tier[tier] = by_tier.get(tier, 0.0) + float(relief)
    rows = np.array([code in counties for code in picture.counties.county], dtype=np.bool_)
    lacking = picture.counties.shortfall[rows].sum(axis=0)
    return Asked(run, gas_day, by_tier, float(max(lacking, default=0.0)))
