"""Volumes over a window, stock targets and send-out curves, added to the linopy model of an exported network.

PyPSA's components cannot hold them; its `optimize` calls what it is given as `extra_functionality` once its model
stands. The equations are those of `nuandong.balance.constraints`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.certificate import Names
from nuandong.balance.peers.tables import numbered
from nuandong.balance.peers.weights import rank_weights
from nuandong.balance.terms import TAKE, WITHDRAWAL
from nuandong.units import FloatArray

Terms = Callable[[Any, Any], None]  # what PyPSA calls with its network and snapshots


def pypsa_terms(*, case: BalanceCase, names: Names | None = None, weights: FloatArray | None = None) -> Terms:
    """What `network.optimize(extra_functionality=…)` needs to hold the case's totals, targets and curves.

    `names` and `weights` must be those of the export. A target falls short at the weight of its rank, a volume
    that is paid in any case is credited; both stand in the network's objective, 10^4 CNY.
    """
    called = names or numbered(case)
    worth = rank_weights(ranks=case.ranks) if weights is None else weights

    def add_terms(network: Any, snapshots: Any) -> None:
        model = network.model
        further = _add_totals(model, snapshots, case, called)
        if case.targets.count:
            further.append(_add_targets(model, snapshots, case, called, worth))
        _add_curves(model, snapshots, case, called)
        for cost in further:  # few: adding to an objective copies all of it
            model.objective = model.objective + cost

    return add_terms


def _add_totals(model: Any, snapshots: Any, case: BalanceCase, names: Names) -> list[Any]:
    """Add the totals; what they add to the objective."""
    totals, credited = case.totals, []
    for number in range(totals.count):
        window = slice(int(totals.first[number]), int(totals.first[number] + totals.length[number]))
        least = min(float(totals.least[number]), float(totals.most[number]))
        firm = model.add_variables(0.0, least, name=f"total {number} firm")
        extra = model.add_variables(0.0, float(totals.most[number]) - least, name=f"total {number} extra")
        volume = -1.0 * firm - 1.0 * extra
        days = _over(case.steps.days[window], snapshots[window])
        for member in np.flatnonzero(totals.row == number):
            for variable, sign in _flows(model, totals.kind[member], int(totals.member[member]), names):
                factor = sign * float(totals.weight[member])
                volume = volume + (variable.sel(snapshot=snapshots[window]) * (factor * days)).sum()
        model.add_constraints(volume == 0.0, name=f"total {number}")
        if totals.credit[number]:
            credited.append(-float(totals.credit[number]) * firm)
    return credited


def _flows(model: Any, kind: str, member: int, names: Names) -> tuple[tuple[Any, float], ...]:
    """The variables whose sum is a member's flow, with their signs."""
    if kind == TAKE:
        return ((model["Generator-p"].sel(name=names.supplies[member]), 1.0),)
    if kind == WITHDRAWAL:
        return ((model["Link-p"].sel(name=f"{names.tanks[member]} withdrawal"), 1.0),)
    if kind == "unserved":
        return ((model["Generator-p"].sel(name=f"{names.demands[member]} unserved"), 1.0),)
    links, forth = model["Link-p"], names.links[member]
    back = f"{forth} back"
    ways = ((links.sel(name=forth), 1.0),)
    return (*ways, (links.sel(name=back), -1.0)) if back in links.indexes["name"] else ways


def _add_targets(model: Any, snapshots: Any, case: BalanceCase, names: Names, worth: FloatArray) -> Any:
    """Add the targets, all at once since a season may have thousands; what they add to the objective."""
    import xarray

    targets = case.targets
    number = {"target": np.arange(targets.count)}
    volume = xarray.DataArray(targets.volume, number)
    below = model.add_variables(xarray.zeros_like(volume), volume, name="target below")
    tank = xarray.DataArray([names.tanks[row] for row in targets.tank], number)
    held = model["Store-e"].sel(name=tank, snapshot=xarray.DataArray(snapshots[targets.step], number))
    model.add_constraints(1.0 * held + 1.0 * below >= volume, name="target")
    return (below * xarray.DataArray(worth[targets.rank], number)).sum()


def _add_curves(model: Any, snapshots: Any, case: BalanceCase, names: Names) -> None:
    curves, tanks = case.curves, case.tanks
    for number in range(curves.count):
        tank, slope = int(curves.tank[number]), float(curves.slope[number])
        leaving = model["Link-p"].sel(name=f"{names.tanks[tank]} withdrawal")
        held = model["Store-e"].sel(name=names.tanks[tank]).shift(snapshot=1)
        most = np.full(case.steps.count, float(curves.empty_flow[number]))
        most[0] += slope * float(tanks.opening[tank])
        model.add_constraints(leaving - slope * held <= _over(most, snapshots), name=f"curve {number}")


def _over(values: FloatArray, snapshots: Any) -> Any:
    import xarray

    return xarray.DataArray(values, {"snapshot": snapshots}, ["snapshot"])
