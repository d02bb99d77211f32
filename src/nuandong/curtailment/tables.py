"""Who may be asked to use less, as columns: users, their delivery points, the lists in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from nuandong.units import BoolArray, FloatArray
from nuandong.vocabulary import ConsumerClass, Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Users:
    """Gas users large enough to be named, or groups of small ones (`is_group`)."""

    user: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    county: tuple[str, ...]
    department: tuple[str, ...]
    is_group: BoolArray
    cumulative_hours: FloatArray
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DeliveryPoints:
    """Where gas is handed over. One user has many points; a CHP has one for heat and one for power.

    `load` is the use on a day of the case's reference temperature, `safe_load` the least flow that harms
    nobody (both 10^4 m3/day); `interruptible_days_left` is NaN where no contract limits them.
    """

    point: tuple[str, ...]
    user: tuple[str, ...]
    county: tuple[str, ...]
    consumer_class: tuple[ConsumerClass, ...]
    load: FloatArray
    safe_load: FloatArray
    ramp_hours: FloatArray
    notice_hours: FloatArray
    is_interruptible: BoolArray
    interruptible_days_left: FloatArray
    is_dual_fuel: BoolArray
    evidence: tuple[Evidence, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CurtailmentLists:
    """Curtailable-user lists (调峰用户清单), dated and approved; a plan uses only lists in force."""

    curtailment_list: tuple[str, ...]
    region: tuple[str, ...]
    begins: tuple[date, ...]
    ends: tuple[date, ...]
    approved_by: tuple[str, ...]
    approved_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ListEntries:
    """Which delivery points a list names."""

    curtailment_list: tuple[str, ...]
    point: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CutHistory:
    """What the plans or orders of earlier gas days cut, (n,): `relief` in 10^4 m3/day as mean over the gas day,
    `hours` of it under the cut."""

    point: tuple[str, ...]
    gas_day: tuple[date, ...]
    relief: FloatArray
    hours: FloatArray
    known_at: tuple[datetime, ...]


NO_CUT_HISTORY = CutHistory((), (), np.zeros(0), np.zeros(0), ())


@dataclass(frozen=True, slots=True, eq=False)
class UserBook:
    """All tables of those who may be cut."""

    users: Users
    delivery_points: DeliveryPoints
    curtailment_lists: CurtailmentLists
    list_entries: ListEntries
    cut_history: CutHistory = NO_CUT_HISTORY
