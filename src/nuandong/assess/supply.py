"""Firm supply: what is contracted and nominated for each gas day, by source and by store.

Only nominations filed by the time of asking count, the highest revision of each. Where nothing was
nominated, the contract's daily maximum stands for it as long as the contract is in force. Flows are brought
to the reference heating value before anything is summed.

Clauses: T-008 (balance), T-015 (sources), T-016 (contracts).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nuandong.assess.axes import Axes, in_force
from nuandong.assess.volumes import taken_before
from nuandong.network.nominations import counted
from nuandong.network.tables import Network
from nuandong.units import REFERENCE_HEATING_VALUE_MJ, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class FirmSupply:
    """Firm flows in 10^4 m3/day of reference gas: by source (s, t) and bought withdrawal by store (k, t);
    `price` of each source (s,) in CNY per m3."""

    by_source: FloatArray
    by_store: FloatArray
    price: FloatArray

    @property
    def total(self) -> FloatArray:
        """Firm supply of the province by gas day, (t,): S of the gap."""
        total: FloatArray = self.by_source.sum(axis=0) + self.by_store.sum(axis=0)
        return total


def firm_supply(*, network: Network, axes: Axes, is_clipped: bool = True) -> FirmSupply:
    """What may be counted on for each gas day of the axes, before any measure.

    Day by day a contract gives no more than its season's most has left (`is_clipped`); a season's balance, which
    chooses the days itself, asks without.
    """
    contracted = _contract_flows(network, axes)
    if is_clipped:
        contracted = _within_season(network, axes, contracted)
    sources, stores = network.sources, network.stores
    by_source = _gather(contracted, network.contracts.supply, sources.supply)
    by_store = _gather(contracted, network.contracts.supply, stores.store)
    in_service = in_force(begins=sources.in_service_from, ends=(None,) * len(sources.supply), days=axes.days)
    energy = (sources.heating_value_mj / REFERENCE_HEATING_VALUE_MJ)[:, None]
    able = np.where(in_service, sources.max_flow[:, None], 0.0)
    standing = in_force(begins=stores.in_service_from, ends=(None,) * len(stores.store), days=axes.days)
    return FirmSupply(
        by_source=np.minimum(by_source, able) * energy,
        by_store=np.minimum(by_store, np.where(standing, stores.sendout[:, None], 0.0)),
        price=_prices(network),
    )


def _contract_flows(network: Network, axes: Axes) -> FloatArray:
    """Flow of each contract on each gas day, (c, t): nominated, else its daily maximum in force."""
    contracts = network.contracts
    standing = in_force(begins=contracts.begins, ends=contracts.ends, days=axes.days)
    flows = np.where(standing, contracts.daily_max[:, None], 0.0)
    row_of = {contract: row for row, contract in enumerate(contracts.contract)}
    day_of = {day: step for step, day in enumerate(axes.days)}
    for (contract, day), flow in counted(network.nominations, as_of=axes.as_of).items():
        if contract in row_of and day in day_of:
            place = (row_of[contract], day_of[day])
            flows[place] = flow if standing[place] else 0.0
    downstream = np.asarray([link == "downstream" for link in contracts.link], dtype=np.bool_)
    flows[downstream] = 0.0  # the second link hands on what the first brought in
    return flows


def _within_season(network: Network, axes: Axes, flows: FloatArray) -> FloatArray:
    """Flows of contracts (c, t) as far as what was not taken of the season's most reaches."""
    contracts, taken = network.contracts, taken_before(network=network, axes=axes)
    terms = network.contract_terms
    made_up = dict(zip(terms.contract, np.nan_to_num(terms.make_up).tolist(), strict=True))
    used = np.asarray([taken.get(name, 0.0) - made_up.get(name, 0.0) for name in contracts.contract])
    most = np.where(np.isnan(contracts.season_max), np.inf, contracts.season_max - used)
    before = np.cumsum(flows, axis=1) - flows
    left: FloatArray = np.maximum(most[:, None] - before, 0.0)
    return np.minimum(flows, left)


def _gather(flows: FloatArray, names: tuple[str, ...], wanted: tuple[str, ...]) -> FloatArray:
    """Sum contract flows by the source or store they draw on, (n, t)."""
    row_of = {name: row for row, name in enumerate(wanted)}
    total = np.zeros((len(wanted), flows.shape[1]))
    for row, name in enumerate(names):
        if name in row_of:
            total[row_of[name]] += flows[row]
    return total


def _prices(network: Network) -> FloatArray:
    """Mean upstream price by source, (s,); a source whose price nobody gave counts the median of the rest."""
    contracts = network.contracts
    known: dict[str, list[float]] = {}
    for supply, link, price in zip(contracts.supply, contracts.link, contracts.price, strict=True):
        if link != "downstream" and not np.isnan(price):
            known.setdefault(supply, []).append(float(price))
    means = {supply: float(np.mean(sorted(prices))) for supply, prices in known.items()}
    typical = float(np.median(list(means.values()))) if means else 0.0
    return np.asarray([means.get(supply, typical) for supply in network.sources.supply], dtype=np.float64)
