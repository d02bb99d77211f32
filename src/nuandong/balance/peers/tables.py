"""A balance case as the component tables of PyPSA. Columns only: nothing here needs PyPSA.

    node         bus
    link         link; a second one, `… back`, where gas may also flow the other way, for a link that carries both
                 ways in PyPSA would be paid for carrying back
    supply       generator with its limit and cost
    tank         store on a bus of its own, and two links with what may leave it and enter it, since a store of PyPSA
                 bounds what it holds, not what it gives
    demand row   load, and a generator `… unserved` of its size, as dear as its rank

Flows are 10^4 m3/day, volumes 10^4 m3, costs CNY per m3, the objective 10^4 CNY. PyPSA's unit of time is the day:
snapshot weightings are the length of each step in days, and a standing loss is a share a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from nuandong.balance.case import BalanceCase
from nuandong.balance.certificate import Names
from nuandong.balance.checks import check_case
from nuandong.balance.peers.notes import notes_on
from nuandong.balance.peers.weights import rank_weights
from nuandong.findings import AssuranceError, FaultyCase, Findings
from nuandong.units import FloatArray, IntArray

Column = tuple[str, ...] | FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """What varies from step to step: `rows` (m,) of the component, `values` (m, t)."""

    rows: IntArray
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """All components of one kind: `name` (n,), columns (n,), and series for the rows that vary."""

    name: tuple[str, ...]
    columns: Mapping[str, Column]
    series: Mapping[str, Series] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class PypsaTables:
    """Components by PyPSA's name of their list (`buses`, `links`, …), gas days (none: steps are numbered), the
    length of each step in days (t,), and what is lost."""

    gas_days: tuple[date, ...]
    days: FloatArray
    components: Mapping[str, Component]
    notes: Findings


class SameName(AssuranceError):
    """Two components of one kind with one name: PyPSA would take them for one."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"{name}: 导出后有两个构件同名，请改其中一个的编号。"
            f"Two components of the export bear this name; rename one of them."
        )


def pypsa_tables(
    *,
    case: BalanceCase,
    names: Names | None = None,
    gas_days: tuple[date, ...] = (),
    weights: FloatArray | None = None,
) -> PypsaTables:
    """The component tables of a case.

    `names` call its rows, `gas_days` its steps (both are numbered where left out), `weights` are CNY per m3 unserved
    by rank (`rank_weights` where left out). The notes say what PyPSA's components cannot be told. Raises `FaultyCase`
    for a case that `check_case` refuses, `SameName` where two components would be called alike.
    """
    found = check_case(case)
    if found.errors:
        raise FaultyCase(found, language="en")
    called = names or numbered(case)
    worth = rank_weights(ranks=case.ranks) if weights is None else weights
    stock = tuple(f"{tank} stock" for tank in called.tanks)
    components = {
        "carriers": _carriers(case),
        "buses": Component(called.nodes + stock, {"carrier": _all("gas", case.nodes + len(stock))}),
        "generators": _joined(_supplies(case, called), _unserved(case, called, worth)),
        "loads": _loads(case, called),
        "links": _joined(_pipes(case, called), _doors(case, called, stock)),
        "stores": _stores(case, called, stock),
    }
    for component in components.values():
        _refuse_same_names(component.name)
    return PypsaTables(gas_days=gas_days, days=case.steps.days, components=components, notes=notes_on(case))


def numbered(case: BalanceCase) -> Names:
    """Names for the rows of a case that has none."""
    return Names(
        nodes=_counted("node", case.nodes),
        links=_counted("link", case.links.tail.size),
        supplies=_counted("supply", case.supplies.node.size),
        tanks=_counted("tank", case.tanks.node.size),
        demands=_counted("demand", case.demands.node.size),
    )


