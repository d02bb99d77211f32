"""What a run's plan calls for on its gas day, read from its picture.

Clause: T-007 (households first).
"""

from __future__ import annotations

from dataclasses import dataclass

from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import whole_picture
from nuandong.units import Flow


@dataclass(frozen=True, slots=True)
class CalledFor:
    """Relief that the plan asks of users, and what households would still miss; 10^4 m3/day."""

    relief: Flow
    livelihood_gap: Flow


def called_for(run: Run) -> CalledFor:
    """Both figures of a run's first gas day."""
    picture = whole_picture(run)
    return CalledFor(float(picture.tiers.relief[:, 0].sum()), float(picture.province.livelihood_gap[0]))
