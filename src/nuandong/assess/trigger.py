"""Supply that may be assumed for the gas day by the British rule: a store that nears its monitor is not counted.

The monitor is here the reserve that only homes may touch. Shown beside N-1; no level hangs on it.

Source: National Grid, Gas Balancing Alert; clause T-038.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from nuandong.assess.axes import axes_of
from nuandong.assess.case import Case
from nuandong.assess.opening import opening_inventory
from nuandong.assess.supply import firm_supply
from nuandong.gasday import CHINA
from nuandong.risk import supply_after_trigger
from nuandong.units import Flow


@dataclass(frozen=True, slots=True)
class TriggerSupply:
    """Firm supply of sources and all stores at full send-out, what may be assumed of it (10^4 m3/day), and the names of
    the stores within two days of their reserve, which are not counted."""

    gas_day: date
    all_flows: Flow
    assumed: Flow
    stores_zh: tuple[str, ...]
    stores_en: tuple[str, ...]


def trigger_supply(*, case: Case, as_of: datetime | None = None) -> TriggerSupply:
    """What may be assumed on the case's gas day, as known at `as_of` (default: when it was decided)."""
    instant = (as_of or case.settings.decided_at).astimezone(CHINA)
    day, stores = case.settings.gas_day, case.network.stores
    axes = axes_of(network=case.network, days=(day,), as_of=instant)
    opening, _ = opening_inventory(network=case.network, axes=axes)
    sources = firm_supply(network=case.network, axes=axes).by_source[:, 0]
    held, kept, rates = opening.tolist(), stores.reserve.tolist(), stores.sendout.tolist()
    flows = [*sources.tolist(), *rates]
    near = [
        row
        for row, (stock, monitor, rate) in enumerate(zip(held, kept, rates, strict=True))
        if supply_after_trigger(flows=(rate,), stock=(stock,), monitor=(monitor,), max_sendout=(rate,)) < rate
    ]
    return TriggerSupply(
        gas_day=day,
        all_flows=float(sum(flows)),
        assumed=supply_after_trigger(flows=flows, stock=held, monitor=kept, max_sendout=rates),
        stores_zh=tuple(stores.name_zh[row] for row in near),
        stores_en=tuple(stores.name_en[row] for row in near),
    )