def _refuse_same_names(names: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SameName(name)
        seen.add(name)


def _carriers(case: BalanceCase) -> Component:
    names = ("gas", *(_rank_carrier(rank) for rank in range(case.ranks)))
    return Component(names, {"nice_name": names})


def _rank_carrier(rank: int) -> str:
    return f"unserved rank {rank}"


def _supplies(case: BalanceCase, names: Names) -> Component:
    supplies = case.supplies
    most, limits, series = _per_unit(supplies.limit)
    columns: dict[str, Column] = {
        "bus": _of(names.nodes, supplies.node),
        "carrier": _all("gas", most.size),
        "p_nom": most,
        "p_max_pu": limits,
        "marginal_cost": supplies.cost,
    }
    return Component(names.supplies, columns, {"p_max_pu": series})


def _unserved(case: BalanceCase, names: Names, worth: FloatArray) -> Component:
    demands = case.demands
    most, limits, series = _per_unit(demands.quantity)
    columns: dict[str, Column] = {
        "bus": _of(names.nodes, demands.node),
        "carrier": tuple(_rank_carrier(int(rank)) for rank in demands.rank),
        "p_nom": most,
        "p_max_pu": limits,
        "marginal_cost": worth[demands.rank],
    }
    return Component(tuple(f"{name} unserved" for name in names.demands), columns, {"p_max_pu": series})


def _loads(case: BalanceCase, names: Names) -> Component:
    demands = case.demands
    steady, series = _split(demands.quantity)
    columns: dict[str, Column] = {
        "bus": _of(names.nodes, demands.node),
        "carrier": _all("gas", demands.node.size),
        "p_set": steady,
    }
    return Component(names.demands, columns, {"p_set": series})


def _pipes(case: BalanceCase, names: Names) -> Component:
    """Pipes one way, and the way back of those that have one."""
    links = case.links
    back = np.flatnonzero((links.capacity_back > 0).any(axis=1))
    ends = (np.concatenate([links.tail, links.head[back]]), np.concatenate([links.head, links.tail[back]]))
    return _link_component(
        name=names.links + tuple(f"{names.links[row]} back" for row in back),
        ends=(_of(names.nodes, ends[0]), _of(names.nodes, ends[1])),
        capacity=np.concatenate([links.capacity, links.capacity_back[back]]),
        cost=np.concatenate([links.cost, links.cost[back]]),
    )


def _doors(case: BalanceCase, names: Names, stock: tuple[str, ...]) -> Component:
    """What leads out of each store and into it."""
    tanks, at = case.tanks, _of(names.nodes, case.tanks.node)
    return _link_component(
        name=tuple(f"{tank} {way}" for way in ("withdrawal", "injection") for tank in names.tanks),
        ends=(stock + at, at + stock),
        capacity=np.concatenate([tanks.sendout, tanks.injection]),
        cost=np.concatenate([tanks.cost, np.zeros_like(tanks.cost)]),
    )


def _link_component(
    *,
    name: tuple[str, ...],
    ends: tuple[tuple[str, ...], tuple[str, ...]],
    capacity: FloatArray,
    cost: FloatArray,
) -> Component:
    most, limits, series = _per_unit(capacity)
    columns: dict[str, Column] = {
        "bus0": ends[0],
        "bus1": ends[1],
        "carrier": _all("gas", most.size),
        "p_nom": most,
        "p_max_pu": limits,
        "marginal_cost": cost,
    }
    return Component(name, columns, {"p_max_pu": series})


def _stores(case: BalanceCase, names: Names, stock: tuple[str, ...]) -> Component:
    """Stores with their least and most.

    PyPSA takes no loss from the stock with which it begins, and compounds a loss over the length of a step; so the
    first step's loss is taken from the opening stock, and the loss given is the one that compounds to ours:

        (1 - loss[k,t]) ^ days[t] = 1 - boil_off[k] days[t]
    """
    tanks, days = case.tanks, case.steps.days
    kept = 1.0 - tanks.boil_off[:, None] * days[None, :]
    loss, losses = _split(1.0 - kept ** (1.0 / days[None, :]))
    full = np.where(tanks.capacity > 0, tanks.capacity, 1.0)[:, None]
    least, leasts = _split(np.minimum(tanks.least, tanks.capacity[:, None]) / full)
    columns: dict[str, Column] = {
        "bus": stock,
        "carrier": _all("gas", len(stock)),
        "e_nom": tanks.capacity,
        "e_initial": tanks.opening * kept[:, 0],
        "e_min_pu": least,
        "standing_loss": loss,
    }
    return Component(names.tanks, columns, {"e_min_pu": leasts, "standing_loss": losses})


def _per_unit(limit: FloatArray) -> tuple[FloatArray, FloatArray, Series]:
    """The highest limit of each row, (n,), and the limits as parts of it."""
    most: FloatArray = limit.max(axis=1, initial=0.0)
    part, series = _split(limit / np.where(most > 0, most, 1.0)[:, None])
    return most, part, series


def _split(values: FloatArray) -> tuple[FloatArray, Series]:
    """What stands still as a column, (n,), and what varies as a series."""
    first = values[:, 0]
    rows = np.flatnonzero((values != first[:, None]).any(axis=1))
    return first, Series(rows, values[rows])


def _joined(first: Component, second: Component) -> Component:
    """Two tables of the same columns, one below the other."""
    count = len(first.name)
    return Component(
        name=first.name + second.name,
        columns={key: _below(column, second.columns[key]) for key, column in first.columns.items()},
        series={
            key: Series(
                np.concatenate([above.rows, second.series[key].rows + count]),
                np.concatenate([above.values, second.series[key].values]),
            )
            for key, above in first.series.items()
        },
    )


def _below(first: Column, second: Column) -> Column:
    if isinstance(first, tuple) and isinstance(second, tuple):
        return first + second
    return np.concatenate([np.asarray(first), np.asarray(second)])


def _of(names: tuple[str, ...], rows: IntArray) -> tuple[str, ...]:
    return tuple(names[row] for row in rows)


def _all(word: str, count: int) -> tuple[str, ...]:
    return (word,) * count


def _counted(word: str, count: int) -> tuple[str, ...]:
    return tuple(f"{word} {row}" for row in range(count))
