"""Storage duties: how much capacity a city, a company, a supplier must hold, and how full by 30 November.

Two figures that are often confused stay apart: *capacity* against the duty (`storage_rate`), and *stock*
against capacity (`fill`). Days, shares and dates are policy (`storage.*`); the formulas are here. Volumes
in 10^4 m3, flows in 10^4 m3/day, shares 0..1.

Clauses: T-057 (three days, 5 %), T-059 (bought capacity counts), T-062 (80 % by 30 November).
"""

from __future__ import annotations

from datetime import date

import numpy as np

from nuandong.findings import AssuranceError
from nuandong.units import DAYS_PER_YEAR, BoolArray, FloatArray, Flow, Share, Volume

SHARE_DECIMALS = 6  # as warning levels: 80.0 % must pass although 0.8 has no exact binary form


class DeadlinePassed(AssuranceError):
    """A daily fill was asked for after the day by which the stock had to stand."""

    def __init__(self, gas_day: date, deadline: date, missing: Volume) -> None:
        self.gas_day, self.deadline, self.missing = gas_day, deadline, missing
        super().__init__(
            f"{gas_day} is after {deadline}, and {missing:.4f} 10^4 m3 are still missing. "
            f"Report the missed target, or ask with a later deadline."
        )


class NothingToFill(AssuranceError):
    """A fill was asked for where no facility in service has working capacity."""

    def __init__(self) -> None:
        super().__init__(
            "No facility in service has working capacity, so there is nothing to fill. "
            "Enter the facilities in service, or leave this region out of the table."
        )


def government_duty(*, annual_use: Volume, days: float) -> Volume:
    """What a city's government must be able to store: `days` of the area's average daily demand.

        duty = days * annual_use / 365

    `annual_use` is the area's use in the reference year, which every table must name. 365 also in leap
    years, as the duty is set once for all years.
    """
    return days * annual_use / DAYS_PER_YEAR


def company_duty(*, annual_use: Volume, share: Share) -> Volume:
    """What a city-gas company must be able to store: a share (5 %) of its own annual use."""
    return share * annual_use


def upstream_duty(*, annual_sales: Volume, share: Share) -> Volume:
    """What an upstream supplier must be able to store: a share (10 %) of its annual contracted sales."""
    return share * annual_sales


def counted_capacity(
    *,
    owned: FloatArray,
    shares: FloatArray,
    bought: FloatArray,
    covers_season: BoolArray,
    double_counted: Volume = 0.0,
) -> Volume:
    """Capacity that counts towards a duty.

        counted = sum(owned * shares) + sum(bought where the contract covers the season) - double_counted

    `owned` is the working capacity of each facility in which one has a share, (n,), `shares` one's part
    in it by contract, (n,); `bought` the capacity leased from others, (m,), `covers_season` whether its
    contract runs the whole season, (m,). What is leased counts for the buyer; `double_counted` is what
    the seller also claims. Never below zero.
    """
    own = float(np.dot(owned, shares)) if len(owned) else 0.0
    leased = float(np.sum(np.where(covers_season, bought, 0.0)))
    return max(0.0, own + leased - double_counted)


def storage_rate(*, counted: Volume, duty: Volume) -> Share:
    """Counted capacity over the duty (may exceed 1); who owes nothing has met it."""
    if duty <= 0:
        return 1.0
    return round(counted / duty, SHARE_DECIMALS)


def meets_duty(*, counted: Volume, duty: Volume) -> bool:
    """Whether the counted capacity reaches the duty; exactly enough is enough."""
    return storage_rate(counted=counted, duty=duty) >= 1.0


def fill(*, inventory: FloatArray, working_capacity: FloatArray, in_service: BoolArray) -> Share:
    """Stock over working capacity of the facilities in service, all of shape (n,).

    Facilities not yet commissioned count on neither side. Raises `NothingToFill` without capacity.
    """
    capacity = float(np.sum(np.where(in_service, working_capacity, 0.0)))
    if capacity <= 0:
        raise NothingToFill
    return round(float(np.sum(np.where(in_service, inventory, 0.0))) / capacity, SHARE_DECIMALS)


def reaches_fill(*, filled: Share, target: Share) -> bool:
    """Whether a fill reaches the target: 80.0 % of a target of 80 % does, 79.9 % does not."""
    return round(filled, SHARE_DECIMALS) >= round(target, SHARE_DECIMALS)


def required_daily_fill(
    *, inventory: Volume, working_capacity: Volume, target: Share, gas_day: date, deadline: date
) -> Flow:
    """Injection a day that still reaches the target in time; 0 where the stock is there.

        flow = (target * working_capacity - inventory) / days

    `inventory` stands at the begin of `gas_day`; `days` counts the gas days from it to `deadline`, both
    inside. Raises `DeadlinePassed` where stock is missing and no day is left.
    """
    missing = max(0.0, target * working_capacity - inventory)
    if missing == 0:
        return 0.0
    days = (deadline - gas_day).days + 1
    if days < 1:
        raise DeadlinePassed(gas_day, deadline, missing)
    return missing / days


def days_of_cover(*, inventory: Volume, daily_use: Flow) -> float:
    """For how many days the stock alone would cover a daily use; infinite where nothing is used."""
    return inventory / daily_use if daily_use > 0 else float("inf")


def usable_flow(*, inventory: Volume, gap_days: float, sendout: Flow) -> Flow:
    """What the stock can give each day of a gap that lasts `gap_days`: the lesser of stock and send-out.

    Yangzhou 2022: 181.2 stored, but only 107.9 a day can be sent out.
    """
    return min(inventory / gap_days, sendout) if gap_days > 0 else sendout
