"""Published tests of security of supply as plain arithmetic: EU N-1 and supply standard, the British trigger.

Sources: Regulation (EU) 2017/1938, Annex II (N-1 formula), Article 7 (storage at 30 % and 100 %), Article 6 (supply
standard); National Grid, Gas Balancing Alert trigger (store within two days of its monitor). A passed formula is no
supply: the flow answer of the same outage belongs beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nuandong.findings import AssuranceError
from nuandong.units import FloatArray, Flow, Share, Volume

STORAGE_LOW, STORAGE_FULL = 0.30, 1.00  # shares of stock at which the national assessment is made
MONITOR_DAYS = 2.0


class NothingAsked(AssuranceError):
    """A formula whose denominator is not positive."""

    def __init__(self, demand: Flow) -> None:
        self.demand = demand
        super().__init__(
            f"N-1 needs a positive demand of the design day, not {demand}. Name another area or day."
        )


@dataclass(frozen=True, slots=True)
class NMinusOneCapacity:
    """Technical capacities of an area on its design day, all in 10^4 m3/day.

    `entry` EPm, `production` Pm, `sendout` Sm, `regasification` LNGm, `largest` Im, the single largest
    infrastructure, which is counted in one of the others too.
    """

    entry: Flow
    production: Flow
    sendout: Flow
    regasification: Flow
    largest: Flow


@dataclass(frozen=True, slots=True)
class NMinusOne:
    """The N-1 of an area: share of demand that remains covered, whether it passes, and what is missing."""

    share: Share
    passes: bool
    remaining: Flow
    missing: Flow


def n_minus_one(*, capacity: NMinusOneCapacity, demand: Flow, market_response: Flow = 0.0) -> NMinusOne:
    """Formula N-1 of Regulation (EU) 2017/1938, Annex II.

        N-1 = (EPm + Pm + Sm + LNGm - Im) / (Dmax - Deff)      passes from 1 on

    `demand` Dmax and `market_response` Deff in 10^4 m3/day. Capacities are added as if no pipe between them could
    be full. Raises `NothingAsked` where Dmax - Deff is not positive.
    """
    asked = demand - market_response
    if not asked > 0:
        raise NothingAsked(asked)
    entering = capacity.entry + capacity.production + capacity.sendout + capacity.regasification
    remaining = entering - capacity.largest
    return NMinusOne(remaining / asked, remaining >= asked, remaining, max(0.0, asked - remaining))


def supply_after_trigger(
    *, flows: Sequence[Flow], stock: Sequence[Volume], monitor: Sequence[Volume], max_sendout: Sequence[Flow]
) -> Flow:
    """British trigger: supply that may be assumed for the day, 10^4 m3/day or any one unit.

    The sum of flows, less the whole rate of every store whose stock would be within two days of its monitor:

        stock - monitor <= 2 * max_sendout

    `flows` are all assumed flows, stores at their maximum rate included.
    """
    counted = float(sum(flows))
    for held, kept, rate in zip(stock, monitor, max_sendout, strict=True):
        if held - kept <= MONITOR_DAYS * rate:
            counted -= rate
    return counted


def supply_standard_days(
    *, protected_use: FloatArray, supply: FloatArray, stock: Volume, sendout: Flow
) -> int:
    """Whole days for which protected use is covered by supply and stock, at most as many as are given.

    `protected_use` and `supply` (t,) in 10^4 m3/day, `stock` in 10^4 m3, `sendout` in 10^4 m3/day. The supply
    standard asks for 7 days of a 1-in-20 cold and for 30 days of 1-in-20 demand (Article 6); pass such days.
    """
    missing = np.maximum(np.asarray(protected_use) - np.asarray(supply), 0.0)
    left = stock
    for day, need in enumerate(missing):
        if need > min(left, sendout):
            return day
        left -= float(need)
    return int(missing.size)
